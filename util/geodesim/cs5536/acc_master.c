/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Audio bus masters: descriptor tables taken at the pace of the samples (CS5536 sheet 9.3).
 *
 * A descriptor's data move when its time is over: played samples are read and counted, recorded
 * ones are silence.
 */
#include <string.h>

#include "cs5536/acc.h"
#include "strict/rules.h"

enum { RUN_MASK = 3, OFF = 0, RUN = 1, UNDEFINED = 2, PAUSE = 3, TO_MEMORY = 8 };
#define EOT	  UINT32_C(0x80000000)
#define EOP	  UINT32_C(0x40000000)
#define JMP	  UINT32_C(0x20000000)

#define JUMPS_MAX 8u /* descriptors without data in a row: more cannot be meant */
#define SECOND_PS UINT64_C(1000000000000)

static uint64_t *reg(struct acc_master *m, unsigned which)
{
	return &m->acc->io_value[ACC_MASTER0 + ACC_MASTER_REGS * m->n + which];
}

static bool records(const struct acc_master *m)
{
	return m->n & 1;
}

/* Masters 0 and 1 carry stereo frames, the others one channel. */
static unsigned frame_bytes(const struct acc_master *m)
{
	return m->n < 2 ? 4 : 2;
}

static unsigned rate(const struct acc_master *m)
{
	return ac97_rate(&m->acc->codec, records(m));
}

static uint64_t now_ps(const struct acc_master *m)
{
	const struct clock *c = m->acc->env->clock;

	return clock_ps(c, clock_now(c));
}

static bool ticking(const struct acc_master *m)
{
	return m->end.queued;
}

/* Bytes of the descriptor that have gone by. */
static uint32_t progress(const struct acc_master *m)
{
	uint64_t frames, gone;

	if (!ticking(m))
		return m->moved;
	frames = (now_ps(m) - m->begin_ps) / 1000 * rate(m) / (SECOND_PS / 1000);
	gone = m->moved + frames * frame_bytes(m);
	return gone < m->bytes ? (uint32_t)gone : m->bytes;
}

/* The rest of the descriptor begins to go by now. */
static void go(struct acc_master *m)
{
	struct acc *a = m->acc;
	uint64_t frames = (m->bytes - m->moved + frame_bytes(m) - 1) / frame_bytes(m);

	if (!a->codec.present || a->link_down) /* no bit clock: nothing moves */
		return;
	m->begin_ps = now_ps(m);
	event_schedule(a->env->clock, &m->end,
		       clock_at_ps(a->env->clock,
				   m->begin_ps + (frames ? frames : 1) * SECOND_PS / rate(m)));
}

static void hold(struct acc_master *m)
{
	m->moved = progress(m);
	event_cancel(m->acc->env->clock, &m->end);
}

static void stop(struct acc_master *m)
{
	hold(m);
	m->addr += m->moved; /* the pointer register stays where it was */
	m->bytes = m->moved = 0;
	m->waiting = false;
	*reg(m, ACC_CMD) &= ~(uint64_t)RUN_MASK;
}

static void broken(struct acc_master *m, const char *why)
{
	rule_broken(m->acc->env->rules, RULE_ACC_MASTER, "bus master %u, descriptor %08X: %s", m->n,
		    (unsigned)m->next, why);
	stop(m);
}

/* Take the next descriptor that has data. */
static void load(struct acc_master *m)
{
	struct dma_if *memory = &m->acc->memory;
	uint32_t entry[2];

	for (unsigned n = 0; n <= JUMPS_MAX; n++) {
		if (!memory->read(memory->opaque, m->next, entry, sizeof(entry))) {
			broken(m, "no memory");
			return;
		}
		if (!(entry[1] & JMP)) {
			if (!(entry[1] & 0xffff) || entry[0] % 4 || entry[1] % frame_bytes(m)) {
				broken(m, "no whole frames of data");
				return;
			}
			m->addr = entry[0];
			m->bytes = entry[1] & 0xffff;
			m->flags = entry[1] & (EOT | EOP);
			m->moved = 0;
			m->next += 8;
			go(m);
			return;
		}
		m->next = entry[0] & ~UINT32_C(3);
	}
	broken(m, "jumps without end");
}

