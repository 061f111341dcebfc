/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LPC: ports split into bytes, flash by kind of cycle, serial interrupts (cs5536 sheet 2.6, 7.6). */
#include "cs5536/lpc.h"

#include <string.h>

/*
 * Cycle lengths of the LPC specification 1.1 at 33 MHz: an I/O byte takes 13 clocks, a firmware
 * memory byte 17; a read adds a sync clock or two at the part, which those counts hold.
 */
#define IO_BYTE_NS     390
#define MEMORY_BYTE_NS 510

#define ARRAY_BASE     UINT32_C(0xffc00000) /* the array repeats from here to the top */
#define REGS_BASE      UINT32_C(0xff800000) /* firmware-hub registers, 4 MiB below the array */

enum { SIRQ_QUIET = 0x40, SIRQ_EN = 0x80 };

/* In quiet mode a frame begins only when a part asks for it, so without parts nothing is seen. */
static bool frames_run(const struct lpc *l)
{
	if (!l->pins || !l->sirq_pin || !(l->sirq & SIRQ_EN))
		return false;
	if (!(l->sirq & SIRQ_QUIET))
		return true;
	for (unsigned n = 0; n < LPC_IRQS; n++) {
		if (l->irq[n].driven)
			return true;
	}
	return false;
}

/* The level on the wire in frame n: nobody pulls an undriven one low. */
static bool frame_level(const struct lpc_irq *irq)
{
	return !irq->driven || irq->in.level != irq->active_low;
}

static void sirq_update(struct lpc *l)
{
	bool run = frames_run(l);

	for (unsigned n = 0; n < LPC_IRQS; n++) {
		bool invert = l->sirq >> (16 + n) & 1;

		signal_set(&l->out[n], run && frame_level(&l->irq[n]) != invert);
	}
}

static void irq_changed(void *opaque, bool level)
{
	struct lpc_irq *irq = opaque;

	(void)level;
	sirq_update(irq->lpc);
}

static void map_changed(void *opaque)
{
	env_routes_changed(((struct lpc *)opaque)->env);
}

void lpc_init(struct lpc *l, const struct env *env)
{
	memset(l, 0, sizeof(*l));
	l->env = env;
	l->pins = true;
	l->sirq_pin = true;
	io_map_init(&l->io);
	mem_map_init(&l->mem, map_changed, l);
	for (unsigned n = 0; n < LPC_IRQS; n++) {
		struct lpc_irq *irq = &l->irq[n];

		irq->lpc = l;
		signal_init(&irq->in, "serirq");
		signal_init(&l->out[n], "lpc irq");
		signal_connect(&irq->in, &irq->hook, irq_changed, irq);
	}
}

void lpc_reset(struct lpc *l)
{
	for (unsigned n = 0; n < l->flashes; n++)
		lpcflash_reset(l->flash[n]);
	l->error_addr = 0;
	l->error_status = 0;
	lpc_program_sirq(l, 0);
	lpc_pins(l, true, true);
}

int lpc_attach_flash(struct lpc *l, struct lpcflash *f)
{
	if (l->flashes == LPC_FLASHES)
		return -1;
	l->flash[l->flashes++] = f;
	f->changed = map_changed;
	f->changed_opaque = l;
	return 0;
}

enum lpc_location lpc_location_of(const struct lpcflash_chip *chip)
{
	return lpcflash_answers(chip, false) ? LPC_LOC_ROM : LPC_LOC_FWH;
}

struct signal *lpc_serirq(struct lpc *l, unsigned n, bool active_low)
{
	struct lpc_irq *irq = &l->irq[n % LPC_IRQS];

	irq->driven = true;
	irq->active_low = active_low;
	sirq_update(l);
	return &irq->in;
}

void lpc_program_sirq(struct lpc *l, uint32_t val)
{
	l->sirq = val;
	sirq_update(l);
}

void lpc_pins(struct lpc *l, bool lpc_balls, bool serirq_ball)
{
	bool changed = l->pins != lpc_balls;

	l->pins = lpc_balls;
	l->sirq_pin = serirq_ball;
	sirq_update(l);
	if (changed)
		map_changed(l);
}

uint32_t lpc_io_read(struct lpc *l, uint16_t port, unsigned size)
{
	uint32_t val = 0;

	env_charge_ns(l->env, IO_BYTE_NS * size);
	if (!l->pins)
		return UINT32_MAX >> (32 - 8 * size);
	for (unsigned i = 0; i < size; i++)
		val |= (io_map_read(&l->io, (uint16_t)(port + i), 1) & 0xff) << (8 * i);
	return val;
}

void lpc_io_write(struct lpc *l, uint16_t port, unsigned size, uint32_t val)
{
	env_charge_ns(l->env, IO_BYTE_NS * size);
	for (unsigned i = 0; l->pins && i < size; i++)
		io_map_write(&l->io, (uint16_t)(port + i), 1, val >> (8 * i) & 0xff);
}

/* The flash that answers the kind of cycle @loc stands for, or NULL. */
static struct lpcflash *flash_at(const struct lpc *l, enum lpc_location loc)
{
	if (!l->pins || (loc != LPC_LOC_ROM && loc != LPC_LOC_FWH))
		return NULL;
	for (unsigned n = 0; n < l->flashes; n++) {
		if (lpcflash_answers(l->flash[n]->chip, loc == LPC_LOC_FWH))
			return l->flash[n];
	}
	return NULL;
}

uint64_t lpc_boot_read(struct lpc *l, enum lpc_location loc, uint32_t addr, unsigned size)
{
	struct lpcflash *f = flash_at(l, loc);
	struct mem_if m;

	env_charge_ns(l->env, MEMORY_BYTE_NS * size);
	if (!f || addr < REGS_BASE)
		return UINT64_MAX >> (64 - 8 * size);
	m = addr < ARRAY_BASE ? lpcflash_regs(f) : lpcflash_mem(f);
	return m.read(m.opaque, addr & (f->chip->size - 1), size);
}

void lpc_boot_write(struct lpc *l, enum lpc_location loc, uint32_t addr, unsigned size,
		    uint64_t val)
{
	struct lpcflash *f = flash_at(l, loc);
	struct mem_if m;

	env_charge_ns(l->env, MEMORY_BYTE_NS * size);
	if (!f || addr < REGS_BASE)
		return;
	m = addr < ARRAY_BASE ? lpcflash_regs(f) : lpcflash_mem(f);
	m.write(m.opaque, addr & (f->chip->size - 1), size, val);
}

uint8_t *lpc_boot_page(struct lpc *l, enum lpc_location loc, uint32_t addr)
{
	struct lpcflash *f = flash_at(l, loc);
	struct mem_if m;

	if (!f || addr < ARRAY_BASE)
		return NULL;
	m = lpcflash_mem(f);
	return m.page(m.opaque, addr & (f->chip->size - 1), false);
}
