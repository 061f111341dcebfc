/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of a board file about the companion's GPIO pins: pulls, LEDs, buttons, interrupt lines. */
#include "board/keys.h"

/* pins = ( { ... }, ... ): what the board pulls; leds and buttons alike */

static int gpio_number(struct reader *r, const config_setting_t *s, uint8_t *out)
{
	return keys_small(r, s, 0, GEODE_GPIOS - 1, out);
}

struct pin {
	const char *name;
	uint8_t gpio;
	bool active_low, high;
};

static int read_pin_name(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_text(r, s, KEYS_NAME_MAX, &((struct pin *)to)->name);
}

static int read_pin_gpio(struct reader *r, const config_setting_t *s, void *to)
{
	return gpio_number(r, s, &((struct pin *)to)->gpio);
}

static int read_pin_low(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_flag(r, s, &((struct pin *)to)->active_low);
}

static int read_pin_pull(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"down", "up", NULL};
	unsigned n;

	if (reader_choice(r, s, names, &n))
		return -1;
	((struct pin *)to)->high = n == 1;
	return 0;
}

int keys_pins(struct reader *r, const config_setting_t *s, void *to)
{
	static const struct reader_key keys[] = {
		{"gpio", read_pin_gpio, true}, {"pull", read_pin_pull, true}, {0}};
	struct board *b = to;
	unsigned count;

	if (reader_list(r, s, 0, GEODE_GPIOS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		const config_setting_t *e = config_setting_get_elem(s, n);
		struct pin p = {0};

		if (reader_group(r, e, keys, "a pin", &p))
			return -1;
		if (b->config.strap[p.gpio].present)
			return reader_fail(r, e, "GPIO %u is given twice", p.gpio);
		b->config.strap[p.gpio] = (struct geode_strap){.present = true, .high = p.high};
	}
	return 0;
}

static const struct reader_key named_pin_keys[] = {{"name", read_pin_name, true},
						   {"gpio", read_pin_gpio, true},
						   {"active_low", read_pin_low, false},
						   {0}};

int keys_leds(struct reader *r, const config_setting_t *s, void *to)
{
	struct board *b = to;
	unsigned count;

	if (reader_list(r, s, 0, GEODE_LEDS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		struct pin p = {0};

		if (reader_group(r, config_setting_get_elem(s, n), named_pin_keys, "an LED", &p))
			return -1;
		b->config.led[n] = (struct geode_led){p.name, p.gpio, p.active_low};
	}
	return 0;
}

int keys_buttons(struct reader *r, const config_setting_t *s, void *to)
{
	struct board *b = to;
	unsigned count;

	if (reader_list(r, s, 0, GEODE_BUTTONS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		struct pin p = {0};

		if (reader_group(r, config_setting_get_elem(s, n), named_pin_keys, "a button", &p))
			return -1;
		b->config.button[n] = (struct geode_button){p.name, p.gpio, p.active_low};
	}
	return 0;
}

int keys_int_gpio(struct reader *r, const config_setting_t *s, void *to)
{
	struct board *b = to;
	unsigned count;

	if (reader_list(r, s, GEODE_INT_LINES, GEODE_INT_LINES, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		const config_setting_t *e = config_setting_get_elem(s, n);
		uint32_t gpio;

		if (reader_number(r, e, 0, GEODE_NONE, &gpio))
			return -1;
		if (gpio >= GEODE_GPIOS && gpio != GEODE_NONE)
			return reader_fail(r, e,
					   "int_gpio: a line enters on a GPIO 0 to 31, or is "
					   "not wired: 0xff");
		b->config.int_gpio[n] = (uint8_t)gpio;
	}
	return 0;
}
