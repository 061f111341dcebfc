/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a simulated serial port ends on the host: stdio, file, pseudo terminal, TCP, nowhere. */
#ifndef GEODESIM_TOOLS_SERIAL_H
#define GEODESIM_TOOLS_SERIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

struct serial {
	int in, out;   /* -1: none */
	int listener;  /* TCP: waits for a peer */
	int slave;     /* pty: our own end, so that the other side may come and go */
	bool terminal; /* stdio is a terminal in raw mode: Ctrl-A is ours */
	bool escape;   /* Ctrl-A was typed */
	bool quit;     /* Ctrl-A x */
	bool eof;
	struct termios saved;
};

/**
 * serial_open - @where: "stdio", "stdout" (no input), "null", "file:PATH", "pty" (its name is
 * printed on stderr), "tcp:PORT" (local, one peer at a time). 0, or -1 with the reason in @err.
 */
int serial_open(struct serial *s, const char *where, char *err, size_t err_size);

/** serial_write - one byte to the host; lost when nobody takes it. */
void serial_write(struct serial *s, uint8_t byte);

/** serial_read - bytes that wait, without blocking; at most @max. */
size_t serial_read(struct serial *s, uint8_t *buf, size_t max);

/** serial_live - can input still come? */
bool serial_live(const struct serial *s);

/** serial_poll_fd - a descriptor to wait for, -1: none. */
int serial_poll_fd(const struct serial *s);

/** serial_close - restore the terminal, close everything. */
void serial_close(struct serial *s);

#endif
