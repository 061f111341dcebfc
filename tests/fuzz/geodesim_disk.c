/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing geodesim's disk and bus master: commands, data, descriptor tables. */
#include <stdlib.h>
#include <string.h>

#include "parts/bmide.h"

#define SECTORS 300u
#define MEMORY	65536u

struct rig {
	struct clock clock;
	uint64_t now;
	struct ata_channel ata;
	struct bmide bm;
	struct diskimage image;
	struct ram ram;
	struct mem_map map;
	struct mem_range range;
};

static uint64_t now(void *o)
{
	return ((struct rig *)o)->now;
}

static void pass_time(struct rig *r, uint64_t clocks)
{
	r->now += clocks;
	clock_run_due(&r->clock);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t disk[SECTORS * DISK_SECTOR];
	struct rig *r = calloc(1, sizeof(*r));
	uint8_t *memory = calloc(1, MEMORY);
	struct io_if io[3];

	if (!r || !memory || diskimage_from_memory(&r->image, disk, sizeof(disk)))
		abort();
	/* The end of the input lies in memory, where descriptor tables are fetched. */
	if (size > 16)
		memcpy(memory + 0x100, data + size / 2,
		       size - size / 2 > 4096 ? 4096 : size - size / 2);
	clock_init(&r->clock, 500000000, now, NULL, r);
	r->ram = (struct ram){.bytes = memory, .size = MEMORY};
	mem_map_init(&r->map, NULL, NULL);
	mem_map_add(&r->map, &r->range, "ram", 0, MEMORY, ram_mem_if(&r->ram));
	ata_init(&r->ata, &r->clock, NULL, "ata");
	ata_attach(&r->ata, 0, diskimage_if(&r->image), "FUZZ");
	bmide_init(&r->bm, &r->ata, &r->clock, NULL, mem_map_dma(&r->map));
	io[0] = ata_command_io(&r->ata);
	io[1] = ata_control_io(&r->ata);
	io[2] = bmide_io(&r->bm);
	for (size_t i = 0; i + 3 < size && i < 8192; i += 4) {
		struct io_if *to = &io[data[i] % 3];
		unsigned width = 1u << (data[i] >> 2 & 1) << (data[i] >> 3 & 1);
		uint32_t val = data[i + 2] | (uint32_t)data[i + 3] << 8;

		if (data[i] & 0x40)
			to->read(to->opaque, data[i + 1] & 7, width);
		else
			to->write(to->opaque, data[i + 1] & 7, width, val);
		if (data[i] & 0x80)
			pass_time(r, (uint64_t)data[i + 1] << 16);
	}
	pass_time(r, 1000000000);
	diskimage_close(&r->image);
	free(memory);
	free(r);
	return 0;
}
