/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port 61h (IBM PC/AT Technical Reference, system control port B). */
#include "parts/port61.h"

#include <string.h>

#include "parts/portregs.h"

enum { GATE = 1, SPEAKER = 2, SERR_OFF = 4, IOCHK_OFF = 8 };

/* Not modelled: the speaker's sound (bit 1). */
static const struct reg regs[1] = {
	PORT_REG(0, "port B (61)", 8, .ro = 0xf0, .unmodelled = SPEAKER, .probed = true),
};

static const struct reg_why why[] = {
	{0x0, UINT32_MAX, "the speaker is not heard"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("port 61", PORT_REGS, regs, why);

static void update(struct port61 *p)
{
	signal_set(&p->nmi, (p->serr && !(p->control & SERR_OFF)) ||
				    (p->iochk && !(p->control & IOCHK_OFF)));
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct port61 *p = opaque;

	(void)offset;
	(void)size;
	return port_reg_read(&p->regs, 0,
			     (uint8_t)(p->control | i8254_refresh(p->pit) << 4 |
				       i8254_out(p->pit, 2) << 5 | p->iochk << 6 | p->serr << 7));
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct port61 *p = opaque;

	(void)offset;
	(void)size;
	port_reg_write(&p->regs, 0, val, 0x0f);
	p->control = val & 0x0f;
	if (val & SERR_OFF)
		p->serr = false;
	if (val & IOCHK_OFF)
		p->iochk = false;
	i8254_gate(p->pit, 2, val & GATE);
	update(p);
}

struct io_if port61_io(struct port61 *p)
{
	return (struct io_if){.opaque = p, .read = io_read, .write = io_write};
}

void port61_init(struct port61 *p, struct i8254 *pit)
{
	memset(p, 0, sizeof(*p));
	p->pit = pit;
	reg_file_init(&p->regs, &reg_table, p, p->reg_value, p->reg_cover);
	signal_init(&p->nmi, "port61.nmi");
}

void port61_reset(struct port61 *p)
{
	p->control = 0;
	p->serr = false;
	p->iochk = false;
	i8254_gate(p->pit, 2, false);
	update(p);
}

void port61_serr(struct port61 *p)
{
	if (!(p->control & SERR_OFF))
		p->serr = true;
	update(p);
}

void port61_iochk(struct port61 *p)
{
	if (!(p->control & IOCHK_OFF))
		p->iochk = true;
	update(p);
}
