/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The run loop, resets, stop conditions, DMA and trace hooks that all machines share. */
#include "machine/machine.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define EFLAGS_IF 0x200

static uint64_t now(void *o)
{
	const struct machine *m = o;

	return m->cpu ? cpu_clock(m->cpu) : 0;
}

static void deadline(void *o, uint64_t when)
{
	struct machine *m = o;

	if (m->cpu)
		cpu_set_deadline(m->cpu, when);
}

static void memory_changed(void *o)
{
	struct machine *m = o;

	if (m->cpu)
		cpu_flush_mappings(m->cpu);
}

static void poll_fire(void *o, uint64_t due)
{
	struct machine *m = o;

	event_schedule(&m->clock, &m->poll_event,
		       clock_at_ps(&m->clock,
				   clock_ps(&m->clock, due) + UINT64_C(1000) * MACHINE_POLL_NS));
	if (m->poll)
		m->poll(m->tools);
}

int machine_init(struct machine *m, enum cpu_model model, uint64_t core_hz, uint64_t ram_bytes)
{
	struct cpu_bus bus = machine_bus(m);

	memset(m, 0, sizeof(*m));
	clock_init(&m->clock, core_hz, now, deadline, m);
	trace_init(&m->trace, &m->clock);
	io_map_init(&m->io);
	mem_map_init(&m->mem, memory_changed, m);
	m->end_clock = CLOCK_NEVER;
	m->fast_io_first = 1;
	m->ram.size = ram_bytes;
	if (ram_bytes)
		m->ram.bytes = calloc(1, ram_bytes);
	m->cpu = cpu_new(model, &bus);
	if ((ram_bytes && !m->ram.bytes) || !m->cpu) {
		machine_free(m);
		return -ENOMEM;
	}
	event_init(&m->poll_event, "host.poll", poll_fire, m);
	event_schedule(&m->clock, &m->poll_event, clock_after_ns(&m->clock, MACHINE_POLL_NS));
	return 0;
}

void machine_free(struct machine *m)
{
	if (m->release)
		m->release(m);
	cpu_free(m->cpu);
	free(m->ram.bytes);
	m->cpu = NULL;
	m->ram.bytes = NULL;
}

static bool dma_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct machine *m = o;
	struct dma_if map = mem_map_dma(&m->mem);

	cpu_memory_snoop_read(m->cpu, addr, len);
	return map.read(map.opaque, addr, buf, len);
}

static bool dma_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct machine *m = o;
	struct dma_if map = mem_map_dma(&m->mem);
	bool ok = map.write(map.opaque, addr, buf, len);

	cpu_memory_written(m->cpu, addr, len);
	return ok;
}

struct dma_if machine_dma(struct machine *m)
{
	return (struct dma_if){.opaque = m, .read = dma_read, .write = dma_write};
}

static uint32_t exit_read(void *o, uint16_t offset, unsigned size)
{
	(void)o;
	(void)offset;
	(void)size;
	return 0xff;
}

static void exit_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	(void)offset;
	(void)size;
	machine_stop_now(o, MACHINE_STOP_EXIT, (int)(val & 0xff), "exit port: %u",
			 (unsigned)(val & 0xff));
}

void machine_add_exit_port(struct machine *m, uint16_t port)
{
	io_map_add(&m->io, &m->exit_range, "exit", port, 1, 1,
		   (struct io_if){.opaque = m, .read = exit_read, .write = exit_write});
}

void machine_stop_now(struct machine *m, enum machine_stop why, int code, const char *fmt, ...)
{
	va_list ap;

	if (m->stop == MACHINE_RUNNING) {
		m->stop = why;
		m->stop_code = code;
		va_start(ap, fmt);
		vsnprintf(m->stop_text, sizeof(m->stop_text), fmt, ap);
		va_end(ap);
	}
	if (m->cpu)
		cpu_stop(m->cpu);
}

void machine_continue(struct machine *m)
{
	m->stop = MACHINE_RUNNING;
	m->stop_code = 0;
	m->stop_text[0] = '\0';
}

void machine_request_reset(struct machine *m, enum machine_reset kind)
{
	if (kind > m->reset_wanted)
		m->reset_wanted = kind;
	if (m->cpu)
		cpu_stop(m->cpu);
}

static void do_reset(struct machine *m)
{
	enum machine_reset kind = m->reset_wanted;

	m->reset_wanted = MACHINE_RESET_NONE;
	m->resets++;
	if (m->watch)
		m->watch->reset(m->watch->opaque, kind);
	trace_line(&m->trace, TRACE_POST, "%s reset",
		   kind == MACHINE_RESET_HARD	? "hard"
		   : kind == MACHINE_RESET_CHIP ? "chip"
						: "processor");
	if (m->stop_on_reset && kind != MACHINE_RESET_CHIP) {
		machine_stop_now(m, MACHINE_STOP_RESET, 0, "reset");
		return;
	}
	if (m->reset)
		m->reset(m, kind);
	if (kind != MACHINE_RESET_INIT)
		cpu_reset(m->cpu);
	else
		cpu_init_signal(m->cpu);
}

