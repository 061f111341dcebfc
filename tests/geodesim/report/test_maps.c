/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The report's pictures of descriptors and its accounts, on a board without a running firmware. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "../geodelink/geode_bench.h"
#include "report/report.h"

#define BOXES 32

/* The rectangles of one picture's descriptors. */
struct box {
	double x, y, width, height;
};

static struct geode_bench bench;
static struct collect *collect;
static char *text; /* of a section */
static size_t text_size;
static struct box box[BOXES];
static unsigned boxes, descriptors;

static int on(void **state)
{
	(void)state;
	if (geode_bench_init(&bench) || geode_bench_on(&bench))
		return -1;
	collect = collect_new(&bench.g->m, bench.g, NULL, 0, bench.err, sizeof(bench.err));
	return collect ? 0 : -1;
}

static int off(void **state)
{
	(void)state;
	collect_free(collect);
	geode_bench_free(&bench);
	free(text);
	text = NULL;
	return 0;
}

/* Writes a section and finds the descriptors' rectangles in its picture. */
static void draw(void (*section)(const struct report *r, FILE *f))
{
	const struct report r = {.collect = collect, .title = "t", .image = "i"};
	FILE *f = open_memstream(&text, &text_size);
	const char *p, *end;

	assert_non_null(f);
	section(&r, f);
	fclose(f);
	boxes = descriptors = 0;
	for (p = text; (p = strstr(p, "<g class=\"desc\">")) != NULL; p = end) {
		end = strstr(p, "</g>");
		assert_non_null(end);
		descriptors++;
		while ((p = strstr(p, "<rect ")) != NULL && p < end) {
			struct box *b = &box[boxes++];

			assert_true(boxes < BOXES);
			assert_int_equal(sscanf(p,
						"<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" "
						"height=\"%lf\"",
						&b->x, &b->y, &b->width, &b->height),
					 4);
			p++;
		}
	}
}

static void test_after_reset_there_are_only_the_ide_channels(void **state)
{
	(void)state;
	draw(report_memory_map);
	assert_int_equal(descriptors, 0);
	draw(report_port_map); /* CS5536 data book: IOD_BM[0] and IOD_SC[0] of its GLIU */
	assert_int_equal(descriptors, 2);
}

static void test_each_programmed_descriptor_is_one_box(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x10000020, 0x20000000000fff80); /* 0 to 7FFFF, GLMC */
	bench_wrmsr(&bench, 0x10000028, 0x20000001fff00100); /* 1 to 31 MiB */
	bench_wrmsr(&bench, 0x40000020, 0x20000000000fff80);
	bench_wrmsr(&bench, 0x100000e0, 0x800000001f0ffff8); /* ports 1F0 to 1F7 */
	draw(report_memory_map);
	assert_int_equal(descriptors, 3);
	assert_int_equal(boxes, 3);
	assert_non_null(strstr(text, "MSR 10000020 = 20000000000FFF80, to port 1 GLMC"));
	assert_non_null(strstr(text, "MSR 40000020 = "));
	draw(report_port_map);
	assert_int_equal(descriptors, 2 + 1);
}

static void test_a_swiss_cheese_is_one_descriptor_of_several_pieces(void **state)
{
	(void)state;
	/* C0000 to FFFFF in 16 KiB: the first two, then one from D0000 on readable. */
	bench_wrmsr(&bench, 0x1000002c, 0x2000000000000003 | 0x0013ull << 16);
	draw(report_memory_map);
	assert_int_equal(descriptors, 1);
	assert_int_equal(boxes, 2);
}

static void test_overlapping_descriptors_are_side_by_side(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x10000020, 0x20000000000fff80);
	bench_wrmsr(&bench, 0x10000021, 0x20000000000fff00); /* 0 to FFFFF too */
	draw(report_memory_map);
	assert_int_equal(descriptors, 2);
	assert_true(box[0].x + box[0].width <= box[1].x || box[1].x + box[1].width <= box[0].x);
}

static void test_addresses_of_lower_boxes_are_higher(void **state)
{
	(void)state;
	bench_wrmsr(&bench, 0x10000020, 0x20000000000fff80);
	bench_wrmsr(&bench, 0x10000021, 0x200000f0000fff00); /* F0000000 to F00FFFFF */
	bench_wrmsr(&bench, 0x10000028, 0x20000001fff00100);
	draw(report_memory_map);
	assert_int_equal(descriptors, 3);
	assert_true(box[0].y + box[0].height <= box[2].y + 0.1);
}

static void test_the_flash_ends_at_the_top(void **state)
{
	(void)state;
	draw(report_memory_map);
	assert_non_null(strstr(text, "LPC: boot flash"));
	assert_non_null(strstr(text, ">FFF80000<"));
	assert_non_null(strstr(text, ">100000000<"));
}

static uint64_t total(uint64_t cell[][CLASS_COUNT], unsigned count)
{
	uint64_t ps = 0;

	for (unsigned n = 0; n < count; n++) {
		for (unsigned k = 0; k < CLASS_COUNT; k++)
			ps += cell[n][k];
	}
	return ps;
}

