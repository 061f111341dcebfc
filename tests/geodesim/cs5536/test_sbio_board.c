/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole board: sleep, wake, watchdog and SPD reads, with processor, memory and bus times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "board/spd.h"
#include "machine/geode.h"
#include "machine/geode_internal.h"

#define FLASH_BYTES 524288u
#define MS	    UINT64_C(1000000000) /* in ps */
#define SECOND	    (1000 * MS)

#define GPIO	    0x6100
#define MFGPT	    0x6200
#define ACPI	    0x9c00
#define PMS	    0x9d00
#define PM1	    ACPI
#define PM1_CNT	    (ACPI + 8)
#define SLP_EN	    0x2000u
#define WKD	    (PMS + 0x30)
#define WKXD	    (PMS + 0x34)
#define FSD	    (PMS + 0x40)
#define SSC	    (PMS + 0x54)
#define EN	    0x40000000u
#define LBAR(at)    ((uint64_t)0xf001 << 32 | (at))

struct rig {
	struct geode *g;
	uint8_t rom[FLASH_BYTES];
	uint8_t spd[SPD_BYTES];
	unsigned boots;
};

static void boot_seen(void *tools, uint8_t code)
{
	struct rig *r = tools;

	if (code == 0x5a)
		r->boots++;
}

static void out(struct rig *r, uint16_t port, uint32_t val)
{
	geode_route_out(&r->g->m, port, 4, val);
}

static uint32_t in(struct rig *r, uint16_t port)
{
	return geode_route_in(&r->g->m, port, 4);
}

static enum machine_stop run(struct rig *r, uint64_t ps)
{
	struct machine *m = &r->g->m;

	m->end_clock = clock_at_ps(&m->clock, clock_ps(&m->clock, cpu_clock(m->cpu)) + ps);
	machine_continue(m);
	return machine_run(m);
}

/* As early firmware does it: the way to the companion, its blocks' ports, WORK_AUX. */
static void set_up(struct rig *r)
{
	assert_true(geode_msr_write(r->g, 0x5000201e, 0xf00));
	assert_true(geode_msr_write(r->g, 0x5140000c, LBAR(GPIO)));
	assert_true(geode_msr_write(r->g, 0x5140000d, LBAR(MFGPT)));
	assert_true(geode_msr_write(r->g, 0x5140000e, LBAR(ACPI)));
	assert_true(geode_msr_write(r->g, 0x5140000f, LBAR(PMS)));
	out(r, GPIO + 0x90, 0xfeff0100);
	out(r, GPIO + 0x84, 0xfeff0100);
}

/* The flash holds: mov al,5Ah; out 80h,al; sti; hlt; jmp back to hlt. */
static int setup(void **state)
{
	static const uint8_t code[] = {0xb0, 0x5a, 0xe6, 0x80, 0xfb, 0xf4, 0xeb, 0xfd};
	static struct rig rig;
	struct spd_geometry geometry;
	struct geode_config c = {
		.name = "test/sleep",
		.cpu = CPU_GEODE_LX,
		.pci_hz = 33333333,
		.flash = lpcflash_find("SST49LF040"),
		.rom = rig.rom,
		.power_button = true,
		.dimm[0] = {.spd = rig.spd, .spd_address = 0x50},
	};
	char err[200];

	memset(&rig, 0, sizeof(rig));
	memset(rig.rom, 0xff, sizeof(rig.rom));
	memcpy(rig.rom + FLASH_BYTES - 16, code, sizeof(code));
	assert_non_null(c.flash);
	assert_int_equal(spd_for_size(64, 333, &geometry), 0);
	assert_int_equal(spd_build(&geometry, rig.spd), 0);
	rig.g = geode_new(&c, err, sizeof(err));
	if (!rig.g)
		fail_msg("%s", err);
	rig.g->m.tools = &rig;
	rig.g->m.post_out = boot_seen;
	assert_int_equal(run(&rig, MS), MACHINE_STOP_TIME);
	assert_int_equal(rig.boots, 1);
	set_up(&rig);
	*state = &rig;
	return 0;
}

static int teardown(void **state)
{
	geode_free(((struct rig *)*state)->g);
	return 0;
}

