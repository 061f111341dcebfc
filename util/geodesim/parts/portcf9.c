/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port CF9h (Intel PIIX3 data sheet, reset control register). */
#include "parts/portcf9.h"

#include <string.h>

#include "parts/portregs.h"

enum { HARD = 2, NOW = 4 };

static const struct reg regs[1] = {PORT_REG(0, "reset control (CF9)", 8, .reserved = 0xf9)};

static const struct reg_table reg_table = REG_TABLE("port CF9", PORT_REGS, regs);

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct portcf9 *p = opaque;

	(void)offset;
	(void)size;
	return port_reg_read(&p->regs, 0, p->val);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct portcf9 *p = opaque;
	bool now = (val & NOW) && !(p->val & NOW);

	(void)offset;
	(void)size;
	port_reg_write(&p->regs, 0, val, HARD | NOW);
	p->val = val & (HARD | NOW);
	if (!now)
		return;
	p->val &= HARD;
	signal_pulse(val & HARD ? &p->hard : &p->soft);
}

struct io_if portcf9_io(struct portcf9 *p)
{
	return (struct io_if){.opaque = p, .read = io_read, .write = io_write};
}

void portcf9_init(struct portcf9 *p)
{
	memset(p, 0, sizeof(*p));
	reg_file_init(&p->regs, &reg_table, p, p->reg_value, p->reg_cover);
	signal_init(&p->soft, "cf9.soft");
	signal_init(&p->hard, "cf9.hard");
}
