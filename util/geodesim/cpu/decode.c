/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instruction decoder: bytes to struct insn, by the opcode table. */

#include "cpu/internal.h"
#include <string.h>

#include "cpu/block.h"
#include "cpu/cache.h"
#include "cpu/coverage.h"
#include "cpu/fast.h"
#include "cpu/ops.h"
#include "cpu/tlb.h"

#define MAX_LENGTH 15 /* bytes of an instruction; more is #GP(0) */

enum outcome {
	DECODED,
	WANTS_MORE, /* ran out of the page, and is not the first of its block */
};

struct decoder {
	struct cpu *cpu;
	const uint8_t *bytes; /* host copy of the page from start on, or NULL: ask the bus */
	uint32_t lin;	      /* of the instruction */
	uint32_t phys;
	uint32_t avail; /* bytes of the instruction that lie in the first page */
	uint32_t next_phys;
	uint32_t pos;
	bool first; /* first of the block: may go on into the next page, may fault */
	bool crossed;
	bool more;     /* WANTS_MORE */
	bool too_long; /* more than MAX_LENGTH */
};

static uint8_t next8(struct decoder *d)
{
	struct cpu *cpu = d->cpu;
	uint32_t at = d->pos;

	if (d->more || d->too_long)
		return 0;
	if (at >= MAX_LENGTH) {
		d->too_long = true;
		return 0;
	}
	/* Beyond the limit: the fetch faults. */
	if (unlikely(d->lin - cpu->seg[CS].base + at > cpu->seg[CS].limit)) {
		if (!d->first) {
			d->more = true;
			return 0;
		}
		cpu_gp(cpu, 0);
	}
	d->pos++;
	if (likely(at < d->avail)) {
		if (likely(d->bytes != NULL))
			return d->bytes[at];
		return (uint8_t)phys_load(cpu, d->phys + at, 0, 1, CPU_MEM_FETCH);
	}
	if (!d->first) {
		d->more = true;
		return 0;
	}
	if (!d->crossed) {
		d->next_phys = tlb_fetch(cpu, d->lin + d->avail);
		d->crossed = true;
	}
	return (uint8_t)phys_load(cpu, d->next_phys + at - d->avail, 0, 1, CPU_MEM_FETCH);
}
static uint16_t next16(struct decoder *d)
{
	uint16_t v = next8(d);

	return (uint16_t)(v | next8(d) << 8);
}
static uint32_t next32(struct decoder *d)
{
	uint32_t v = next16(d);

	return v | (uint32_t)next16(d) << 16;
}

/* Byte registers as offsets into cpu->r: AL CL DL BL, then AH CH DH BH. */
static uint8_t byte_reg(unsigned n)
{
	return (uint8_t)((n & 3) * 4 + (n >> 2));
}

static void address16(struct decoder *d, struct insn *i, uint8_t *seg)
{
	static const uint8_t bases[8] = {EBX, EBX, EBP, EBP, ESI, EDI, EBP, EBX};
	static const uint8_t indexes[8] = {ESI,		EDI,	     ESI,	  EDI,
					   INSN_NO_REG, INSN_NO_REG, INSN_NO_REG, INSN_NO_REG};
	unsigned mod = i->modrm >> 6, rm = i->modrm & 7;

	i->base = bases[rm];
	i->index = indexes[rm];
	if (rm == 2 || rm == 3 || rm == 6)
		*seg = SS;
	if (mod == 0 && rm == 6) {
		i->base = INSN_NO_REG;
		*seg = DS;
		i->disp = next16(d);
	} else if (mod == 1) {
		i->disp = (uint32_t)(int8_t)next8(d);
	} else if (mod == 2) {
		i->disp = next16(d);
	}
}
static void address32(struct decoder *d, struct insn *i, uint8_t *seg)
{
	unsigned mod = i->modrm >> 6, rm = i->modrm & 7;
	bool scaled_base = false;

	i->base = (uint8_t)rm;
	if (rm == 4) {
		uint8_t sib = next8(d);

		i->base = sib & 7;
		i->scale = sib >> 6;
		if ((sib >> 3 & 7) != 4)
			i->index = sib >> 3 & 7;
		else
			scaled_base = i->scale != 0;
	}
	if (mod == 0 && i->base == EBP) {
		i->base = INSN_NO_REG;
		i->disp = next32(d);
	} else {
		if (i->base == ESP || i->base == EBP)
			*seg = SS;
		if (mod == 1)
			i->disp = (uint32_t)(int8_t)next8(d);
		else if (mod == 2)
			i->disp = next32(d);
		/* A scale without an index is undefined; vectors from a 386 show the base scaled. */
		if (scaled_base) {
			i->index = i->base;
			i->base = INSN_NO_REG;
		}
	}
}

