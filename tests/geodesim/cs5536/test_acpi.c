/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ACPI registers: status and enable, events, timer, SCI or SMI, what narrow writes do. */
#include "sbio_bench.h"

#include "cs5536/acpi.h"

#define PM1	 0x00
#define PM1_CNT	 0x08
#define PM2_CNT	 0x0c
#define PM_TMR	 0x10
#define GPE0_STS 0x18
#define GPE0_EN	 0x1c
#define SCI_EN	 0x0001
#define GBL_RLS	 0x0004
#define GBL_FLAG 0x0200
#define SLP_EN	 0x2000

struct rig {
	struct sb_bench s;
	struct acpi a;
	struct io_if io;
	struct edges sci, asmi, sleep, pm1, pm2;
};

static void setup(struct rig *r)
{
	sb_bench_init(&r->s);
	acpi_init(&r->a, &r->s.env);
	r->io = acpi_io(&r->a);
	edges_watch(&r->sci, &r->s.b, &r->a.sci);
	edges_watch(&r->asmi, &r->s.b, &r->a.asmi);
	edges_watch(&r->sleep, &r->s.b, &r->a.sleep);
	edges_watch(&r->pm1, &r->s.b, &r->a.pm1_write);
	edges_watch(&r->pm2, &r->s.b, &r->a.pm2_write);
}

static void every_register_is_sound(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	table_is_sound(acpi_regs(&r.a, 0));
	assert_null(acpi_regs(&r.a, 1));
	assert_int_equal(in32(r.io, PM1), ACPI_PWRBTN << 16);
	assert_int_equal(in32(r.io, 4), 0);
	assert_int_equal(in32(r.io, PM1_CNT), 0);
	assert_int_equal(in32(r.io, PM2_CNT), 0);
	assert_int_equal(in32(r.io, GPE0_STS), 0);
	assert_int_equal(in32(r.io, GPE0_EN), 0);
	/* What firmware writes before its SMI handler starts. */
	out32(r.io, PM1, 0x01000000);
	out32(r.io, PM1_CNT, 0);
	out32(r.io, PM2_CNT, 0);
	out32(r.io, GPE0_EN, 0);
	out32(r.io, GPE0_STS, 0xffffffff);
	out32(r.io, PM1, 0x0000ffff);
	assert_int_equal(in32(r.io, PM1), ACPI_GBL); /* bit 11 was written as one */
	sb_bench_silent(&r.s);
	out32(r.io, PM1, 0xffff0000);
	out32(r.io, GPE0_EN, 0xffffffff);
	out32(r.io, PM1_CNT, 0x00010000);
	assert_int_equal(in32(r.io, PM1), 0x07210000 | ACPI_GBL);
	assert_int_equal(in32(r.io, GPE0_EN), 0xc03f007f);
	assert_int_equal(r.s.rules.broken[RULE_RESERVED_BITS], 3);
	out32(r.io, PM_TMR, 0xffffffff);
	assert_int_equal(r.s.rules.broken[RULE_READ_ONLY], 1);
	sb_bench_free(&r.s);
}

static void the_timer_runs_at_3_58_mhz(void **state)
{
	struct rig r;
	uint32_t t;

	(void)state;
	setup(&r);
	t = in32(r.io, PM_TMR);
	bench_run_ns(&r.s.b, 1000000000);
	assert_in_range(in32(r.io, PM_TMR) - t, 3579544, 3579546);
	assert_int_equal(in32(r.io, PM_TMR), acpi_timer(&r.a));
	/* Its top bit turns over every 600 s. */
	assert_int_equal(in32(r.io, PM1) & ACPI_TMR, 0);
	bench_run_ns(&r.s.b, UINT64_C(600000000000));
	assert_int_equal(in32(r.io, PM_TMR) >> 31, 1);
	assert_int_equal(in32(r.io, PM1) & ACPI_TMR, ACPI_TMR);
	out32(r.io, PM1, ACPI_TMR);
	assert_int_equal(in32(r.io, PM1) & ACPI_TMR, 0);
	bench_run_ns(&r.s.b, UINT64_C(600000000000));
	assert_int_equal(in32(r.io, PM1) & ACPI_TMR, ACPI_TMR);
	assert_int_equal(in32(r.io, PM_TMR) >> 31, 0);
}

