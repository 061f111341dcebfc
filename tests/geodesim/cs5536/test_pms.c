/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power management in the whole: buttons, S1, S3, S5, wake, fail-safe, power cut, domains. */
#include "sbio_bench.h"

#include "cs5536/sbio.h"

#define PM1	 0x00
#define PM1_CNT	 0x08
#define GPE0_STS 0x18
#define GPE0_EN	 0x1c
#define SLP_EN	 0x2000

#define SCXA	 0x04
#define SCYA	 0x08
#define SCLK	 0x10
#define SED	 0x14
#define SCXD	 0x18
#define SCYD	 0x1c
#define WKD	 0x30
#define WKXD	 0x34
#define RD	 0x38
#define WKXA	 0x3c
#define FSD	 0x40
#define TSD	 0x44
#define PSD	 0x48
#define NWKD	 0x4c
#define AWKD	 0x50
#define SSC	 0x54
#define EN	 0x40000000u
#define SET_PI	 0x10000u
#define CLR_PI	 0x20000u
#define PI	 0x40000u
#define MS	 UINT64_C(1000000)
#define SECOND	 UINT64_C(1000000000)

struct rig {
	struct sb_bench s;
	struct sbio sb;
	struct io_if gpio, acpi, pms;
	struct edges suspend, sleeping, working, work_aux, standby, off;
	struct signal_hook cpu;
};

/* A processor that stops at once when asked. */
static void cpu_stops(void *opaque, bool level)
{
	struct rig *r = opaque;

	if (level)
		pms_suspended(&r->sb.pms);
}

/* GPIO24 is WORK_AUX, as boards with switched supplies need it. */
static void mux_work_aux(struct rig *r)
{
	out32(r->gpio, 0x90, 0x100);
	out32(r->gpio, 0x84, 0x100);
}

static void plug(struct rig *r)
{
	sb_bench_init(&r->s);
	sbio_init(&r->sb, &r->s.env);
	r->gpio = gpio_io(&r->sb.gpio);
	r->acpi = acpi_io(&r->sb.acpi);
	r->pms = pms_io(&r->sb.pms);
	edges_watch(&r->suspend, &r->s.b, &r->sb.pms.suspend);
	edges_watch(&r->sleeping, &r->s.b, &r->sb.pms.sleeping);
	edges_watch(&r->working, &r->s.b, &r->sb.pms.working);
	edges_watch(&r->work_aux, &r->s.b, &r->sb.gpio.pin[24]);
	edges_watch(&r->standby, &r->s.b, &r->sb.pms.standby);
	edges_watch(&r->off, &r->s.b, &r->sb.pms.power_off);
}

static void setup(struct rig *r)
{
	plug(r);
	signal_connect(&r->sb.pms.suspend, &r->cpu, cpu_stops, r);
	mux_work_aux(r);
}

static void run(struct rig *r, uint64_t ns)
{
	bench_run_ns(&r->s.b, ns);
}

static void press(struct rig *r, uint64_t ns)
{
	sbio_press_power(&r->sb, true);
	run(r, ns);
	sbio_press_power(&r->sb, false);
}

/* The soft-off sequence of operating systems (sheet 6.4). */
static void soft_off(struct rig *r)
{
	out32(r->acpi, PM1, ACPI_PWRBTN << 16 | ACPI_WAK);
	out32(r->pms, SCLK, EN);
	out32(r->pms, 0x20, EN);
	out32(r->pms, WKXD, EN);
	out32(r->pms, WKD, EN);
	out32(r->pms, SSC, 0x2ffff);
	out32(r->acpi, GPE0_STS, 0xffffffff);
	out32(r->acpi, PM1_CNT, SLP_EN);
	run(r, MS);
}

static void every_register_is_sound(void **state)
{
	struct rig r;

	(void)state;
	plug(&r);
	for (unsigned n = 0; n < 5; n++)
		table_is_sound(sbio_regs(&r.sb, n));
	assert_null(sbio_regs(&r.sb, 5));
	for (uint16_t at = 0; at < SSC; at += 4)
		assert_int_equal(in32(r.pms, at), 0);
	for (uint16_t at = 4; at < SSC; at += 4) {
		bool hole = at > 0x20 && at < 0x30;

		out32(r.pms, at, 0x3fffffff);
		assert_int_equal(in32(r.pms, at), hole ? 0 : 0x3fffffff);
	}
	out32(r.pms, 0, 0xe00);
	assert_int_equal(in32(r.pms, 0), 0xe00);
	assert_int_equal(in32(r.pms, 0x7c), 0);
	sb_bench_silent(&r.s);
}

