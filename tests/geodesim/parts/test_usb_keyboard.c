/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB keyboard and what all USB devices do: descriptors, requests, reports. */
#include "usb_host.h"

#include "parts/usb_keyboard.h"

static void the_address_counts_after_the_status_stage(void **state)
{
	uint8_t setup[8] = {0, 5, 9, 0, 0, 0, 0, 0};
	struct usb_keyboard k;
	struct usb_host h = {.dev = &k.dev};
	unsigned n = 8;

	(void)state;
	usb_keyboard_init(&k);
	assert_int_equal(host_packet(&h, USB_SETUP, 0, 0, setup, &n), USB_ACK);
	assert_int_equal(k.dev.address, 0);
	n = 0;
	assert_int_equal(host_packet(&h, USB_IN, 0, 1, setup, &n), USB_ACK);
	assert_int_equal(k.dev.address, 9);
	assert_int_equal(host_control(&h, 0x80, 8, 0, 0, 1), USB_SILENCE);
	h.address = 9;
	assert_int_equal(host_control(&h, 0x80, 8, 0, 0, 1), USB_ACK);
	assert_int_equal(h.data[0], 0);
}

static void descriptors_describe_a_boot_keyboard(void **state)
{
	struct usb_keyboard k;
	struct usb_host h = {.dev = &k.dev};

	(void)state;
	usb_keyboard_init(&k);
	assert_int_equal(host_control(&h, 0x80, 6, 0x100, 0, 64), USB_ACK);
	assert_int_equal(h.got, 18);
	assert_int_equal(h.data[7], 8);
	assert_int_equal(h.data[17], 1);
	assert_int_equal(host_control(&h, 0x80, 6, 0x200, 0, 9), USB_ACK);
	assert_int_equal(h.got, 9);
	assert_int_equal(h.data[2], 34);
	assert_int_equal(host_control(&h, 0x80, 6, 0x200, 0, 34), USB_ACK);
	assert_int_equal(h.got, 34);
	assert_int_equal(h.data[25], 63); /* of the report descriptor */
	assert_int_equal(host_control(&h, 0x81, 6, 0x2200, 0, 63), USB_ACK);
	assert_int_equal(h.got, 63);
	assert_int_equal(h.data[62], 0xc0);
	assert_int_equal(host_control(&h, 0x80, 6, 0x302, 0x409, 255), USB_ACK);
	assert_int_equal(h.got, 18);
	assert_int_equal(h.data[2], 'K');
	assert_int_equal(host_control(&h, 0x80, 6, 0x303, 0x409, 255), USB_STALL);
	assert_int_equal(host_control(&h, 0x80, 6, 0x600, 0, 10), USB_STALL); /* full speed only */
}

static void an_unconfigured_keyboard_has_no_endpoint(void **state)
{
	struct usb_keyboard k;
	struct usb_host h = {.dev = &k.dev};
	uint8_t report[8];
	unsigned n = 8;

	(void)state;
	usb_keyboard_init(&k);
	assert_int_equal(host_data(&h, true, 1, report, &n), USB_SILENCE);
	host_configure(&h, &k.dev, false);
	n = 8;
	assert_int_equal(host_data(&h, true, 1, report, &n), USB_NAK);
	assert_int_equal(host_data(&h, true, 2, report, &n), USB_SILENCE);
	assert_int_equal(host_data(&h, false, 1, report, &n), USB_SILENCE);
}

static void reports_tell_what_is_down(void **state)
{
	struct usb_keyboard k;
	struct usb_host h;
	uint8_t report[8];
	unsigned n = 8;

	(void)state;
	usb_keyboard_init(&k);
	host_configure(&h, &k.dev, false);
	assert_int_equal(usb_keyboard_key(&k, 0xe0, true), 0);
	assert_int_equal(usb_keyboard_key(&k, 0x06, true), 0);
	assert_int_equal(usb_keyboard_key(&k, 0x07, true), 0);
	assert_int_equal(usb_keyboard_key(&k, 0x06, false), 0);
	for (unsigned i = 0; i < 4; i++) {
		n = 8;
		assert_int_equal(host_data(&h, true, 1, report, &n), USB_ACK);
		assert_int_equal(n, 8);
		assert_int_equal(report[0], 1);
		assert_int_equal(report[2], i == 0 ? 0 : i < 3 ? 6 : 7);
		assert_int_equal(report[3], i == 2 ? 7 : 0);
	}
	assert_int_equal(host_data(&h, true, 1, report, &n), USB_NAK);
}

static void too_many_keys_are_refused(void **state)
{
	struct usb_keyboard k;
	struct usb_host h;

	(void)state;
	usb_keyboard_init(&k);
	host_configure(&h, &k.dev, false);
	for (uint8_t i = 0; i < 6; i++)
		assert_int_equal(usb_keyboard_key(&k, (uint8_t)(4 + i), true), 0);
	assert_int_equal(usb_keyboard_key(&k, 20, true), -1);
	for (unsigned i = 6; i < USB_KEYBOARD_REPORTS; i++)
		assert_int_equal(usb_keyboard_key(&k, 0xe0, i & 1), 0);
	assert_int_equal(usb_keyboard_key(&k, 0xe0, true), -1); /* nobody reads */
	assert_int_equal(usb_keyboard_key(&k, 1, true), -1);
}

