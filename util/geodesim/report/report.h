/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report of a run: one HTML page with pictures that needs nothing else. */
#ifndef GEODESIM_REPORT_REPORT_H
#define GEODESIM_REPORT_REPORT_H

#include <stdio.h>

#include "report/collect.h"
#include "strict/rules.h"

struct report {
	const struct collect *collect; /* after collect_finish() */
	const struct rules *rules;     /* NULL: nobody judged */
	const char *title;	       /* the machine */
	const char *image;	       /* what it ran */
	/* The nth register file beside the processor's, NULL after the last. */
	const struct reg_file *(*regs)(const void *opaque, unsigned n);
	const void *opaque;
};

/** report_write - write @dir/index.html, making @dir. 0, or -1 with the reason in @err. */
int report_write(const struct report *r, const char *dir, char *err, size_t err_size);

/* The sections, each written whole. */
void report_timeline(const struct report *r, FILE *f);
void report_times(const struct report *r, FILE *f);
void report_breaches(const struct report *r, FILE *f);
void report_memory_map(const struct report *r, FILE *f);
void report_port_map(const struct report *r, FILE *f);
void report_dram(const struct report *r, FILE *f);
void report_coverage(const struct report *r, FILE *f);

/* For the maps: the descriptors of a GLIU, as boxes of @column or as rows of a table. */
struct map;
void report_descriptors(struct map *m, unsigned column, const struct gliu *u, bool io);
void report_descriptor_rows(FILE *f, const struct gliu *u, bool io);

#endif