static void a_press_is_an_event(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	press(&r, 100 * MS);
	assert_int_equal(in32(r.acpi, PM1), ACPI_PWRBTN << 16 | ACPI_PWRBTN);
	assert_true(r.sb.acpi.asmi.level);
	out32(r.acpi, PM1_CNT, 1);
	assert_true(r.sb.acpi.sci.level);
	assert_int_equal(r.standby.rises, 0);
	/* The sleep button shares GPIO13. */
	out32(r.gpio, 0x20, 1 << 13);
	out32(r.gpio, 0x34, 1 << 13);
	sbio_press_sleep(&r.sb, true);
	assert_int_equal(in32(r.acpi, PM1) & 0xffff, ACPI_PWRBTN | ACPI_SLPBTN);
	sb_bench_silent(&r.s);
}

static void holding_the_button_switches_off(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	press(&r, 10 * SECOND);
	assert_int_equal(r.standby.rises, 0); /* not enabled */
	out32(r.pms, FSD, 0x40020000);
	press(&r, 3900 * MS);
	assert_int_equal(r.standby.rises, 0);
	run(&r, 10 * SECOND);
	out32(r.acpi, PM1, 0); /* even without the event */
	press(&r, 4100 * MS);
	assert_int_equal(r.standby.rises, 1);
	assert_int_equal(r.off.rises, 1);
	assert_false(r.sb.gpio.pin[24].level);
	assert_int_equal(in32(r.pms, SSC), PI | PMS_CAUSE_BUTTON);
	/* The same hand that held it has to press again. */
	run(&r, SECOND);
	assert_int_equal(r.standby.falls, 0);
	signal_pulse(&r.sb.acpi.rtc_alarm);
	assert_int_equal(r.standby.falls, 0);
	sbio_press_power(&r.sb, true);
	run(&r, MS);
	assert_int_equal(r.standby.falls, 1);
	assert_int_equal(r.off.falls, 1);
	assert_true(r.sb.gpio.pin[24].level);
	sb_bench_silent(&r.s);
}

static void soft_off_drops_all_rails_and_the_button_starts_again(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	soft_off(&r);
	assert_int_equal(r.sleeping.rises, 1);
	assert_int_equal(r.working.falls, 1);
	assert_int_equal(r.work_aux.falls, 1);
	assert_int_equal(r.off.rises, 1);
	assert_int_equal(in32(r.pms, SSC), PMS_CAUSE_OFF);
	run(&r, 10 * SECOND);
	assert_int_equal(r.standby.falls, 0);
	press(&r, MS);
	assert_int_equal(r.standby.falls, 1);
	assert_int_equal(r.working.rises, 1);
	assert_int_equal(r.off.falls, 1);
	sbio_reset(&r.sb, 0);
	assert_false(r.sb.gpio.resumed);
	assert_int_equal(in32(r.acpi, PM1) & 0xffff, ACPI_WAK | ACPI_PWRBTN);
	assert_int_equal(in32(r.pms, SCLK), 0);
	assert_int_equal(in32(r.pms, WKD), EN);
	assert_int_equal(in32(r.acpi, PM1_CNT), 0);
	sb_bench_silent(&r.s);
}

static void soft_off_without_the_pin_keeps_the_rails(void **state)
{
	struct rig r;

	(void)state;
	plug(&r);
	signal_connect(&r.sb.pms.suspend, &r.cpu, cpu_stops, &r);
	soft_off(&r);
	assert_int_equal(r.working.falls, 1);
	assert_int_equal(r.off.rises, 0);
	assert_int_equal(r.s.rules.broken[RULE_SOFT_OFF_RAILS], 1);
	sb_bench_free(&r.s);
}

