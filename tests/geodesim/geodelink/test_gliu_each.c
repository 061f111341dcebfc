/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every descriptor, counter and status register of the three GLIUs does its work, not just one. */
#include "gl_bench.h"

struct unit {
	const struct gliu_shape *shape;
	unsigned ports;	 /* bit mask of those with a device */
	unsigned from;	 /* who asks */
	unsigned others; /* the subtractive port of requests from there */
	unsigned dest;	 /* where the descriptors under test send requests */
	uint32_t std;	 /* index of the standard MSRs */
	uint64_t config; /* reset value: the subtractive port */
};

static const struct unit units[] = {
	{&gliu0_shape, 0x3e, 3, 2, 5, 0x2000, 2},
	{&gliu1_shape, 0x7e, 1, 4, 6, 0x2000, 4},
	{&gliu_sb_shape, 0xbe, 1, 4, 2, 0, 4},
};
#define UNITS (sizeof(units) / sizeof(units[0]))

static uint64_t mem_at(struct gl_bench *t, const struct unit *u, uint32_t addr, unsigned flags)
{
	return gliu_mem_read(&t->g, u->from, addr, 1, flags);
}

static uint64_t io_at(struct gl_bench *t, const struct unit *u, uint16_t port)
{
	return gliu_io_read(&t->g, u->from, port, 1, 0);
}

/* Each kind claims a place of its own form; the place before and the place behind stay as they
 * were. */
static void try_descriptor(const struct unit *u, enum gliu_kind kind, uint32_t index)
{
	const uint64_t to = (uint64_t)u->dest << 61;
	struct gl_bench t;

	gl_bench_init(&t, u->shape, u->ports);
	switch (kind) {
	case GLIU_P2D_BM:
		own_write(&t, u->from, index, to | 0x45678ull << 20 | 0xffffe);
		assert_int_equal(mem_at(&t, u, 0x45677fff, 0), u->others);
		assert_int_equal(mem_at(&t, u, 0x45678000, 0), u->dest);
		assert_int_equal(mem_at(&t, u, 0x45679fff, 0), u->dest);
		assert_int_equal(t.probe[u->dest].addr, 0x45679fff);
		assert_int_equal(mem_at(&t, u, 0x4567a000, 0), u->others);
		break;
	case GLIU_P2D_BMO:
		own_write(&t, u->from, index, to | 0xc0000ull << 40 | 0x45678ull << 20 | 0xfffff);
		assert_int_equal(mem_at(&t, u, 0x45678004, 0), u->dest);
		assert_int_equal(t.probe[u->dest].addr, 0x05678004);
		assert_int_equal(mem_at(&t, u, 0x45679000, 0), u->others);
		break;
	case GLIU_P2D_R:
		own_write(&t, u->from, index, to | 0x4567aull << 20 | 0x45678);
		assert_int_equal(mem_at(&t, u, 0x45677fff, 0), u->others);
		assert_int_equal(mem_at(&t, u, 0x45678000, 0), u->dest);
		assert_int_equal(mem_at(&t, u, 0x4567afff, 0), u->dest);
		assert_int_equal(mem_at(&t, u, 0x4567b000, 0), u->others);
		break;
	case GLIU_P2D_RO:
		own_write(&t, u->from, index,
			  to | (0x100000ull - 0x45678) << 40 | 0x4567aull << 20 | 0x45678);
		assert_int_equal(mem_at(&t, u, 0x4567a010, 0), u->dest);
		assert_int_equal(t.probe[u->dest].addr, 0x2010);
		assert_int_equal(mem_at(&t, u, 0x4567b000, 0), u->others);
		break;
	case GLIU_P2D_SC: /* C0000h: reads of the chunk at E8000h */
		own_write(&t, u->from, index, to | 1ull << (16 + 10) | 3);
		assert_int_equal(mem_at(&t, u, 0xe7fff, 0), u->others);
		assert_int_equal(mem_at(&t, u, 0xe8000, 0), u->dest);
		assert_int_equal(mem_at(&t, u, 0xec000, 0), u->others);
		break;
	case GLIU_P2D_BMK:
		own_write(&t, u->from, index, to | 1ull << 60 | 0x45678ull << 20 | 0xfffff);
		assert_int_equal(mem_at(&t, u, 0x45678000, 0), u->others);
		assert_int_equal(mem_at(&t, u, 0x45678000, GL_BIZARRO), u->dest);
		break;
	case GLIU_IOD_BM:
		own_write(&t, u->from, index, to | 0x0a100ull << 20 | 0xffffc);
		assert_int_equal(io_at(&t, u, 0xa0ff), u->others);
		assert_int_equal(io_at(&t, u, 0xa100), u->dest);
		assert_int_equal(io_at(&t, u, 0xa103), u->dest);
		assert_int_equal(io_at(&t, u, 0xa104), u->others);
		break;
	case GLIU_IOD_SC: /* bytes 1 and 7 of A100h, reads alone */
		own_write(&t, u->from, index, to | 0x82ull << 24 | 1ull << 20 | 0xa100);
		assert_int_equal(io_at(&t, u, 0xa100), u->others);
		assert_int_equal(io_at(&t, u, 0xa101), u->dest);
		assert_int_equal(io_at(&t, u, 0xa107), u->dest);
		gliu_io_write(&t.g, u->from, 0xa101, 1, 0x5a, 0);
		assert_int_equal(t.probe[u->others].val, 0x5a);
		break;
	default: fail_msg("kind %d", kind);
	}
	assert_int_equal(t.rules.hits, 0);
	gl_bench_free(&t);
}

