/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 IDE: decode, enable bits, transfers at the programmed timing, and timing that is wrong. */
#include <stdlib.h>

#include "../parts/bench.h"
#include "cs5536/ide.h"
#include "parts/diskimage.h"
#include "strict/rules.h"

#define SECTORS	     2048u
#define MEMORY_BYTES 0x40000u
#define BM	     0x18a0u

enum { IO_BAR = 0x08, CFG = 0x10, DTC = 0x12, CAST = 0x13, ETC = 0x14 };

struct rig {
	struct bench b;
	struct rules rules;
	struct env env;
	struct ide ide;
	struct gl_device dev;
	uint8_t *disk, *memory;
	struct diskimage image;
	uint64_t charged_ns;
	struct edges irq;
};

static bool mem_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct rig *r = o;

	if (addr > MEMORY_BYTES || len > MEMORY_BYTES - addr)
		return false;
	memcpy(buf, r->memory + addr, len);
	return true;
}

static bool mem_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct rig *r = o;

	if (addr > MEMORY_BYTES || len > MEMORY_BYTES - addr)
		return false;
	memcpy(r->memory + addr, buf, len);
	return true;
}

static void charge(void *o, unsigned ns)
{
	((struct rig *)o)->charged_ns += ns;
}

static uint32_t in(struct rig *r, uint16_t port, unsigned size)
{
	return r->dev.io_read(r->dev.opaque, port, size, 0);
}

static void out(struct rig *r, uint16_t port, unsigned size, uint32_t val)
{
	r->dev.io_write(r->dev.opaque, port, size, val, 0);
}

static uint64_t rdmsr(struct rig *r, uint32_t index)
{
	return r->dev.msr_read(r->dev.opaque, index);
}

static void wrmsr(struct rig *r, uint32_t index, uint64_t val)
{
	r->dev.msr_write(r->dev.opaque, index, val);
}

static void bare(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	bench_init(&r->b);
	rules_init(&r->rules, NULL);
	r->env.clock = &r->b.clock;
	r->env.rules = &r->rules;
	r->env.opaque = r;
	r->env.charge_ns = charge;
	r->disk = malloc(SECTORS * 512);
	r->memory = calloc(1, MEMORY_BYTES);
	assert_non_null(r->disk);
	assert_non_null(r->memory);
	for (uint32_t i = 0; i < SECTORS * 512; i++)
		r->disk[i] = (uint8_t)(i * 13 + (i >> 9));
	assert_int_equal(diskimage_from_memory(&r->image, r->disk, SECTORS * 512), 0);
	ide_init(&r->ide, &r->env,
		 (struct dma_if){.opaque = r, .read = mem_read, .write = mem_write});
	ata_attach(&r->ide.ata, 0, diskimage_if(&r->image), "TEST");
	r->dev = ide_device(&r->ide);
	edges_watch(&r->irq, &r->b, &r->ide.ata.irq);
}

static void setup(struct rig *r)
{
	bare(r);
	wrmsr(r, CFG, 0x4002); /* as known firmware does */
}

static void teardown(struct rig *r)
{
	diskimage_close(&r->image);
	free(r->disk);
	free(r->memory);
	rules_free(&r->rules);
}

static void ready(struct rig *r)
{
	for (unsigned i = 0; i < 10000 && (in(r, 0x3f6, 1) & 0x80); i++)
		bench_run_ns(&r->b, 10000);
	assert_int_equal(in(r, 0x3f6, 1) & 0x80, 0);
}

static void command(struct rig *r, uint8_t cmd, uint8_t lba, uint8_t count)
{
	out(r, 0x1f6, 1, 0xe0);
	out(r, 0x1f2, 1, count);
	out(r, 0x1f3, 1, lba);
	out(r, 0x1f4, 1, 0);
	out(r, 0x1f5, 1, 0);
	out(r, 0x1f7, 1, cmd);
}

static void set_mode(struct rig *r, uint8_t mode)
{
	out(r, 0x1f6, 1, 0xe0);
	out(r, 0x1f1, 1, 3);
	out(r, 0x1f2, 1, mode);
	out(r, 0x1f7, 1, 0xef);
	ready(r);
	assert_int_equal(in(r, 0x1f7, 1) & 1, 0);
}

static uint64_t breaches(struct rig *r, enum rule rule)
{
	return r->rules.broken[rule];
}

