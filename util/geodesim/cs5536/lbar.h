/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Local base address registers of the companion's DIVIL: what MSR contents decode. */
#ifndef GEODESIM_CS5536_LBAR_H
#define GEODESIM_CS5536_LBAR_H

#include <stdbool.h>
#include <stdint.h>

/** lbar_io_hit - does an I/O LBAR (@msr) of a block of @size ports claim @port? *offset: where. */
bool lbar_io_hit(uint64_t msr, uint16_t size, uint16_t port, uint16_t *offset);

/** lbar_kel_hit - does LBAR_KEL claim memory address @addr (4 KiB window)? */
bool lbar_kel_hit(uint64_t msr, uint32_t addr);

/* LBAR_FLSH0-3. */
struct lbar_flash {
	bool enabled, memory, nand;
	uint32_t base, mask; /* a hit: (addr & mask) == (base & mask) */
};

/** lbar_flash - the fields of a flash LBAR. lbar_flash_hit - does it claim @addr? */
struct lbar_flash lbar_flash(uint64_t msr);
bool lbar_flash_hit(const struct lbar_flash *l, bool memory, uint32_t addr);

#endif
