/* SPDX-License-Identifier: GPL-2.0-or-later */
/* String instructions: MOVS CMPS STOS LODS SCAS INS OUTS, with REP. */

#include "cpu/internal.h"
#include "cpu/ops.h"
#include "cpu/io.h"
#include "cpu/run.h"

/*
 * A REP instruction runs in slices: a slice ends when something needs attention, and EIP then
 * points at the instruction again. Registers are up to date after each iteration, so a fault or
 * an interrupt finds the state the manuals promise.
 */
#define SLICE 4096

static inline void set_masked(struct cpu *cpu, unsigned reg, uint32_t v, uint32_t mask)
{
	cpu->r[reg] = (cpu->r[reg] & ~mask) | (v & mask);
}
static inline uint32_t step(const struct cpu *cpu, unsigned size)
{
	return cpu->eflags & FLAG_DF ? 0u - size : size;
}

/* The flags of a - b, sized by a shift that brings the top bit to bit 31 (see flags.h). */
static inline void compare(struct cpu *cpu, uint32_t a, uint32_t b, unsigned up)
{
	uint32_t r = a - b, x = a ^ b ^ r;

	cpu->z = r << up;
	cpu->sp = (uint32_t)((int32_t)(r << up) >> up);
	cpu->cf = a < b;
	cpu->x = up ? x << up | (x & FLAG_AF) : x;
}

#define DEFINE_STEPS(bits)                                                                 \
	static inline void movs##bits(struct cpu *cpu, const struct insn *i)               \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
		uint##bits##_t v = cpu_ld##bits(cpu, i->seg, cpu->r[ESI] & m);             \
                                                                                           \
		cpu_st##bits(cpu, ES, cpu->r[EDI] & m, v);                                 \
		set_masked(cpu, ESI, cpu->r[ESI] + d, m);                                  \
		set_masked(cpu, EDI, cpu->r[EDI] + d, m);                                  \
	}                                                                                  \
	static inline void stos##bits(struct cpu *cpu, const struct insn *i)               \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
                                                                                           \
		cpu_st##bits(cpu, ES, cpu->r[EDI] & m, (uint##bits##_t)cpu->r[EAX]);       \
		set_masked(cpu, EDI, cpu->r[EDI] + d, m);                                  \
	}                                                                                  \
	static inline void lods##bits(struct cpu *cpu, const struct insn *i)               \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
		uint##bits##_t v = cpu_ld##bits(cpu, i->seg, cpu->r[ESI] & m);             \
                                                                                           \
		__builtin_memcpy(&cpu->r[EAX], &v, bits / 8);                              \
		set_masked(cpu, ESI, cpu->r[ESI] + d, m);                                  \
	}                                                                                  \
	static inline void cmps##bits(struct cpu *cpu, const struct insn *i)               \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
		uint##bits##_t a = cpu_ld##bits(cpu, i->seg, cpu->r[ESI] & m);             \
		uint##bits##_t b = cpu_ld##bits(cpu, ES, cpu->r[EDI] & m);                 \
                                                                                           \
		compare(cpu, a, b, 32 - bits);                                             \
		set_masked(cpu, ESI, cpu->r[ESI] + d, m);                                  \
		set_masked(cpu, EDI, cpu->r[EDI] + d, m);                                  \
	}                                                                                  \
	static inline void scas##bits(struct cpu *cpu, const struct insn *i)               \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
		uint##bits##_t a = (uint##bits##_t)cpu->r[EAX];                            \
		uint##bits##_t b = cpu_ld##bits(cpu, ES, cpu->r[EDI] & m);                 \
                                                                                           \
		compare(cpu, a, b, 32 - bits);                                             \
		set_masked(cpu, EDI, cpu->r[EDI] + d, m);                                  \
	}                                                                                  \
	static inline void ins##bits(struct cpu *cpu, const struct insn *i)                \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
		uint32_t di = cpu->r[EDI] & m;                                             \
		uint16_t port = reg16(cpu, EDX);                                           \
                                                                                           \
		/* What faults must do so before the device has been read. */              \
		cpu_io_check(cpu, port, bits / 8);                                         \
		cpu_check_range(cpu, ES, di, bits / 8, true);                              \
		cpu_st##bits(cpu, ES, di, (uint##bits##_t)cpu_io_in(cpu, port, bits / 8)); \
		set_masked(cpu, EDI, cpu->r[EDI] + d, m);                                  \
	}                                                                                  \
	static inline void outs##bits(struct cpu *cpu, const struct insn *i)               \
	{                                                                                  \
		uint32_t d = step(cpu, bits / 8), m = i->ea_mask;                          \
		uint16_t port = reg16(cpu, EDX);                                           \
		uint##bits##_t v;                                                          \
                                                                                           \
		cpu_io_check(cpu, port, bits / 8);                                         \
		v = cpu_ld##bits(cpu, i->seg, cpu->r[ESI] & m);                            \
		set_masked(cpu, ESI, cpu->r[ESI] + d, m);                                  \
		cpu_io_out(cpu, port, bits / 8, v);                                        \
	}

DEFINE_STEPS(8)
DEFINE_STEPS(16)
DEFINE_STEPS(32)

/*
 * Host address of the run of plain memory at seg:off that one pointer can serve, for forward
 * strings: *n elements are shortened to what lies in the page and the limit. NULL: step by step.
 */
