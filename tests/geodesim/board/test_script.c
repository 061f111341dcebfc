/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scripts: every command is understood, every mistake is named with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tools/script.h"

static int parse(struct script *s, const char *text, char *err, size_t size)
{
	return script_parse(s, (const uint8_t *)text, strlen(text), err, size);
}

/* A line, and what it becomes. */
static const struct {
	const char *line;
	struct script_step want;
} good[] = {
	{"expect a\\tb", {.verb = SCRIPT_EXPECT, .text = "a\tb", .length = 3}},
	{"send   x", {.verb = SCRIPT_SEND, .text = "  x", .length = 3}},
	{"post 9f", {.verb = SCRIPT_POST, .n = {0x9f}}},
	{"wait 0.25", {.verb = SCRIPT_WAIT, .seconds = 0.25}},
	{"timeout 5", {.verb = SCRIPT_TIMEOUT, .seconds = 5}},
	{"key e075", {.verb = SCRIPT_KEY, .n = {0xe075}}},
	{"stop", {.verb = SCRIPT_STOP}},
	{"reset", {.verb = SCRIPT_RESET}},
	{"screenshot a b.png \r", {.verb = SCRIPT_SCREENSHOT, .text = "a b.png", .length = 7}},
	{"nack 50 1f", {.verb = SCRIPT_NACK, .n = {0x50, 0x1f}}},
	{"nack 0x50 1f 3", {.verb = SCRIPT_NACK, .n = {0x50, 0x1f, 3}}},
	{"nack-address 51", {.verb = SCRIPT_NACK_ADDRESS, .n = {0x51}}},
	{"spd 50 3 80", {.verb = SCRIPT_SPD, .n = {0x50, 3, 0x80}}},
	{"hang 50 2 10", {.verb = SCRIPT_HANG, .n = {0x50, 2, 10}}},
	{"flip 100000 7", {.verb = SCRIPT_FLIP, .n = {0x100000, 7}}},
	{"stuck 100000 0 1", {.verb = SCRIPT_STUCK, .n = {0x100000, 0}, .choice = 1}},
	{"dimm 0 break", {.verb = SCRIPT_DIMM, .n = {0}, .choice = 0}},
	{"dimm 1 repair", {.verb = SCRIPT_DIMM, .n = {1}, .choice = 1}},
	{"flash-cut 3 50", {.verb = SCRIPT_FLASH_CUT, .n = {3, 50}}},
	{"hold power", {.verb = SCRIPT_HOLD, .text = "power", .length = 5}},
	{"release power", {.verb = SCRIPT_RELEASE, .text = "power", .length = 5}},
	{"plug 1 disk /tmp/x y.img",
	 {.verb = SCRIPT_PLUG, .n = {1}, .text = "/tmp/x y.img", .length = 12}},
	{"plug 2 keyboard", {.verb = SCRIPT_PLUG, .n = {2}, .choice = 1}},
	{"unplug 1", {.verb = SCRIPT_UNPLUG, .n = {1}}},
	{"medium 1 in", {.verb = SCRIPT_MEDIUM, .n = {1}, .choice = 1}},
	{"usb-key 2 1c", {.verb = SCRIPT_USB_KEY, .n = {2, 0x1c}}},
	{"cable eth0 out", {.verb = SCRIPT_CABLE, .text = "eth0", .length = 4}},
	{"irq d C on", {.verb = SCRIPT_IRQ, .n = {13}, .choice = 2 * 2 + 1}},
	{"pll-lock off", {.verb = SCRIPT_PLL_LOCK, .choice = 0}},
	{"dll on", {.verb = SCRIPT_DLL, .choice = 1}},
	{"gpio 24 free", {.verb = SCRIPT_GPIO, .n = {24}, .choice = 2}},
	{"disk-bad 0 77", {.verb = SCRIPT_DISK_BAD, .n = {0, 77}}},
	{"disk-writes 1 fail", {.verb = SCRIPT_DISK_WRITES, .n = {1}, .choice = 0}},
	{"battery dead", {.verb = SCRIPT_BATTERY, .choice = 0}},
	{"temperature 40 85", {.verb = SCRIPT_TEMPERATURE, .n = {40, 85}}},
	{"codec off", {.verb = SCRIPT_CODEC, .choice = 0}},
	{"dot-lock off", {.verb = SCRIPT_DOT_LOCK, .choice = 0}},
	{"usb-lose 1 3", {.verb = SCRIPT_USB_LOSE, .n = {1, 3}}},
	{"flash-protect on", {.verb = SCRIPT_FLASH_PROTECT, .choice = 1}},
	{"pci-error parity", {.verb = SCRIPT_PCI_ERROR, .choice = 2}},
};

