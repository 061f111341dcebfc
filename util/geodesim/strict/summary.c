/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules as a table, and what a run broke of them, as text. */
#include "strict/rules.h"

#include <inttypes.h>

static const char *severity_name(enum rule_severity severity)
{
	return severity == RULE_VIOLATION ? "violation" : "warning";
}

void rules_document(FILE *out)
{
	fprintf(out, "| Rule | Severity | Demand | Source |\n|---|---|---|---|\n");
	for (unsigned n = 0; n < RULE_COUNT; n++) {
		const struct rule_info *i = rules_info((enum rule)n);

		fprintf(out, "| `%s` | %s | %s | %s |\n", i->name, severity_name(i->severity),
			i->text, i->source);
	}
}

static void print_hit(FILE *out, const struct rules *r, const struct rule_hit *h)
{
	const struct rule_info *i = rules_info(h->rule);
	char place[160];

	rules_place(r, h, place, sizeof(place));
	fprintf(out, "%s %s: %s", h->excuse ? "known" : severity_name(i->severity), i->name,
		h->text);
	if (place[0])
		fprintf(out, " %s", place);
	if (h->count > 1)
		fprintf(out, ", %" PRIu64 " times", h->count);
	fprintf(out, "\n    %s (%s)\n", i->text, i->source);
	if (h->excuse)
		fprintf(out, "    the board file says: %s\n", h->excuse);
}

static void print_kind(FILE *out, const struct rules *r, bool excused, enum rule_severity severity)
{
	for (unsigned n = 0; n < r->hits; n++) {
		const struct rule_hit *h = &r->hit[n];

		if (excused ? h->excuse != NULL
			    : !h->excuse && rules_info(h->rule)->severity == severity)
			print_hit(out, r, h);
	}
}

void rules_summary(FILE *out, const struct rules *r)
{
	print_kind(out, r, false, RULE_VIOLATION);
	print_kind(out, r, false, RULE_WARNING);
	print_kind(out, r, true, RULE_WARNING);
	if (r->dropped)
		fprintf(out, "and %u more places that there was no room to keep\n", r->dropped);
}
