/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port 92h (IBM PS/2 system control port A). */
#include "parts/port92.h"

#include <string.h>

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	const struct port92 *p = opaque;

	(void)offset;
	(void)size;
	return p->val;
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct port92 *p = opaque;
	bool reset = (val & 1) && !(p->val & 1);

	(void)offset;
	(void)size;
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
	signal_init(&p->a20, "port92.a20");
	signal_init(&p->init, "port92.init");
	port92_reset(p, a20);
}

void port92_reset(struct port92 *p, bool a20)
{
	p->val = a20 ? 2 : 0;
	signal_set(&p->a20, a20);
}
