/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets of gdb's remote serial protocol: framing, checksums, hexadecimal. */
#ifndef GEODESIM_TOOLS_GDB_PACKET_H
#define GEODESIM_TOOLS_GDB_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GDB_PACKET 16384

struct gdb_link {
	int fd;
	bool no_ack;
	uint8_t in[4096]; /* received, not looked at yet */
	size_t in_at, in_count;
};

/** gdb_receive - wait for the next packet; its text goes to @text (GDB_PACKET bytes), ended by 0.
 *  Returns its length; -1: the connection is gone; -2: an interrupt (Ctrl-C) came instead. */
int gdb_receive(struct gdb_link *l, char *text);

/** gdb_send - send a packet with this text; 0 or -1. */
int gdb_send(struct gdb_link *l, const char *text);

/** gdb_interrupted - without waiting: did an interrupt arrive? -1 when the connection is gone. */
int gdb_interrupted(struct gdb_link *l);

/** gdb_hex, gdb_unhex - bytes to hexadecimal text and back; unhex returns the number of bytes. */
void gdb_hex(char *out, const uint8_t *bytes, size_t n);
size_t gdb_unhex(uint8_t *out, const char *text, size_t max);

/** gdb_number - a hexadecimal number at *p; *p moves on. */
uint32_t gdb_number(const char **p);

#endif
