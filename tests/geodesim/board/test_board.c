/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Board files: those of the tree say what the boards are; mistakes are named by line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "board/board.h"
#include "board/find.h"
#include "frame/replay.h"

#define BOARDS "util/geodesim/boards"

/* The smallest board there can be, in pieces so that a test changes one. */
#define NAME   "name = \"Test\";\n"
#define CPU    "cpu = { kind = \"lx\"; straps = 0x2e; };\n"
#define MEMORY "memory = ( { socket = 0x50; mib = 256; } );\n"
#define FLASH  "flash = \"SST49LF040\";\n"
#define SERIAL "serial = [ \"uart1\" ];\n"
#define SMALL  NAME CPU MEMORY FLASH SERIAL

static void read_file_of(const char *key, struct board *b)
{
	char path[BOARD_PATH], found[128], err[512], *text;
	uint8_t *bytes;
	size_t size;

	assert_int_equal(board_path(BOARDS, key, path, found, err, sizeof(err)), 0);
	assert_string_equal(found, key);
	assert_int_equal(replay_slurp(path, &bytes, &size), 0);
	text = calloc(1, size + 1);
	assert_non_null(text);
	memcpy(text, bytes, size);
	if (board_read(b, text, key, path, err, sizeof(err)))
		fail_msg("%s", err);
	free(text);
	free(bytes);
}

static void one_board(void *opaque, const char *key, const char *path)
{
	struct board b;
	unsigned *count = opaque;

	(void)path;
	read_file_of(key, &b);
	(*count)++;
	assert_string_equal(b.config.name, key);
	assert_non_null(b.config.dimm[0].spd);
	assert_true(spd_mib(b.config.dimm[0].spd) >= 128);
	assert_non_null(b.config.flash);
	assert_int_not_equal(b.config.serial[0], GEODE_UART_NONE);
	board_free(&b);
}

static void test_all_boards_are_read(void **state)
{
	static const char *const want[] = {
		"amd/norwich",	    "amd/db800",       "pcengines/alix1c", "pcengines/alix2c",
		"pcengines/alix2d", "pcengines/alix6", "artecgroup/dbe61", "lippert/literunner-lx",
		"winent/pl6064",    "traverse/geos"};
	unsigned count = 0;

	(void)state;
	assert_int_equal(board_each(BOARDS, one_board, &count), 10);
	assert_int_equal(count, 10);
	for (size_t n = 0; n < sizeof(want) / sizeof(want[0]); n++) {
		struct board b;

		read_file_of(want[n], &b);
		board_free(&b);
	}
}

static void test_an_alix_2d_has_three_ethernets_and_its_wiring(void **state)
{
	struct board b;

	(void)state;
	read_file_of("pcengines/alix2d", &b);
	assert_int_equal(b.config.boot_straps, 0x2e);
	assert_int_equal(b.config.pci_hz, 33333333);
	assert_int_equal(b.config.dimm[0].spd_address, 0);
	assert_int_equal(spd_mib(b.config.dimm[0].spd), 256);
	assert_null(b.config.dimm[1].spd);
	for (unsigned n = 0; n < 3; n++) {
		assert_int_equal(b.config.pci[n].kind, GEODE_PCI_VT6105M);
		assert_int_equal(b.config.pci[n].device, 9 + n);
		assert_int_equal(b.config.pci[n].line[0], 1 + n);
		assert_int_equal(b.config.pci[n].line[1], GEODE_NONE);
		assert_int_equal(b.config.pci[n].mac[2], 0xb9);
	}
	assert_int_equal(b.config.int_gpio[2], 12);
	assert_string_equal(b.config.flash->name, "A49LF040A");
	assert_string_equal(b.config.button[0].name, "mode");
	assert_int_equal(b.config.button[0].gpio, 24);
	assert_true(b.config.led[2].active_low);
	assert_true(b.config.uart_wired[0]);
	assert_false(b.config.uart_wired[1]);
	assert_int_equal(b.config.sensor_address, 0x4c);
	assert_false(b.vga);
	board_free(&b);
}

static void test_a_norwich_reads_its_dimm_over_the_smbus(void **state)
{
	struct board b;

	(void)state;
	read_file_of("amd/norwich", &b);
	assert_int_equal(b.config.dimm[0].spd_address, 0x50);
	assert_int_equal(b.dimm_address[1], 0x51);
	assert_null(b.config.dimm[1].spd);
	assert_int_equal(b.config.ac97_codec, 0x41445368);
	board_free(&b);
}

