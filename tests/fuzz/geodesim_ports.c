/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing geodesim's bare machine: port, memory, MSR and configuration accesses, keys, time. */
#include <stdlib.h>
#include <string.h>

#include "machine/bare.h"
#include "input.h"

#define ROM_BYTES 524288u

/* Ports that have something behind them come more often than the others. */
static uint16_t port(struct input *in)
{
	static const uint16_t base[] = {0x00,  0x20,  0x40,  0x60,  0x61,  0x64,  0x70,	 0x80,
					0x92,  0xa0,  0xc0,  0xf0,  0x1f0, 0x170, 0x376, 0x3f6,
					0x2f8, 0x3f8, 0x4d0, 0xcf8, 0xcfc, 0xc00, 0xc08, 0xcf9};
	uint8_t pick = (uint8_t)take(in, 1);

	if (pick >= 0xf0)
		return (uint16_t)take(in, 2);
	return (uint16_t)(base[pick % (sizeof(base) / sizeof(base[0]))] + (pick >> 5 & 7));
}

static void pass_time(struct bare *b, uint32_t clocks)
{
	cpu_add_clocks(b->m.cpu, clocks);
	clock_run_due(&b->m.clock);
	b->m.reset_wanted = MACHINE_RESET_NONE;
	machine_continue(&b->m);
}

static void act(struct bare *b, const struct cpu_bus *bus, struct input *in)
{
	uint8_t what = (uint8_t)take(in, 1);
	unsigned size = 1u << (what >> 4 & 3);
	uint32_t addr;
	uint64_t val;

	switch (what & 15) {
	case 0:
	case 1:
	case 2: bus->io_write(bus->opaque, port(in), size > 4 ? 4 : size, take(in, 4)); break;
	case 3:
	case 4: bus->io_read(bus->opaque, port(in), size > 4 ? 4 : size); break;
	case 5:
		addr = take(in, 4) & ~(size - 1);
		bus->mem_write(bus->opaque, addr, size, take(in, 4), 0);
		break;
	case 6: bus->mem_read(bus->opaque, take(in, 4) & ~(size - 1), size, 0); break;
	case 7: bus->msr_write(bus->opaque, take(in, 4), take(in, 4)); break;
	case 8: bus->msr_read(bus->opaque, take(in, 4), &val); break;
	case 9: /* flash commands */
		addr = 0u - ROM_BYTES + (take(in, 2) & 1 ? 0x5555 : take(in, 2) & 0xffff);
		bus->mem_write(bus->opaque, addr, 1, take(in, 1), 0);
		break;
	case 10: pass_time(b, take(in, 3)); break;
	case 11: bus->intr_ack(bus->opaque); break;
	case 12: kbc_key(&b->kbc, (uint16_t)take(in, 2), what & 0x80); break;
	case 13: uart16550_receive(&b->uart[0], in->at, in->at < in->end ? 1 : 0); break;
	case 14:
		bus->io_write(bus->opaque, 0xcf8, 4, 0x80000000u | (take(in, 2) & 0x1ffc));
		bus->io_write(bus->opaque, 0xcfc, 4, take(in, 4));
		break;
	default:
		machine_request_reset(&b->m, what & 0x80 ? MACHINE_RESET_HARD : MACHINE_RESET_INIT);
		b->m.reset(&b->m, b->m.reset_wanted);
		b->m.reset_wanted = MACHINE_RESET_NONE;
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, data + size};
	struct bare_config cfg = {
		.model = CPU_GEODE_LX,
		.core_hz = 500000000,
		.ram_bytes = 2 << 20,
		.post_port = 0x80,
		.rom_size = ROM_BYTES,
		.chip = lpcflash_find("SST49LF040"),
	};
	char err[128];
	struct bare *b;
	struct cpu_bus bus;

	cfg.rom = calloc(1, ROM_BYTES);
	if (!cfg.rom)
		return 0;
	b = bare_new(&cfg, err, sizeof(err));
	if (b) {
		bus = machine_bus(&b->m);
		for (unsigned n = 0; n < 2000 && in.at < in.end; n++)
			act(b, &bus, &in);
		bare_free(b);
	}
	free(cfg.rom);
	return 0;
}
