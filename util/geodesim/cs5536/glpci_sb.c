/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GLPCI_SB (CS5536 sheet 1.6, 1.8, 1.11): header, MSR window, inbound cycles, serial packets. */
#include "cs5536/glpci_sb.h"

#include <inttypes.h>
#include <string.h>

#include "cpu/cpu.h"
#include "strict/rules.h"

#define BITS(hi, lo)   ((UINT64_MAX >> (63 - (hi))) & (UINT64_MAX << (lo)))
#define PORT_ON_GLIU   1
#define DEFAULT_DEVICE 15

/* The subtractive agent answers three clocks of 30 ns later than others (doc/simulator.md). */
enum { SUBTRACTIVE_NS = 90 };

enum {
	CAP,
	CONFIG,
	SMI,
	ERROR,
	PM,
	DIAG,
	CTRL = 0x10,
	R0 = 0x20,
	PCIHEAD = 0x30,
	PCIHEAD_4 = 0x34,
};

#define CTRL_ME	    1u
#define CTRL_IE	    2u
#define CTRL_CISM   0x18u
#define CISM_MODE_C 0x10u
#define SMI_SSMM    4u

enum { WINDOW_CTRL = PCI_HEADER_COUNT, WINDOW_ADDR, WINDOW_LO, WINDOW_HI };

static uint64_t msr(const struct glpci_sb *p, uint32_t index)
{
	return gld_get(&p->gld, index);
}

bool glpci_sb_mode_c(const struct glpci_sb *p)
{
	return (msr(p, CTRL) & CTRL_CISM) == CISM_MODE_C;
}

/* A packet goes out whenever something changes; before mode C the pin is plain SUSP#. */
static void send_packet(struct glpci_sb *p)
{
	bool on = glpci_sb_mode_c(p);
	uint64_t smi = msr(p, SMI);

	signal_set(&p->cis_intr, on && p->intr.level);
	signal_set(&p->cis_nmi, on && p->nmi.level);
	signal_set(&p->cis_smi, on && (p->gliu->asmi.level || (smi >> 16 & smi & 0x7f)));
}

static void input_changed(void *o, bool level)
{
	(void)level;
	send_packet(o);
}

static void written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	send_packet(f->owner);
}

/* CTRL's latency byte is the header's latency timer. */
static void ctrl_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glpci_sb *p = f->owner;

	reg_poke(&p->fn.regs, PCI_LATENCY, val >> 32 & 0xff);
	written(f, i, old, val);
}

static uint64_t ctrl_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct glpci_sb *p = f->owner;

	(void)i;
	return (val & ~BITS(39, 32)) | reg_peek(&p->fn.regs, PCI_LATENCY) << 32;
}

/* MSRs 30h-33h show the header's first 16 bytes. */
static uint64_t pcihead_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct glpci_sb *p = f->owner;
	const struct reg_file *h = &p->fn.regs;

	(void)val;
	switch (f->table->reg[i].addr) {
	case PCIHEAD: return reg_peek(h, PCI_ID);
	case PCIHEAD + 1: return reg_peek(h, PCI_COMMAND) | reg_peek(h, PCI_STATUS) << 16;
	case PCIHEAD + 2: return reg_peek(h, PCI_CLASS);
	default:
		return reg_peek(h, PCI_CACHE_LINE) | reg_peek(h, PCI_LATENCY) << 8 |
		       reg_peek(h, PCI_HEADER_TYPE) << 16 | reg_peek(h, PCI_BIST) << 24;
	}
}

#define REGION(n)                                                                  \
	{                                                                          \
		.name = "R" #n, .addr = R0 + (n), .width = 64, .unmodelled = ~0ULL \
	}
#define HEAD(n, label)                                                            \
	{                                                                         \
		.name = (label), .addr = PCIHEAD + (n), .width = 64, .ro = ~0ULL, \
		.read = pcihead_read                                              \
	}

/*
 * Unmodelled: priorities, clock gating, DIAG, FIFO thresholds and write posting of CTRL; regions,
 * which only make the decode positive (what nobody claims arrives here anyway).
 */