static void msrs_reset_as_documented(void **state)
{
	struct rig r;
	char err[128];

	(void)state;
	bare(&r);
	assert_int_equal(rdmsr(&r, 0) >> 12 & 0xff, 0x48);
	assert_int_equal(rdmsr(&r, 0) & 0xff, 1);
	assert_int_equal(rdmsr(&r, IO_BAR) & 1, 0);
	assert_int_equal(rdmsr(&r, 0x2000 | DTC), 0xa8a8a8a8);
	assert_int_equal(rdmsr(&r, CAST), 0xffff00ff);
	assert_int_equal(rdmsr(&r, ETC), 0x03030303);
	if (reg_table_check(ide_regs(&r.ide, 0)->table, err, sizeof(err)))
		fail_msg("%s", err);
	assert_null(ide_regs(&r.ide, 1));
	wrmsr(&r, DTC, 0x20202020);
	ide_reset(&r.ide);
	assert_int_equal(rdmsr(&r, DTC), 0xa8a8a8a8);
	teardown(&r);
}

static void the_channel_floats_until_it_is_enabled(void **state)
{
	struct rig r;

	(void)state;
	bare(&r);
	assert_int_equal(in(&r, 0x1f7, 1), 0xff);
	assert_int_equal(in(&r, 0x1f0, 4), 0xffffffff);
	assert_int_equal(breaches(&r, RULE_IDE_OFF), 0); /* looking is allowed */
	out(&r, 0x1f2, 1, 0x55);
	assert_int_equal(breaches(&r, RULE_IDE_OFF), 1);
	wrmsr(&r, CFG, 2);
	assert_int_equal(in(&r, 0x1f7, 1), 0x50);
	assert_int_equal(in(&r, 0x1f2, 1), 1);
	out(&r, 0x1f2, 1, 0x55);
	assert_int_equal(in(&r, 0x1f2, 1), 0x55);
	assert_int_equal(in(&r, 0x1f8, 1), 0xff);
	ide_set_pins(&r.ide, false); /* the flash interface has the balls */
	assert_int_equal(in(&r, 0x1f7, 1), 0xff);
	assert_int_equal(in(&r, 0x3f6, 1), 0xff);
	teardown(&r);
}

static void sectors_are_read_by_words_of_two_and_four(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	command(&r, 0x20, 5, 1);
	ready(&r);
	assert_true(r.ide.ata.irq.level);
	for (unsigned i = 0; i < 512; i += 4) {
		uint32_t want;

		memcpy(&want, r.disk + 5 * 512 + i, 4);
		if (i & 4)
			assert_int_equal(in(&r, 0x1f0, 4), want);
		else
			assert_int_equal(in(&r, 0x1f0, 2) | in(&r, 0x1f0, 2) << 16, want);
	}
	in(&r, 0x1f7, 1);
	assert_false(r.ide.ata.irq.level);
	assert_int_equal(r.irq.rises, 1);
	teardown(&r);
}

static void pio_takes_the_programmed_time(void **state)
{
	struct rig r;
	uint64_t slow, fast;

	(void)state;
	setup(&r);
	command(&r, 0x20, 5, 1);
	ready(&r);
	r.charged_ns = 0;
	for (unsigned i = 0; i < 64; i++)
		in(&r, 0x1f0, 4);
	slow = r.charged_ns;
	wrmsr(&r, DTC, 0x20a8a8a8); /* PIO 4 */
	r.charged_ns = 0;
	for (unsigned i = 0; i < 64; i++)
		in(&r, 0x1f0, 4);
	fast = r.charged_ns;
	assert_int_equal(slow, 128 * (11 + 9) * 30);
	assert_int_equal(fast, 128 * 120);
	r.charged_ns = 0;
	in(&r, 0x1f7, 1);
	assert_int_equal(r.charged_ns, (16 + 16 + 4) * 30);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 0);
	teardown(&r);
}

static void data_faster_than_the_drive_is_told(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	r.ide.ata.drive[0].pio_max = 2;
	wrmsr(&r, DTC, 0x32a8a8a8); /* PIO 2 */
	in(&r, 0x1f0, 2);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 0);
	wrmsr(&r, DTC, 0x20a8a8a8); /* PIO 4 */
	in(&r, 0x1f0, 2);
	in(&r, 0x1f0, 2);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 1); /* once */
	wrmsr(&r, DTC, 0x10a8a8a8);			    /* an active time no mode has */
	r.ide.ata.drive[0].pio_max = 4;
	in(&r, 0x1f0, 2);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 2);
	teardown(&r);
}

