/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAND registers of the flash interface (cs5536 sheet 7.8; the ECC is the SmartMedia code). */
#include "cs5536/divil_flash.h"

#include <string.h>

#include "strict/rules.h"

enum { CTL_CE = 1, CTL_CLE = 2, CTL_ALE = 4, CTL_READY_MASK = 8, CTL_DIST_EN = 0x10 };
enum { STS_COMPLETE = 2, STS_READY = 8 };
enum { ECC_ENABLE = 1, ECC_CLEAR = 2, ECC_ODD = 4 };

static void control_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static void io_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static void ecc_control_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
static uint64_t io_read(struct reg_file *f, unsigned i, uint64_t val);
static uint64_t status_read(struct reg_file *f, unsigned i, uint64_t val);
static uint64_t ecc_read(struct reg_file *f, unsigned i, uint64_t val);

/*
 * Addresses are those of the memory window. DIST_EN: a distraction is an access of another master to
 * the IDE pins while NAND has them; there is none here, so STS bit 0 never rises.
 */
static const struct reg nand_reg[DIVIL_FLASH_REGS] = {
	[DIVIL_NAND_CTL] = {.name = "NAND_CTL",
			    .addr = 0x800,
			    .width = 8,
			    .reset = CTL_CE,
			    .reserved = 0xe0,
			    .unmodelled = CTL_DIST_EN,
			    .post_write = control_written},
	[DIVIL_NAND_IO] = {.name = "NAND_IO",
			   .addr = 0x801,
			   .width = 8,
			   .side_effect = true,
			   .post_write = io_written,
			   .read = io_read},
	[DIVIL_NAND_STS] = {.name = "NAND_STS",
			    .addr = 0x810,
			    .width = 8,
			    .reset = STS_READY,
			    .ro = 0xfd,
			    .w1c = STS_COMPLETE,
			    .probed = true,
			    .read = status_read},
	[DIVIL_NAND_ECC_LSB] =
		{.name = "NAND_ECC_LSB", .addr = 0x811, .width = 8, .ro = 0xff, .read = ecc_read},
	[DIVIL_NAND_ECC_MSB] =
		{.name = "NAND_ECC_MSB", .addr = 0x812, .width = 8, .ro = 0xff, .read = ecc_read},
	[DIVIL_NAND_ECC_COL] =
		{.name = "NAND_ECC_COL", .addr = 0x813, .width = 8, .ro = 0xff, .read = ecc_read},
	[DIVIL_NAND_LAC] = {.name = "NAND_LAC", .addr = 0x814, .width = 8},
	[DIVIL_NAND_ECC_CTL] = {.name = "NAND_ECC_CTL",
				.addr = 0x815,
				.width = 8,
				.reserved = 0xf8,
				.post_write = ecc_control_written},
};

static const struct reg_why nand_why[] = {
	{0x800, 0x800, "bit 4: the interrupt of a chip whose access is broken into; no access is"},
};
static const struct reg_table nand_table = REG_TABLE_WHY("cs5536 NAND", "mmio", nand_reg, nand_why);

static unsigned parity(uint8_t v)
{
	return (unsigned)__builtin_parity(v);
}

/* One data byte through the code: line parity by the byte's number, column parity by its bits. */
static void ecc_byte(struct divil_flash *f, uint8_t byte)
{
	static const uint8_t column[6] = {0x55, 0xaa, 0x33, 0xcc, 0x0f, 0xf0};
	uint8_t line = (uint8_t)f->value[DIVIL_NAND_LAC];

	if (!(f->value[DIVIL_NAND_ECC_CTL] & ECC_ENABLE))
		return;
	for (unsigned n = 0; n < 8; n++)
		f->line_parity ^= (uint16_t)(parity(byte) << (2 * n + (line >> n & 1)));
	for (unsigned n = 0; n < 6; n++)
		f->column_parity ^= (uint8_t)(parity(byte & column[n]) << n);
	reg_poke(&f->regs, DIVIL_NAND_LAC, line + 1u);
}

static bool selected(const struct divil_flash *f)
{
	return f->present[f->select] && !(f->value[DIVIL_NAND_CTL] & CTL_CE);
}

static uint8_t data_read(struct divil_flash *f)
{
	const struct nand_if *n = &f->nand[f->select];
	uint8_t byte = selected(f) ? n->read(n->opaque) : 0xff;

	ecc_byte(f, byte);
	return byte;
}

static void data_write(struct divil_flash *f, uint8_t byte)
{
	const struct nand_if *n = &f->nand[f->select];

	ecc_byte(f, byte);
	if (selected(f))
		n->write(n->opaque, byte);
}

static bool chip_ready(const struct divil_flash *f)
{
	for (unsigned n = 0; n < DIVIL_FLASH_SELECTS; n++) {
		if (f->present[n] && !f->nand[n].ready(f->nand[n].opaque))
			return false;
	}
	return true; /* the open-drain line is pulled up */
}

