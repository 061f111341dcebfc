/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Observes a run: what board time was spent on, and what happened when. */
#ifndef GEODESIM_REPORT_COLLECT_H
#define GEODESIM_REPORT_COLLECT_H

#include "machine/geode.h"
#include "machine/machine.h"
#include "report/classes.h"
#include "report/stages.h"

#define COLLECT_EVENTS 4096
#define COLLECT_SPANS  4096
#define COLLECT_SMIS   65536
#define COLLECT_POSTS  257
#define COLLECT_NOPOST 256 /* since power-on or the last reset no code was shown */
#define COLLECT_LINE   120
#define COLLECT_PORTS  2

enum collect_kind { COLLECT_POST, COLLECT_RESET, COLLECT_SERIAL };

struct collect_event {
	enum collect_kind kind;
	uint64_t ps;
	unsigned n; /* POST code, serial port */
	char text[COLLECT_LINE];
};

/* A stage at work. */
struct collect_span {
	unsigned stage;
	uint64_t from_ps, to_ps;
};

/* Every picosecond of board time is in one cell of stage_ps and in one of post_ps. */
struct collect {
	struct machine *m;
	const struct geode *g; /* NULL: no Geode board */
	struct stages stages;
	struct machine_watch watch;
	bool begun;	  /* the stage is known */
	uint64_t mark_ps; /* time is accounted up to here */
	unsigned stage, post, next_post;
	bool smm;
	uint64_t stage_ps[STAGES_MAX][CLASS_COUNT];
	uint64_t post_ps[COLLECT_POSTS][CLASS_COUNT];
	uint64_t accesses[CLASS_COUNT];
	uint16_t post_order[COLLECT_POSTS]; /* codes in the order of their first time */
	uint64_t post_first_ps[COLLECT_POSTS];
	unsigned posts;
	struct collect_event event[COLLECT_EVENTS];
	unsigned events;
	struct collect_span span[COLLECT_SPANS];
	unsigned spans;
	uint64_t smi[COLLECT_SMIS], smis; /* when SMM was entered; smis counts all */
	uint64_t dropped;		  /* events without room */
	struct collect_line {
		uint64_t ps;
		unsigned length;
		char text[COLLECT_LINE];
	} line[COLLECT_PORTS];
};

/**
 * collect_new - observe @m from now on (@g: the board it is, or NULL)
 * @elf: @elfs ELF files that tell stages. NULL with the reason in @err.
 */
struct collect *collect_new(struct machine *m, const struct geode *g, const char *const *elf,
			    unsigned elfs, char *err, size_t err_size);

/** collect_post, collect_serial - a POST code was shown, a character sent. */
void collect_post(struct collect *c, uint8_t code);
void collect_serial(struct collect *c, unsigned port, uint8_t byte);

/** collect_finish - the run is over: account for the time up to now. */
void collect_finish(struct collect *c);

/** collect_free - stop observing. */
void collect_free(struct collect *c);

#endif
