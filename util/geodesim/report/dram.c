/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's DRAM settings against what the modules' SPD demands. */
#include <inttypes.h>
#include <string.h>

#include "report/html.h"
#include "report/report.h"

#define BAR 300

static void module(const struct glmc *m, unsigned n, FILE *f)
{
	const struct dram_spd *s = &m->spd[n];
	const struct dram_socket *p = &m->layout.socket[n];
	char size[HTML_TIME];

	fprintf(f, "<tr><td class=\"n\">%u</td>", n);
	if (!s->bytes) {
		fprintf(f, "<td colspan=\"5\">empty</td></tr>\n");
		return;
	}
	if (!s->usable) {
		fprintf(f, "<td colspan=\"5\">not usable: %s</td></tr>\n", s->unusable);
		return;
	}
	fprintf(f, "<td>%s, %u %s, x%u chips, %u rows, %u columns, %u banks</td><td>",
		html_size(size, s->size), s->ranks, s->ranks == 1 ? "rank" : "ranks", s->width,
		1u << s->rows, 1u << s->columns, s->banks);
	if (p->present)
		fprintf(f, "%s, %u %s, %u columns, %u banks", html_size(size, p->size),
			1u << p->rank_bits, p->rank_bits ? "ranks" : "rank", 1u << p->columns,
			1u << p->bank_bits);
	else
		fprintf(f, "not used");
	fprintf(f, "</td><td>%s</td></tr>\n",
		!p->present			 ? ""
		: dram_start_works(&m->start[n]) ? "<span class=\"tag good\">started</span>"
						 : "<span class=\"tag bad\">not started</span>");
}

/* What is needed, and what the setting gives more or less. */
static void margin(const struct dram_timing *t, FILE *f)
{
	unsigned longest = t->programmed > t->required ? t->programmed : t->required;
	unsigned least = t->programmed < t->required ? t->programmed : t->required;

	fprintf(f,
		"<svg viewBox=\"0 0 %d 14\" width=\"%d\" height=\"14\"><rect y=\"1\" width=\"%.1f\" "
		"height=\"12\" fill=\"#a9c5e8\"/>",
		BAR, BAR, html_scale(least, longest, BAR));
	if (t->programmed != t->required)
		fprintf(f, "<rect x=\"%.1f\" y=\"1\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>",
			html_scale(least, longest, BAR), html_scale(longest - least, longest, BAR),
			t->violated ? "#b3261e" : "#6aa84f");
	fprintf(f, "</svg>");
}

/* CAS latency counts in tenths. */
static bool tenths(const struct dram_timing *t)
{
	return strcmp(t->unit, "tenths of a clock") == 0;
}

static void value(const struct dram_timing *t, unsigned n, FILE *f)
{
	if (!n)
		fprintf(f, "<td class=\"n\">none</td>");
	else if (tenths(t))
		fprintf(f, "<td class=\"n\">%u.%u clocks</td>", n / 10, n % 10);
	else
		fprintf(f, "<td class=\"n\">%u %s</td>", n, t->unit);
}

static void timing(const struct dram_timing *t, FILE *f)
{
	unsigned off = (unsigned)(t->margin < 0 ? -t->margin : t->margin);

	fprintf(f, "<tr><td>%s</td>", t->name);
	value(t, t->programmed, f);
	value(t, t->required, f);
	fprintf(f, "<td class=\"n%s\">%c", t->violated ? " bad" : "", t->margin < 0 ? '-' : '+');
	if (tenths(t))
		fprintf(f, "%u.%u", off / 10, off % 10);
	else
		fprintf(f, "%u", off);
	fprintf(f, "</td><td class=\"bar\">");
	margin(t, f);
	fprintf(f, "</td><td>%s</td><td>",
		t->violated ? "<span class=\"tag bad\">too tight</span>"
			    : "<span class=\"tag good\">ok</span>");
	if (t->spd_byte)
		fprintf(f, "SPD byte %u", t->spd_byte);
	else
		fprintf(f, "standard");
	fprintf(f, "</td></tr>\n");
}

void report_dram(const struct report *r, FILE *f)
{
	const struct glmc *m;
	struct dram_timing t;
	unsigned khz;

	if (!r->collect->g)
		return;
	m = &r->collect->g->glmc;
	khz = glcp_ddr_khz(&r->collect->g->glcp);
	fprintf(f,
		"<section id=\"dram\">\n<h2>DRAM settings</h2>\n<p>DRAM clock %u.%03u MHz, DDR%u.</p>\n"
		"<table><tr><th class=\"n\">socket</th><th>module</th><th>programmed</th><th></th></tr>\n",
		khz / 1000, khz % 1000, (khz * 2 + 500) / 1000);
	for (unsigned n = 0; n < GLMC_SOCKETS; n++)
		module(m, n, f);
	fprintf(f,
		"</table>\n<h3>Timings and margins</h3>\n<p class=\"dim\">Blue: what both have. Green: "
		"slower than needed. Red: missing.</p>\n<table id=\"dram-timings\"><tr><th>setting</th>"
		"<th class=\"n\">programmed</th><th class=\"n\">needed</th><th class=\"n\">margin</th>"
		"<th></th><th></th><th>source</th></tr>\n");
	for (unsigned n = 0; glmc_timing_row(m, n, &t); n++)
		timing(&t, f);
	fprintf(f, "</table>\n</section>\n");
}
