/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAND on the IDE pins of a board: reached through the companion's registers in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "machine/geode_warm.h"
#include "tools/session_board.h"

#define ROM_BYTES 524288
#define WINDOW	  UINT32_C(0xd0000000)
#define BALL_OPTS 0x51400015

/* Registers of the window; bits of CTL. */
enum { CTL = 0x800, IO = 0x801, STS = 0x810, ECC_LSB = 0x811, ECC_CTL = 0x815 };
enum { CE = 1, CLE = 2, ALE = 4, READY = 8 };

struct rig {
	struct session *s;
	struct geode *g;
	char rom[40], board[40];
};

static void make_file(char *path, const char *text, size_t size)
{
	int fd;

	strcpy(path, "/tmp/geodesim-test-XXXXXX.cfg");
	fd = mkstemps(path, 4);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)size), 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int start(void **state)
{
	static const char text[] =
		"name = \"NAND\";\ncpu = { kind = \"lx\"; straps = 0x2e; };\n"
		"memory = ( { mib = 128; } );\nflash = \"SST49LF040\";\nserial = [ \"uart1\" ];\n"
		"nand = 1;\n";
	static struct rig r;
	char err[256];

	memset(&r, 0, sizeof(r));
	make_file(r.rom, "", ROM_BYTES);
	make_file(r.board, text, strlen(text));
	r.s = calloc(1, sizeof(*r.s));
	assert_non_null(r.s);
	session_init(r.s);
	assert_int_equal(options_set(&r.s->o, "board", r.board), 0);
	assert_int_equal(options_set(&r.s->o, "rom", r.rom), 0);
	strcpy(r.s->o.serial[0], "null");
	r.s->o.serials = 1;
	r.s->o.quiet = true;
	if (session_open(r.s))
		fail_msg("%s", r.s->err);
	r.g = session_board_of(r.s)->geode;
	if (geode_warm_start(r.g, err, sizeof(err)))
		fail_msg("%s", err);
	*state = &r;
	return 0;
}

static int stop(void **state)
{
	struct rig *r = *state;

	session_close(r->s);
	free(r->s);
	unlink(r->rom);
	unlink(r->board);
	return 0;
}

static uint8_t get(struct rig *r, uint32_t offset)
{
	return (uint8_t)r->g->m.route_read(&r->g->m, WINDOW + offset, 1, 0);
}

static void put(struct rig *r, uint32_t offset, uint8_t val)
{
	r->g->m.route_write(&r->g->m, WINDOW + offset, 1, val, 0);
}

static void command(struct rig *r, uint8_t val)
{
	put(r, CTL, CLE);
	put(r, IO, val);
	put(r, CTL, 0);
}

static void address(struct rig *r, unsigned count, uint32_t val)
{
	put(r, CTL, ALE);
	for (; count; count--, val >>= 8)
		put(r, IO, (uint8_t)val);
	put(r, CTL, 0);
}

static void wait_ready(struct rig *r)
{
	assert_int_equal(get(r, STS) & READY, 0);
	warm_wait(r->g, 300);
	assert_int_equal(get(r, STS) & READY, READY);
}

static void its_identity_is_read(void **state)
{
	struct rig *r = *state;

	command(r, 0x90);
	address(r, 1, 0);
	assert_int_equal(get(r, 0), 0xec);
	assert_int_equal(get(r, 0), 0xf1);
	put(r, CTL, CE);
	assert_int_equal(get(r, 0), 0xff);
}

static void a_page_is_kept_and_its_code_is_the_same(void **state)
{
	struct rig *r = *state;
	uint8_t code[2][3];

	for (unsigned pass = 0; pass < 2; pass++) {
		command(r, pass ? 0x00 : 0x80);
		address(r, 4, UINT32_C(0x01230000));
		if (pass) {
			command(r, 0x30);
			wait_ready(r);
		}
		put(r, ECC_CTL, 3);
		for (unsigned n = 0; n < 256; n++) {
			if (pass)
				assert_int_equal(get(r, n), (uint8_t)(n * 7 + 1));
			else
				put(r, n, (uint8_t)(n * 7 + 1));
		}
		for (unsigned n = 0; n < 3; n++)
			code[pass][n] = get(r, ECC_LSB + n);
		put(r, ECC_CTL, 0);
		if (!pass) {
			command(r, 0x10);
			wait_ready(r);
		}
	}
	assert_memory_equal(code[0], code[1], 3);
}

static void without_its_pins_nothing_answers(void **state)
{
	struct rig *r = *state;

	warm_change(r->g, BALL_OPTS, 0, 1); /* the pins are the IDE's */
	command(r, 0x90);
	address(r, 1, 0);
	assert_int_equal(get(r, 0), 0xff);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(its_identity_is_read, start, stop),
		cmocka_unit_test_setup_teardown(a_page_is_kept_and_its_code_is_the_same, start,
						stop),
		cmocka_unit_test_setup_teardown(without_its_pins_nothing_answers, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
