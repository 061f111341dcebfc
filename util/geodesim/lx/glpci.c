/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLPCI (LX data book 6.15, 6.16): configuration mechanism 1, inbound regions, MSRs over PCI. */
#include "lx/glpci.h"

#include <inttypes.h>
#include <string.h>

#include "cpu/cpu.h"
#include "strict/rules.h"

#define BITS(hi, lo) ((UINT64_MAX >> (63 - (hi))) & (UINT64_MAX << (lo)))
#define PAGE_BYTES   UINT32_C(4096)
#define FIXED_BASE   UINT32_C(0xa0000)
#define FIXED_END    UINT32_C(0x100000)

/* What a cycle on PCI takes, 30 ns a clock (doc/simulator.md). */
enum { CYCLE_NS = 180, DATA_NS = 30, CONFIG_NS = 240, MSR_NS = 3 * CONFIG_NS };

enum {
	CAP = 0x2000,
	CONFIG,
	SMI,
	ERROR,
	PM,
	DIAG,
	CTRL = 0x2010,
	ARB,
	PBUS,
	REN = 0x2014,
	A0_BF,
	C0_DF,
	E0_FF,
	R0,
	EXTMSR = 0x201e,
	SPARE,
};

/* Properties of a region or chunk. */
enum { PROP_DD = 2, PROP_WP = 4, PROP_EN = 0x100 };

#define CTRL_ME	 1u
#define SMI_VPHM 8u
#define SMI_VPHE (UINT64_C(1) << 19)

static uint64_t msr(const struct glpci *p, uint32_t index)
{
	return gld_get(&p->gld, index);
}

/* Levels of the unmasked errors. A trapped configuration cycle is answered synchronously. */
static void update_lines(struct glpci *p)
{
	uint64_t smi = msr(p, SMI) & ~SMI_VPHE, err = msr(p, ERROR);

	signal_set(&p->asmi, smi >> 16 & ~smi & 0x3f);
	signal_set(&p->aerr, err >> 16 & ~err & 0x7f);
}

static void status_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update_lines(f->owner);
}

#define REGION(n)                                                    \
	{                                                            \
		.name = "R" #n, .addr = R0 + (n), .width = 64,       \
		.reserved = BITS(43, 32) | BITS(11, 9) | BITS(7, 6), \
		.unmodelled = BITS(5, 3) | BITS(0, 0)                \
	}

/*
 * Unmodelled: priorities, clock gating, DIAG, FIFO thresholds, time-outs, combining and arbitration
 * (the order and speed of transactions, one at a time here); of the properties those about
 * prefetching, write combining and caching.
 */
static const struct reg regs[] = {
	{.name = "GLD_MSR_CAP", .addr = CAP, .width = 64, .reset = 0x105400, .ro = ~0ULL},
	{.name = "GLD_MSR_CONFIG", .addr = CONFIG, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLD_MSR_SMI",
	 .addr = SMI,
	 .width = 64,
	 .reset = 0x3f,
	 .w1c = BITS(22, 16),
	 .reserved = BITS(63, 23) | BITS(15, 7),
	 .post_write = status_written},
	{.name = "GLD_MSR_ERROR",
	 .addr = ERROR,
	 .width = 64,
	 .reset = 0x3f,
	 .w1c = BITS(22, 16),
	 .reserved = BITS(63, 23) | BITS(15, 7),
	 .post_write = status_written},
	{.name = "GLD_MSR_PM", .addr = PM, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLD_MSR_DIAG", .addr = DIAG, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLPCI_CTRL",
	 .addr = CTRL,
	 .width = 64,
	 .reset = 0x4400000000000000,
	 .unmodelled = ~(uint64_t)CTRL_ME},
	{.name = "GLPCI_ARB", .addr = ARB, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLPCI_PBUS", .addr = PBUS, .width = 64, .reserved = BITS(63, 32)},
	{.name = "GLPCI_REN", .addr = REN, .width = 64, .reserved = BITS(63, 24)},
	{.name = "GLPCI_A0_BF", .addr = A0_BF, .width = 64, .unmodelled = 0x3939393939393939},
	{.name = "GLPCI_C0_DF", .addr = C0_DF, .width = 64, .unmodelled = 0x3939393939393939},
	{.name = "GLPCI_E0_FF", .addr = E0_FF, .width = 64, .unmodelled = 0x3939393939393939},
	REGION(0),
	REGION(1),
	REGION(2),
	REGION(3),
	REGION(4),
	REGION(5),
	{.name = "GLPCI_EXT_MSR", .addr = EXTMSR, .width = 64},
	{.name = "GLPCI_SPARE", .addr = SPARE, .width = 64, .reset = 3, .unmodelled = ~0ULL},
};

static const struct reg_why why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x2010, 0x2010,
	 "thresholds, time-outs, combining: speed and order of transactions, one at a time here"},
	{0x2011, 0x2011, "arbitration: one request at a time"},
	{0x2015, 0x201d, "prefetch, write combining and caching: speed alone"},
	{0x201f, 0x201f, "spare bits"},
};
static const struct reg_table table = REG_TABLE_WHY("GLPCI", "msr", regs, why);