static void suspend_to_ram_keeps_memory_and_the_standby_registers(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.acpi, GPE0_EN, 0x40000000);
	out32(r.gpio, 0xb8, 0x400); /* GPIO26, a lid: PME6 on a rising edge */
	out32(r.gpio, 0xa0, 0x400);
	out32(r.gpio, 0xc0, 0x400);
	out32(r.gpio, 0xec, 0x00000e00);
	gpio_drive(&r.sb.gpio, 26, GPIO_DRIVE_LOW);
	out32(r.gpio, 0x04, 0x40);
	out32(r.acpi, PM1, ACPI_WAK);
	out32(r.pms, SCLK, 0x40000e00);
	out32(r.pms, WKD, 0x9999);
	out32(r.pms, WKXD, 0x40000001);
	out32(r.pms, RD, 0x40000080);
	out32(r.pms, SSC, 0x2ffff);
	out32(r.acpi, PM1_CNT, SLP_EN);
	run(&r, 20 * 1000);
	assert_int_equal(r.standby.rises, 0); /* a tick of 30 us */
	run(&r, 20 * 1000);
	assert_int_equal(r.standby.rises, 1);
	assert_int_equal(r.work_aux.falls, 1);
	assert_int_equal(r.working.falls, 0);
	assert_int_equal(r.off.rises, 0);
	/* The power button is not enabled, the lid is. */
	press(&r, MS);
	run(&r, SECOND);
	assert_int_equal(r.standby.falls, 0);
	gpio_drive(&r.sb.gpio, 26, GPIO_DRIVE_HIGH);
	assert_int_equal(r.work_aux.rises, 1);
	assert_int_equal(r.standby.falls, 0); /* reset is held 3.9 ms */
	run(&r, 3800 * 1000);
	assert_int_equal(r.standby.falls, 0);
	run(&r, 200 * 1000);
	assert_int_equal(r.standby.falls, 1);
	sbio_reset(&r.sb, 0);
	assert_int_equal(in32(r.pms, WKD), 0x9999);
	assert_int_equal(in32(r.pms, SCLK), 0);
	assert_int_equal(in32(r.pms, SSC), PMS_CAUSE_OFF);
	assert_int_equal(in32(r.acpi, GPE0_STS), 0x40000000);
	assert_int_equal(in32(r.acpi, PM1), ACPI_PWRBTN | ACPI_WAK);
	assert_int_equal(in32(r.gpio, 0xec), 0x00000e00);
	assert_int_equal(in32(r.gpio, 0x84) & 0x100, 0x100);
	assert_int_equal(in32(r.gpio, 0x04), 0xffff0000);
	assert_true(r.sb.gpio.resumed);
	sbio_reset(&r.sb, PMS_CAUSE_SOFT);
	assert_false(r.sb.gpio.resumed);
	sb_bench_silent(&r.s);
}

static void the_power_button_wakes_when_enabled(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.pms, WKXD, EN);
	out32(r.acpi, PM1_CNT, SLP_EN);
	run(&r, MS);
	assert_int_equal(r.standby.rises, 1);
	press(&r, MS);
	assert_int_equal(r.standby.falls, 1);
	assert_int_equal(in32(r.acpi, PM1) & 0xffff, ACPI_WAK | ACPI_PWRBTN);
}

static void a_light_sleep_stops_clocks_and_nothing_else(void **state)
{
	struct rig r;
	(void)state;
	setup(&r);
	out32(r.gpio, 0x10, 0x800); /* GPIO11 is SLP_CLK_EN# */
	out32(r.gpio, 0x04, 0x800);
	out32(r.pms, SCLK, EN | 0x0e00);
	out32(r.pms, SCXA, EN);
	out32(r.pms, SCYA, EN | 0x1c00);
	out32(r.pms, SED, EN | 0x4601);
	out32(r.pms, SCXD, EN | 0x0e00);
	out32(r.acpi, PM1_CNT, SLP_EN);
	assert_true(r.sb.pms.sleeping.level);
	run(&r, 900 * 1000);
	assert_true(r.sb.pms.sleep_x.level);
	assert_true(gpio_level(&r.sb.gpio, GPIO_SLP_CLK));
	run(&r, 200 * 1000);
	assert_false(gpio_level(&r.sb.gpio, GPIO_SLP_CLK));
	assert_false(r.sb.pms.sleep_y.level);
	run(&r, SECOND);
	assert_true(r.sb.pms.sleep_y.level);
	assert_int_equal(r.standby.rises, 0);
	press(&r, 0);
	assert_true(gpio_level(&r.sb.gpio, GPIO_SLP_CLK));
	assert_true(r.sb.pms.sleep_x.level);
	assert_false(r.sb.pms.sleep_y.level);
	assert_true(r.sb.pms.sleeping.level);
	run(&r, 10 * MS);
	assert_false(r.sb.pms.sleep_x.level);
	assert_false(r.sb.pms.sleeping.level);
	assert_int_equal(in32(r.acpi, PM1) & 0xffff, ACPI_WAK | ACPI_PWRBTN);
	assert_int_equal(in32(r.pms, SCLK), EN | 0x0e00);
	sb_bench_silent(&r.s);
}

