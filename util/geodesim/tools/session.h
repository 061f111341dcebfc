/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One run: the machine from the options, its inputs, stop conditions, traces, and the report. */
#ifndef GEODESIM_TOOLS_SESSION_H
#define GEODESIM_TOOLS_SESSION_H

#include "frame/replay.h"
#include "machine/machine.h"
#include "parts/diskimage.h"
#include "parts/memfault.h"
#include "tools/options.h"
#include "tools/script.h"
#include "tools/serial.h"

struct collect;
struct gdb;
struct lpcflash;
struct rules;
struct session;
struct symbols;

/* A kind of machine: what a session does with it. */
struct session_kind {
	const char *name;
	/* Build it from s->o: sets s->m and s->built. 0, or -1 with s->err set. */
	int (*open)(struct session *s);
	/* Bring it to where a boot loader finds it, and say where memory ends; NULL: it is there at
	 * once. 0, or -1 with s->err set. */
	int (*warm_start)(struct session *s, uint64_t *ram_bytes);
	void (*close)(struct session *s);
	/* The nth register file beside the processor's, NULL after the last. */
	const struct reg_file *(*regs)(const struct session *s, unsigned n);
	/* Contents of battery memory (*size bytes) and of the boot flash's chip; NULL: none. */
	const uint8_t *(*cmos)(const struct session *s, size_t *size);
	const struct lpcflash *(*flash)(const struct session *s);
	/* What was broken of the rules; NULL: nobody judges this kind. */
	struct rules *(*rules)(const struct session *s);
	/* The script was read: open the files it names; may be NULL. 0, or -1 with s->err set. */
	int (*script)(struct session *s);
	/* Test face: act on a script's step. 0, or -1 with the reason in s->err. */
	int (*act)(struct session *s, const struct script_step *step);
	/* Host input from the network, at each look at the host; and a frame to its station, live or
	 * recorded. NULL: no network. */
	void (*network)(struct session *s);
	void (*frame)(struct session *s, const uint8_t *frame, size_t size);
	/* The screen as a PNG; NULL: has none. 0 or -1 with s->err set. */
	int (*screenshot)(struct session *s, const char *path);
};

extern const struct session_kind session_bare, session_board_kind;

struct session {
	struct options o;
	const struct session_kind *kind;
	void *built; /* the kind's own */
	struct replay replay;
	struct machine *m;
	struct serial serial[OPTIONS_SERIAL];
	struct script script;
	bool has_script;
	struct event script_timeout, stop_time, time_limit;
	struct memfault memfault;
	struct diskimage disk[OPTIONS_DISKS];
	uint8_t *rom; /* a copy of the ROM file, changed by flash commands */
	size_t rom_size;
	struct symbols *symbols;
	struct collect *collect; /* with --report */
	FILE *trace_out;
	struct gdb *gdb;
	int signal_fd;	    /* SIGINT and SIGTERM */
	uint8_t heard[128]; /* the last bytes of the first serial port, a ring */
	unsigned heard_at;
	uint64_t host_start_ns, throttle_ns, throttle_ps;
	char err[2048];
};

/** session_init - a session with nothing open and default options. */
void session_init(struct session *s);

/** session_open - build everything the options ask for. 0, or -1 with s->err set. */
int session_open(struct session *s);

/** session_run - run to the end; returns the program's exit code. */
int session_run(struct session *s);

/** session_close - write back battery and flash files, release everything. 0, or -1. */
int session_close(struct session *s);

/** session_registers - print the machine's register tables as Markdown. 0, or -1 with s->err. */
int session_registers(struct session *s, FILE *out);

/** session_report - how the run ended, the same for the same inputs. */
void session_report(const struct session *s, FILE *out);

/** session_input - host input for @channel now: recorded and delivered. */
void session_input(struct session *s, const char *channel, const uint8_t *bytes, size_t count);

#endif
