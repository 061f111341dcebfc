/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Module descriptions of any contents: decoded, planned for a Geode LX, with the promises of both checked. */
#include <lib/spd.h>
#include "fuzz.h"
#include "timings.h"

/* What the input is a difference to: 256 MiB of DDR400. */
static const uint8_t usual[SPD_SIZE] = {
	[0] = 128,   [1] = 8,	  [2] = 7,     [3] = 13,    [4] = 10,	 [5] = 1,     [6] = 64,
	[8] = 4,     [9] = 0x50,  [12] = 0x82, [13] = 16,   [16] = 0x0e, [17] = 4,    [18] = 0x1c,
	[21] = 0x20, [23] = 0x60, [25] = 0x75, [27] = 0x3c, [28] = 0x28, [29] = 0x3c, [30] = 0x28,
	[31] = 0x40, [41] = 0x37, [42] = 0x46, [43] = 0x30};

/* The modules' own rules, by the bytes. */
static void check_module(const uint8_t *spd, const struct ddr_module *m)
{
	MUST(spd[SPD_MEMORY_TYPE] == 7 && m->ranks >= 1 && m->ranks <= 2);
	MUST(m->rank_mib >= 16 && !(m->rank_mib & (m->rank_mib - 1)));
	MUST(m->chips >= 2 && m->chips <= 32);
	MUST(m->trc_ps >= m->tras_ps + m->trp_ps && m->trfc_ps && m->trefi_ps);
}

static void check_plan(const struct geode_lx_memory *memory, const struct geode_lx_plan *plan)
{
	for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		const struct ddr_module *m = &memory->module[slot];
		const uint64_t period = GEODE_LX_PERIOD_PS, times = memory->multiplier;

		if (!memory->present[slot])
			continue;
		MUST(m->cycle_ps[plan->cas] && m->cycle_ps[plan->cas] * times <= period);
		MUST(plan->field[GEODE_LX_ACT2PRE] * period >= m->tras_ps * times);
		MUST(plan->field[GEODE_LX_ACT2CMD] * period >= m->trcd_ps * times);
		MUST(plan->field[GEODE_LX_ACT2ACTREF] * period >= m->trc_ps * times);
		MUST(plan->field[GEODE_LX_REF2ACT] * period >= m->trfc_ps * times);
		MUST(plan->field[GEODE_LX_REF_INT] * 16 * period <= m->trefi_ps * times);
	}
	MUST(plan->total_mib >= 16 && plan->total_mib <= 2048);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct geode_lx_memory memory = {.multiplier = 12};
	struct geode_lx_refusal refusal;
	struct geode_lx_plan plan;

	if (size < 1)
		return 0;
	memory.multiplier = (uint8_t)(6 + data[0] % 7);
	memory.terminated = data[0] & 0x80;
	for (unsigned slot = 0; slot < GEODE_LX_SLOTS && size >= 1 + (slot + 1) * SPD_SIZE;
	     slot++) {
		struct spd_refusal why = {0};
		uint8_t spd[SPD_SIZE], sum = 0;
		int err;

		for (unsigned i = 0; i < SPD_SIZE; i++)
			spd[i] = usual[i] ^ data[1 + slot * SPD_SIZE + i];
		/* Mostly with the right checksum, or nothing behind it would be reached. */
		for (unsigned i = 0; i < SPD_CHECKSUM; i++)
			sum = (uint8_t)(sum + spd[i]);
		if (spd[SPD_CHECKSUM] != 0xff)
			spd[SPD_CHECKSUM] = sum;
		err = spd_decode(spd, &memory.module[slot], &why);
		memory.present[slot] = !err;
		if (err)
			MUST(why.reason && why.byte < SPD_SIZE && why.value == spd[why.byte]);
		else
			check_module(spd, &memory.module[slot]);
	}
	memset(&refusal, 0, sizeof(refusal));
	if (!geode_lx_plan(&memory, &plan, &refusal))
		check_plan(&memory, &plan);
	else if (memory.present[0] || memory.present[1])
		MUST(refusal.reason && memory.present[refusal.slot]);
	for (unsigned reg = 0; reg < GEODE_LX_MC_REGISTERS; reg++)
		geode_lx_register(&plan, reg, ~0ull);
	return 0;
}
