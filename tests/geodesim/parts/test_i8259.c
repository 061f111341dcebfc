/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The interrupt controller pair at register level. */
#include "bench.h"

#include "parts/i8259.h"

static void setup(struct i8259 *p)
{
	struct io_if first, second;

	i8259_init(p, NULL);
	first = i8259_io(p, 0);
	second = i8259_io(p, 1);
	out8(first, 0, 0x11);
	out8(first, 1, 0x20);
	out8(first, 1, 0x04);
	out8(first, 1, 0x01);
	out8(second, 0, 0x11);
	out8(second, 1, 0x28);
	out8(second, 1, 0x02);
	out8(second, 1, 0x01);
}

static void an_edge_interrupts_once_until_end_of_interrupt(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	signal_set(&p.line[4], true);
	assert_true(p.intr.level);
	assert_int_equal(i8259_ack(&p), 0x24);
	assert_false(p.intr.level);
	signal_set(&p.line[4], false);
	signal_set(&p.line[4], true); /* again, while in service */
	assert_false(p.intr.level);
	out8(i8259_io(&p, 0), 0, 0x20);
	assert_true(p.intr.level);
	assert_int_equal(i8259_ack(&p), 0x24);
	out8(i8259_io(&p, 0), 0, 0x20);
	assert_false(p.intr.level); /* still high: no new edge */
}

static void a_level_input_interrupts_again_while_it_stays_active(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	out8(i8259_elcr_io(&p), 1, 0x04); /* input 10 */
	out8(i8259_elcr_io(&p), 0, 0xff); /* 0..2 cannot be level */
	assert_int_equal(in8(i8259_elcr_io(&p), 0), 0xf8);
	signal_set(&p.line[10], true);
	assert_int_equal(i8259_ack(&p), 0x2a);
	out8(i8259_io(&p, 1), 0, 0x20);
	out8(i8259_io(&p, 0), 0, 0x20);
	assert_true(p.intr.level);
	signal_set(&p.line[10], false);
	assert_false(p.intr.level);
}

static void a_higher_input_interrupts_a_lower_one_in_service(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	signal_set(&p.line[5], true);
	assert_int_equal(i8259_ack(&p), 0x25);
	signal_set(&p.line[6], true);
	assert_false(p.intr.level);
	signal_set(&p.line[8], true); /* through the cascade on 2 */
	assert_true(p.intr.level);
	assert_int_equal(i8259_ack(&p), 0x28);
	out8(i8259_io(&p, 0), 0, 0x0b); /* read ISR */
	assert_int_equal(in8(i8259_io(&p, 0), 0), 0x24);
	out8(i8259_io(&p, 0), 0, 0x0a);
	assert_int_equal(in8(i8259_io(&p, 0), 0), 0x40);
}

static void masked_inputs_wait_in_the_request_register(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	out8(i8259_io(&p, 0), 1, 0xff);
	signal_set(&p.line[1], true);
	assert_false(p.intr.level);
	assert_int_equal(in8(i8259_io(&p, 0), 0), 0x02);
	out8(i8259_io(&p, 0), 1, 0xfd);
	assert_true(p.intr.level);
	assert_int_equal(in8(i8259_io(&p, 0), 1), 0xfd);
}

static void a_line_that_drops_before_acknowledge_gives_the_spurious_vector(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	signal_set(&p.line[3], true);
	signal_set(&p.line[3], false);
	assert_false(p.intr.level);
	assert_int_equal(i8259_ack(&p), 0x27);
	assert_int_equal(p.chip[0].isr, 0); /* and nothing to end */
}

static void poll_mode_takes_the_interrupt_without_the_processor(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	out8(i8259_io(&p, 0), 0, 0x0c);
	assert_int_equal(in8(i8259_io(&p, 0), 0), 0);
	signal_set(&p.line[6], true);
	out8(i8259_io(&p, 0), 0, 0x0c);
	assert_int_equal(in8(i8259_io(&p, 0), 0), 0x86);
	assert_false(p.intr.level);
}

static void rotation_makes_the_served_input_the_lowest(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	signal_set(&p.line[1], true);
	assert_int_equal(i8259_ack(&p), 0x21);
	out8(i8259_io(&p, 0), 0, 0xa0); /* rotate on non-specific EOI: 1 is lowest now */
	signal_set(&p.line[0], true);
	signal_set(&p.line[3], true);
	assert_int_equal(i8259_ack(&p), 0x23);
	out8(i8259_io(&p, 0), 0, 0x63); /* specific EOI */
	out8(i8259_io(&p, 0), 0, 0xc7); /* set priority: 7 lowest, the usual order */
	assert_int_equal(i8259_ack(&p), 0x20);
}

static void special_mask_mode_lets_lower_inputs_in(void **state)
{
	struct i8259 p;

	(void)state;
	setup(&p);
	signal_set(&p.line[3], true);
	i8259_ack(&p);
	out8(i8259_io(&p, 0), 1, 0x08);
	signal_set(&p.line[6], true);
	assert_false(p.intr.level);
	out8(i8259_io(&p, 0), 0, 0x68);
	assert_true(p.intr.level);
	assert_int_equal(i8259_ack(&p), 0x26);
}

static void automatic_end_of_interrupt_leaves_nothing_in_service(void **state)
{
	struct i8259 p;
	struct io_if io;

	(void)state;
	setup(&p);
	io = i8259_io(&p, 0);
	out8(io, 0, 0x11);
	out8(io, 1, 0x40);
	out8(io, 1, 0x04);
	out8(io, 1, 0x03);
	signal_set(&p.line[5], true);
	assert_int_equal(i8259_ack(&p), 0x45);
	out8(io, 0, 0x0b);
	assert_int_equal(in8(io, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_edge_interrupts_once_until_end_of_interrupt),
		cmocka_unit_test(a_level_input_interrupts_again_while_it_stays_active),
		cmocka_unit_test(a_higher_input_interrupts_a_lower_one_in_service),
		cmocka_unit_test(masked_inputs_wait_in_the_request_register),
		cmocka_unit_test(a_line_that_drops_before_acknowledge_gives_the_spurious_vector),
		cmocka_unit_test(poll_mode_takes_the_interrupt_without_the_processor),
		cmocka_unit_test(rotation_makes_the_served_input_the_lowest),
		cmocka_unit_test(special_mask_mode_lets_lower_inputs_in),
		cmocka_unit_test(automatic_end_of_interrupt_leaves_nothing_in_service),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
