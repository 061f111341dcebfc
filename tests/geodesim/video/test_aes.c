/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The security block: published AES vectors by DMA, random numbers, the EEPROM. */
#include "lx/aes.h"
#include "video.h"

#define SEED UINT64_C(0x1234567)

struct test {
	struct video *v;
	struct aes aes;
	struct gl_device dev;
	uint8_t eeprom[AES_EEPROM];
};

/* FIPS 197, appendix B. */
static const uint8_t fips_key[16] = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
				     0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
static const uint8_t fips_plain[16] = {0x32, 0x43, 0xf6, 0xa8, 0x88, 0x5a, 0x30, 0x8d,
				       0x31, 0x31, 0x98, 0xa2, 0xe0, 0x37, 0x07, 0x34};
static const uint8_t fips_cipher[16] = {0x39, 0x25, 0x84, 0x1d, 0x02, 0xdc, 0x09, 0xfb,
					0xdc, 0x11, 0x85, 0x97, 0x19, 0x6a, 0x0b, 0x32};

/* NIST SP 800-38A, F.2.1: CBC-AES128, two blocks, with the key above. */
static const uint8_t cbc_plain[32] = {0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96,
				      0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a,
				      0xae, 0x2d, 0x8a, 0x57, 0x1e, 0x03, 0xac, 0x9c,
				      0x9e, 0xb7, 0x6f, 0xac, 0x45, 0xaf, 0x8e, 0x51};
static const uint8_t cbc_cipher[32] = {0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46,
				       0xce, 0xe9, 0x8e, 0x9b, 0x12, 0xe9, 0x19, 0x7d,
				       0x50, 0x86, 0xcb, 0x9b, 0x50, 0x72, 0x19, 0xee,
				       0x95, 0xdb, 0x11, 0x3a, 0x91, 0x76, 0x78, 0xb2};

static int setup(void **state)
{
	struct test *t = calloc(1, sizeof(*t));
	void *v;

	assert_non_null(t);
	video_setup(&v);
	t->v = v;
	t->v->base = 0;
	memset(t->eeprom, 0xff, sizeof(t->eeprom));
	memcpy(t->eeprom + 2, fips_key, 16);
	aes_init(&t->aes, &t->v->env, video_mem(t->v), SEED, t->eeprom);
	t->dev = aes_device(&t->aes);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct test *t = *state;
	void *v = t->v;

	video_teardown(&v);
	free(t);
	return 0;
}

static void w(struct test *t, uint32_t at, uint32_t val)
{
	t->dev.mem_write(t->dev.opaque, at, 4, val, 0);
}

static uint32_t r(struct test *t, uint32_t at)
{
	return (uint32_t)t->dev.mem_read(t->dev.opaque, at, 4, 0);
}

static void w128(struct test *t, uint32_t at, const uint8_t *bytes)
{
	for (unsigned n = 0; n < 16; n += 4)
		w(t, at + n,
		  bytes[n] | (uint32_t)bytes[n + 1] << 8 | (uint32_t)bytes[n + 2] << 16 |
			  (uint32_t)bytes[n + 3] << 24);
}

/* As Linux' geode-aes does it: start, poll for the pending bit, clear it. */
static void crypt(struct test *t, uint32_t ctl, uint32_t from, uint32_t to, uint32_t len)
{
	unsigned polls = 0;

	w(t, 0x10, from);
	w(t, 0x14, to);
	w(t, 0x18, len);
	w(t, 0x00, ctl | 1);
	assert_int_equal(r(t, 0x00) & 1, 1);
	while (!(r(t, 0x08) & 0x10000)) {
		assert_true(++polls < 100000);
		bench_run_ns(&t->v->bench, 100);
	}
	assert_int_equal(r(t, 0x00) & 1, 0);
	w(t, 0x08, 0x10007);
	assert_int_equal(r(t, 0x08), 0x00007);
}