static void the_processor_must_stop_first(void **state)
{
	struct rig r;

	(void)state;
	plug(&r);
	mux_work_aux(&r);
	out32(r.pms, WKXD, EN);
	out32(r.acpi, PM1_CNT, SLP_EN);
	run(&r, SECOND);
	assert_true(r.sb.pms.suspend.level);
	assert_int_equal(r.standby.rises, 0);
	pms_suspended(&r.sb.pms);
	run(&r, MS);
	assert_int_equal(r.standby.rises, 1);
	/* An event before that gives it up. */
	plug(&r);
	out32(r.pms, WKXD, EN);
	out32(r.acpi, PM1_CNT, SLP_EN);
	press(&r, MS);
	assert_false(r.sb.pms.suspend.level);
	pms_suspended(&r.sb.pms);
	run(&r, SECOND);
	assert_int_equal(r.standby.rises, 0);
	assert_int_equal(r.sleeping.rises, 0);
}

static void a_wake_waits_for_the_least_time_in_standby(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.pms, WKXD, EN);
	out32(r.pms, NWKD, EN | 0x8000);
	out32(r.pms, WKXA, EN | 0x20);
	out32(r.acpi, PM1_CNT, SLP_EN);
	run(&r, 100 * MS);
	press(&r, MS);
	run(&r, 800 * MS);
	assert_int_equal(r.standby.falls, 0);
	run(&r, 100 * MS);
	assert_int_equal(r.standby.falls, 1);
	assert_int_equal(r.work_aux.rises, 1); /* WKXA after the wake */
	/* After an emergency it is another time. */
	setup(&r);
	out32(r.pms, NWKD, EN);
	out32(r.pms, AWKD, EN | 0x10000);
	out32(r.pms, FSD, EN | 0x20);
	press(&r, 2 * MS);
	run(&r, MS);
	assert_int_equal(r.standby.rises, 1);
	press(&r, MS);
	run(&r, 1900 * MS);
	assert_int_equal(r.standby.falls, 0);
	run(&r, 100 * MS);
	assert_int_equal(r.standby.falls, 1);
}

static void heat_and_an_empty_battery_switch_off(void **state)
{
	static const struct {
		uint16_t reg, bank;
		unsigned pin, bit, cause;
	} alarm[] = {
		{TSD, 0x00, GPIO_THRM_ALRM, 1 << 10, PMS_CAUSE_THERMAL},
		{PSD, 0x80, GPIO_LOW_BAT, 1 << 9, PMS_CAUSE_LOW_BAT},
	};
	struct rig r;

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		setup(&r);
		out32(r.gpio, (uint16_t)(alarm[i].bank + 0x20), alarm[i].bit);
		out32(r.gpio, (uint16_t)(alarm[i].bank + 0x34), alarm[i].bit);
		gpio_drive(&r.sb.gpio, alarm[i].pin, GPIO_DRIVE_LOW);
		run(&r, 10 * SECOND);
		assert_int_equal(r.standby.rises, 0);
		out32(r.pms, alarm[i].reg, EN | 0x8000); /* while the alarm is on */
		run(&r, 500 * MS);
		gpio_drive(&r.sb.gpio, alarm[i].pin, GPIO_FREE);
		run(&r, SECOND);
		assert_int_equal(r.standby.rises, 0);
		gpio_drive(&r.sb.gpio, alarm[i].pin, GPIO_DRIVE_LOW);
		run(&r, 1100 * MS);
		assert_int_equal(r.standby.rises, 1);
		assert_int_equal(in32(r.pms, SSC), PI | alarm[i].cause);
	}
}