static void registers_faster_than_the_slower_drive_are_told(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	ata_attach(&r.ide.ata, 1, diskimage_if(&r.image), "SLOW");
	r.ide.ata.drive[1].pio_max = 0;
	wrmsr(&r, CAST, 0x200000f0);
	in(&r, 0x1f7, 1); /* of drive 0 */
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 1);
	wrmsr(&r, CAST, 0x990000f0);
	in(&r, 0x1f7, 1);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 1);
	teardown(&r);
}

/* A descriptor table for @bytes at 8000h, in two regions. */
static void table(struct rig *r, uint32_t bytes)
{
	const uint32_t entry[4] = {0x8000, 512, 0x9000, (bytes - 512) | 0x80000000u};

	memcpy(r->memory + 0x1000, entry, sizeof(entry));
	out(r, BM + 4, 4, 0x1000);
	out(r, BM + 2, 1, 6);
}

/* READ DMA of 16 sectors; the board time it took, 0: it did not end within a second. */
static uint64_t read_dma(struct rig *r)
{
	uint64_t begin;

	memset(r->memory + 0x8000, 0, 0x4000);
	table(r, 16 * 512);
	command(r, 0xc8, 9, 16);
	begin = r->b.now;
	out(r, BM, 1, 9);
	for (unsigned i = 0; i < 100000 && !(in(r, BM + 2, 1) & 4); i++)
		bench_run_ns(&r->b, 10000);
	out(r, BM, 1, 8);
	return in(r, BM + 2, 1) & 4 ? (r->b.now - begin) / 500 * 1000 : 0;
}

static void the_bus_master_answers_where_it_is_put(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	assert_int_equal(in(&r, BM + 2, 1), 0xff);
	wrmsr(&r, IO_BAR, BM | 1);
	assert_int_equal(in(&r, BM + 2, 1), 0);
	out(&r, BM + 4, 4, 0x12345678);
	assert_int_equal(in(&r, BM + 4, 4), 0x12345678);
	assert_int_equal(in(&r, BM + 8, 4), 0); /* the channel that is not there */
	out(&r, BM + 8, 1, 1);
	wrmsr(&r, IO_BAR, 0xff00 | 1);
	assert_int_equal(in(&r, BM + 4, 4), 0xffffffff);
	assert_int_equal(in(&r, 0xff04, 4), 0x12345678);
	wrmsr(&r, IO_BAR, 0xff00);
	assert_int_equal(in(&r, 0xff04, 4), 0xffffffff);
	teardown(&r);
}

static void dma_runs_at_the_programmed_modes(void **state)
{
	/* ETC code, drive mode, nanoseconds a word */
	static const struct {
		uint8_t etc, mode, word_ns;
	} modes[] = {{0xc2, 0x40, 120}, {0xc1, 0x41, 80}, {0xc0, 0x42, 60},
		     {0xc4, 0x43, 45},	{0xc5, 0x44, 30}, {0xc6, 0x45, 20}};
	struct rig r;

	(void)state;
	setup(&r);
	wrmsr(&r, IO_BAR, BM | 1);
	for (unsigned i = 0; i < 6; i++) {
		uint64_t ns;

		set_mode(&r, modes[i].mode);
		wrmsr(&r, ETC, (uint32_t)modes[i].etc << 24 | 0x030303);
		ns = read_dma(&r);
		/* 100 us of the card, 4096 words, steps of 10 us of this test */
		assert_in_range(ns, 100000 + 4096u * modes[i].word_ns,
				120000 + 4096u * modes[i].word_ns);
		assert_memory_equal(r.memory + 0x8000, r.disk + 9 * 512, 512);
		assert_memory_equal(r.memory + 0x9000, r.disk + 10 * 512, 15 * 512);
	}
	set_mode(&r, 0x22);
	wrmsr(&r, ETC, 0x03030303);
	wrmsr(&r, DTC, 0x20a8a8a8);
	assert_in_range(read_dma(&r), 100000 + 4096 * 120, 120000 + 4096 * 120);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING) + breaches(&r, RULE_IDE_MODE), 0);
	teardown(&r);
}

