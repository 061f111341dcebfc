/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A board as data: the keys of a board file and what they may be. */
#include "board/board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board/keys.h"
#include "strict/rules.h"

#define PCI_33 33333333u
#define PCI_66 66666667u

static int read_title(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_text(r, s, 60, &((struct board *)to)->title);
}

int keys_small(struct reader *r, const config_setting_t *s, uint32_t min, uint32_t max,
	       uint8_t *out)
{
	uint32_t n;

	if (reader_number(r, s, min, max, &n))
		return -1;
	*out = (uint8_t)n;
	return 0;
}

/* cpu = { ... } */

static int read_cpu_kind(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"lx", NULL};
	unsigned n;

	if (reader_choice(r, s, names, &n))
		return -1;
	((struct board *)to)->config.cpu = CPU_GEODE_LX;
	return 0;
}

static int read_straps(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0, 0xfe, &n))
		return -1;
	if (n & 1)
		return reader_fail(r, s,
				   "straps are bits 7 to 1 of GLCP_SYS_RSTPLL: bit 0 must be "
				   "0");
	((struct board *)to)->config.boot_straps = (uint8_t)n;
	return 0;
}

static int read_pci_mhz(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 33, 66, &n))
		return -1;
	if (n != 33 && n != 66)
		return reader_fail(r, s, "pci_mhz must be 33 or 66");
	((struct board *)to)->config.pci_hz = n == 33 ? PCI_33 : PCI_66;
	return 0;
}

static int read_max_mhz(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 200, 1000, &((struct board *)to)->config.cpu_max_mhz);
}

static int read_max_ddr(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 200, 400, &((struct board *)to)->config.ddr_max_mhz);
}

/* Steppings whose CPUID is the modelled one. */
static int read_cpu_revision(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0x30, 0x33, &n))
		return -1;
	((struct board *)to)->config.cpu_revision = (uint8_t)n;
	return 0;
}

static int read_cpu(struct reader *r, const config_setting_t *s, void *to)
{
	static const struct reader_key keys[] = {
		{"kind", read_cpu_kind, true},
		{"straps", read_straps, true},
		{"pci_mhz", read_pci_mhz, false},
		{"max_mhz", read_max_mhz, false},
		{"max_ddr", read_max_ddr, false},
		{"revision", read_cpu_revision, false},
		{0},
	};

	return reader_group(r, s, keys, "the processor", to);
}

const struct lpcflash_chip *board_flash(const char *name, char *err, size_t err_size)
{
	const struct lpcflash_chip *chip = lpcflash_find(name);
	size_t used;

	if (chip)
		return chip;
	used = (size_t)snprintf(err, err_size, "flash chip %.31s is not known; these are: ", name);
	for (unsigned n = 0; lpcflash_chip_at(n) && used < err_size; n++)
		used += (size_t)snprintf(err + used, err_size - used, "%s%s", n ? ", " : "",
					 lpcflash_chip_at(n)->name);
	return NULL;
}

static int read_flash(struct reader *r, const config_setting_t *s, void *to)
{
	struct board *b = to;
	const char *name;
	char why[400];

	if (reader_text(r, s, 31, &name))
		return -1;
	b->config.flash = board_flash(name, why, sizeof(why));
	return b->config.flash ? 0 : reader_fail(r, s, "%s", why);
}

/* superio = { ... } */

static int read_sio_kind(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"none", "w83627hf", "it8712f", NULL};
	unsigned n;

	if (reader_choice(r, s, names, &n))
		return -1;
	((struct board *)to)->config.sio = (enum geode_sio_kind)n;
	return 0;
}

static int read_sio_port(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0x2e, 0x4e, &n))
		return -1;
	if (n != 0x2e && n != 0x4e)
		return reader_fail(r, s, "port must be 0x2e or 0x4e");
	((struct board *)to)->config.sio_port = (uint16_t)n;
	return 0;
}

static int read_sio_watchdog(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 0, 255, &((struct board *)to)->config.sio_watchdog_s);
}

static int read_sio_clksel(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 24, 48, &n))
		return -1;
	if (n != 24 && n != 48)
		return reader_fail(r, s, "clksel must be 24 or 48 (MHz)");
	((struct board *)to)->config.sio_clksel_mhz = (uint8_t)n;
	return 0;
}

static int read_sio(struct reader *r, const config_setting_t *s, void *to)
{
	static const struct reader_key keys[] = {{"kind", read_sio_kind, true},
						 {"port", read_sio_port, true},
						 {"watchdog", read_sio_watchdog, false},
						 {"clksel", read_sio_clksel, false},
						 {0}};

	return reader_group(r, s, keys, "the super I/O", to);
}

/* serial = ["uart1", ...]: connectors in the order of --serial */
static int read_serial(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"uart1", "uart2", "sio1", "sio2", NULL};
	struct board *b = to;
	unsigned count, seen = 0;

	if (reader_list(r, s, 1, 4, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		const config_setting_t *e = config_setting_get_elem(s, n);
		unsigned which;

		if (reader_choice(r, e, names, &which))
			return -1;
		if (seen & 1u << which)
			return reader_fail(r, e, "%s is given twice", names[which]);
		seen |= 1u << which;
		b->config.serial[n] = (enum geode_uart)(GEODE_UART_SB1 + which);
		if (which < 2)
			b->config.uart_wired[which] = true;
	}
	return 0;
}

static int read_sensor(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 0x08, 0x77, &((struct board *)to)->config.sensor_address);
}

static int read_power_button(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_flag(r, s, &((struct board *)to)->config.power_button);
}

/* Storage, sound, USB, connectors */