void divil_flash_poll(struct divil_flash *f)
{
	bool ready = chip_ready(f);
	uint64_t sts = f->value[DIVIL_NAND_STS];

	reg_poke(&f->regs, DIVIL_NAND_STS, ready ? sts | STS_READY : sts & ~(uint64_t)STS_READY);
	/* RDY_INT_MASK is an enable: the interrupt is the ready line itself. */
	signal_set(&f->ready, ready && (f->value[DIVIL_NAND_CTL] & CTL_READY_MASK));
}

static void control_written(struct reg_file *r, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	divil_flash_poll(r->owner);
}

static void io_written(struct reg_file *r, unsigned i, uint64_t old, uint64_t val)
{
	struct divil_flash *f = r->owner;
	const struct nand_if *n = &f->nand[f->select];
	uint64_t ctl = f->value[DIVIL_NAND_CTL];

	(void)i;
	(void)old;
	if (!(ctl & (CTL_CLE | CTL_ALE)))
		data_write(f, (uint8_t)val);
	else if (selected(f) && (ctl & CTL_CLE))
		n->command(n->opaque, (uint8_t)val);
	else if (selected(f))
		n->address(n->opaque, (uint8_t)val);
	reg_poke(&f->regs, DIVIL_NAND_STS, f->value[DIVIL_NAND_STS] | STS_COMPLETE);
	divil_flash_poll(f);
}

static uint64_t io_read(struct reg_file *r, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return data_read(r->owner);
}

static uint64_t status_read(struct reg_file *r, unsigned i, uint64_t val)
{
	(void)val;
	divil_flash_poll(r->owner);
	return r->value[i];
}

static void ecc_control_written(struct reg_file *r, unsigned i, uint64_t old, uint64_t val)
{
	struct divil_flash *f = r->owner;

	(void)old;
	if (!(val & ECC_CLEAR))
		return;
	f->line_parity = 0;
	f->column_parity = 0;
	reg_poke(r, DIVIL_NAND_LAC, 0);
	reg_poke(r, i, val & ~(uint64_t)ECC_CLEAR);
}

static uint64_t ecc_read(struct reg_file *r, unsigned i, uint64_t val)
{
	const struct divil_flash *f = r->owner;
	uint8_t flip = f->value[DIVIL_NAND_ECC_CTL] & ECC_ODD ? 0xff : 0;

	(void)val;
	switch (i) {
	case DIVIL_NAND_ECC_LSB: return (uint8_t)(f->line_parity ^ flip);
	case DIVIL_NAND_ECC_MSB: return (uint8_t)(f->line_parity >> 8 ^ flip);
	default: return (uint8_t)(f->column_parity << 2 ^ flip);
	}
}

void divil_flash_init(struct divil_flash *f, const struct env *env)
{
	memset(f, 0, sizeof(*f));
	f->env = env;
	reg_file_init(&f->regs, &nand_table, f, f->value, f->cover);
	f->regs.note = rules_reg_note;
	f->regs.note_opaque = env->rules;
	signal_init(&f->ready, "nand.ready");
	signal_init(&f->distract, "nand.distract");
}

void divil_flash_reset(struct divil_flash *f)
{
	reg_file_reset(&f->regs);
	f->line_parity = 0;
	f->column_parity = 0;
	divil_flash_poll(f);
}

void divil_flash_attach(struct divil_flash *f, unsigned n, struct nand_if nand)
{
	f->nand[n % DIVIL_FLASH_SELECTS] = nand;
	f->present[n % DIVIL_FLASH_SELECTS] = true;
}

/* In 800h-80Fh even bytes are CTL, odd ones I/O; the other registers are alone. -1: nothing. */
static int mem_register(uint32_t offset)
{
	if (offset >= 0x800 && offset < 0x810)
		return offset & 1 ? DIVIL_NAND_IO : DIVIL_NAND_CTL;
	return reg_find(&nand_table, offset);
}

uint8_t divil_flash_mem_read(struct divil_flash *f, unsigned n, uint32_t offset)
{
	int i;

	f->select = n % DIVIL_FLASH_SELECTS;
	if (offset < 0x800)
		return data_read(f);
	i = mem_register(offset);
	return i < 0 ? 0xff : (uint8_t)reg_read(&f->regs, (unsigned)i);
}

void divil_flash_mem_write(struct divil_flash *f, unsigned n, uint32_t offset, uint8_t val)
{
	int i;

	f->select = n % DIVIL_FLASH_SELECTS;
	if (offset < 0x800) {
		data_write(f, val);
		return;
	}
	i = mem_register(offset);
	if (i >= 0)
		reg_write(&f->regs, (unsigned)i, val, 0xff);
}

/* The same registers in 16 ports. */
static uint32_t io_to_mem(unsigned offset)
{
	static const uint16_t mem[16] = {0,	0,     0,     0,     0x800, 0x801, 0x810, 0xfff,
					 0x815, 0x811, 0x812, 0x813, 0x814, 0xfff, 0xfff, 0xfff};

	return mem[offset & 15];
}

uint8_t divil_flash_io_read(struct divil_flash *f, unsigned n, unsigned offset)
{
	return divil_flash_mem_read(f, n, io_to_mem(offset));
}

void divil_flash_io_write(struct divil_flash *f, unsigned n, unsigned offset, uint8_t val)
{
	divil_flash_mem_write(f, n, io_to_mem(offset), val);
}