static void after_a_power_cut_it_starts_if_it_was_told_to(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_int_equal(in32(r.pms, SSC), PI);
	out32(r.pms, WKD, 0x9999);
	sbio_power_cut(&r.sb);
	assert_false(r.sb.pms.standby.level);
	assert_int_equal(in32(r.pms, WKD), 0);
	assert_int_equal(in32(r.acpi, PM1) & 0xffff, 0);
	out32(r.pms, SSC, CLR_PI | 0xffff);
	assert_int_equal(in32(r.pms, SSC), 0);
	sbio_power_cut(&r.sb);
	assert_true(r.sb.pms.standby.level);
	assert_true(r.sb.pms.power_off.level);
	run(&r, SECOND);
	assert_true(r.sb.pms.standby.level);
	press(&r, MS);
	assert_false(r.sb.pms.standby.level);
	assert_false(r.sb.gpio.resumed);
	sbio_reset(&r.sb, 0);
	assert_false(r.sb.gpio.resumed);
	out32(r.pms, SSC, SET_PI);
	assert_int_equal(in32(r.pms, SSC), PI);
	sbio_power_cut(&r.sb);
	assert_false(r.sb.pms.standby.level);
	sb_bench_silent(&r.s);
}

static void the_cause_of_a_reset_is_noted(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.pms, SSC, 0x1ffff);
	sbio_reset(&r.sb, PMS_CAUSE_WATCHDOG);
	assert_int_equal(in32(r.pms, SSC), PI | PMS_CAUSE_WATCHDOG);
	out32(r.pms, SSC, PMS_CAUSE_WATCHDOG);
	assert_int_equal(in32(r.pms, SSC), PI);
}

static void blocks_are_wired_to_their_pins(void **state)
{
	struct rig r;
	struct io_if t, smb;
	struct edges led;

	(void)state;
	setup(&r);
	t = mfgpt_io(&r.sb.mfgpt);
	edges_watch(&led, &r.s.b, &r.sb.gpio.pin[6]);
	out32(r.gpio, 0x10, 0x40); /* GPIO6 blinks with timer 1 */
	out32(r.gpio, 0x04, 0x40);
	out16(t, 8, 16384);
	out16(t, 10, 32767);
	out16(t, 14, 0x8280);
	run(&r, 10 * SECOND);
	assert_in_range(led.rises, 10, 11);
	/* The SMBus has an event of its own. */
	smb = smb_io(&r.sb.smb);
	for (unsigned i = 0; i < 4; i++)
		out32(r.gpio, (uint16_t)((const uint8_t[]){0x10, 0x04, 0x34, 0x20}[i]), 0xc000);
	out8(smb, 5, 0x79);
	out8(smb, 3, 5);
	run(&r, MS);
	assert_int_equal(in32(r.acpi, GPE0_STS), 4);
	sb_bench_silent(&r.s);
}

static void timers_of_the_working_domain_stop_in_standby(void **state)
{
	struct rig r;
	struct io_if t;
	struct edges reset;

	(void)state;
	setup(&r);
	t = mfgpt_io(&r.sb.mfgpt);
	edges_watch(&reset, &r.s.b, &r.sb.mfgpt.reset);
	out16(t, 2, 2);
	out16(t, 6, 0x830f);
	mfgpt_set_nr(&r.sb.mfgpt, 1u << 24);
	out16(t, 0x3e, 0x8000);
	out32(r.pms, WKXD, EN);
	out32(r.acpi, PM1_CNT, SLP_EN);
	run(&r, 20 * SECOND);
	assert_int_equal(reset.rises, 0);
	press(&r, MS);
	sbio_reset(&r.sb, 0);
	assert_int_equal(in16(t, 6), 0);
	assert_in_range(in16(t, 0x3c), 1, 0xffff);
	assert_int_equal(in16(t, 0x3e), 0x9000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_register_is_sound),
		cmocka_unit_test(a_press_is_an_event),
		cmocka_unit_test(holding_the_button_switches_off),
		cmocka_unit_test(soft_off_drops_all_rails_and_the_button_starts_again),
		cmocka_unit_test(soft_off_without_the_pin_keeps_the_rails),
		cmocka_unit_test(suspend_to_ram_keeps_memory_and_the_standby_registers),
		cmocka_unit_test(the_power_button_wakes_when_enabled),
		cmocka_unit_test(a_light_sleep_stops_clocks_and_nothing_else),
		cmocka_unit_test(the_processor_must_stop_first),
		cmocka_unit_test(a_wake_waits_for_the_least_time_in_standby),
		cmocka_unit_test(heat_and_an_empty_battery_switch_off),
		cmocka_unit_test(after_a_power_cut_it_starts_if_it_was_told_to),
		cmocka_unit_test(the_cause_of_a_reset_is_noted),
		cmocka_unit_test(blocks_are_wired_to_their_pins),
		cmocka_unit_test(timers_of_the_working_domain_stop_in_standby),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
