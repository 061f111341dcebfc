/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line. */
#ifndef GEODESIM_TOOLS_OPTIONS_H
#define GEODESIM_TOOLS_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#define OPTIONS_DISKS  4
#define OPTIONS_SERIAL 2
#define OPTIONS_STOPS  8
#define OPTIONS_FAULTS 16
#define OPTIONS_TEXT   1024
#define OPTIONS_CARDS  4
#define OPTIONS_USB    4
#define OPTIONS_ELFS   8
#define OPTIONS_GIVEN  64

/* A stuck bit of memory (test face). */
struct option_fault {
	uint32_t addr;
	uint8_t bit;
	bool stuck_at;
};

/*
 * What a run is made of. The first part decides what the guest sees and is recorded; the second
 * part is about this host only. Strings are kept in `text` fields, so that a replay can set them.
 */
struct options {
	/* Recorded. */
	char machine[16];
	char board[OPTIONS_TEXT]; /* vendor/board; set: the machine is that board */
	char card[OPTIONS_CARDS][64];
	unsigned cards;
	char usb[OPTIONS_USB][OPTIONS_TEXT]; /* "disk:FILE" or "keyboard", by port */
	unsigned usbs;
	char net[16]; /* user, nat, none */
	char tftp[OPTIONS_TEXT];
	char kernel[OPTIONS_TEXT], initrd[OPTIONS_TEXT], append[2 * OPTIONS_TEXT];
	char rom[OPTIONS_TEXT], flash[32], cmos[OPTIONS_TEXT];
	char disk[OPTIONS_DISKS][OPTIONS_TEXT];
	bool snapshot;
	char ram[2 * OPTIONS_TEXT]; /* MiB; on a board a comma list of MiB, "none" or SPD files */
	bool gx2;
	uint64_t cpu_khz;
	int64_t rtc;
	uint16_t post_port, exit_port; /* exit_port 0: none */
	double time_limit;	       /* board seconds, 0: none */
	bool no_reboot;
	struct option_fault fault[OPTIONS_FAULTS];
	unsigned faults;
	unsigned flash_cut, flash_cut_percent;
	char script[OPTIONS_TEXT];
	char stop_text[OPTIONS_STOPS][128];
	unsigned stop_texts;
	uint8_t stop_post[OPTIONS_STOPS];
	unsigned stop_posts;
	double stop_time; /* board seconds after which the run has ended well, 0: none */

	/* Of this host. */
	char serial[OPTIONS_SERIAL][OPTIONS_TEXT];
	unsigned serials;
	char trace[256], trace_file[OPTIONS_TEXT];
	char gdb[64];
	char record[OPTIONS_TEXT], replay[OPTIONS_TEXT];
	char board_dir[OPTIONS_TEXT];
	char coverage[OPTIONS_TEXT], summary[OPTIONS_TEXT], report[OPTIONS_TEXT];
	char flash_out[OPTIONS_TEXT], screenshot[OPTIONS_TEXT];
	char symbols[OPTIONS_ELFS][OPTIONS_TEXT];
	unsigned elfs;
	bool registers, rules, quiet, full_speed, bare_runner, strict;

	/* The recorded options as they were given, for options_each(). */
	struct option_given {
		const char *name;
		char value[2 * OPTIONS_TEXT];
	} given[OPTIONS_GIVEN];
	unsigned givens;
};

/** options_defaults - a bare LX machine at 500 MHz with 64 MiB. */
void options_defaults(struct options *o);

/**
 * options_parse - the command line
 * Returns 0 to go on, 1 when help or version was printed, -1 for a mistake (message printed).
 */
int options_parse(struct options *o, int argc, char **argv);

/** options_set - one option by its long name, as recorded; 0 or -1. opaque: struct options. */
int options_set(void *opaque, const char *name, const char *value);

/** options_each - call @fn for every recorded option that was given, in order. */
void options_each(const struct options *o,
		  void (*fn)(void *opaque, const char *name, const char *value), void *opaque);

#endif
