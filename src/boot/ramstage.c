/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage: devices, tables, payload, in this order. */
#include <arch/exception.h>
#include <arch/wakeup.h>
#include <boot/context.h>
#include <boot/memory.h>
#include <boot/picture.h>
#include <boot/region.h>
#include <boot/stages.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/device.h>
#include <drivers/option_store.h>
#include <smm/load.h>
#include <smm/vsa2.h>
#include <tables/tables.h>
#include <version.h>

static struct memmap map;

struct memmap *boot_memmap(void)
{
	return &map;
}

/* Options that the user set in CMOS; a store that lost its contents starts again from the defaults. */
static int options(void)
{
	struct stage_context *ctx = context();
	struct cbfs_file defaults;
	uint32_t level;

	if (!option_store_valid()) {
		pr_notice("CMOS options are not valid: setting the defaults.\n");
		if (region_file(ctx->region, "cmos.default", true, &defaults))
			return option_store_restore(NULL, 0);
		return option_store_restore(defaults.data, defaults.stored_size);
	}
	if (!option_get(OPTION_DEBUG_LEVEL, &level) && level)
		ctx->uart_level = (uint8_t)level;
	return 0;
}

static int clock(void)
{
	struct stage_context *ctx = context();

	if (!ctx->tsc_khz)
		ctx->tsc_khz = cpu_tsc_khz();
	ctx->timestamps->tick_freq_mhz = (uint16_t)(ctx->tsc_khz / 1000 ? ctx->tsc_khz / 1000 : 1);
	cpu_init();
	return 0;
}

/* Before the scan: PCI headers of what is not on PCI come from it. */
static int smm(void)
{
	if (CONFIG(SMM_VSA2))
		return vsa2_load();
	return CONFIG(SMM_HANDLER) ? smm_load() : 0;
}

/* Nothing of the firmware follows but a payload. */
static int end_of_post(void)
{
	return CONFIG(SMM_VSA2) ? vsa2_end_of_post() : 0;
}

static int scan(void)
{
	return device_scan(&context()->ram);
}

static int picture(void)
{
	return CONFIG(BOOT_PICTURE) ? boot_picture() : 0;
}

static int tables(void)
{
	int err, tables_err;

	/* They are there, as is the OS. */
	if (CONFIG(ACPI_RESUME) && context()->resuming && tables_waking_vector())
		return 0;
	err = device_memmap(&context()->ram, &map);
	tables_err = tables_write(&map);

	return err ? err : tables_err;
}

static const struct boot_step steps[] = {
	{"options", POST_OPTIONS, TS_RAMSTAGE_START, options},
	{"processor", POST_CHIPS, 0, clock},
	{"SMI handler", POST_SMM, 0, smm},
	{"device scan", POST_ENUMERATE, TS_DEVICE_ENUMERATE, scan},
	{"resources", POST_RESOURCES, TS_DEVICE_CONFIGURE, device_resources},
	{"enabling devices", POST_ENABLE, TS_DEVICE_ENABLE, device_enable},
	{"initialising devices", POST_INIT, TS_DEVICE_INIT, device_init},
	{"boot picture", POST_INIT, 0, picture},
	{"tables", POST_TABLES, TS_WRITE_TABLES, tables},
	{"end of POST", POST_TABLES, 0, end_of_post},
};

static void wake_os(uint32_t vector)
{
	if (!vector)
		return;
	pr_info("Waking the operating system at %05x\n", vector);
	console_uart_drain();
	cpu_rom_cache(false);
	post_code(POST_JUMP_PAYLOAD);
	wakeup(vector);
}

void ramstage_main(void)
{
	context()->stage = "ramstage";
	exception_init();
	post_code(POST_RAMSTAGE);
	console_init(GEODEBOOT_VERSION);
	run_steps(steps, sizeof(steps) / sizeof(steps[0]));
	if (CONFIG(ACPI_RESUME) && context()->resuming)
		wake_os(tables_waking_vector());
	payload_boot();
}

void ramstage_payload_returned(void)
{
	exception_init();
	cpu_rom_cache(true);
	pr_notice("The payload returned.\n");
	payload_boot();
}
