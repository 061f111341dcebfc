/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main loop: blocks, boundaries between instructions, interrupts, HLT. */

#include "cpu/block.h"
#include "cpu/debug.h"
#include "cpu/exc.h"
#include "cpu/fast.h"
#include "cpu/internal.h"
#include "cpu/run.h"
#include "cpu/seg.h"
#include "cpu/smm.h"
#include "cpu/tlb.h"

#define DR6_BS 0x4000u

void cpu_update_attention(struct cpu *cpu)
{
	uint32_t a = cpu->attention & (ATT_CODE | ATT_INIT | ATT_SSMI);

	if (cpu->stop)
		a |= ATT_STOP;
	if (cpu->intr && (cpu->eflags & FLAG_IF))
		a |= ATT_INTR;
	if (cpu->nmi_latch && !cpu->nmi_blocked && smm_allows_nmi(cpu))
		a |= ATT_NMI;
	if (cpu->smi_line && smm_allows_smi(cpu))
		a |= ATT_SMI;
	if (cpu->trap)
		a |= ATT_TRAP;
	if (cpu->shadow)
		a |= ATT_SHADOW;
	/* RF lasts for one instruction: that is stepped, and RF cleared. */
	if ((cpu->eflags & (FLAG_TF | FLAG_RF)) || cpu->single || debug_stepping(cpu))
		a |= ATT_STEP;
	if (cpu->state != CPU_RUNNING)
		a |= ATT_HALT;
	cpu->attention = a;
}

static bool is_flat(const struct segment *s)
{
	return s->base == 0 && s->rd_last == 0xffffffff && s->wr_last == 0xffffffff;
}

void cpu_update_mode(struct cpu *cpu)
{
	bool prot = cpu_protected(cpu), v86 = cpu_v86(cpu);
	uint32_t mode = 0;

	if (cpu->seg[CS].attr & SEG_DB)
		mode |= MODE_CS32;
	if (cpu->seg[SS].attr & SEG_DB)
		mode |= MODE_SS32;
	if (cpu->cpl == 3)
		mode |= MODE_USER;
	if (cpu->smm)
		mode |= MODE_SMM;
	if (prot && !v86)
		mode |= MODE_PROT;
	if (v86)
		mode |= MODE_V86;
	if (is_flat(&cpu->seg[DS]) && is_flat(&cpu->seg[ES]) && is_flat(&cpu->seg[SS]) &&
	    (mode & MODE_SS32))
		mode |= MODE_FLAT;
	cpu->mode = mode;
	cpu->sp_mask = mode & MODE_SS32 ? 0xffffffffu : 0xffffu;
	if (cpu->cpl < 3)
		cpu->tlb = cpu->tlbs[0];
	else if ((cpu->cr0 & CR0_AM) && (cpu->eflags & FLAG_AC))
		cpu->tlb = cpu->tlbs[2];
	else
		cpu->tlb = cpu->tlbs[1];
}

void cpu_set_eflags(struct cpu *cpu, uint32_t v, uint32_t mask)
{
	uint32_t old = cpu_eflags(cpu);
	uint32_t new = (old & ~mask) | (v & mask);

	cpu_set_arith_flags(cpu, new);
	cpu->eflags = (new &FLAGS_ALL & ~(uint32_t)FLAGS_ARITH) | 2;
	if ((old ^ new) & (FLAG_VM | FLAG_AC))
		cpu_update_mode(cpu);
	cpu_update_attention(cpu);
}

void cpu_shadow(struct cpu *cpu)
{
	cpu->shadow = true;
	cpu->attention |= ATT_SHADOW;
}

void cpu_set_state(struct cpu *cpu, unsigned state)
{
	unsigned old = cpu->state;

	if (state == old)
		return;
	cpu->state = (uint8_t)state;
	cpu_update_attention(cpu);
	if (state == CPU_SHUTDOWN)
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_SHUTDOWN, 0);
	else if (state == CPU_HALTED || old == CPU_HALTED)
		cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_HALTED, state == CPU_HALTED);
}

