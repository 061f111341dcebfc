/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graphics processor: what BLTs, vectors and commands leave in memory. */
#include "lx/gp.h"
#include "video.h"

#define PITCH 256u
#define BASE  0x04000000u

struct test {
	struct video *v;
	struct gp gp;
	struct gl_device dev;
	struct signal vblank;
	uint8_t *want;
};

static int setup(void **state)
{
	struct test *t = calloc(1, sizeof(*t));
	void *v;

	assert_non_null(t);
	video_setup(&v);
	t->v = v;
	t->v->base = BASE;
	signal_init(&t->vblank, "vblank");
	gp_init(&t->gp, &t->v->env, video_mem(t->v), &t->vblank);
	t->dev = gp_device(&t->gp);
	t->want = malloc(0x100000);
	assert_non_null(t->want);
	*state = t;
	return 0;
}

static int teardown(void **state)
{
	struct test *t = *state;
	void *v = t->v;

	free(t->want);
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

/* As drivers wait; a test that never ends would be a hang. */
static void wait_idle(struct test *t)
{
	for (unsigned n = 0; n < 100000; n++) {
		uint32_t status = r(t, 0x44);

		if (!(status & 1) && (status & 0x10))
			return;
		bench_run_ns(&t->v->bench, 100);
	}
	fail_msg("the graphics processor stays busy: %08X", (unsigned)r(t, 0x44));
}

/* Noise in memory, and a copy of it to compute the expected result in. */
static void noise(struct test *t)
{
	uint32_t x = 12345;

	for (unsigned n = 0; n < 0x100000; n++) {
		x = x * 1103515245 + 12345;
		t->v->mem[n] = (uint8_t)(x >> 16);
	}
	memcpy(t->want, t->v->mem, 0x100000);
	w(t, 0x4c, BASE | BASE >> 10 | BASE >> 20);
	w(t, 0x08, PITCH << 16 | PITCH);
}

static void expect(struct test *t)
{
	assert_memory_equal(t->v->mem, t->want, 0x100000);
	assert_int_equal(t->v->rules.hits, 0);
}

static uint32_t want_get(const struct test *t, uint32_t at, unsigned bytes)
{
	uint32_t val = 0;

	for (unsigned n = 0; n < bytes; n++)
		val |= (uint32_t)t->want[at + n] << 8 * n;
	return val;
}

static void want_put(struct test *t, uint32_t at, unsigned bytes, uint32_t val)
{
	for (unsigned n = 0; n < bytes; n++)
		t->want[at + n] = (uint8_t)(val >> 8 * n);
}

static void drivers_find_it_idle_after_reset(void **state)
{
	struct test *t = *state;

	assert_int_equal(r(t, 0x44) & 0x15, 0x10);
	assert_int_equal(r(t, 0x4c), 0x01004010);
	assert_int_equal(r(t, 0x50), 0x01000000);
	assert_int_equal(r(t, 0x54), 0x00ffffe0);
	assert_int_equal(r(t, 0x78), 0x0000ffff);
	w(t, 0x6c, 0x12345678); /* nobody takes it, and it cannot be read */
	assert_int_equal(r(t, 0x6c), 0);
	assert_int_equal(r(t, 0x44) & 0x15, 0x10);
}

static void solid_fills_work_at_every_depth(void **state)
{
	static const struct {
		uint32_t format;
		unsigned bytes;
	} depth[] = {{0, 1}, {6, 2}, {8, 4}};
	struct test *t = *state;

	for (unsigned n = 0; n < 3; n++) {
		noise(t);
		w(t, 0x38, depth[n].format << 28 | 0xf0);
		w(t, 0x18, 0x11223344);
		w(t, 0x00, 10 * PITCH + 8);
		w(t, 0x0c, 20u << 16 | 7);
		w(t, 0x40, 0);
		assert_int_equal(r(t, 0x44) & 1, 1);
		assert_memory_equal(t->v->mem, t->want, 0x100000); /* not yet */
		wait_idle(t);
		for (unsigned y = 0; y < 7; y++) {
			for (unsigned x = 0; x < 20; x++)
				want_put(t, (10 + y) * PITCH + 8 + x * depth[n].bytes,
					 depth[n].bytes, 0x11223344);
		}
		expect(t);
	}
}

static void all_256_raster_operations_are_right(void **state)
{
	struct test *t = *state;

	for (unsigned rop = 0; rop < 256; rop++) {
		noise(t);
		w(t, 0x38, 8u << 28 | rop);
		w(t, 0x18, 0xcc5500ff);
		w(t, 0x00, 0x2000);
		w(t, 0x04, 0x8000);
		w(t, 0x0c, 4u << 16 | 2);
		w(t, 0x40, 0x005); /* source and destination from memory */
		wait_idle(t);
		for (unsigned y = 0; y < 2; y++) {
			for (unsigned x = 0; x < 4; x++) {
				uint32_t at = 0x2000 + y * PITCH + x * 4, out = 0;
				uint32_t s = want_get(t, 0x8000 + y * PITCH + x * 4, 4);
				uint32_t d = want_get(t, at, 4);

				for (unsigned bit = 0; bit < 32; bit++) {
					unsigned i = (0xcc5500ff >> bit & 1) << 2 |
						     (s >> bit & 1) << 1 | (d >> bit & 1);

					out |= (rop >> i & 1u) << bit;
				}
				want_put(t, at, 4, out);
			}
		}
		expect(t);
	}
}

static void overlapping_copies_go_either_way(void **state)
{
	struct test *t = *state;

	noise(t); /* down and right: from the last pixel up */
	w(t, 0x38, 6u << 28 | 0xcc);
	w(t, 0x00, 29 * PITCH + 30 * 2 + 39 * 2 + 1);
	w(t, 0x04, 24 * PITCH + 27 * 2 + 39 * 2 + 1);
	w(t, 0x0c, 40u << 16 | 20);
	w(t, 0x40, 0x301);
	wait_idle(t);
	for (unsigned y = 20; y-- > 0;)
		memmove(t->want + (10 + y) * PITCH + 60, t->want + (5 + y) * PITCH + 54, 80);
	expect(t);
	noise(t); /* up and left */
	w(t, 0x00, 5 * PITCH + 54);
	w(t, 0x04, 10 * PITCH + 60);
	w(t, 0x40, 0x001);
	wait_idle(t);
	for (unsigned y = 0; y < 20; y++)
		memmove(t->want + (5 + y) * PITCH + 54, t->want + (10 + y) * PITCH + 60, 80);
	expect(t);
}

static void mono_patterns_start_where_told(void **state)
{
	static const uint8_t pattern[8] = {0x81, 0x42, 0x24, 0x18, 0xf0, 0x0f, 0xaa, 0x33};
	struct test *t = *state;

	for (unsigned transparent = 0; transparent < 2; transparent++) {
		noise(t);
		w(t, 0x38, transparent << 10 | 1u << 8 | 0xf0);
		w(t, 0x18, 0x11);
		w(t, 0x1c, 0xee);
		w(t, 0x30, 0x18244281);
		w(t, 0x34, 0x33aa0ff0);
		w(t, 0x00, 5u << 29 | 3u << 26 | 0x3003);
		w(t, 0x0c, 21u << 16 | 13);
		w(t, 0x40, 0);
		wait_idle(t);
		for (unsigned y = 0; y < 13; y++) {
			for (unsigned x = 0; x < 21; x++) {
				bool on = pattern[(5 + y) & 7] >> (7 - ((3 + x) & 7)) & 1;

				if (on || !transparent)
					t->want[0x3003 + y * PITCH + x] = on ? 0xee : 0x11;
			}
		}
		expect(t);
	}
}

static void colour_patterns_come_from_registers_or_the_table(void **state)
{
	struct test *t = *state;

	noise(t); /* 8 bits a pixel: 8x4 in the registers */
	w(t, 0x38, 2u << 8 | 0xf0);
	for (unsigned n = 0; n < 8; n++)
		w(t, n < 2 ? 0x30 + 4 * n : 0x18 + 4 * (n - 2),
		  (4 * n + 3) << 24 | (4 * n + 2) << 16 | (4 * n + 1) << 8 | 4 * n);
	w(t, 0x00, 0x1000);
	w(t, 0x0c, 16u << 16 | 9);
	w(t, 0x40, 0);
	wait_idle(t);
	for (unsigned y = 0; y < 9; y++) {
		for (unsigned x = 0; x < 16; x++)
			t->want[0x1000 + y * PITCH + x] = (uint8_t)(y % 4 * 8 + x % 8);
	}
	expect(t);
	noise(t); /* 16 bits a pixel: 8x8 in the table of channel 3 */
	w(t, 0x70, 0x100);
	for (unsigned n = 0; n < 32; n++)
		w(t, 0x74, (2 * n + 1) << 16 | 2 * n);
	w(t, 0x38, 6u << 28 | 0xf0);
	w(t, 0x64, 0x86200000);
	w(t, 0x00, 2u << 29 | 1u << 26 | 0x1000);
	w(t, 0x40, 0);
	wait_idle(t);
	for (unsigned y = 0; y < 9; y++) {
		for (unsigned x = 0; x < 16; x++)
			want_put(t, 0x1000 + y * PITCH + x * 2, 2,
				 ((y + 2) & 7) * 8 + ((x + 1) & 7));
	}
	expect(t);
}

static void text_is_expanded_from_memory(void **state)
{
	struct test *t = *state;

	for (unsigned how = 0; how < 8; how++) {
		bool transparent = how & 1, inverted = how & 2, packed = how & 4;
		unsigned line = packed ? (2 + 13 + 7) / 8 : 32;

		noise(t);
		w(t, 0x08, 32u << 16 | PITCH);
		w(t, 0x38, 6u << 28 | inverted << 13 | transparent << 11 | 0xcc);
		w(t, 0x10, 0xaaaa);
		w(t, 0x14, 0x5555);
		w(t, 0x00, 0x4000);
		w(t, 0x04, 2u << 26 | 0x9001);
		w(t, 0x0c, 13u << 16 | 11);
		w(t, 0x40, packed ? 0x81 : 0x41);
		wait_idle(t);
		for (unsigned y = 0; y < 11; y++) {
			for (unsigned x = 0; x < 13; x++) {
				unsigned bit = 2 + x;
				bool on = t->want[0x9001 + y * line + bit / 8] >> (7 - bit % 8) & 1;

				on ^= inverted;
				if (on || !transparent)
					want_put(t, 0x4000 + y * PITCH + x * 2, 2,
						 on ? 0xaaaa : 0x5555);
			}
		}
		expect(t);
	}
}

static void text_is_expanded_from_the_processors_writes(void **state)
{
	struct test *t = *state;

	noise(t); /* unpacked: each line begins with a new doubleword */
	w(t, 0x38, 0xcc);
	w(t, 0x10, 0xee);
	w(t, 0x14, 0x11);
	w(t, 0x00, 0x4000);
	w(t, 0x04, 1);
	w(t, 0x0c, 20u << 16 | 3);
	w(t, 0x40, 0x42);
	for (unsigned y = 0; y < 3; y++) {
		assert_int_equal(r(t, 0x44) & 0x21, 0x21); /* busy, room for data */
		w(t, y ? 0x100 + y * 4 : 0x48, 0xc35a9600u + y * 0x10100);
	}
	wait_idle(t);
	for (unsigned y = 0; y < 3; y++) {
		for (unsigned x = 0; x < 20; x++) {
			uint32_t word = 0xc35a9600u + y * 0x10100;
			bool on = word >> (8 + x / 8 * 8 + 7 - x % 8) & 1;

			t->want[0x4000 + y * PITCH + x] = on ? 0xee : 0x11;
		}
	}
	expect(t);
	noise(t); /* byte-packed: 20 pixels are three bytes, lines follow at once */
	w(t, 0x40, 0x82);
	for (unsigned n = 0; n < 3; n++)
		w(t, 0x48, 0x01010101u * (n * 3 + 0x35));
	wait_idle(t);
	for (unsigned y = 0; y < 3; y++) {
		for (unsigned x = 0; x < 20; x++) {
			unsigned byte = 1 + y * 3 + x / 8, val = byte / 4 * 3 + 0x35;

			t->want[0x4000 + y * PITCH + x] = val >> (7 - x % 8) & 1 ? 0xee : 0x11;
		}
	}
	expect(t);
}

static void pictures_come_from_the_processors_writes(void **state)
{
	struct test *t = *state;

	noise(t);
	w(t, 0x38, 6u << 28 | 0xcc);
	w(t, 0x00, 0x4000);
	w(t, 0x04, 2);
	w(t, 0x0c, 4u << 16 | 2);
	w(t, 0x40, 0x02);
	for (unsigned n = 0; n < 3; n++)
		t->dev.mem_write(t->dev.opaque, 0x100 + n * 8, 8,
				 UINT64_C(0x0004000300020001) * (n + 1), 0);
	wait_idle(t);
	for (unsigned y = 0; y < 2; y++) {
		for (unsigned x = 0; x < 4; x++) {
			unsigned n = y * 6 + 1 + x; /* words; each line takes three doublewords */

			want_put(t, 0x4000 + y * PITCH + x * 2, 2, (n % 4 + 1) * (n / 4 + 1));
		}
	}
	expect(t);
}

static void a_colour_key_lets_the_ground_through(void **state)
{
	struct test *t = *state;

	noise(t);
	w(t, 0x38, 1u << 11 | 0xcc);
	w(t, 0x10, 0x40); /* key */
	w(t, 0x14, 0xc0); /* bits that count */
	w(t, 0x00, 0x4000);
	w(t, 0x04, 0x8000);
	w(t, 0x0c, 64u << 16 | 8);
	w(t, 0x40, 0x01);
	wait_idle(t);
	for (unsigned y = 0; y < 8; y++) {
		for (unsigned x = 0; x < 64; x++) {
			uint8_t s = t->want[0x8000 + y * PITCH + x];

			if ((s & 0xc0) != 0x40)
				t->want[0x4000 + y * PITCH + x] = s;
		}
	}
	expect(t);
}

static void alpha_mixes_source_and_ground(void **state)
{
	struct test *t = *state;

	noise(t);
	/* a*A + (1-a)*B with the constant 64, all channels; A is the source. */
	w(t, 0x38, 8u << 28 | 3u << 22 | 3u << 20 | 2u << 17 | 64);
	w(t, 0x00, 0x4000);
	w(t, 0x04, 0x8000);
	w(t, 0x0c, 8u << 16 | 2);
	w(t, 0x40, 0x05);
	wait_idle(t);
	for (unsigned y = 0; y < 2; y++) {
		for (unsigned x = 0; x < 32; x++) {
			unsigned s = t->want[0x8000 + y * PITCH + x];
			uint8_t *d = &t->want[0x4000 + y * PITCH + x];

			*d = (uint8_t)((s * 64 + 127) / 255 + (*d * 191u + 127) / 255);
		}
	}
	expect(t);
}

static void vectors_follow_bresenham(void **state)
{
	static const int8_t line[][2] = {{30, 11},   {11, 30}, {-30, 11}, {30, -11},
					 {-11, -30}, {25, 0},  {0, 25},	  {20, 20}};
	struct test *t = *state;

	for (unsigned n = 0; n < sizeof(line) / sizeof(line[0]); n++) {
		int dx = line[n][0], dy = line[n][1], ax = abs(dx), ay = abs(dy);
		bool y_major = ay > ax;
		int major = y_major ? ay : ax, minor = y_major ? ax : ay;
		int error = 2 * minor - major, x = 100, y = 100;
		bool major_up = (y_major ? dy : dx) >= 0, minor_up = (y_major ? dx : dy) >= 0;

		noise(t);
		w(t, 0x38, 0xf0);
		w(t, 0x18, 0x77);
		w(t, 0x00, 100 * PITCH + 100);
		w(t, 0x04, (uint32_t)(2 * minor) << 16 | (uint16_t)(2 * (minor - major)));
		w(t, 0x0c, (uint32_t)(major + 1) << 16 | (uint16_t)error);
		w(t, 0x3c, y_major | major_up << 1 | minor_up << 2);
		wait_idle(t);
		for (int i = 0; i <= major; i++) {
			bool both = error >= 0;

			t->want[(unsigned)y * PITCH + (unsigned)x] = 0x77;
			error += both ? 2 * (minor - major) : 2 * minor;
			if (!y_major || both)
				x += dx >= 0 ? 1 : -1;
			if (y_major || both)
				y += dy >= 0 ? 1 : -1;
		}
		expect(t);
	}
}

static void a_second_operation_waits_for_the_first(void **state)
{
	struct test *t = *state;

	noise(t);
	w(t, 0x38, 0xf0);
	w(t, 0x18, 1);
	w(t, 0x00, 0x1000);
	w(t, 0x0c, 100u << 16 | 100);
	w(t, 0x40, 0);
	w(t, 0x18, 2);
	w(t, 0x0c, 10u << 16 | 10);
	w(t, 0x40, 0);
	assert_int_equal(r(t, 0x44) & 5, 5);
	assert_int_equal(broken(t->v, RULE_GP_PENDING), 0);
	wait_idle(t);
	for (unsigned y = 0; y < 100; y++)
		memset(t->want + 0x1000 + y * PITCH, 1, 100);
	for (unsigned y = 0; y < 10; y++)
		memset(t->want + 0x1000 + y * PITCH, 2, 10);
	expect(t);
	w(t, 0x40, 0);
	w(t, 0x40, 0);
	w(t, 0x18, 3); /* corrupts the pending one */
	assert_int_equal(broken(t->v, RULE_GP_PENDING), 1);
}

static void throttled_operations_wait_for_the_vertical_blank(void **state)
{
	struct test *t = *state;

	noise(t);
	w(t, 0x38, 0xf0);
	w(t, 0x00, 0x1000);
	w(t, 0x0c, 1u << 16 | 1);
	w(t, 0x40, 0x400);
	bench_run_ns(&t->v->bench, 50000000);
	assert_int_equal(r(t, 0x44) & 1, 1);
	signal_set(&t->vblank, true);
	wait_idle(t);
}

static void idle_and_empty_interrupt_when_unmasked(void **state)
{
	struct test *t = *state;
	struct edges irq, smi;

	noise(t);
	edges_watch(&irq, &t->v->bench, &t->gp.irq);
	edges_watch(&smi, &t->v->bench, &t->gp.asmi);
	w(t, 0x38, 0xf0);
	w(t, 0x0c, 1u << 16 | 1);
	w(t, 0x40, 0);
	wait_idle(t);
	assert_int_equal(irq.rises, 0);
	w(t, 0x78, 0x00000001);
	assert_int_equal(r(t, 0x78), 0x0000fffd);
	t->dev.msr_write(t->dev.opaque, 0x2002, 0);
	w(t, 0x40, 0);
	wait_idle(t);
	assert_int_equal(irq.rises, 1);
	assert_int_equal(smi.rises, 1);
	assert_int_equal(r(t, 0x44) & 2, 2);
	assert_int_equal(r(t, 0x78), 0x0002fffd);
	w(t, 0x78, r(t, 0x78));
	assert_int_equal(r(t, 0x44) & 2, 0);
	assert_int_equal(irq.falls, 1);
	t->dev.msr_write(t->dev.opaque, 0x2002, UINT64_C(0x100000000));
	assert_int_equal(smi.falls, 1);
}

/* A command in the buffer at @at of the command region; returns where the next one goes. */
static uint32_t command(struct test *t, uint32_t at, const uint32_t *word, unsigned count)
{
	for (unsigned n = 0; n < count; n++, at += 4) {
		for (unsigned b = 0; b < 4; b++)
			t->v->mem[at + b] = (uint8_t)(word[n] >> 8 * b);
	}
	return at;
}

static void the_command_buffer_is_executed_in_order(void **state)
{
	static const uint32_t fill[17] = {0x0000801b,	 0xf0, 0x1000, 0,   PITCH,
					  50u << 16 | 4, 0,    0,      0x21};
	static const uint32_t second[17] = {0x00008082, 0, 0x1008, 0, 0, 0, 0, 0, 0x43};
	static const uint32_t vector[13] = {
		0x20000813, 0xf0, 0x1800, 0, 0, 9u << 16 | 0xffff, 0, 0, 0, 0, 0, 0, 0x2};
	static const uint32_t text[17] = {0x80008073, 0x100000cc & 0xff,
					  0x2000,     0,
					  0,	      8u << 16 | 1,
					  0x99,	      0x66,
					  0,	      0,
					  0,	      0,
					  0,	      0,
					  0,	      0,
					  0x42};
	static const uint32_t data[3] = {0x60000001, 1, 0x5a};
	static const uint32_t colors[5] = {0x40000003, 0x10, 2, 0x123456, 0x654321};
	struct test *t = *state;
	uint32_t at = 0x80100;

	noise(t);
	w(t, 0x18, 0x21);
	t->dev.msr_write(t->dev.opaque, 0x2001, (uint64_t)(BASE >> 20) << 16);
	w(t, 0x50, 0x80000);
	w(t, 0x54, 0x80fe0);
	w(t, 0x58, 0x80100); /* sets the write pointer too */
	assert_int_equal(r(t, 0x5c), 0x80100);
	assert_int_equal(r(t, 0x44) & 0x10, 0x10);
	at = command(t, at, fill, 17);
	at = command(t, at, second, 17);
	at = command(t, at, colors, 5);
	at = command(t, at, vector, 13);
	command(t, at, text, 17); /* then the buffer's start */
	at = command(t, 0x80000, data, 3);
	memcpy(t->want, t->v->mem, 0x100000);
	w(t, 0x5c, at);
	assert_int_equal(r(t, 0x44) & 0x10, 0);
	wait_idle(t);
	assert_int_equal(r(t, 0x58), at);
	for (unsigned y = 0; y < 4; y++)
		memset(t->want + 0x1000 + y * PITCH, 0x21, 50);
	for (unsigned y = 0; y < 4; y++)
		memset(t->want + 0x1008 + y * PITCH, 0x43, 50);
	memset(t->want + 0x1800, 0x43, 9);
	for (unsigned x = 0; x < 8; x++)
		t->want[0x2000 + x] = 0x5a >> (7 - x) & 1 ? 0x99 : 0x66;
	expect(t);
	w(t, 0x70, 0x80000010);
	assert_int_equal(r(t, 0x74), 0x123456);
	assert_int_equal(r(t, 0x74), 0x654321);
}

/* The line at GP_CMD_BOT is the buffer's last; a command may lie across the end. */
static void commands_run_over_the_end_of_the_buffer(void **state)
{
	static const uint32_t fill[17] = {0x0000801b, 0xf0, 0x1000, 0, PITCH, 5u << 16 | 1};
	struct test *t = *state;

	noise(t);
	w(t, 0x18, 0x21);
	t->dev.msr_write(t->dev.opaque, 0x2001, (uint64_t)(BASE >> 20) << 16);
	w(t, 0x50, 0x80000);
	w(t, 0x54, 0x800e0);
	w(t, 0x58, 0x800f0); /* four doublewords before the end */
	command(t, 0x800f0, fill, 4);
	command(t, 0x80000, fill + 4, 13);
	memcpy(t->want, t->v->mem, 0x100000);
	w(t, 0x5c, 0x80034);
	wait_idle(t);
	memset(t->want + 0x1000, 0x21, 5);
	expect(t);
	assert_int_equal(r(t, 0x58), 0x80034);
}

static void limits_that_move_under_running_commands_are_named(void **state)
{
	static const uint32_t fill[17] = {0x0000801b, 0xf0, 0x1000, 0, PITCH, 5u << 16 | 1};
	struct test *t = *state;

	w(t, 0x18, 0x21);
	t->dev.msr_write(t->dev.opaque, 0x2001, (uint64_t)(BASE >> 20) << 16);
	w(t, 0x50, 0x80000);
	w(t, 0x54, 0x80fe0);
	w(t, 0x58, 0x80100);
	w(t, 0x5c, command(t, 0x80100, fill, 17));
	assert_int_equal(broken(t->v, RULE_GP_HAZARD), 0);
	w(t, 0x50, 0x80000);
	w(t, 0x54, 0x80fe0);
	assert_int_equal(broken(t->v, RULE_GP_HAZARD), 2);
	wait_idle(t);
	w(t, 0x50, 0x80000);
	assert_int_equal(broken(t->v, RULE_GP_HAZARD), 2);
}

static void nothing_reaches_beyond_the_regions(void **state)
{
	struct test *t = *state;

	noise(t);
	w(t, 0x38, 0xf0);
	w(t, 0x18, 0x5c);
	w(t, 0x00, 0x00fffffc); /* wraps to the region's start */
	w(t, 0x0c, 8u << 16 | 1);
	w(t, 0x40, 0);
	wait_idle(t);
	memset(t->want, 0x5c, 4);
	expect(t);
	for (unsigned n = 0; n < 4; n++)
		assert_int_equal(t->v->mem[0xfffffc + n], 0x5c);
}

static void a_reset_write_ends_what_hangs(void **state)
{
	struct test *t = *state;

	w(t, 0x40, 0x400); /* throttled; no blank comes */
	bench_run_ns(&t->v->bench, 1000000);
	assert_int_equal(r(t, 0x44) & 1, 1);
	w(t, 0x44, 0x12345678); /* not the key */
	assert_int_equal(r(t, 0x44) & 1, 1);
	w(t, 0x44, 0x69000000);
	assert_int_equal(r(t, 0x44) & 1, 0);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(drivers_find_it_idle_after_reset),
		TEST(solid_fills_work_at_every_depth),
		TEST(all_256_raster_operations_are_right),
		TEST(overlapping_copies_go_either_way),
		TEST(mono_patterns_start_where_told),
		TEST(colour_patterns_come_from_registers_or_the_table),
		TEST(text_is_expanded_from_memory),
		TEST(text_is_expanded_from_the_processors_writes),
		TEST(pictures_come_from_the_processors_writes),
		TEST(a_colour_key_lets_the_ground_through),
		TEST(alpha_mixes_source_and_ground),
		TEST(vectors_follow_bresenham),
		TEST(a_second_operation_waits_for_the_first),
		TEST(throttled_operations_wait_for_the_vertical_blank),
		TEST(idle_and_empty_interrupt_when_unmasked),
		TEST(the_command_buffer_is_executed_in_order),
		TEST(commands_run_over_the_end_of_the_buffer),
		TEST(limits_that_move_under_running_commands_are_named),
		TEST(nothing_reaches_beyond_the_regions),
		TEST(a_reset_write_ends_what_hangs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
