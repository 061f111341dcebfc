/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A picture of address spaces side by side, as SVG. */
#include "report/map.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report/html.h"

#define WIDTH	   1230
#define AXIS	   92 /* width of the addresses */
#define HEAD	   30
#define GAP_HEIGHT 16 /* where nothing is */
#define MIN_HEIGHT 19
#define LETTER	   6.3 /* mean width of a character */

void map_init(struct map *m, uint64_t end, unsigned address_digits)
{
	memset(m, 0, sizeof(*m));
	m->end = end;
	m->address_digits = address_digits;
}

unsigned map_column(struct map *m, const char *name)
{
	if (m->columns == MAP_COLUMNS)
		return MAP_COLUMNS - 1;
	m->column[m->columns] = name;
	return m->columns++;
}

struct map_box *map_add(struct map *m, unsigned column, const char *colour)
{
	struct map_box *b = &m->box[m->boxes < MAP_BOXES ? m->boxes++ : MAP_BOXES - 1];

	*b = (struct map_box){.column = column, .colour = colour};
	return b;
}

void map_range(struct map_box *b, uint32_t first, uint32_t last)
{
	struct map_range *before = b->ranges ? &b->range[b->ranges - 1] : NULL;

	if (before && before->last != UINT32_MAX && before->last + 1 == first)
		before->last = last;
	else if (b->ranges < MAP_RANGES)
		b->range[b->ranges++] = (struct map_range){first, last};
}

