/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POST code port. */
#include "parts/post.h"

#include <string.h>

#include "parts/portregs.h"

static const struct reg regs[1] = {PORT_REG(0, "POST code (80)", 8, )};

static const struct reg_table reg_table = REG_TABLE("POST", PORT_REGS, regs);

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct post *p = opaque;

	if (p->behind.read)
		return p->behind.read(p->behind.opaque, offset, size);
	return port_reg_read(&p->regs, 0, p->last);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct post *p = opaque;

	if (p->behind.write)
		p->behind.write(p->behind.opaque, offset, size, val);
	port_reg_write(&p->regs, 0, val, 0xff);
	p->last = (uint8_t)val;
	p->count++;
	if (trace_on(p->trace, TRACE_POST))
		trace_line(p->trace, TRACE_POST, "%02X", p->last);
	if (p->code)
		p->code(p->opaque, p->last);
}

struct io_if post_io(struct post *p)
{
	return (struct io_if){.opaque = p, .read = io_read, .write = io_write};
}

void post_init(struct post *p, struct trace *trace, struct io_if behind)
{
	memset(p, 0, sizeof(*p));
	reg_file_init(&p->regs, &reg_table, p, p->reg_value, p->reg_cover);
	p->trace = trace;
	p->behind = behind;
}
