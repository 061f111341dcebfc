/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loading: only into RAM, never over what must stay, and the copies at the jump complete it. */
#include "payload_files.h"
#include <lib/checksum.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <lib/load.h>

#define MEMORY 0x40000u

/* A small machine: RAM from 0 to MEMORY but for a hole, filled with ee. */
struct machine {
	uint8_t *memory;
	struct memmap map;
	struct mem_range keep[LOAD_MAX_KEEP];
	struct load_env env;
	struct load_plan plan;
	struct load_result result;
};

static void machine_start(struct machine *m)
{
	memset(m, 0, sizeof(*m));
	m->memory = malloc(MEMORY);
	assert_non_null(m->memory);
	memset(m->memory, 0xee, MEMORY);
	memmap_add(&m->map, 0, MEMORY, MEM_RAM);
	memmap_add(&m->map, 0xa000, 0x6000, MEM_RESERVED);
	m->env.map = &m->map;
	m->env.keep = m->keep;
	m->env.memory = (uintptr_t)m->memory;
}

static void machine_end(struct machine *m)
{
	free(m->memory);
}

static void add_segment(struct machine *m, uint32_t dest, const void *src, uint32_t filesz,
			uint32_t memsz)
{
	m->plan.seg[m->plan.count++] =
		(struct load_segment){dest, src, filesz, filesz, memsz, COMPRESS_NONE};
	m->plan.entry = dest;
}

/* What the hand-off does. */
static void replay(struct machine *m)
{
	unsigned int i;

	for (i = 0; i < m->result.copies; i++)
		memmove(m->memory + m->result.copy[i].dest, m->memory + m->result.copy[i].src,
			m->result.copy[i].size);
}

static void assert_filled(const struct machine *m, uint32_t from, uint32_t size, uint8_t byte)
{
	uint32_t i;

	for (i = from; i < from + size; i++)
		assert_int_equal(m->memory[i], byte);
}

static void bytes_arrive_and_the_tail_is_zero(void **state)
{
	struct machine m;

	(void)state;
	machine_start(&m);
	add_segment(&m, 0x10000, "payload", 7, 100);
	assert_int_equal(load_check(&m.plan, &m.map), 0);
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), 0);
	assert_int_equal(m.result.copies, 0);
	assert_memory_equal(m.memory + 0x10000, "payload", 7);
	assert_filled(&m, 0x10007, 93, 0);
	assert_filled(&m, 0x10064, 100, 0xee);
	machine_end(&m);
}

static void segments_outside_of_ram_are_refused(void **state)
{
	static const struct {
		uint32_t dest, memsz;
		int err;
	} cases[] = {
		{MEMORY - 10, 11, ERR_NOT_RAM}, {0x9fff, 2, ERR_NOT_RAM},
		{0xc000, 16, ERR_NOT_RAM},	{0x80000000, 16, ERR_NOT_RAM},
		{0xfffffff0, 16, ERR_NOT_RAM},	{0xfffffff0, 17, ERR_RANGE},
		{1, 0xffffffff, ERR_NOT_RAM},	{2, 0xffffffff, ERR_RANGE},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct machine m;

		machine_start(&m);
		add_segment(&m, 0x1000, "x", 1, 1);
		add_segment(&m, cases[i].dest, "x", 1, cases[i].memsz);
		assert_int_equal(load_check(&m.plan, &m.map), cases[i].err);
		assert_int_equal(m.plan.bad, 1);
		machine_end(&m);
	}
}

static void overlapping_segments_are_refused(void **state)
{
	struct machine m;

	(void)state;
	machine_start(&m);
	add_segment(&m, 0x2000, "x", 1, 0x1000);
	add_segment(&m, 0x1000, "x", 1, 0x1000);
	assert_int_equal(load_check(&m.plan, &m.map), 0);
	add_segment(&m, 0x1fff, "x", 1, 1);
	assert_int_equal(load_check(&m.plan, &m.map), ERR_OVERLAP);
	assert_int_equal(m.plan.bad, 2);
	machine_end(&m);
}

static void an_entry_outside_of_the_segments_is_refused(void **state)
{
	struct machine m;

	(void)state;
	machine_start(&m);
	add_segment(&m, 0x1000, "x", 1, 0x100);
	m.plan.entry = 0x10ff;
	assert_int_equal(load_check(&m.plan, &m.map), 0);
	m.plan.entry = 0x1100;
	assert_int_equal(load_check(&m.plan, &m.map), ERR_ENTRY);
	m.plan.entry = 0xfff;
	assert_int_equal(load_check(&m.plan, &m.map), ERR_ENTRY);
	machine_end(&m);
}

