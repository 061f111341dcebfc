/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing what describes a board: board files (with cards and memory put in), SPD files. */
#include <stdlib.h>
#include <string.h>

#include "board/board.h"

/* libconfig 1.5 forgets the text of a string that the file's end cuts off. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig";
}

static void board_file(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1), err[600];
	struct board b;

	if (!text)
		abort();
	memcpy(text, data, size);
	if (board_read(&b, text, "f/f", "f", err, sizeof(err)) == 0) {
		for (unsigned n = 0; n < GEODE_DIMMS; n++) {
			if (b.config.dimm[n].spd && !spd_mib(b.config.dimm[n].spd))
				abort(); /* memory that is none */
			board_fit_mib(&b, n, 1u << (size % 12), err, sizeof(err));
			board_fit_spd(&b, n, data, size > 256 ? 256 : size, err, sizeof(err));
		}
		board_card(&b, text, err, sizeof(err));
		for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
			if (b.config.pci[n].kind != GEODE_PCI_EMPTY && !b.config.pci[n].name)
				abort();
		}
	}
	board_free(&b);
	free(text);
}

static void spd_file(const uint8_t *data, size_t size)
{
	uint8_t spd[SPD_BYTES], image[SPD_BYTES] = {0};
	struct spd_geometry g;
	char err[300];

	spd_load(data, size, spd, err, sizeof(err));
	/* The same with a right checksum, so that what comes after is reached. */
	memcpy(image, data, size < SPD_BYTES ? size : SPD_BYTES);
	image[2] = 7;
	image[63] = spd_checksum(image);
	if (spd_load(image, SPD_BYTES, spd, err, sizeof(err)) == 0 && !spd_mib(spd))
		abort();
	memset(&g, 0, sizeof(g));
	memcpy(&g, image, sizeof(g));
	if (spd_build(&g, spd) == 0 && (!spd_mib(spd) || spd[63] != spd_checksum(spd)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2 || size > 65536)
		return 0;
	if (data[0] & 1)
		spd_file(data + 1, size - 1);
	else
		board_file(data + 1, size - 1);
	return 0;
}
