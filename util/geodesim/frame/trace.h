/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trace by class: one text line an event, with the clock in front. */
#ifndef GEODESIM_FRAME_TRACE_H
#define GEODESIM_FRAME_TRACE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "frame/clock.h"
#include "frame/regs.h"
#include "frame/signal.h"

enum trace_class {
	TRACE_INSTRUCTIONS, /* each instruction: CS:EIP, bytes */
	TRACE_EXCEPTIONS,   /* faults and interrupts taken */
	TRACE_MSR,
	TRACE_IO,   /* ports */
	TRACE_MMIO, /* memory accesses that are not plain memory */
	TRACE_PCI,  /* configuration accesses, base address changes */
	TRACE_IRQ,  /* interrupt lines, acknowledge */
	TRACE_SMI,
	TRACE_FLASH, /* commands of the boot flash */
	TRACE_DISK,  /* ATA commands and DMA */
	TRACE_SERIAL,
	TRACE_POST,  /* POST codes */
	TRACE_MODEL, /* bits a guest set that the model stores without effect */
	TRACE_CHECK, /* complaints: what a guest did wrong */
	TRACE_CLASSES
};

struct trace {
	const struct clock *clock; /* NULL: lines show clock 0 */
	FILE *out;
	uint32_t mask;	 /* classes wanted, 1 << enum trace_class */
	uint64_t lines;	 /* lines written */
	uint64_t checks; /* lines of TRACE_CHECK offered, wanted or not */
	uint32_t offers; /* classes whose lines also go to `tap` */
	void (*tap)(void *opaque, enum trace_class c, const char *text);
	void *opaque;
};

/** trace_init - no output yet. */
void trace_init(struct trace *t, const struct clock *clock);

/** trace_parse_classes - a comma list of class names ("all" too) to a mask; 0 or -1. */
int trace_parse_classes(const char *list, uint32_t *mask);

/** trace_class_name - the word used on the command line and in lines. */
const char *trace_class_name(enum trace_class c);

/** trace_on - is anybody interested? Ask before doing work for a line. */
static inline bool trace_on(const struct trace *t, enum trace_class c)
{
	return t && ((t->mask | t->offers) >> c & 1);
}

/** trace_line - write one line "CLOCK class text". */
void trace_line(struct trace *t, enum trace_class c, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* A signal whose changes are lines of a class. */
struct trace_signal {
	struct trace *trace;
	enum trace_class class_;
	const struct signal *signal;
	struct signal_hook hook;
};

/** trace_signal - report every change of @s as class @c; @ts is the storage of the listener. */
void trace_signal(struct trace *t, struct trace_signal *ts, enum trace_class c, struct signal *s);

/** trace_reg_note - a reg_file's note hook (note_opaque = struct trace) to TRACE_CHECK. */
void trace_reg_note(void *trace, const struct reg_file *f, unsigned i, enum reg_note n,
		    uint64_t val);

#endif
