/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interrupt mapper: every source to every group, masks, status, serial interrupts, SMI. */
#include "divil_bench.h"

/* Both 8259s ready: vectors 20h and 28h, nothing masked. */
static void start_pics(struct rig *r)
{
	static const uint8_t icw[2][4] = {{0x11, 0x20, 4, 1}, {0x11, 0x28, 2, 1}};

	for (unsigned n = 0; n < 2; n++) {
		uint16_t base = n ? 0xa0 : 0x20;

		out(r, base, 1, icw[n][0]);
		for (unsigned i = 1; i < 4; i++)
			out(r, base + 1, 1, icw[n][i]);
		out(r, base + 1, 1, 0);
	}
}

static void end_of_interrupt(struct rig *r)
{
	out(r, 0xa0, 1, 0x20);
	out(r, 0x20, 1, 0x20);
}

static void every_unrestricted_source_reaches_every_group(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	for (unsigned kind = IRQMAP_Y; kind <= IRQMAP_Z; kind++) {
		uint32_t sel = kind == IRQMAP_Y ? 0x20 : 0x22;

		for (unsigned n = 0; n < 16; n++) {
			for (unsigned g = 1; g < 16; g++) {
				uint64_t group_status = UINT64_C(1) << (4 * g + kind);

				wr(r, sel, n < 8 ? (uint64_t)g << (4 * n) : 0);
				wr(r, sel + 1, n < 8 ? 0 : (uint64_t)g << (4 * (n - 8)));
				signal_drive(&r->d.irqmap.in[kind][n], 7, true);
				assert_int_equal(rd(r, 0x26) | rd(r, 0x27) << 32, group_status);
				assert_int_equal(r->d.irqmap.asmi.level, g == 2);
				for (unsigned l = 0; l < 16; l++)
					assert_int_equal(r->d.pic.line[l].level, l == g && g != 2);
				signal_drive(&r->d.irqmap.in[kind][n], 7, false);
				assert_int_equal(rd(r, 0x26) | rd(r, 0x27), 0);
			}
		}
		wr(r, sel, 0);
		wr(r, sel + 1, 0);
	}
	rig_free(r);
}

static void an_unmapped_source_is_silent_and_named(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	signal_drive(&r->d.irqmap.in[IRQMAP_Y][IRQMAP_Y_SMB], 7, true);
	assert_int_equal(rd(r, 0x26) | rd(r, 0x27), 0);
	assert_int_equal(r->rules.broken[RULE_IRQ_UNROUTED], 1);
	/* It is heard as soon as it is mapped. */
	wr(r, 0x21, 5 << 16);
	assert_true(r->d.pic.line[5].level);
	rig_free(r);
}

static void primary_and_lpc_inputs_pass_their_masks(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	for (unsigned kind = IRQMAP_PRIMARY; kind <= IRQMAP_LPC; kind++) {
		uint32_t mask = kind == IRQMAP_PRIMARY ? 0x24 : 0x25;

		for (unsigned n = 0; n < 16; n++) {
			if (n == 2)
				continue;
			wr(r, 0x24, 0);
			wr(r, 0x25, 0);
			signal_drive(&r->d.irqmap.in[kind][n], 7, true);
			assert_false(r->d.pic.line[n].level);
			wr(r, mask, 1u << n);
			assert_true(r->d.pic.line[n].level);
			assert_int_equal(rd(r, 0x26) | rd(r, 0x27) << 32,
					 UINT64_C(1) << (4 * n + kind));
			signal_drive(&r->d.irqmap.in[kind][n], 7, false);
			assert_false(r->d.pic.line[n].level);
		}
	}
	rig_free(r);
}

static void timer_and_rtc_interrupt_the_processor(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	start_pics(r);
	out(r, 0x43, 1, 0x34);
	out(r, 0x40, 1, 100);
	out(r, 0x40, 1, 0);
	bench_run_ns(&r->b, 100000);
	assert_true(r->d.pic.intr.level);
	assert_int_equal(i8259_ack(&r->d.pic), 0x20);
	out(r, 0x21, 1, 1);
	end_of_interrupt(r);
	out(r, 0x70, 1, 0x0b);
	out(r, 0x71, 1, 0x12); /* update interrupt, 24 h */
	bench_run_ns(&r->b, 1100000000);
	assert_true(r->d.pic.intr.level);
	assert_int_equal(i8259_ack(&r->d.pic), 0x28);
	rig_free(r);
}

