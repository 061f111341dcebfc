/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processor's bus: routing, costs and traces of memory, port and MSR accesses. */
#include "machine/machine.h"

#include <inttypes.h>

void machine_charge_ns(struct machine *m, unsigned ns)
{
	cpu_add_clocks(m->cpu, (unsigned)(m->clock.hz * ns / 1000000000));
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
	uint64_t val;

	if (flags & CPU_MEM_DEBUG) {
		uint8_t *page = mem_page(o, paddr & ~UINT32_C(4095), false, flags);

		val = UINT64_MAX;
		if (page && paddr % 4096 + size <= 4096)
			__builtin_memcpy(&val, page + paddr % 4096, size);
		return val; /* devices are not asked: reading them has effects */
	}
	machine_charge_ns(m, m->cost.mmio_ns);
	val = m->route_read ? m->route_read(m, paddr, size, flags)
			    : mem_map_read(&m->mem, paddr, size);
	if (trace_on(&m->trace, TRACE_MMIO))
		trace_line(&m->trace, TRACE_MMIO, "read %08" PRIX32 " size %u = %0*" PRIX64, paddr,
			   size, (int)size * 2, val);
	return val;
}

static void mem_write(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags)
{
	struct machine *m = o;

	if (flags & CPU_MEM_DEBUG)
		return;
	machine_charge_ns(m, m->cost.mmio_ns);
	if (trace_on(&m->trace, TRACE_MMIO))
		trace_line(&m->trace, TRACE_MMIO, "write %08" PRIX32 " size %u = %0*" PRIX64, paddr,
			   size, (int)size * 2, val);
	if (m->route_write)
		m->route_write(m, paddr, size, val, flags);
	else
		mem_map_write(&m->mem, paddr, size, val);
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
	uint32_t val;

	charge_port(m, port);
	val = io_map_read(&m->io, port, size);
	if (trace_on(&m->trace, TRACE_IO))
		trace_line(&m->trace, TRACE_IO, "in %04X size %u = %0*" PRIX32, port, size,
			   (int)size * 2, val);
	return val;
}

static void io_write(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct machine *m = o;

	charge_port(m, port);
	if (trace_on(&m->trace, TRACE_IO))
		trace_line(&m->trace, TRACE_IO, "out %04X size %u = %0*" PRIX32, port, size,
			   (int)size * 2, val);
	io_map_write(&m->io, port, size, val);
}

static bool msr_read(void *o, uint32_t msr, uint64_t *val)
{
	struct machine *m = o;

	cpu_add_clocks(m->cpu, m->cost.msr_clocks);
	return m->msr.read && m->msr.read(m->msr.opaque, msr, val);
}

static bool msr_write(void *o, uint32_t msr, uint64_t val)
{
	struct machine *m = o;

	cpu_add_clocks(m->cpu, m->cost.msr_clocks);
	return m->msr.write && m->msr.write(m->msr.opaque, msr, val);
}

static uint8_t intr_ack(void *o)
{
	struct machine *m = o;

	return m->intr_ack ? m->intr_ack(m) : 0;
}

static void cpu_told(void *o, enum cpu_signal s, uint64_t arg)
{
	struct machine *m = o;
	static const char *const mistake[] = {
		[CPU_STRICT_LOST_LINE] = "dirty cache line lost",
		[CPU_STRICT_UNKNOWN_MSR] = "unknown core MSR",
		[CPU_STRICT_RESERVED_MSR] = "reserved bits of a core MSR changed",
		[CPU_STRICT_L2_RULES] = "L2 cache enabled against its rules",
	};

	switch (s) {
	case CPU_SIGNAL_SHUTDOWN:
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
	case CPU_SIGNAL_STRICT:
		if (arg < sizeof(mistake) / sizeof(mistake[0]) && mistake[arg])
			trace_line(&m->trace, TRACE_CHECK, "processor: %s at EIP %08" PRIX64,
				   mistake[arg], cpu_get_reg(m->cpu, CPU_REG_EIP));
		break;
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
