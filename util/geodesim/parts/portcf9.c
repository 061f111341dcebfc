/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Port CF9h (Intel PIIX3 data sheet, reset control register). */
#include "parts/portcf9.h"

#include <string.h>

enum { HARD = 2, NOW = 4 };

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	const struct portcf9 *p = opaque;

	(void)offset;
	(void)size;
	return p->val;
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct portcf9 *p = opaque;
	bool now = (val & NOW) && !(p->val & NOW);

	(void)offset;
	(void)size;
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
	signal_init(&p->soft, "cf9.soft");
	signal_init(&p->hard, "cf9.hard");
}
