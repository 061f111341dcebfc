/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's timeline: stages, POST codes, serial lines, SMIs, resets, breaches by board time. */
#include <inttypes.h>

#include "report/html.h"
#include "report/report.h"

#define WIDTH 1230
#define LEFT  92
#define RIGHT 14
#define LANE  30
#define LABEL 20  /* room of a POST code */
#define LINES 400 /* serial lines that the list shows */

enum { LANE_STAGES, LANE_POST, LANE_SERIAL, LANE_SMI, LANE_BREACH, LANES };

static const char *const stage_colour[] = {"#5b7aa8", "#6aa84f", "#e08a2e", "#8e6bbf",
					   "#2fb0c9", "#c45a9c", "#b8a12e", "#a3683b"};

static double x_of(const struct report *r, uint64_t ps)
{
	return LEFT + html_scale(ps, r->collect->mark_ps, WIDTH - LEFT - RIGHT);
}

static double y_of(unsigned lane)
{
	return 10.0 + LANE * lane;
}

static void draw_axis(const struct report *r, FILE *f)
{
	uint64_t end = r->collect->mark_ps, step = 1;
	double bottom = y_of(LANES);
	char text[HTML_TIME];

	/* 1, 2 or 5 times a power of ten, at most a dozen steps */
	while (step * 12 < end) {
		if (step * 24 >= end)
			step *= 2;
		else if (step * 60 >= end)
			step *= 5;
		else
			step *= 10;
	}
	for (uint64_t at = 0; at <= end; at += step) {
		double x = x_of(r, at);

		fprintf(f,
			"<line x1=\"%.1f\" x2=\"%.1f\" y1=\"6\" y2=\"%.0f\" stroke=\"#e3e8ef\"/>\n",
			x, x, bottom);
		fprintf(f,
			"<text class=\"dim\" x=\"%.1f\" y=\"%.0f\" text-anchor=\"%s\">%s</text>\n",
			x, bottom + 16,
			at == 0		 ? "start"
			: x > WIDTH - 40 ? "end"
					 : "middle",
			html_time(text, at));
	}
}

static void draw_names(FILE *f)
{
	static const char *const name[LANES] = {"stages", "POST codes", "serial lines", "SMIs",
						"rules broken"};

	for (unsigned n = 0; n < LANES; n++)
		fprintf(f, "<text x=\"8\" y=\"%.0f\">%s</text>\n", y_of(n) + 18, name[n]);
}

static void draw_stages(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	char from[HTML_TIME], took[HTML_TIME];

	for (unsigned n = 0; n < c->spans; n++) {
		const struct collect_span *s = &c->span[n];
		double x = x_of(r, s->from_ps), width = x_of(r, s->to_ps) - x;

		fprintf(f,
			"<rect x=\"%.2f\" y=\"%.0f\" width=\"%.2f\" height=\"%d\" fill=\"%s\"><title>",
			x, y_of(LANE_STAGES) + 3, width < 0.4 ? 0.4 : width, LANE - 8,
			stage_colour[s->stage % 8]);
		html_text(f, c->stages.name[s->stage]);
		fprintf(f, ": from %s, %s</title></rect>\n", html_time(from, s->from_ps),
			html_time(took, s->to_ps - s->from_ps));
		if (width < 80)
			continue;
		fprintf(f, "<text x=\"%.1f\" y=\"%.0f\" style=\"fill:#fff\">", x + 6,
			y_of(LANE_STAGES) + 18);
		html_text(f, c->stages.name[s->stage]);
		fprintf(f, "</text>\n");
	}
}

static void tick(const struct report *r, FILE *f, unsigned lane, uint64_t ps, const char *colour,
		 const char *text)
{
	char at[HTML_TIME];
	double x = x_of(r, ps);

	fprintf(f,
		"<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\" stroke=\"%s\" "
		"stroke-width=\"1.6\"><title>%s ",
		x, x, y_of(lane) + 3, y_of(lane) + LANE - 5, colour, html_time(at, ps));
	html_text(f, text);
	fprintf(f, "</title></line>\n");
}

