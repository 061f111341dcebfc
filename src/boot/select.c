/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NORMAL or FALLBACK: the rule of the boot byte, then the contents of NORMAL. */
#include <boot/region.h>
#include <boot/stages.h>
#include <console/console.h>
#include <device/chip.h>
#include <drivers/option_store.h>
#include <lib/errors.h>

/*
 * What must be right before NORMAL is entered: from then on NORMAL's own code checks the rest. Romstage checks
 * ramstage when there is RAM: before it, reading the flash takes ten times as long.
 */
static const char *damaged_file(struct cbfs_file *romstage)
{
	return region_file(REGION_NORMAL, "romstage", false, romstage) ? "romstage" : NULL;
}

bool region_select(struct cbfs_file *romstage)
{
	struct stage_context *ctx = context();
	enum boot_verdict verdict;
	const char *damaged;
	struct cbfs cbfs;

	if (CONFIG(ACPI_RESUME)) {
		const int region = chips_resume();

		/* No boot that counts. What slept over a NORMAL that is damaged now is started anew. */
		ctx->resuming = region == REGION_FALLBACK ||
				(region == REGION_NORMAL && !damaged_file(romstage));
		if (ctx->resuming) {
			ctx->region = (enum boot_region)region;
			snprintk(ctx->reason, sizeof(ctx->reason), "waking up");
			return region == REGION_NORMAL;
		}
	}
	ctx->region = REGION_FALLBACK;
	if (!CONFIG_NORMAL_SIZE_KB)
		return false;
	verdict = option_store_boot_rule();
	if (verdict != BOOT_NORMAL) {
		snprintk(ctx->reason, sizeof(ctx->reason), "%s", option_store_reason(verdict));
		return false;
	}
	damaged = region_open(REGION_NORMAL, &cbfs) ? "the region" : damaged_file(romstage);
	if (damaged) {
		option_store_refuse_normal();
		snprintk(ctx->reason, sizeof(ctx->reason), "NORMAL is damaged (%s)", damaged);
		return false;
	}
	ctx->region = REGION_NORMAL;
	return true;
}