void cpu_debug_stop(struct cpu *cpu, uint32_t linear)
{
	cpu_stop(cpu);
	cpu->bus.signal(cpu->bus.opaque, CPU_SIGNAL_DEBUG_STOP, linear);
}

/* Put the parts of the block in progress that are done into the books. */
static void leave_block(struct cpu *cpu, const struct insn *last, unsigned done)
{
	if (!(last->flags & INSN_JUMP))
		cpu->eip = cpu->eip_base + last->end;
	cpu->clock += last->clk + last->cost;
	cpu->insns += done;
	cpu->cur = &cpu->idle;
}

/*
 * Execute instructions from i to end. Some handlers go on to the next one by themselves
 * (fast.c): cpu->cur is the last one executed.
 */
static void run_insns(struct cpu *cpu, const struct insn *i, const struct insn *end)
{
	const struct insn *first = i, *last;

	cpu->eip_base = cpu->eip - i->off;
	cpu->block_first = i;
	do {
		cpu->cur = i;
		i->fn(cpu, i);
		last = cpu->cur;
		/* A task switch leaves the block for good, as its last instruction. */
		if (unlikely(last == &cpu->idle))
			last = end - 1;
		i = last + 1;
	} while (i != end && !cpu->attention);
	leave_block(cpu, last, (unsigned)(i - first));
}
static void run_block(struct cpu *cpu, const struct block *b)
{
	run_insns(cpu, b->insn, b->insn + b->count);
}
/* Only the block's first instruction. */
static void run_first(struct cpu *cpu, const struct block *b)
{
	cpu->alone[0] = b->insn[0];
	cpu->alone[1].fn = op_block_end;
	run_insns(cpu, cpu->alone, cpu->alone + 1);
}

/* Leave the block in the middle: the instruction in progress counts for nothing. */
static void back_to_start(struct cpu *cpu)
{
	const struct insn *i = cpu->cur;

	if (i == &cpu->idle)
		return;
	cpu->eip = cpu->eip_base + i->off;
	cpu->clock += i->clk;
	cpu->insns += (uint64_t)(i - cpu->block_first);
	cpu->cur = &cpu->idle;
}

/* After cpu_fault(): deliver. */
static void take_fault(struct cpu *cpu)
{
	back_to_start(cpu);
	/* A fault ends what the instruction had under way. */
	cpu->attention &= ~(uint32_t)ATT_SSMI;
	cpu->ssmi = 0;
	cpu->tf_armed = false;
	cpu->trap = 0;
	cpu->clock += cost_clocks[COST_INT];
	cpu_update_attention(cpu);
	cpu_deliver_fault(cpu);
}

static void deliver_trap(struct cpu *cpu)
{
	uint32_t trap = cpu->trap;

	cpu->trap = 0;
	cpu->dr[6] |= trap;
	cpu_update_attention(cpu);
	cpu_interrupt_event(cpu, EXC_DB, INT_TRAP);
}

static void wake(struct cpu *cpu)
{
	if (cpu->state == CPU_HALTED || cpu->state == CPU_FPU_WAIT)
		cpu_set_state(cpu, CPU_RUNNING);
}

enum next {
	LOOP_END,   /* leave cpu_run() */
	LOOP_AGAIN, /* an event was handled: look again */
	LOOP_RUN,   /* execute */
};

/* Between two instructions, something needs attention: highest priority first. */
static enum next boundary(struct cpu *cpu)
{
	bool shadow = cpu->shadow;
	uint32_t a;

