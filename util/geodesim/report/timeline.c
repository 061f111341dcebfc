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
#define FEW   4	  /* so many events are worth a picture */

enum { LANE_STAGES, LANE_POST, LANE_SERIAL, LANE_SMI, LANE_BREACH, LANES };

static const char *const stage_colour[] = {"#5b7aa8", "#6aa84f", "#e08a2e", "#8e6bbf",
					   "#2fb0c9", "#c45a9c", "#b8a12e", "#a3683b"};

/* A picture of the run from power-on to a moment. */
struct view {
	const struct report *r;
	FILE *f;
	uint64_t end;
};

static double x_of(const struct view *v, uint64_t ps)
{
	return LEFT + html_scale(ps < v->end ? ps : v->end, v->end, WIDTH - LEFT - RIGHT);
}

static double y_of(unsigned lane)
{
	return 10.0 + LANE * lane;
}

static void draw_axis(const struct view *v)
{
	FILE *f = v->f;
	uint64_t end = v->end, step = 1;
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
		double x = x_of(v, at);

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

static void draw_stages(const struct view *v)
{
	const struct collect *c = v->r->collect;
	FILE *f = v->f;
	char from[HTML_TIME], took[HTML_TIME];

	for (unsigned n = 0; n < c->spans; n++) {
		const struct collect_span *s = &c->span[n];
		double x = x_of(v, s->from_ps), width = x_of(v, s->to_ps) - x;

		if (s->from_ps >= v->end)
			break;
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

static void tick(const struct view *v, unsigned lane, uint64_t ps, const char *colour,
		 const char *text)
{
	char at[HTML_TIME];
	double x = x_of(v, ps);

	fprintf(v->f,
		"<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\" stroke=\"%s\" "
		"stroke-width=\"1.6\"><title>%s ",
		x, x, y_of(lane) + 3, y_of(lane) + LANE - 5, colour, html_time(at, ps));
	html_text(v->f, text);
	fprintf(v->f, "</title></line>\n");
}

/* Beside its line, to the left at the picture's edge; not over the label before. */
static void post_label(const struct view *v, double x, const char *text, double *label_end)
{
	bool left = x > WIDTH - LABEL;

	if (x < *label_end + (left ? LABEL : 0))
		return;
	fprintf(v->f, "<text class=\"mono\" x=\"%.1f\" y=\"%.0f\"%s>%s</text>\n",
		left ? x - 3 : x + 3, y_of(LANE_POST) + 18, left ? " text-anchor=\"end\"" : "",
		text);
	*label_end = x + LABEL;
}

static void draw_event(const struct view *v, const struct collect_event *e, double *label_end)
{
	double x = x_of(v, e->ps);
	char at[HTML_TIME];

	if (e->ps > v->end)
		return;
	switch (e->kind) {
	case COLLECT_POST:
		tick(v, LANE_POST, e->ps, "#2d8f8f", e->text);
		post_label(v, x, e->text, label_end);
		break;
	case COLLECT_SERIAL: tick(v, LANE_SERIAL, e->ps, "#2fb0c9", e->text); break;
	case COLLECT_RESET:
		fprintf(v->f,
			"<line class=\"reset\" x1=\"%.1f\" x2=\"%.1f\" y1=\"2\" y2=\"%.0f\" "
			"stroke=\"#a33b3b\" stroke-dasharray=\"4 3\"><title>%s %s</title></line>\n",
			x, x, y_of(LANES), html_time(at, e->ps), e->text);
		break;
	}
}

/* One line a pixel: hundreds of SMIs are still one picture. */
static void draw_smis(const struct view *v)
{
	const struct collect *c = v->r->collect;
	uint64_t count = c->smis < COLLECT_SMIS ? c->smis : COLLECT_SMIS;
	double last = -1;

	for (uint64_t n = 0; n < count && c->smi[n] <= v->end; n++) {
		double x = x_of(v, c->smi[n]);

		if (x - last < 0.5)
			continue;
		fprintf(v->f,
			"<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.0f\" y2=\"%.0f\" "
			"stroke=\"#8e6bbf\"/>\n",
			x, x, y_of(LANE_SMI) + 3, y_of(LANE_SMI) + LANE - 5);
		last = x;
	}
}

static void draw_breaches(const struct view *v)
{
	const struct rules *rules = v->r->rules;

	for (unsigned n = 0; rules && n < rules->hits; n++) {
		const struct rule_hit *h = &rules->hit[n];
		const struct rule_info *i = rules_info(h->rule);
		double x = x_of(v, h->first.ps), y = y_of(LANE_BREACH);

		if (h->first.ps > v->end)
			continue;
		fprintf(v->f, "<path d=\"M%.1f %.0fl5 12h-10z\" fill=\"%s\"><title>%s: ", x, y + 6,
			h->excuse			? "#5d6b7c"
			: i->severity == RULE_VIOLATION ? "#b3261e"
							: "#d08a00",
			i->name);
		html_text(v->f, h->text);
		fprintf(v->f, "</title></path>\n");
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

static void draw(const struct report *r, FILE *f, const char *id, uint64_t end)
{
	const struct collect *c = r->collect;
	struct view v = {.r = r, .f = f, .end = end};
	double label_end = 0;

	fprintf(f,
		"<svg id=\"%s\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" "
		"role=\"img\" aria-label=\"%s\">\n",
		id, WIDTH, y_of(LANES) + 24, WIDTH, y_of(LANES) + 24, id);
	draw_axis(&v);
	draw_names(f);
	draw_stages(&v);
	for (unsigned n = 0; n < c->events; n++)
		draw_event(&v, &c->event[n], &label_end);
	draw_smis(&v);
	draw_breaches(&v);
	fprintf(f, "</svg>\n");
}

/*
 * Where the busy beginning of a run ends, or 0: a payload, or one long wait, would otherwise leave
 * the firmware's work a few pixels. That is at the last POST code, or before the longest pause.
 */
static uint64_t busy_end(const struct collect *c)
{
	uint64_t last_post = 0, before = 0, pause = 0, end = c->mark_ps, then = 0;
	unsigned earlier = 0;

	for (unsigned n = 0; n <= c->events; n++) {
		uint64_t now = n < c->events ? c->event[n].ps : end;

		if (now > then && now - then > pause) {
			pause = now - then;
			before = then;
			earlier = n;
		}
		if (n < c->events && c->event[n].kind == COLLECT_POST)
			last_post = now;
		then = now;
	}
	if (last_post && last_post < end / 2)
		return last_post + last_post / 12;
	return earlier >= FEW && before < end / 2 && pause > end / 3 ? before + before / 12 : 0;
}

void report_timeline(const struct report *r, FILE *f)
{
	uint64_t busy = busy_end(r->collect);
	char text[HTML_TIME];

	fprintf(f, "<section id=\"timeline\">\n<h2>Timeline</h2>\n");
	legend(r, f);
	draw(r, f, "timeline-picture", r->collect->mark_ps);
	if (busy) {
		fprintf(f, "<h3>The first %s, enlarged</h3>\n", html_time(text, busy));
		draw(r, f, "timeline-start", busy);
	}
	list_events(r, f);
	fprintf(f, "</section>\n");
}
