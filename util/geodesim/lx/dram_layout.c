/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the memory controller takes addresses apart, and where they end in a real module. */
#include "lx/dram.h"

#define PAGE_CODE_NONE 7

/* The fields of one socket in MC_CF07_DATA[63:32] (LX data book 6.2.2.9; fact sheet 4.1). */
static bool decode_socket(struct dram_socket *s, unsigned word)
{
	unsigned page = word & 7, size = word >> 12 & 15;
	int rows;

	*s = (struct dram_socket){0};
	if (page == PAGE_CODE_NONE)
		return true;
	if (page > 5 || !size || size > 8)
		return false;
	s->present = true;
	s->size = (UINT64_C(4) << 20) << size;
	s->columns = (uint8_t)(page + 7);
	s->bank_bits = word & 0x10 ? 2 : 1;
	s->rank_bits = word & 0x100 ? 1 : 0;
	/* Whatever is left of the size goes to the rows. */
	rows = 22 + (int)size - 3 - s->columns - s->bank_bits - s->rank_bits;
	s->row_bits = (uint8_t)(rows < 0 ? 0 : rows);
	return true;
}

static bool same(const struct dram_socket *a, const struct dram_socket *b)
{
	return a->present && b->present && a->size == b->size && a->columns == b->columns &&
	       a->bank_bits == b->bank_bits && a->rank_bits == b->rank_bits;
}

void dram_layout_decode(struct dram_layout *l, uint64_t cf07, uint64_t cf8f)
{
	*l = (struct dram_layout){.valid = true};
	for (unsigned n = 0; n < 2; n++) {
		if (!decode_socket(&l->socket[n], (unsigned)(cf07 >> (32 + 16 * n)) & 0xffff))
			l->valid = false;
		l->size += l->socket[n].size;
	}
	l->high_order = cf8f >> 33 & 1;
	l->interleaved = !l->high_order && same(&l->socket[0], &l->socket[1]);
	l->xor_ba0 = cf8f >> 48 & 1;
	l->xor_ba1 = cf8f >> 49 & 1;
	l->xor_mb0 = cf8f >> 50 & 1;
	if (l->xor_ba0 || l->xor_ba1 || l->xor_mb0)
		l->xor_bit = (uint8_t)(18 + (cf8f >> 51 & 3));
}

static uint32_t take(uint32_t *rest, unsigned bits)
{
	uint32_t val = *rest & ((UINT32_C(1) << bits) - 1);

	*rest >>= bits;
	return val;
}

bool dram_layout_place(const struct dram_layout *l, uint32_t addr, struct dram_place *p)
{
	const struct dram_socket *s = &l->socket[0];
	uint32_t rest = addr;
	unsigned flip = l->xor_bit ? addr >> l->xor_bit & 1 : 0;

	if (addr >= l->size)
		return false;
	p->dimm = 0;
	if (!l->interleaved && addr >= s->size) {
		rest -= (uint32_t)s->size;
		s = &l->socket[1];
		p->dimm = 1;
	}
	take(&rest, 3);
	p->column = take(&rest, s->columns);
	if (l->high_order)
		p->row = take(&rest, s->row_bits);
	p->bank = take(&rest, s->bank_bits);
	p->rank = take(&rest, s->rank_bits);
	if (l->interleaved)
		p->dimm = take(&rest, 1);
	if (!l->high_order)
		p->row = rest;
	if (flip) {
		p->bank ^= l->xor_ba0 | (l->xor_ba1 && s->bank_bits == 2) << 1;
		p->rank ^= l->xor_mb0 && s->rank_bits;
	}
	return true;
}

bool dram_spd_offset(const struct dram_spd *s, const struct dram_place *p, uint64_t *offset)
{
	uint64_t at;

	if (!s->usable || p->rank >= s->ranks)
		return false;
	at = p->row & ((UINT32_C(1) << s->rows) - 1);
	at = at * s->ranks + p->rank;
	at = at * s->banks + (p->bank & (s->banks - 1u));
	*offset = (at << s->columns | (p->column & ((UINT32_C(1) << s->columns) - 1))) << 3;
	return true;
}