static void immediate(struct decoder *d, struct insn *i, unsigned kind)
{
	switch (kind) {
	case IMM_8: i->imm = next8(d); break;
	case IMM_S8: i->imm = (uint32_t)(int8_t)next8(d); break;
	case IMM_16: i->imm = next16(d); break;
	case IMM_V: i->imm = i->flags & INSN_OP32 ? next32(d) : (uint32_t)(int16_t)next16(d); break;
	case IMM_FAR:
		i->imm = i->flags & INSN_OP32 ? next32(d) : next16(d);
		i->imm2 = next16(d);
		break;
	case IMM_MOFFS: i->disp = i->flags & INSN_ADDR32 ? next32(d) : next16(d); break;
	case IMM_ENTER:
		i->imm = next16(d);
		i->imm2 = next8(d);
		break;
	default: break;
	}
}

/* Reads prefixes and the opcode; returns its table row. */
static const struct opcode *prefixes(struct decoder *d, struct insn *i, int *override)
{
	bool op32 = d->cpu->mode & MODE_CS32, addr32 = op32;
	const struct opcode *row;
	uint8_t b;

	for (;;) {
		b = next8(d);
		if (d->more || d->too_long)
			return &opcode_map[0][0];
		switch (b) {
		case 0x26: *override = ES; continue;
		case 0x2e: *override = CS; continue;
		case 0x36: *override = SS; continue;
		case 0x3e: *override = DS; continue;
		case 0x64: *override = FS; continue;
		case 0x65: *override = GS; continue;
		case 0x66: op32 = !(d->cpu->mode & MODE_CS32); continue;
		case 0x67: addr32 = !(d->cpu->mode & MODE_CS32); continue;
		case 0xf0: i->flags |= INSN_LOCK; continue;
		case 0xf2: i->flags = (uint8_t)((i->flags & ~INSN_REP) | INSN_REPNE); continue;
		case 0xf3: i->flags = (uint8_t)((i->flags & ~INSN_REPNE) | INSN_REP); continue;
		default: break;
		}
		break;
	}
	if (op32)
		i->flags |= INSN_OP32;
	if (addr32)
		i->flags |= INSN_ADDR32;
	i->ea_mask = addr32 ? 0xffffffffu : 0xffffu;
	row = &opcode_map[0][b];
	if (b == 0x0f) {
		b = next8(d);
		i->map = 1;
		row = &opcode_map[1][b];
	}
	i->opcode = b;
	return row;
}

static cpu_handler choose(struct decoder *d, struct insn *i, const struct opcode *row,
			  uint8_t *cost)
{
	bool mem = i->flags & INSN_MEM;
	const char *name;
	cpu_handler fn;

	*cost = row->cost;
	if ((i->flags & INSN_LOCK) && !((row->flags & OP_LOCK) && mem))
		return op_ud;
	if ((row->flags & OP_MEM) && !mem)
		return op_ud;
	if (row->flags & OP_FPU) {
		/* MMX opcodes with prefix 66 are SSE2's. */
		if (i->map == 1 && i->opcode >= 0x60 &&
		    !(i->flags & INSN_OP32) != !(d->cpu->mode & MODE_CS32))
			return op_ud;
		fn = fpu_select(i, &name, cost);
		coverage_note(d->cpu, row, i);
		return fn ? fn : op_ud;
	}
	fn = row->fn[mem][!!(i->flags & INSN_OP32)];
	coverage_note(d->cpu, row, i);
	if (!fn)
		return op_ud;
	return fast_form(i, fn, d->cpu->mode & MODE_FLAT);
}