static int by_value(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void add_edge(struct map *m, uint64_t at)
{
	if (m->edges < MAP_EDGES)
		m->edge[m->edges++] = at;
}

static void find_edges(struct map *m)
{
	unsigned kept = 0;

	m->edges = 0;
	add_edge(m, 0);
	add_edge(m, m->end);
	for (unsigned n = 0; n < m->boxes; n++) {
		for (unsigned i = 0; i < m->box[n].ranges; i++) {
			add_edge(m, m->box[n].range[i].first);
			add_edge(m, (uint64_t)m->box[n].range[i].last + 1);
		}
	}
	qsort(m->edge, m->edges, sizeof(m->edge[0]), by_value);
	for (unsigned n = 0; n < m->edges; n++) {
		if (!kept || m->edge[n] != m->edge[kept - 1])
			m->edge[kept++] = m->edge[n];
	}
	m->edges = kept;
}

static bool covers(const struct map_box *b, uint64_t from)
{
	for (unsigned i = 0; i < b->ranges; i++) {
		if (from >= b->range[i].first && from <= b->range[i].last)
			return true;
	}
	return false;
}

static bool nothing_there(const struct map *m, uint64_t from)
{
	for (unsigned n = 0; n < m->boxes; n++) {
		if (!m->box[n].everywhere && covers(&m->box[n], from))
			return false;
	}
	return true;
}

/* Between edge @n and the next: larger pieces are a little higher. */
static double height(const struct map *m, unsigned n)
{
	double size = (double)(m->edge[n + 1] - m->edge[n]);

	if (nothing_there(m, m->edge[n]))
		return GAP_HEIGHT;
	return MIN_HEIGHT + 18 * log2(size) / log2((double)m->end);
}

static double y_of(const struct map *m, uint64_t at)
{
	double y = HEAD;

	for (unsigned n = 0; n + 1 < m->edges && m->edge[n] < at; n++)
		y += height(m, n);
	return y;
}

static bool overlap(const struct map_box *a, const struct map_box *b)
{
	for (unsigned i = 0; i < a->ranges; i++) {
		for (unsigned k = 0; k < b->ranges; k++) {
			if (a->range[i].first <= b->range[k].last &&
			    b->range[k].first <= a->range[i].last)
				return true;
		}
	}
	return false;
}

/* Boxes of one column that overlap share its width. */
static void place(const struct map *m, unsigned n, unsigned *lane, unsigned *lanes)
{
	unsigned taken[MAP_BOXES] = {0};

	*lanes = 1;
	for (unsigned i = 0; i < m->boxes; i++) {
		unsigned used = 0;

		if (m->box[i].column != m->box[n].column)
			continue;
		for (unsigned k = 0; k < i; k++) {
			if (m->box[k].column == m->box[i].column &&
			    overlap(&m->box[i], &m->box[k]) && taken[k] == used)
				used++;
		}
		taken[i] = used;
		if ((i == n || overlap(&m->box[i], &m->box[n])) && used + 1 > *lanes)
			*lanes = used + 1;
	}
	*lane = taken[n];
}

static void draw_label(const struct map_box *b, FILE *f, double x, double y, double width)
{
	char text[sizeof(b->label)];
	size_t fits = width > 12 ? (size_t)((width - 8) / LETTER) : 0;

	snprintf(text, sizeof(text), "%s", b->label);
	if (strlen(text) > fits)
		text[fits] = '\0';
	fprintf(f, "<text x=\"%.1f\" y=\"%.1f\">", x + 5, y);
	html_text(f, text);
	fprintf(f, "</text>\n");
}

static void draw_box(const struct map *m, unsigned n, FILE *f)
{
	const struct map_box *b = &m->box[n];
	double column = (double)(WIDTH - AXIS) / m->columns;
	double x, width, y = 0, bottom = 0;
	unsigned lane, lanes;

	place(m, n, &lane, &lanes);
	width = (column - 8) / lanes;
	x = AXIS + column * b->column + 4 + width * lane;
	fprintf(f, "<g%s><title>", b->descriptor ? " class=\"desc\"" : "");
	html_text(f, b->detail);
	fprintf(f, "</title>\n");
	for (unsigned i = 0; i < b->ranges; i++) {
		double top = y_of(m, b->range[i].first);
		double end = y_of(m, (uint64_t)b->range[i].last + 1);

		fprintf(f,
			"<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\" "
			"fill=\"%s\" stroke=\"#fff\"/>\n",
			x, top + 0.5, width - 1, end - top - 1, b->colour);
		if (end - top > bottom - y) {
			y = top;
			bottom = end;
		}
	}
	draw_label(b, f, x, (y + bottom) / 2 + 4, width);
	fprintf(f, "</g>\n");
}

static void draw_axis(const struct map *m, FILE *f)
{
	double y = HEAD;

	for (unsigned n = 0; n < m->edges; n++) {
		bool gap = n + 1 < m->edges && nothing_there(m, m->edge[n]);

		fprintf(f,
			"<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e3e8ef\"/>\n",
			AXIS - 4, WIDTH, y, y);
		fprintf(f,
			"<text class=\"mono\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%0*" PRIX64
			"</text>\n",
			AXIS - 8, y + 4, (int)m->address_digits, m->edge[n]);
		if (gap)
			fprintf(f,
				"<rect x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%d\" "
				"fill=\"url(#nothing)\"/>\n",
				AXIS, y + 3, WIDTH - AXIS, GAP_HEIGHT - 6);
		if (n + 1 < m->edges)
			y += height(m, n);
	}
}

void map_draw(struct map *m, FILE *f, const char *name)
{
	double column = (double)(WIDTH - AXIS) / (m->columns ? m->columns : 1), bottom;

	find_edges(m);
	bottom = y_of(m, m->end) + 12;
	fprintf(f,
		"<svg id=\"%s\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" role=\"img\" "
		"aria-label=\"%s\">\n<defs><pattern id=\"nothing\" width=\"8\" height=\"8\" "
		"patternUnits=\"userSpaceOnUse\"><path d=\"M0 8L8 0\" stroke=\"#dfe4eb\"/>"
		"</pattern></defs>\n",
		name, WIDTH, bottom, WIDTH, bottom, name);
	draw_axis(m, f);
	for (unsigned n = 0; n < m->columns; n++) {
		fprintf(f, "<text class=\"head\" x=\"%.1f\" y=\"18\">", AXIS + column * n + 6);
		html_text(f, m->column[n]);
		fprintf(f, "</text>\n");
	}
	for (unsigned n = 0; n < m->boxes; n++) {
		if (m->box[n].ranges)
			draw_box(m, n, f);
	}
	fprintf(f, "</svg>\n");
}