static int read_ide(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"none", "cable40", "cable80", "compactflash", NULL};
	struct board *b = to;
	unsigned n;

	if (reader_choice(r, s, names, &n))
		return -1;
	b->ide = n != 0;
	b->config.cable_80 = n >= 2; /* a socket's traces are as short as the good cable's */
	return 0;
}

static int read_nand(struct reader *r, const config_setting_t *s, void *to)
{
	struct geode_config *c = &((struct board *)to)->config;
	uint32_t select;

	if (reader_number(r, s, 0, 3, &select))
		return -1;
	c->nand = true;
	c->nand_select = (uint8_t)select;
	return 0;
}

static int read_codec(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 1, UINT32_MAX, &((struct board *)to)->config.ac97_codec);
}

static int read_usb_ports(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 0, 4, &((struct board *)to)->usb_ports);
}

static int read_usb4(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"host", "device", NULL};
	unsigned n;

	if (reader_choice(r, s, names, &n))
		return -1;
	((struct board *)to)->config.usb_port4_device = n == 1;
	return 0;
}

static int read_keyboard(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_flag(r, s, &((struct board *)to)->keyboard);
}

static int read_vga(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_flag(r, s, &((struct board *)to)->vga);
}

/* exceptions = ( { rule = "..."; reason = "..."; only = "..."; }, ... ) */

static int read_rule(struct reader *r, const config_setting_t *s, void *to)
{
	struct geode_exception *e = to;

	if (reader_text(r, s, 60, &e->rule))
		return -1;
	if (rules_find(e->rule) < 0)
		return reader_fail(r, s, "there is no rule '%s'; geodesim --rules lists them",
				   e->rule);
	return 0;
}

static int read_reason(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_text(r, s, 150, &((struct geode_exception *)to)->reason);
}

static int read_only(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_text(r, s, 150, &((struct geode_exception *)to)->only);
}

static int read_exceptions(struct reader *r, const config_setting_t *s, void *to)
{
	static const struct reader_key keys[] = {{"rule", read_rule, true},
						 {"reason", read_reason, true},
						 {"only", read_only, false},
						 {0}};
	struct board *b = to;
	unsigned count;

	if (reader_list(r, s, 0, GEODE_EXCEPTIONS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		if (reader_group(r, config_setting_get_elem(s, n), keys, "an exception",
				 &b->config.exception[n]))
			return -1;
	}
	return 0;
}

static const struct reader_key board_keys[] = {
	{"name", read_title, true},
	{"cpu", read_cpu, true},
	{"memory", keys_memory, true},
	{"flash", read_flash, true},
	{"superio", read_sio, false},
	{"pci", keys_pci, false},
	{"int_gpio", keys_int_gpio, false},
	{"pins", keys_pins, false},
	{"leds", keys_leds, false},
	{"buttons", keys_buttons, false},
	{"power_button", read_power_button, false},
	{"serial", read_serial, true},
	{"sensor", read_sensor, false},
	{"ide", read_ide, false},
	{"nand", read_nand, false},
	{"codec", read_codec, false},
	{"usb_ports", read_usb_ports, false},
	{"usb_port4", read_usb4, false},
	{"keyboard", read_keyboard, false},
	{"vga", read_vga, false},
	{"exceptions", read_exceptions, false},
	{0},
};

/* What no single key can tell. */
static int check_whole(struct reader *r, const struct board *b)
{
	if (b->ide && b->config.nand)
		return reader_fail(r, NULL,
				   "ide and nand share their pins: a board has one of them");
	if (b->config.dimm[0].spd_address && b->config.dimm[0].spd_address == b->dimm_address[1])
		return reader_fail(r, NULL, "both memory sockets have SMBus address %02Xh",
				   b->dimm_address[1]);
	for (unsigned n = 0; n < 4; n++) {
		if (b->config.serial[n] >= GEODE_UART_SIO1 && b->config.sio == GEODE_SIO_NONE)
			return reader_fail(r, NULL,
					   "a serial connector is on the super I/O, which there is "
					   "none of");
	}
	return 0;
}

/* Which line includes another file? 0: none. A recorded run holds the board's file alone. */
static unsigned including_line(const char *text)
{
	unsigned line = 1;

	for (const char *p = text; *p; line++) {
		p += strspn(p, " \t");
		if (strncmp(p, "@include", 8) == 0)
			return line;
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	return 0;
}

int board_read(struct board *b, const char *text, const char *key, const char *path, char *err,
	       size_t err_size)
{
	struct reader r = {.path = path, .err = err, .err_size = err_size};
	config_t *c = calloc(1, sizeof(*c));

	memset(b, 0, sizeof(*b));
	snprintf(b->key, sizeof(b->key), "%s", key);
	b->config.name = b->key;
	b->config.pci_hz = PCI_33;
	b->config.boot_straps = 0;
	memset(b->config.int_gpio, GEODE_NONE, sizeof(b->config.int_gpio));
	if (!c) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	config_init(c);
	b->text = c;
	if (including_line(text)) {
		snprintf(err, err_size, "%s:%u: a board file includes no other", path,
			 including_line(text));
		return -1;
	}
	if (!config_read_string(c, text)) {
		snprintf(err, err_size, "%s:%d: %s", path, config_error_line(c),
			 config_error_text(c));
		return -1;
	}
	if (reader_group(&r, config_root_setting(c), board_keys, "a board", b))
		return -1;
	return check_whole(&r, b);
}

void board_free(struct board *b)
{
	if (b->text) {
		config_destroy(b->text);
		free(b->text);
	}
	b->text = NULL;
}
