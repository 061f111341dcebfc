/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is kept and told of broken rules: counts, places, the board's known exceptions, the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "strict/rules.h"

static struct rules rules;
static struct trace trace;
static uint32_t pc; /* where the guest is; 0: no processor at work */
static unsigned told;
static char *said; /* lines of the trace */
static size_t said_size;
static char *ended; /* the summary */
static size_t ended_size;

static void where(void *o, struct rule_place *place)
{
	(void)o;
	*place = (struct rule_place){.pc = pc, .known = pc != 0};
}

static bool symbol(void *o, uint32_t addr, char *text, size_t size)
{
	(void)o;
	if (addr >= 0x1000)
		return false;
	snprintf(text, size, "start_dram at dram.c:%u", addr);
	return true;
}

static void note(void *o, const struct rule_hit *hit)
{
	(void)o;
	(void)hit;
	told++;
}

static int fresh(void **state)
{
	(void)state;
	trace_init(&trace, NULL);
	trace.out = open_memstream(&said, &said_size);
	trace.mask = 1u << TRACE_CHECK;
	rules_init(&rules, &trace);
	rules.where = where;
	rules.symbol = symbol;
	rules.told = note;
	pc = 12;
	told = 0;
	return !trace.out;
}

static int done(void **state)
{
	(void)state;
	rules_free(&rules);
	fclose(trace.out);
	free(said);
	free(ended);
	ended = NULL;
	return 0;
}

static const char *all_said(void)
{
	fflush(trace.out);
	return said;
}

/* The end of the run as text. */
static const char *summary(void)
{
	FILE *f = open_memstream(&ended, &ended_size);

	assert_non_null(f);
	rules_summary(f, &rules);
	fclose(f);
	return ended;
}

static void excuse(enum rule rule, const char *only, const char *reason)
{
	rules.excuse[rules.excuses++] =
		(struct rule_excuse){.rule = rule, .only = only, .reason = reason};
}

static void test_the_same_breach_at_the_same_place_is_told_once_and_counted(void **state)
{
	(void)state;
	for (unsigned n = 0; n < 5; n++)
		rule_broken(&rules, RULE_DRAM_EARLY, "read of %08X", 0x1000);
	assert_int_equal(rules.hits, 1);
	assert_int_equal(rules.hit[0].count, 5);
	assert_int_equal(rules.broken[RULE_DRAM_EARLY], 5);
	assert_int_equal(rules_violations(&rules), 1);
	assert_int_equal(told, 1);
	assert_null(strstr(strstr(all_said(), "dram-early") + 1, "dram-early"));
}

static void test_another_text_or_another_place_is_another_breach(void **state)
{
	(void)state;
	rule_broken(&rules, RULE_DRAM_EARLY, "read of 1000");
	rule_broken(&rules, RULE_DRAM_EARLY, "read of 2000");
	pc++;
	rule_broken(&rules, RULE_DRAM_EARLY, "read of 1000");
	assert_int_equal(rules.hits, 3);
}

static void test_a_breach_names_rule_demand_source_function_and_line(void **state)
{
	(void)state;
	rule_broken(&rules, RULE_DRAM_EARLY, "read of %08X", 0x1000);
	assert_non_null(strstr(all_said(), "violation dram-early: read of 00001000 at 0000000C "
					   "start_dram at dram.c:12 ("));
	assert_non_null(strstr(all_said(), rules_info(RULE_DRAM_EARLY)->source));
	assert_non_null(strstr(all_said(), rules_info(RULE_DRAM_EARLY)->text));
}

static void test_a_bus_master_is_nowhere(void **state)
{
	char place[64];

	(void)state;
	pc = 0;
	rule_broken(&rules, RULE_DMA_OUTSIDE, "bus master writes 1000");
	rules_place(&rules, &rules.hit[0], place, sizeof(place));
	assert_string_equal(place, "");
}

static void test_without_symbols_the_address_stands_alone(void **state)
{
	char place[64];

	(void)state;
	pc = 0xfffffff0;
	rule_broken(&rules, RULE_DRAM_EARLY, "read");
	rules_place(&rules, &rules.hit[0], place, sizeof(place));
	assert_string_equal(place, "at FFFFFFF0");
}

