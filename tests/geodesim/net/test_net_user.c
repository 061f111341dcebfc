/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user-mode network, with frames made by hand: addresses, files, and what stays shut. */
#include "../parts/bench.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parts/net_user.h"

#define ROUTER	  0x0a000202u
#define STATION	  0x0a00020fu
#define ANSWERS	  32
#define FILE_SIZE 700

static const uint8_t mac[6] = {0x00, 0x0d, 0xb9, 0x12, 0x34, 0x56};

struct fixture {
	struct bench b;
	struct net_user u;
	char folder[64];
	uint8_t answer[ANSWERS][NET_FRAME_MAX];
	size_t size[ANSWERS];
	unsigned answers;
	bool link, plugged;
};

static void receive(void *o, const uint8_t *frame, size_t size)
{
	struct fixture *f = o;

	if (f->answers == ANSWERS)
		return;
	memcpy(f->answer[f->answers], frame, size);
	f->size[f->answers++] = size;
}

static void changed(void *o, bool up)
{
	((struct fixture *)o)->link = up;
}

static void input(void *o, const uint8_t *frame, size_t size)
{
	net_deliver(&((struct fixture *)o)->u.net, frame, size);
}

static void write_file(const char *folder, const char *name, size_t size)
{
	char path[128];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "wb");
	assert_non_null(out);
	for (size_t n = 0; n < size; n++)
		fputc((int)(n * 7 & 0xff), out);
	fclose(out);
}

static struct fixture *start(struct net_user_config c)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	bench_init(&f->b);
	f->b.now = 1000000;
	snprintf(f->folder, sizeof(f->folder), "/tmp/geodesim-net-XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	write_file(f->folder, "boot.img", FILE_SIZE);
	c.tftp = f->folder;
	assert_int_equal(net_user_init(&f->u, &f->b.clock, &c), 0);
	net_station(&f->u.net, receive, changed, f);
	return f;
}

static int set_up(void **state)
{
	*state = start((struct net_user_config){.file = "boot.img"});
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;
	char path[128];

	net_user_free(&f->u);
	snprintf(path, sizeof(path), "%s/boot.img", f->folder);
	unlink(path);
	assert_int_equal(rmdir(f->folder), 0); /* nothing else came into it */
	free(f);
	return 0;
}

/* Frames. */

static void put16(uint8_t *p, unsigned val)
{
	p[0] = (uint8_t)(val >> 8);
	p[1] = (uint8_t)val;
}

static void put32(uint8_t *p, uint32_t val)
{
	put16(p, val >> 16);
	put16(p + 2, val & 0xffff);
}

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static unsigned sum(const uint8_t *p, size_t size, uint32_t s)
{
	for (size_t n = 0; n < size; n++)
		s += n & 1 ? p[n] : (uint32_t)p[n] << 8;
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return ~s & 0xffff;
}

/* What the network says to @frame. */
static void say(struct fixture *f, const uint8_t *frame, size_t size)
{
	f->answers = 0;
	net_send(&f->u.net, frame, size);
	for (unsigned n = 0; n < 5; n++) {
		bench_run_ns(&f->b, 10000000);
		net_user_poll(&f->u, input, f);
	}
}

static size_t ip(uint8_t *frame, uint32_t from, uint32_t to, uint8_t protocol, size_t payload)
{
	memset(frame, 0xff, 6);
	memcpy(frame + 6, mac, 6);
	put16(frame + 12, 0x0800);
	frame[14] = 0x45;
	frame[15] = 0;
	put16(frame + 16, (unsigned)(20 + payload));
	put32(frame + 18, 0);
	frame[22] = 64;
	frame[23] = protocol;
	put16(frame + 24, 0);
	put32(frame + 26, from);
	put32(frame + 30, to);
	put16(frame + 24, sum(frame + 14, 20, 0));
	return 34 + payload;
}

static void say_udp(struct fixture *f, uint32_t from, uint32_t to, unsigned from_port,
		    unsigned to_port, const void *data, size_t size)
{
	uint8_t frame[NET_FRAME_MAX];

	put16(frame + 34, from_port);
	put16(frame + 36, to_port);
	put16(frame + 38, (unsigned)(8 + size));
	put16(frame + 40, 0); /* no check sum */
	memcpy(frame + 42, data, size);
	say(f, frame, ip(frame, from, to, 17, 8 + size));
}

static void say_syn(struct fixture *f, uint32_t to, unsigned port)
{
	uint8_t frame[64] = {0};
	uint8_t *tcp = frame + 34;
	uint32_t pseudo =
		(STATION >> 16) + (STATION & 0xffff) + (to >> 16) + (to & 0xffff) + 6 + 20;

	put16(tcp, 1025);
	put16(tcp + 2, port);
	put32(tcp + 4, 1000);
	tcp[12] = 5 << 4;
	tcp[13] = 2;
	put16(tcp + 14, 8192);
	put16(tcp + 16, sum(tcp, 20, pseudo));
	say(f, frame, ip(frame, STATION, to, 6, 20));
}

