/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The user-mode network: libslirp behind a cable. */
#include "parts/net_user.h"

#include <ifaddrs.h>
#include <poll.h>
#include <slirp/libslirp.h>
#include <stdlib.h>
#include <string.h>

#define FDS_MAX	    256
#define IP_AT	    14 /* of the IP header in a frame */
#define NAME_SERVER 3
#define DNS_PORT    53

struct polled {
	struct pollfd fd[FDS_MAX];
	int count;
};

struct timer {
	struct event event;
	SlirpTimerCb fire;
	void *opaque;
};

static ssize_t to_station(const void *buf, size_t len, void *o)
{
	struct net_user *u = o;
	struct net_user_frame *f = &u->queue[(u->head + u->count) % NET_USER_QUEUE];

	if (len > NET_FRAME_MAX || u->count == NET_USER_QUEUE) {
		u->dropped++;
		return (ssize_t)len;
	}
	f->size = (uint16_t)len;
	memcpy(f->bytes, buf, len);
	u->count++;
	return (ssize_t)len;
}

static void guest_error(const char *msg, void *o)
{
	(void)msg;
	(void)o;
}

static int64_t clock_ns(void *o)
{
	const struct net_user *u = o;

	return (int64_t)(clock_ps(u->clock, clock_now(u->clock)) / 1000);
}

static void timer_fired(void *o, uint64_t due)
{
	struct timer *t = o;

	(void)due;
	t->fire(t->opaque);
}

static void *timer_new(SlirpTimerCb cb, void *cb_opaque, void *o)
{
	struct timer *t = calloc(1, sizeof(*t));

	(void)o;
	if (!t)
		abort();
	t->fire = cb;
	t->opaque = cb_opaque;
	event_init(&t->event, "network", timer_fired, t);
	return t;
}

static void timer_free(void *timer, void *o)
{
	struct timer *t = timer;

	event_cancel(((struct net_user *)o)->clock, &t->event);
	free(t);
}

static void timer_mod(void *timer, int64_t expire_ms, void *o)
{
	struct net_user *u = o;
	uint64_t ms = expire_ms < 0 ? 0 : (uint64_t)expire_ms;

	event_schedule(u->clock, &((struct timer *)timer)->event,
		       clock_at_ps(u->clock, ms * UINT64_C(1000000000)));
}

/* Sockets are looked at in net_user_poll() whenever board time has passed; nobody sleeps. */
static void ignore_fd(int fd, void *o)
{
	(void)fd;
	(void)o;
}

static void ignore(void *o)
{
	(void)o;
}

static const SlirpCb callbacks = {
	.send_packet = to_station,
	.guest_error = guest_error,
	.clock_get_ns = clock_ns,
	.timer_new = timer_new,
	.timer_free = timer_free,
	.timer_mod = timer_mod,
	.register_poll_fd = ignore_fd,
	.unregister_poll_fd = ignore_fd,
	.notify = ignore,
};

static struct in_addr address(uint8_t host)
{
	return (struct in_addr){.s_addr = htonl(UINT32_C(0x0a000200) | host)};
}

/*
 * libslirp keeps a guest from its own router's loop-back only. With a way to the world there are
 * more names of this host: loop-back addresses, what the interfaces have, "this host on this
 * network", and every port of the name server but its service when that runs here.
 */
static bool forbidden(const struct net_user *u, const uint8_t *frame, size_t size)
{
	unsigned header;
	uint32_t to;

	if (size < IP_AT + 20 || frame[12] != 0x08 || frame[13] != 0x00)
		return false;
	header = (frame[IP_AT] & 15) * 4;
	memcpy(&to, frame + IP_AT + 16, sizeof(to));
	if (to == address(NAME_SERVER).s_addr) {
		bool piece = (frame[IP_AT + 6] & 0x3f) | frame[IP_AT + 7];

		return piece || size < IP_AT + header + 4 || frame[IP_AT + header + 2] != 0 ||
		       frame[IP_AT + header + 3] != DNS_PORT;
	}
	for (unsigned n = 0; n < u->owns; n++) {
		if (to == u->own[n])
			return true;
	}
	return ntohl(to) >> 24 == 0 || ntohl(to) >> 24 == IN_LOOPBACKNET;
}