static void test_warnings_are_not_violations(void **state)
{
	(void)state;
	rule_broken(&rules, RULE_ROM_CACHED, "left cached");
	assert_int_equal(rules_violations(&rules), 0);
	assert_int_equal(rules_warnings(&rules), 1);
	assert_non_null(strstr(all_said(), "warning rom-cached"));
}

static void test_a_known_exception_is_shown_with_its_reason_but_does_not_count(void **state)
{
	const char *text;

	(void)state;
	excuse(RULE_DRAM_EARLY, NULL, "the strap is wrong on all of them");
	rule_broken(&rules, RULE_DRAM_EARLY, "read of 1000");
	rule_broken(&rules, RULE_DRAM_HOLE, "read of 9000");
	assert_int_equal(rules_violations(&rules), 0);
	assert_int_equal(rules_warnings(&rules), 1);
	assert_int_equal(rules_excused(&rules), 1);
	assert_non_null(strstr(all_said(), "known: the strap is wrong on all of them"));
	text = summary();
	assert_non_null(strstr(text, "known dram-early: read of 1000"));
	assert_non_null(strstr(text, "the board file says: the strap is wrong on all of them"));
}

static void test_an_exception_for_some_breaches_leaves_the_others(void **state)
{
	(void)state;
	excuse(RULE_RESERVED_BITS, "PMS.PM_SSC", "known of this board");
	rule_broken(&rules, RULE_RESERVED_BITS, "PMS.PM_SSC written with 80");
	rule_broken(&rules, RULE_RESERVED_BITS, "ACPI.PM1_CNT written with 80");
	rule_broken(&rules, RULE_RESERVED_BITS, "PMS.PM_SS");
	assert_int_equal(rules_excused(&rules), 1);
	assert_int_equal(rules_violations(&rules), 2);
	assert_string_equal(rules.hit[0].excuse, "known of this board");
}

static void test_the_summary_has_violations_first_then_warnings_then_exceptions(void **state)
{
	const char *known, *warning, *violation;
	const char *text;

	(void)state;
	excuse(RULE_DRAM_CAS, NULL, "why not");
	rule_broken(&rules, RULE_DRAM_CAS, "known one");
	rule_broken(&rules, RULE_ROM_CACHED, "doubtful one");
	rule_broken(&rules, RULE_DRAM_EARLY, "wrong one");
	rule_broken(&rules, RULE_DRAM_EARLY, "wrong one");
	text = summary();
	violation = strstr(text, "violation dram-early: wrong one at 0000000C start_dram at "
				 "dram.c:12, 2 times\n");
	warning = strstr(text, "warning rom-cached: doubtful one");
	known = strstr(text, "known dram-cas: known one");
	assert_true(violation && warning > violation && known > warning);
}

static void test_nothing_broken_is_nothing_said(void **state)
{
	const char *text = summary();

	(void)state;
	assert_string_equal(text, "");
}

static void test_what_there_is_no_room_for_is_counted(void **state)
{
	const char *text;

	(void)state;
	trace.mask = 0;
	for (unsigned n = 0; n < RULE_HITS_MAX + 7; n++)
		rule_broken(&rules, RULE_UNKNOWN_MSR, "MSR %08X", n);
	assert_int_equal(rules.hits, RULE_HITS_MAX);
	assert_int_equal(rules.dropped, 7);
	assert_int_equal(rules.broken[RULE_UNKNOWN_MSR], RULE_HITS_MAX + 7);
	text = summary();
	assert_non_null(strstr(text, "and 7 more places"));
}

static void test_a_long_text_is_cut_not_overrun(void **state)
{
	char text[400];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	rule_broken(&rules, RULE_UNKNOWN_MSR, "%s", text);
	rule_broken(&rules, RULE_UNKNOWN_MSR, "%s", text);
	assert_int_equal(strlen(rules.hit[0].text), sizeof(rules.hit[0].text) - 1);
	assert_int_equal(rules.hit[0].count, 2);
}

