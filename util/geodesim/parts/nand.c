/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAND flash: command, address and data cycles, and what they do to the cells. */
#include "parts/nand.h"

#include <stdlib.h>
#include <string.h>

/* Maker, device, then what tells page, spare and block size. */
static const uint8_t identity[5] = {0xec, 0xf1, 0x00, 0x95, 0x40};

enum { STATUS_FAIL = 0x01, STATUS_READY = 0x60, STATUS_WRITABLE = 0x80 };

static void ready(void *o, uint64_t due)
{
	struct nand *n = o;

	(void)due;
	if (n->changed)
		n->changed(n->opaque);
}

void nand_init(struct nand *n, struct clock *clock, struct trace *trace)
{
	memset(n, 0, sizeof(*n));
	n->clock = clock;
	n->trace = trace;
	event_init(&n->done, "nand.done", ready, n);
}

void nand_free(struct nand *n)
{
	for (unsigned i = 0; i < NAND_BLOCKS; i++)
		free(n->block[i]);
	memset(n->block, 0, sizeof(n->block));
}

bool nand_ready(const struct nand *n)
{
	return clock_now(n->clock) >= n->busy_until;
}

static void busy(struct nand *n, uint64_t ns)
{
	n->busy_until = clock_after_ns(n->clock, ns);
	event_schedule(n->clock, &n->done, n->busy_until);
	if (n->changed)
		n->changed(n->opaque);
}

static void expect_address(struct nand *n, enum nand_mode mode, unsigned cycles)
{
	n->mode = mode;
	n->cycles = 0;
	n->wanted = cycles;
}

static void load(struct nand *n)
{
	const uint8_t *block = n->block[n->row / NAND_PAGES];

	if (block)
		memcpy(n->page, block + (size_t)(n->row % NAND_PAGES) * NAND_PAGE, NAND_PAGE);
	else
		memset(n->page, 0xff, NAND_PAGE);
	n->mode = NAND_OUT;
	busy(n, NAND_READ_NS);
}

static void program(struct nand *n)
{
	uint8_t **block = &n->block[n->row / NAND_PAGES];

	n->mode = NAND_NOTHING;
	busy(n, NAND_PROGRAM_NS);
	if (!*block) {
		*block = malloc((size_t)NAND_PAGES * NAND_PAGE);
		n->failed = !*block;
		if (n->failed)
			return;
		memset(*block, 0xff, (size_t)NAND_PAGES * NAND_PAGE);
	}
	n->failed = false;
	for (unsigned i = 0; i < NAND_PAGE; i++)
		(*block)[(size_t)(n->row % NAND_PAGES) * NAND_PAGE + i] &= n->page[i];
}

static void erase(struct nand *n)
{
	free(n->block[n->row / NAND_PAGES]);
	n->block[n->row / NAND_PAGES] = NULL;
	n->failed = false;
	n->mode = NAND_NOTHING;
	busy(n, NAND_ERASE_NS);
}

static void broken(struct nand *n, const char *what, unsigned val)
{
	trace_line(n->trace, TRACE_CHECK, "NAND: %s %02X does not belong here", what, val);
}

static bool addressed(const struct nand *n, enum nand_mode mode)
{
	return n->mode == mode && n->cycles == n->wanted;
}

/* The second half of a command. False: it is none, or comes unasked. */
static bool confirm(struct nand *n, uint8_t val)
{
	bool in = addressed(n, NAND_PROGRAM) || addressed(n, NAND_IN_AT);

	if (val == 0x30 && addressed(n, NAND_READ))
		load(n);
	else if (val == 0xe0 && addressed(n, NAND_OUT_AT))
		n->mode = NAND_OUT;
	else if (val == 0x10 && in)
		program(n);
	else if (val == 0x85 && in)
		expect_address(n, NAND_IN_AT, 2);
	else if (val == 0xd0 && addressed(n, NAND_ERASE))
		erase(n);
	else
		return false;
	return true;
}

void nand_command(struct nand *n, uint8_t val)
{
	if (!nand_ready(n) && val != 0x70 && val != 0xff) {
		broken(n, "while it is busy, command", val);
		return;
	}
	switch (val) {
	case 0x00: expect_address(n, NAND_READ, 4); break;
	case 0x05: expect_address(n, NAND_OUT_AT, 2); break;
	case 0x60: expect_address(n, NAND_ERASE, 2); break;
	case 0x70: n->mode = NAND_STATUS; break;
	case 0x80:
		memset(n->page, 0xff, NAND_PAGE);
		expect_address(n, NAND_PROGRAM, 4);
		break;
	case 0x90: expect_address(n, NAND_ID, 1); break;
	case 0xff:
		n->mode = NAND_NOTHING;
		n->failed = false;
		busy(n, NAND_RESET_NS);
		break;
	default:
		if (!confirm(n, val))
			broken(n, "command", val);
	}
}

/* Two cycles of column, two of row; an erase has the row alone. */
static void take_address(struct nand *n)
{
	const uint8_t *row = n->mode == NAND_ERASE ? n->address : n->address + 2;

	if (n->mode == NAND_ID) {
		n->column = n->address[0];
		return;
	}
	if (n->mode != NAND_ERASE)
		n->column = (n->address[0] | (unsigned)n->address[1] << 8) & 0xfff;
	if (n->mode != NAND_OUT_AT && n->mode != NAND_IN_AT)
		n->row = (row[0] | (uint32_t)row[1] << 8) % (NAND_BLOCKS * NAND_PAGES);
}

void nand_address(struct nand *n, uint8_t val)
{
	if (n->mode == NAND_NOTHING || n->mode == NAND_STATUS || n->mode == NAND_OUT ||
	    n->cycles >= n->wanted) {
		broken(n, "address", val);
		return;
	}
	n->address[n->cycles++] = val;
	if (n->cycles == n->wanted)
		take_address(n);
}

void nand_write(struct nand *n, uint8_t val)
{
	if (!addressed(n, NAND_PROGRAM) && !addressed(n, NAND_IN_AT)) {
		broken(n, "data", val);
		return;
	}
	if (n->column < NAND_PAGE)
		n->page[n->column++] = val;
}

uint8_t nand_read(struct nand *n)
{
	bool out = n->mode == NAND_OUT || (n->mode == NAND_READ && !n->cycles);

	if (n->mode == NAND_STATUS)
		return (uint8_t)(STATUS_WRITABLE | (nand_ready(n) ? STATUS_READY : 0) |
				 (nand_ready(n) && n->failed ? STATUS_FAIL : 0));
	/* At address 20h others say what standard they follow. */
	if (addressed(n, NAND_ID))
		return n->column < sizeof(identity) ? identity[n->column++] : 0;
	if (out && nand_ready(n) && n->column < NAND_PAGE)
		return n->page[n->column++];
	return 0xff;
}