static void learn_own_addresses(struct net_user *u)
{
	struct ifaddrs *all;

	if (getifaddrs(&all))
		return;
	for (const struct ifaddrs *i = all; i && u->owns < NET_USER_OWN; i = i->ifa_next) {
		struct sockaddr_in a;

		if (!i->ifa_addr || i->ifa_addr->sa_family != AF_INET)
			continue;
		memcpy(&a, i->ifa_addr, sizeof(a));
		u->own[u->owns++] = a.sin_addr.s_addr;
	}
	freeifaddrs(all);
}

static void from_station(void *o, const uint8_t *frame, size_t size)
{
	struct net_user *u = o;

	if (u->slirp && !forbidden(u, frame, size))
		slirp_input(u->slirp, frame, (int)size);
}

int net_user_init(struct net_user *u, struct clock *clock, const struct net_user_config *cfg)
{
	SlirpConfig c = {
		.version = 4,
		.restricted = !cfg->open,
		.in_enabled = true,
		.vnetwork = address(0),
		.vnetmask = {.s_addr = htonl(0xffffff00)},
		.vhost = address(2),
		.vnameserver = address(NAME_SERVER),
		.vdhcp_start = address(15),
		.vhostname = "geodesim",
		.tftp_server_name = cfg->tftp ? "10.0.2.2" : NULL,
		.tftp_path = cfg->tftp,
		.bootfile = cfg->file,
		.disable_host_loopback = true,
		.disable_dns = !cfg->open,
	};

	memset(u, 0, sizeof(*u));
	u->clock = clock;
	u->net.send = from_station;
	u->net.opaque = u;
	u->net.up = true;
	if (cfg->silent)
		return 0;
	if (cfg->open)
		learn_own_addresses(u);
	u->slirp = slirp_new(&c, &callbacks, u);
	return u->slirp ? 0 : -1;
}

void net_user_free(struct net_user *u)
{
	if (u->slirp)
		slirp_cleanup(u->slirp);
	u->slirp = NULL;
}

static int add_poll(int fd, int events, void *o)
{
	struct polled *p = o;

	if (p->count == FDS_MAX)
		return -1;
	p->fd[p->count] = (struct pollfd){
		.fd = fd,
		.events = (short)((events & SLIRP_POLL_IN ? POLLIN : 0) |
				  (events & SLIRP_POLL_OUT ? POLLOUT : 0) |
				  (events & SLIRP_POLL_PRI ? POLLPRI : 0)),
	};
	return p->count++;
}

static int get_events(int n, void *o)
{
	const struct polled *p = o;
	short got = n >= 0 && n < p->count ? p->fd[n].revents : 0;

	return (got & POLLIN ? SLIRP_POLL_IN : 0) | (got & POLLOUT ? SLIRP_POLL_OUT : 0) |
	       (got & POLLPRI ? SLIRP_POLL_PRI : 0) | (got & POLLERR ? SLIRP_POLL_ERR : 0) |
	       (got & POLLHUP ? SLIRP_POLL_HUP : 0);
}

void net_user_poll(struct net_user *u,
		   void (*input)(void *opaque, const uint8_t *frame, size_t size), void *opaque)
{
	struct polled p = {.count = 0};
	uint32_t timeout = 0;

	if (!u->slirp)
		return;
	slirp_pollfds_fill(u->slirp, &timeout, add_poll, &p);
	slirp_pollfds_poll(u->slirp, poll(p.fd, (nfds_t)p.count, 0) < 0, get_events, &p);
	/* No more than were there: what the station answers at once waits for the next look. */
	for (unsigned n = u->count; n > 0; n--) {
		struct net_user_frame f = u->queue[u->head];

		u->head = (u->head + 1) % NET_USER_QUEUE;
		u->count--;
		input(opaque, f.bytes, f.size);
	}
}