/* The first answer from UDP port @port: its data, or NULL. */
static const uint8_t *udp_answer(const struct fixture *f, unsigned port, size_t *size)
{
	for (unsigned n = 0; n < f->answers; n++) {
		const uint8_t *a = f->answer[n];

		if (a[12] == 8 && a[13] == 0 && a[23] == 17 &&
		    (unsigned)(a[36] << 8 | a[37]) == port) {
			*size = (size_t)(a[38] << 8 | a[39]) - 8;
			return a + 42;
		}
	}
	return NULL;
}

/* DHCP: the value of option @code in an answer of @size bytes. */
static const uint8_t *option(const uint8_t *dhcp, size_t size, uint8_t code)
{
	for (size_t at = 240; at + 1 < size && dhcp[at] != 0xff; at += 2u + dhcp[at + 1]) {
		if (dhcp[at] == code)
			return dhcp + at + 2;
	}
	return NULL;
}

static const uint8_t *dhcp(struct fixture *f, uint8_t type, size_t *size)
{
	uint8_t m[300] = {1, 1, 6, 0, 0x12, 0x34, 0x56, 0x78};

	memcpy(m + 28, mac, 6);
	memcpy(m + 236, "\x63\x82\x53\x63\x35\x01", 6);
	m[242] = type;
	m[243] = 0xff;
	if (type == 3) {
		memcpy(m + 243, "\x32\x04", 2);
		put32(m + 245, STATION);
		m[249] = 0xff;
	}
	say_udp(f, 0, 0xffffffff, 68, 67, m, sizeof(m));
	return udp_answer(f, 68, size);
}

static void the_cable_is_plugged(void **state)
{
	struct fixture *f = *state;

	assert_true(f->link);
	net_link(&f->u.net, false);
	assert_false(f->link);
}

static void dhcp_offers_and_gives_an_address(void **state)
{
	struct fixture *f = *state;
	size_t size = 0;
	const uint8_t *a = dhcp(f, 1, &size);

	assert_non_null(a);
	assert_int_equal(a[0], 2);
	assert_int_equal(get32(a + 4), 0x12345678);
	assert_int_equal(get32(a + 16), STATION);
	assert_int_equal(option(a, size, 53)[0], 2); /* offer */
	assert_int_equal(get32(option(a, size, 1)), 0xffffff00);
	assert_int_equal(get32(option(a, size, 54)), ROUTER);
	assert_string_equal((const char *)a + 108, "boot.img");
	a = dhcp(f, 3, &size);
	assert_non_null(a);
	assert_int_equal(option(a, size, 53)[0], 5); /* acknowledged */
	assert_int_equal(get32(a + 16), STATION);
	assert_null(option(a, size, 3)); /* no way out, no router */
}

static void an_open_network_names_its_router_and_name_server(void **state)
{
	struct fixture *f = start((struct net_user_config){.open = true});
	void *other = f;
	size_t size = 0;
	const uint8_t *a = dhcp(f, 1, &size);

	(void)state;
	assert_non_null(a);
	assert_int_equal(get32(option(a, size, 3)), ROUTER);
	assert_int_equal(get32(option(a, size, 6)), 0x0a000203);
	tear_down(&other);
}

static void the_router_answers_arp(void **state)
{
	struct fixture *f = *state;
	uint8_t frame[60] = {0};

	memset(frame, 0xff, 6);
	memcpy(frame + 6, mac, 6);
	memcpy(frame + 12, "\x08\x06\x00\x01\x08\x00\x06\x04\x00\x01", 10);
	memcpy(frame + 22, mac, 6);
	put32(frame + 28, STATION);
	put32(frame + 38, ROUTER);
	say(f, frame, sizeof(frame));
	assert_int_equal(f->answers, 1);
	assert_memory_equal(f->answer[0], mac, 6);
	assert_int_equal(f->answer[0][21], 2);
	assert_int_equal(get32(f->answer[0] + 28), ROUTER);
}

static const uint8_t *tftp(struct fixture *f, unsigned op, const char *name, size_t *size)
{
	uint8_t m[128] = {0, (uint8_t)op};
	size_t length = strlen(name);

	memcpy(m + 2, name, length + 1);
	memcpy(m + 3 + length, "octet", 6);
	say_udp(f, STATION, ROUTER, 2000, 69, m, length + 9);
	return udp_answer(f, 2000, size);
}

