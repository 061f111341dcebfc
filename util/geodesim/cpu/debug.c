/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Debug registers DR0-DR7 at work, and the debugger's own breakpoints and watchpoints. */

#include <stdlib.h>
#include <string.h>

#include "cpu/debug.h"
#include "cpu/internal.h"
#include "cpu/run.h"
#include "cpu/tlb.h"

#define MAX_POINTS 64

struct point {
	uint32_t lin, len;
	bool read, write; /* neither: breakpoint */
};

struct debugger {
	bool watching;	  /* data breakpoints or watchpoints exist */
	bool guests_insn; /* DR7 has instruction breakpoints */
	bool guests_io;	  /* DR7 has I/O breakpoints */
	unsigned breakpoints, watchpoints;
	struct point breakpoint[MAX_POINTS], watchpoint[MAX_POINTS];
	/* Where the debugger was last told to stop: the next run goes on from there. */
	bool stopped;
	uint64_t stopped_insns;
	uint32_t stopped_lin;
};

struct debugger *debug_new(void)
{
	return calloc(1, sizeof(struct debugger));
}
void debug_free(struct debugger *d)
{
	free(d);
}

/* DR7: enable bits of breakpoint n, its type (0 execute, 1 write, 2 I/O, 3 access), its length. */
static bool enabled(const struct cpu *cpu, unsigned n)
{
	return cpu->dr[7] >> 2 * n & 3;
}
static unsigned type_of(const struct cpu *cpu, unsigned n)
{
	return cpu->dr[7] >> (16 + 4 * n) & 3;
}
static uint32_t length_of(const struct cpu *cpu, unsigned n)
{
	static const uint8_t len[4] = {1, 2, 1, 4};

	return len[cpu->dr[7] >> (18 + 4 * n) & 3];
}

void debug_update(struct cpu *cpu)
{
	struct debugger *d = cpu->dbg;
	bool was = d->watching;

	d->watching = d->watchpoints > 0;
	d->guests_insn = false;
	d->guests_io = false;
	for (unsigned n = 0; n < 4; n++) {
		if (!enabled(cpu, n))
			continue;
		switch (type_of(cpu, n)) {
		case 0: d->guests_insn = true; break;
		case 2: d->guests_io = cpu->cr4 & CR4_DE; break;
		default: d->watching = true;
		}
	}
	if (was || d->watching)
		tlb_flush(cpu);
	cpu_update_attention(cpu);
}

static bool overlap(uint32_t a, uint32_t alen, uint32_t b, uint32_t blen)
{
	return a - b < blen || b - a < alen;
}

bool debug_page_watched(const struct cpu *cpu, uint32_t page)
{
	const struct debugger *d = cpu->dbg;

	if (likely(!d->watching))
		return false;
	/* An access that starts in the page before may reach in. */
	page -= 8;
	for (unsigned n = 0; n < 4; n++)
		if (enabled(cpu, n) && (type_of(cpu, n) & 1) &&
		    overlap(page, 0x1010, cpu->dr[n], 4))
			return true;
	for (unsigned n = 0; n < d->watchpoints; n++)
		if (overlap(page, 0x1010, d->watchpoint[n].lin, d->watchpoint[n].len))
			return true;
	return false;
}

static void trap(struct cpu *cpu, unsigned n)
{
	cpu->trap |= 1u << n;
	cpu->attention |= ATT_TRAP;
}

void debug_data(struct cpu *cpu, uint32_t lin, unsigned size, bool write)
{
	const struct debugger *d = cpu->dbg;

	for (unsigned n = 0; n < 4; n++) {
		uint32_t len = length_of(cpu, n), at = cpu->dr[n] & ~(len - 1);
		unsigned type = type_of(cpu, n);

		if (enabled(cpu, n) && (type == 3 || (type == 1 && write)) &&
		    overlap(lin, size, at, len))
			trap(cpu, n);
	}
	for (unsigned n = 0; n < d->watchpoints; n++) {
		const struct point *w = &d->watchpoint[n];

		if ((write ? w->write : w->read) && overlap(lin, size, w->lin, w->len))
			cpu_debug_stop(cpu, lin);
	}
}

