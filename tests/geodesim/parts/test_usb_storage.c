/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB stick: Bulk-Only Transport with its error cases, SCSI commands. */
#include "usb_host.h"

#include <stdlib.h>

#include "parts/usb_storage.h"

#define SECTORS 64u

struct rig {
	struct usb_storage s;
	struct usb_host h;
	struct diskimage image;
	uint8_t disk[SECTORS * 512];
	uint8_t data[SECTORS * 512];
	uint32_t moved;
};

static void setup_at(struct rig *r, bool high)
{
	for (uint32_t i = 0; i < sizeof(r->disk); i++)
		r->disk[i] = (uint8_t)(i * 11 + (i >> 9));
	assert_int_equal(diskimage_from_memory(&r->image, r->disk, sizeof(r->disk)), 0);
	usb_storage_init(&r->s, diskimage_if(&r->image), "00112233AABB");
	host_configure(&r->h, &r->s.dev, high);
}

static struct rig *setup(void)
{
	struct rig *r = calloc(1, sizeof(*r));

	assert_non_null(r);
	setup_at(r, true);
	return r;
}

static void teardown(struct rig *r)
{
	diskimage_close(&r->image);
	free(r);
}

static enum usb_answer send_cbw(struct rig *r, uint32_t bytes, bool in, const uint8_t *cdb,
				unsigned length)
{
	uint8_t cbw[31] = {0x55, 0x53, 0x42, 0x43, 1, 2, 3, 4};
	unsigned n = sizeof(cbw);

	memcpy(cbw + 8, &bytes, 4);
	cbw[12] = in ? 0x80 : 0;
	cbw[14] = (uint8_t)length;
	memcpy(cbw + 15, cdb, length);
	return host_data(&r->h, false, 2, cbw, &n);
}

/* The data stage until it is over: all moved, a short packet, or a stall (cleared here). */
static enum usb_answer move(struct rig *r, uint32_t bytes, bool in)
{
	unsigned max = r->s.dev.max_packet[in][in ? 1 : 2], n;
	enum usb_answer answer = USB_ACK;

	for (r->moved = 0; r->moved < bytes; r->moved += n) {
		n = bytes - r->moved < max ? bytes - r->moved : max;
		answer = host_data(&r->h, in, in ? 1 : 2, r->data + r->moved, &n);
		if (answer == USB_STALL)
			host_clear_halt(&r->h, in, in ? 1 : 2);
		if (answer != USB_ACK)
			break;
		if (in && n < max) {
			r->moved += n;
			break;
		}
	}
	return answer;
}

/* The status: 0 good, 1 failed, 2 phase error. */
static unsigned status(struct rig *r, uint32_t residue)
{
	uint8_t csw[64];
	unsigned n = 13;
	uint32_t left;

	if (host_data(&r->h, true, 1, csw, &n) == USB_STALL) {
		host_clear_halt(&r->h, true, 1);
		n = 13;
		assert_int_equal(host_data(&r->h, true, 1, csw, &n), USB_ACK);
	}
	assert_int_equal(n, 13);
	assert_memory_equal(csw, "USBS\1\2\3\4", 8);
	memcpy(&left, csw + 8, 4);
	assert_int_equal(left, residue);
	return csw[12];
}

/* A whole command; @residue is what must be left over. */
static unsigned scsi(struct rig *r, uint32_t bytes, bool in, const uint8_t *cdb, uint32_t residue)
{
	assert_int_equal(send_cbw(r, bytes, in, cdb, 10), USB_ACK);
	move(r, bytes, in);
	return status(r, residue);
}

static void expect_sense(struct rig *r, uint8_t key, uint8_t code)
{
	const uint8_t cdb[10] = {3, 0, 0, 0, 18};

	assert_int_equal(scsi(r, 18, true, cdb, 0), 0);
	assert_int_equal(r->data[2], key);
	assert_int_equal(r->data[12], code);
	assert_int_equal(scsi(r, 18, true, cdb, 0), 0); /* told once */
	assert_int_equal(r->data[2], 0);
}