static void the_rtc_alarm_is_a_source_of_its_own(void **state)
{
	struct rig *r = rig_new(NULL, true);
	struct edges e;

	(void)state;
	edges_watch(&e, &r->b, &r->d.pic.line[6]);
	wr(r, 0x20, 6 << 12);
	out(r, 0x70, 1, 1);
	out(r, 0x71, 1, 0xff);
	out(r, 0x70, 1, 3);
	out(r, 0x71, 1, 0xff);
	out(r, 0x70, 1, 5);
	out(r, 0x71, 1, 0xff);
	bench_run_ns(&r->b, 1100000000);
	assert_int_equal(e.rises, 1);
	/* And ACPI knows of it: PM1_STS bit 10. */
	wr(r, 0x0e, LBAR_ON | BASE_ACPI);
	assert_true(in(r, BASE_ACPI, 4) & 1 << 10);
	rig_free(r);
}

static void day_and_month_alarm_count_once_they_have_a_place(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct edges e;

	(void)state;
	edges_watch(&e, &r->b, &r->d.rtc.alarm);
	for (unsigned i = 1; i < 6; i += 2) {
		out(r, 0x70, 1, i);
		out(r, 0x71, 1, 0xff);
	}
	wr(r, 0x55, 0x3d);
	wr(r, 0x56, 0x3e);
	out(r, 0x70, 1, 0x3d);
	out(r, 0x71, 1, 0x10); /* 2001-09-09 it is: not the 10th */
	out(r, 0x70, 1, 0x3e);
	out(r, 0x71, 1, 0xff);
	bench_run_ns(&r->b, 1500000000);
	assert_int_equal(e.rises, 0);
	out(r, 0x70, 1, 0x3d);
	out(r, 0x71, 1, 0x09);
	bench_run_ns(&r->b, 1000000000);
	assert_int_equal(e.rises, 1);
	rig_free(r);
}

/* ALIX, DB800: the mask of the interrupts used is the complement of the polarity. */
static void serial_interrupts_follow_their_polarity(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct signal *keyboard = lpc_serirq(&r->d.lpc, 1, false);
	struct signal *low = lpc_serirq(&r->d.lpc, 5, true);

	(void)state;
	wr(r, 0x25, 0x22);
	signal_set(keyboard, true);
	assert_false(r->d.pic.line[1].level); /* SERIRQ is off */
	wr(r, 0x4e, 0xeffd00c0);
	assert_true(r->d.pic.line[1].level);
	signal_set(keyboard, false);
	assert_false(r->d.pic.line[1].level);
	/* An active-low interrupt idles high and is inverted. */
	assert_false(r->d.pic.line[5].level);
	signal_set(low, true);
	assert_true(r->d.pic.line[5].level);
	/* Wrong polarity: active while it should rest. */
	signal_set(low, false);
	wr(r, 0x4e, 0xefdd00c0);
	assert_true(r->d.pic.line[5].level);
	rig_free(r);
}

static void an_undriven_frame_floats_high(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 0x25, 0x1002);
	/* Quiet mode without any part: no frame ever runs. */
	wr(r, 0x4e, 0xeffd00c0);
	assert_false(r->d.pic.line[1].level);
	/* Continuous mode: frame 1 reads high and is not inverted. */
	wr(r, 0x4e, 0xeffd0080);
	assert_true(r->d.pic.line[1].level);
	wr(r, 0x4e, 0xffff0080);
	assert_false(r->d.pic.line[1].level);
	/* The ball is a GPIO: nothing. */
	wr(r, 0x4e, 0xeffd0080);
	wr(r, 0x15, 0x51);
	assert_false(r->d.pic.line[1].level);
	rig_free(r);
}