static void an_event_is_an_sci_or_an_smi(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	signal_set(&r.a.power_button, true);
	signal_set(&r.a.power_button, false);
	assert_int_equal(in32(r.io, PM1), ACPI_PWRBTN << 16 | ACPI_PWRBTN);
	assert_true(r.a.asmi.level);
	assert_false(r.a.sci.level);
	out32(r.io, PM1_CNT, SCI_EN);
	assert_false(r.a.asmi.level);
	assert_true(r.a.sci.level);
	out32(r.io, PM1, 0); /* disabled */
	assert_false(r.a.sci.level);
	assert_int_equal(in32(r.io, PM1), ACPI_PWRBTN);
	out32(r.io, PM1, ACPI_PWRBTN << 16);
	assert_true(r.a.sci.level);
	out32(r.io, PM1, ACPI_PWRBTN << 16 | ACPI_PWRBTN);
	assert_false(r.a.sci.level);
	assert_int_equal(in32(r.io, PM1), ACPI_PWRBTN << 16);
	sb_bench_silent(&r.s);
}

static void fixed_events(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1_CNT, SCI_EN);
	out32(r.io, PM1, 0);
	signal_set(&r.a.sleep_button, true);
	signal_set(&r.a.rtc_alarm, true);
	acpi_bus_master(&r.a);
	assert_int_equal(in32(r.io, PM1), ACPI_SLPBTN | ACPI_RTC | ACPI_BM);
	out32(r.io, PM1, 0xf7ff);
	assert_int_equal(in32(r.io, PM1), 0);
	out32(r.io, PM1, ACPI_RTC << 16);
	assert_false(r.a.sci.level);
	signal_set(&r.a.rtc_alarm, false);
	signal_set(&r.a.rtc_alarm, true);
	assert_true(r.a.sci.level);
	/* The lock: firmware asks by GBL_RLS, the system by bit 11. */
	out32(r.io, PM1, ACPI_GBL << 16 | 0x0800 | ACPI_RTC);
	assert_int_equal(in32(r.io, PM1), ACPI_GBL << 16 | ACPI_GBL);
	assert_true(r.a.sci.level);
	out32(r.io, PM1_CNT, SCI_EN | GBL_RLS);
	assert_int_equal(in32(r.io, PM1_CNT), SCI_EN | GBL_FLAG);
	out32(r.io, PM1_CNT, SCI_EN | GBL_FLAG);
	assert_int_equal(in32(r.io, PM1_CNT), SCI_EN);
	sb_bench_silent(&r.s);
}

static void general_events_stay_while_their_source_asks(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1_CNT, SCI_EN);
	for (unsigned n = 0; n < 32; n++) {
		uint32_t bit = 1u << n & 0xc03f007f;

		signal_set(&r.a.gpe[n], true);
		assert_int_equal(in32(r.io, GPE0_STS), bit);
		assert_false(r.a.sci.level);
		out32(r.io, GPE0_EN, bit);
		assert_int_equal(r.a.sci.level, bit != 0);
		out32(r.io, GPE0_STS, 0xffffffff);
		assert_int_equal(in32(r.io, GPE0_STS), bit);
		signal_set(&r.a.gpe[n], false);
		assert_int_equal(in32(r.io, GPE0_STS), bit);
		out32(r.io, GPE0_STS, bit);
		assert_int_equal(in32(r.io, GPE0_STS), 0);
		assert_false(r.a.sci.level);
	}
	sb_bench_silent(&r.s);
}

static void control_writes_are_told(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1_CNT, 7 << 10);
	assert_int_equal(r.pm1.rises, 1);
	assert_int_equal(in32(r.io, PM1_CNT), 7 << 10);
	out32(r.io, PM2_CNT, 1);
	assert_int_equal(r.pm2.rises, 1);
	assert_int_equal(in32(r.io, PM2_CNT), 1);
}

static void sleep_is_refused_while_an_event_waits(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1_CNT, SLP_EN | 3 << 10);
	assert_int_equal(r.sleep.rises, 1);
	assert_int_equal(in32(r.io, PM1_CNT), 3 << 10); /* SLP_EN reads 0 */
	signal_pulse(&r.a.power_button);
	out32(r.io, PM1_CNT, SLP_EN);
	assert_int_equal(r.sleep.rises, 1);
	out32(r.io, PM1, ACPI_PWRBTN << 16 | ACPI_PWRBTN);
	out32(r.io, PM1_CNT, SLP_EN);
	assert_int_equal(r.sleep.rises, 2);
}