static void test_other_memory_can_be_fitted(void **state)
{
	struct spd_geometry g;
	struct board b;
	uint8_t spd[SPD_BYTES];
	char err[200];

	(void)state;
	read_file_of("amd/norwich", &b);
	assert_int_equal(board_fit_mib(&b, 1, 512, err, sizeof(err)), 0);
	assert_int_equal(b.config.dimm[1].spd_address, 0x51);
	assert_int_equal(spd_mib(b.config.dimm[1].spd), 512);
	assert_int_equal(board_fit_mib(&b, 0, 0, err, sizeof(err)), 0);
	assert_null(b.config.dimm[0].spd);
	spd_for_size(128, 266, &g);
	spd_build(&g, spd);
	assert_int_equal(board_fit_spd(&b, 0, spd, 256, err, sizeof(err)), 0);
	assert_int_equal(b.config.dimm[0].spd_address, 0x50);
	assert_memory_equal(b.config.dimm[0].spd, spd, 256);
	assert_int_equal(board_fit_mib(&b, 0, 48, err, sizeof(err)), -1);
	assert_non_null(strstr(err, "48 MiB"));
	board_free(&b);
	read_file_of("pcengines/alix1c", &b);
	assert_int_equal(board_fit_mib(&b, 0, 128, err, sizeof(err)), 0);
	assert_int_equal(b.config.dimm[0].spd_address, 0);
	assert_int_equal(board_fit_mib(&b, 1, 128, err, sizeof(err)), -1);
	assert_non_null(strstr(err, "no memory place number 2"));
	board_free(&b);
}

static void test_cards_go_into_slots_only(void **state)
{
	struct board b;
	char err[300];

	(void)state;
	read_file_of("pcengines/alix1c", &b);
	assert_int_equal(board_card(&b, "slot4=vt6105m", err, sizeof(err)), 0);
	assert_int_equal(b.config.pci[1].kind, GEODE_PCI_VT6105M);
	assert_int_equal(board_card(&b, "minipci=generic", err, sizeof(err)), 0);
	assert_int_equal(b.config.pci[2].generic.pin, 1);
	assert_int_equal(board_card(&b, "eth0=generic", err, sizeof(err)), -1);
	assert_non_null(strstr(err, "these slots: slot4, minipci"));
	assert_int_equal(board_card(&b, "slot4=tulip", err, sizeof(err)), -1);
	assert_non_null(strstr(err, "none, vt6105m, generic"));
	assert_int_equal(board_card(&b, "slot4", err, sizeof(err)), -1);
	board_free(&b);
}

static void test_an_unknown_board_lists_those_there_are(void **state)
{
	char path[BOARD_PATH], key[128], err[600];

	(void)state;
	assert_int_equal(board_path(BOARDS, "amd/rumba", path, key, err, sizeof(err)), -1);
	assert_non_null(strstr(err, "amd/norwich, artecgroup/dbe61"));
	assert_int_equal(board_path(BOARDS, "../boards/amd/norwich", path, key, err, sizeof(err)),
			 -1);
	/* Any file will do when it is given by name. */
	assert_int_equal(board_path(BOARDS, "x/mine/one.cfg", path, key, err, sizeof(err)), 0);
	assert_string_equal(key, "mine/one");
	assert_string_equal(path, "x/mine/one.cfg");
	assert_int_equal(board_dir("/nonexistent", path, err, sizeof(err)), -1);
	assert_int_equal(board_dir("", path, err, sizeof(err)), 0);
}

