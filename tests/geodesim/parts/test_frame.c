/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The frame: clock and events, signals, register tables, maps, traces. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>

#include "frame/regs.h"
#include "frame/trace.h"

struct log {
	char text[64];
	struct bench *bench;
};

struct named {
	struct log *log;
	char letter;
	struct event event;
};

static void named_fire(void *o, uint64_t due)
{
	struct named *n = o;

	assert_true(n->log->bench->now >= due);
	strncat(n->log->text, (char[]){n->letter, 0}, 2);
}

static void events_fire_in_order_of_time_then_of_scheduling(void **state)
{
	struct bench b;
	struct log log = {.bench = &b};
	struct named n[4] = {
		{&log, 'a', {0}}, {&log, 'b', {0}}, {&log, 'c', {0}}, {&log, 'd', {0}}};

	(void)state;
	bench_init(&b);
	for (unsigned i = 0; i < 4; i++)
		event_init(&n[i].event, "test", named_fire, &n[i]);
	event_schedule(&b.clock, &n[0].event, 100);
	event_schedule(&b.clock, &n[1].event, 50);
	event_schedule(&b.clock, &n[2].event, 100);
	event_schedule(&b.clock, &n[3].event, 70);
	event_cancel(&b.clock, &n[3].event);
	event_schedule(&b.clock, &n[0].event, 100); /* now behind c */
	assert_int_equal(clock_next_event(&b.clock), 50);
	bench_run_to(&b, 99);
	assert_string_equal(log.text, "b");
	bench_run_to(&b, 200);
	assert_string_equal(log.text, "bca");
	assert_true(clock_next_event(&b.clock) == CLOCK_NEVER);
}

static void ticks_of_an_oscillator_never_drift_from_their_clock(void **state)
{
	struct bench b;

	(void)state;
	bench_init(&b);
	for (uint64_t tick = 1; tick < 3000000; tick += 99991) {
		uint64_t at = clock_at_tick(&b.clock, 1193182, tick);

		b.now = at;
		assert_int_equal(clock_ticks(&b.clock, 1193182), tick);
		b.now = at - 1;
		assert_int_equal(clock_ticks(&b.clock, 1193182), tick - 1);
	}
}

static void events_keep_their_board_time_when_the_core_clock_changes(void **state)
{
	struct bench b;
	struct log log = {.bench = &b};
	struct named n = {&log, 'x', {0}};

	(void)state;
	bench_init(&b);
	event_init(&n.event, "test", named_fire, &n);
	event_schedule(&b.clock, &n.event, 5000); /* 10 us */
	b.now = 2500;				  /* 5 us */
	clock_set_hz(&b.clock, 250000000);
	assert_int_equal(n.event.when, 2500 + 1250);
	b.now = 3750;
	assert_int_equal(clock_ps(&b.clock, b.now), 10000000);
}

static void a_shared_line_is_the_or_of_its_drivers(void **state)
{
	struct bench b;
	struct edges e;
	struct signal s;

	(void)state;
	bench_init(&b);
	signal_init(&s, "intx");
	edges_watch(&e, &b, &s);
	signal_drive(&s, 3, true);
	signal_drive(&s, 5, true);
	signal_drive(&s, 3, false);
	assert_true(s.level);
	signal_drive(&s, 5, false);
	assert_false(s.level);
	assert_int_equal(e.rises, 1);
	assert_int_equal(e.falls, 1);
}

static int refuse_odd(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	(void)old;
	return *val & 1 ? -1 : 0;
}

static uint64_t plus_one(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)f;
	(void)i;
	return val + 1;
}

static const struct reg test_regs[] = {
	{.name = "CONTROL", .addr = 0, .width = 8, .reset = 0x12, .ro = 0xf0},
	{.name = "STATUS", .addr = 1, .width = 8, .reset = 0x81, .w1c = 0x0f, .reserved = 0xf0},
	{.name = "ADDRESS", .addr = 4, .width = 32, .unmodelled = 0xff000000},
	{.name = "EVEN", .addr = 8, .width = 16, .pre_write = refuse_odd, .read = plus_one},
};
static const struct reg_table test_table = REG_TABLE("test", "io", test_regs);

struct notes {
	unsigned count[REG_NOTE_COUNT];
};

static void take_note(void *o, const struct reg_file *f, unsigned i, enum reg_note n, uint64_t v)
{
	(void)f;
	(void)i;
	(void)v;
	((struct notes *)o)->count[n]++;
}