static uint8_t *memory(struct rig *r)
{
	return dram_cells_page(&r->g->glmc.cells[0], 0x3000);
}

static void suspend(struct rig *r)
{
	memset(memory(r), 0xa5, 4096);
	out(r, PM1, (uint32_t)ACPI_PWRBTN << 16 | ACPI_WAK);
	out(r, WKD, 0x9999);
	out(r, WKXD, EN | 1);
	out(r, SSC, 0x2ffff);
	out(r, PM1_CNT, SLP_EN);
	assert_int_equal(run(r, 5 * SECOND), MACHINE_STOP_TIME);
	assert_true(r->g->m.asleep);
	assert_int_equal(r->boots, 1);
}

static void press(struct rig *r, uint64_t ps)
{
	assert_true(geode_button(r->g, "power", true));
	run(r, ps);
	assert_true(geode_button(r->g, "power", false));
	run(r, MS);
}

static void a_suspended_board_starts_at_the_reset_vector_with_its_memory(void **state)
{
	struct rig *r = *state;

	assert_true(geode_msr_write(r->g, 0x20002004, 4));
	suspend(r);
	press(r, MS);
	assert_int_equal(r->boots, 2);
	assert_int_equal(memory(r)[0], 0xa5);
	assert_int_equal(memory(r)[4095], 0xa5);
	/* Ports are gone until they are programmed again; what must survive has survived. */
	assert_int_equal(in(r, WKD), 0xffffffff);
	set_up(r);
	assert_int_equal(in(r, WKD), 0x9999);
	assert_int_equal(in(r, PM1) & 0xffff, ACPI_WAK | ACPI_PWRBTN);
	assert_int_equal(in(r, SSC), PMS_CAUSE_OFF);
	if (r->g->rules.hits)
		fail_msg("%s: %s", rules_info(r->g->rules.hit[0].rule)->name,
			 r->g->rules.hit[0].text);
}

static void memory_without_self_refresh_is_lost(void **state)
{
	struct rig *r = *state;
	unsigned same = 0;

	suspend(r);
	press(r, MS);
	assert_int_equal(r->boots, 2);
	for (unsigned i = 0; i < 4096; i++)
		same += memory(r)[i] == 0xa5;
	assert_in_range(same, 0, 100);
}

static void soft_off(struct rig *r)
{
	memset(memory(r), 0xa5, 4096);
	assert_true(geode_msr_write(r->g, 0x20002004, 4));
	out(r, PM1, (uint32_t)ACPI_PWRBTN << 16 | ACPI_WAK);
	out(r, WKXD, EN);
	out(r, WKD, EN);
	out(r, PM1_CNT, SLP_EN);
}

static void soft_off_ends_the_run(void **state)
{
	struct rig *r = *state;

	soft_off(r);
	assert_int_equal(run(r, SECOND), MACHINE_STOP_POWER);
}

static void a_board_that_is_off_starts_by_its_button(void **state)
{
	struct rig *r = *state;
	unsigned same = 0;

	r->g->stay_when_off = true;
	soft_off(r);
	assert_int_equal(run(r, 10 * SECOND), MACHINE_STOP_TIME);
	assert_true(r->g->sbio.pms.power_off.level);
	press(r, MS);
	assert_int_equal(r->boots, 2);
	for (unsigned i = 0; i < 4096; i++)
		same += memory(r)[i] == 0xa5;
	assert_in_range(same, 0, 100);
}

static void holding_the_button_ends_the_run(void **state)
{
	struct rig *r = *state;

	out(r, FSD, 0x40020000);
	assert_true(geode_button(r->g, "power", true));
	assert_int_equal(run(r, 3900 * MS), MACHINE_STOP_TIME);
	assert_int_equal(run(r, 200 * MS), MACHINE_STOP_POWER);
	assert_int_equal(r->g->sbio.pms.state, PMS_STANDBY);
}

static void a_light_sleep_goes_on_where_it_was(void **state)
{
	struct rig *r = *state;

	out(r, PM1, (uint32_t)ACPI_PWRBTN << 16 | ACPI_WAK);
	out(r, PM1_CNT, SLP_EN);
	run(r, SECOND);
	assert_true(r->g->m.asleep);
	press(r, MS);
	assert_false(r->g->m.asleep);
	assert_int_equal(r->boots, 1);
	assert_int_equal(in(r, PM1) & 0xffff, ACPI_WAK | ACPI_PWRBTN);
}

