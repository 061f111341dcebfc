/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * VIA VT6105M: configuration space, placement, resets, interrupts, wake-up, EEPROM.
 * Ports and memory show the same 256 bytes; memory only while CFGD lets it. Resets and the wake-up
 * registers follow VIA's Rhine family data sheets as the drivers of Linux and the BSDs use them.
 */
#include <string.h>

#include "parts/vt6105m_internal.h"
#include "strict/rules.h"

#define VIA_VT6105M UINT32_C(0x30531106)
#define CLASS_REV   UINT32_C(0x02000096) /* Ethernet, revision 96h */
#define SUBSYSTEM   UINT32_C(0x01061106)
#define WINDOW	    256u
#define RESET_NS    UINT64_C(10000) /* of CR1's reset bit; drivers wait up to milliseconds */

static void pmcsr_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static void mode_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);

#define MODE(n)                  \
	[VT_PCI_MODE0 + (n)] = { \
		.name = "MODE" #n, .addr = 0x50 + (n), .width = 8, .post_write = mode_written}

/* Power management: version 2, D1 and D2, PME# from all states. */
static const struct reg pci_regs[] = {
	PCI_HEADER_REGS(VIA_VT6105M, CLASS_REV, 0x0157, 0, 1),
	[VT_PCI_PMCAP] =
		{.name = "PMCAP", .addr = 0x40, .width = 32, .reset = 0xfe020001, .ro = 0xffffffff},
	[VT_PCI_PMCSR] = {.name = "PMCSR",
			  .addr = 0x44,
			  .width = 16,
			  .probed = true,
			  .ro = 0x7efc,
			  .w1c = PMCSR_STATUS,
			  .post_write = pmcsr_written},
	MODE(0),
	MODE(1),
	MODE(2),
	MODE(3),
};

static const struct reg_table pci_table = REG_TABLE("VT6105M", "pci", pci_regs);

static struct vt6105m *of_pci(const struct reg_file *f)
{
	return ((struct pci_function *)f->owner)->opaque;
}

static void pmcsr_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = of_pci(f);
	uint32_t sticky = vt_get(v, VT_STICKHW) & ~(uint32_t)STICKHW_STATE;

	(void)i;
	(void)old;
	vt_set(v, VT_STICKHW, sticky | (uint32_t)(val & PMCSR_STATE));
	vt_wake(v, 0);
}

static void mode_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = of_pci(f);

	(void)old;
	reg_write(&v->regs, VT_CFGA + i - VT_PCI_MODE0, val, 0xff);
}

/* Registers. */

static uint32_t io_read(void *o, uint16_t offset, unsigned size)
{
	return (uint32_t)reg_read_bytes(&((struct vt6105m *)o)->regs, offset, size, 0);
}

static void io_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	reg_write_bytes(&((struct vt6105m *)o)->regs, offset, size, val);
}

static uint64_t mem_read(void *o, uint32_t offset, unsigned size)
{
	return reg_read_bytes(&((struct vt6105m *)o)->regs, offset, size, 0);
}

static void mem_write(void *o, uint32_t offset, unsigned size, uint64_t val)
{
	reg_write_bytes(&((struct vt6105m *)o)->regs, offset, size, val);
}

void vt_place(struct vt6105m *v)
{
	mem_range_move(&v->mem, v->mem_on && (vt_get(v, VT_CFGD) & CFGD_MEMORY), v->mem_base);
}

static void map(void *o, unsigned bar, bool enabled, uint32_t base)
{
	struct vt6105m *v = o;

	if (bar == 0) {
		io_range_move(&v->io, enabled, (uint16_t)base);
		return;
	}
	v->mem_on = enabled;
	v->mem_base = base;
	vt_place(v);
}

/* Interrupts and wake-up. */

void vt_irq_update(struct vt6105m *v)
{
	signal_set(&v->irq, (vt_get(v, VT_ISR) & vt_get(v, VT_IMR)) != 0);
}

void vt_interrupt(struct vt6105m *v, uint16_t causes)
{
	vt_set(v, VT_ISR, vt_get(v, VT_ISR) | causes);
	vt_irq_update(v);
}