static enum outcome decode_one(struct decoder *d, struct insn *i, uint16_t *row_flags)
{
	const struct opcode *row;
	uint8_t seg = DS, cost = COST_ALU;
	int override = -1;

	memset(i, 0, sizeof(*i));
	i->base = INSN_NO_REG;
	i->index = INSN_NO_REG;
	row = prefixes(d, i, &override);
	if (row->name && (row->flags & OP_MODRM)) {
		i->modrm = next8(d);
		i->reg = i->modrm >> 3 & 7;
		i->rm = i->modrm & 7;
		if (row->group)
			row = &row->group[i->reg];
		if ((i->modrm >> 6) != 3 && !(row->flags & OP_REG)) {
			i->flags |= INSN_MEM;
			if (i->flags & INSN_ADDR32)
				address32(d, i, &seg);
			else
				address16(d, i, &seg);
		}
	} else if (row->flags & OP_PLUSR) {
		i->rm = i->opcode & 7;
	}
	if (override >= 0) {
		i->flags |= INSN_SEGOV;
		seg = (uint8_t) override;
	}
	i->seg = seg;
	immediate(d, i, row->imm);
	if (i->map == 1 && i->opcode == 0x0f) {
		/* 3DNow!: the operation stands behind the operand. */
		i->opcode = next8(d);
		i->map = 2;
	}
	if (row->flags & OP_REG8)
		i->reg = byte_reg(i->reg);
	if ((row->flags & OP_RM8) && !(i->flags & INSN_MEM))
		i->rm = row->flags & OP_ACC ? 0 : byte_reg(i->rm);
	if (d->more)
		return WANTS_MORE;

	*row_flags = row->flags;
	if (d->too_long) {
		i->fn = op_too_long;
		*row_flags = OP_END;
	} else if (!row->name) {
		i->fn = op_ud;
		*row_flags = OP_END;
	} else {
		i->fn = choose(d, i, row, &cost);
	}
	if (*row_flags & OP_JUMP)
		i->flags |= INSN_JUMP;
	i->cost = cost_clocks[cost];
	return DECODED;
}

bool decode_block(struct cpu *cpu, struct block *b, uint32_t lin, uint32_t phys, unsigned max)
{
	uint32_t room = 0x1000 - (phys & 0xfff), pos = 0;
	const uint8_t *page = cpu->bus.mem_page(cpu->bus.opaque, phys & PAGE_MASK, false,
						CPU_MEM_FETCH | (cpu->smm ? CPU_MEM_SMM : 0));
	bool keep = page != NULL;
	uint32_t clk = 0;

	/* What is no plain memory may answer differently each time. */
	if (!page)
		max = 1;
	/* Dirty cache lines hide memory: fetch byte by byte, past them. */
	if (cpu->cache_on && cache_page_differs(cpu, phys))
		page = NULL;
	b->count = 0;
	while (b->count < max && pos < room) {
		struct insn *i = &b->insn[b->count];
		struct decoder d = {
			.cpu = cpu,
			.bytes = page ? page + (phys & 0xfff) + pos : NULL,
			.lin = lin + pos,
			.phys = phys + pos,
			.avail = room - pos,
			.first = b->count == 0,
		};
		uint16_t row_flags = 0;

		if (decode_one(&d, i, &row_flags) == WANTS_MORE)
			break;
		i->off = (uint16_t)pos;
		pos += d.pos;
		i->end = (uint16_t)pos;
		i->clk = (uint16_t)clk;
		clk += i->cost;
		b->count++;
		if (d.crossed)
			keep = false;
		if (d.crossed || (row_flags & (OP_END | OP_JUMP)))
			break;
	}
	b->insn[b->count].fn = op_block_end;
	b->bytes = (uint16_t)pos;
	b->clk = clk;
	return keep;
}
