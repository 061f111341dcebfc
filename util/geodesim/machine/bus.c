/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processor's bus: routing, costs and traces of memory, port and MSR accesses. */
#include "machine/machine.h"

#include <inttypes.h>

#include "strict/rules.h"

/* A register read so often and so long by one instruction alone is read without end. */
#define POLL_READS  200000
#define POLL_SECOND UINT64_C(1000000000000)
#define POLL_PS	    (3 * POLL_SECOND)
#define DRIVE_PS    (35 * POLL_SECOND)

void machine_charge_ns(struct machine *m, unsigned ns)
{
	cpu_add_clocks(m->cpu, (unsigned)(m->clock.hz * ns / 1000000000));
}

/* An access begins: when? It ends: what did it take? */
static uint64_t begin(const struct machine *m)
{
	return m->watch ? clock_ps(&m->clock, cpu_clock(m->cpu)) : 0;
}

static void spent(const struct machine *m, enum machine_spent on, uint32_t addr, uint64_t since)
{
	if (m->watch)
		m->watch->spent(m->watch->opaque, on, addr, since);
}

/* How long a program may look at one register: it may well wait for a person, a line or a drive. */
static uint64_t patience(char space, uint32_t addr)
{
	if (space != 'i')
		return POLL_PS;
	switch (addr) {
	case 0x60:
	case 0x64:
	case 0x2ed: /* UARTs' line status */
	case 0x2fd:
	case 0x3ed:
	case 0x3fd: return UINT64_MAX;
	case 0x170 + 7: /* a drive has 31 seconds to become ready (ATA/ATAPI-6, 9.2) */
	case 0x1f0 + 7:
	case 0x376:
	case 0x3f6: return DRIVE_PS;
	default: return POLL_PS;
	}
}

/* @val: what was read. A counter that goes on is a timer, and waiting for it has an end. */
static void watch_poll(struct machine *m, char space, uint32_t addr, uint64_t val)
{
	struct machine_poll *p = &m->poll_watch;
	uint64_t now;
	uint32_t pc;

	if (!m->rules)
		return;
	pc = (uint32_t)(cpu_get_reg(m->cpu, CPU_REG_CS_BASE) + cpu_get_reg(m->cpu, CPU_REG_EIP));
	if (p->space != space || p->addr != addr || p->pc != pc || p->val != val) {
		*p = (struct machine_poll){.space = space, .addr = addr, .pc = pc, .val = val};
		return;
	}
	now = clock_ps(&m->clock, cpu_clock(m->cpu));
	if (!p->reads++)
		p->since_ps = now;
	if (p->reads < POLL_READS || now - p->since_ps < patience(space, addr))
		return;
	p->reads = 0;
	rule_broken(m->rules, RULE_UNBOUNDED_POLL,
		    "%s %08" PRIX32 " read for %u seconds on end, always %0*" PRIX64,
		    space == 'i'   ? "port"
		    : space == 's' ? "MSR"
				   : "address",
		    addr, (unsigned)(patience(space, addr) / POLL_SECOND), space == 's' ? 16 : 2,
		    val);
}

static uint8_t *mem_page(void *o, uint32_t paddr, bool write, unsigned flags)
{
	struct machine *m = o;

	if (m->route_page)
		return m->route_page(m, paddr, write, flags);
	return mem_map_page(&m->mem, paddr, write);
}

static uint64_t mem_read(void *o, uint32_t paddr, unsigned size, unsigned flags)
{
	struct machine *m = o;
	uint64_t val, since;

	if (flags & CPU_MEM_DEBUG) {
		uint8_t *page = mem_page(o, paddr & ~UINT32_C(4095), false, flags);

		val = UINT64_MAX;
		if (page && paddr % 4096 + size <= 4096)
			__builtin_memcpy(&val, page + paddr % 4096, size);
		return val; /* devices are not asked: reading them has effects */
	}
	since = begin(m);
	machine_charge_ns(m, m->cost.mmio_ns);
	val = m->route_read ? m->route_read(m, paddr, size, flags)
			    : mem_map_read(&m->mem, paddr, size);
	if (!(flags & CPU_MEM_FETCH))
		watch_poll(m, 'm', paddr, val);
	spent(m, MACHINE_MEMORY, paddr, since);
	if (trace_on(&m->trace, TRACE_MMIO))
		trace_line(&m->trace, TRACE_MMIO, "read %08" PRIX32 " size %u = %0*" PRIX64, paddr,
			   size, (int)size * 2, val);
	return val;
}

static void mem_write(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags)
{
	struct machine *m = o;
	uint64_t since;

	if (flags & CPU_MEM_DEBUG)
		return;
	since = begin(m);
	machine_charge_ns(m, m->cost.mmio_ns);
	m->poll_watch.space = 0;
	if (trace_on(&m->trace, TRACE_MMIO))
		trace_line(&m->trace, TRACE_MMIO, "write %08" PRIX32 " size %u = %0*" PRIX64, paddr,
			   size, (int)size * 2, val);
	if (m->route_write)
		m->route_write(m, paddr, size, val, flags);
	else
		mem_map_write(&m->mem, paddr, size, val);
	spent(m, MACHINE_MEMORY, paddr, since);
}

static void charge_port(struct machine *m, uint16_t port)
{
	if (port >= 0xcf8 && port <= 0xcff)
		machine_charge_ns(m, m->cost.config_ns);
	else if (port >= m->fast_io_first && port <= m->fast_io_last)
		machine_charge_ns(m, m->cost.pci_io_ns);
	else
		machine_charge_ns(m, m->cost.isa_io_ns);
}