	cpu->attention &= ~(uint32_t)ATT_CODE;
	a = cpu->attention;
	if (!(a & ~(uint32_t)(ATT_STEP | ATT_SHADOW)))
		return LOOP_RUN;
	if (a & ATT_INIT) {
		cpu->attention &= ~(uint32_t)ATT_INIT;
		cpu_init_now(cpu);
		return LOOP_AGAIN;
	}
	if (a & ATT_SSMI) {
		if (smm_enter_sync(cpu))
			return LOOP_AGAIN;
		a = cpu->attention;
	}
	/* MOV SS and POP SS hold debug traps back. */
	if ((a & ATT_TRAP) && !shadow) {
		wake(cpu);
		deliver_trap(cpu);
		return LOOP_AGAIN;
	}
	if (a & ATT_STOP) {
		cpu->stop = false;
		cpu_update_attention(cpu);
		return LOOP_END;
	}
	if (!shadow) {
		if (a & ATT_SMI) {
			smm_enter_async(cpu);
			return LOOP_AGAIN;
		}
		if (a & ATT_NMI) {
			cpu_set_state(cpu, CPU_RUNNING);
			cpu->nmi_latch = false;
			cpu->nmi_blocked = true;
			cpu_update_attention(cpu);
			cpu->clock += cost_clocks[COST_INT];
			cpu_interrupt_event(cpu, EXC_NMI, INT_EXTERNAL);
			return LOOP_AGAIN;
		}
		if ((a & ATT_INTR) && cpu->state != CPU_SHUTDOWN) {
			wake(cpu);
			cpu->clock += cost_clocks[COST_INT];
			cpu_interrupt_event(cpu, cpu->bus.intr_ack(cpu->bus.opaque), INT_EXTERNAL);
			return LOOP_AGAIN;
		}
	}
	if (cpu->state == CPU_FPU_WAIT && cpu->ignne)
		wake(cpu);
	if (cpu->state != CPU_RUNNING) {
		/* Nothing can happen before an event of the board: time passes. */
		if (cpu->clock < cpu->limit && cpu->limit != UINT64_MAX)
			cpu->clock = cpu->limit;
		return LOOP_END;
	}
	return LOOP_RUN;
}

/* One instruction under observation: single step, breakpoints, hooks, an interrupt shadow. */
static bool careful_step(struct cpu *cpu)
{
	struct block *b;

	if (debug_stepping(cpu) && debug_before(cpu))
		return false;
	cpu->tf_armed = cpu->eflags & FLAG_TF;
	cpu->shadow = false;
	b = code_find(cpu);
	cpu->eflags &= ~(uint32_t)FLAG_RF;
	/* Strings stop after one iteration. */
	cpu->attention |= ATT_STEP;
	run_first(cpu, b);
	if (cpu->tf_armed) {
		cpu->tf_armed = false;
		cpu->trap |= DR6_BS;
	}
	cpu_update_attention(cpu);
	return true;
}

static void run(struct cpu *cpu, bool single)
{
	struct block *b;

	cpu->running = true;
	cpu->single = single;
	cpu_update_attention(cpu);
	switch (setjmp(cpu->jmp)) {
	case 0: break;
	case 1:
		take_fault(cpu);
		/* fall through */
	default:
		/* 2: the instruction waits and will start again. */
		back_to_start(cpu);
		if (cpu->single)
			goto out;
	}
	while (cpu->clock < cpu->limit) {
		if (unlikely(cpu->attention)) {
			enum next next = boundary(cpu);

			if (next == LOOP_END)
				break;
			if (next == LOOP_AGAIN) {
				if (cpu->single)
					break;
				continue;
			}
			if (cpu->attention) {
				if (!careful_step(cpu) || cpu->single)
					break;
				continue;
			}
		}
		b = code_find(cpu);
		do {
			run_block(cpu, b);
			if (unlikely(cpu->attention) || cpu->clock >= cpu->limit)
				break;
			b = code_next(cpu, b);
		} while (1);
	}
out:
	cpu->running = false;
	cpu->stop = false;
	cpu->single = false;
	cpu_update_attention(cpu);
}

void cpu_run(struct cpu *cpu, uint64_t until_clock)
{
	cpu->limit = until_clock;
	run(cpu, false);
}
void cpu_step(struct cpu *cpu)
{
	cpu->limit = UINT64_MAX;
	run(cpu, true);
}
