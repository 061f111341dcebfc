/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time and memory around fuzzed parts of geodesim that have no board. */
#ifndef TESTS_FUZZ_GEODESIM_BENCH_H
#define TESTS_FUZZ_GEODESIM_BENCH_H

#include "frame/bus.h"
#include "frame/clock.h"

/** run_until - run events up to the clock @until; *@now goes along and ends there. */
static inline void run_until(struct clock *clock, uint64_t *now, uint64_t until)
{
	while (clock_next_event(clock) <= until) {
		if (clock_next_event(clock) > *now)
			*now = clock_next_event(clock);
		clock_run_due(clock);
	}
	*now = until;
}

#define MEMORY_BYTES 0x10000u
#define MEMORY_END   0xf0000000u

/* Memory repeats, so that random pointers meet something; the top of the space has none. */
static inline bool memory_read(void *memory, uint32_t addr, void *buf, uint32_t len)
{
	if (addr >= MEMORY_END)
		return false;
	for (uint32_t i = 0; i < len; i++)
		((uint8_t *)buf)[i] = ((uint8_t *)memory)[(addr + i) % MEMORY_BYTES];
	return true;
}

static inline bool memory_write(void *memory, uint32_t addr, const void *buf, uint32_t len)
{
	if (addr >= MEMORY_END)
		return false;
	for (uint32_t i = 0; i < len; i++)
		((uint8_t *)memory)[(addr + i) % MEMORY_BYTES] = ((const uint8_t *)buf)[i];
	return true;
}

/** memory_dma - bus masters' way to @memory, MEMORY_BYTES long. */
static inline struct dma_if memory_dma(uint8_t *memory)
{
	return (struct dma_if){.opaque = memory, .read = memory_read, .write = memory_write};
}

#endif