static void registers_follow_their_masks_and_tell_what_was_wrong(void **state)
{
	uint64_t value[4];
	struct reg_cover cover[4];
	struct reg_file f;
	struct notes notes = {{0}};
	char err[128];

	(void)state;
	assert_int_equal(reg_table_check(&test_table, err, sizeof(err)), 0);
	reg_file_init(&f, &test_table, NULL, value, cover);
	f.note = take_note;
	f.note_opaque = &notes;
	assert_int_equal(reg_read_bytes(&f, 0, 4, 0xffffffff), 0xffff8112);
	reg_write_bytes(&f, 0, 1, 0xff);
	assert_int_equal(reg_peek(&f, 0), 0x1f);
	assert_int_equal(notes.count[REG_NOTE_READ_ONLY], 1);
	reg_poke(&f, 1, 0x8f);
	reg_write_bytes(&f, 1, 1, 0x03);
	assert_int_equal(reg_peek(&f, 1), 0x8c);
	assert_int_equal(notes.count[REG_NOTE_RESERVED], 1);
	assert_int_equal(reg_write_bytes(&f, 2, 4, 0x11223344), 2); /* two holes, low half */
	assert_int_equal(reg_peek(&f, 2), 0x1122);
	reg_write_bytes(&f, 7, 1, 0x80);
	assert_int_equal(reg_peek(&f, 2), 0x80001122);
	assert_int_equal(notes.count[REG_NOTE_UNMODELLED], 1);
	assert_true(reg_write(&f, 3, 5, UINT64_MAX) < 0);
	assert_int_equal(reg_write(&f, 3, 6, UINT64_MAX), 0);
	assert_int_equal(reg_read(&f, 3), 7);
	assert_int_equal(notes.count[REG_NOTE_REFUSED], 1);
	assert_int_equal(f.cover[3].writes, 2);
	reg_file_reset(&f);
	assert_int_equal(reg_peek(&f, 0), 0x12);
	assert_int_equal(reg_find(&test_table, 3), -1);
}

static void a_badly_made_register_table_is_named(void **state)
{
	static const struct reg overlap[] = {{.name = "A", .addr = 0, .width = 32},
					     {.name = "B", .addr = 2, .width = 8}};
	static const struct reg masks[] = {{.name = "A", .addr = 0, .width = 8, .ro = 1, .w1c = 1}};
	static const struct reg wide[] = {{.name = "A", .addr = 0, .width = 8, .reset = 0x100}};
	static const struct reg_table t[] = {REG_TABLE("t", "io", overlap),
					     REG_TABLE("t", "io", masks),
					     REG_TABLE("t", "io", wide)};
	char err[128];

	(void)state;
	for (unsigned i = 0; i < 3; i++) {
		err[0] = 0;
		assert_int_equal(reg_table_check(&t[i], err, sizeof(err)), -1);
		assert_non_null(strstr(err, "t: register"));
	}
}

/* A part that remembers the last access. */
struct probe {
	uint32_t offset, val;
	unsigned size, reads, writes;
};

static uint32_t probe_in(void *o, uint16_t offset, unsigned size)
{
	struct probe *p = o;

	p->offset = offset;
	p->size = size;
	p->reads++;
	return 0x44332211u >> (offset & 3) * 8;
}

static void probe_out(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct probe *p = o;

	p->offset = offset;
	p->size = size;
	p->val = val;
	p->writes++;
}

static void wide_port_accesses_to_byte_devices_are_split(void **state)
{
	struct io_map m;
	struct io_range bytes, words;
	struct probe a = {0}, b = {0};

	(void)state;
	io_map_init(&m);
	io_map_add(&m, &bytes, "bytes", 0x100, 4, 1,
		   (struct io_if){.opaque = &a, .read = probe_in, .write = probe_out});
	io_map_add(&m, &words, "words", 0x200, 4, 4,
		   (struct io_if){.opaque = &b, .read = probe_in, .write = probe_out});
	assert_int_equal(io_map_read(&m, 0x100, 4), 0x44332211);
	assert_int_equal(a.reads, 4);
	assert_int_equal(io_map_read(&m, 0x200, 4), 0x44332211);
	assert_int_equal(b.reads, 1);
	io_map_write(&m, 0x102, 4, 0xaabbccdd); /* half of it on the device */
	assert_int_equal(a.writes, 2);
	assert_int_equal(a.offset, 3);
	assert_int_equal(a.val, 0xcc);
	assert_int_equal(io_map_read(&m, 0x300, 2), 0xffff);
	assert_int_equal(io_map_read(&m, 0xffff, 4) & 0xff, 0xff);
	io_range_move(&words, true, 0x100);
	assert_int_equal(io_map_read(&m, 0x100, 4), 0x44332211);
	assert_int_equal(b.reads, 2); /* added last answers */
	io_range_move(&words, false, 0x100);
	assert_ptr_equal(io_map_find(&m, 0x100), &bytes);
}

