/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupt groups: the OR of what the select and mask registers let through (cs5536 sheet 2.5). */
#include "cs5536/irqmap.h"

#include <string.h>

#include "strict/rules.h"

#define ASMI_GROUP 2 /* would be the cascade of the 8259 pair */

static bool active(const struct irqmap *m, unsigned kind, unsigned group)
{
	return m->level[kind] & m->source[kind][group];
}

static void update(struct irqmap *m)
{
	for (unsigned g = 0; g < IRQMAP_LINES; g++) {
		bool level = false;

		for (unsigned k = 0; k < IRQMAP_KINDS; k++)
			level |= active(m, k, g);
		if (g == ASMI_GROUP)
			signal_set(&m->asmi, level);
		else
			signal_drive(&m->pic->line[g], 0, level);
	}
}

/* Sources that wait for a PCI driver: level lines, shared. The GPIO groups of INTA# to INTD# are
 * whatever firmware chose, so they are not judged. */
static bool is_pci(unsigned kind, unsigned n)
{
	return kind == IRQMAP_Y && (n == IRQMAP_Y_USB || n == IRQMAP_Y_AC97);
}

/* A source begins to ask: can anybody hear it? The RTC alarm also goes elsewhere, and
 * the software interrupt asks nobody by itself. */
static void judge(const struct irqmap *m, unsigned kind, unsigned n)
{
	unsigned group = 0;

	if ((kind != IRQMAP_Y && kind != IRQMAP_Z) || (kind == IRQMAP_Y && n == IRQMAP_Y_SOFT) ||
	    (kind == IRQMAP_Y && n == IRQMAP_Y_RTC_ALARM))
		return;
	for (unsigned g = 1; g < IRQMAP_LINES; g++) {
		if (m->source[kind][g] >> n & 1)
			group = g;
	}
	if (!group)
		rule_broken(m->env->rules, RULE_IRQ_UNROUTED,
			    "source %c%u asks for an interrupt, but is mapped to no group",
			    kind == IRQMAP_Y ? 'Y' : 'Z', n);
	else if (is_pci(kind, n) && group != ASMI_GROUP &&
		 !(m->pic->chip[group >> 3].imr >> (group & 7) & 1) &&
		 !(m->pic->chip[group >> 3].elcr >> (group & 7) & 1))
		rule_broken(m->env->rules, RULE_IRQ_EDGE,
			    "source Y%u is mapped to edge triggered IRQ %u", n, group);
}

static void input_changed(void *opaque, bool level)
{
	struct irqmap_input *in = opaque;
	uint16_t bit = (uint16_t)(1u << in->n);
	uint16_t *now = &in->map->level[in->kind];

	*now = level ? *now | bit : *now & (uint16_t)~bit;
	if (level)
		judge(in->map, in->kind, in->n);
	update(in->map);
}

void irqmap_init(struct irqmap *m, const struct env *env, struct i8259 *pic)
{
	static const char *const name[IRQMAP_KINDS] = {"primary", "lpc", "y", "z"};

	memset(m, 0, sizeof(*m));
	m->env = env;
	m->pic = pic;
	signal_init(&m->asmi, "irqmap.asmi");
	for (unsigned k = 0; k < IRQMAP_KINDS; k++) {
		for (unsigned n = 0; n < IRQMAP_LINES; n++) {
			struct irqmap_input *in = &m->input[k * IRQMAP_LINES + n];

			*in = (struct irqmap_input){.map = m, .kind = (uint8_t)k, .n = (uint8_t)n};
			signal_init(&m->in[k][n], name[k]);
			signal_connect(&m->in[k][n], &m->hook[k * IRQMAP_LINES + n], input_changed,
				       in);
		}
	}
	irqmap_reset(m);
}

void irqmap_reset(struct irqmap *m)
{
	irqmap_program(m, 0, 0, 0xffff, 0);
}

/* Which of the sixteen sources have nibble g; a nibble of 0 is a source that is off. */
static void spread(uint16_t *source, uint64_t sel)
{
	memset(source, 0, IRQMAP_LINES * sizeof(*source));
	for (unsigned n = 0; n < IRQMAP_LINES; n++) {
		unsigned group = sel >> (4 * n) & 15;

		if (group)
			source[group] |= (uint16_t)(1u << n);
	}
}

void irqmap_program(struct irqmap *m, uint64_t ysel, uint64_t zsel, uint16_t primary_mask,
		    uint16_t lpc_mask)
{
	for (unsigned g = 0; g < IRQMAP_LINES; g++) {
		m->source[IRQMAP_PRIMARY][g] = primary_mask & (uint16_t)(1u << g);
		m->source[IRQMAP_LPC][g] = lpc_mask & (uint16_t)(1u << g);
	}
	spread(m->source[IRQMAP_Y], ysel);
	spread(m->source[IRQMAP_Z], zsel);
	update(m);
}

uint64_t irqmap_status(const struct irqmap *m)
{
	uint64_t status = 0;

	for (unsigned g = 0; g < IRQMAP_LINES; g++) {
		for (unsigned k = 0; k < IRQMAP_KINDS; k++)
			status |= (uint64_t)active(m, k, g) << (4 * g + k);
	}
	return status;
}