static void narrow_writes_change_the_other_half(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1, 0x07210000);
	/* Clearing status alone writes the enables from the shadow register. */
	out16(r.io, 0, in16(r.io, 0));
	assert_int_equal(in32(r.io, PM1), 0);
	assert_int_equal(r.s.rules.broken[RULE_ACPI_WIDTH], 1);
	/* Reserved bits among what the shadow adds are not a second mistake. */
	out16(r.io, 0, 0x0721);
	out16(r.io, PM1_CNT, SCI_EN);
	out16(r.io, 2, 0x0720);
	out16(r.io, PM1_CNT + 0, SCI_EN);
	assert_int_equal(r.s.rules.broken[RULE_ACPI_WIDTH], 5);
	assert_int_equal(r.s.rules.broken[RULE_RESERVED_BITS], 0);
	r.s.rules.broken[RULE_ACPI_WIDTH] = 1;
	out32(r.io, PM1, 0x07210000);
	out32(r.io, PM1, 0);
	signal_pulse(&r.a.power_button);
	out16(r.io, 0, ACPI_PWRBTN);
	signal_pulse(&r.a.power_button);
	/* Writing the enables alone clears status with what was written before. */
	out16(r.io, 2, ACPI_PWRBTN);
	assert_int_equal(in32(r.io, PM1), ACPI_PWRBTN << 16);
	out8(r.io, PM1_CNT, SCI_EN);
	assert_int_equal(r.s.rules.broken[RULE_ACPI_WIDTH], 4);
	r.io.write(r.io.opaque, 0x3e, 4, 0xffffffff); /* past the end */
	sb_bench_free(&r.s);
}

static void a_reset_keeps_events_and_enables(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1, ACPI_RTC << 16);
	out32(r.io, GPE0_EN, 0x40000000);
	out32(r.io, PM1_CNT, SCI_EN);
	signal_pulse(&r.a.rtc_alarm);
	signal_pulse(&r.a.gpe[30]);
	acpi_reset(&r.a);
	assert_int_equal(in32(r.io, PM1), ACPI_RTC << 16 | ACPI_RTC);
	assert_int_equal(in32(r.io, GPE0_STS), 0x40000000);
	assert_int_equal(in32(r.io, GPE0_EN), 0x40000000);
	assert_int_equal(in32(r.io, PM1_CNT), 0);
	acpi_power_cut(&r.a);
	assert_int_equal(in32(r.io, PM1), ACPI_PWRBTN << 16);
	assert_int_equal(in32(r.io, GPE0_EN), 0);
}

static void in_standby_only_its_own_sources_count(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out32(r.io, PM1, (ACPI_RTC | ACPI_SLPBTN) << 16);
	out32(r.io, GPE0_EN, 0xc03f007f);
	acpi_standby(&r.a, true, false);
	signal_pulse(&r.a.sleep_button);
	signal_pulse(&r.a.power_button); /* not enabled */
	for (unsigned n = 0; n < 30; n++)
		signal_pulse(&r.a.gpe[n]);
	assert_false(r.a.wake.level);
	signal_pulse(&r.a.gpe[31]);
	assert_true(r.a.wake.level);
	assert_false(r.a.asmi.level); /* nobody is there to be interrupted */
	out32(r.io, GPE0_STS, 0xffffffff);
	assert_false(r.a.wake.level);
	signal_pulse(&r.a.rtc_alarm);
	assert_true(r.a.wake.level);
	/* After an emergency the button is the only way back. */
	acpi_standby(&r.a, true, true);
	signal_pulse(&r.a.rtc_alarm);
	signal_pulse(&r.a.gpe[31]);
	assert_false(r.a.wake.level);
	signal_pulse(&r.a.power_button);
	assert_true(r.a.wake.level);
	acpi_standby(&r.a, false, false);
	assert_true(r.a.asmi.level);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_register_is_sound),
		cmocka_unit_test(the_timer_runs_at_3_58_mhz),
		cmocka_unit_test(an_event_is_an_sci_or_an_smi),
		cmocka_unit_test(fixed_events),
		cmocka_unit_test(general_events_stay_while_their_source_asks),
		cmocka_unit_test(control_writes_are_told),
		cmocka_unit_test(sleep_is_refused_while_an_event_waits),
		cmocka_unit_test(narrow_writes_change_the_other_half),
		cmocka_unit_test(a_reset_keeps_events_and_enables),
		cmocka_unit_test(in_standby_only_its_own_sources_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
