/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port 92h (IBM PS/2 system control port A). */
#include "parts/port92.h"

#include <string.h>

#include "parts/portregs.h"

static const struct reg regs[1] = {PORT_REG(0, "port A (92)", 8, .reserved = 0xfc)};

static const struct reg_table reg_table = REG_TABLE("port 92", PORT_REGS, regs);

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct port92 *p = opaque;

	(void)offset;
	(void)size;
	return port_reg_read(&p->regs, 0, p->val);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct port92 *p = opaque;
	bool reset = (val & 1) && !(p->val & 1);

	(void)offset;
	(void)size;
	port_reg_write(&p->regs, 0, val, 3);
	p->val = val & 3;
	signal_set(&p->a20, val & 2);
	if (reset) {
		p->val &= 2; /* the reset clears its own bit */
		signal_pulse(&p->init);
	}
}

struct io_if port92_io(struct port92 *p)
{
	return (struct io_if){.opaque = p, .read = io_read, .write = io_write};
}

void port92_init(struct port92 *p, bool a20)
{
	memset(p, 0, sizeof(*p));
	reg_file_init(&p->regs, &reg_table, p, p->reg_value, p->reg_cover);
	signal_init(&p->a20, "port92.a20");
	signal_init(&p->init, "port92.init");
	port92_reset(p, a20);
}

void port92_reset(struct port92 *p, bool a20)
{
	p->val = a20 ? 2 : 0;
	signal_set(&p->a20, a20);
}
