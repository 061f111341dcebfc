/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture of address spaces side by side: boxes on an axis whose steps are what is told apart. */
#ifndef GEODESIM_REPORT_MAP_H
#define GEODESIM_REPORT_MAP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define MAP_COLUMNS 8
#define MAP_BOXES   160
#define MAP_RANGES  16
#define MAP_EDGES   1200

/* One thing in a column; a descriptor of many pieces is one box of many ranges. */
struct map_box {
	unsigned column;
	bool descriptor; /* of a GLIU */
	bool everywhere; /* covers all addresses: they may be nobody's all the same */
	const char *colour;
	char label[64], detail[200];
	struct map_range {
		uint32_t first, last;
	} range[MAP_RANGES];
	unsigned ranges;
};

struct map {
	const char *column[MAP_COLUMNS];
	unsigned columns;
	unsigned address_digits;
	uint64_t end; /* of the axis */
	struct map_box box[MAP_BOXES];
	unsigned boxes;
	uint64_t edge[MAP_EDGES]; /* scratch of map_draw() */
	unsigned edges;
};

/** map_init - an empty picture of addresses 0 to @end - 1. */
void map_init(struct map *m, uint64_t end, unsigned address_digits);

/** map_column - add a column; returns its number. */
unsigned map_column(struct map *m, const char *name);

/** map_add - add a box without range to @column (the last one again when there is no room). */
struct map_box *map_add(struct map *m, unsigned column, const char *colour);

/** map_range - a box is also from @first to @last. */
void map_range(struct map_box *b, uint32_t first, uint32_t last);

/** map_draw - write it as SVG. */
void map_draw(struct map *m, FILE *f, const char *name);

#endif