_Static_assert(sizeof(regs) / sizeof(regs[0]) <= GLPCI_REGS_MAX, "GLPCI registers");

void glpci_error(struct glpci *p, enum glpci_error_kind kind)
{
	const uint32_t index[] = {SMI, ERROR};

	for (unsigned n = 0; n < 2; n++) {
		uint64_t val = msr(p, index[n]);

		if (!(val >> kind & 1))
			gld_set(&p->gld, index[n], val | UINT64_C(1) << (16 + kind));
	}
	update_lines(p);
}

/* MSRs: without fields left its own, else another PCI device's, by special configuration cycles. */
static bool target(struct glpci *p, uint32_t *address)
{
	unsigned n = *address >> 29;
	unsigned device = n ? (unsigned)(msr(p, EXTMSR) >> (8 * (n - 1))) & 31 : 0;

	env_charge_ns(p->env, MSR_NS);
	if (n && p->companion.read && device == p->companion.device(p->companion.opaque)) {
		*address = (*address & UINT32_C(0x1fffc000)) << 3 | (*address & 0x3fff);
		return true;
	}
	rule_broken(p->env->rules, RULE_EXTMSR,
		    "MSR access behind PCI with field %u, which GLPCI_EXT_MSR %016" PRIX64
		    " sends to device %u where nobody answers",
		    n, msr(p, EXTMSR), device);
	glpci_error(p, GLPCI_MASTER_ABORT);
	return false;
}

static uint64_t msr_read(void *o, uint32_t address)
{
	struct glpci *p = o;

	if (!(address >> 14))
		return gld_msr_read(&p->gld, address);
	return target(p, &address) ? p->companion.read(p->companion.opaque, address) : 0;
}

static void msr_write(void *o, uint32_t address, uint64_t val)
{
	struct glpci *p = o;

	if (!(address >> 14))
		gld_msr_write(&p->gld, address, val);
	else if (target(p, &address) && p->companion.write)
		p->companion.write(p->companion.opaque, address, val);
}

static uint64_t mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct glpci *p = o;

	(void)flags;
	env_charge_ns(p->env, size > 4 ? CYCLE_NS + DATA_NS : CYCLE_NS);
	return mem_map_read(p->mem, addr, size);
}

static void mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct glpci *p = o;

	(void)flags;
	env_charge_ns(p->env, size > 4 ? CYCLE_NS + DATA_NS : CYCLE_NS);
	mem_map_write(p->mem, addr, size, val);
}

static uint8_t *mem_page(void *o, uint32_t addr, bool write, unsigned flags)
{
	struct glpci *p = o;

	(void)flags;
	return mem_map_page(p->mem, addr, write);
}

/* Is the configuration address one of bus 0 (type 0 cycles)? */
static bool bus0(const struct glpci *p)
{
	return !(p->config_address >> 16 & 0xff);
}

/*
 * "Virtual PCI header": a configuration access to a device whose PBUS bit is set is answered by an
 * SMI handler instead of the bus.
 */
static bool trapped(struct glpci *p, unsigned flags)
{
	unsigned device = p->config_address >> 11 & 31;
	uint64_t smi = msr(p, SMI);

	if (!bus0(p) || !(msr(p, PBUS) >> device & 1) || smi & SMI_VPHM || flags & GL_DMA)
		return false;
	gld_set(&p->gld, SMI, smi | SMI_VPHE);
	update_lines(p);
	env_ssmi(p->env, false);
	return true;
}

/* Somebody on the bus to talk to? No DEVSEL# ends in a master abort. */
static bool answered(struct glpci *p)
{
	uint8_t devfn = (uint8_t)(p->config_address >> 8);

	env_charge_ns(p->env, CONFIG_NS);
	if (bus0(p) && p->bus->slot[devfn >> 3][devfn & 7])
		return true;
	glpci_error(p, GLPCI_MASTER_ABORT);
	return false;
}

static bool is_config_data(const struct glpci *p, uint16_t port)
{
	return (port & ~3) == 0xcfc && p->config_address >> 31;
}

static uint32_t io_read(void *o, uint16_t port, unsigned size, unsigned flags)
{
	struct glpci *p = o;
	uint32_t ones = size >= 4 ? UINT32_MAX : (UINT32_C(1) << (size * 8)) - 1;

	if (port == 0xcf8 && size == 4)
		return p->config_address;
	if (is_config_data(p, port)) {
		if (trapped(p, flags) || !answered(p))
			return ones;
		return pci_config_read(p->bus, (uint8_t)(p->config_address >> 8),
				       (uint8_t)((p->config_address & 0xfc) | (port & 3)), size);
	}
	env_charge_ns(p->env, CYCLE_NS);
	return io_map_read(p->io, port, size);
}

