/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each fault of a script reaches its part on a whole board; what a board lacks is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tools/session_board.h"

#define ROM_BYTES 524288

struct rig {
	struct session *s;
	struct geode *g;
	char rom[40], image[40];
};

static void make_file(char *path, size_t size)
{
	uint8_t *bytes = calloc(1, size);
	int fd;

	strcpy(path, "/tmp/geodesim-test-XXXXXX");
	fd = mkstemp(path);
	assert_non_null(bytes);
	assert_true(fd >= 0);
	/* The reset vector: a jump to itself. */
	bytes[size - 16] = 0xeb;
	bytes[size - 15] = 0xfe;
	assert_int_equal(write(fd, bytes, size), size);
	close(fd);
	free(bytes);
}

static void start(struct rig *r, const char *board)
{
	memset(r, 0, sizeof(*r));
	make_file(r->rom, ROM_BYTES);
	make_file(r->image, 65536);
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
}

static void stop(struct rig *r)
{
	session_close(r->s);
	free(r->s);
	unlink(r->rom);
	unlink(r->image);
}

static int act(struct rig *r, const char *line)
{
	struct script script;
	char err[200];
	int rc;

	if (script_parse(&script, (const uint8_t *)line, strlen(line), err, sizeof(err)))
		fail_msg("%s", err);
	rc = session_board_act(r->s, script_now(&script));
	script_free(&script);
	return rc;
}

static void refused(struct rig *r, const char *line, const char *why)
{
	r->s->err[0] = '\0';
	assert_int_equal(act(r, line), -1);
	if (!strstr(r->s->err, why))
		fail_msg("%s: \"%s\" does not say \"%s\"", line, r->s->err, why);
	r->s->err[0] = '\0';
}

/* One byte of the SPD as a master reads it; -1: not acknowledged. */
static int read_spd(struct rig *r, uint8_t offset)
{
	struct i2c_bus *bus = &r->g->sbio.smb.bus;
	int byte = -1;

	if (i2c_start(bus, 0xa0) && i2c_write(bus, offset) && i2c_start(bus, 0xa1))
		byte = i2c_read(bus, false);
	i2c_stop(bus);
	return byte;
}

static void test_the_spd_does_not_answer_or_lies(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "amd/norwich");
	assert_int_equal(read_spd(&r, 2), 7);
	assert_int_equal(act(&r, "nack 50 2 2"), 0);
	assert_int_equal(read_spd(&r, 2), -1);
	assert_int_equal(read_spd(&r, 3), 13);
	assert_int_equal(read_spd(&r, 2), -1);
	assert_int_equal(read_spd(&r, 2), 7);
	assert_int_equal(act(&r, "spd 50 3 4"), 0);
	assert_int_equal(read_spd(&r, 3), 13 ^ 4);
	assert_int_equal(act(&r, "nack-address 50 1"), 0);
	assert_int_equal(read_spd(&r, 2), -1);
	assert_int_equal(read_spd(&r, 2), 7);
	assert_int_equal(act(&r, "hang 50 4 5"), 0);
	assert_true(i2c_sda(&r.g->sbio.smb.bus));
	read_spd(&r, 4);
	assert_false(i2c_sda(&r.g->sbio.smb.bus));
	refused(&r, "nack 51 2", "no EEPROM has that address");
	refused(&r, "spd 50 100 1", "bytes 0 to FF");
	stop(&r);
}

static void test_soldered_memory_has_no_eeprom(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "pcengines/alix2d");
	assert_int_equal(read_spd(&r, 2), -1);
	refused(&r, "nack 50 2", "no EEPROM");
	refused(&r, "nack 0 2", "no EEPROM");
	stop(&r);
}

static void test_modules_break(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "amd/norwich");
	assert_int_equal(act(&r, "dimm 0 break"), 0);
	assert_true(r.g->glmc.broken[0]);
	assert_int_equal(act(&r, "dimm 0 repair"), 0);
	assert_false(r.g->glmc.broken[0]);
	refused(&r, "dimm 1 break", "no such module");
	refused(&r, "dimm 2 break", "no such module");
	/* Before start-up no address is memory's. */
	refused(&r, "flip 100000 1", "no DRAM is programmed");
	refused(&r, "stuck 100000 1 0", "no DRAM is programmed");
	stop(&r);
}