static void what_must_stay_is_only_overwritten_by_the_copies(void **state)
{
	static uint8_t source[0x6000];
	struct machine m;
	uint32_t i;

	(void)state;
	for (i = 0; i < sizeof(source); i++)
		source[i] = (uint8_t)(i % 251 + 1);
	machine_start(&m);
	m.keep[0] = (struct mem_range){0x22000, 0x1000, MEM_RAM};
	m.keep[1] = (struct mem_range){0x25800, 0x10, MEM_RAM};
	m.keep[2] = (struct mem_range){0x27f00, 0x1000, MEM_RAM};
	m.env.keep_count = 3;
	m.env.stub_size = 64;
	/* Bytes until 0x26000, zeros until 0x28000: the last kept range is hit by zeros only. */
	add_segment(&m, 0x20000, source, sizeof(source), 0x8000);
	assert_int_equal(load_check(&m.plan, &m.map), 0);
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), 0);

	assert_filled(&m, 0x22000, 0x1000, 0xee);
	assert_filled(&m, 0x25800, 0x10, 0xee);
	assert_filled(&m, 0x27f00, 0x1000, 0xee);
	assert_int_equal(m.result.copies, 3);
	assert_int_equal(m.result.stub % 16, 0);
	for (i = 0; i < 3; i++) {
		const struct load_copy *c = &m.result.copy[i];

		/* The buffer is RAM, clear of payload, kept ranges and stub. */
		assert_true(memmap_is(&m.map, c->src, c->size, MEM_RAM));
		assert_false(mem_overlap(c->src, c->size, 0x20000, 0x8f00));
		assert_false(mem_overlap(c->src, c->size, m.result.stub, 64));
	}
	assert_false(mem_overlap(m.result.stub, 64, 0x20000, 0x8f00));

	replay(&m);
	assert_memory_equal(m.memory + 0x20000, source, sizeof(source));
	assert_filled(&m, 0x26000, 0x2000, 0);
	assert_filled(&m, 0x28000, 0xf00, 0xee);
	machine_end(&m);
}

static void a_compressed_segment_over_the_firmware_arrives_by_one_copy(void **state)
{
	/* LZ4 frame of one stored block "abcd", 64 KiB blocks, header checksum 82 (from lz4). */
	static const uint8_t frame[] = {0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82, 4, 0, 0,
					0x80, 'a',  'b',  'c',	'd',  0,    0,	  0, 0};
	struct machine m;

	(void)state;
	machine_start(&m);
	m.keep[0] = (struct mem_range){0x20002, 2, MEM_RAM};
	m.env.keep_count = 1;
	m.plan.count = 1;
	m.plan.entry = 0x20000;
	m.plan.seg[0] = (struct load_segment){0x20000, frame, sizeof(frame), 0, 64, COMPRESS_LZ4};
	assert_int_equal(load_check(&m.plan, &m.map), 0);
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), 0);
	assert_filled(&m, 0x20000, 64, 0xee);
	assert_int_equal(m.result.copies, 1);
	replay(&m);
	assert_memory_equal(m.memory + 0x20000, "abcd", 4);
	assert_filled(&m, 0x20004, 60, 0);

	/* A declared size must be the real one. */
	m.plan.seg[0].filesz = 5;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), ERR_SIZE);
	m.plan.seg[0].filesz = 4;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), 0);
	m.plan.seg[0].memsz = 3;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), ERR_NO_SPACE);
	m.plan.seg[0].memsz = 64;
	m.plan.seg[0].stored--;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), ERR_TRUNCATED);
	m.plan.seg[0].compression = 99;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), ERR_UNSUPPORTED);
	machine_end(&m);
}

static void no_room_for_the_buffer_is_told_before_anything_is_written(void **state)
{
	struct machine m;

	(void)state;
	machine_start(&m);
	m.keep[0] = (struct mem_range){0x20000, 0x10000, MEM_RAM};
	m.env.keep_count = 1;
	add_segment(&m, 0x10000, "x", 1, 0x10000);
	add_segment(&m, 0x20000, "x", 1, 0x10000);
	m.plan.clear[0] = (struct mem_range){0x30000, 0x8000, MEM_RAM};
	m.plan.clear_count = 1;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), ERR_NO_MEMORY);
	assert_filled(&m, 0, MEMORY, 0xee);
	m.plan.clear_count = 0;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), 0);
	m.env.keep_count = LOAD_MAX_KEEP + 1;
	assert_int_equal(load_run(&m.plan, &m.env, &m.result), ERR_NO_SPACE);
	machine_end(&m);
}

