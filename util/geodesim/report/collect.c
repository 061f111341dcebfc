/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Observes a run: every moment of board time belongs to a stage, a POST code and a device class. */
#include "report/collect.h"

#include <stdio.h>
#include <stdlib.h>

#define LOOK_PS UINT64_C(1000000000)

static uint64_t now_ps(const struct collect *c)
{
	return clock_ps(&c->m->clock, cpu_clock(c->m->cpu));
}

/* The time since the mark goes to @class_, up to @until. */
static void account(struct collect *c, enum report_class class_, uint64_t until)
{
	uint64_t ps = until > c->mark_ps ? until - c->mark_ps : 0;
	unsigned stage = c->smm ? c->stages.smm : c->stage;

	c->stage_ps[stage][class_] += ps;
	c->post_ps[c->post][class_] += ps;
	c->mark_ps += ps;
}

static void enter_stage(struct collect *c, unsigned stage)
{
	if (!c->begun && stage != c->stage) { /* what there was before belongs to it */
		c->stage_ps[stage][CLASS_CPU] = c->stage_ps[c->stage][CLASS_CPU];
		c->stage_ps[c->stage][CLASS_CPU] = 0;
		c->span[0].stage = c->stage = stage;
	}
	c->begun = true;
	if (stage == c->stage)
		return;
	c->stage = stage;
	c->span[c->spans - 1].to_ps = c->mark_ps;
	if (c->spans < COLLECT_SPANS)
		c->spans++;
	else
		c->dropped++;
	c->span[c->spans - 1] = (struct collect_span){.stage = stage, .from_ps = c->mark_ps};
}

static void enter_post(struct collect *c, unsigned post)
{
	bool known = false;

	c->post = c->next_post = post;
	for (unsigned n = 0; n < c->posts; n++)
		known |= c->post_order[n] == post;
	if (known)
		return;
	c->post_order[c->posts++] = (uint16_t)post;
	c->post_first_ps[post] = c->mark_ps;
}

static struct collect_event *happened(struct collect *c, enum collect_kind kind, uint64_t ps,
				      unsigned n)
{
	struct collect_event *e;

	if (c->events == COLLECT_EVENTS) {
		c->dropped++;
		return NULL;
	}
	e = &c->event[c->events++];
	*e = (struct collect_event){.kind = kind, .ps = ps, .n = n};
	return e;
}

static void look_at_stage(struct collect *c)
{
	if (!c->smm)
		enter_stage(c, stages_find(&c->stages,
					   (uint32_t)(cpu_get_reg(c->m->cpu, CPU_REG_CS_BASE) +
						      cpu_get_reg(c->m->cpu, CPU_REG_EIP))));
}

/*
 * Code that a cache feeds makes no accesses: it is looked at when the machine stops for an event,
 * at most once a millisecond. An event of its own would change what it observes.
 */
static void turn(void *o)
{
	struct collect *c = o;
	uint64_t now = now_ps(c);

	if (c->smm || now - c->mark_ps < LOOK_PS || c->m->asleep || cpu_halted(c->m->cpu))
		return;
	if (!c->begun)
		look_at_stage(c);
	account(c, CLASS_CPU, now);
	look_at_stage(c);
}

/* What went before the access was instructions of the stage before; the access is its own. */
static void spent(void *o, enum machine_spent on, uint32_t addr, uint64_t since_ps)
{
	struct collect *c = o;
	uint64_t now = now_ps(c);
	enum report_class class_;

	if (!c->begun)
		look_at_stage(c);
	account(c, CLASS_CPU, since_ps);
	if (on <= MACHINE_MSR)
		look_at_stage(c);
	if (now > c->mark_ps) {
		class_ = class_of(c->g, on, addr);
		c->accesses[class_]++;
		account(c, class_, now);
	}
	if (c->next_post != c->post)
		enter_post(c, c->next_post);
}

static void smm(void *o, bool entered)
{
	struct collect *c = o;

	account(c, CLASS_CPU, now_ps(c));
	c->smm = entered;
	if (!entered)
		return;
	if (c->smis < COLLECT_SMIS)
		c->smi[c->smis] = c->mark_ps;
	c->smis++;
}

static void reset(void *o, enum machine_reset kind)
{
	struct collect *c = o;
	struct collect_event *e;

	account(c, CLASS_CPU, now_ps(c));
	c->smm = false;
	e = happened(c, COLLECT_RESET, c->mark_ps, kind);
	if (e)
		snprintf(e->text, sizeof(e->text), "%s reset",
			 kind == MACHINE_RESET_HARD   ? "hard"
			 : kind == MACHINE_RESET_CHIP ? "chip"
						      : "processor");
	if (kind != MACHINE_RESET_INIT)
		enter_post(c, COLLECT_NOPOST);
}

void collect_post(struct collect *c, uint8_t code)
{
	struct collect_event *e;

	/* Linux waits by writing the same to port 80h over and over. */
	if (code == c->next_post)
		return;
	e = happened(c, COLLECT_POST, now_ps(c), code);
	if (e)
		snprintf(e->text, sizeof(e->text), "%02X", code);
	c->next_post = code;
}

static void end_line(struct collect *c, unsigned port)
{
	struct collect_line *l = &c->line[port];
	struct collect_event *e;

	l->text[l->length] = '\0';
	e = l->length ? happened(c, COLLECT_SERIAL, l->ps, port) : NULL;
	if (e)
		__builtin_memcpy(e->text, l->text, l->length + 1);
	l->length = 0;
}

void collect_serial(struct collect *c, unsigned port, uint8_t byte)
{
	struct collect_line *l;

	if (port >= COLLECT_PORTS)
		return;
	l = &c->line[port];
	if (byte == '\n' || byte == '\r') {
		end_line(c, port);
		return;
	}
	if (!l->length)
		l->ps = now_ps(c);
	if (l->length < COLLECT_LINE - 1)
		l->text[l->length++] = byte < 0x20 || byte > 0x7e ? '.' : (char)byte;
}

struct collect *collect_new(struct machine *m, const struct geode *g, const char *const *elf,
			    unsigned elfs, char *err, size_t err_size)
{
	struct collect *c = calloc(1, sizeof(*c));

	if (!c) {
		snprintf(err, err_size, "out of memory");
		return NULL;
	}
	if (stages_init(&c->stages, elf, elfs, err, err_size)) {
		free(c);
		return NULL;
	}
	c->m = m;
	c->g = g;
	c->mark_ps = now_ps(c);
	c->stage = c->stages.rom;
	c->span[c->spans++] = (struct collect_span){.stage = c->stage, .from_ps = c->mark_ps};
	c->post_ps[COLLECT_NOPOST][CLASS_CPU] = c->stage_ps[c->stage][CLASS_CPU] = c->mark_ps;
	enter_post(c, COLLECT_NOPOST);
	c->watch = (struct machine_watch){
		.opaque = c, .spent = spent, .turn = turn, .smm = smm, .reset = reset};
	m->watch = &c->watch;
	return c;
}

void collect_finish(struct collect *c)
{
	account(c,
		c->m->asleep		? CLASS_SLEEP
		: cpu_halted(c->m->cpu) ? CLASS_HALT
					: CLASS_CPU,
		now_ps(c));
	c->span[c->spans - 1].to_ps = c->mark_ps;
	for (unsigned n = 0; n < COLLECT_PORTS; n++)
		end_line(c, n);
	c->m->watch = NULL;
}

void collect_free(struct collect *c)
{
	if (c && c->m->watch == &c->watch)
		c->m->watch = NULL;
	free(c);
}