static const struct reg regs[] = {
	{.name = "GLD_MSR_CAP", .addr = CAP, .width = 64, .reset = 0x505000, .ro = ~0ULL},
	{.name = "GLD_MSR_CONFIG", .addr = CONFIG, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLD_MSR_SMI",
	 .addr = SMI,
	 .width = 64,
	 .w1c = BITS(22, 16),
	 .reserved = BITS(63, 23) | BITS(15, 7),
	 .post_write = written},
	{.name = "GLD_MSR_ERROR",
	 .addr = ERROR,
	 .width = 64,
	 .w1c = BITS(22, 16),
	 .reserved = BITS(63, 23) | BITS(15, 7)},
	{.name = "GLD_MSR_PM", .addr = PM, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLD_MSR_DIAG", .addr = DIAG, .width = 64, .unmodelled = ~0ULL},
	{.name = "GLPCI_CTRL",
	 .addr = CTRL,
	 .width = 64,
	 .reset = 0x4400000000000003,
	 .unmodelled = ~(BITS(39, 32) | CTRL_CISM | CTRL_IE | CTRL_ME),
	 .post_write = ctrl_written,
	 .read = ctrl_read},
	REGION(0),
	REGION(1),
	REGION(2),
	REGION(3),
	REGION(4),
	REGION(5),
	REGION(6),
	REGION(7),
	REGION(8),
	REGION(9),
	REGION(10),
	REGION(11),
	REGION(12),
	REGION(13),
	REGION(14),
	REGION(15),
	HEAD(0, "PCIHEAD_BYTE0_3"),
	HEAD(1, "PCIHEAD_BYTE4_7"),
	HEAD(2, "PCIHEAD_BYTE8_B"),
	HEAD(3, "PCIHEAD_BYTEC_F"),
	/* Saved over suspend by known firmware, named by nobody. */
	{.name = "PCIHEAD_34", .addr = PCIHEAD_4, .width = 64, .ro = ~0ULL, .probed = true},
};

static const struct reg_why why[] = {
	GLD_WHY_CONFIG(0),
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	{0x10, 0x10,
	 "FIFO thresholds and write posting: order and speed, one transaction at a time here"},
	{0x20, 0x2f,
	 "regions only make the decode positive: what nobody claims arrives here anyway"},
};
static const struct reg_table table = REG_TABLE_WHY("GLPCI_SB", "msr", regs, why);

_Static_assert(sizeof(regs) / sizeof(regs[0]) <= GLPCI_SB_REGS_MAX, "GLPCI_SB registers");

uint64_t glpci_sb_msr_read(void *o, uint32_t address)
{
	struct glpci_sb *p = o;

	if (!(address >> 14))
		return gld_msr_read(&p->gld, address);
	return gliu_msr_read(p->gliu, PORT_ON_GLIU, address);
}

void glpci_sb_msr_write(void *o, uint32_t address, uint64_t val)
{
	struct glpci_sb *p = o;

	if (!(address >> 14))
		gld_msr_write(&p->gld, address, val);
	else
		gliu_msr_write(p->gliu, PORT_ON_GLIU, address, val);
}

/* The MSR window: address in F4h; F8h is the low half (reading it does the access), FCh the high
 * half (writing it does). */
static bool window_on(const struct glpci_sb *p)
{
	return reg_peek(&p->fn.regs, WINDOW_CTRL) & 1;
}

static struct glpci_sb *of_header(struct reg_file *f)
{
	return (struct glpci_sb *)((char *)f->owner - offsetof(struct glpci_sb, fn));
}

static uint64_t window_lo_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct glpci_sb *p = of_header(f);

	(void)i;
	if (!window_on(p))
		return val;
	p->window = glpci_sb_msr_read(p, (uint32_t)reg_peek(f, WINDOW_ADDR));
	reg_poke(f, WINDOW_HI, p->window >> 32);
	return p->window & UINT32_MAX;
}

