/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fields of DIVIL's local base address registers (cs5536 sheet 2.2). */
#include "cs5536/lbar.h"

#define LBAR_EN	     (UINT64_C(1) << 32)
#define FLASH_NAND   (UINT64_C(1) << 33)
#define FLASH_MEMORY (UINT64_C(1) << 34)

/*
 * The base is written with at least the block's own granularity. IO_MASK (47:44) says which of
 * the address bits 15:12 are compared; the bits below that, down to the block's size, always are.
 */
bool lbar_io_hit(uint64_t msr, uint16_t size, uint16_t port, uint16_t *offset)
{
	uint16_t high = (uint16_t)((msr >> 44 & 15) << 12);
	uint16_t compare = (uint16_t)(high | (0x0fffu & ~(size - 1u)));

	if (!(msr & LBAR_EN) || ((port ^ msr) & compare))
		return false;
	*offset = (uint16_t)(port & (size - 1u));
	return true;
}

bool lbar_kel_hit(uint64_t msr, uint32_t addr)
{
	uint32_t mask = (uint32_t)(msr >> 32) & ~UINT32_C(0xfff);

	return (msr & LBAR_EN) && !((addr ^ (uint32_t)msr) & mask);
}

struct lbar_flash lbar_flash(uint64_t msr)
{
	bool memory = msr & FLASH_MEMORY;
	uint32_t fields = memory ? ~UINT32_C(0xfff) : 0xfff0;

	return (struct lbar_flash){
		.enabled = msr & LBAR_EN,
		.memory = memory,
		.nand = msr & FLASH_NAND,
		.base = (uint32_t)msr & fields,
		.mask = (uint32_t)(msr >> 32) & fields,
	};
}

bool lbar_flash_hit(const struct lbar_flash *l, bool memory, uint32_t addr)
{
	return l->enabled && l->memory == memory && !((addr ^ l->base) & l->mask);
}
