/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 audio: the codec's mailbox, playing and recording at the sample rate, table errors. */
#include <stdlib.h>

#include "../parts/bench.h"
#include "cs5536/acc.h"
#include "strict/rules.h"

#define MEMORY_BYTES 0x40000u
#define BASE	     0x1480u

enum { CODEC_STATUS = 0x08, CODEC_CNTL = 0x0c, IRQ_STATUS = 0x12 };
enum { TABLE = 0x1000, SOUND = 0x10000 };
#define EOT 0x80000000u
#define EOP 0x40000000u
#define JMP 0x20000000u

struct rig {
	struct bench b;
	struct rules rules;
	struct env env;
	struct acc acc;
	struct gl_device dev;
	uint8_t *memory;
	uint64_t read_bytes, written_bytes;
	struct edges irq;
};

static bool mem_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct rig *r = o;

	if (addr > MEMORY_BYTES || len > MEMORY_BYTES - addr)
		return false;
	memcpy(buf, r->memory + addr, len);
	if (addr >= SOUND)
		r->read_bytes += len;
	return true;
}

static bool mem_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct rig *r = o;

	if (addr > MEMORY_BYTES || len > MEMORY_BYTES - addr)
		return false;
	memcpy(r->memory + addr, buf, len);
	r->written_bytes += len;
	return true;
}

static uint32_t in(struct rig *r, uint16_t offset, unsigned size)
{
	return r->dev.io_read(r->dev.opaque, (uint16_t)(BASE + offset), size, 0);
}

static void out(struct rig *r, uint16_t offset, unsigned size, uint32_t val)
{
	r->dev.io_write(r->dev.opaque, (uint16_t)(BASE + offset), size, val, 0);
}

static void setup(struct rig *r, uint32_t codec)
{
	memset(r, 0, sizeof(*r));
	bench_init(&r->b);
	rules_init(&r->rules, NULL);
	r->env.clock = &r->b.clock;
	r->env.rules = &r->rules;
	r->memory = calloc(1, MEMORY_BYTES);
	assert_non_null(r->memory);
	acc_init(&r->acc, &r->env,
		 (struct dma_if){.opaque = r, .read = mem_read, .write = mem_write}, codec);
	r->dev = acc_device(&r->acc);
	edges_watch(&r->irq, &r->b, &r->acc.irq);
}

static void teardown(struct rig *r)
{
	free(r->memory);
	rules_free(&r->rules);
}

static void codec_write(struct rig *r, unsigned reg, uint16_t val)
{
	out(r, CODEC_CNTL, 4, reg << 24 | 0x10000 | val);
	for (unsigned i = 0; i < 50 && (in(r, CODEC_CNTL, 4) & 0x10000); i++)
		bench_run_ns(&r->b, 1000);
	assert_int_equal(in(r, CODEC_CNTL, 4) & 0x10000, 0);
}

static uint16_t codec_read(struct rig *r, unsigned reg)
{
	uint32_t status = 0;

	out(r, CODEC_CNTL, 4, 0x80010000u | reg << 24);
	for (unsigned i = 0; i < 100 && !(status & 0x20000); i++) {
		bench_run_ns(&r->b, 1000);
		status = in(r, CODEC_STATUS, 4);
	}
	assert_int_equal(status & 0xff820000, reg << 24 | 0x820000);
	assert_int_equal(in(r, CODEC_STATUS, 4) & 0x20000, 0); /* read once */
	return (uint16_t)status;
}

static void prd(struct rig *r, unsigned n, uint32_t addr, uint32_t size)
{
	memcpy(r->memory + TABLE + 8 * n, &addr, 4);
	memcpy(r->memory + TABLE + 8 * n + 4, &size, 4);
}

static void run_us(struct rig *r, uint64_t us)
{
	bench_run_ns(&r->b, us * 1000);
}

