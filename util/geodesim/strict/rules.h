/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules geodesim holds firmware to, and what was broken in a run. */
#ifndef GEODESIM_STRICT_RULES_H
#define GEODESIM_STRICT_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/regs.h"
#include "frame/trace.h"

enum rule_severity { RULE_WARNING, RULE_VIOLATION };

enum rule {
#define RULE(id, name, severity, source, text) RULE_##id,
#include "strict/rules.def"
#undef RULE
	RULE_COUNT
};

struct rule_info {
	const char *name; /* as on the command line and in board files */
	enum rule_severity severity;
	const char *source; /* document and section */
	const char *text;   /* what is demanded */
};

/* Where the guest was. */
struct rule_place {
	uint32_t pc;	    /* linear address of the instruction */
	uint64_t clock, ps; /* core clock, board time */
	bool known;	    /* false: no processor was at work (a bus master, a test) */
};

/* One breach. Breaches of one rule with the same text and place are counted, not repeated. */
struct rule_hit {
	enum rule rule;
	char text[160];
	struct rule_place first;
	uint64_t count;
	const char *excuse; /* reason from the board file, or NULL */
};

/* What the board is known to break. */
struct rule_excuse {
	enum rule rule;
	const char *only; /* breaches whose text begins so; NULL: all of the rule */
	const char *reason;
};

#define RULE_HITS_MAX	 512
#define RULE_EXCUSES_MAX 16

struct rules {
	struct trace *trace;
	/* Asked at each breach; may be NULL. */
	void (*where)(void *opaque, struct rule_place *place);
	/* Function and line of an address, for messages; false: not known. May be NULL. */
	bool (*symbol)(void *opaque, uint32_t pc, char *text, size_t size);
	/* Told of each new hit; may be NULL. */
	void (*told)(void *opaque, const struct rule_hit *hit);
	void *opaque;
	struct rule_hit *hit;
	unsigned hits, dropped; /* dropped: beyond RULE_HITS_MAX */
	uint64_t broken[RULE_COUNT];
	struct rule_excuse excuse[RULE_EXCUSES_MAX]; /* the board's known exceptions */
	unsigned excuses;
};

/** rules_info - the table. */
const struct rule_info *rules_info(enum rule rule);

/** rules_find - a rule by name, or -1. */
int rules_find(const char *name);

/** rules_init - nothing broken yet. rules_free - forget all. */
void rules_init(struct rules *r, struct trace *trace);
void rules_free(struct rules *r);

/** rule_broken - the guest broke @rule now; printf-like details. @r may be NULL. */
void rule_broken(struct rules *r, enum rule rule, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/** rules_document - print all rules as a table in Markdown. */
void rules_document(FILE *out);

/**
 * rules_summary - print what was broken: each breach with its place, rule and source
 * Violations first; those a board is known for last, with the reason. Nothing when all is well.
 */
void rules_summary(FILE *out, const struct rules *r);

/** rules_place - "at FFFF1234 main at main.c:12", or "" when no processor was at work. */
void rules_place(const struct rules *r, const struct rule_hit *h, char *text, size_t size);

/** rules_reg_note - a reg_file's note hook (note_opaque: struct rules, may be NULL). */
void rules_reg_note(void *rules, const struct reg_file *f, unsigned i, enum reg_note n,
		    uint64_t val);

/** rules_violations, rules_warnings - breaches without an excuse of that severity. */
unsigned rules_violations(const struct rules *r);
unsigned rules_warnings(const struct rules *r);
/** rules_excused - breaches of either severity that the board is known for. */
unsigned rules_excused(const struct rules *r);

#endif