static void test_a_part_without_a_judge_may_break_rules(void **state)
{
	(void)state;
	rule_broken(NULL, RULE_UNKNOWN_MSR, "nobody listens");
	rules_reg_note(NULL, &(struct reg_file){.table = &(struct reg_table){.count = 0}}, 0,
		       REG_NOTE_RESERVED, 0);
	assert_int_equal(rules.hits, 0);
}

static void test_notes_of_registers_are_breaches_with_device_and_register(void **state)
{
	static const struct reg reg[] = {{.name = "CTL", .width = 32}};
	static const struct reg_table table = {.name = "part", .reg = reg, .count = 1};
	const struct reg_file file = {.table = &table};

	(void)state;
	rules_reg_note(&rules, &file, 0, REG_NOTE_RESERVED, 0x80);
	rules_reg_note(&rules, &file, 0, REG_NOTE_READ_ONLY, 0x1);
	rules_reg_note(&rules, &file, 0, REG_NOTE_REFUSED, 0x7);
	rules_reg_note(&rules, &file, 0, REG_NOTE_UNMODELLED, 0x10);
	assert_int_equal(rules.hits, 3); /* what the model lacks is not the guest's fault */
	assert_int_equal(rules.hit[0].rule, RULE_RESERVED_BITS);
	assert_string_equal(rules.hit[0].text, "part.CTL written with 00000080");
	assert_int_equal(rules.hit[1].rule, RULE_READ_ONLY);
	assert_int_equal(rules.hit[2].rule, RULE_REFUSED);
}

static bool is_name(const char *name)
{
	return name[0] && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

static void test_every_rule_has_a_name_of_its_own_a_demand_and_a_source(void **state)
{
	(void)state;
	for (unsigned n = 0; n < RULE_COUNT; n++) {
		const struct rule_info *i = rules_info((enum rule)n);

		assert_true(is_name(i->name));
		assert_true(strlen(i->text) > 10 && strlen(i->source) > 5);
		assert_int_equal(rules_find(i->name), n);
		/* Both are printed in a table and in one line. */
		assert_null(strpbrk(i->text, "|\n"));
		assert_null(strpbrk(i->source, "|\n"));
	}
	assert_int_equal(rules_find("no-such-rule"), -1);
}

static void test_the_document_has_a_row_for_each_rule(void **state)
{
	char *text = NULL;
	size_t size;
	FILE *f = open_memstream(&text, &size);
	unsigned rows = 0;

	(void)state;
	assert_non_null(f);
	rules_document(f);
	fclose(f);
	for (const char *p = text; (p = strchr(p, '\n')) != NULL; p++)
		rows++;
	assert_int_equal(rows, RULE_COUNT + 2);
	assert_non_null(strstr(text, "| `dram-early` | violation |"));
	assert_non_null(strstr(text, "| `rom-cached` | warning |"));
	free(text);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, fresh, done)
	const struct CMUnitTest tests[] = {
		T(test_the_same_breach_at_the_same_place_is_told_once_and_counted),
		T(test_another_text_or_another_place_is_another_breach),
		T(test_a_breach_names_rule_demand_source_function_and_line),
		T(test_a_bus_master_is_nowhere),
		T(test_without_symbols_the_address_stands_alone),
		T(test_warnings_are_not_violations),
		T(test_a_known_exception_is_shown_with_its_reason_but_does_not_count),
		T(test_an_exception_for_some_breaches_leaves_the_others),
		T(test_the_summary_has_violations_first_then_warnings_then_exceptions),
		T(test_nothing_broken_is_nothing_said),
		T(test_what_there_is_no_room_for_is_counted),
		T(test_a_long_text_is_cut_not_overrun),
		T(test_a_part_without_a_judge_may_break_rules),
		T(test_notes_of_registers_are_breaches_with_device_and_register),
		T(test_every_rule_has_a_name_of_its_own_a_demand_and_a_source),
		T(test_the_document_has_a_row_for_each_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
