/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A board as data: what a board file (util/geodesim/boards) says, read and checked. */
#ifndef GEODESIM_BOARD_BOARD_H
#define GEODESIM_BOARD_BOARD_H

#include <stddef.h>
#include <stdint.h>

#include "board/spd.h"
#include "machine/geode_config.h"

/*
 * `config` is complete but for what a run adds: rom, disk, cmos, rtc_time, dram_seed, and the
 * network behind each Ethernet. Its strings and SPD bytes are the board's.
 */
struct board {
	struct geode_config config;
	char key[128];			   /* "vendor/board" */
	const char *title;		   /* as people call it */
	bool ide;			   /* an IDE connector or a CompactFlash socket */
	bool keyboard;			   /* a PS/2 connector */
	bool vga;			   /* a monitor can be connected */
	uint8_t usb_ports;		   /* connectors, 0..4 */
	bool slot[GEODE_PCI_SLOTS];	   /* config.pci[n] is a connector */
	bool dimm_place[GEODE_DIMMS];	   /* a socket, or a place for soldered chips */
	uint8_t dimm_address[GEODE_DIMMS]; /* the socket's; 0: soldered */
	uint8_t spd[GEODE_DIMMS][SPD_BYTES];
	void *text; /* the parsed file, which holds the strings */
};

/**
 * board_read - a board from the text of its file
 * @text: NUL-terminated; @key: "vendor/board"; @path: for messages. Returns 0, or -1 with
 * "path:line: what is wrong, and what would be right" in @err. board_free() after both.
 */
int board_read(struct board *b, const char *text, const char *key, const char *path, char *err,
	       size_t err_size);
void board_free(struct board *b);

/**
 * board_fit - put memory into place @n (0, 1), whatever the board file says
 * board_fit_mib: a usual module of @mib MiB, 0: nothing; board_fit_spd: the module whose EEPROM
 * has these 128 or 256 bytes. Soldered places keep having no EEPROM. 0, or -1 with the reason.
 */
int board_fit_mib(struct board *b, unsigned n, unsigned mib, char *err, size_t err_size);
int board_fit_spd(struct board *b, unsigned n, const uint8_t *bytes, size_t size, char *err,
		  size_t err_size);

/**
 * board_card - put a card into a PCI slot
 * @spec: "SLOT=KIND", SLOT the slot's name in the board file, KIND vt6105m, generic or none.
 * Returns 0, or -1 with the reason (and what slots there are) in @err.
 */
int board_card(struct board *b, const char *spec, char *err, size_t err_size);

/** board_flash - a flash part by name; NULL with the names there are in @err. */
const struct lpcflash_chip *board_flash(const char *name, char *err, size_t err_size);

#endif
