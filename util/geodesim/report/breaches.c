/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's list of broken rules. */
#include <inttypes.h>

#include "report/html.h"
#include "report/report.h"

static void row(const struct report *r, FILE *f, const struct rule_hit *h)
{
	const struct rule_info *i = rules_info(h->rule);
	char place[160], at[HTML_TIME];

	rules_place(r->rules, h, place, sizeof(place));
	fprintf(f, "<tr><td><span class=\"tag %s\">%s</span></td><td><b>%s</b><br/>",
		h->excuse			? "known"
		: i->severity == RULE_VIOLATION ? "bad"
						: "warn",
		h->excuse			? "known"
		: i->severity == RULE_VIOLATION ? "violation"
						: "warning",
		i->name);
	html_text(f, h->text);
	if (h->excuse) {
		fprintf(f, "<br/><span class=\"dim\">the board file says: ");
		html_text(f, h->excuse);
		fprintf(f, "</span>");
	}
	fprintf(f, "</td><td>");
	html_text(f, i->text);
	fprintf(f, "<br/><span class=\"dim\">");
	html_text(f, i->source);
	fprintf(f, "</span></td><td class=\"m\">");
	html_text(f, place[0] ? place + 3 : "");
	fprintf(f, "</td><td class=\"n\">%s</td><td class=\"n\">%" PRIu64 "</td></tr>\n",
		html_time(at, h->first.ps), h->count);
}

static void rows(const struct report *r, FILE *f, bool excused, enum rule_severity severity)
{
	for (unsigned n = 0; n < r->rules->hits; n++) {
		const struct rule_hit *h = &r->rules->hit[n];

		if (excused ? h->excuse != NULL
			    : !h->excuse && rules_info(h->rule)->severity == severity)
			row(r, f, h);
	}
}

void report_breaches(const struct report *r, FILE *f)
{
	fprintf(f, "<section id=\"rules\">\n<h2>Rules broken</h2>\n");
	if (!r->rules) {
		fprintf(f, "<p>Nobody judges this machine.</p>\n</section>\n");
		return;
	}
	if (!r->rules->hits) {
		fprintf(f,
			"<p><span class=\"tag good\">none</span> All of %u rules were kept.</p>\n"
			"</section>\n",
			(unsigned)RULE_COUNT);
		return;
	}
	fprintf(f,
		"<table id=\"breaches\"><tr><th></th><th>what was done</th><th>what is demanded, "
		"source</th><th>where</th><th class=\"n\">first at</th><th class=\"n\">times</th></tr>\n");
	rows(r, f, false, RULE_VIOLATION);
	rows(r, f, false, RULE_WARNING);
	rows(r, f, true, RULE_WARNING);
	fprintf(f, "</table>\n");
	if (r->rules->dropped)
		fprintf(f, "<p>%u more places were not kept.</p>\n", r->rules->dropped);
	fprintf(f, "</section>\n");
}
