/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the NAND chip: cycles of its bus and time; what is erased must read so. */
#include <stdlib.h>

#include "parts/nand.h"

struct rig {
	struct clock clock;
	uint64_t now;
	struct trace trace;
	struct nand n;
};

static uint64_t now(void *o)
{
	return ((struct rig *)o)->now;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rig *r = calloc(1, sizeof(*r));

	if (!r || size > 4096) {
		free(r);
		return -1;
	}
	clock_init(&r->clock, 500000000, now, NULL, r);
	nand_init(&r->n, &r->clock, &r->trace);
	for (size_t i = 0; i + 1 < size; i += 2) {
		switch (data[i] & 7) {
		case 0: nand_command(&r->n, data[i + 1]); break;
		case 1: nand_address(&r->n, data[i + 1]); break;
		case 2: nand_write(&r->n, data[i + 1]); break;
		case 3:
			for (unsigned n = data[i + 1] * 16u; n; n--)
				nand_read(&r->n);
			break;
		default: r->now += (uint64_t)data[i + 1] << 12; clock_run_due(&r->clock);
		}
	}
	/* Whatever it was told, a reset and an erase give an empty block. */
	r->now += 1000000000;
	clock_run_due(&r->clock);
	for (unsigned step = 0; step < 2; step++) {
		nand_command(&r->n, step ? 0x60 : 0xff);
		for (unsigned k = 0; step && k < 2; k++)
			nand_address(&r->n, 0);
		if (step)
			nand_command(&r->n, 0xd0);
		r->now += 1000000;
		clock_run_due(&r->clock);
	}
	nand_command(&r->n, 0x70);
	if (!nand_ready(&r->n) || nand_read(&r->n) != 0xe0 || r->n.block[0])
		abort();
	nand_free(&r->n);
	free(r);
	return 0;
}
