/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host ends of serial ports. */
#define _GNU_SOURCE
#include "tools/serial.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CTRL_A 1

static int open_stdio(struct serial *s)
{
	struct termios raw;

	s->in = STDIN_FILENO;
	s->out = STDOUT_FILENO;
	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &s->saved))
		return 0;
	raw = s->saved;
	cfmakeraw(&raw);
	raw.c_oflag |= OPOST; /* our own messages end in \n only */
	s->terminal = tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0;
	return 0;
}

static int open_pty(struct serial *s)
{
	struct termios raw;
	char name[128];

	if (openpty(&s->in, &s->slave, NULL, NULL, NULL))
		return -errno;
	if (tcgetattr(s->slave, &raw) == 0) {
		cfmakeraw(&raw);
		tcsetattr(s->slave, TCSANOW, &raw);
	}
	if (ttyname_r(s->slave, name, sizeof(name)) == 0)
		fprintf(stderr, "geodesim: serial port on %s\n", name);
	fcntl(s->in, F_SETFL, O_NONBLOCK);
	s->out = s->in;
	return 0;
}

static int open_tcp(struct serial *s, const char *text)
{
	struct sockaddr_in addr = {.sin_family = AF_INET};
	socklen_t len = sizeof(addr);
	int one = 1;
	char *end;
	unsigned long port = strtoul(text, &end, 10);

	if (end == text || *end || port > 65535)
		return -EINVAL;
	addr.sin_port = htons((uint16_t)port);
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (s->listener < 0)
		return -errno;
	setsockopt(s->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(s->listener, (struct sockaddr *)&addr, sizeof(addr)) || listen(s->listener, 1) ||
	    getsockname(s->listener, (struct sockaddr *)&addr, &len))
		return -errno;
	fprintf(stderr, "geodesim: serial port on tcp port %u\n", ntohs(addr.sin_port));
	return 0;
}

int serial_open(struct serial *s, const char *where, char *err, size_t err_size)
{
	int rc = 0;

	memset(s, 0, sizeof(*s));
	s->in = s->out = s->listener = s->slave = -1;
	if (strcmp(where, "stdio") == 0) {
		rc = open_stdio(s);
	} else if (strcmp(where, "stdout") == 0) {
		s->out = STDOUT_FILENO;
	} else if (strncmp(where, "file:", 5) == 0) {
		s->out = open(where + 5, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		rc = s->out < 0 ? -errno : 0;
	} else if (strcmp(where, "pty") == 0) {
		rc = open_pty(s);
	} else if (strncmp(where, "tcp:", 4) == 0) {
		rc = open_tcp(s, where + 4);
	} else if (strcmp(where, "null") != 0) {
		snprintf(err, err_size, "%s: not stdio, stdout, null, file:, pty or tcp:", where);
		return -1;
	}
	if (rc) {
		snprintf(err, err_size, "%s: %s", where, strerror(-rc));
		serial_close(s);
	}
	return rc ? -1 : 0;
}

static void drop_peer(struct serial *s)
{
	if (s->listener < 0) {
		s->eof = true;
		return;
	}
	close(s->in);
	s->in = s->out = -1;
}

/* Wait at most a moment for a slow reader; a pseudo terminal that nobody reads loses bytes. */
void serial_write(struct serial *s, uint8_t byte)
{
	struct pollfd p = {.fd = s->out, .events = POLLOUT};

	if (s->out < 0)
		return;
	for (int tries = 0; tries < 2; tries++) {
		ssize_t n = s->listener >= 0 ? send(s->out, &byte, 1, MSG_NOSIGNAL)
					     : write(s->out, &byte, 1);

		if (n == 1)
			return;
		if (n < 0 && errno != EAGAIN && errno != EINTR) {
			if (s->listener >= 0)
				drop_peer(s);
			return;
		}
		if (s->slave >= 0 || poll(&p, 1, 1000) <= 0)
			return;
	}
}

/* Ctrl-A commands of a terminal; keeps what is for the guest and returns how much. */
static size_t filter(struct serial *s, uint8_t *buf, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (s->escape) {
			s->escape = false;
			if (buf[i] == 'x' || buf[i] == 'X')
				s->quit = true;
			else if (buf[i] == CTRL_A)
				buf[kept++] = CTRL_A;
		} else if (buf[i] == CTRL_A) {
			s->escape = true;
		} else {
			buf[kept++] = buf[i];
		}
	}
	return kept;
}

size_t serial_read(struct serial *s, uint8_t *buf, size_t max)
{
	struct pollfd p = {.events = POLLIN};
	ssize_t n;

	if (s->listener >= 0 && s->in < 0) {
		s->in = accept4(s->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		s->out = s->in;
	}
	p.fd = s->in;
	if (s->in < 0 || s->eof || poll(&p, 1, 0) <= 0)
		return 0;
	n = read(s->in, buf, max);
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		drop_peer(s);
	if (n <= 0)
		return 0;
	return s->terminal ? filter(s, buf, (size_t)n) : (size_t)n;
}

bool serial_live(const struct serial *s)
{
	return !s->eof && (s->in >= 0 || s->listener >= 0);
}

int serial_poll_fd(const struct serial *s)
{
	if (s->eof)
		return -1;
	return s->in >= 0 ? s->in : s->listener;
}

void serial_close(struct serial *s)
{
	if (s->terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &s->saved);
	if (s->in > STDERR_FILENO)
		close(s->in);
	if (s->out > STDERR_FILENO && s->out != s->in)
		close(s->out);
	if (s->listener >= 0)
		close(s->listener);
	if (s->slave >= 0)
		close(s->slave);
	s->in = s->out = s->listener = s->slave = -1;
}