static void test_each_descriptor_routes(void **state)
{
	unsigned tried = 0;

	(void)state;
	for (unsigned n = 0; n < UNITS; n++) {
		for (const struct gliu_run *r = units[n].shape->runs; r->kind != GLIU_NONE; r++) {
			for (unsigned i = 0; i < r->count; i++, tried++)
				try_descriptor(&units[n], r->kind, r->first + i);
		}
	}
	assert_int_equal(tried, 13 + 9 + 15 + 7 + 7 + 18);
}

/* Each counter counts the hits of a descriptor down and raises its own SMI and error at zero. */
static void test_each_counter_counts(void **state)
{
	(void)state;
	for (unsigned n = 0; n < UNITS; n++) {
		const struct unit *u = &units[n];

		for (unsigned c = 0; c < u->shape->counters; c++) {
			const uint32_t at = 0xa0 + 4 * c;
			struct gl_bench t;

			gl_bench_init(&t, u->shape, u->ports);
			own_write(&t, u->from, u->std + 2, 0);
			own_write(&t, u->from, u->std + 3, 0);
			own_write(&t, u->from, 0x20, (uint64_t)u->dest << 61 | 0x12345ffffful);
			own_write(&t, u->from, at, 0x0000000900000002);
			own_write(&t, u->from, at + 1, 1);
			own_write(&t, u->from, at + 2, 2 | 0x20 | 0x40);
			mem_at(&t, u, 0x12345000, 0);
			assert_int_equal(own_read(&t, u->from, at), 0x0000000900000001);
			assert_int_equal(own_read(&t, u->from, u->std + 2) >> 32, 0);
			mem_at(&t, u, 0x12345000, 0);
			assert_int_equal(own_read(&t, u->from, at), 0x0000000900000000);
			assert_int_equal(own_read(&t, u->from, u->std + 2) >> 32, 2u << c);
			assert_int_equal(own_read(&t, u->from, u->std + 3) >> 32, 16u << c);
			assert_true(t.g.asmi.level);
			assert_true(t.g.aerr.level);
			own_write(&t, u->from, u->std + 2, 0x1f00000000);
			own_write(&t, u->from, u->std + 3, 0x7f00000000);
			assert_false(t.g.asmi.level);
			assert_false(t.g.aerr.level);
			own_write(&t, u->from, at + 2, 1); /* load on a hit */
			mem_at(&t, u, 0x12345000, 0);
			assert_int_equal(own_read(&t, u->from, at), 0x0000000900000009);
			gl_bench_free(&t);
		}
	}
}

