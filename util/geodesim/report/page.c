/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's page: heading, summary, sections. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "report/html.h"
#include "report/report.h"

static void fact(FILE *f, const char *class_, const char *value, const char *name)
{
	fprintf(f, "<div%s%s%s><b>", class_[0] ? " class=\"" : "", class_, class_[0] ? "\"" : "");
	fputs(value, f);
	fprintf(f, "</b><span>");
	html_text(f, name);
	fprintf(f, "</span></div>\n");
}

static void facts(const struct report *r, FILE *f)
{
	const struct machine *m = r->collect->m;
	unsigned bad = r->rules ? rules_violations(r->rules) : 0;
	unsigned warn = r->rules ? rules_warnings(r->rules) : 0;
	char text[64], time[HTML_TIME];

	fprintf(f, "<div class=\"facts\">\n");
	fprintf(f,
		"<div><b id=\"board-time\" data-ps=\"%" PRIu64
		"\">%s</b><span>board time</span></div>\n",
		r->collect->mark_ps, html_time(time, r->collect->mark_ps));
	snprintf(text, sizeof(text), "%" PRIu64 ".%" PRIu64 " M",
		 cpu_instructions(m->cpu) / 1000000, cpu_instructions(m->cpu) / 100000 % 10);
	fact(f, "", text, "instructions");
	snprintf(text, sizeof(text), "%" PRIu64 " MHz", (m->clock.hz + 500000) / 1000000);
	fact(f, "", text, "core clock at the end");
	snprintf(text, sizeof(text), "%" PRIu64 " / %" PRIu64, m->resets, r->collect->smis);
	fact(f, "", text, "resets / SMIs");
	snprintf(text, sizeof(text), "%u", bad);
	fact(f, bad ? "bad" : "good", text, "violations");
	snprintf(text, sizeof(text), "%u", warn);
	fact(f, warn ? "warn" : "good", text, "warnings");
	snprintf(text, sizeof(text), "%u", r->rules ? rules_excused(r->rules) : 0);
	fact(f, "", text, "known exceptions of the board");
	snprintf(text, sizeof(text), "%02X", r->collect->post);
	fact(f, "", r->collect->post == COLLECT_NOPOST ? "none" : text, "last POST code");
	fprintf(f, "</div>\n");
}

static void heading(const struct report *r, FILE *f)
{
	fprintf(f, "<h1>geodesim: ");
	html_text(f, r->title);
	fprintf(f, "</h1>\n<p>Ran ");
	html_text(f, r->image);
	fprintf(f, ". The run ended: <b>");
	html_text(f, r->collect->m->stop_text);
	fprintf(f,
		"</b>.</p>\n<nav><a href=\"#timeline\">Timeline</a><a href=\"#times\">Board time</a>"
		"<a href=\"#rules\">Rules</a>");
	if (r->collect->g)
		fprintf(f, "<a href=\"#memory-map\">Memory map</a><a href=\"#port-map\">Ports</a>"
			   "<a href=\"#dram\">DRAM</a>");
	fprintf(f, "<a href=\"#coverage\">Registers</a></nav>\n");
}

static void write_page(const struct report *r, FILE *f)
{
	char title[160];

	snprintf(title, sizeof(title), "geodesim: %.140s", r->title);
	html_begin(f, title);
	heading(r, f);
	facts(r, f);
	report_timeline(r, f);
	report_breaches(r, f);
	report_times(r, f);
	report_memory_map(r, f);
	report_port_map(r, f);
	report_dram(r, f);
	report_coverage(r, f);
	html_end(f);
}

int report_write(const struct report *r, const char *dir, char *err, size_t err_size)
{
	char path[4096];
	FILE *f;

	if (mkdir(dir, 0777) && errno != EEXIST) {
		snprintf(err, err_size, "%.300s: %s", dir, strerror(errno));
		return -1;
	}
	snprintf(path, sizeof(path), "%.4000s/index.html", dir);
	f = fopen(path, "w");
	if (!f) {
		snprintf(err, err_size, "%.300s: %s", path, strerror(errno));
		return -1;
	}
	write_page(r, f);
	if (ferror(f) | fclose(f)) {
		snprintf(err, err_size, "%.300s: could not be written", path);
		return -1;
	}
	return 0;
}