static void test_buttons_and_pins_move(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "pcengines/alix2d");
	assert_true(gpio_level(&r.g->sbio.gpio, 24));
	assert_int_equal(act(&r, "hold mode"), 0);
	assert_false(gpio_level(&r.g->sbio.gpio, 24));
	assert_int_equal(act(&r, "release mode"), 0);
	assert_true(gpio_level(&r.g->sbio.gpio, 24));
	refused(&r, "hold turbo", "no such button");
	assert_int_equal(act(&r, "gpio 5 high"), 0);
	assert_true(gpio_level(&r.g->sbio.gpio, 5));
	assert_int_equal(act(&r, "gpio 5 low"), 0);
	assert_false(gpio_level(&r.g->sbio.gpio, 5));
	refused(&r, "gpio 32 low", "0 to 31");
	stop(&r);
	start(&r, "amd/norwich");
	assert_int_equal(act(&r, "hold power"), 0);
	assert_int_equal(act(&r, "release power"), 0);
	stop(&r);
}

static void test_an_interrupt_pin_pulls_its_line(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "pcengines/alix2d");
	/* eth1's INTA is the board's INTC, GPIO12. */
	assert_true(gpio_level(&r.g->sbio.gpio, 12));
	assert_int_equal(act(&r, "irq 0a A on"), 0);
	assert_false(gpio_level(&r.g->sbio.gpio, 12));
	assert_true(gpio_level(&r.g->sbio.gpio, 7));
	assert_int_equal(act(&r, "irq 0a A off"), 0);
	assert_true(gpio_level(&r.g->sbio.gpio, 12));
	refused(&r, "irq 0a B on", "not wired");
	refused(&r, "irq 05 A on", "no such PCI device");
	stop(&r);
}

static void test_clocks_do_not_start(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "amd/norwich");
	assert_int_equal(act(&r, "pll-lock off"), 0);
	assert_true(r.g->glcp.pll_fault[0] && r.g->glcp.pll_fault[1]);
	assert_int_equal(act(&r, "pll-lock on"), 0);
	assert_false(r.g->glcp.pll_fault[0] || r.g->glcp.pll_fault[1]);
	assert_int_equal(act(&r, "dll off"), 0);
	assert_true(r.g->glcp.dll_fault);
	stop(&r);
}

static void test_flash_power_is_cut(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "amd/norwich");
	assert_int_equal(act(&r, "flash-cut 2 50"), 0);
	assert_int_equal(r.g->flash.cut_percent, 50);
	assert_int_equal(r.g->flash.cut_at, r.g->flash.operations + 2);
	stop(&r);
}

static uint8_t cmos(struct rig *r, uint8_t index)
{
	struct machine *m = &r->g->m;

	m->route_out(m, 0x70, 1, index);
	return (uint8_t)m->route_in(m, 0x71, 1);
}

static void test_the_surroundings_change(void **state)
{
	struct rig r;
	struct lm86 *l;

	(void)state;
	start(&r, "pcengines/alix2d");
	l = &r.g->sensor;
	assert_int_equal(cmos(&r, 0x0d) & 0x80, 0x80);
	assert_int_equal(act(&r, "battery dead"), 0);
	assert_int_equal(cmos(&r, 0x0d) & 0x80, 0);
	assert_int_equal(act(&r, "temperature 20 99"), 0);
	assert_true(l->critical.level);
	refused(&r, "temperature 20 200", "ends at 127");
	assert_int_equal(act(&r, "dot-lock off"), 0);
	assert_true(r.g->glcp.dot_fault);
	assert_int_equal(act(&r, "flash-protect on"), 0);
	assert_true(r.g->flash.write_protect);
	gld_set(&r.g->glpci.gld, 0x2003, 0); /* nothing masked */
	assert_int_equal(act(&r, "pci-error parity"), 0);
	assert_int_equal(gld_get(&r.g->glpci.gld, 0x2003), 1 << (16 + GLPCI_PARITY));
	refused(&r, "codec off", "no audio codec");
	refused(&r, "disk-bad 0 1", "no such IDE drive");
	refused(&r, "disk-bad 2 1", "no such IDE drive");
	stop(&r);
	start(&r, "pcengines/alix1c");
	assert_true(r.g->acc.codec.present);
	assert_int_equal(act(&r, "codec off"), 0);
	assert_false(r.g->acc.codec.present);
	stop(&r);
	start(&r, "amd/norwich");
	refused(&r, "temperature 20 30", "no temperature sensor");
	stop(&r);
}

