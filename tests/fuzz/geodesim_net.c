/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the Ethernet chip: registers, rings, frames from and to a user-mode network. */
#include <stdlib.h>
#include <string.h>

#include "parts/net_user.h"
#include "parts/vt6105m.h"
#include "strict/rules.h"
#include "geodesim_bench.h"
#include "input.h"

#define OPS_MAX	 300u
#define STEP_MAX 1000000u /* core clocks: 2 ms */
#define DEVFN	 (9 << 3)
#define IO	 0x1000
#define MMIO	 UINT32_C(0xe0000000)

struct bench {
	struct clock clock;
	uint64_t now;
	struct trace trace;
	struct rules rules;
	struct env env;
	struct io_map io;
	struct mem_map mem;
	struct pci_bus bus;
	struct vt6105m nic;
	struct net_user net;
	uint8_t memory[MEMORY_BYTES];
};

static uint64_t now(void *o)
{
	return ((struct bench *)o)->now;
}

static void from_network(void *o, const uint8_t *frame, size_t size)
{
	net_deliver(&((struct bench *)o)->net.net, frame, size);
}

static void pass_time(struct bench *b, uint32_t clocks)
{
	run_until(&b->clock, &b->now, b->now + clocks % STEP_MAX);
	net_user_poll(&b->net, from_network, b);
}

/* A descriptor that could work: it owns, its pieces are marked. */
static void describe(struct bench *b, struct input *in)
{
	uint32_t at = take(in, 1) * 16, flags = take(in, 1);
	uint32_t desc[4] = {0x80000000 | take(in, 1) << 16,
			    (flags & 0x3f) << 18 | take(in, 2) % 0x800, take(in, 2), 0};

	desc[3] = flags & 0x40 ? at + 16 : take(in, 1) * 16;
	if (flags & 0x80)
		desc[0] &= 0x7fffffff;
	memcpy(b->memory + at, desc, sizeof(desc));
}

static void frame(struct bench *b, struct input *in, uint32_t kind)
{
	uint8_t bytes[VT6105M_FRAME_MAX] = {0};
	uint32_t size = take(in, 2) % (sizeof(bytes) + 1), given = take(in, 1) & 0x3f;

	memset(bytes, kind & 1 ? 0xff : 0, 6);
	for (uint32_t n = 0; n < given && n < size; n++)
		bytes[kind & 2 ? n : n + 12] = (uint8_t)take(in, 1);
	if (kind & 4 && size >= 14 && size <= NET_FRAME_MAX)
		net_send(&b->net.net, bytes, size); /* straight at the network */
	else
		vt6105m_wire(&b->nic, bytes, size, (uint16_t)take(in, 1) & 0x0e);
}

static void act(struct bench *b, struct input *in)
{
	uint32_t what = take(in, 1), kind = what >> 4, addr, len;
	unsigned size = 1u << kind % 3;

	switch (what & 15) {
	case 0:
	case 1:
	case 2: mem_map_write(&b->mem, MMIO + take(in, 1), size, take(in, 4)); break;
	case 3: mem_map_read(&b->mem, MMIO + take(in, 1), size); break;
	case 4: io_map_write(&b->io, (uint16_t)(IO + take(in, 1)), size, take(in, 4)); break;
	case 5: io_map_read(&b->io, (uint16_t)(IO + take(in, 1)), size); break;
	case 6: pci_config_write(&b->bus, DEVFN, (uint8_t)take(in, 1), size, take(in, 4)); break;
	case 7: pci_config_read(&b->bus, DEVFN, (uint8_t)take(in, 1), size); break;
	case 8:
	case 9: describe(b, in); break;
	case 10:
		addr = take(in, 2);
		for (len = take(in, 1) & 0x7f; len; len--)
			b->memory[addr++ % MEMORY_BYTES] = (uint8_t)take(in, 1);
		break;
	case 11: frame(b, in, kind); break;
	case 12: net_link(&b->net.net, kind & 1); break;
	case 13: vt6105m_fail_tx(&b->nic, (uint16_t)(1u << (8 + kind % 4)), kind); break;
	case 14: /* start both rings */
		mem_map_write(&b->mem, MMIO + 0x18, 4, take(in, 1) * 16);
		mem_map_write(&b->mem, MMIO + 0x1c, 4, take(in, 1) * 16);
		mem_map_write(&b->mem, MMIO + 0x06, 1, 0x1f);
		mem_map_write(&b->mem, MMIO + 0x08, 2, 0x003a | kind << 8);
		break;
	default: pass_time(b, take(in, 3)); break;
	}
}

static void set_up(struct bench *b)
{
	static const uint8_t mac[6] = {0x00, 0x0d, 0xb9, 1, 2, 3};
	const struct net_user_config shut = {.file = "f"};
	struct dma_if dma = memory_dma(b->memory);

	clock_init(&b->clock, 500000000, now, NULL, b);
	trace_init(&b->trace, &b->clock);
	rules_init(&b->rules, &b->trace);
	b->env = (struct env){.clock = &b->clock, .trace = &b->trace, .rules = &b->rules};
	io_map_init(&b->io);
	mem_map_init(&b->mem, NULL, NULL);
	pci_bus_init(&b->bus, &b->trace);
	vt6105m_init(&b->nic, "nic", &b->env, mac, dma, &b->io, &b->mem);
	pci_bus_add(&b->bus, &b->nic.fn, DEVFN >> 3, 0);
	vt6105m_reset(&b->nic);
	if (net_user_init(&b->net, &b->clock, &shut))
		abort();
	vt6105m_plug(&b->nic, &b->net.net);
	pci_config_write(&b->bus, DEVFN, 0x10, 4, IO);
	pci_config_write(&b->bus, DEVFN, 0x14, 4, MMIO);
	pci_config_write(&b->bus, DEVFN, 0x04, 2, 7);
	io_map_write(&b->io, IO + 0x7b, 1, 0x80);
	b->now = 2000000000; /* autonegotiation is over */
	clock_run_due(&b->clock);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bench *b = calloc(1, sizeof(*b));
	struct input in = {data, data + size};

	if (!b)
		return 0;
	set_up(b);
	for (unsigned n = 0; n < OPS_MAX && in.at < in.end; n++)
		act(b, &in);
	pass_time(b, STEP_MAX - 1);
	net_user_free(&b->net);
	rules_free(&b->rules);
	free(b);
	return 0;
}
