/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cells of a DDR module: undefined until written, lost with power, sometimes broken. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "lx/dram.h"

#define PAGE 4096u

/* SplitMix64's finisher: every bit of the place reaches every bit of the result. */
uint64_t dram_noise(uint64_t seed, uint64_t place)
{
	uint64_t x = seed + place * UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

int dram_cells_init(struct dram_cells *c, uint64_t size, uint64_t seed)
{
	void *bytes;

	*c = (struct dram_cells){.size = size, .seed = seed};
	if (!size)
		return 0;
	bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (bytes == MAP_FAILED)
		return -1;
	c->bytes = bytes;
	c->made = calloc(size / PAGE / 64 + 1, sizeof(*c->made));
	if (!c->made) {
		dram_cells_free(c);
		return -1;
	}
	return 0;
}

void dram_cells_free(struct dram_cells *c)
{
	if (c->bytes)
		munmap(c->bytes, c->size);
	free(c->made);
	*c = (struct dram_cells){0};
}

void dram_cells_lose(struct dram_cells *c)
{
	c->generation++;
	if (c->made)
		memset(c->made, 0, (c->size / PAGE / 64 + 1) * sizeof(*c->made));
}

/* Give a page its undefined contents at the first touch. */
static uint8_t *page_of(struct dram_cells *c, uint64_t page)
{
	uint8_t *bytes = c->bytes + page * PAGE;
	uint64_t bit = UINT64_C(1) << page % 64;
	uint64_t seed = dram_noise(c->seed, c->generation);

	if (!(c->made[page / 64] & bit)) {
		c->made[page / 64] |= bit;
		for (unsigned n = 0; n < PAGE / 8; n++) {
			uint64_t word = dram_noise(seed, page * (PAGE / 8) + n);

			memcpy(bytes + 8 * n, &word, sizeof(word));
		}
	}
	return bytes;
}

uint8_t *dram_cells_page(struct dram_cells *c, uint64_t offset)
{
	if (offset >= c->size)
		return NULL;
	for (unsigned n = 0; n < c->faults; n++) {
		if (c->fault[n].offset / PAGE == offset / PAGE)
			return NULL;
	}
	return page_of(c, offset / PAGE);
}

uint64_t dram_cells_read(struct dram_cells *c, uint64_t offset, unsigned size)
{
	uint64_t val = 0;

	if (offset + size > c->size)
		return UINT64_MAX;
	memcpy(&val, page_of(c, offset / PAGE) + offset % PAGE, size);
	for (unsigned n = 0; n < c->faults; n++) {
		const struct dram_fault *f = &c->fault[n];

		if (f->offset >= offset && f->offset < offset + size) {
			uint64_t bit = UINT64_C(1) << (8 * (f->offset - offset) + f->bit);

			val = f->level ? val | bit : val & ~bit;
		}
	}
	return val;
}

void dram_cells_write(struct dram_cells *c, uint64_t offset, unsigned size, uint64_t val)
{
	if (offset + size <= c->size)
		memcpy(page_of(c, offset / PAGE) + offset % PAGE, &val, size);
}