static void dma_writes_reach_the_disk(void **state)
{
	struct rig r;
	uint8_t sector[512];

	(void)state;
	setup(&r);
	wrmsr(&r, IO_BAR, BM | 1);
	set_mode(&r, 0x42);
	wrmsr(&r, ETC, 0xc0030303);
	memset(r.memory + 0x8000, 0xa5, 512);
	memset(r.memory + 0x9000, 0x5a, 512);
	table(&r, 1024);
	command(&r, 0xca, 50, 2);
	out(&r, BM, 1, 1);
	bench_run_ns(&r.b, 1000000);
	assert_int_equal(in(&r, BM + 2, 1) & 7, 4);
	r.ide.ata.drive[0].disk.read(r.ide.ata.drive[0].disk.opaque, 51, sector);
	assert_int_equal(sector[0], 0x5a);
	teardown(&r);
}

static void ultra_dma_on_one_side_only_hangs_and_is_told(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	wrmsr(&r, IO_BAR, BM | 1);
	set_mode(&r, 0x42);
	assert_int_equal(read_dma(&r), 0); /* ETC still says: no ultra DMA */
	assert_int_equal(breaches(&r, RULE_IDE_MODE), 1);
	teardown(&r);
}

static void dma_faster_than_the_drives_mode_is_told(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	wrmsr(&r, IO_BAR, BM | 1);
	set_mode(&r, 0x42);
	wrmsr(&r, ETC, 0xc6030303);
	assert_int_not_equal(read_dma(&r), 0);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 1);
	set_mode(&r, 0x20);
	wrmsr(&r, ETC, 0x03030303);
	wrmsr(&r, DTC, 0x20a8a8a8);
	read_dma(&r);
	assert_int_equal(breaches(&r, RULE_IDE_TIMING), 2);
	teardown(&r);
}

static void memory_that_refuses_ends_the_transfer(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	wrmsr(&r, IO_BAR, BM | 1);
	wrmsr(&r, DTC, 0x20a8a8a8);
	table(&r, 16 * 512);
	out(&r, BM + 4, 4, 0x80000000);
	command(&r, 0xc8, 9, 16);
	out(&r, BM, 1, 9);
	bench_run_ns(&r.b, 3000000);
	assert_int_equal(in(&r, BM + 2, 1) & 3, 2);
	teardown(&r);
}

static void identify_tells_the_drives_modes(void **state)
{
	struct rig r;
	uint16_t w[256];

	(void)state;
	setup(&r);
	r.ide.ata.drive[0].pio_max = 3;
	r.ide.ata.drive[0].mwdma_max = -1;
	r.ide.ata.drive[0].udma_max = -1;
	command(&r, 0xec, 0, 1);
	ready(&r);
	for (unsigned i = 0; i < 256; i++)
		w[i] = (uint16_t)in(&r, 0x1f0, 2);
	assert_int_equal(w[49] & 0x100, 0);
	assert_int_equal(w[63], 0);
	assert_int_equal(w[64], 1);
	assert_int_equal(w[68], 180);
	assert_int_equal(w[88], 0);
	command(&r, 0xc8, 0, 1);
	ready(&r);
	assert_int_equal(in(&r, 0x1f7, 1) & 1, 1); /* no DMA: aborted */
	out(&r, 0x1f1, 1, 3);
	out(&r, 0x1f2, 1, 0x0c);
	out(&r, 0x1f7, 1, 0xef);
	ready(&r);
	assert_int_equal(in(&r, 0x1f7, 1) & 1, 1); /* no PIO 4 */
	teardown(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(msrs_reset_as_documented),
		cmocka_unit_test(the_channel_floats_until_it_is_enabled),
		cmocka_unit_test(sectors_are_read_by_words_of_two_and_four),
		cmocka_unit_test(pio_takes_the_programmed_time),
		cmocka_unit_test(data_faster_than_the_drive_is_told),
		cmocka_unit_test(registers_faster_than_the_slower_drive_are_told),
		cmocka_unit_test(the_bus_master_answers_where_it_is_put),
		cmocka_unit_test(dma_runs_at_the_programmed_modes),
		cmocka_unit_test(dma_writes_reach_the_disk),
		cmocka_unit_test(ultra_dma_on_one_side_only_hangs_and_is_told),
		cmocka_unit_test(dma_faster_than_the_drives_mode_is_told),
		cmocka_unit_test(memory_that_refuses_ends_the_transfer),
		cmocka_unit_test(identify_tells_the_drives_modes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
