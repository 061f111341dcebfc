/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run: the machine from the options, its inputs, stop conditions, traces, and the report. */
#ifndef GEODESIM_TOOLS_SESSION_H
#define GEODESIM_TOOLS_SESSION_H

#include "frame/replay.h"
#include "machine/bare.h"
#include "parts/diskimage.h"
#include "parts/memfault.h"
#include "tools/options.h"
#include "tools/script.h"
#include "tools/serial.h"

struct gdb;

struct session {
	struct options o;
	struct replay replay;
	struct machine *m;
	struct bare *bare;
	struct serial serial[OPTIONS_SERIAL];
	struct script script;
	bool has_script;
	struct event script_timeout;
	struct memfault memfault;
	struct diskimage disk[OPTIONS_DISKS];
	uint8_t *rom; /* a copy of the ROM file, changed by flash commands */
	size_t rom_size;
	FILE *trace_out;
	struct gdb *gdb;
	int signal_fd;	    /* SIGINT and SIGTERM */
	uint8_t heard[128]; /* the last bytes of the first serial port, a ring */
	unsigned heard_at;
	uint64_t host_start_ns, throttle_ns, throttle_ps;
	char err[2048];
};

/** session_open - build everything the options ask for. 0, or -1 with s->err set. */
int session_open(struct session *s);

/** session_run - run to the end; returns the program's exit code. */
int session_run(struct session *s);

/** session_close - write back battery and flash files, release everything. 0, or -1. */
int session_close(struct session *s);

/** session_registers - print the register tables of the bare machine as Markdown. 0, or -1. */
int session_registers(FILE *out);

/** session_report - how the run ended, the same for the same inputs. */
void session_report(const struct session *s, FILE *out);

/** session_input - host input for @channel now: recorded and delivered. */
void session_input(struct session *s, const char *channel, const uint8_t *bytes, size_t count);

#endif
