/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IDENTIFY DEVICE data of a disk (ATA/ATAPI-6, table of IDENTIFY DEVICE). */
#include "parts/ata.h"

#include <string.h>

/* ATA strings: padded with spaces, two characters a word, the first in the high byte. */
static void put_string(uint16_t *word, unsigned words, const char *s)
{
	size_t n = strlen(s);

	for (unsigned i = 0; i < words * 2; i += 2) {
		uint8_t a = i < n ? (uint8_t)s[i] : ' ', b = i + 1 < n ? (uint8_t)s[i + 1] : ' ';

		word[i / 2] = (uint16_t)(a << 8 | b);
	}
}

static void put32(uint16_t *word, uint32_t val)
{
	word[0] = (uint16_t)val;
	word[1] = (uint16_t)(val >> 16);
}

void ata_identify(const struct ata_drive *d, uint16_t w[256])
{
	uint64_t sectors = d->disk.sectors, cylinders = sectors / (16 * 63);
	uint32_t lba28 = sectors > 0x0fffffff ? 0x0fffffff : (uint32_t)sectors;
	static const uint16_t pio_ns[5] = {600, 383, 240, 180, 120};
	static const uint16_t multiword_ns[3] = {480, 150, 120};
	uint8_t sum = 0;

	memset(w, 0, 256 * sizeof(*w));
	if (cylinders > 16383)
		cylinders = 16383;
	w[0] = 0x0040; /* fixed disk */
	w[1] = (uint16_t)cylinders;
	w[3] = 16;
	w[6] = 63;
	put_string(&w[10], 10, d->serial);
	put_string(&w[23], 4, "1.0");
	put_string(&w[27], 20, d->model);
	w[47] = 0x8000 | ATA_MULTIPLE_MAX;
	w[49] = d->mwdma_max >= 0 || d->udma_max >= 0 ? 0x0f00 : 0x0e00; /* IORDY, LBA, DMA */
	w[50] = 0x4000;
	w[53] = 7; /* words 54-58, 64-70 and 88 are valid */
	w[54] = (uint16_t)(d->sectors_per_track && d->heads
				   ? cylinders * 16 * 63 / (d->heads * d->sectors_per_track)
				   : 0);
	w[55] = (uint16_t)d->heads;
	w[56] = (uint16_t)d->sectors_per_track;
	put32(&w[57], (uint32_t)w[54] * w[55] * w[56]);
	w[59] = d->multiple ? (uint16_t)(0x100 | d->multiple) : 0;
	put32(&w[60], lba28);
	w[63] = (uint16_t)((1u << (d->mwdma_max + 1)) - 1);
	if ((d->dma_mode & 0x60) == 0x20)
		w[63] |= (uint16_t)(0x100 << (d->dma_mode & 7));
	w[64] = (uint16_t)(d->pio_max > 2 ? (1u << (d->pio_max - 2)) - 1 : 0); /* modes 3, 4 */
	w[65] = w[66] = d->mwdma_max >= 0 ? multiword_ns[d->mwdma_max] : 0;
	w[67] = w[68] = pio_ns[d->pio_max];
	w[80] = 0x7e;	/* ATA-1 to ATA-6 */
	w[82] = 0x0028; /* write cache, power management */
	w[83] = 0x7400; /* FLUSH CACHE (EXT), 48-bit */
	w[84] = 0x4000;
	w[85] = (uint16_t)(0x0008 | (d->write_cache ? 0x20 : 0));
	w[86] = 0x3400;
	w[87] = 0x4000;
	w[88] = (uint16_t)((1u << (d->udma_max + 1)) - 1);
	if (d->dma_mode & 0x40)
		w[88] |= (uint16_t)(0x100 << (d->dma_mode & 7));
	w[93] = 0x600b; /* 80-wire cable seen, drive 0 passed */
	for (unsigned i = 0; i < 4; i++)
		w[100 + i] = (uint16_t)(sectors >> (16 * i));
	w[255] = 0x00a5;
	for (unsigned i = 0; i < 256; i++)
		sum = (uint8_t)(sum + (w[i] & 0xff) + (w[i] >> 8));
	w[255] |= (uint16_t)((uint8_t)-sum << 8);
}