static void the_published_vector_comes_out(void **state)
{
	struct test *t = *state;

	memcpy(t->v->mem + 0x1000, fips_plain, 16);
	w128(t, 0x30, fips_key);
	crypt(t, 0x06, 0x1000, 0x2000, 16);
	assert_memory_equal(t->v->mem + 0x2000, fips_cipher, 16);
	crypt(t, 0x04, 0x2000, 0x3000, 16);
	assert_memory_equal(t->v->mem + 0x3000, fips_plain, 16);
	assert_int_equal(t->v->rules.hits, 0);
}

static void cipher_block_chaining_goes_on_from_its_vector(void **state)
{
	struct test *t = *state;
	uint8_t iv[16];

	for (unsigned n = 0; n < 16; n++)
		iv[n] = (uint8_t)n;
	memcpy(t->v->mem + 0x1000, cbc_plain, 32);
	w128(t, 0x30, fips_key);
	w128(t, 0x40, iv);
	crypt(t, 0x26, 0x1000, 0x2000, 16); /* block by block: the vector carries over */
	assert_int_equal(r(t, 0x40), 0xacab4976);
	crypt(t, 0x26, 0x1010, 0x2010, 16);
	assert_memory_equal(t->v->mem + 0x2000, cbc_cipher, 32);
	w128(t, 0x40, iv);
	crypt(t, 0x24, 0x2000, 0x3000, 32);
	assert_memory_equal(t->v->mem + 0x3000, cbc_plain, 32);
}

static void long_data_take_their_time_and_are_right(void **state)
{
	struct test *t = *state;
	const uint32_t len = 100000 & ~15u;
	uint64_t began;

	for (uint32_t n = 0; n < len; n++)
		t->v->mem[n] = (uint8_t)(n * n >> 3);
	w128(t, 0x30, fips_key);
	began = t->v->bench.now;
	crypt(t, 0x26, 0, 0x100000, len);
	assert_in_range((t->v->bench.now - began) * 2, 600000, 800000); /* ns */
	w128(t, 0x40, (const uint8_t[16]){0});
	crypt(t, 0x24, 0x100000, 0x200000, len);
	assert_memory_equal(t->v->mem + 0x200000, t->v->mem, len);
}

static void the_written_key_cannot_be_read(void **state)
{
	struct test *t = *state;

	w128(t, 0x30, fips_key);
	for (uint32_t at = 0x30; at < 0x40; at += 4)
		assert_int_equal(r(t, at), 0);
}

static void the_hidden_key_comes_from_the_eeprom(void **state)
{
	struct test *t = *state;

	memcpy(t->v->mem + 0x1000, fips_plain, 16);
	crypt(t, 0x02, 0x1000, 0x2000, 16);
	assert_memory_equal(t->v->mem + 0x2000, fips_cipher, 16);
}

static void context_b_waits_for_context_a(void **state)
{
	struct test *t = *state;
	struct edges irq;

	edges_watch(&irq, &t->v->bench, &t->aes.irq);
	memcpy(t->v->mem + 0x1000, fips_plain, 16);
	w128(t, 0x30, fips_key);
	w(t, 0x08, 0); /* unmasked */
	w(t, 0x10, 0x1000);
	w(t, 0x14, 0x2000);
	w(t, 0x18, 16);
	w(t, 0x20, 0x2000); /* B deciphers what A makes */
	w(t, 0x24, 0x3000);
	w(t, 0x28, 16);
	w(t, 0x00, 0x07);
	w(t, 0x04, 0x05);
	bench_run_ns(&t->v->bench, 10000);
	assert_memory_equal(t->v->mem + 0x3000, fips_plain, 16);
	assert_int_equal(r(t, 0x08), 0x00030000);
	assert_int_equal(irq.rises, 1);
	w(t, 0x08, 0x00010000);
	assert_true(t->aes.irq.level);
	w(t, 0x08, 0x00020000);
	assert_false(t->aes.irq.level);
}