static void the_stick_says_what_it_is(void **state)
{
	const uint8_t inquiry[10] = {0x12, 0, 0, 0, 36}, capacity[10] = {0x25}, ready[10] = {0},
		      mode[10] = {0x1a, 0, 0x3f, 0, 192},
		      formats[10] = {0x23, 0, 0, 0, 0, 0, 0, 0, 252};
	struct rig *r = setup();

	(void)state;
	assert_int_equal(scsi(r, 36, true, inquiry, 0), 0);
	assert_memory_equal(r->data + 8, "GEODESIM", 8);
	assert_int_equal(scsi(r, 0, true, ready, 0), 0);
	assert_int_equal(scsi(r, 8, true, capacity, 0), 0);
	assert_memory_equal(r->data, "\0\0\0\77\0\0\2\0", 8);
	assert_int_equal(scsi(r, 192, true, mode, 188), 0);
	assert_int_equal(r->data[0], 3);
	assert_int_equal(r->data[2], 0);
	r->s.read_only = true;
	assert_int_equal(scsi(r, 192, true, mode, 188), 0);
	assert_int_equal(r->data[2], 0x80);
	assert_int_equal(scsi(r, 252, true, formats, 240), 0);
	assert_int_equal(r->data[7], SECTORS);
	teardown(r);
}

static void sectors_go_both_ways_at_both_speeds(void **state)
{
	const uint8_t read[10] = {0x28, 0, 0, 0, 0, 5, 0, 0, 10};
	const uint8_t write[10] = {0x2a, 0, 0, 0, 0, 20, 0, 0, 3};
	struct rig *r = calloc(1, sizeof(*r));
	uint8_t sector[512];

	(void)state;
	assert_non_null(r);
	for (unsigned high = 0; high < 2; high++) {
		setup_at(r, high);
		assert_int_equal(r->s.dev.max_packet[1][1], high ? 512 : 64);
		assert_int_equal(scsi(r, 5120, true, read, 0), 0);
		assert_memory_equal(r->data, r->disk + 5 * 512, 5120);
		memset(r->data, (int)(0x40 + high), 1536);
		assert_int_equal(scsi(r, 1536, false, write, 0), 0);
		r->s.disk.read(r->s.disk.opaque, 22, sector);
		assert_int_equal(sector[511], 0x40 + high);
		r->s.disk.read(r->s.disk.opaque, 23, sector);
		assert_memory_equal(sector, r->disk + 23 * 512, 512);
		diskimage_close(&r->image);
	}
	free(r);
}

static void descriptors_follow_the_speed(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	(void)state;
	assert_non_null(r);
	setup_at(r, false);
	assert_int_equal(host_control(&r->h, 0x80, 6, 0x200, 0, 255), USB_ACK);
	assert_int_equal(r->h.data[22], 64);
	assert_int_equal(host_control(&r->h, 0x80, 6, 0x700, 0, 255), USB_ACK);
	assert_int_equal(r->h.data[23], 2);
	assert_int_equal(host_control(&r->h, 0x80, 6, 0x600, 0, 10), USB_ACK);
	assert_int_equal(r->h.data[1], 6);
	assert_int_equal(host_control(&r->h, 0x80, 6, 0x303, 0x409, 255), USB_ACK);
	assert_int_equal(r->h.got, 26);
	assert_int_equal(r->h.data[24], 'B');
	diskimage_close(&r->image);
	setup_at(r, true);
	assert_int_equal(host_control(&r->h, 0x80, 6, 0x200, 0, 255), USB_ACK);
	assert_int_equal(r->h.data[23], 2);
	teardown(r);
}

static void commands_that_fail_tell_sense(void **state)
{
	const uint8_t beyond[10] = {0x28, 0, 0, 0, 0, 63, 0, 0, 2}, unknown[10] = {0xc7},
		      vital[10] = {0x12, 1, 0x80, 0, 36},
		      write[10] = {0x2a, 0, 0, 0, 0, 1, 0, 0, 1},
		      read[10] = {0x28, 0, 0, 0, 0, 1, 0, 0, 4};
	struct rig *r = setup();

	(void)state;
	assert_int_equal(scsi(r, 1024, true, beyond, 1024), 1);
	expect_sense(r, 5, 0x21);
	assert_int_equal(scsi(r, 0, true, unknown, 0), 1);
	expect_sense(r, 5, 0x20);
	assert_int_equal(scsi(r, 36, true, vital, 36), 1);
	expect_sense(r, 5, 0x24);
	r->s.read_only = true;
	assert_int_equal(scsi(r, 512, false, write, 512), 1);
	expect_sense(r, 7, 0x27);
	r->s.bad_lba = 3;
	assert_int_equal(scsi(r, 2048, true, read, 1024), 1);
	assert_int_equal(r->moved, 1024);
	expect_sense(r, 3, 0x11);
	teardown(r);
}