/* Halted with interrupts off: only an NMI or SMI could help, and nothing will send one unless a
 * part still has an event that is not the mere passing of time. */
static bool dead_halt(struct machine *m)
{
	return !m->asleep && cpu_halted(m->cpu) &&
	       !(cpu_get_reg(m->cpu, CPU_REG_EFLAGS) & EFLAGS_IF) && !cpu_in_smm(m->cpu);
}

/* Without a clock the processor does nothing; the board's time goes on. */
static void sleep_until(struct machine *m, uint64_t until)
{
	uint64_t left = until > cpu_clock(m->cpu) ? until - cpu_clock(m->cpu) : 0;

	uint64_t since = clock_ps(&m->clock, cpu_clock(m->cpu));

	cpu_add_clocks(m->cpu, left > UINT32_MAX ? UINT32_MAX : (unsigned)left);
	if (m->watch)
		m->watch->spent(m->watch->opaque, MACHINE_SLEEP, 0, since);
}

enum machine_stop machine_run(struct machine *m)
{
	uint64_t halted_since = CLOCK_NEVER;

	while (m->stop == MACHINE_RUNNING) {
		uint64_t until = clock_next_event(&m->clock);

		if (until > m->end_clock)
			until = m->end_clock;
		if (m->idle && cpu_halted(m->cpu))
			m->idle(m->tools, clock_ps(&m->clock, until));
		if (m->asleep)
			sleep_until(m, until);
		else
			cpu_run(m->cpu, until);
		if (m->watch)
			m->watch->turn(m->watch->opaque);
		if (m->reset_wanted != MACHINE_RESET_NONE)
			do_reset(m);
		clock_run_due(&m->clock);
		if (m->reset_wanted != MACHINE_RESET_NONE)
			do_reset(m);
		if (cpu_clock(m->cpu) >= m->end_clock)
			machine_stop_now(m, MACHINE_STOP_TIME, 0, "time limit");
		if (!dead_halt(m))
			halted_since = CLOCK_NEVER;
		else if (halted_since == CLOCK_NEVER)
			halted_since = cpu_clock(m->cpu);
		else if (cpu_clock(m->cpu) - halted_since > 3 * m->clock.hz)
			machine_stop_now(m, MACHINE_STOP_HALTED, 0,
					 "halted with interrupts off for 3 seconds");
	}
	if (m->stop != MACHINE_STOP_DEBUG && m->stopped)
		m->stopped(m);
	return m->stop;
}

static void trace_insn(void *o, uint32_t linear)
{
	struct machine *m = o;
	uint8_t bytes[8];
	char hex[3 * sizeof(bytes) + 1] = "";
	size_t n = cpu_read_linear(m->cpu, linear, bytes, sizeof(bytes));

	for (size_t i = 0; i < n; i++)
		snprintf(hex + 3 * i, 4, " %02X", bytes[i]);
	trace_line(&m->trace, TRACE_INSTRUCTIONS, "%04X:%08" PRIX32 " %08" PRIX32 "%s",
		   (unsigned)cpu_get_reg(m->cpu, CPU_REG_CS),
		   linear - (uint32_t)cpu_get_reg(m->cpu, CPU_REG_CS_BASE), linear, hex);
}

static void trace_event(void *o, uint8_t vector, int32_t error, bool external)
{
	struct machine *m = o;

	trace_line(&m->trace, external ? TRACE_IRQ : TRACE_EXCEPTIONS,
		   "%s %02X error %" PRId32 " at %04X:%08" PRIX64,
		   external ? "interrupt" : "exception", vector, error,
		   (unsigned)cpu_get_reg(m->cpu, CPU_REG_CS), cpu_get_reg(m->cpu, CPU_REG_EIP));
}

static void trace_msr(void *o, uint32_t msr, uint64_t val, bool write, bool ok)
{
	struct machine *m = o;

	trace_line(&m->trace, TRACE_MSR, "%s %08" PRIX32 " %016" PRIX64 "%s",
		   write ? "write" : "read", msr, val, ok ? "" : " #GP");
}

static void trace_smi(void *o, bool enter, uint32_t flags, uint32_t header)
{
	struct machine *m = o;

	trace_line(&m->trace, TRACE_SMI, "%s flags %04" PRIX32 " header %08" PRIX32,
		   enter ? "enter" : "leave", flags, header);
}

void machine_trace(struct machine *m, FILE *out, uint32_t classes)
{
	struct cpu_hooks hooks = {.opaque = m};

	m->trace.out = out;
	m->trace.mask = classes;
	if (trace_on(&m->trace, TRACE_INSTRUCTIONS))
		hooks.insn = trace_insn;
	if (trace_on(&m->trace, TRACE_EXCEPTIONS) || trace_on(&m->trace, TRACE_IRQ))
		hooks.event = trace_event;
	if (trace_on(&m->trace, TRACE_MSR))
		hooks.msr = trace_msr;
	if (trace_on(&m->trace, TRACE_SMI))
		hooks.smi = trace_smi;
	cpu_set_hooks(m->cpu, &hooks);
}