static void window_hi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct glpci_sb *p = of_header(f);

	(void)i;
	(void)old;
	if (window_on(p))
		glpci_sb_msr_write(p, (uint32_t)reg_peek(f, WINDOW_ADDR),
				   val << 32 | reg_peek(f, WINDOW_LO));
}

/* The class is not on record, only that it is not 0601h; here: other bridge. */
static const struct reg header_regs[] = {
	PCI_HEADER_REGS(0x208f1022, 0x06800000, 0x0147, 0x00, 0x00),
	[WINDOW_CTRL] = {.name = "MSR_CTRL", .addr = 0xf0, .width = 32},
	[WINDOW_ADDR] = {.name = "MSR_ADDR", .addr = 0xf4, .width = 32},
	[WINDOW_LO] = {.name = "MSR_DATA_LO",
		       .addr = 0xf8,
		       .width = 32,
		       .side_effect = true,
		       .read = window_lo_read},
	[WINDOW_HI] = {.name = "MSR_DATA_HI",
		       .addr = 0xfc,
		       .width = 32,
		       .post_write = window_hi_written},
};

static const struct reg_table header_table = REG_TABLE("GLPCI_SB header", "pci", header_regs);

_Static_assert(sizeof(header_regs) / sizeof(header_regs[0]) <= GLPCI_SB_HEADER_MAX,
	       "GLPCI_SB header");

bool glpci_sb_ssmi(struct glpci_sb *p)
{
	uint64_t smi = msr(p, SMI);

	if (!(smi & SMI_SSMM))
		return false;
	gld_set(&p->gld, SMI, smi | SMI_SSMM << 16);
	send_packet(p);
	return glpci_sb_mode_c(p);
}

unsigned glpci_sb_idsel(void *o)
{
	return ((struct glpci_sb *)o)->fn.device;
}

static void move_header(struct glpci_sb *p, unsigned device)
{
	if (p->bus->slot[p->fn.device][0] == &p->fn)
		p->bus->slot[p->fn.device][0] = NULL;
	p->fn.device = (uint8_t)device;
	p->bus->slot[device][0] = &p->fn;
}

/* The first dword written to port 0 after reset names the address line used as IDSEL: AD(11) to
 * AD(31) for devices 1 to 21. */
static void idsel_write(struct glpci_sb *p, uint32_t val)
{
	unsigned line = 0;

	p->idsel_written = true;
	while (line < 32 && !(val >> line & 1))
		line++;
	if (line < 11 || line > 31 || val != UINT32_C(1) << line) {
		rule_broken(p->env->rules, RULE_REFUSED,
			    "IDSEL of the CS5536 set to %08" PRIX32 ", which is no address line",
			    val);
		return;
	}
	move_header(p, line - 10);
}

static uint32_t io_read(void *o, uint16_t port, unsigned size)
{
	struct glpci_sb *p = o;

	if (!(msr(p, CTRL) & CTRL_IE))
		return UINT32_MAX;
	env_charge_ns(p->env, SUBTRACTIVE_NS);
	return gliu_io_read(p->gliu, PORT_ON_GLIU, port, size, 0);
}

static void io_write(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct glpci_sb *p = o;

	if (!(msr(p, CTRL) & CTRL_IE))
		return;
	env_charge_ns(p->env, SUBTRACTIVE_NS);
	if (port == 0 && size == 4 && !p->idsel_written)
		idsel_write(p, val);
	else
		gliu_io_write(p->gliu, PORT_ON_GLIU, port, size, val, 0);
}

struct io_if glpci_sb_io(struct glpci_sb *p)
{
	return (struct io_if){.opaque = p, .read = io_read, .write = io_write};
}

static uint64_t mem_read(void *o, uint32_t addr, unsigned size)
{
	struct glpci_sb *p = o;

	if (!(msr(p, CTRL) & CTRL_ME))
		return UINT64_MAX;
	env_charge_ns(p->env, SUBTRACTIVE_NS);
	return gliu_mem_read(p->gliu, PORT_ON_GLIU, addr, size, 0);
}