static void random_layouts_always_arrive(void **state)
{
	static uint8_t source[0x4000];
	uint32_t seed = 11;
	unsigned int round, i, loaded = 0;

	(void)state;
	for (i = 0; i < sizeof(source); i++)
		source[i] = (uint8_t)(i % 253 + 1);
	for (round = 0; round < 1500; round++) {
		struct machine m;

		machine_start(&m);
		for (i = 0; i < 3; i++) {
			uint32_t a = (seed = seed * 1664525 + 1013904223) >> 12;
			uint32_t b = (seed = seed * 1664525 + 1013904223) >> 12;
			uint32_t memsz = 1 + b % 0x3000;

			m.keep[i] = (struct mem_range){0x10000 + a % 0x18000, b % 0x900, MEM_RAM};
			a = (seed = seed * 1664525 + 1013904223) >> 12;
			add_segment(&m, 0x10000 + a % 0x18000, source, (a >> 8) % (memsz + 1),
				    memsz);
		}
		m.env.keep_count = 3;
		m.env.stub_size = 100;
		if (load_check(&m.plan, &m.map)) {
			machine_end(&m);
			continue;
		}
		loaded++;
		assert_int_equal(load_run(&m.plan, &m.env, &m.result), 0);
		for (i = 0; i < 3; i++)
			assert_filled(&m, (uint32_t)m.keep[i].base, (uint32_t)m.keep[i].size, 0xee);
		replay(&m);
		for (i = 0; i < 3; i++) {
			const struct load_segment *s = &m.plan.seg[i];

			assert_memory_equal(m.memory + s->dest, source, s->filesz);
			assert_filled(&m, s->dest + s->filesz, s->memsz - s->filesz, 0);
		}
		machine_end(&m);
	}
	assert_true(loaded > 300);
}

static void boot_notes_are_laid_out_as_payloads_expect(void **state)
{
	uint32_t words[64];
	uint8_t *block = (uint8_t *)words;
	int size =
		boot_notes_write(block, sizeof(words), "LinuxBIOS", NULL, "1.0", "root=/dev/hda1");

	(void)state;
	assert_int_equal(size, 12 + 12 + 12 + 12 + 4 + 12 + 16);
	assert_int_equal(read_le32(block), 0x0e1fb007);
	assert_int_equal(read_le32(block + 4), size);
	assert_int_equal(read_le16(block + 10), 3);
	assert_int_equal(ip_checksum(block, (size_t)size), 0);
	assert_int_equal(read_le32(block + 12), 0);
	assert_int_equal(read_le32(block + 16), 10);
	assert_int_equal(read_le32(block + 20), 1);
	assert_string_equal(block + 24, "LinuxBIOS");
	assert_int_equal(read_le32(block + 44), 3);
	assert_string_equal(block + 48, "1.0");
	assert_int_equal(read_le32(block + 60), 4);
	assert_string_equal(block + 64, "root=/dev/hda1");
	assert_int_equal(boot_notes_write(block, (size_t)size - 1, "LinuxBIOS", NULL, "1.0",
					  "root=/dev/hda1"),
			 ERR_NO_SPACE);
	assert_int_equal(boot_notes_write(block, 11, NULL, NULL, NULL, NULL), ERR_NO_SPACE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_arrive_and_the_tail_is_zero),
		cmocka_unit_test(segments_outside_of_ram_are_refused),
		cmocka_unit_test(overlapping_segments_are_refused),
		cmocka_unit_test(an_entry_outside_of_the_segments_is_refused),
		cmocka_unit_test(what_must_stay_is_only_overwritten_by_the_copies),
		cmocka_unit_test(a_compressed_segment_over_the_firmware_arrives_by_one_copy),
		cmocka_unit_test(no_room_for_the_buffer_is_told_before_anything_is_written),
		cmocka_unit_test(random_layouts_always_arrive),
		cmocka_unit_test(boot_notes_are_laid_out_as_payloads_expect),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
