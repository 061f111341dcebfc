/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reset states of the floating-point unit and its tag word. */
#include "fpu/fpu.h"
#include "fpu/x87.h"

void fpu_init(struct fpu_state *f)
{
	f->cw = 0x37f;
	f->sw = 0;
	f->top = 0;
	f->full = 0;
	f->fop = 0;
	f->fip = 0;
	f->fcs = 0;
	f->fdp = 0;
	f->fds = 0;
}

void fpu_reset(struct fpu_state *f)
{
	for (unsigned i = 0; i < 8; i++)
		f->r[i] = x87_make(0, 0);
	fpu_init(f);
}

static unsigned tag_of(const struct ext80 *v)
{
	switch (x87_classify(v)) {
	case X87_ZERO: return 1;
	case X87_NORMAL: return 0;
	default: return 2;
	}
}

uint16_t fpu_tag_word(const struct fpu_state *f)
{
	unsigned tag = 0;

	for (unsigned i = 0; i < 8; i++) {
		unsigned t = f->full >> i & 1 ? tag_of(&f->r[i]) : 3;

		tag |= t << (2 * i);
	}
	return (uint16_t)tag;
}

void fpu_load_words(struct fpu_state *f, uint16_t cw, uint16_t sw, uint16_t tag)
{
	f->cw = (cw & X87_CW_WRITABLE) | X87_CW_FIXED;
	f->top = sw >> 11 & 7;
	f->sw = sw & (X87_CC | X87_SF | X87_FLAGS);
	f->full = 0;
	for (unsigned i = 0; i < 8; i++) {
		if ((tag >> (2 * i) & 3) != 3)
			f->full |= (uint8_t)(1u << i);
	}
	x87_update_es(f);
}