static void mem_write(void *o, uint32_t addr, unsigned size, uint64_t val)
{
	struct glpci_sb *p = o;

	if (!(msr(p, CTRL) & CTRL_ME))
		return;
	env_charge_ns(p->env, SUBTRACTIVE_NS);
	gliu_mem_write(p->gliu, PORT_ON_GLIU, addr, size, val, 0);
}

static uint8_t *mem_page(void *o, uint32_t addr, bool write)
{
	struct glpci_sb *p = o;

	if (!(msr(p, CTRL) & CTRL_ME))
		return NULL;
	return gliu_mem_page(p->gliu, PORT_ON_GLIU, addr, write, 0);
}

struct mem_if glpci_sb_mem(struct glpci_sb *p)
{
	return (struct mem_if){.opaque = p, .read = mem_read, .write = mem_write, .page = mem_page};
}

/* Outbound, for the companion's masters. */
static uint64_t out_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct glpci_sb *p = o;
	uint64_t val = UINT64_MAX;

	(void)flags;
	if (!p->out.read || !p->out.read(p->out.opaque, addr, &val, size)) {
		gld_set(&p->gld, ERROR, msr(p, ERROR) | UINT64_C(1) << 16); /* master abort */
		return UINT64_MAX;
	}
	return val;
}

static void out_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct glpci_sb *p = o;

	(void)flags;
	if (!p->out.write || !p->out.write(p->out.opaque, addr, &val, size))
		gld_set(&p->gld, ERROR, msr(p, ERROR) | UINT64_C(1) << 16);
}

static uint8_t *out_page(void *o, uint32_t addr, bool write, unsigned flags)
{
	struct glpci_sb *p = o;

	(void)flags;
	return p->out_page ? p->out_page(p->out_opaque, addr, write) : NULL;
}

static uint64_t own_msr_read(void *o, uint32_t address)
{
	return gld_msr_read(&((struct glpci_sb *)o)->gld, address);
}

static void own_msr_write(void *o, uint32_t address, uint64_t val)
{
	gld_msr_write(&((struct glpci_sb *)o)->gld, address, val);
}

struct gl_device glpci_sb_device(struct glpci_sb *p)
{
	return (struct gl_device){
		.name = "GLPCI_SB",
		.opaque = p,
		.msr_read = own_msr_read,
		.msr_write = own_msr_write,
		.mem_read = out_read,
		.mem_write = out_write,
		.mem_page = out_page,
	};
}

void glpci_sb_init(struct glpci_sb *p, const struct env *env, struct gliu *gliu,
		   struct pci_bus *bus)
{
	memset(p, 0, sizeof(*p));
	p->env = env;
	p->gliu = gliu;
	p->bus = bus;
	signal_init(&p->intr, "cs5536.intr");
	signal_init(&p->nmi, "cs5536.nmi");
	signal_init(&p->cis_intr, "cis.intr");
	signal_init(&p->cis_nmi, "cis.nmi");
	signal_init(&p->cis_smi, "cis.smi");
	pci_function_init(&p->fn, "CS5536", &header_table, p->header, p->header_cover, env->trace);
	p->fn.regs.note = rules_reg_note;
	p->fn.regs.note_opaque = env->rules;
	pci_bus_add(bus, &p->fn, DEFAULT_DEVICE, 0);
	gld_init(&p->gld, env, &table, p, p->value, p->cover, 0x51000000, 0x2000);
	signal_connect(&p->intr, &p->hook[0], input_changed, p);
	signal_connect(&p->nmi, &p->hook[1], input_changed, p);
	signal_connect(&gliu->asmi, &p->hook[2], input_changed, p);
}

void glpci_sb_reset(struct glpci_sb *p)
{
	reg_file_reset(&p->gld.regs);
	pci_function_reset(&p->fn);
	p->idsel_written = false;
	move_header(p, DEFAULT_DEVICE);
	send_packet(p);
}

const struct reg_file *glpci_sb_regs(const struct glpci_sb *p, unsigned n)
{
	return n == 0 ? &p->gld.regs : n == 1 ? &p->fn.regs : NULL;
}
