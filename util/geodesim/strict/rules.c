/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collecting broken rules, each once per place with a count. */
#include "strict/rules.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct rule_info info[RULE_COUNT] = {
#define RULE(id, rule_name, rule_severity, rule_source, rule_text) \
	[RULE_##id] = {.name = (rule_name),                        \
		       .severity = RULE_##rule_severity,           \
		       .source = (rule_source),                    \
		       .text = (rule_text)},
#include "strict/rules.def"
#undef RULE
};

const struct rule_info *rules_info(enum rule rule)
{
	return &info[rule];
}

int rules_find(const char *name)
{
	for (unsigned n = 0; n < RULE_COUNT; n++) {
		if (strcmp(info[n].name, name) == 0)
			return (int)n;
	}
	return -1;
}

void rules_init(struct rules *r, struct trace *trace)
{
	*r = (struct rules){.trace = trace};
}

void rules_free(struct rules *r)
{
	free(r->hit);
	r->hit = NULL;
	r->hits = 0;
}

static struct rule_hit *find_hit(struct rules *r, enum rule rule, const char *text, uint32_t pc)
{
	for (unsigned n = 0; n < r->hits; n++) {
		struct rule_hit *h = &r->hit[n];

		if (h->rule == rule && h->first.pc == pc && strcmp(h->text, text) == 0)
			return h;
	}
	return NULL;
}

void rules_place(const struct rules *r, const struct rule_hit *h, char *text, size_t size)
{
	char symbol[128];
	bool named;

	text[0] = '\0';
	if (!h->first.known)
		return;
	named = r->symbol && r->symbol(r->opaque, h->first.pc, symbol, sizeof(symbol));
	snprintf(text, size, "at %08" PRIX32 "%s%s", h->first.pc, named ? " " : "",
		 named ? symbol : "");
}

static void say(struct rules *r, const struct rule_hit *h)
{
	const struct rule_info *i = &info[h->rule];
	char place[160];

	rules_place(r, h, place, sizeof(place));
	trace_line(r->trace, TRACE_CHECK, "%s %s: %s%s%s (%s: %s)%s%s",
		   i->severity == RULE_VIOLATION ? "violation" : "warning", i->name, h->text,
		   place[0] ? " " : "", place, i->source, i->text, h->excuse ? "; known: " : "",
		   h->excuse ? h->excuse : "");
}

static const char *excuse_of(const struct rules *r, enum rule rule, const char *text)
{
	for (unsigned n = 0; n < r->excuses; n++) {
		const struct rule_excuse *e = &r->excuse[n];

		if (e->rule == rule && (!e->only || strncmp(text, e->only, strlen(e->only)) == 0))
			return e->reason;
	}
	return NULL;
}

void rule_broken(struct rules *r, enum rule rule, const char *fmt, ...)
{
	struct rule_place place = {0};
	struct rule_hit *h;
	char text[sizeof(h->text)];
	va_list ap;

	if (!r)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (r->where)
		r->where(r->opaque, &place);
	r->broken[rule]++;
	h = find_hit(r, rule, text, place.pc);
	if (h) {
		h->count++;
		return;
	}
	if (!r->hit)
		r->hit = calloc(RULE_HITS_MAX, sizeof(*r->hit));
	if (!r->hit || r->hits == RULE_HITS_MAX) {
		r->dropped++;
		return;
	}
	h = &r->hit[r->hits++];
	*h = (struct rule_hit){
		.rule = rule, .first = place, .count = 1, .excuse = excuse_of(r, rule, text)};
	memcpy(h->text, text, sizeof(h->text));
	say(r, h);
	if (r->told)
		r->told(r->opaque, h);
}

void rules_reg_note(void *rules, const struct reg_file *f, unsigned i, enum reg_note n,
		    uint64_t val)
{
	static const enum rule rule[REG_NOTE_COUNT] = {
		[REG_NOTE_RESERVED] = RULE_RESERVED_BITS,
		[REG_NOTE_READ_ONLY] = RULE_READ_ONLY,
		[REG_NOTE_REFUSED] = RULE_REFUSED,
	};
	struct rules *r = rules;
	const struct reg *reg = &f->table->reg[i];

	if (!r)
		return;
	if (n == REG_NOTE_UNMODELLED) { /* the model's gap, not the guest's fault */
		if (trace_on(r->trace, TRACE_MODEL))
			trace_line(r->trace, TRACE_MODEL,
				   "%s.%s: %016" PRIX64 " sets bits that "
				   "have no effect here",
				   f->table->name, reg->name, val);
		return;
	}
	rule_broken(r, rule[n], "%s.%s written with %0*" PRIX64, f->table->name, reg->name,
		    reg->width / 4, val);
}

static unsigned count(const struct rules *r, enum rule_severity severity)
{
	unsigned found = 0;

	for (unsigned n = 0; n < r->hits; n++) {
		if (!r->hit[n].excuse && info[r->hit[n].rule].severity == severity)
			found++;
	}
	return found;
}

unsigned rules_violations(const struct rules *r)
{
	return count(r, RULE_VIOLATION);
}

unsigned rules_warnings(const struct rules *r)
{
	return count(r, RULE_WARNING);
}

unsigned rules_excused(const struct rules *r)
{
	unsigned found = 0;

	for (unsigned n = 0; n < r->hits; n++)
		found += r->hit[n].excuse != NULL;
	return found;
}
