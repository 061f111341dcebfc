/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What historic firmware does to soldered memory is known of its boards, and of them alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "machine/geode_warm.h"
#include "tools/session_board.h"

#define ROM_BYTES   524288
#define MC_CF07	    0x20000018
#define MC_CF8F	    0x20000019

/* Bits 31:8 and the refresh field that historic tables lead to at 200 MHz (boards sheet 2.8). */
#define OLD_TIMINGS 0x398111u
#define OLD_REFRESH 0x61au

struct rig {
	struct session *s;
	struct geode *g;
	char rom[40];
};

static void start(struct rig *r, const char *board)
{
	char err[256];
	int fd;

	strcpy(r->rom, "/tmp/geodesim-test-XXXXXX");
	fd = mkstemp(r->rom);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, ROM_BYTES), 0);
	close(fd);
	r->s = calloc(1, sizeof(*r->s));
	assert_non_null(r->s);
	session_init(r->s);
	assert_int_equal(options_set(&r->s->o, "board", board), 0);
	assert_int_equal(options_set(&r->s->o, "rom", r->rom), 0);
	strcpy(r->s->o.serial[0], "null");
	r->s->o.serials = 1;
	r->s->o.quiet = true;
	if (session_open(r->s))
		fail_msg("%s", r->s->err);
	r->g = session_board_of(r->s)->geode;
	if (geode_warm_start(r->g, err, sizeof(err)))
		fail_msg("%s", err);
	assert_int_equal(rules_violations(&r->g->rules), 0);
	assert_int_equal(rules_excused(&r->g->rules), 0);
}

static void stop(struct rig *r)
{
	session_close(r->s);
	free(r->s);
	unlink(r->rom);
}

/* Firmware programs these settings, then memory is used. */
static void use(struct rig *r, uint64_t timings, uint64_t refresh)
{
	warm_change(r->g, MC_CF8F, UINT64_C(0xffffff00), timings << 8);
	warm_change(r->g, MC_CF07, UINT64_C(0x00ffff00), refresh << 8);
	r->g->m.route_read(&r->g->m, 0x100000, 4, 0);
}

static void test_alix_boards_are_known_for_historic_settings(void **state)
{
	static const char *const boards[] = {"pcengines/alix1c", "pcengines/alix2c",
					     "pcengines/alix2d", "pcengines/alix6"};

	(void)state;
	for (size_t n = 0; n < sizeof(boards) / sizeof(boards[0]); n++) {
		struct rig r;

		start(&r, boards[n]);
		use(&r, OLD_TIMINGS, OLD_REFRESH);
		assert_int_equal(rules_excused(&r.g->rules), 5);
		assert_int_equal(r.g->rules.broken[RULE_DRAM_TIMING], 4);
		assert_int_equal(r.g->rules.broken[RULE_DRAM_REFRESH], 1);
		assert_int_equal(rules_violations(&r.g->rules), 0);
		stop(&r);
	}
}

static void test_other_wrong_settings_of_alix_boards_still_count(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "pcengines/alix2d");
	use(&r, 0x3b8232, 0x57); /* tRP of 2, all else right */
	assert_int_equal(rules_violations(&r.g->rules), 1);
	use(&r, 0x3b8332, 0x64); /* refreshed every 8 us */
	assert_int_equal(rules_violations(&r.g->rules), 2);
	assert_int_equal(rules_excused(&r.g->rules), 0);
	stop(&r);
}

static void test_right_settings_break_nothing(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "pcengines/alix2d");
	use(&r, 0x3b8332, 0x57);
	assert_int_equal(rules_violations(&r.g->rules), 0);
	assert_int_equal(rules_excused(&r.g->rules), 0);
	stop(&r);
}

static void test_the_settings_of_soldered_lippert_memory_are_right(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "lippert/literunner-lx");
	use(&r, 0x3b8332, 0x57);
	assert_int_equal(rules_violations(&r.g->rules), 0);
	stop(&r);
}

static void test_on_other_boards_historic_settings_count(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "amd/norwich");
	use(&r, OLD_TIMINGS, OLD_REFRESH);
	assert_int_equal(rules_violations(&r.g->rules), 5);
	assert_int_equal(rules_excused(&r.g->rules), 0);
	stop(&r);
}

static void test_the_summary_shows_what_is_known_with_its_reason(void **state)
{
	char *text = NULL;
	size_t size;
	struct rig r;
	FILE *out;

	(void)state;
	start(&r, "pcengines/alix1c");
	use(&r, OLD_TIMINGS, OLD_REFRESH);
	out = open_memstream(&text, &size);
	assert_non_null(out);
	rules_summary(out, &r.g->rules);
	fclose(out);
	assert_non_null(strstr(text, "known dram-refresh: refresh interval: 124960 ns"));
	assert_non_null(strstr(text, "3A where a refresh code belongs"));
	assert_null(strstr(text, "violation"));
	free(text);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alix_boards_are_known_for_historic_settings),
		cmocka_unit_test(test_other_wrong_settings_of_alix_boards_still_count),
		cmocka_unit_test(test_right_settings_break_nothing),
		cmocka_unit_test(test_the_settings_of_soldered_lippert_memory_are_right),
		cmocka_unit_test(test_on_other_boards_historic_settings_count),
		cmocka_unit_test(test_the_summary_shows_what_is_known_with_its_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
