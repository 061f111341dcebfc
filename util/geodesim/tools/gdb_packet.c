/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Framing of gdb's remote serial protocol (GDB manual, appendix "Remote Protocol"). */
#include "tools/gdb_packet.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define INTERRUPT 3

/* Next byte; waits when `wait`. -1: gone, -2: nothing yet. */
static int get(struct gdb_link *l, bool wait)
{
	struct pollfd p = {.fd = l->fd, .events = POLLIN};
	ssize_t n;

	if (l->in_at < l->in_count)
		return l->in[l->in_at++];
	if (!wait && poll(&p, 1, 0) <= 0)
		return -2;
	do {
		n = recv(l->fd, l->in, sizeof(l->in), 0);
	} while (n < 0 && errno == EINTR);
	if (n <= 0)
		return -1;
	l->in_count = (size_t)n;
	l->in_at = 1;
	return l->in[0];
}

static int hex_digit(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int send_all(struct gdb_link *l, const char *p, size_t n)
{
	while (n) {
		ssize_t done = send(l->fd, p, n, MSG_NOSIGNAL);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -1;
		p += done;
		n -= (size_t)done;
	}
	return 0;
}

int gdb_receive(struct gdb_link *l, char *text)
{
	for (;;) {
		int c = get(l, true), hi, lo;
		uint8_t sum = 0;
		size_t n = 0;

		if (c < 0)
			return -1;
		if (c == INTERRUPT)
			return -2;
		if (c != '$')
			continue; /* acknowledgements, noise */
		while ((c = get(l, true)) >= 0 && c != '#') {
			sum = (uint8_t)(sum + c);
			if (n + 1 < GDB_PACKET)
				text[n++] = (char)c;
		}
		hi = c < 0 ? -1 : get(l, true);
		lo = hi < 0 ? -1 : get(l, true);
		if (lo < 0)
			return -1;
		text[n] = '\0';
		if (l->no_ack)
			return (int)n;
		if ((hex_digit(hi) << 4 | hex_digit(lo)) == sum)
			return send_all(l, "+", 1) ? -1 : (int)n;
		if (send_all(l, "-", 1))
			return -1;
	}
}

int gdb_send(struct gdb_link *l, const char *text)
{
	size_t n = strlen(text);
	uint8_t sum = 0;
	char end[4];

	for (size_t i = 0; i < n; i++)
		sum = (uint8_t)(sum + (uint8_t)text[i]);
	snprintf(end, sizeof(end), "#%02x", sum);
	return send_all(l, "$", 1) || send_all(l, text, n) || send_all(l, end, 3) ? -1 : 0;
}

int gdb_interrupted(struct gdb_link *l)
{
	int c;

	while ((c = get(l, false)) >= 0) {
		if (c == INTERRUPT)
			return 1;
	}
	return c == -1 ? -1 : 0;
}

void gdb_hex(char *out, const uint8_t *bytes, size_t n)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digit[bytes[i] >> 4];
		*out++ = digit[bytes[i] & 15];
	}
	*out = '\0';
}

size_t gdb_unhex(uint8_t *out, const char *text, size_t max)
{
	size_t n = 0;

	while (n < max && hex_digit(text[0]) >= 0 && hex_digit(text[1]) >= 0) {
		out[n++] = (uint8_t)(hex_digit(text[0]) << 4 | hex_digit(text[1]));
		text += 2;
	}
	return n;
}

uint32_t gdb_number(const char **p)
{
	uint32_t val = 0;

	while (hex_digit(**p) >= 0)
		val = val << 4 | (uint32_t)hex_digit(*(*p)++);
	return val;
}