static uint32_t io_read(void *o, uint16_t port, unsigned size)
{
	struct machine *m = o;
	uint64_t since = begin(m);
	uint32_t val;

	charge_port(m, port);
	val = m->route_in ? m->route_in(m, port, size) : io_map_read(&m->io, port, size);
	watch_poll(m, 'i', port, val);
	spent(m, MACHINE_PORT, port, since);
	if (trace_on(&m->trace, TRACE_IO))
		trace_line(&m->trace, TRACE_IO, "in %04X size %u = %0*" PRIX32, port, size,
			   (int)size * 2, val);
	return val;
}

static void io_write(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct machine *m = o;
	uint64_t since = begin(m);

	charge_port(m, port);
	if (trace_on(&m->trace, TRACE_IO))
		trace_line(&m->trace, TRACE_IO, "out %04X size %u = %0*" PRIX32, port, size,
			   (int)size * 2, val);
	m->poll_watch.space = 0;
	if (m->route_out)
		m->route_out(m, port, size, val);
	else
		io_map_write(&m->io, port, size, val);
	spent(m, MACHINE_PORT, port, since);
}

static bool msr_read(void *o, uint32_t msr, uint64_t *val)
{
	struct machine *m = o;
	uint64_t since = begin(m);
	bool ok;

	cpu_add_clocks(m->cpu, m->cost.msr_clocks);
	ok = m->msr.read && m->msr.read(m->msr.opaque, msr, val);
	watch_poll(m, 's', msr, ok ? *val : 0);
	spent(m, MACHINE_MSR, msr, since);
	return ok;
}

static bool msr_write(void *o, uint32_t msr, uint64_t val)
{
	struct machine *m = o;
	uint64_t since = begin(m);
	bool ok;

	cpu_add_clocks(m->cpu, m->cost.msr_clocks);
	m->poll_watch.space = 0;
	ok = m->msr.write && m->msr.write(m->msr.opaque, msr, val);
	spent(m, MACHINE_MSR, msr, since);
	return ok;
}

static uint8_t intr_ack(void *o)
{
	struct machine *m = o;

	return m->intr_ack ? m->intr_ack(m) : 0;
}

/* What the processor says that its program did wrong. */
static void mistake(struct machine *m, enum cpu_strict what)
{
	static const struct {
		const char *text;
		enum rule rule;
		bool msr; /* done by RDMSR or WRMSR: ECX tells of which */
	} table[] = {
		[CPU_STRICT_LOST_LINE] = {"dirty cache line lost", RULE_CAR_LINE_LOST, false},
		[CPU_STRICT_UNKNOWN_MSR] = {"unknown core MSR", RULE_UNKNOWN_MSR, true},
		[CPU_STRICT_RESERVED_MSR] = {"reserved bits of a core MSR changed",
					     RULE_RESERVED_BITS, true},
		[CPU_STRICT_L2_RULES] = {"L2 cache enabled against its rules", RULE_L2_ORDER,
					 false},
	};
	char msr[16] = "";

	if (what >= sizeof(table) / sizeof(table[0]) || !table[what].text)
		return;
	if (table[what].msr)
		snprintf(msr, sizeof(msr), " %08" PRIX32,
			 (uint32_t)cpu_get_reg(m->cpu, CPU_REG_ECX));
	if (m->rules)
		rule_broken(m->rules, table[what].rule, "processor: %s%s", table[what].text, msr);
	else
		trace_line(&m->trace, TRACE_CHECK, "processor: %s%s at EIP %08" PRIX64,
			   table[what].text, msr, cpu_get_reg(m->cpu, CPU_REG_EIP));
}

static void cpu_told(void *o, enum cpu_signal s, uint64_t arg)
{
	struct machine *m = o;

	switch (s) {
	case CPU_SIGNAL_HALTED:
		if (arg)
			m->halted_ps = clock_ps(&m->clock, cpu_clock(m->cpu));
		else
			spent(m, MACHINE_HALT, 0, m->halted_ps);
		if (arg && m->halted)
			m->halted(m);
		break;
	case CPU_SIGNAL_SMI_ACTIVE:
		if (m->watch)
			m->watch->smm(m->watch->opaque, arg != 0);
		break;
	case CPU_SIGNAL_SHUTDOWN:
		if (m->shutdown && m->shutdown(m))
			break;
		machine_stop_now(m, MACHINE_STOP_SHUTDOWN, 0, "processor shutdown (triple fault)");
		break;
	case CPU_SIGNAL_FERR:
		if (m->ferr)
			m->ferr(m, arg != 0);
		break;
	case CPU_SIGNAL_DEBUG_STOP:
		m->debug_addr = (uint32_t)arg;
		machine_stop_now(m, MACHINE_STOP_DEBUG, 0, "debug stop at %08" PRIX64, arg);
		break;
	case CPU_SIGNAL_STRICT: mistake(m, (enum cpu_strict)arg); break;
	default: break;
	}
}

struct cpu_bus machine_bus(struct machine *m)
{
	return (struct cpu_bus){
		.opaque = m,
		.mem_page = mem_page,
		.mem_read = mem_read,
		.mem_write = mem_write,
		.io_read = io_read,
		.io_write = io_write,
		.msr_read = msr_read,
		.msr_write = msr_write,
		.intr_ack = intr_ack,
		.signal = cpu_told,
	};
}