static void io_write(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	struct glpci *p = o;

	if (port == 0xcf8 && size == 4) {
		p->config_address = val & 0x80fffffc;
		return;
	}
	if (is_config_data(p, port)) {
		if (!trapped(p, flags) && answered(p))
			pci_config_write(p->bus, (uint8_t)(p->config_address >> 8),
					 (uint8_t)((p->config_address & 0xfc) | (port & 3)), size,
					 val);
		return;
	}
	env_charge_ns(p->env, CYCLE_NS);
	io_map_write(p->io, port, size, val);
}

struct gl_device glpci_device(struct glpci *p)
{
	return (struct gl_device){
		.name = "GLPCI",
		.opaque = p,
		.msr_read = msr_read,
		.msr_write = msr_write,
		.mem_read = mem_read,
		.mem_write = mem_write,
		.mem_page = mem_page,
		.io_read = io_read,
		.io_write = io_write,
		.asmi = &p->asmi,
		.aerr = &p->aerr,
	};
}

/* Properties of the region that answers an inbound address, with PROP_EN; 0: none does. */
static unsigned region(const struct glpci *p, uint32_t addr)
{
	if (!(msr(p, CTRL) & CTRL_ME))
		return 0;
	if (addr >= FIXED_BASE && addr < FIXED_END) {
		unsigned n = (addr - FIXED_BASE) >> 14;

		if (msr(p, REN) >> n & 1)
			return PROP_EN | (msr(p, A0_BF + n / 8) >> (8 * (n % 8)) & 0x3f);
	}
	for (unsigned n = 0; n < GLPCI_REGIONS; n++) {
		uint64_t val = msr(p, R0 + n);
		uint32_t page = addr >> 12;

		if (val & PROP_EN && page >= (val >> 12 & 0xfffff) && page <= val >> 44)
			return (unsigned)val & 0x13f;
	}
	return 0;
}

bool glpci_claims(const struct glpci *p, uint32_t addr)
{
	return region(p, addr) != 0;
}

uint8_t *glpci_inbound_page(struct glpci *p, uint32_t addr, bool write)
{
	unsigned prop = region(p, addr);

	if (!prop || prop & PROP_DD || (write && prop & PROP_WP) || !p->memory_page)
		return NULL;
	return p->memory_page(p->memory_opaque, addr, write);
}

static bool abort_dma(struct glpci *p, uint32_t addr, bool write)
{
	rule_broken(p->env->rules, RULE_DMA_OUTSIDE, "bus master %s %08" PRIX32 "%s",
		    write ? "writes" : "reads", addr & ~(PAGE_BYTES - 1),
		    msr(p, CTRL) & CTRL_ME ? ", in no region" : " while GLPCI_CTRL.ME is 0");
	glpci_error(p, GLPCI_MASTER_ABORT);
	return false;
}

/* One run within a page. */
static bool dma_run(struct glpci *p, uint32_t addr, uint8_t *in, const uint8_t *out, uint32_t len)
{
	unsigned prop = region(p, addr);
	struct dma_if to = p->memory;

	if (prop & PROP_DD || (prop & PROP_WP && out)) {
		if (in)
			memset(in, 0xff, len);
		return out && prop & PROP_DD; /* taken and thrown away */
	}
	if (!prop) {
		to = mem_map_dma(p->mem);
		if (!mem_map_find(p->mem, addr)) {
			if (in)
				memset(in, 0xff, len);
			return abort_dma(p, addr, out);
		}
	}
	return in ? to.read(to.opaque, addr, in, len) : to.write(to.opaque, addr, out, len);
}

static bool dma(struct glpci *p, uint32_t addr, uint8_t *in, const uint8_t *out, uint32_t len)
{
	bool ok = true;

	while (len) {
		uint32_t n = PAGE_BYTES - addr % PAGE_BYTES;

		if (n > len)
			n = len;
		ok &= dma_run(p, addr, in, out, n);
		in = in ? in + n : NULL;
		out = out ? out + n : NULL;
		addr += n;
		len -= n;
	}
	return ok;
}

static bool dma_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	return dma(o, addr, buf, NULL, len);
}

static bool dma_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	return dma(o, addr, NULL, buf, len);
}

struct dma_if glpci_dma(struct glpci *p)
{
	return (struct dma_if){.opaque = p, .read = dma_read, .write = dma_write};
}

void glpci_init(struct glpci *p, const struct env *env, struct pci_bus *bus, struct io_map *io,
		struct mem_map *mem)
{
	memset(p, 0, sizeof(*p));
	p->env = env;
	p->bus = bus;
	p->io = io;
	p->mem = mem;
	signal_init(&p->asmi, "glpci.asmi");
	signal_init(&p->aerr, "glpci.aerr");
	gld_init(&p->gld, env, &table, p, p->value, p->cover, 0x50000000, 0);
}

void glpci_reset(struct glpci *p)
{
	reg_file_reset(&p->gld.regs);
	p->config_address = 0;
	update_lines(p);
}

const struct reg_file *glpci_regs(const struct glpci *p, unsigned n)
{
	return n == 0 ? &p->gld.regs : NULL;
}