/* Every message: the text of a board, and where and what is said about it. */
static const struct {
	const char *text, *says;
} mistakes[] = {
	{"name = \"x\"", "f:1: a board needs a key 'cpu'"},
	{"name = ", "f:1: syntax error"},
	{SMALL "@include \"other.cfg\"\n", "f:6: a board file includes no other"},
	{SMALL "name = \"y\";", "f:6: duplicate setting name"},
	{SMALL "colour = 3;", "f:6: a board has no key 'colour'; it may have: name, cpu, "},
	{"name = 3;" CPU MEMORY FLASH SERIAL, "f:1: name must be a text"},
	{"name = \"\";" CPU MEMORY FLASH SERIAL, "f:1: name must have 1 to 60 characters"},
	{NAME "cpu = 3;" MEMORY FLASH SERIAL, "f:2: cpu must be a group"},
	{NAME "cpu = { kind = \"lx\"; };" MEMORY FLASH SERIAL,
	 "f:2: the processor needs a key 'straps'"},
	{NAME "cpu = { kind = \"gx1\"; straps = 0; };" MEMORY FLASH SERIAL,
	 "kind cannot be \"gx1\"; it may be: lx"},
	{NAME "cpu = { kind = \"lx\"; straps = 0x1ff; };" MEMORY FLASH SERIAL,
	 "straps is out of range: it must be 0 to 254 (0h to FEh)"},
	{NAME "cpu = { kind = \"lx\"; straps = 0x2f; };" MEMORY FLASH SERIAL, "bit 0 must be 0"},
	{NAME "cpu = { kind = \"lx\"; straps = \"x\"; };" MEMORY FLASH SERIAL,
	 "straps must be a number"},
	{NAME "cpu = { kind = \"lx\"; straps = 0; pci_mhz = 50; };" MEMORY FLASH SERIAL,
	 "pci_mhz must be 33 or 66"},
	{NAME "cpu = { kind = \"lx\"; straps = -2; };" MEMORY FLASH SERIAL, "out of range"},
	{NAME "cpu = { kind = \"lx\"; straps = 0; revision = 0x22; };" MEMORY FLASH SERIAL,
	 "revision is out of range"},
	{NAME CPU "memory = 256;" FLASH SERIAL, "f:3: memory must be a list"},
	{NAME CPU "memory = ( {socket=0x50;}, {socket=0x51;}, {socket=0x52;} );" FLASH SERIAL,
	 "memory has 3 elements; it may have 1 to 2"},
	{NAME CPU "memory = ( { } );" FLASH SERIAL, "soldered memory needs mib, or rows"},
	{NAME CPU "memory = ( { socket = 0x30; } );" FLASH SERIAL, "socket is out of range"},
	{NAME CPU "memory = ( { mib = 96; } );" FLASH SERIAL, "no usual module of 96 MiB"},
	{NAME CPU "memory = ( { mib = 128; rows = 13; } );" FLASH SERIAL, "given twice"},
	{NAME CPU "memory = ( { mib = 128; ddr = 300; } );" FLASH SERIAL,
	 "ddr must be 200, 266, 333 or 400"},
	{NAME CPU "memory = ( { rows = 13; columns = 9; } );" FLASH SERIAL,
	 "no DDR chip has 13 rows, 9 columns, 0 banks and 0 bits"},
	{NAME CPU "memory = ( {socket=0x50;mib=128;}, {socket=0x50;} );" FLASH SERIAL,
	 "both memory sockets have SMBus address 50h"},
	{NAME CPU MEMORY "flash = \"27C256\";" SERIAL,
	 "f:4: flash chip 27C256 is not known; these are: SST49LF004A"},
	{NAME CPU MEMORY FLASH "serial = [ \"sio1\" ];", "a serial connector is on the super I/O"},
	{NAME CPU MEMORY FLASH "serial = [ \"uart1\", \"uart1\" ];", "uart1 is given twice"},
	{NAME CPU MEMORY FLASH "serial = [ ];", "serial has 0 elements; it may have 1 to 4"},
	{SMALL "superio = { kind = \"w83627hf\"; port = 0x3f; };", "port must be 0x2e or 0x4e"},
	{SMALL "superio = { kind = \"w83627hf\"; };", "the super I/O needs a key 'port'"},
	{SMALL "int_gpio = [ 0, 7, 12 ];", "int_gpio has 3 elements; it may have 4 to 4"},
	{SMALL "int_gpio = [ 0, 7, 12, 99 ];", "a line enters on a GPIO 0 to 31"},
	{SMALL "pins = ( { gpio = 32; pull = \"up\"; } );", "gpio is out of range"},
	{SMALL "pins = ( { gpio = 3; pull = \"on\"; } );", "pull cannot be \"on\""},
	{SMALL "pins = (\n{gpio=3;pull=\"up\";},\n{gpio=3;pull=\"up\";} );",
	 "f:8: GPIO 3 is given twice"},
	{SMALL "leds = ( { gpio = 3; } );", "an LED needs a key 'name'"},
	{SMALL "buttons = ( { name = \"b\"; } );", "a button needs a key 'gpio'"},
	{SMALL "buttons = ( { name = \"b\"; gpio = 3; active_low = 1; } );",
	 "active_low must be true or false"},
	{SMALL "power_button = \"yes\";", "power_button must be true or false"},
	{SMALL "sensor = 0x80;", "sensor is out of range"},
	{SMALL "ide = \"sata\";", "ide cannot be \"sata\"; it may be: none, cable40"},
	{SMALL "ide = \"cable40\"; nand = 1;", "ide and nand share their pins"},
	{SMALL "codec = 0;", "codec is out of range"},
	{SMALL "usb_ports = 5;", "usb_ports is out of range: it must be 0 to 4"},
	{SMALL "usb_port4 = \"hub\";", "it may be: host, device"},
	{SMALL "exceptions = ( { rule = \"no-such-rule\"; reason = \"x\"; } );",
	 "there is no rule 'no-such-rule'"},
	{SMALL "exceptions = ( { rule = \"unknown-msr\"; } );",
	 "an exception needs a key 'reason'"},
	{SMALL "pci = ( { name = \"a\"; device = 9; int = \"A---\"; } );",
	 "a needs a kind (vt6105m, generic), or slot = true"},
	{SMALL "pci = ( { name = \"a\"; device = 21; int = \"A---\"; slot = true; } );",
	 "device is out of range"},
	{SMALL "pci = ( { name = \"a\"; device = 15; int = \"A---\"; slot = true; } );",
	 "device 15 is the processor's (1) or the companion's (15)"},
	{SMALL "pci = ( { name = \"a\"; device = 9; int = \"AB\"; slot = true; } );",
	 "int must be four of A B C D -"},
	{SMALL "pci = ( { name = \"a\"; device = 9; int = \"ABCE\"; slot = true; } );",
	 "int must be four of A B C D -"},
	{SMALL "pci = ( { name=\"a\"; device=9; int=\"A---\"; slot=true; },\n"
	       "{ name=\"b\"; device=9; int=\"B---\"; slot=true; } );",
	 "f:7: a and b have the same device number"},
	{SMALL "pci = ( { name = \"a\"; device = 9; int = \"A---\"; kind = \"vt6105m\"; } );",
	 "a: an Ethernet needs a mac"},
	{SMALL
	 "pci = ( { name=\"a\"; device=9; int=\"A---\"; kind=\"vt6105m\"; mac=\"00:0d\"; } );",
	 "mac must be like"},
	{SMALL "pci = ( { name=\"a\"; device=9; int=\"A---\"; kind=\"vt6105m\"; "
	       "mac=\"01:0d:b9:00:00:00\"; } );",
	 "group address"},
	{SMALL "pci = ( { name = \"a\"; device = 9; int = \"A---\"; kind = \"generic\"; } );",
	 "a: a generic device needs vendor, id and class"},
	{SMALL "pci = ( { name=\"a\"; device=9; int=\"A---\"; kind=\"generic\"; vendor=0x1234; "
	       "bars = ( { kind = \"io\"; size = 24; } ); } );",
	 "size must be a power of two"},
	{SMALL "pci = ( { name=\"a\"; device=9; int=\"A---\"; kind=\"generic\"; vendor=0x1234; "
	       "bars = ( { kind = \"io\"; size = 512; } ); } );",
	 "ports: size must be 4 to 256"},
	{SMALL "pci = ( { name=\"a\"; device=9; int=\"A---\"; kind=\"generic\"; vendor=0x1234; "
	       "bars = ( { kind = \"memory\"; size = 512; } ); } );",
	 "memory: size must be 4096 to 16777216"},
};

