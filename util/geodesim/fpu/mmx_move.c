/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MMX moves and shuffles, the end of MMX code, prefetches. */
#include "fpu/mmx_exec.h"
#include "fpu/mmx_handlers.h"

void mmx_enter_slow(struct cpu *cpu)
{
	if (cpu->cr0 & CR0_EM)
		cpu_ud(cpu);
	if (cpu->cr0 & CR0_TS)
		cpu_fault(cpu, EXC_NM);
	cpu_fpu_error(cpu);
}

static uint32_t source32(struct cpu *cpu, const struct insn *i)
{
	if (i->flags & INSN_MEM)
		return cpu_ld32(cpu, i->seg, cpu_ea(cpu, i));
	return cpu->r[i->rm];
}

static void movd_load(struct cpu *cpu, const struct insn *i)
{
	uint32_t v;

	mmx_enter(cpu);
	v = source32(cpu, i);
	mmx_use(cpu);
	mmx_write(cpu, i->reg, v);
}

static void movd_store(struct cpu *cpu, const struct insn *i)
{
	uint32_t v = (uint32_t)cpu->fpu.r[i->reg].m;

	mmx_enter(cpu);
	if (i->flags & INSN_MEM)
		cpu_st32(cpu, i->seg, cpu_ea(cpu, i), v);
	else
		cpu->r[i->rm] = v;
	mmx_use(cpu);
}

static void movq_load(struct cpu *cpu, const struct insn *i)
{
	uint64_t v;

	mmx_enter(cpu);
	v = mmx_source(cpu, i);
	mmx_use(cpu);
	mmx_write(cpu, i->reg, v);
}

/* MOVNTQ, too: its hint about caches has no effect here. */
static void movq_store(struct cpu *cpu, const struct insn *i)
{
	uint64_t v = cpu->fpu.r[i->reg].m;

	mmx_enter(cpu);
	if (i->flags & INSN_MEM)
		cpu_st64(cpu, i->seg, cpu_ea(cpu, i), v);
	mmx_use(cpu);
	if (!(i->flags & INSN_MEM))
		mmx_write(cpu, i->rm, v);
}

/* MASKMOVQ: the bytes of mm whose byte in the other register has bit 7 set, to DS:(E)DI. */
static void maskmovq(struct cpu *cpu, const struct insn *i)
{
	uint64_t v = cpu->fpu.r[i->reg].m, mask = cpu->fpu.r[i->rm].m;
	uint32_t off = cpu->r[EDI] & i->ea_mask;

	mmx_enter(cpu);
	/* Faults are those of one access of eight bytes, whatever the mask. */
	fpu_check_write(cpu, i, off, 8, 8);
	for (unsigned n = 0; n < 8; n++) {
		if (mask >> (8 * n + 7) & 1)
			cpu_st8(cpu, i->seg, (off + n) & i->ea_mask, (uint8_t)(v >> (8 * n)));
	}
	mmx_use(cpu);
}

static void pshufw(struct cpu *cpu, const struct insn *i)
{
	uint64_t b, v = 0;

	mmx_enter(cpu);
	b = mmx_source(cpu, i);
	mmx_use(cpu);
	for (unsigned n = 0; n < 4; n++)
		v |= (b >> (16 * (i->imm >> (2 * n) & 3)) & 0xffff) << (16 * n);
	mmx_write(cpu, i->reg, v);
}

static void pinsrw(struct cpu *cpu, const struct insn *i)
{
	unsigned shift = 16 * (i->imm & 3);
	uint64_t v, w;

	mmx_enter(cpu);
	w = i->flags & INSN_MEM ? cpu_ld16(cpu, i->seg, cpu_ea(cpu, i)) : reg16(cpu, i->rm);
	mmx_use(cpu);
	v = cpu->fpu.r[i->reg].m & ~(0xffffull << shift);
	mmx_write(cpu, i->reg, v | w << shift);
}

static void pextrw(struct cpu *cpu, const struct insn *i)
{
	mmx_enter(cpu);
	mmx_use(cpu);
	cpu->r[i->reg] = cpu->fpu.r[i->rm].m >> (16 * (i->imm & 3)) & 0xffff;
}

static void pmovmskb(struct cpu *cpu, const struct insn *i)
{
	uint64_t v = cpu->fpu.r[i->rm].m;
	uint32_t mask = 0;

	mmx_enter(cpu);
	mmx_use(cpu);
	for (unsigned n = 0; n < 8; n++)
		mask |= (uint32_t)(v >> (8 * n + 7) & 1) << n;
	cpu->r[i->reg] = mask;
}

/* EMMS and FEMMS: all registers empty. FEMMS may spoil their contents; here it does not. */
static void emms(struct cpu *cpu, const struct insn *i)
{
	(void)i;
	mmx_enter(cpu);
	cpu->fpu.top = 0;
	cpu->fpu.full = 0;
}

/* PREFETCH, PREFETCHW, PREFETCHNTA and kin: hints, which never fault. */
static void prefetch(struct cpu *cpu, const struct insn *i)
{
	(void)cpu;
	(void)i;
}

#define OP(handler, cost_class)                      \
	{                                            \
		handler, #handler, COST_##cost_class \
	}

/* The forms an opcode has. */
enum {
	REG = 1,
	MEM = 2,
	BOTH = 3,
};

static const struct {
	uint8_t opcode, forms;
	struct fpu_op op;
} moves[] = {
	{0x0d, MEM, OP(prefetch, ALU)},
	{0x0e, BOTH, {emms, "femms", COST_MMX}},
	{0x18, MEM, OP(prefetch, ALU)},
	{0x6e, BOTH, OP(movd_load, MMX_MOVE)},
	{0x6f, BOTH, OP(movq_load, MMX_MOVE)},
	{0x70, BOTH, OP(pshufw, MMX)},
	{0x77, BOTH, OP(emms, MMX)},
	{0x7e, BOTH, OP(movd_store, MMX_MOVE)},
	{0x7f, BOTH, OP(movq_store, MMX_MOVE)},
	{0xc4, BOTH, OP(pinsrw, MMX)},
	{0xc5, REG, OP(pextrw, MMX)},
	{0xd7, REG, OP(pmovmskb, MMX)},
	{0xe7, MEM, {movq_store, "movntq", COST_MMX_MOVE}},
	{0xf7, REG, OP(maskmovq, MMX_MOVE)},
};

const struct fpu_op *mmx_move_op(const struct insn *i)
{
	unsigned form = i->flags & INSN_MEM ? MEM : REG;

	/* 0F 18 names four hints; the rest of the group is not assigned. */
	if (i->opcode == 0x18 && i->reg > 3)
		return NULL;
	for (unsigned n = 0; n < sizeof(moves) / sizeof(moves[0]); n++) {
		if (moves[n].opcode == i->opcode && moves[n].forms & form)
			return &moves[n].op;
	}
	return NULL;
}
