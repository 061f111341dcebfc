/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Readers of files: replay files and scripts. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "frame/replay.h"
#include "tools/script.h"

struct options_seen {
	char text[256];
};

static int take_option(void *o, const char *name, const char *value)
{
	struct options_seen *s = o;

	strcat(s->text, name);
	strcat(s->text, "=");
	strcat(s->text, value);
	strcat(s->text, ";");
	return 0;
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void record(const char *path, const char *input)
{
	struct replay r;
	char err[256];

	assert_int_equal(replay_record(&r, path, err, sizeof(err)), 0);
	replay_option(&r, "append", "two words\nand a line");
	assert_non_null(replay_read_file(&r, "rom", input, err, sizeof(err)));
	replay_start(&r);
	replay_put(&r, 1234, "serial0", (const uint8_t *)"\x01\xff", 2);
	replay_put(&r, 99999, "stop", NULL, 0);
	assert_int_equal(replay_end(&r, 100000, 77), 0);
	assert_int_equal(replay_close(&r), 0);
}

static void a_replay_file_gives_back_options_files_and_inputs(void **state)
{
	char path[] = "/tmp/geodesim-replay-XXXXXX", input[] = "/tmp/geodesim-input-XXXXXX";
	struct options_seen seen = {""};
	const struct replay_file *f;
	struct replay r;
	char err[256] = "";

	(void)state;
	close(mkstemp(path));
	close(mkstemp(input));
	write_text(input, "content\nof the file");
	record(path, input);
	unlink(input);
	assert_int_equal(replay_play(&r, path, take_option, &seen, err, sizeof(err)), 0);
	assert_string_equal(seen.text, "append=two words\nand a line;");
	f = replay_read_file(&r, "rom", input, err, sizeof(err));
	assert_non_null(f);
	assert_int_equal(f->size, 19);
	assert_memory_equal(f->bytes, "content\nof the file", 19);
	assert_null(replay_read_file(&r, "kernel", "/dev/null", err, sizeof(err)));
	assert_int_equal(replay_peek(&r)->clock, 1234);
	assert_string_equal(replay_peek(&r)->channel, "serial0");
	assert_int_equal(replay_peek(&r)->count, 2);
	assert_int_equal(replay_peek(&r)->bytes[1], 0xff);
	replay_pop(&r);
	assert_string_equal(replay_peek(&r)->channel, "stop");
	replay_pop(&r);
	assert_null(replay_peek(&r));
	assert_int_equal(replay_end(&r, 100000, 77), 0);
	assert_int_equal(replay_end(&r, 100000, 78), -1);
	replay_close(&r);
	unlink(path);
}

static void damaged_replay_files_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"geodesim-replay 2\nrun\n",
		"geodesim-replay 1\n",
		"geodesim-replay 1\noption x 99\ny\nrun\n",
		"geodesim-replay 1\nfile rom 3 0000000000000000\nabc\nrun\n",
		"geodesim-replay 1\nfile rom 18446744073709551615 0\nabc\nrun\n",
		"geodesim-replay 1\nnonsense\nrun\n",
		"geodesim-replay 1\nrun\nin x y z\n",
		"geodesim-replay 1\nrun\nin 5 serial0 zz\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct options_seen seen = {""};
		size_t n = strlen(bad[i]);
		uint8_t *image = malloc(n + 1);
		struct replay r;
		char err[256] = "";

		memcpy(image, bad[i], n);
		assert_int_equal(replay_parse(&r, image, n, take_option, &seen, err, sizeof(err)),
				 -1);
		assert_int_not_equal(err[0], 0);
		replay_close(&r);
	}
}

static bool hear(struct script *s, const char *text)
{
	bool met = false;

	while (*text)
		met |= script_heard(s, (uint8_t)*text++);
	return met;
}

static void a_script_waits_for_text_even_after_false_starts(void **state)
{
	static const char text[] =
		"# comment\nexpect aab\nsend x\\n\\x41\npost 5a\ntimeout 5\nstop\n";
	struct script s;
	char err[128];

	(void)state;
	assert_int_equal(script_parse(&s, (const uint8_t *)text, strlen(text), err, sizeof(err)),
			 0);
	assert_int_equal(s.count, 5);
	assert_false(hear(&s, "aaa"));
	assert_true(hear(&s, "b"));
	assert_int_equal(script_now(&s)->verb, SCRIPT_SEND);
	assert_int_equal(script_now(&s)->length, 3);
	assert_memory_equal(script_now(&s)->text, "x\nA", 3);
	script_next(&s);
	assert_false(script_post(&s, 0x5b));
	assert_true(script_post(&s, 0x5a));
	script_next(&s);
	assert_int_equal(script_now(&s)->verb, SCRIPT_STOP);
	script_next(&s);
	assert_null(script_now(&s));
	script_free(&s);
}

static void mistakes_in_scripts_are_named_by_line(void **state)
{
	static const char *const bad[] = {"\nexpect", "\nsend \\q", "\ntimeout -1", "\nfrobnicate",
					  "\nsend \\x4"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct script s;
		char err[128] = "";

		assert_int_equal(
			script_parse(&s, (const uint8_t *)bad[i], strlen(bad[i]), err, sizeof(err)),
			-1);
		assert_non_null(strstr(err, "line 2"));
		script_free(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_replay_file_gives_back_options_files_and_inputs),
		cmocka_unit_test(damaged_replay_files_are_refused),
		cmocka_unit_test(a_script_waits_for_text_even_after_false_starts),
		cmocka_unit_test(mistakes_in_scripts_are_named_by_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