static void test_every_mistake_is_named_with_its_line(void **state)
{
	(void)state;
	for (size_t n = 0; n < sizeof(mistakes) / sizeof(mistakes[0]); n++) {
		struct board b;
		char err[700] = "";

		assert_int_equal(board_read(&b, mistakes[n].text, "t/t", "f", err, sizeof(err)),
				 -1);
		if (!strstr(err, mistakes[n].says))
			fail_msg("number %zu: \"%s\" does not say \"%s\"", n, err,
				 mistakes[n].says);
		assert_int_equal(strncmp(err, "f:", 2), 0);
		board_free(&b);
	}
}

static void test_a_small_board_is_enough(void **state)
{
	struct board b;
	char err[300] = "";

	(void)state;
	assert_int_equal(board_read(&b, SMALL, "t/t", "f", err, sizeof(err)), 0);
	assert_string_equal(b.title, "Test");
	assert_int_equal(b.config.int_gpio[0], GEODE_NONE);
	assert_int_equal(b.config.pci[0].kind, GEODE_PCI_EMPTY);
	board_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_boards_are_read),
		cmocka_unit_test(test_an_alix_2d_has_three_ethernets_and_its_wiring),
		cmocka_unit_test(test_a_norwich_reads_its_dimm_over_the_smbus),
		cmocka_unit_test(test_other_memory_can_be_fitted),
		cmocka_unit_test(test_cards_go_into_slots_only),
		cmocka_unit_test(test_an_unknown_board_lists_those_there_are),
		cmocka_unit_test(test_a_small_board_is_enough),
		cmocka_unit_test(test_every_mistake_is_named_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