struct mem_probe {
	unsigned changes;
};

static void count_change(void *o)
{
	((struct mem_probe *)o)->changes++;
}

static void memory_outside_every_range_reads_as_ones(void **state)
{
	static uint8_t bytes[3 * 4096];
	struct ram ram = {.bytes = bytes, .size = sizeof(bytes)};
	struct ram rom = {.bytes = bytes + 4096, .size = 4096, .read_only = true};
	struct mem_probe probe = {0};
	struct mem_map m;
	struct mem_range r, s;
	struct dma_if dma;
	uint8_t buf[16];

	(void)state;
	memset(bytes, 0, sizeof(bytes));
	mem_map_init(&m, count_change, &probe);
	mem_map_add(&m, &r, "ram", 0x1000, 8192, ram_mem_if(&ram));
	mem_map_add(&m, &s, "rom", 0xfffff000, 4096, ram_mem_if(&rom));
	assert_int_equal(probe.changes, 2);
	mem_map_write(&m, 0x1ffc, 8, UINT64_C(0x8877665544332211));
	assert_true(mem_map_read(&m, 0x1ffc, 8) == UINT64_C(0x8877665544332211));
	assert_int_equal(mem_map_read(&m, 0xffffffff, 1), 0);
	mem_map_write(&m, 0xffffffff, 1, 5);
	assert_int_equal(mem_map_read(&m, 0xffffffff, 1), 0);
	assert_int_equal(mem_map_read(&m, 0x2ffe, 4) >> 16, 0xffff);
	assert_int_equal(mem_map_read(&m, 0x8000, 4), 0xffffffff);
	assert_ptr_equal(mem_map_page(&m, 0x2000, true), bytes + 4096);
	assert_null(mem_map_page(&m, 0xfffff000, true));
	assert_null(mem_map_page(&m, 0x3000, false));
	dma = mem_map_dma(&m);
	memset(buf, 0x5a, sizeof(buf));
	assert_true(dma.write(dma.opaque, 0x1ff8, buf, sizeof(buf)));
	assert_int_equal(bytes[0xff8], 0x5a);
	assert_int_equal(bytes[0x1007], 0x5a);
	assert_false(dma.read(dma.opaque, 0x2ff8, buf, sizeof(buf)));
	assert_int_equal(buf[15], 0xff);
	mem_range_move(&r, false, 0);
	assert_int_equal(probe.changes, 3);
	assert_int_equal(mem_map_read(&m, 0x1000, 4), 0xffffffff);
}

static void trace_classes_select_lines(void **state)
{
	struct trace t;
	char *text = NULL;
	size_t size = 0;
	uint32_t mask;

	(void)state;
	trace_init(&t, NULL);
	assert_int_equal(trace_parse_classes("io,post", &mask), 0);
	assert_int_equal(mask, 1u << TRACE_IO | 1u << TRACE_POST);
	assert_int_equal(trace_parse_classes("io,nonsense", &mask), -1);
	trace_parse_classes("post", &t.mask);
	t.out = open_memstream(&text, &size);
	trace_line(&t, TRACE_IO, "hidden");
	trace_line(&t, TRACE_POST, "%02X", 0x5a);
	trace_line(&t, TRACE_CHECK, "counted");
	fclose(t.out);
	assert_string_equal(text, "0 post 5A\n");
	assert_int_equal(t.checks, 1);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events_fire_in_order_of_time_then_of_scheduling),
		cmocka_unit_test(ticks_of_an_oscillator_never_drift_from_their_clock),
		cmocka_unit_test(events_keep_their_board_time_when_the_core_clock_changes),
		cmocka_unit_test(a_shared_line_is_the_or_of_its_drivers),
		cmocka_unit_test(registers_follow_their_masks_and_tell_what_was_wrong),
		cmocka_unit_test(a_badly_made_register_table_is_named),
		cmocka_unit_test(wide_port_accesses_to_byte_devices_are_split),
		cmocka_unit_test(memory_outside_every_range_reads_as_ones),
		cmocka_unit_test(trace_classes_select_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
