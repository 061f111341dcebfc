/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MSRs of one GeodeLink device, from its register table. */
#ifndef GEODESIM_GEODELINK_GLD_H
#define GEODESIM_GEODELINK_GLD_H

#include "frame/env.h"
#include "frame/regs.h"

/*
 * A device's MSR file. The table's space is "msr", its addresses are the 14-bit index alone.
 * `base` is the device's address as the processor writes it, for messages. `alias` are index bits
 * the device ignores: 2000h in the companion (cs5536 sheet 1.2), 0 in the processor chip.
 */
struct gld {
	struct reg_file regs;
	uint32_t base;
	uint32_t alias;
	const struct env *env;
};

/* Reasons of struct reg_why for the standard MSRs, at @BASE: 2000h, or 0 in the companion. */
#define GLD_WHY_CONFIG(BASE)                                                                 \
	{                                                                                    \
		(BASE) + 1, (BASE) + 1, "bus priority: one request at a time, so none waits" \
	}
#define GLD_WHY_PM(BASE)                                                                    \
	{                                                                                   \
		(BASE) + 4, (BASE) + 4, "clock gating saves power and changes nothing else" \
	}
#define GLD_WHY_DIAG(BASE)                                                          \
	{                                                                           \
		(BASE) + 5, (BASE) + 5, "a test bus inside the chip, not published" \
	}

/**
 * gld_init - tie @table to its storage; notes of the register file become broken rules
 * @values, @cover: table->count entries (cover may be NULL); @owner: for the table's hooks.
 */
void gld_init(struct gld *d, const struct env *env, const struct reg_table *table, void *owner,
	      uint64_t *values, struct reg_cover *cover, uint32_t base, uint32_t alias);

/** gld_msr_read, gld_msr_write - as in struct gl_device; @msr's index counts, its fields do not.
 *  An index without a register reads 0 and is a broken rule. opaque: struct gld. */
uint64_t gld_msr_read(void *opaque, uint32_t msr);
void gld_msr_write(void *opaque, uint32_t msr, uint64_t val);

/** gld_get, gld_set - a register by index from the model's side (must exist). */
uint64_t gld_get(const struct gld *d, uint32_t index);
void gld_set(struct gld *d, uint32_t index, uint64_t val);

#endif