void vt_wake(struct vt6105m *v, uint8_t kinds)
{
	uint64_t pmcsr = reg_peek(&v->fn.regs, VT_PCI_PMCSR);
	bool asleep = vt_get(v, VT_STICKHW) & STICKHW_STATE;
	uint8_t happened = kinds & vt_get(v, VT_WOLCR_SET);

	if (asleep && happened) {
		vt_set(v, VT_PWRCSR_SET, vt_get(v, VT_PWRCSR_SET) | happened);
		pmcsr |= PMCSR_STATUS;
		reg_poke(&v->fn.regs, VT_PCI_PMCSR, pmcsr);
	}
	signal_set(&v->pme, (pmcsr & PMCSR_STATUS) && (pmcsr & PMCSR_ENABLE));
}

/* A frame while asleep. Group frames count as unicast ones where WOLCG lets them. */
void vt_wake_frame(struct vt6105m *v, const uint8_t *frame, size_t size)
{
	uint32_t group = vt_get(v, VT_WOLCG_SET);
	bool own = true;

	for (unsigned n = 0; n < 6; n++)
		own = own && frame[n] == vt_get(v, VT_PAR0 + n);
	if (frame[0] & 1)
		own = group & (frame[0] == 0xff ? WOLCG_BROADCAST : WOLCG_MULTICAST);
	vt_wake(v, (vt_magic(v, frame, size) ? WOL_MAGIC : 0) | (own ? WOL_UNICAST : 0));
}

/* Resets. */

/* What standby power keeps. */
static bool is_sticky(unsigned i)
{
	return i == VT_STICKHW || (i >= VT_WOLCR_SET && i < VT_REGS);
}

static void reset_registers(struct vt6105m *v, bool soft)
{
	vt_rings_stop(v);
	event_cancel(v->env->clock, &v->eeprom_done);
	for (unsigned i = 0; i < VT_REGS; i++) {
		if (!is_sticky(i) && !(soft && i >= VT_CFGA && i <= VT_CFGD))
			reg_poke(&v->regs, i, vt6105m_table.reg[i].reset);
	}
	memset(v->cam_mask, 0, sizeof(v->cam_mask));
	v->cam_vlan = false;
	vt_mii_status(v);
	vt_irq_update(v);
}

static void reset_done(void *o, uint64_t due)
{
	struct vt6105m *v = o;

	(void)due;
	vt_set(v, VT_CR1, vt_get(v, VT_CR1) & ~(uint32_t)CR1_RESET);
}

void vt_soft_reset(struct vt6105m *v)
{
	event_cancel(v->env->clock, &v->mii_done);
	reset_registers(v, true);
	vt_set(v, VT_CR1, CR1_RESET);
	event_schedule(v->env->clock, &v->reset_done, clock_after_ns(v->env->clock, RESET_NS));
}

/*
 * The EEPROM: address, transceiver, subsystem, then CFGA to CFGD, 73h as its last byte. Of this
 * the station address and the mark are as in VIA's data sheets; the order of the rest is ours.
 */
#define EEPROM_MARK 0x7300u

void vt_eeprom_load(struct vt6105m *v)
{
	const uint16_t *w = v->eeprom.word;
	bool there = (w[7] & 0xff00) == EEPROM_MARK;

	vt_set(v, VT_EECSR,
	       (vt_get(v, VT_EECSR) & ~(uint32_t)(EECSR_LOAD | EECSR_THERE)) |
		       (there ? EECSR_THERE : 0));
	if (!there)
		return;
	for (unsigned n = 0; n < 6; n++)
		vt_set(v, VT_PAR0 + n, w[n / 2] >> 8 * (n % 2) & 0xff);
	vt_set(v, VT_MIIAD, w[3] & 0xff);
	reg_poke(&v->fn.regs, PCI_SUBSYSTEM, (uint32_t)w[4] << 16 | w[5]);
	reg_write(&v->regs, VT_CFGA, w[6] & 0xff, 0xff);
	reg_write(&v->regs, VT_CFGB, w[6] >> 8, 0xff);
	reg_write(&v->regs, VT_CFGC, w[7] & 0xff, 0xff);
	reg_write(&v->regs, VT_CFGD, 0, 0xff);
}

static void eeprom_done(void *o, uint64_t due)
{
	(void)due;
	vt_eeprom_load(o);
}

