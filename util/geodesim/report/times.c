/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's board time: by stage, by POST code, by device class. */
#include <inttypes.h>

#include "report/html.h"
#include "report/report.h"

#define BAR 640

static uint64_t sum(const uint64_t ps[CLASS_COUNT])
{
	uint64_t total = 0;

	for (unsigned n = 0; n < CLASS_COUNT; n++)
		total += ps[n];
	return total;
}

/* A bar as long as its share of @longest, in the colours of the classes. */
static void draw_bar(FILE *f, const uint64_t ps[CLASS_COUNT], uint64_t longest, unsigned width)
{
	double x = 0;
	char text[HTML_TIME];

	fprintf(f, "<svg viewBox=\"0 0 %u 16\" width=\"%u\" height=\"16\">", width, width);
	for (unsigned n = 0; n < CLASS_COUNT; n++) {
		double part = html_scale(ps[n], longest, width);

		if (!ps[n])
			continue;
		fprintf(f,
			"<rect x=\"%.2f\" y=\"1\" width=\"%.2f\" height=\"14\" fill=\"%s\"><title>"
			"%s: %s</title></rect>",
			x, part, class_colour((enum report_class)n),
			class_name((enum report_class)n), html_time(text, ps[n]));
		x += part;
	}
	fprintf(f, "</svg>");
}

/* The cells of one stage or POST code after its name. */
static void cells(const struct report *r, FILE *f, const uint64_t ps[CLASS_COUNT], uint64_t longest)
{
	uint64_t total = sum(ps);
	unsigned share = html_share(total, r->collect->mark_ps);
	char text[HTML_TIME];

	fprintf(f,
		"<td class=\"n\" data-ps=\"%" PRIu64 "\">%s</td><td class=\"n\">%u.%u %%</td>"
		"<td>",
		total, html_time(text, total), share / 10, share % 10);
	draw_bar(f, ps, longest, BAR);
	fprintf(f, "</td></tr>\n");
}

static void table(FILE *f, const char *id, const char *what)
{
	fprintf(f,
		"<table id=\"%s\"><tr><th>%s</th><th class=\"n\">board time</th>"
		"<th class=\"n\">share</th><th>spent on</th></tr>\n",
		id, what);
}

static void by_stage(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	uint64_t longest = 0;

	for (unsigned n = 0; n < c->stages.count; n++) {
		if (sum(c->stage_ps[n]) > longest)
			longest = sum(c->stage_ps[n]);
	}
	fprintf(f, "<h3>By stage</h3>\n");
	table(f, "by-stage", "stage");
	for (unsigned n = 0; n < c->stages.count; n++) {
		if (!sum(c->stage_ps[n]))
			continue;
		fprintf(f, "<tr><td>");
		html_text(f, c->stages.name[n]);
		fprintf(f, "</td>");
		cells(r, f, c->stage_ps[n], longest);
	}
	fprintf(f, "</table>\n");
}

static void by_post(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	char text[HTML_TIME];
	uint64_t longest = 0;

	for (unsigned n = 0; n < c->posts; n++) {
		if (sum(c->post_ps[c->post_order[n]]) > longest)
			longest = sum(c->post_ps[c->post_order[n]]);
	}
	fprintf(f,
		"<h3>By POST code</h3>\n<p class=\"dim\">Time from a code until the next one.</p>\n");
	table(f, "by-post", "code</th><th class=\"n\">first at");
	for (unsigned n = 0; n < c->posts; n++) {
		unsigned code = c->post_order[n];

		if (code == COLLECT_NOPOST)
			fprintf(f, "<tr><td>none since power-on or reset</td>");
		else
			fprintf(f, "<tr><td>%02X</td>", code);
		fprintf(f, "<td class=\"n\">%s</td>", html_time(text, c->post_first_ps[code]));
		cells(r, f, c->post_ps[code], longest);
	}
	fprintf(f, "</table>\n");
}

static void by_class(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	uint64_t total[CLASS_COUNT] = {0}, longest = 0;
	char text[HTML_TIME];

	for (unsigned n = 0; n < c->stages.count; n++) {
		for (unsigned k = 0; k < CLASS_COUNT; k++) {
			total[k] += c->stage_ps[n][k];
			longest = total[k] > longest ? total[k] : longest;
		}
	}
	fprintf(f, "<h3>By device class</h3>\n<p class=\"dim\">Accesses are those that took time: "
		   "what a cache answers is in the instructions.</p>\n<table id=\"by-class\"><tr>"
		   "<th>class</th><th class=\"n\">accesses</th><th class=\"n\">board time</th>"
		   "<th class=\"n\">share</th><th></th></tr>\n");
	for (unsigned k = 0; k < CLASS_COUNT; k++) {
		unsigned share = html_share(total[k], c->mark_ps);
		uint64_t only[CLASS_COUNT] = {0};

		if (!total[k])
			continue;
		only[k] = total[k];
		fprintf(f, "<tr><td>%s</td><td class=\"n\">", class_name((enum report_class)k));
		if (k != CLASS_CPU)
			fprintf(f, "%" PRIu64, c->accesses[k]);
		fprintf(f,
			"</td><td class=\"n\" data-ps=\"%" PRIu64 "\">%s</td>"
			"<td class=\"n\">%u.%u %%</td><td>",
			total[k], html_time(text, total[k]), share / 10, share % 10);
		draw_bar(f, only, longest, BAR - 120);
		fprintf(f, "</td></tr>\n");
	}
	fprintf(f, "</table>\n");
}

static void legend(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;

	fprintf(f, "<div class=\"legend\">");
	for (unsigned k = 0; k < CLASS_COUNT; k++) {
		uint64_t total = 0;

		for (unsigned n = 0; n < c->stages.count; n++)
			total += c->stage_ps[n][k];
		if (total)
			fprintf(f, "<span><i style=\"background:%s\"></i>%s</span>",
				class_colour((enum report_class)k),
				class_name((enum report_class)k));
	}
	fprintf(f, "</div>\n");
}

void report_times(const struct report *r, FILE *f)
{
	fprintf(f, "<section id=\"times\">\n<h2>Board time</h2>\n");
	legend(r, f);
	by_stage(r, f);
	by_post(r, f);
	by_class(r, f);
	fprintf(f, "</section>\n");
}