static void a_watchdog_restarts_the_board(void **state)
{
	struct rig *r = *state;

	geode_route_out(&r->g->m, MFGPT + 2, 2, 3);
	geode_route_out(&r->g->m, MFGPT + 6, 2, 0x030f);
	assert_true(geode_msr_write(r->g, 0x51400029, 1u << 24));
	geode_route_out(&r->g->m, MFGPT + 6, 2, 0x8000);
	run(r, 2 * SECOND);
	assert_int_equal(r->boots, 1);
	run(r, 2 * SECOND);
	assert_int_equal(r->boots, 2);
	set_up(r);
	assert_int_equal(in(r, SSC) & 0xffff, PMS_CAUSE_WATCHDOG);
	assert_int_equal(geode_route_in(&r->g->m, MFGPT + 6, 2), 0);
	run(r, 20 * SECOND);
	assert_int_equal(r->boots, 2);
}

static void spd_is_there_only_after_the_pins_are_switched(void **state)
{
	struct rig *r = *state;

	assert_true(geode_msr_write(r->g, 0x5140000b, LBAR(0x6000)));
	geode_route_out(&r->g->m, 0x6005, 1, 0xff);
	geode_route_out(&r->g->m, 0x6003, 1, 1);
	run(r, 10 * MS);
	assert_int_equal(geode_route_in(&r->g->m, 0x6001, 1), 0);
	assert_int_equal(r->g->rules.broken[RULE_SMBUS_PINS], 1);
	for (unsigned i = 0; i < 4; i++)
		out(r, (uint16_t)(GPIO + (const uint8_t[]){0x10, 0x04, 0x34, 0x20}[i]), 0xc000);
	geode_route_in(&r->g->m, 0x6001, 1);
	run(r, MS);
	geode_route_out(&r->g->m, 0x6000, 1, 0xa0);
	run(r, MS);
	assert_int_equal(geode_route_in(&r->g->m, 0x6001, 1), 0x43);
}

/* A read of a register by a program that does nothing else: only the bus takes time. */
static uint8_t poll(struct rig *r, uint16_t port)
{
	uint8_t val = (uint8_t)geode_route_in(&r->g->m, port, 1);

	clock_run_due(&r->g->m.clock);
	return val;
}

static void wait_for_data(struct rig *r)
{
	for (unsigned i = 0; i < 1000; i++)
		if (poll(r, 0x6001) & 0x40)
			return;
	fail_msg("1000 reads of the status were not enough");
}

static void a_driver_that_polls_a_thousand_times_gets_its_byte(void **state)
{
	struct rig *r = *state;
	static const uint8_t byte[] = {0xa0, 2, 0xa1};

	assert_true(geode_msr_write(r->g, 0x5140000b, LBAR(0x6000)));
	for (unsigned i = 0; i < 4; i++)
		out(r, (uint16_t)(GPIO + (const uint8_t[]){0x10, 0x04, 0x34, 0x20}[i]), 0xc000);
	geode_route_out(&r->g->m, 0x6005, 1, 0xff); /* 47 kHz */
	for (unsigned i = 0; i < 3; i++) {
		if (i != 1) {
			geode_route_out(&r->g->m, 0x6003, 1, 0x01);
			wait_for_data(r);
		}
		geode_route_out(&r->g->m, 0x6000, 1, byte[i]);
		wait_for_data(r);
	}
	geode_route_out(&r->g->m, 0x6003, 1, 0x02);
	assert_int_equal(poll(r, 0x6000), r->spd[2]);
	assert_int_equal(rules_violations(&r->g->rules), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_suspended_board_starts_at_the_reset_vector_with_its_memory),
		TEST(memory_without_self_refresh_is_lost),
		TEST(soft_off_ends_the_run),
		TEST(a_board_that_is_off_starts_by_its_button),
		TEST(holding_the_button_ends_the_run),
		TEST(a_light_sleep_goes_on_where_it_was),
		TEST(a_watchdog_restarts_the_board),
		TEST(spd_is_there_only_after_the_pins_are_switched),
		TEST(a_driver_that_polls_a_thousand_times_gets_its_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