static void hid_requests_are_kept(void **state)
{
	struct usb_keyboard k;
	struct usb_host h;

	(void)state;
	usb_keyboard_init(&k);
	host_configure(&h, &k.dev, false);
	assert_int_equal(host_control(&h, 0xa1, 3, 0, 0, 1), USB_ACK);
	assert_int_equal(h.data[0], 1); /* report protocol after reset */
	assert_int_equal(host_control(&h, 0x21, 11, 0, 0, 0), USB_ACK);
	assert_int_equal(host_control(&h, 0xa1, 3, 0, 0, 1), USB_ACK);
	assert_int_equal(h.data[0], 0);
	assert_int_equal(host_control(&h, 0x21, 10, 0x7d00, 0, 0), USB_ACK);
	assert_int_equal(host_control(&h, 0xa1, 2, 0, 0, 1), USB_ACK);
	assert_int_equal(h.data[0], 0x7d);
	h.data[0] = 7;
	assert_int_equal(host_control(&h, 0x21, 9, 0x200, 0, 1), USB_ACK);
	assert_int_equal(k.leds, 7);
	assert_int_equal(host_control(&h, 0x21, 9, 0x100, 0, 1), USB_STALL);
}

static void halted_endpoints_stall_until_cleared(void **state)
{
	struct usb_keyboard k;
	struct usb_host h;
	uint8_t report[8];
	unsigned n = 8;

	(void)state;
	usb_keyboard_init(&k);
	host_configure(&h, &k.dev, false);
	usb_keyboard_key(&k, 4, true);
	assert_int_equal(host_control(&h, 2, 3, 0, 0x81, 0), USB_ACK);
	assert_int_equal(host_data(&h, true, 1, report, &n), USB_STALL);
	assert_int_equal(host_control(&h, 0x82, 0, 0, 0x81, 2), USB_ACK);
	assert_int_equal(h.data[0], 1);
	host_clear_halt(&h, true, 1);
	assert_int_equal(host_data(&h, true, 1, report, &n), USB_ACK);
	assert_int_equal(host_control(&h, 2, 1, 0, 0x85, 0), USB_STALL); /* no such endpoint */
}

static void device_status_and_odd_requests(void **state)
{
	struct usb_keyboard k;
	struct usb_host h;

	(void)state;
	usb_keyboard_init(&k);
	host_configure(&h, &k.dev, false);
	assert_int_equal(host_control(&h, 0, 3, 1, 0, 0), USB_ACK); /* remote wake-up */
	assert_int_equal(host_control(&h, 0x80, 0, 0, 0, 2), USB_ACK);
	assert_int_equal(h.data[0], 2);
	assert_int_equal(host_control(&h, 0x81, 10, 0, 0, 1), USB_ACK);
	assert_int_equal(host_control(&h, 1, 11, 1, 0, 0), USB_STALL);
	assert_int_equal(host_control(&h, 0, 9, 2, 0, 0), USB_STALL);
	assert_int_equal(host_control(&h, 0x40, 0x77, 0, 0, 0), USB_STALL);
	assert_int_equal(host_control(&h, 0x40, 0x77, 0, 0, 0xffff), USB_STALL);
}

static void letters_have_keys(void **state)
{
	bool shift;

	(void)state;
	assert_int_equal(usb_keyboard_usage('a', &shift), 4);
	assert_false(shift);
	assert_int_equal(usb_keyboard_usage('Z', &shift), 29);
	assert_true(shift);
	assert_int_equal(usb_keyboard_usage('\r', &shift), 0x28);
	assert_int_equal(usb_keyboard_usage('0', &shift), 0x27);
	assert_int_equal(usb_keyboard_usage('_', &shift), 0x2d);
	assert_true(shift);
	assert_int_equal(usb_keyboard_usage('/', &shift), 0x38);
	assert_false(shift);
	assert_int_equal(usb_keyboard_usage('?', &shift), 0x38);
	assert_true(shift);
	assert_int_equal(usb_keyboard_usage('\x01', &shift), 0);
	assert_int_equal(usb_keyboard_usage('\0', &shift), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_address_counts_after_the_status_stage),
		cmocka_unit_test(descriptors_describe_a_boot_keyboard),
		cmocka_unit_test(an_unconfigured_keyboard_has_no_endpoint),
		cmocka_unit_test(reports_tell_what_is_down),
		cmocka_unit_test(too_many_keys_are_refused),
		cmocka_unit_test(hid_requests_are_kept),
		cmocka_unit_test(halted_endpoints_stall_until_cleared),
		cmocka_unit_test(device_status_and_odd_requests),
		cmocka_unit_test(letters_have_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