static void the_codec_is_identified_through_the_mailbox(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	assert_int_equal(in(&r, CODEC_STATUS, 4) & 0x800000, 0x800000);
	assert_int_equal(codec_read(&r, 0x7c), 0x4144);
	assert_int_equal(codec_read(&r, 0x7e), 0x5368);
	assert_int_equal(codec_read(&r, 0x26), 0x000f);
	teardown(&r);
	setup(&r, AC97_ALC203);
	assert_int_equal(codec_read(&r, 0x7c), 0x414c);
	assert_int_equal(codec_read(&r, 0x7e), 0x4770);
	teardown(&r);
}

static void mixer_registers_keep_what_they_can(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_ALC203);
	assert_int_equal(codec_read(&r, 0x02), 0x8000); /* muted */
	codec_write(&r, 0x02, 0x3f3f);			/* five bits of attenuation */
	assert_int_equal(codec_read(&r, 0x02), 0x1f1f);
	codec_write(&r, 0x2c, 22050);
	assert_int_equal(codec_read(&r, 0x2c), 48000); /* variable rates are off */
	codec_write(&r, 0x2a, 1);
	codec_write(&r, 0x2c, 22050);
	assert_int_equal(codec_read(&r, 0x2c), 22050);
	codec_write(&r, 0x26, 0x0200); /* DAC off */
	assert_int_equal(codec_read(&r, 0x26), 0x020d);
	codec_write(&r, 0x00, 0);
	assert_int_equal(codec_read(&r, 0x02), 0x8000);
	teardown(&r);
}

static void a_board_without_codec_shows_no_life(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, 0);
	out(&r, CODEC_CNTL, 4, 0x80010000u | 0x7cu << 24);
	run_us(&r, 1000);
	assert_int_equal(in(&r, CODEC_CNTL, 4) & 0x10000, 0x10000);
	assert_int_equal(in(&r, CODEC_STATUS, 4), 0xff80ffff);
	teardown(&r);
}

static void playing_consumes_samples_at_48_khz(void **state)
{
	struct rig r;
	uint32_t at;

	(void)state;
	setup(&r, AC97_AD1888);
	/* A ring of two periods of 10 ms, as a driver builds it. */
	prd(&r, 0, SOUND, 1920 | EOP);
	prd(&r, 1, SOUND + 1920, 1920 | EOP);
	prd(&r, 2, TABLE, JMP);
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	run_us(&r, 5000);
	at = in(&r, 0x60, 4);
	assert_in_range(at, SOUND + 240 * 4 - 8, SOUND + 240 * 4);
	assert_int_equal(r.irq.rises, 0);
	run_us(&r, 5001);
	assert_true(r.acc.irq.level);
	assert_int_equal(in(&r, IRQ_STATUS, 2), 4);
	assert_int_equal(in(&r, 0x20, 1), 1); /* reading the command clears nothing */
	assert_int_equal(in(&r, 0x21, 1), 1);
	assert_false(r.acc.irq.level);
	assert_int_equal(in(&r, 0x21, 1), 0);
	for (unsigned i = 0; i < 99; i++) {
		run_us(&r, 10000);
		assert_int_equal(in(&r, 0x21, 1), 1);
	}
	assert_in_range(r.acc.codec.played, 47990, 48010); /* a second */
	assert_int_equal(r.read_bytes, r.acc.codec.played * 4);
	assert_int_equal(r.rules.hits, 0);
	out(&r, 0x20, 1, 0);
	run_us(&r, 50000);
	assert_int_equal(in(&r, 0x21, 1), 0);
	teardown(&r);
}

static void a_lower_rate_takes_longer(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	codec_write(&r, 0x2a, 1);
	codec_write(&r, 0x2c, 8000);
	prd(&r, 0, SOUND, 320 | EOP | EOT); /* 80 frames: 10 ms */
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	run_us(&r, 9990);
	assert_int_equal(in(&r, 0x21, 1), 0);
	run_us(&r, 20);
	assert_int_equal(in(&r, 0x21, 1), 1);
	assert_int_equal(in(&r, 0x20, 1), 0); /* end of table: stopped */
	teardown(&r);
}

