/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's register coverage: what of each device software touched. */
#include <inttypes.h>

#include "report/html.h"
#include "report/report.h"

#define BAR 220

struct used {
	unsigned total, read, written, both_levels, untouched;
};

static struct used count(const struct reg_file *file)
{
	struct used u = {.total = file->table->count};

	for (unsigned n = 0; n < file->table->count; n++) {
		const struct reg_cover *c = &file->cover[n];

		u.read += c->reads != 0;
		u.written += c->writes != 0;
		u.untouched += !c->reads && !c->writes;
		u.both_levels += c->writes && (c->wrote0 & c->wrote1);
	}
	return u;
}

static void untouched(FILE *f, const struct reg_file *file, unsigned count)
{
	bool first = true;

	fprintf(f, "<details><summary>%u</summary>", count);
	for (unsigned n = 0; n < file->table->count; n++) {
		if (file->cover[n].reads || file->cover[n].writes)
			continue;
		fprintf(f, "%s", first ? "" : ", ");
		html_text(f, file->table->reg[n].name);
		first = false;
	}
	fprintf(f, "</details>");
}

static void row(FILE *f, const struct reg_file *file, const struct used *u)
{
	double touched = html_scale(u->total - u->untouched, u->total, BAR);
	double written = html_scale(u->written, u->total, BAR);

	fprintf(f, "<tr><td>");
	html_text(f, file->table->name);
	fprintf(f,
		"</td><td>%s</td><td class=\"n\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u</td>"
		"<td class=\"n\">%u</td><td class=\"bar\"><svg viewBox=\"0 0 %d 12\" width=\"%d\" "
		"height=\"12\"><rect width=\"%d\" height=\"12\" fill=\"#e6ebf1\"/>"
		"<rect width=\"%.1f\" height=\"12\" fill=\"#a9c5e8\"/>"
		"<rect width=\"%.1f\" height=\"12\" fill=\"#4d7fbf\"/></svg></td><td>",
		file->table->space, u->total, u->read, u->written, u->both_levels, BAR, BAR, BAR,
		touched, written);
	if (u->untouched)
		untouched(f, file, u->untouched);
	fprintf(f, "</td></tr>\n");
}

static const struct reg_file *nth(const struct report *r, unsigned n)
{
	if (!n)
		return cpu_msr_file(r->collect->m->cpu);
	return r->regs ? r->regs(r->opaque, n - 1) : NULL;
}

/* Devices that nothing was done with are named in a line. */
static void idle(const struct report *r, FILE *f)
{
	const struct reg_file *file;
	bool first = true;

	for (unsigned n = 0; (file = nth(r, n)) != NULL; n++) {
		struct used u;

		if (!file->cover)
			continue;
		u = count(file);
		if (u.untouched < u.total)
			continue;
		fprintf(f, "%s", first ? "<p id=\"idle\">Not touched: " : ", ");
		html_text(f, file->table->name);
		fprintf(f, " (%s, %u)", file->table->space, u.total);
		first = false;
	}
	fprintf(f, "%s", first ? "" : ".</p>\n");
}

void report_coverage(const struct report *r, FILE *f)
{
	const struct reg_file *file;

	fprintf(f,
		"<section id=\"coverage\">\n<h2>Registers used</h2>\n<p class=\"dim\">Dark: written. "
		"Light: only read. Toggled: some bit was written both as 0 and as 1.</p>\n"
		"<table id=\"registers\"><tr><th>device</th><th>space</th><th class=\"n\">registers</th>"
		"<th class=\"n\">read</th><th class=\"n\">written</th><th class=\"n\">toggled</th>"
		"<th></th><th>not touched</th></tr>\n");
	for (unsigned n = 0; (file = nth(r, n)) != NULL; n++) {
		struct used u;

		if (!file->cover)
			continue;
		u = count(file);
		if (u.untouched < u.total)
			row(f, file, &u);
	}
	fprintf(f, "</table>\n");
	idle(r, f);
	fprintf(f, "</section>\n");
}