static void test_every_command_is_understood(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(good) / sizeof(good[0]); n++) {
		struct script s;
		const struct script_step *got;
		char err[200] = "";

		if (parse(&s, good[n].line, err, sizeof(err)))
			fail_msg("%s", err);
		assert_int_equal(s.count, 1);
		got = script_now(&s);
		assert_int_equal(got->verb, good[n].want.verb);
		assert_int_equal(got->choice, good[n].want.choice);
		assert_int_equal(got->length, good[n].want.length);
		assert_string_equal((const char *)got->text, (const char *)good[n].want.text);
		assert_true(got->seconds == good[n].want.seconds);
		assert_memory_equal(got->n, good[n].want.n, sizeof(got->n));
		script_free(&s);
	}
}

static void test_a_press_is_a_hold_a_wait_and_a_release(void **state)
{
	struct script s;
	char err[200];

	(void)state;
	assert_int_equal(parse(&s, "press mode\npress power 5\n", err, sizeof(err)), 0);
	assert_int_equal(s.count, 6);
	assert_int_equal(s.step[0].verb, SCRIPT_HOLD);
	assert_int_equal(s.step[1].verb, SCRIPT_WAIT);
	assert_true(s.step[1].seconds == 0.1);
	assert_int_equal(s.step[2].verb, SCRIPT_RELEASE);
	assert_string_equal((const char *)s.step[2].text, "mode");
	assert_string_equal((const char *)s.step[3].text, "power");
	assert_true(s.step[4].seconds == 5);
	assert_int_equal(s.step[5].line, 2);
	assert_true(script_has(&s, SCRIPT_HOLD));
	assert_false(script_has(&s, SCRIPT_PLUG));
	script_free(&s);
}

static const struct {
	const char *text, *says;
} bad[] = {
	{"stop\n# comment\n\nexpec x", "script line 4: no such command: expec x"},
	{"expect", "line 1: it must be: expect TEXT"},
	{"send \\q", "it must be: send TEXT"},
	{"send \\x1", "it must be: send TEXT"},
	{"post 100", "it must be: post XX"},
	{"post zz", "it must be: post XX"},
	{"wait 0", "it must be: wait SECONDS"},
	{"wait 1 2", "it must be: wait SECONDS"},
	{"wait 1x", "it must be: wait SECONDS"},
	{"wait nan", "it must be: wait SECONDS"},
	{"key 10000", "it must be: key CODE"},
	{"stop now", "it must be: stop"},
	{"screenshot ", "it must be: screenshot FILE"},
	{"nack 50", "it must be: nack DEV OFFSET [TIMES]"},
	{"nack 50 1 1 1", "it must be: nack DEV OFFSET [TIMES]"},
	{"nack -5 1", "it must be: nack"},
	{"flip 100 8", "it must be: flip ADDR BIT"},
	{"flip 100000000 1", "it must be: flip ADDR BIT"},
	{"stuck 100 1 2", "it must be: stuck ADDR BIT 0|1"},
	{"dimm 0", "it must be: dimm N break|repair"},
	{"flash-cut 0 50", "it must be: flash-cut N PERCENT"},
	{"flash-cut 1 101", "it must be: flash-cut N PERCENT"},
	{"press", "it must be: press NAME [SECONDS]"},
	{"plug 1 disk", "it must be: plug PORT disk FILE|keyboard"},
	{"plug 1 keyboard x", "it must be: plug PORT disk FILE|keyboard"},
	{"plug 1 mouse", "it must be: plug PORT disk FILE|keyboard"},
	{"irq 0c E on", "it must be: irq DEV PIN off|on"},
	{"irq 0c A", "it must be: irq DEV PIN off|on"},
	{"pll-lock maybe", "it must be: pll-lock off|on"},
	{"gpio x low", "it must be: gpio N low|high|free"},
};

static void test_every_mistake_is_named_with_its_line(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(bad) / sizeof(bad[0]); n++) {
		struct script s;
		char err[200] = "";

		assert_int_equal(parse(&s, bad[n].text, err, sizeof(err)), -1);
		if (!strstr(err, bad[n].says))
			fail_msg("%s: \"%s\" does not say \"%s\"", bad[n].text, err, bad[n].says);
		script_free(&s);
	}
}

static void test_the_help_has_every_command(void **state)
{
	char *text = NULL;
	size_t size = 0;
	FILE *f = open_memstream(&text, &size);

	(void)state;
	assert_non_null(f);
	script_help(f);
	fclose(f);
	for (size_t n = 0; n < sizeof(good) / sizeof(good[0]); n++) {
		char word[40];

		snprintf(word, sizeof(word), "  %.*s ", (int)strcspn(good[n].line, " "),
			 good[n].line);
		assert_non_null(strstr(text, word));
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_command_is_understood),
		cmocka_unit_test(test_a_press_is_a_hold_a_wait_and_a_release),
		cmocka_unit_test(test_every_mistake_is_named_with_its_line),
		cmocka_unit_test(test_the_help_has_every_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