static void eeprom_fill(struct vt6105m *v, const uint8_t mac[6])
{
	uint16_t *w = v->eeprom.word;

	eeprom93c46_init(&v->eeprom);
	for (unsigned n = 0; n < 3; n++)
		w[n] = (uint16_t)(mac[2 * n] | mac[2 * n + 1] << 8);
	w[3] = 1;
	w[4] = SUBSYSTEM >> 16;
	w[5] = SUBSYSTEM & 0xffff;
	w[6] = 0;
	w[7] = EEPROM_MARK;
}

void vt6105m_reset(struct vt6105m *v)
{
	uint64_t pmcsr = reg_peek(&v->fn.regs, VT_PCI_PMCSR);

	event_cancel(v->env->clock, &v->reset_done);
	pci_function_reset(&v->fn);
	reg_poke(&v->fn.regs, VT_PCI_PMCSR, pmcsr & (PMCSR_STATUS | PMCSR_ENABLE));
	/* Capabilities, medium decode; latencies from the EEPROM's days. */
	reg_poke(&v->fn.regs, PCI_STATUS, 0x0210);
	reg_poke(&v->fn.regs, PCI_CAPABILITIES, 0x40);
	reg_poke(&v->fn.regs, PCI_MIN_GRANT, 3);
	reg_poke(&v->fn.regs, PCI_MAX_LATENCY, 8);
	vt_set(v, VT_STICKHW, vt_get(v, VT_STICKHW) & ~(uint32_t)STICKHW_STATE);
	/* The PHY loses its link: nobody asks to hear of that any more. */
	vt_set(v, VT_IMR, 0);
	vt_mii_reset(v);
	reset_registers(v, false);
	vt_eeprom_load(v);
	vt_wake(v, 0);
}

/* The cable. */

static void receive(void *o, const uint8_t *frame, size_t size)
{
	struct vt6105m *v = o;
	uint8_t padded[NET_FRAME_MIN] = {0};

	if (!v->phy.link)
		return;
	if (size >= NET_FRAME_MIN) {
		vt6105m_wire(v, frame, size, 0);
		return;
	}
	memcpy(padded, frame, size);
	vt6105m_wire(v, padded, sizeof(padded), 0);
}

static void cable(void *o, bool up)
{
	miiphy_cable(&((struct vt6105m *)o)->phy, up);
}

void vt6105m_plug(struct vt6105m *v, struct net_if *net)
{
	if (v->net)
		net_station(v->net, NULL, NULL, NULL);
	v->net = net;
	if (net)
		net_station(net, receive, cable, v);
	else
		cable(v, false);
}

void vt6105m_init(struct vt6105m *v, const char *name, const struct env *env, const uint8_t mac[6],
		  struct dma_if dma, struct io_map *io, struct mem_map *mem)
{
	_Static_assert(VT_REGS <= VT6105M_REGS, "room for all registers");
	memset(v, 0, sizeof(*v));
	v->env = env;
	v->dma = dma;
	signal_init(&v->irq, "ethernet inta#");
	signal_init(&v->pme, "ethernet pme#");
	reg_file_init(&v->regs, &vt6105m_table, v, v->value, v->cover);
	v->regs.note = trace_reg_note;
	v->regs.note_opaque = env->trace;
	pci_function_init(&v->fn, name, &pci_table, v->pci_value, v->pci_cover, env->trace);
	v->fn.opaque = v;
	v->fn.map = map;
	v->fn.bar[0] = (struct pci_bar){PCI_BAR_IO, WINDOW};
	v->fn.bar[1] = (struct pci_bar){PCI_BAR_MEMORY, WINDOW};
	io_map_add(io, &v->io, name, 0, WINDOW, 4,
		   (struct io_if){.opaque = v, .read = io_read, .write = io_write});
	io_range_move(&v->io, false, 0);
	mem_map_add(mem, &v->mem, name, 0, WINDOW,
		    (struct mem_if){.opaque = v, .read = mem_read, .write = mem_write});
	mem_range_move(&v->mem, false, 0);
	vt_rings_init(v);
	event_init(&v->eeprom_done, "ethernet eeprom", eeprom_done, v);
	event_init(&v->reset_done, "ethernet reset", reset_done, v);
	vt_mii_init(v, env->trace);
	eeprom_fill(v, mac);
	vt6105m_reset(v);
}

const struct reg_file *vt6105m_regs(const struct vt6105m *v, unsigned n)
{
	const struct reg_file *file[] = {&v->fn.regs, &v->regs, &v->phy.regs};

	return n < sizeof(file) / sizeof(file[0]) ? file[n] : NULL;
}
