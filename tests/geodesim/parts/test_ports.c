/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control ports, DMA controllers and faulty memory at register level. */
#include "bench.h"

#include "parts/i8237.h"
#include "parts/memfault.h"
#include "parts/port61.h"
#include "parts/port92.h"
#include "parts/portcf9.h"
#include "parts/post.h"

static void port_61_gates_timer_2_and_shows_its_output(void **state)
{
	struct bench b;
	struct i8254 pit;
	struct port61 p;
	struct io_if io, t;

	(void)state;
	bench_init(&b);
	i8254_init(&pit, &b.clock);
	port61_init(&p, &pit);
	io = port61_io(&p);
	t = i8254_io(&pit);
	out8(t, 3, 0xb0);
	out8(t, 2, 100);
	out8(t, 2, 0);
	bench_run_ns(&b, 1000000);
	assert_int_equal(in8(io, 0) & 0x20, 0); /* gate closed: never counted */
	out8(io, 0, 0x01);
	bench_run_ns(&b, 83000);
	assert_int_equal(in8(io, 0) & 0x21, 0x01);
	bench_run_ns(&b, 2000);
	assert_int_equal(in8(io, 0) & 0x21, 0x21);
}

static void port_61_latches_nmi_sources_until_masked(void **state)
{
	struct bench b;
	struct i8254 pit;
	struct port61 p;
	struct io_if io;

	(void)state;
	bench_init(&b);
	i8254_init(&pit, &b.clock);
	port61_init(&p, &pit);
	io = port61_io(&p);
	port61_serr(&p);
	assert_true(p.nmi.level);
	assert_int_equal(in8(io, 0) & 0x80, 0x80);
	out8(io, 0, 0x04);
	assert_false(p.nmi.level);
	assert_int_equal(in8(io, 0) & 0x80, 0);
	out8(io, 0, 0x08);
	port61_iochk(&p);
	assert_int_equal(in8(io, 0) & 0x40, 0);
}

static void port_92_switches_a20_and_pulses_init_once(void **state)
{
	struct bench b;
	struct port92 p;
	struct io_if io;
	struct edges e;

	(void)state;
	bench_init(&b);
	port92_init(&p, true);
	io = port92_io(&p);
	edges_watch(&e, &b, &p.init);
	assert_int_equal(in8(io, 0), 2);
	out8(io, 0, 0);
	assert_false(p.a20.level);
	out8(io, 0, 3);
	assert_true(p.a20.level);
	assert_int_equal(e.rises, 1);
}

static void port_cf9_resets_softly_or_hard(void **state)
{
	struct bench b;
	struct portcf9 p;
	struct io_if io;
	struct edges soft, hard;

	(void)state;
	bench_init(&b);
	portcf9_init(&p);
	io = portcf9_io(&p);
	edges_watch(&soft, &b, &p.soft);
	edges_watch(&hard, &b, &p.hard);
	out8(io, 0, 0x02);
	assert_int_equal(soft.rises + hard.rises, 0);
	out8(io, 0, 0x06);
	assert_int_equal(hard.rises, 1);
	out8(io, 0, 0x00);
	out8(io, 0, 0x04);
	assert_int_equal(soft.rises, 1);
}

static void take_code(void *o, uint8_t code)
{
	*(uint8_t *)o = code;
}

static void post_codes_reach_the_listener(void **state)
{
	struct post p;
	struct io_if io;
	uint8_t seen = 0;

	(void)state;
	post_init(&p, NULL, (struct io_if){0});
	p.code = take_code;
	p.opaque = &seen;
	io = post_io(&p);
	out8(io, 0, 0x5a);
	assert_int_equal(seen, 0x5a);
	assert_int_equal(in8(io, 0), 0x5a);
	assert_int_equal(p.count, 1);
}

struct dma_rig {
	uint8_t bytes[0x20000];
	struct ram ram;
	struct mem_map map;
	struct mem_range range;
	struct i8237 d;
	struct io_if low, high, page;
};

static void dma_setup(struct dma_rig *r)
{
	memset(r, 0, sizeof(*r));
	r->ram = (struct ram){.bytes = r->bytes, .size = sizeof(r->bytes)};
	mem_map_init(&r->map, NULL, NULL);
	mem_map_add(&r->map, &r->range, "ram", 0, r->ram.size, ram_mem_if(&r->ram));
	i8237_init(&r->d, mem_map_dma(&r->map));
	r->low = i8237_io(&r->d, 0);
	r->high = i8237_io(&r->d, 1);
	r->page = i8237_page_io(&r->d);
	out8(r->high, 2 * 10, 0x00); /* open the cascade */
}

static uint16_t give_count(void *o, bool last)
{
	(void)last;
	return (*(uint8_t *)o)++;
}

static void program_channel(struct dma_rig *r, unsigned n, uint8_t mode, uint32_t at,
			    uint16_t count)
{
	static const uint8_t page[4] = {7, 3, 1, 2};

	out8(r->low, 12, 0);
	out8(r->low, (uint16_t)(2 * n), (uint8_t)at);
	out8(r->low, (uint16_t)(2 * n), (uint8_t)(at >> 8));
	out8(r->low, (uint16_t)(2 * n + 1), (uint8_t)count);
	out8(r->low, (uint16_t)(2 * n + 1), (uint8_t)(count >> 8));
	out8(r->page, page[n], (uint8_t)(at >> 16));
	out8(r->low, 11, (uint8_t)(mode | n));
	out8(r->low, 10, (uint8_t)n);
}

