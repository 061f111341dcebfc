/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * IDE timing: DTC, CAST and ETC in nanoseconds, and whether the drive can follow.
 *
 * A byte of DTC, or of CAST's high half: clocks of 30 ns minus one, active time in the high
 * nibble, recovery in the low one. The fastest legal codes per mode are those known drivers
 * programme (CS5536 sheet, section 8); in the slow modes they are a clock below ATA/ATAPI-6's cycle
 * time, so the controller adds one by itself.
 */
#include "cs5536/ide_timing.h"

#include "strict/rules.h"

#define CLOCK_NS 30u

enum { JUDGED_DATA = 1, JUDGED_COMMAND = 4 }; /* data: a bit for each drive */

static unsigned active_clocks(uint8_t code)
{
	return (code >> 4) + 1u;
}

static unsigned cycle_clocks(uint8_t code)
{
	return (code >> 4) + (code & 15) + 2u;
}

static bool faster(uint8_t code, uint8_t floor)
{
	return active_clocks(code) < active_clocks(floor) ||
	       cycle_clocks(code) < cycle_clocks(floor);
}

static uint8_t data_code(const struct ide *ide, unsigned drive)
{
	return (uint8_t)(gld_get(&ide->gld, 0x12) >> (24 - 8 * drive));
}

unsigned ide_pio_ns(struct ide *ide)
{
	static const uint8_t floor[5] = {0x98, 0x55, 0x32, 0x21, 0x20};
	unsigned n = ide->ata.device >> 4 & 1;
	const struct ata_drive *d = &ide->ata.drive[n];
	uint8_t code = data_code(ide, n);

	if (d->present && !(ide->judged >> n & JUDGED_DATA)) {
		ide->judged |= (uint8_t)(JUDGED_DATA << n);
		if (faster(code, floor[d->pio_max]))
			rule_broken(ide->env->rules, RULE_IDE_TIMING,
				    "DTC %02X moves PIO data of drive %u in %u ns, its best mode "
				    "is %d",
				    code, n, cycle_clocks(code) * CLOCK_NS, d->pio_max);
	}
	return cycle_clocks(code) * CLOCK_NS;
}

unsigned ide_command_ns(struct ide *ide)
{
	static const uint8_t floor[5] = {0x99, 0x92, 0x90, 0x22, 0x20};
	uint64_t cast = gld_get(&ide->gld, 0x13);
	uint8_t code = (uint8_t)(cast >> 24);
	unsigned n = ide->ata.device >> 4 & 1;
	unsigned setup = (unsigned)(cast >> (6 - 2 * n) & 3) + 1;
	int best = -1;

	for (unsigned i = 0; i < 2; i++) { /* one code serves both drives: the slower counts */
		const struct ata_drive *d = &ide->ata.drive[i];

		if (d->present && (best < 0 || d->pio_max < best))
			best = d->pio_max;
	}
	if (best >= 0 && !(ide->judged & JUDGED_COMMAND)) {
		ide->judged |= JUDGED_COMMAND;
		if (faster(code, floor[best]))
			rule_broken(ide->env->rules, RULE_IDE_TIMING,
				    "CAST %02X accesses registers in %u ns, the slowest drive's "
				    "best PIO mode is %d",
				    code, cycle_clocks(code) * CLOCK_NS, best);
	}
	return (cycle_clocks(code) + setup) * CLOCK_NS;
}

static uint64_t ultra_ns(struct ide *ide, uint8_t code, uint32_t sectors)
{
	static const uint8_t mode_of[8] = {2, 1, 0, 0, 3, 4, 5, 0};
	static const uint8_t word_ns[6] = {120, 80, 60, 45, 30, 20};
	const struct ata_drive *d = &ide->ata.drive[ide->ata.active & 1];
	unsigned host = mode_of[code & 7], drive = d->dma_mode & 7;

	if (drive > 5)
		drive = 5;
	if (host > drive)
		rule_broken(ide->env->rules, RULE_IDE_TIMING,
			    "ETC %02X is ultra DMA %u, drive %u is set to %u", code, host,
			    ide->ata.active & 1, drive);
	/* Whoever sends makes the pace. */
	return (uint64_t)word_ns[ata_dma_is_write(&ide->ata) ? host : drive] * sectors *
	       (DISK_SECTOR / 2);
}

static uint64_t multiword_ns(struct ide *ide, uint32_t sectors)
{
	static const uint8_t floor[3] = {0x67, 0x21, 0x20};
	const struct ata_drive *d = &ide->ata.drive[ide->ata.active & 1];
	uint8_t code = data_code(ide, ide->ata.active & 1);
	unsigned mode = d->dma_mode & 7;

	if (mode > 2)
		mode = 2;
	if (faster(code, floor[mode]))
		rule_broken(ide->env->rules, RULE_IDE_TIMING,
			    "DTC %02X moves DMA data of drive %u in %u ns, multiword mode %u is "
			    "set",
			    code, ide->ata.active & 1, cycle_clocks(code) * CLOCK_NS, mode);
	return (uint64_t)cycle_clocks(code) * CLOCK_NS * sectors * (DISK_SECTOR / 2);
}

uint64_t ide_dma_ns(void *opaque, uint32_t sectors)
{
	struct ide *ide = opaque;
	unsigned n = ide->ata.active & 1;
	uint8_t code = (uint8_t)(gld_get(&ide->gld, 0x14) >> (24 - 8 * n));
	bool host_ultra = (code & 0xc0) == 0xc0;
	bool drive_ultra = ide->ata.drive[n].dma_mode & 0x40;

	if (host_ultra != drive_ultra) {
		rule_broken(ide->env->rules, RULE_IDE_MODE,
			    "ETC %02X has ultra DMA %s, drive %u is set to %s DMA", code,
			    host_ultra ? "on" : "off", n, drive_ultra ? "ultra" : "multiword");
		return UINT64_MAX; /* they wait for each other's strobes */
	}
	return host_ultra ? ultra_ns(ide, code, sectors) : multiword_ns(ide, sectors);
}
