/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small whole board for register-level tests: one module, a card in a slot, an empty flash. */
#ifndef TESTS_GEODESIM_GEODELINK_GEODE_BENCH_H
#define TESTS_GEODESIM_GEODELINK_GEODE_BENCH_H

#include <stdlib.h>
#include <string.h>

#include "board/spd.h"
#include "machine/geode.h"

#define BENCH_FLASH   (UINT32_C(512) << 10)
#define BENCH_CARD    12 /* device number of the card */
#define BENCH_LINE    1	 /* its INTA# is INTB# of the board, on GPIO7 */
#define BENCH_CPUPORT 3

struct geode_bench {
	struct geode *g;
	struct geode_config cfg;
	uint8_t *rom;
	uint8_t spd[SPD_BYTES];
	char err[200];
};

/* Returns 0; -1 with the reason in err. Code goes to rom before geode_bench_on(). */
static inline int geode_bench_init(struct geode_bench *b)
{
	struct spd_geometry geometry;

	memset(b, 0, sizeof(*b));
	b->rom = malloc(BENCH_FLASH);
	if (!b->rom || spd_for_size(32, 400, &geometry) || spd_build(&geometry, b->spd))
		return -1;
	memset(b->rom, 0xff, BENCH_FLASH);
	b->cfg = (struct geode_config){
		.name = "test/bench",
		.cpu = CPU_GEODE_LX,
		.boot_straps = 0x17,
		.pci_hz = 33333333,
		.dimm = {{.spd = b->spd, .spd_address = 0x50}},
		.flash = lpcflash_find("SST49LF040B"),
		.rom = b->rom,
		.int_gpio = {0, 7, 12, 13},
		.uart_wired = {true, true},
		.serial = {GEODE_UART_SB1, GEODE_UART_SB2},
		.power_button = true,
		.dram_seed = 1,
	};
	b->cfg.pci[0] = (struct geode_pci){
		.kind = GEODE_PCI_GENERIC,
		.name = "card",
		.device = BENCH_CARD,
		.line = {BENCH_LINE, GEODE_NONE, GEODE_NONE, GEODE_NONE},
		.generic = {.vendor = 0x1234,
			    .device = 0x5678,
			    .pin = 1,
			    .bar = {{PCI_BAR_MEMORY, 4096}, {PCI_BAR_IO, 32}}},
	};
	b->cfg.led[0] = (struct geode_led){.name = "led", .gpio = 6, .active_low = true};
	b->cfg.button[0] = (struct geode_button){.name = "reset", .gpio = 24, .active_low = true};
	return b->cfg.flash ? 0 : -1;
}

static inline int geode_bench_on(struct geode_bench *b)
{
	b->g = geode_new(&b->cfg, b->err, sizeof(b->err));
	return b->g ? 0 : -1;
}

static inline void geode_bench_free(struct geode_bench *b)
{
	geode_free(b->g);
	free(b->rom);
}

/* What the processor would do. */
static inline uint64_t bench_rdmsr(struct geode_bench *b, uint32_t msr)
{
	uint64_t val = 0;

	b->g->m.msr.read(b->g->m.msr.opaque, msr, &val);
	return val;
}

static inline void bench_wrmsr(struct geode_bench *b, uint32_t msr, uint64_t val)
{
	b->g->m.msr.write(b->g->m.msr.opaque, msr, val);
}

static inline uint32_t bench_in(struct geode_bench *b, uint16_t port, unsigned size)
{
	return b->g->m.route_in(&b->g->m, port, size);
}

static inline void bench_out(struct geode_bench *b, uint16_t port, unsigned size, uint32_t val)
{
	b->g->m.route_out(&b->g->m, port, size, val);
}

static inline uint64_t bench_load(struct geode_bench *b, uint32_t addr, unsigned size)
{
	return b->g->m.route_read(&b->g->m, addr, size, 0);
}

static inline void bench_store(struct geode_bench *b, uint32_t addr, unsigned size, uint64_t val)
{
	b->g->m.route_write(&b->g->m, addr, size, val, 0);
}

/* The program at the reset vector; ends in HLT. */
static inline void geode_bench_code(struct geode_bench *b, const uint8_t *code, size_t size)
{
	memcpy(b->rom + BENCH_FLASH - 256, code, size);
	memcpy(b->rom + BENCH_FLASH - 16, "\xe9\x0d\xff", 3); /* jmp FF00 */
}

#endif