static void a_device_fills_memory_by_dma(void **state)
{
	static struct dma_rig r;
	uint8_t next = 1;

	(void)state;
	dma_setup(&r);
	i8237_attach(&r.d, 2, (struct i8237_device){.opaque = &next, .give = give_count});
	assert_int_equal(i8237_request(&r.d, 2, 10), 0); /* masked at reset */
	program_channel(&r, 2, 0x44, 0x1fff0, 15);
	assert_int_equal(i8237_request(&r.d, 2, 10), 10);
	assert_int_equal(in8(r.low, 8) & 4, 0);
	assert_int_equal(i8237_request(&r.d, 2, 100), 6); /* to terminal count */
	assert_int_equal(in8(r.low, 8) & 4, 4);
	assert_int_equal(in8(r.low, 8) & 4, 0);
	assert_int_equal(r.bytes[0x1fff0], 1);
	assert_int_equal(r.bytes[0x1ffff], 16);
	assert_int_equal(in8(r.low, 15) & 4, 4); /* masked again */
	program_channel(&r, 2, 0x54, 0x1000, 3); /* auto-initialise: goes on for ever */
	assert_int_equal(i8237_request(&r.d, 2, 4), 4);
	assert_int_equal(i8237_request(&r.d, 2, 4), 4);
	assert_int_equal(r.bytes[0x1000], 21);
}

static void memory_to_memory_dma_copies(void **state)
{
	static struct dma_rig r;

	(void)state;
	dma_setup(&r);
	memcpy(r.bytes + 0x100, "copy me", 8);
	program_channel(&r, 0, 0x88, 0x100, 7);
	program_channel(&r, 1, 0x84, 0x200, 7);
	out8(r.low, 8, 0x01);
	out8(r.low, 9, 0x04);
	assert_string_equal((const char *)r.bytes + 0x200, "copy me");
	assert_int_equal(in8(r.low, 8) & 2, 2);
}

/* A block moves as a whole, also where it goes round its 64 KiB, and overlaps itself. */
static void software_requests_move_whole_blocks(void **state)
{
	static struct dma_rig r;

	(void)state;
	dma_setup(&r);
	program_channel(&r, 1, 0x84, 0xff80, 0xff); /* nobody drives the bus: ones */
	memset(r.bytes, 0x11, sizeof(r.bytes));
	out8(r.low, 9, 0x05);
	assert_int_equal(r.bytes[0xff7f], 0x11);
	for (unsigned n = 0; n < 0x80; n++)
		assert_true(r.bytes[0xff80 + n] == 0xff && r.bytes[n] == 0xff);
	assert_int_equal(r.bytes[0x80], 0x11);
	assert_int_equal(in8(r.low, 8) & 2, 2);

	for (unsigned n = 0; n < 1000; n++)
		r.bytes[0x4000 + n] = (uint8_t)(n * 3);
	program_channel(&r, 0, 0x88, 0x4000, 999);
	program_channel(&r, 1, 0x84, 0x6000, 999);
	out8(r.low, 8, 0x01);
	out8(r.low, 9, 0x04);
	assert_memory_equal(r.bytes + 0x6000, r.bytes + 0x4000, 1000);
	assert_int_equal(r.bytes[0x6000 + 1000], 0x11);
	assert_int_equal(in8(r.low, 13), (uint8_t)(999 * 3)); /* the temporary register */

	program_channel(&r, 0, 0x88, 0x4000, 99); /* three bytes on: they repeat */
	program_channel(&r, 1, 0x84, 0x4003, 99);
	out8(r.low, 9, 0x04);
	for (unsigned n = 0; n < 103; n++)
		assert_int_equal(r.bytes[0x4000 + n], n % 3 * 3);
	/* One byte for all. */
	program_channel(&r, 0, 0x88, 0x4001, 99);
	program_channel(&r, 1, 0x84, 0x5000, 99);
	out8(r.low, 8, 0x03);
	out8(r.low, 9, 0x04);
	for (unsigned n = 0; n < 100; n++)
		assert_int_equal(r.bytes[0x5000 + n], 3);
}

static void addresses_read_back_low_byte_first(void **state)
{
	static struct dma_rig r;

	(void)state;
	dma_setup(&r);
	program_channel(&r, 3, 0x48, 0x1234, 0x5678);
	out8(r.low, 12, 0);
	assert_int_equal(in8(r.low, 6), 0x34);
	assert_int_equal(in8(r.low, 6), 0x12);
	assert_int_equal(in8(r.low, 7), 0x78);
	assert_int_equal(in8(r.low, 7), 0x56);
	out8(r.low, 13, 0); /* master clear */
	assert_int_equal(in8(r.low, 15) & 15, 15);
}