static void recording_stores_silence(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	memset(r.memory + SOUND, 0xee, 4096);
	prd(&r, 0, SOUND, 1920 | EOP | EOT);
	out(&r, 0x2c, 4, TABLE);
	out(&r, 0x28, 1, 9);
	run_us(&r, 10010);
	assert_int_equal(in(&r, IRQ_STATUS, 2), 8);
	assert_int_equal(r.memory[SOUND], 0);
	assert_int_equal(r.memory[SOUND + 1919], 0);
	assert_int_equal(r.memory[SOUND + 1920], 0xee);
	assert_int_equal(r.acc.codec.recorded, 480);
	teardown(&r);
}

static void a_pause_keeps_the_place(void **state)
{
	struct rig r;
	uint32_t at;

	(void)state;
	setup(&r, AC97_AD1888);
	prd(&r, 0, SOUND, 1920 | EOP | EOT);
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	run_us(&r, 5000);
	out(&r, 0x20, 1, 3);
	at = in(&r, 0x60, 4);
	run_us(&r, 100000);
	assert_int_equal(in(&r, 0x60, 4), at);
	assert_int_equal(in(&r, 0x21, 1), 0);
	out(&r, 0x20, 1, 1);
	run_us(&r, 4900);
	assert_int_equal(in(&r, 0x21, 1), 0);
	run_us(&r, 200);
	assert_int_equal(in(&r, 0x21, 1), 1);
	assert_int_equal(r.acc.codec.played, 480);
	teardown(&r);
}

static void a_second_end_of_page_unread_holds_the_master(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	for (unsigned i = 0; i < 4; i++)
		prd(&r, i, SOUND, 192 | EOP); /* a millisecond each */
	prd(&r, 4, TABLE, JMP);
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	run_us(&r, 10000);
	assert_int_equal(r.acc.codec.played, 96);
	assert_int_equal(in(&r, 0x21, 1), 3);
	run_us(&r, 1100);
	assert_int_equal(r.acc.codec.played, 144);
	assert_int_equal(in(&r, 0x21, 1), 1);
	teardown(&r);
}

static void malformed_tables_stop_the_master(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	prd(&r, 0, TABLE, JMP); /* to itself */
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	assert_int_equal(r.rules.broken[RULE_ACC_MASTER], 1);
	assert_int_equal(in(&r, 0x20, 1) & 3, 0);
	prd(&r, 0, SOUND, EOP); /* no data */
	out(&r, 0x20, 1, 1);
	assert_int_equal(r.rules.broken[RULE_ACC_MASTER], 2);
	prd(&r, 0, 0x80000000, 192 | EOP); /* no memory */
	out(&r, 0x20, 1, 1);
	run_us(&r, 1100);
	assert_int_equal(r.rules.broken[RULE_ACC_MASTER], 3);
	assert_int_equal(in(&r, 0x20, 1) & 3, 0);
	out(&r, 0x24, 4, 0x80000000);
	out(&r, 0x20, 1, 1);
	assert_int_equal(r.rules.broken[RULE_ACC_MASTER], 4);
	teardown(&r);
}

static void the_wrong_direction_is_told(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	prd(&r, 0, SOUND, 192 | EOP | EOT);
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 9);
	assert_int_equal(r.rules.broken[RULE_ACC_MASTER], 1);
	teardown(&r);
}

static void a_link_that_is_shut_down_stops_everything(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	prd(&r, 0, SOUND, 192 | EOP | EOT);
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	run_us(&r, 500);
	out(&r, CODEC_CNTL, 4, 0x40000);
	assert_int_equal(in(&r, CODEC_STATUS, 4) & 0x800000, 0);
	run_us(&r, 5000);
	assert_int_equal(in(&r, 0x21, 1), 0);
	out(&r, CODEC_CNTL, 4, 0x20000); /* warm reset */
	assert_int_equal(in(&r, CODEC_STATUS, 4) & 0x800000, 0x800000);
	run_us(&r, 600);
	assert_int_equal(in(&r, 0x21, 1), 1);
	teardown(&r);
}