static void test_every_moment_has_a_stage_and_a_post_code(void **state)
{
	/* mov al, 11h; out 80h, al; mov al, 22h; out 80h, al; hlt */
	static const uint8_t code[] = {0xb0, 0x11, 0xe6, 0x80, 0xb0, 0x22, 0xe6, 0x80, 0xf4};
	uint64_t end;

	(void)state;
	geode_bench_code(&bench, code, sizeof(code));
	bench.g->m.end_clock = clock_after_ns(&bench.g->m.clock, 5000000);
	machine_run(&bench.g->m);
	collect_finish(collect);
	end = clock_ps(&bench.g->m.clock, clock_now(&bench.g->m.clock));
	assert_int_equal(collect->mark_ps, end);
	assert_int_equal(total(collect->stage_ps, STAGES_MAX), end);
	assert_int_equal(total(collect->post_ps, COLLECT_POSTS), end);
	assert_true(collect->accesses[CLASS_FLASH] > 0);
	assert_int_equal(collect->accesses[CLASS_POST], 2);
	/* Nearly all of the five milliseconds. */
	assert_true(collect->stage_ps[collect->stage][CLASS_HALT] > UINT64_C(4800000000));
}

static void test_time_without_a_processor_clock_is_sleep(void **state)
{
	(void)state;
	bench.g->m.asleep = true;
	bench.g->m.end_clock = clock_after_ns(&bench.g->m.clock, 1000000);
	machine_run(&bench.g->m);
	collect_finish(collect);
	assert_true(collect->mark_ps >= UINT64_C(1000000000));
	assert_int_equal(collect->stage_ps[collect->stage][CLASS_SLEEP], collect->mark_ps);
}

/* In SMM the stage is SMM, wherever the handler lies; the interrupted one goes on behind it. */
static void test_smm_is_a_stage_of_its_own(void **state)
{
	const struct machine_watch *w = &collect->watch;
	const struct clock *clock = &bench.g->m.clock;

	(void)state;
	cpu_add_clocks(bench.g->m.cpu, 100);
	w->smm(w->opaque, true);
	cpu_add_clocks(bench.g->m.cpu, 1000);
	w->smm(w->opaque, false);
	cpu_add_clocks(bench.g->m.cpu, 100);
	collect_finish(collect);
	assert_int_equal(collect->smis, 1);
	assert_int_equal(collect->stage_ps[collect->stages.smm][CLASS_CPU],
			 clock_ps(clock, 1100) - clock_ps(clock, 100));
	assert_int_equal(collect->mark_ps, clock_ps(clock, 1200));
}

static void test_the_same_post_code_again_is_no_event(void **state)
{
	(void)state;
	collect_post(collect, 0x11);
	for (unsigned n = 0; n < 2 * COLLECT_EVENTS; n++)
		collect_post(collect, 0x12);
	collect_post(collect, 0x11);
	assert_int_equal(collect->events, 3);
	assert_int_equal(collect->dropped, 0);
}

static void test_events_without_room_are_counted(void **state)
{
	const struct report r = {.collect = collect, .title = "t", .image = "i"};
	FILE *f = open_memstream(&text, &text_size);

	(void)state;
	assert_non_null(f);
	for (unsigned n = 0; n < COLLECT_EVENTS + 9; n++)
		collect_post(collect, (uint8_t)n);
	assert_int_equal(collect->events, COLLECT_EVENTS);
	assert_int_equal(collect->dropped, 9);
	collect_finish(collect);
	report_timeline(&r, f);
	fclose(f);
	assert_non_null(strstr(text, "9 more are not kept"));
}

/* One event each millisecond up to @busy, then one at @end. */
static bool enlarged(unsigned busy, unsigned end)
{
	const struct report r = {.collect = collect, .title = "t", .image = "i"};
	FILE *f = open_memstream(&text, &text_size);

	assert_non_null(f);
	for (unsigned n = 1; n <= end; n++) {
		collect->mark_ps = n * UINT64_C(1000000000);
		if (n <= busy || n == end)
			collect->event[collect->events++] =
				(struct collect_event){COLLECT_SERIAL, collect->mark_ps, 0, "x"};
	}
	report_timeline(&r, f);
	fclose(f);
	return strstr(text, "id=\"timeline-start\"") != NULL;
}

static void test_a_busy_start_before_a_long_wait_is_enlarged(void **state)
{
	(void)state;
	assert_true(enlarged(10, 100));
	assert_non_null(strstr(text, "The first 10.83 ms, enlarged"));
}

static void test_a_run_that_is_busy_all_the_time_has_one_picture(void **state)
{
	(void)state;
	assert_false(enlarged(100, 100));
}

static void test_a_line_longer_than_the_list_keeps_is_cut(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 3 * COLLECT_LINE; n++)
		collect_serial(collect, 0, 'x');
	collect_serial(collect, 0, '\n');
	collect_serial(collect, 7, 'y'); /* no such port */
	assert_int_equal(collect->events, 1);
	assert_int_equal(strlen(collect->event[0].text), COLLECT_LINE - 1);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, on, off)
	const struct CMUnitTest tests[] = {
		T(test_after_reset_there_are_only_the_ide_channels),
		T(test_each_programmed_descriptor_is_one_box),
		T(test_a_swiss_cheese_is_one_descriptor_of_several_pieces),
		T(test_overlapping_descriptors_are_side_by_side),
		T(test_addresses_of_lower_boxes_are_higher),
		T(test_the_flash_ends_at_the_top),
		T(test_every_moment_has_a_stage_and_a_post_code),
		T(test_time_without_a_processor_clock_is_sleep),
		T(test_smm_is_a_stage_of_its_own),
		T(test_the_same_post_code_again_is_no_event),
		T(test_events_without_room_are_counted),
		T(test_a_busy_start_before_a_long_wait_is_enlarged),
		T(test_a_run_that_is_busy_all_the_time_has_one_picture),
		T(test_a_line_longer_than_the_list_keeps_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