void debug_io(struct cpu *cpu, uint16_t port, unsigned size)
{
	if (likely(!cpu->dbg->guests_io))
		return;
	for (unsigned n = 0; n < 4; n++) {
		uint32_t len = length_of(cpu, n), at = cpu->dr[n] & ~(len - 1);

		if (enabled(cpu, n) && type_of(cpu, n) == 2 && overlap(port, size, at, len))
			trap(cpu, n);
	}
}

bool debug_stepping(const struct cpu *cpu)
{
	const struct debugger *d = cpu->dbg;

	return d->guests_insn || d->breakpoints || cpu->hooks.insn;
}

bool debug_before(struct cpu *cpu)
{
	struct debugger *d = cpu->dbg;
	uint32_t lin = cpu->seg[CS].base + cpu->eip, hit = 0;

	for (unsigned n = 0; n < d->breakpoints; n++) {
		if (d->breakpoint[n].lin != lin)
			continue;
		/* Reported already, and nothing executed since: go on. */
		if (d->stopped && d->stopped_insns == cpu->insns && d->stopped_lin == lin)
			break;
		d->stopped = true;
		d->stopped_insns = cpu->insns;
		d->stopped_lin = lin;
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_DEBUG_STOP, lin);
		return true;
	}
	if (d->guests_insn && !cpu->shadow && !(cpu->eflags & FLAG_RF)) {
		for (unsigned n = 0; n < 4; n++)
			if (enabled(cpu, n) && type_of(cpu, n) == 0 && cpu->dr[n] == lin)
				hit |= 1u << n;
		if (hit) {
			cpu->dr[6] |= hit;
			cpu_fault(cpu, EXC_DB);
		}
	}
	if (cpu->hooks.insn)
		cpu->hooks.insn(cpu->hooks.opaque, lin);
	return false;
}

static int add(struct point *p, unsigned *count, struct point new)
{
	if (*count == MAX_POINTS)
		return -1;
	p[(*count)++] = new;
	return 0;
}
static void take_out(struct point *p, unsigned *count, uint32_t lin, uint32_t len)
{
	for (unsigned n = 0; n < *count; n++) {
		if (p[n].lin == lin && p[n].len == len) {
			p[n] = p[--*count];
			return;
		}
	}
}

int cpu_add_breakpoint(struct cpu *cpu, uint32_t linear)
{
	struct debugger *d = cpu->dbg;
	int ret = add(d->breakpoint, &d->breakpoints, (struct point){.lin = linear, .len = 1});

	debug_update(cpu);
	return ret;
}
void cpu_remove_breakpoint(struct cpu *cpu, uint32_t linear)
{
	take_out(cpu->dbg->breakpoint, &cpu->dbg->breakpoints, linear, 1);
	debug_update(cpu);
}
int cpu_add_watchpoint(struct cpu *cpu, uint32_t linear, uint32_t len, bool read, bool write)
{
	struct debugger *d = cpu->dbg;
	struct point p = {.lin = linear, .len = len, .read = read, .write = write};
	int ret = add(d->watchpoint, &d->watchpoints, p);

	tlb_flush(cpu);
	debug_update(cpu);
	return ret;
}
void cpu_remove_watchpoint(struct cpu *cpu, uint32_t linear, uint32_t len)
{
	take_out(cpu->dbg->watchpoint, &cpu->dbg->watchpoints, linear, len);
	tlb_flush(cpu);
	debug_update(cpu);
}

void cpu_set_hooks(struct cpu *cpu, const struct cpu_hooks *hooks)
{
	if (hooks)
		cpu->hooks = *hooks;
	else
		memset(&cpu->hooks, 0, sizeof(cpu->hooks));
	cpu_update_attention(cpu);
}