static uint8_t *run_of(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size, bool write,
		       uint32_t mask, uint32_t *n)
{
	const struct segment *s = &cpu->seg[seg];
	uint32_t lin = s->base + off;
	const struct tlb_entry *e = &cpu->tlb[(lin >> 12) % TLB_SIZE];
	int64_t last = write ? s->wr_last : s->rd_last;
	uint32_t room = 0x1000 - (lin & 0xfff);
	uint64_t wrap = (uint64_t)mask + 1 - off;

	if ((write ? e->wtag : e->rtag) != (lin & PAGE_MASK))
		return NULL;
	if (room > wrap)
		room = (uint32_t)wrap;
	if (last < (int64_t)off)
		return NULL;
	if (room > last - (int64_t)off + 1)
		room = (uint32_t)(last - (int64_t)off + 1);
	if (*n > room / size)
		*n = room / size;
	return *n ? e->host + (lin & 0xfff) : NULL;
}

/* Forward STOS over plain memory; the number of elements done, 0: take single steps. */
static uint32_t fast_stos(struct cpu *cpu, const struct insn *i, unsigned size, uint32_t n)
{
	uint32_t m = i->ea_mask, di = cpu->r[EDI] & m;
	uint8_t *p = run_of(cpu, ES, di, size, true, m, &n);

	if (!p)
		return 0;
	if (size == 1) {
		__builtin_memset(p, (int)cpu->r[EAX], n);
	} else {
		for (uint32_t k = 0; k < n; k++)
			__builtin_memcpy(p + k * size, &cpu->r[EAX], size);
	}
	set_masked(cpu, EDI, di + n * size, m);
	return n;
}
/* Forward MOVS; where the ranges overlap upwards the element order shows, so then single steps. */
static uint32_t fast_movs(struct cpu *cpu, const struct insn *i, unsigned size, uint32_t n)
{
	uint32_t m = i->ea_mask, si = cpu->r[ESI] & m, di = cpu->r[EDI] & m;
	uint8_t *q = run_of(cpu, i->seg, si, size, false, m, &n);
	uint8_t *p = q ? run_of(cpu, ES, di, size, true, m, &n) : NULL;

	if (!p || (p > q && p < q + (size_t)n * size))
		return 0;
	__builtin_memmove(p, q, (size_t)n * size);
	set_masked(cpu, ESI, si + n * size, m);
	set_masked(cpu, EDI, di + n * size, m);
	return n;
}
static uint32_t no_fast(struct cpu *cpu, const struct insn *i, unsigned size, uint32_t n)
{
	(void)cpu;
	(void)i;
	(void)size;
	(void)n;
	return 0;
}

static bool always(const struct cpu *cpu, const struct insn *i)
{
	(void)cpu;
	(void)i;
	return true;
}
/* REPE goes on while equal, REPNE while different. */
static bool matches(const struct cpu *cpu, const struct insn *i)
{
	return flag_zf(cpu) == !(i->flags & INSN_REPNE);
}

/* How many iterations fit before cpu_run() wants to end. */
static uint32_t slice(const struct cpu *cpu, const struct insn *i)
{
	uint64_t room;

	if ((cpu->attention & ATT_STEP) || cpu->clock >= cpu->limit)
		return 1;
	room = (cpu->limit - cpu->clock) / i->cost + 1;
	return room < SLICE ? (uint32_t)room : SLICE;
}

/* Run a slice of a REP instruction; sets EIP. */
static inline void repeat(struct cpu *cpu, const struct insn *i, unsigned size,
			  void (*once)(struct cpu *, const struct insn *),
			  uint32_t (*fast)(struct cpu *, const struct insn *, unsigned, uint32_t),
			  bool (*go_on)(const struct cpu *, const struct insn *))
{
	uint32_t m = i->ea_mask;
	uint32_t budget = slice(cpu, i), done = 0;
	bool finished = false;

	if ((cpu->r[ECX] & m) == 0)
		finished = true;
	while (!finished) {
		uint32_t count = cpu->r[ECX] & m, n = 0;

		if (!(cpu->eflags & FLAG_DF))
			n = fast(cpu, i, size, count < budget - done ? count : budget - done);
		if (n == 0) {
			once(cpu, i);
			n = 1;
		}
		set_masked(cpu, ECX, count - n, m);
		cpu->clock += (uint64_t)n * i->cost;
		done += n;
		if (count == n || !go_on(cpu, i))
			finished = true;
		else if (done >= budget || (cpu->attention & ~ATT_STEP))
			break;
	}
	cpu->eip = finished ? cpu_next_eip(cpu, i) : cpu_insn_eip(cpu, i);
}

#define DEFINE_STRING(name, bits, fast, go_on)                             \
	void op_##name##bits(struct cpu *cpu, const struct insn *i)        \
	{                                                                  \
		if (i->flags & (INSN_REP | INSN_REPNE)) {                  \
			cpu->io_rep = true;                                \
			repeat(cpu, i, bits / 8, name##bits, fast, go_on); \
		} else {                                                   \
			cpu->io_rep = false;                               \
			name##bits(cpu, i);                                \
			cpu->eip = cpu_next_eip(cpu, i);                   \
		}                                                          \
	}
#define DEFINE_ALL(name, fast, go_on)        \
	DEFINE_STRING(name, 8, fast, go_on)  \
	DEFINE_STRING(name, 16, fast, go_on) \
	DEFINE_STRING(name, 32, fast, go_on)

DEFINE_ALL(movs, fast_movs, always)
DEFINE_ALL(stos, fast_stos, always)
DEFINE_ALL(lods, no_fast, always)
DEFINE_ALL(cmps, no_fast, matches)
DEFINE_ALL(scas, no_fast, matches)
DEFINE_ALL(ins, no_fast, always)
DEFINE_ALL(outs, no_fast, always)