static void test_an_ethernets_cable_is_pulled(void **state)
{
	struct rig r;
	const struct geode_pci *p;
	char line[80];

	(void)state;
	start(&r, "pcengines/alix2d");
	p = &r.g->cfg.pci[0];
	assert_int_equal(p->kind, GEODE_PCI_VT6105M);
	snprintf(line, sizeof(line), "cable %s in", p->name);
	assert_int_equal(act(&r, line), 0);
	assert_true(r.g->nic[0].phy.cable);
	snprintf(line, sizeof(line), "cable %s out", p->name);
	assert_int_equal(act(&r, line), 0);
	assert_false(r.g->nic[0].phy.cable);
	refused(&r, "cable nothing out", "no such Ethernet");
	stop(&r);
}

static void test_disks_fail(void **state)
{
	struct rig r;

	(void)state;
	start(&r, "pcengines/alix2d");
	stop(&r);
	memset(&r, 0, sizeof(r));
	make_file(r.rom, ROM_BYTES);
	make_file(r.image, 65536);
	r.s = calloc(1, sizeof(*r.s));
	assert_non_null(r.s);
	session_init(r.s);
	assert_int_equal(options_set(&r.s->o, "board", "pcengines/alix2d"), 0);
	assert_int_equal(options_set(&r.s->o, "rom", r.rom), 0);
	assert_int_equal(options_set(&r.s->o, "disk", r.image), 0);
	strcpy(r.s->o.serial[0], "null");
	r.s->o.serials = 1;
	r.s->o.quiet = true;
	if (session_open(r.s))
		fail_msg("%s", r.s->err);
	r.g = session_board_of(r.s)->geode;
	assert_int_equal(act(&r, "disk-bad 0 77"), 0);
	assert_int_equal(r.g->ide.ata.drive[0].bad_lba, 77);
	assert_int_equal(act(&r, "disk-writes 0 fail"), 0);
	assert_true(r.g->ide.ata.drive[0].fail_writes);
	assert_int_equal(act(&r, "disk-writes 0 work"), 0);
	assert_false(r.g->ide.ata.drive[0].fail_writes);
	refused(&r, "disk-bad 1 77", "no such IDE drive");
	stop(&r);
}

static void test_usb_devices_come_and_go(void **state)
{
	struct rig r;
	struct session_board *b;

	(void)state;
	start(&r, "pcengines/alix2d");
	b = session_board_of(r.s);
	assert_int_equal(act(&r, "plug 1 keyboard"), 0);
	assert_ptr_equal(r.g->usb.plugged[0], &b->keyboard[0].dev);
	assert_int_equal(act(&r, "usb-key 1 4"), 0);
	assert_int_equal(b->keyboard[0].count, 2);
	assert_int_equal(act(&r, "usb-lose 1 3"), 0);
	assert_int_equal(b->keyboard[0].dev.lose, 3);
	refused(&r, "usb-lose 2 3", "nothing in that port");
	refused(&r, "usb-lose 0 3", "nothing in that port");
	assert_int_equal(act(&r, "unplug 1"), 0);
	assert_null(r.g->usb.plugged[0]);
	refused(&r, "usb-key 1 4", "no keyboard in that port");
	refused(&r, "medium 2 out", "no disk in that port");
	refused(&r, "plug 3 keyboard", "no such USB port"); /* this board has two */
	/* A disk's image was opened when the script was read: line 1 of it. */
	assert_int_equal(session_board_stick(r.s, "plug0", r.image, 1), 0);
	assert_int_equal(act(&r, "plug 2 disk x"), 0);
	assert_ptr_equal(r.g->usb.plugged[1], &b->stick[0].usb.dev);
	assert_int_equal(act(&r, "medium 2 out"), 0);
	assert_false(b->stick[0].usb.present);
	assert_int_equal(act(&r, "medium 2 in"), 0);
	assert_true(b->stick[0].usb.present);
	stop(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_spd_does_not_answer_or_lies),
		cmocka_unit_test(test_soldered_memory_has_no_eeprom),
		cmocka_unit_test(test_modules_break),
		cmocka_unit_test(test_buttons_and_pins_move),
		cmocka_unit_test(test_an_interrupt_pin_pulls_its_line),
		cmocka_unit_test(test_clocks_do_not_start),
		cmocka_unit_test(test_flash_power_is_cut),
		cmocka_unit_test(test_the_surroundings_change),
		cmocka_unit_test(test_an_ethernets_cable_is_pulled),
		cmocka_unit_test(test_disks_fail),
		cmocka_unit_test(test_usb_devices_come_and_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