/* The descriptor's data, at the end of its time. */
static bool move(struct acc_master *m)
{
	struct dma_if *memory = &m->acc->memory;
	uint8_t block[1024] = {0};

	for (uint32_t at = 0; at < m->bytes; at += sizeof(block)) {
		uint32_t n = m->bytes - at < sizeof(block) ? m->bytes - at : sizeof(block);

		if (records(m) ? !memory->write(memory->opaque, m->addr + at, block, n)
			       : !memory->read(memory->opaque, m->addr + at, block, n))
			return false;
	}
	m->total += m->bytes;
	if (m->n == 0)
		m->acc->codec.played += m->bytes / frame_bytes(m);
	else if (m->n == 1)
		m->acc->codec.recorded += m->bytes / frame_bytes(m);
	return true;
}

static void end_fire(void *opaque, uint64_t due)
{
	struct acc_master *m = opaque;
	uint64_t *status = reg(m, ACC_STATUS);

	(void)due;
	if (!move(m)) {
		broken(m, "no memory at its data");
		return;
	}
	m->moved = m->bytes;
	if (m->flags & EOP) {
		/* Nobody has read the last one: wait for that. */
		m->waiting = *status & ACC_EOP;
		*status |= m->waiting ? ACC_EOP_ERROR : ACC_EOP;
		acc_update_irq(m->acc);
	}
	if (m->flags & EOT)
		stop(m);
	else if (!m->waiting)
		load(m);
}

static struct acc_master *of_register(struct reg_file *f, unsigned i)
{
	struct acc *a = f->owner;

	return &a->master[(i - ACC_MASTER0) / ACC_MASTER_REGS % ACC_MASTERS];
}

void acc_master_command(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct acc_master *m = of_register(f, i);
	unsigned from = old & RUN_MASK, to = val & RUN_MASK;

	if (to != OFF && ((val & TO_MEMORY) != 0) != records(m))
		rule_broken(m->acc->env->rules, RULE_ACC_MASTER,
			    "bus master %u is started with direction %s memory", m->n,
			    val & TO_MEMORY ? "to" : "from");
	if (to == UNDEFINED)
		rule_broken(m->acc->env->rules, RULE_ACC_MASTER,
			    "bus master %u gets the undefined command 2", m->n);
	if (from == to)
		return;
	if (to == OFF || to == UNDEFINED) {
		stop(m);
	} else if (to == PAUSE) {
		hold(m);
	} else if (m->bytes && from == PAUSE) {
		if (m->moved < m->bytes)
			go(m);
		else if (!m->waiting)
			load(m);
	} else {
		m->next = (uint32_t)*reg(m, ACC_PRD) & ~UINT32_C(3);
		load(m);
	}
}

uint64_t acc_master_status(struct reg_file *f, unsigned i, uint64_t val)
{
	struct acc_master *m = of_register(f, i);

	f->value[i] = 0;
	acc_update_irq(m->acc);
	if (m->waiting) {
		m->waiting = false;
		if ((*reg(m, ACC_CMD) & RUN_MASK) == RUN)
			load(m);
	}
	return val;
}

uint64_t acc_master_pointer(struct reg_file *f, unsigned i, uint64_t val)
{
	struct acc *a = f->owner;
	const struct acc_master *m = &a->master[(i - ACC_PNTR0) % ACC_MASTERS];

	(void)val;
	return m->addr + progress(m);
}

void acc_link_changed(struct acc *a)
{
	for (unsigned n = 0; n < ACC_MASTERS; n++) {
		struct acc_master *m = &a->master[n];

		if (a->link_down)
			hold(m);
		else if (m->bytes && !m->waiting && (*reg(m, ACC_CMD) & RUN_MASK) == RUN)
			go(m);
	}
}

void acc_master_init(struct acc *a, unsigned n)
{
	struct acc_master *m = &a->master[n];

	m->acc = a;
	m->n = n;
	event_init(&m->end, "acc.master", end_fire, m);
}

void acc_master_reset(struct acc_master *m)
{
	event_cancel(m->acc->env->clock, &m->end);
	m->addr = m->bytes = m->moved = 0;
	m->waiting = false;
}