/* The lines of each port arrive, show in ASMI and AERR, and can be held back there. */
static void test_each_port_has_its_lines(void **state)
{
	(void)state;
	for (unsigned n = 0; n < UNITS; n++) {
		const struct unit *u = &units[n];
		struct gl_bench t;

		gl_bench_init(&t, u->shape, u->ports);
		for (unsigned p = 1; p < GLIU_PORTS; p++) {
			if (!(u->ports >> p & 1))
				continue;
			signal_set(&t.probe[p].asmi, true);
			assert_int_equal(own_read(&t, u->from, 0x83), 1u << p);
			assert_true(t.g.asmi.level);
			own_write(&t, u->from, 0x83, 0x100u << p);
			assert_false(t.g.asmi.level);
			own_write(&t, u->from, 0x83, 0);
			signal_set(&t.probe[p].asmi, false);
			signal_set(&t.probe[p].aerr, true);
			assert_int_equal(own_read(&t, u->from, 0x84), 1u << p);
			own_write(&t, u->from, 0x84, 0x100u << p);
			assert_false(t.g.aerr.level);
			own_write(&t, u->from, 0x84, 0);
			assert_true(t.g.aerr.level);
			signal_set(&t.probe[p].aerr, false);
			assert_false(t.g.aerr.level);
			/* Who asks is told his own port. */
			assert_int_equal(own_read(&t, p, 0x8b), p);
		}
		assert_int_equal(own_read(&t, u->from, 0x83), 0);
		gl_bench_free(&t);
	}
}

/* What leaves a disabled slave out is status of the unit; a master off is refused. */
static void test_ports_can_be_shut(void **state)
{
	(void)state;
	for (unsigned n = 0; n < UNITS; n++) {
		const struct unit *u = &units[n];
		struct gl_bench t;
		struct dma_if dma;
		uint32_t word;

		gl_bench_init(&t, u->shape, u->ports);
		assert_int_equal(own_read(&t, u->from, u->std + 1), u->config);
		assert_int_equal(own_read(&t, u->from, 0x81), 0xffff);
		own_write(&t, u->from, 0x20, (uint64_t)u->dest << 61 | 0x12345ffffful);
		own_write(&t, u->from, u->std + 2, 0);
		own_write(&t, u->from, 0x8c, 1u << u->dest);
		assert_int_equal(mem_at(&t, u, 0x12345000, 0), 0);
		assert_int_equal(t.ssmi, 1);
		own_write(&t, u->from, 0x8c, 0);
		assert_int_equal(mem_at(&t, u, 0x12345000, 0), u->dest);
		own_write(&t, u->from, 0x81, 0xffff & ~(3u << 2 * (u->dest - 1)));
		dma = gliu_dma(&t.g, u->dest);
		assert_false(dma.read(dma.opaque, 0x1000, &word, 4));
		assert_int_equal(t.rules.broken[RULE_MASTER_OFF], 1);
		/* Another subtractive port. */
		own_write(&t, u->from, u->std + 1, u->dest);
		assert_int_equal(mem_at(&t, u, 0x77777000, 0), u->dest);
		gl_bench_free(&t);
	}
}

/* Whatever changes the way makes the processor forget the pages it remembers. */
static void test_changes_of_routes_are_told(void **state)
{
	static const uint32_t index[] = {0x20, 0x80, 0x8c, 0xe0};

	(void)state;
	for (unsigned n = 0; n < UNITS; n++) {
		const struct unit *u = &units[n];
		struct gl_bench t;

		gl_bench_init(&t, u->shape, u->ports);
		for (unsigned i = 0; i < sizeof(index) / sizeof(index[0]); i++) {
			unsigned before = t.routes;

			own_write(&t, u->from, index[i], 1);
			assert_int_equal(own_read(&t, u->from, index[i]), 1);
			assert_true(t.routes > before);
		}
		gl_bench_free(&t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_descriptor_routes),
		cmocka_unit_test(test_each_counter_counts),
		cmocka_unit_test(test_each_port_has_its_lines),
		cmocka_unit_test(test_ports_can_be_shut),
		cmocka_unit_test(test_changes_of_routes_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
