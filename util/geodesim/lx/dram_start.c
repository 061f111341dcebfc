/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The start-up of a DDR module, step by step, as JEDEC standard 79 demands it. */
#include <inttypes.h>

#include "lx/dram.h"

/*
 * The order: 200 us of stable clocks, CKE, precharge all, extended mode register with DLL on, mode
 * register with DLL reset, 200 clocks, precharge all, two refreshes, mode register without DLL
 * reset. (JESD79 2.2; AMD application note 46959A 2.0 and Micron TN-46-08 say the same.)
 *
 * What would leave the module without data is told apart from what only breaks a guarantee: after
 * the latter it works here, so that one mistake gives one report.
 */
#define CKE_DELAY_PS	UINT64_C(200000000)
#define DLL_LOCK_CLOCKS 200
#define REFRESHES	2

void dram_start_reset(struct dram_start *d)
{
	*d = (struct dram_start){0};
}

bool dram_start_loaded(const struct dram_start *d)
{
	return d->dll_enabled && d->dll_reset && d->ready;
}

bool dram_start_works(const struct dram_start *d)
{
	return d->cke && dram_start_loaded(d);
}

void dram_start_cke(struct dram_start *d, struct rules *rules, unsigned dimm, bool level,
		    uint64_t now_ps, uint64_t clock_ps)
{
	uint64_t stable = now_ps > clock_ps ? now_ps - clock_ps : 0;

	if (level && !d->cke && stable < CKE_DELAY_PS)
		rule_broken(rules, RULE_DRAM_CKE_EARLY,
			    "DIMM%u: CKE after %" PRIu64 " us of stable clocks", dimm,
			    stable / 1000000);
	d->cke = level;
	d->told = false;
}

/* The DLL needs its clocks before whatever comes next. */
static void check_wait(struct dram_start *d, struct rules *rules, unsigned dimm, const char *what,
		       uint64_t now_ps, uint32_t period_ps)
{
	uint64_t clocks = (now_ps - d->dll_reset_ps) / (period_ps ? period_ps : 1);

	if (!d->dll_reset || d->wait_told || clocks >= DLL_LOCK_CLOCKS)
		return;
	rule_broken(rules, RULE_DRAM_DLL_WAIT, "DIMM%u: %s %" PRIu64 " clocks after the DLL reset",
		    dimm, what, clocks);
	d->wait_told = true;
}

static void precharge(struct dram_start *d)
{
	d->precharged = true;
	if (d->dll_reset)
		d->precharged_2 = true;
}

static void extended_mode(struct dram_start *d, struct rules *rules, unsigned dimm,
			  const struct dram_mode *mode)
{
	if (!d->precharged)
		rule_broken(rules, RULE_DRAM_PRECHARGE,
			    "DIMM%u: extended mode register set without precharge", dimm);
	if (mode->dll_disable)
		rule_broken(rules, RULE_DRAM_DLL_ENABLE, "DIMM%u: DLL disabled", dimm);
	d->dll_enabled = !mode->dll_disable;
	d->weak_drive = mode->weak_drive;
	d->precharged = true; /* named once */
}

static void mode_with_dll_reset(struct dram_start *d, struct rules *rules, unsigned dimm,
				uint64_t now_ps)
{
	if (!d->dll_enabled)
		rule_broken(rules, RULE_DRAM_DLL_ENABLE,
			    "DIMM%u: mode register set before the DLL was enabled", dimm);
	else if (!d->precharged)
		rule_broken(rules, RULE_DRAM_PRECHARGE,
			    "DIMM%u: mode register set without precharge", dimm);
	d->dll_reset = true;
	d->dll_reset_ps = now_ps;
	d->wait_told = false;
	d->precharged_2 = false;
	d->refreshes = 0;
	d->ready = false;
}

static void mode_final(struct dram_start *d, struct rules *rules, unsigned dimm)
{
	if (!d->dll_reset)
		rule_broken(rules, RULE_DRAM_DLL_RESET,
			    "DIMM%u: mode register set without DLL reset first", dimm);
	else if (d->refreshes < REFRESHES)
		rule_broken(rules, RULE_DRAM_TWO_REFRESHES,
			    "DIMM%u: mode register set after %u refreshes", dimm, d->refreshes);
	d->ready = true;
}

static void refresh(struct dram_start *d, struct rules *rules, unsigned dimm)
{
	if (d->ready || !d->dll_reset) /* normal work; or too early to count */
		return;
	if (!d->precharged_2)
		rule_broken(rules, RULE_DRAM_PRECHARGE,
			    "DIMM%u: refresh without precharge after the DLL reset", dimm);
	d->precharged_2 = true; /* named once */
	if (d->refreshes < REFRESHES)
		d->refreshes++;
	d->refreshed = d->refreshed || d->refreshes == REFRESHES;
}

void dram_start_command(struct dram_start *d, struct rules *rules, unsigned dimm,
			enum dram_command command, const struct dram_mode *mode, uint64_t now_ps,
			uint32_t period_ps)
{
	static const char *const name[] = {"precharge", "extended mode register set",
					   "mode register set", "refresh"};

	if (!d->cke) {
		if (!d->told)
			rule_broken(rules, RULE_DRAM_CKE_LOW, "DIMM%u: %s with CKE low", dimm,
				    name[command]);
		d->told = true;
		return;
	}
	d->told = false;
	check_wait(d, rules, dimm, name[command], now_ps, period_ps);
	switch (command) {
	case DRAM_PRECHARGE_ALL: precharge(d); break;
	case DRAM_EMRS: extended_mode(d, rules, dimm, mode); break;
	case DRAM_MRS:
		d->cas_code = mode->cas_code;
		if (mode->dll_reset)
			mode_with_dll_reset(d, rules, dimm, now_ps);
		else
			mode_final(d, rules, dimm);
		break;
	case DRAM_REFRESH: refresh(d, rules, dimm); break;
	}
}

/* What an access finds missing. One rule: the first step that was left out. */
static void name_missing(struct dram_start *d, struct rules *rules, unsigned dimm, bool write)
{
	const char *access = write ? "write" : "read";

	if (!d->cke && dram_start_loaded(d))
		rule_broken(rules, RULE_DRAM_CKE_LOW, "DIMM%u: %s with CKE low", dimm, access);
	else if (!d->cke || (!d->dll_enabled && !d->dll_reset && !d->ready))
		rule_broken(rules, RULE_DRAM_EARLY, "DIMM%u: %s before start-up", dimm, access);
	else if (!d->dll_enabled || (!d->dll_reset && d->ready))
		return; /* named when the command came */
	else if (!d->dll_reset)
		rule_broken(rules, RULE_DRAM_DLL_RESET, "DIMM%u: %s without DLL reset", dimm,
			    access);
	else if (!d->refreshed)
		rule_broken(rules, RULE_DRAM_TWO_REFRESHES, "DIMM%u: %s after %u refreshes", dimm,
			    access, d->refreshes);
	else
		rule_broken(rules, RULE_DRAM_MODE_FINAL, "DIMM%u: %s in DLL reset", dimm, access);
}

bool dram_start_access(struct dram_start *d, struct rules *rules, unsigned dimm, bool write,
		       uint64_t now_ps, uint32_t period_ps)
{
	if (dram_start_works(d)) {
		check_wait(d, rules, dimm, write ? "write" : "read", now_ps, period_ps);
		return true;
	}
	if (!d->told)
		name_missing(d, rules, dimm, write);
	d->told = true;
	return false;
}