static void tftp_brings_a_file_block_by_block(void **state)
{
	struct fixture *f = *state;
	size_t size = 0;
	const uint8_t *a;

	dhcp(f, 3, &size);
	a = tftp(f, 1, "boot.img", &size);
	assert_non_null(a);
	assert_int_equal(get32(a), 0x00030001);
	assert_int_equal(size, 4 + 512);
	for (unsigned n = 0; n < 512; n++)
		assert_int_equal(a[4 + n], n * 7 & 0xff);
	say_udp(f, STATION, ROUTER, 2000, 69, "\x00\x04\x00\x01", 4);
	a = udp_answer(f, 2000, &size);
	assert_non_null(a);
	assert_int_equal(get32(a), 0x00030002);
	assert_int_equal(size, 4 + FILE_SIZE - 512);
	assert_int_equal(a[4], 512 * 7 & 0xff);
}

static void tftp_leads_to_no_other_file_and_takes_none(void **state)
{
	static const char *const names[] = {"../../etc/passwd", "/../etc/passwd", "missing",
					    "./../../etc/passwd", ".."};
	struct fixture *f = *state;
	size_t size = 0;

	dhcp(f, 3, &size);
	for (unsigned n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		const uint8_t *a = tftp(f, 1, names[n], &size);

		assert_non_null(a);
		assert_int_equal(a[1], 5); /* error */
	}
	tftp(f, 2, "new", &size); /* tear_down() finds the folder as it was */
	tftp(f, 2, "boot.img", &size);
	assert_non_null(tftp(f, 1, "boot.img", &size));
	assert_int_equal(size, 4 + 512);
}

/* A service of the host that a guest must not reach. */
static int listener(unsigned *port)
{
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_ANY)};
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof(a)), 0);
	assert_int_equal(listen(fd, 4), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &size), 0);
	*port = ntohs(a.sin_port);
	return fd;
}

static void no_service_of_the_host_is_reached(void **state)
{
	uint32_t to[] = {ROUTER, 0x7f000001, 0x7f123456, 0, 0x0a000203, 0x0a0002ff, 0};
	struct fixture *shut = *state;
	struct fixture *wide = start((struct net_user_config){.open = true});
	void *other = wide;
	unsigned port;
	int fd = listener(&port);
	size_t size;

	dhcp(shut, 3, &size);
	dhcp(wide, 3, &size);
	to[6] = ntohl(wide->u.own[wide->u.owns - 1]); /* its last interface */
	for (unsigned n = 0; n < sizeof(to) / sizeof(to[0]); n++) {
		say_syn(shut, to[n], port);
		assert_int_equal(accept(fd, NULL, NULL), -1);
		say_syn(wide, to[n], port);
		assert_int_equal(accept(fd, NULL, NULL), -1);
	}
	close(fd);
	tear_down(&other);
}

static void a_silent_network_says_nothing(void **state)
{
	struct fixture *f = start((struct net_user_config){.silent = true});
	void *silent = f;
	size_t size;

	(void)state;
	assert_null(dhcp(f, 1, &size));
	assert_int_equal(f->answers, 0);
	assert_true(f->link);
	tear_down(&silent);
}

/* Nobody fetches the answers: the network keeps some and counts the others. */
static void answers_nobody_fetches_are_dropped(void **state)
{
	struct fixture *f = *state;
	uint8_t frame[60] = {0};

	memset(frame, 0xff, 6);
	memcpy(frame + 6, mac, 6);
	memcpy(frame + 12, "\x08\x06\x00\x01\x08\x00\x06\x04\x00\x01", 10);
	memcpy(frame + 22, mac, 6);
	put32(frame + 28, STATION);
	put32(frame + 38, ROUTER);
	for (unsigned n = 0; n < NET_USER_QUEUE + 3; n++)
		net_send(&f->u.net, frame, sizeof(frame));
	assert_int_equal(f->u.dropped, 3);
	net_user_poll(&f->u, input, f);
	assert_int_equal(f->u.count, 0);
	assert_int_equal(f->answers, ANSWERS);
}

static void the_same_frames_get_the_same_answers_at_any_host_time(void **state)
{
	struct fixture *f = *state;
	struct fixture *g = start((struct net_user_config){.file = "boot.img"});
	void *other = g;
	size_t size;

	dhcp(f, 1, &size);
	usleep(20000);
	dhcp(g, 1, &size);
	assert_int_equal(f->answers, g->answers);
	assert_int_equal(f->size[0], g->size[0]);
	assert_memory_equal(f->answer[0], g->answer[0], f->size[0]);
	tear_down(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(the_cable_is_plugged),
		T(dhcp_offers_and_gives_an_address),
		T(an_open_network_names_its_router_and_name_server),
		T(the_router_answers_arp),
		T(tftp_brings_a_file_block_by_block),
		T(tftp_leads_to_no_other_file_and_takes_none),
		T(no_service_of_the_host_is_reached),
		T(a_silent_network_says_nothing),
		T(answers_nobody_fetches_are_dropped),
		T(the_same_frames_get_the_same_answers_at_any_host_time),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
