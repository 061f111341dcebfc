/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of a board file that have a file of their own; readers as in struct reader_key. */
#ifndef GEODESIM_BOARD_KEYS_H
#define GEODESIM_BOARD_KEYS_H

#include "board/board.h"
#include "board/reader.h"

#define KEYS_NAME_MAX 40 /* characters of a name in a board file */

/** keys_small - a number from @min to @max that fits a byte. */
int keys_small(struct reader *r, const config_setting_t *s, uint32_t min, uint32_t max,
	       uint8_t *out);

/** keys_pci - the list of PCI devices and slots into a struct board. */
int keys_pci(struct reader *r, const config_setting_t *s, void *board);

/** keys_memory - the list of memory places. */
int keys_memory(struct reader *r, const config_setting_t *s, void *board);

/** keys_pins, keys_leds, keys_buttons, keys_int_gpio - what is wired to GPIOs. */
int keys_pins(struct reader *r, const config_setting_t *s, void *board);
int keys_leds(struct reader *r, const config_setting_t *s, void *board);
int keys_buttons(struct reader *r, const config_setting_t *s, void *board);
int keys_int_gpio(struct reader *r, const config_setting_t *s, void *board);

#endif