static void draw_event(const struct report *r, FILE *f, const struct collect_event *e,
		       double *label_end)
{
	double x = x_of(r, e->ps);
	char at[HTML_TIME];

	switch (e->kind) {
	case COLLECT_POST:
		tick(r, f, LANE_POST, e->ps, "#2d8f8f", e->text);
		if (x < *label_end || x > WIDTH - LABEL)
			break;
		fprintf(f, "<text class=\"mono\" x=\"%.1f\" y=\"%.0f\">%s</text>\n", x + 3,
			y_of(LANE_POST) + 18, e->text);
		*label_end = x + LABEL;
		break;
	case COLLECT_SERIAL: tick(r, f, LANE_SERIAL, e->ps, "#2fb0c9", e->text); break;
	case COLLECT_RESET:
		fprintf(f,
			"<line class=\"reset\" x1=\"%.1f\" x2=\"%.1f\" y1=\"2\" y2=\"%.0f\" "
			"stroke=\"#a33b3b\" stroke-dasharray=\"4 3\"><title>%s %s</title></line>\n",
			x, x, y_of(LANES), html_time(at, e->ps), e->text);
		break;
	}
}

/* One line a pixel: hundreds of SMIs are still one picture. */
static void draw_smis(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	uint64_t count = c->smis < COLLECT_SMIS ? c->smis : COLLECT_SMIS;
	double last = -1;

	for (uint64_t n = 0; n < count; n++) {
		double x = x_of(r, c->smi[n]);

		if (x - last < 0.5)
			continue;
		fprintf(f,
			"<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\" "
			"stroke=\"#8e6bbf\"/>\n",
			x, x, y_of(LANE_SMI) + 3, y_of(LANE_SMI) + LANE - 5);
		last = x;
	}
}

static void draw_breaches(const struct report *r, FILE *f)
{
	if (!r->rules)
		return;
	for (unsigned n = 0; n < r->rules->hits; n++) {
		const struct rule_hit *h = &r->rules->hit[n];
		const struct rule_info *i = rules_info(h->rule);
		double x = x_of(r, h->first.ps), y = y_of(LANE_BREACH);

		fprintf(f, "<path d=\"M%.1f %.0fl5 12h-10z\" fill=\"%s\"><title>%s: ", x, y + 6,
			h->excuse			? "#5d6b7c"
			: i->severity == RULE_VIOLATION ? "#b3261e"
							: "#d08a00",
			i->name);
		html_text(f, h->text);
		fprintf(f, "</title></path>\n");
	}
}

static void list_events(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	unsigned shown = 0;

	fprintf(f, "<details><summary>What happened when (%u events", c->events);
	if (c->dropped)
		fprintf(f, ", %" PRIu64 " more are not kept", c->dropped);
	fprintf(f, ")</summary>\n<pre>");
	for (unsigned n = 0; n < c->events && shown < LINES; n++, shown++) {
		const struct collect_event *e = &c->event[n];

		fprintf(f, "%5" PRIu64 ".%06" PRIu64 "  ", e->ps / UINT64_C(1000000000000),
			e->ps / 1000000 % 1000000);
		if (e->kind == COLLECT_SERIAL)
			fprintf(f, "serial %u  ", e->n);
		else
			fprintf(f, "%s", e->kind == COLLECT_POST ? "POST      " : "");
		html_text(f, e->text);
		fprintf(f, "\n");
	}
	fprintf(f, "%s</pre></details>\n", shown < c->events ? "and so on\n" : "");
}

static void legend(const struct report *r, FILE *f)
{
	const struct stages *s = &r->collect->stages;

	fprintf(f, "<div class=\"legend\">");
	for (unsigned n = 0; n < s->count; n++) {
		if (n == s->smm)
			continue;
		fprintf(f, "<span><i style=\"background:%s\"></i>", stage_colour[n % 8]);
		html_text(f, s->name[n]);
		fprintf(f, "</span>");
	}
	fprintf(f, "<span><i style=\"background:#a33b3b\"></i>reset (dashed)</span>"
		   "<span><i style=\"background:#b3261e\"></i>violation</span>"
		   "<span><i style=\"background:#d08a00\"></i>warning</span></div>\n");
}

void report_timeline(const struct report *r, FILE *f)
{
	const struct collect *c = r->collect;
	double label_end = 0;

	fprintf(f, "<section id=\"timeline\">\n<h2>Timeline</h2>\n");
	legend(r, f);
	fprintf(f,
		"<svg id=\"timeline-picture\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" "
		"role=\"img\" aria-label=\"timeline\">\n",
		WIDTH, y_of(LANES) + 24, WIDTH, y_of(LANES) + 24);
	draw_axis(r, f);
	draw_names(f);
	draw_stages(r, f);
	for (unsigned n = 0; n < c->events; n++)
		draw_event(r, f, &c->event[n], &label_end);
	draw_smis(r, f);
	draw_breaches(r, f);
	fprintf(f, "</svg>\n");
	list_events(r, f);
	fprintf(f, "</section>\n");
}