static void group_2_is_an_smi(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	wr(r, 0x23, 2); /* Z8: GPIO group 0 */
	signal_set(&r->sbio.gpio.irq[0], true);
	assert_false(r->d.asmi.level);
	assert_int_equal(rd(r, 2), 0); /* a source that is off leaves no status */
	wr(r, 2, 1 << DIVIL_SMI_PIC);
	assert_true(r->d.asmi.level);
	assert_int_equal(rd(r, 2), UINT64_C(0x800000008));
	/* It stays while the source asks, and goes once it is silenced and cleared. */
	wr(r, 2, UINT64_C(0x800000008));
	assert_true(r->d.asmi.level);
	signal_set(&r->sbio.gpio.irq[0], false);
	assert_true(r->d.asmi.level);
	wr(r, 2, UINT64_C(0x800000008));
	assert_false(r->d.asmi.level);
	assert_int_equal(rd(r, 2), 8);
	rig_free(r);
}

static void pm_events_are_an_smi_too(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	wr(r, 2, 1 << DIVIL_SMI_PM);
	signal_set(&r->sbio.acpi.asmi, true);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_PM);
	assert_true(r->d.asmi.level);
	rig_free(r);
}

static void a_pci_interrupt_on_an_edge_input_is_named(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct signal *usb = &r->d.irqmap.in[IRQMAP_Y][IRQMAP_Y_USB];

	(void)state;
	start_pics(r);
	wr(r, 0x20, 0xa00);
	signal_drive(usb, 3, true);
	assert_int_equal(r->rules.broken[RULE_IRQ_EDGE], 1);
	signal_drive(usb, 3, false);
	out(r, 0x4d1, 1, 4);
	signal_drive(usb, 3, true);
	assert_int_equal(r->rules.broken[RULE_IRQ_EDGE], 1);
	assert_int_equal(i8259_ack(&r->d.pic), 0x2a);
	rig_free(r);
}

static void a_software_interrupt_needs_an_edge(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	start_pics(r);
	wr(r, 0x20, 7);
	wr(r, 0x16, 1);
	assert_int_equal(i8259_ack(&r->d.pic), 0x27);
	end_of_interrupt(r);
	wr(r, 0x16, 1);
	assert_false(r->d.pic.intr.level);
	wr(r, 0x16, 0);
	wr(r, 0x16, 1);
	assert_true(r->d.pic.intr.level);
	rig_free(r);
}

static void nmi_sources_obey_their_masks(void **state)
{
	struct rig *r = rig_new(NULL, true);

	(void)state;
	divil_serr(&r->d);
	assert_true(r->d.nmi.level);
	assert_true(in(r, 0x61, 1) & 0x80);
	out(r, 0x70, 1, 0x80);
	assert_false(r->d.nmi.level);
	assert_int_equal(in(r, 0x70, 1) & 0x80, 0x80);
	out(r, 0x70, 1, 0);
	assert_true(r->d.nmi.level);
	out(r, 0x61, 1, 4);
	assert_false(r->d.nmi.level);
	/* A timer's NMI passes the mask of port 70h unless it is told to obey. */
	out(r, 0x70, 1, 0x80);
	signal_set(&r->sbio.mfgpt.nmi, true);
	assert_true(r->d.nmi.level);
	wr(r, 0x29, 0x10001);
	signal_set(&r->sbio.mfgpt.nmi, true);
	assert_false(r->d.nmi.level);
	out(r, 0x70, 1, 0);
	assert_true(r->d.nmi.level);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_unrestricted_source_reaches_every_group),
		cmocka_unit_test(an_unmapped_source_is_silent_and_named),
		cmocka_unit_test(primary_and_lpc_inputs_pass_their_masks),
		cmocka_unit_test(timer_and_rtc_interrupt_the_processor),
		cmocka_unit_test(the_rtc_alarm_is_a_source_of_its_own),
		cmocka_unit_test(day_and_month_alarm_count_once_they_have_a_place),
		cmocka_unit_test(serial_interrupts_follow_their_polarity),
		cmocka_unit_test(an_undriven_frame_floats_high),
		cmocka_unit_test(group_2_is_an_smi),
		cmocka_unit_test(pm_events_are_an_smi_too),
		cmocka_unit_test(a_pci_interrupt_on_an_edge_input_is_named),
		cmocka_unit_test(a_software_interrupt_needs_an_edge),
		cmocka_unit_test(nmi_sources_obey_their_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