static void a_medium_comes_and_goes(void **state)
{
	const uint8_t ready[10] = {0}, read[10] = {0x28, 0, 0, 0, 0, 1, 0, 0, 1};
	struct rig *r = setup();

	(void)state;
	usb_storage_medium(&r->s, false);
	assert_int_equal(scsi(r, 0, true, ready, 0), 1);
	expect_sense(r, 2, 0x3a);
	assert_int_equal(scsi(r, 512, true, read, 512), 1);
	usb_storage_medium(&r->s, true);
	assert_int_equal(scsi(r, 0, true, ready, 0), 1);
	expect_sense(r, 6, 0x28);
	assert_int_equal(scsi(r, 512, true, read, 0), 0);
	assert_int_equal(send_cbw(r, 512, true, read, 10), USB_ACK);
	usb_storage_medium(&r->s, false); /* in the middle of the command */
	assert_int_equal(move(r, 512, true), USB_STALL);
	assert_int_equal(status(r, 512), 1);
	teardown(r);
}

static void disagreements_about_data_are_phase_errors(void **state)
{
	const uint8_t read[10] = {0x28, 0, 0, 0, 0, 1, 0, 0, 2};
	const uint8_t write[10] = {0x2a, 0, 0, 0, 0, 1, 0, 0, 2};
	struct rig *r = setup();

	(void)state;
	assert_int_equal(scsi(r, 512, true, read, 512), 2);    /* less than the command moves */
	assert_int_equal(scsi(r, 0, true, read, 0), 2);	       /* none at all */
	assert_int_equal(scsi(r, 1024, false, read, 1024), 2); /* the other direction */
	assert_int_equal(scsi(r, 1024, true, write, 1024), 2);
	assert_int_equal(scsi(r, 2048, true, read, 1024), 0); /* more: the rest is residue */
	assert_memory_equal(r->data, r->disk + 512, 1024);
	assert_int_equal(scsi(r, 2048, false, write, 1024), 0);
	assert_int_equal(r->moved, 1024);
	teardown(r);
}

static void an_invalid_wrapper_needs_a_reset(void **state)
{
	const uint8_t ready[10] = {0};
	uint8_t junk[31] = "not a command block wrapper";
	struct rig *r = setup();
	unsigned n = 31;

	(void)state;
	assert_int_equal(host_data(&r->h, false, 2, junk, &n), USB_STALL);
	host_clear_halt(&r->h, false, 2);
	assert_int_equal(send_cbw(r, 0, true, ready, 10), USB_STALL); /* still */
	n = 13;
	assert_int_equal(host_data(&r->h, true, 1, junk, &n), USB_STALL);
	assert_int_equal(host_control(&r->h, 0x21, 0xff, 0, 0, 0), USB_ACK);
	host_clear_halt(&r->h, false, 2);
	host_clear_halt(&r->h, true, 1);
	assert_int_equal(scsi(r, 0, true, ready, 0), 0);
	teardown(r);
}

static void a_repeated_packet_is_taken_once(void **state)
{
	const uint8_t write[10] = {0x2a, 0, 0, 0, 0, 20, 0, 0, 2};
	struct rig *r = setup();
	uint8_t sector[512];
	unsigned n = 512;

	(void)state;
	assert_int_equal(send_cbw(r, 1024, false, write, 10), USB_ACK);
	memset(r->data, 1, 512);
	assert_int_equal(host_data(&r->h, false, 2, r->data, &n), USB_ACK);
	r->h.toggle[0][2] ^= 1; /* as if the answer had been lost */
	assert_int_equal(host_data(&r->h, false, 2, r->data, &n), USB_ACK);
	memset(r->data, 2, 512);
	assert_int_equal(host_data(&r->h, false, 2, r->data, &n), USB_ACK);
	assert_int_equal(status(r, 0), 0);
	r->s.disk.read(r->s.disk.opaque, 21, sector);
	assert_int_equal(sector[0], 2);
	teardown(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_stick_says_what_it_is),
		cmocka_unit_test(sectors_go_both_ways_at_both_speeds),
		cmocka_unit_test(descriptors_follow_the_speed),
		cmocka_unit_test(commands_that_fail_tell_sense),
		cmocka_unit_test(a_medium_comes_and_goes),
		cmocka_unit_test(disagreements_about_data_are_phase_errors),
		cmocka_unit_test(an_invalid_wrapper_needs_a_reset),
		cmocka_unit_test(a_repeated_packet_is_taken_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
