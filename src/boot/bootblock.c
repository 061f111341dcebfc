/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bootblock: from the first C instruction to the romstage of the region that boots. */
#include <arch/exception.h>
#include <boot/context.h>
#include <boot/region.h>
#include <boot/stages.h>
#include <console/console.h>
#include <device/chip.h>
#include <lib/errors.h>
#include <version.h>

/* services.S */
extern const uint8_t boot_services[];

static int early_chips(void)
{
	return chips_bootblock_init();
}

static int console_up(void)
{
	console_init(GEODEBOOT_VERSION);
	return 0;
}

/* Before the boot is counted and the banner printed: a chip that must reset for its clocks starts all over. */
static int clocks(void)
{
	return chips_start_clocks();
}

static const struct boot_step steps[] = {
	{"early chip set-up", POST_BOOTBLOCK_CHIPS, TS_BOOTBLOCK_START, early_chips},
	{"console", POST_CONSOLE_READY, 0, console_up},
	{"clocks", POST_CLOCKS, 0, clocks},
};

/* Decides what boots, and says so. Returns 0 when NORMAL does; *romstage is then its romstage. */
static int choose_region(struct cbfs_file *romstage)
{
	const struct stage_context *ctx = context();
	bool normal;

	post_code(POST_SELECT_REGION);
	timestamp_add(TS_ROMSTAGE_LOAD_START);
	printk(PR_INFO, "geodeboot %s, %s %s\n", GEODEBOOT_VERSION, CONFIG_MAINBOARD_VENDOR,
	       CONFIG_MAINBOARD_PART);
	normal = region_select(romstage);
	pr_info("Booting %s%s%s\n", region_name(ctx->region), ctx->reason[0] ? ": " : "",
		ctx->reason);
	return normal ? 0 : ERR_NOT_FOUND;
}

/* What FALLBACK's manifest says against its romstage is no reason to give up: there is nothing else. */
static int find_fallback(struct cbfs_file *romstage)
{
	struct cbfs cbfs;
	int err;

	context()->region = REGION_FALLBACK;
	if (!region_file(REGION_FALLBACK, "romstage", true, romstage))
		return 0;
	err = region_open(REGION_FALLBACK, &cbfs);
	return err ? err : cbfs_find(&cbfs, "romstage", romstage);
}

/* Returns when this romstage cannot run. */
static void start_romstage(const struct cbfs_file *file)
{
	const char *name = region_name(context()->region);

	/* Romstage runs where it lies; one that was linked for another place would run wild. */
	if (!file->is_stage || file->load != (uintptr_t)file->data) {
		pr_err("%s: romstage is not made for its place in the flash.\n", name);
		return;
	}
	post_code(POST_START_ROMSTAGE);
	timestamp_add(TS_BOOTBLOCK_END);
	((void (*)(void))(uintptr_t)(file->load + file->entry_offset))();
	pr_err("%s: romstage was built for another bootblock.\n", name);
}

void bootblock_main(uint32_t bist)
{
	struct cbfs_file romstage;

	context_init("bootblock");
	context()->services = boot_services;
	exception_init();
	run_steps(steps, sizeof(steps) / sizeof(steps[0]));
	if (bist)
		pr_err("The processor failed its built-in self test: EAX %08x after reset.\n",
		       bist);
	if (!choose_region(&romstage))
		start_romstage(&romstage);
	if (!find_fallback(&romstage))
		start_romstage(&romstage);
	post_code(POST_INVALID_ROM);
	die("FALLBACK has no romstage that runs: the flash must be written again from outside.\n");
}