/* Even masters play, odd ones record; 0 and 1 in stereo. Each has its own registers and bit. */
static void each_master_moves_its_data(void **state)
{
	(void)state;
	for (uint16_t n = 0; n < 8; n++) {
		struct rig r;
		uint16_t at = (uint16_t)(0x20 + 8 * n);
		unsigned bytes = n < 2 ? 4 : 2;

		setup(&r, AC97_AD1888);
		prd(&r, 0, SOUND, (480 * bytes) | EOP | EOT); /* 10 ms */
		out(&r, (uint16_t)(at + 4), 4, TABLE);
		assert_int_equal(in(&r, (uint16_t)(at + 4), 4), TABLE);
		out(&r, at, 1, n & 1 ? 9 : 1);
		run_us(&r, 5000);
		assert_in_range(in(&r, (uint16_t)(0x60 + 4 * n), 4), SOUND + 238 * bytes,
				SOUND + 240 * bytes);
		run_us(&r, 5010);
		assert_int_equal(in(&r, IRQ_STATUS, 2), 4 << n);
		assert_int_equal(in(&r, (uint16_t)(at + 1), 1), 1);
		assert_int_equal(in(&r, IRQ_STATUS, 2), 0);
		assert_int_equal(in(&r, at, 1) & 3, 0);
		assert_int_equal(n & 1 ? r.written_bytes : r.read_bytes, 480 * bytes);
		assert_int_equal(r.rules.hits, 0);
		teardown(&r);
	}
}

/* What no codec here uses is kept and changes nothing. */
static void enables_of_missing_functions_are_kept(void **state)
{
	struct rig r;

	(void)state;
	setup(&r, AC97_AD1888);
	out(&r, 0x00, 4, 0xc0000000);
	out(&r, CODEC_STATUS, 4, 0x00180000);
	assert_int_equal(in(&r, 0x00, 4) & 0xe0000000, 0xc0000000);
	assert_int_equal(in(&r, CODEC_STATUS, 4) & 0x00380000, 0x00180000);
	run_us(&r, 10000);
	assert_false(r.acc.irq.level);
	the_codec_is_identified_through_the_mailbox(state);
	teardown(&r);
}

static void registers_are_as_documented(void **state)
{
	struct rig r;
	char err[128];
	unsigned n = 0;

	(void)state;
	setup(&r, AC97_AD1888);
	for (const struct reg_file *f; (f = acc_regs(&r.acc, n)); n++) {
		if (reg_table_check(f->table, err, sizeof(err)))
			fail_msg("%s", err);
	}
	assert_int_equal(n, 2);
	assert_int_equal(r.dev.msr_read(r.dev.opaque, 0x2000) >> 12 & 0xff, 0x33);
	out(&r, 0x24, 4, 0x1234);
	assert_int_equal(in(&r, 0x26, 2), 0);
	assert_int_equal(in(&r, 0x24, 2), 0x1234);
	prd(&r, 0, SOUND, 1920);
	out(&r, 0x24, 4, TABLE);
	out(&r, 0x20, 1, 1);
	acc_reset(&r.acc);
	run_us(&r, 20000);
	assert_int_equal(in(&r, 0x24, 4), 0);
	assert_int_equal(in(&r, 0x20, 2), 0);
	teardown(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_codec_is_identified_through_the_mailbox),
		cmocka_unit_test(mixer_registers_keep_what_they_can),
		cmocka_unit_test(a_board_without_codec_shows_no_life),
		cmocka_unit_test(playing_consumes_samples_at_48_khz),
		cmocka_unit_test(a_lower_rate_takes_longer),
		cmocka_unit_test(recording_stores_silence),
		cmocka_unit_test(a_pause_keeps_the_place),
		cmocka_unit_test(a_second_end_of_page_unread_holds_the_master),
		cmocka_unit_test(malformed_tables_stop_the_master),
		cmocka_unit_test(the_wrong_direction_is_told),
		cmocka_unit_test(a_link_that_is_shut_down_stops_everything),
		cmocka_unit_test(each_master_moves_its_data),
		cmocka_unit_test(enables_of_missing_functions_are_kept),
		cmocka_unit_test(registers_are_as_documented),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