/* Channels 5 to 7 move words: addresses count words, a page is 128 KiB. */
static void word_channels_use_their_own_pages(void **state)
{
	static const uint8_t page[4] = {0xf, 0xb, 9, 0xa};
	static struct dma_rig r;

	(void)state;
	for (unsigned n = 1; n < 4; n++) {
		uint8_t next = 0x40;

		dma_setup(&r);
		i8237_attach(&r.d, 4 + n,
			     (struct i8237_device){.opaque = &next, .give = give_count});
		out8(r.high, 2 * 8, 0);	 /* command: enabled */
		out8(r.high, 2 * 12, 0); /* low byte first */
		out8(r.high, (uint16_t)(4 * n), 0x80);
		out8(r.high, (uint16_t)(4 * n), 0x90);
		out8(r.high, (uint16_t)(4 * n + 2), 3);
		out8(r.high, (uint16_t)(4 * n + 2), 0);
		out8(r.page, page[n], 0);
		assert_int_equal(in8(r.page, page[n]), 0);
		out8(r.high, 2 * 11, (uint8_t)(0x44 | n));
		assert_int_equal(i8237_request(&r.d, 4 + n, 9), 0); /* masked */
		out8(r.high, 2 * 14, 0);			    /* clear all masks */
		assert_int_equal(i8237_request(&r.d, 4 + n, 9), 4);
		assert_int_equal(r.bytes[0x12100], 0x40);
		assert_int_equal(r.bytes[0x12106], 0x43);
		assert_int_equal(in8(r.high, 2 * 8) & 0x0f, 1u << n);
		assert_int_equal(in8(r.high, 2 * 15) & 0x0f, 1u << n);
		out8(r.high, 2 * 15, 0xf);
		assert_int_equal(in8(r.high, 2 * 15) & 0x0f, 0xf);
	}
	/* Channel 4 is the cascade's: its registers are there all the same. */
	out8(r.high, 2 * 12, 0);
	for (unsigned i = 0; i < 2; i++)
		out8(r.high, 0, (uint8_t)(0x12 + i));
	for (unsigned i = 0; i < 2; i++)
		out8(r.high, 2, (uint8_t)(0x34 + i));
	out8(r.high, 2 * 9, 0);
	out8(r.high, 2 * 12, 0);
	assert_int_equal(in8(r.high, 0), 0x12);
	assert_int_equal(in8(r.high, 0), 0x13);
	assert_int_equal(in8(r.high, 2), 0x34);
}

static void all_masks_of_the_byte_channels_open_at_once(void **state)
{
	static struct dma_rig r;

	(void)state;
	dma_setup(&r);
	assert_int_equal(in8(r.low, 15) & 15, 15);
	out8(r.low, 14, 0);
	assert_int_equal(in8(r.low, 15) & 15, 0);
}

/* Eight of the sixteen page registers belong to no channel: memory for software. */
static void page_registers_keep_a_byte_each(void **state)
{
	static struct dma_rig r;

	(void)state;
	dma_setup(&r);
	for (uint16_t i = 1; i < 16; i++)
		out8(r.page, i, (uint8_t)(0xa0 + i));
	for (uint16_t i = 1; i < 16; i++)
		assert_int_equal(in8(r.page, i), 0xa0 + i);
}

static void a_stuck_memory_bit_reads_wrong_only_there(void **state)
{
	static struct dma_rig r;
	struct memfault f;

	(void)state;
	dma_setup(&r);
	memfault_init(&f, &r.ram);
	assert_int_equal(memfault_add(&f, &r.map, 0x3003, 5, true), 0);
	assert_int_equal(memfault_add(&f, &r.map, 0x3010, 0, false), 0);
	assert_int_equal(memfault_add(&f, &r.map, 0x20000, 0, false), -1);
	mem_map_write(&r.map, 0x3000, 4, 0);
	assert_int_equal(mem_map_read(&r.map, 0x3000, 4), 0x20000000);
	mem_map_write(&r.map, 0x3010, 1, 0xff);
	assert_int_equal(mem_map_read(&r.map, 0x3010, 1), 0xfe);
	assert_int_equal(mem_map_read(&r.map, 0x3011, 1), 0);
	assert_null(mem_map_page(&r.map, 0x3000, false));
	assert_non_null(mem_map_page(&r.map, 0x4000, false));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(port_61_gates_timer_2_and_shows_its_output),
		cmocka_unit_test(port_61_latches_nmi_sources_until_masked),
		cmocka_unit_test(port_92_switches_a20_and_pulses_init_once),
		cmocka_unit_test(port_cf9_resets_softly_or_hard),
		cmocka_unit_test(post_codes_reach_the_listener),
		cmocka_unit_test(a_device_fills_memory_by_dma),
		cmocka_unit_test(memory_to_memory_dma_copies),
		cmocka_unit_test(software_requests_move_whole_blocks),
		cmocka_unit_test(addresses_read_back_low_byte_first),
		cmocka_unit_test(word_channels_use_their_own_pages),
		cmocka_unit_test(all_masks_of_the_byte_channels_open_at_once),
		cmocka_unit_test(page_registers_keep_a_byte_each),
		cmocka_unit_test(a_stuck_memory_bit_reads_wrong_only_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