static void random_numbers_come_again_with_the_same_seed(void **state)
{
	struct test *t = *state;
	struct aes other;
	struct gl_device dev;
	uint32_t number[16];

	for (unsigned n = 0; n < 16; n++) {
		assert_int_equal(r(t, 0x54), 1);
		number[n] = r(t, 0x50);
		assert_int_equal(r(t, 0x54), 0);	 /* the next is being made */
		assert_int_equal(r(t, 0x50), number[n]); /* too early: the same again */
		for (unsigned m = 0; m < n; m++)
			assert_int_not_equal(number[m], number[n]);
		bench_run_ns(&t->v->bench, 10000);
	}
	aes_init(&other, &t->v->env, video_mem(t->v), SEED, NULL);
	dev = aes_device(&other);
	for (unsigned n = 0; n < 16; n++) {
		assert_int_equal(dev.mem_read(dev.opaque, 0x50, 4, 0), number[n]);
		bench_run_ns(&t->v->bench, 10000);
	}
}

static uint8_t eeprom_read(struct test *t, uint8_t at)
{
	w(t, 0x804, at);
	w(t, 0x800, 1);
	assert_int_equal(r(t, 0x800) & 1, 1);
	bench_run_ns(&t->v->bench, 2000000);
	assert_int_equal(r(t, 0x800) & 1, 0);
	assert_int_equal(r(t, 0x08) >> 18 & 1, 1);
	w(t, 0x08, 0x40007);
	return (uint8_t)r(t, 0x808);
}

static void eeprom_write(struct test *t, uint8_t at, uint8_t val)
{
	w(t, 0x804, at);
	w(t, 0x808, val);
	w(t, 0x800, 3);
	bench_run_ns(&t->v->bench, 2000000);
	w(t, 0x08, 0x40007);
}

static void the_eeprom_keeps_bytes_and_hides_the_key(void **state)
{
	struct test *t = *state;

	assert_int_equal(r(t, 0x80c), 0x3f3f); /* unlocked */
	eeprom_write(t, 40, 0x5a);
	assert_int_equal(eeprom_read(t, 40), 0x5a);
	assert_int_equal(t->eeprom[40], 0x5a);
	assert_int_equal(eeprom_read(t, 2), 0xff);
	assert_int_equal(eeprom_read(t, 17), 0xff);
	eeprom_write(t, 0, 0xf8); /* lock the lower half, from the next reset on */
	eeprom_write(t, 40, 0x11);
	assert_int_equal(t->eeprom[40], 0x11);
	aes_reset(&t->aes);
	assert_int_equal(r(t, 0x80c) & 7, 0);
	eeprom_write(t, 40, 0x22);
	assert_int_equal(t->eeprom[40], 0x11);
	eeprom_write(t, 200, 0x22);
	assert_int_equal(t->eeprom[200], 0x22);
}

static void without_an_eeprom_all_is_unlocked_and_ones(void **state)
{
	struct test *t = *state;

	aes_init(&t->aes, &t->v->env, video_mem(t->v), SEED, NULL);
	assert_int_equal(r(t, 0x80c), 0x3f3f);
	assert_int_equal(eeprom_read(t, 40), 0xff);
}

static void addresses_and_lengths_are_multiples_of_a_block(void **state)
{
	struct test *t = *state;

	w(t, 0x10, 0x1237);
	w(t, 0x18, 0xffffffff);
	assert_int_equal(r(t, 0x10), 0x1230);
	assert_int_equal(r(t, 0x18), 0xfffffff0);
	w(t, 0x00, 0x101);
	assert_int_equal(broken(t->v, RULE_RESERVED_BITS), 1);
	bench_run_ns(&t->v->bench, 1000000); /* it goes on, piece by piece */
	assert_int_equal(r(t, 0x00) & 1, 1);
	aes_reset(&t->aes);
	assert_int_equal(r(t, 0x00), 0);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_published_vector_comes_out),
		TEST(cipher_block_chaining_goes_on_from_its_vector),
		TEST(long_data_take_their_time_and_are_right),
		TEST(the_written_key_cannot_be_read),
		TEST(the_hidden_key_comes_from_the_eeprom),
		TEST(context_b_waits_for_context_a),
		TEST(random_numbers_come_again_with_the_same_seed),
		TEST(the_eeprom_keeps_bytes_and_hides_the_key),
		TEST(without_an_eeprom_all_is_unlocked_and_ones),
		TEST(addresses_and_lengths_are_multiples_of_a_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
