/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stores: ST(0) to memory in every format, and to another register. */
#include "fpu/exec.h"
#include "fpu/operate.h"
#include "fpu/x87_handlers.h"

/* Flags that, when unmasked, keep a store from happening. */
#define STORE_BEFORE	 (X87_IE | X87_OE | X87_UE)

/* What integer and decimal stores write for a number that does not fit or an empty register. */
#define INT16_INDEFINITE INT16_MIN
#define INT32_INDEFINITE INT32_MIN
#define INT64_INDEFINITE INT64_MIN
#define F32_INDEFINITE	 0xffc00000u
#define F64_INDEFINITE	 0xfff8000000000000ull
#define BCD_INDEFINITE                                        \
	{                                                     \
		{                                             \
			0, 0, 0, 0, 0, 0, 0, 0xc0, 0xff, 0xff \
		}                                             \
	}

static inline void put_u32(struct cpu *cpu, const struct insn *i, uint32_t off, const uint32_t *v)
{
	cpu_st32(cpu, i->seg, off, *v);
}

static inline void put_u64(struct cpu *cpu, const struct insn *i, uint32_t off, const uint64_t *v)
{
	cpu_st64(cpu, i->seg, off, *v);
}

static inline void put_i16(struct cpu *cpu, const struct insn *i, uint32_t off, const int16_t *v)
{
	cpu_st16(cpu, i->seg, off, (uint16_t)*v);
}

static inline void put_i32(struct cpu *cpu, const struct insn *i, uint32_t off, const int32_t *v)
{
	cpu_st32(cpu, i->seg, off, (uint32_t)*v);
}

static inline void put_i64(struct cpu *cpu, const struct insn *i, uint32_t off, const int64_t *v)
{
	cpu_st64(cpu, i->seg, off, (uint64_t)*v);
}

static inline void put_bcd(struct cpu *cpu, const struct insn *i, uint32_t off,
			   const struct bcd80 *v)
{
	uint64_t m;

	__builtin_memcpy(&m, v->byte, 8);
	cpu_st80(cpu, i->seg, off, m, (uint16_t)(v->byte[8] | v->byte[9] << 8));
}

/*
 * The memory is written before anything else changes, since the write can fault. With an unmasked
 * flag of STORE_BEFORE memory and stack stay as they are, but a fault would still come first.
 */
#define STORE(name, convert, type, put, indefinite, pop)                                        \
	void x87_##name(struct cpu *cpu, const struct insn *i)                                  \
	{                                                                                       \
		struct fpu_state *f = x87_enter(cpu);                                           \
		uint32_t off = cpu_ea(cpu, i);                                                  \
		type v = indefinite;                                                            \
		unsigned sw = X87_IE | X87_SF;                                                  \
                                                                                                \
		if (likely(!x87_empty(f, 0)))                                                   \
			sw = convert(f, &v, x87_st(f, 0)) & (X87_FLAGS | X87_C1);               \
		if (likely(!(sw & ~f->cw & STORE_BEFORE)))                                      \
			put(cpu, i, off, &v);                                                   \
		else                                                                            \
			fpu_check_write(cpu, i, off, sizeof(v), sizeof(v) > 8 ? 8 : sizeof(v)); \
		x87_record_mem(cpu, i, off);                                                    \
		if (likely(!(x87_raise(cpu, sw, sw, X87_C1) & STORE_BEFORE)) && (pop))          \
			x87_pop(f);                                                             \
	}
STORE(fst_f32, operate_store_f32, uint32_t, put_u32, F32_INDEFINITE, false)
STORE(fst_f64, operate_store_f64, uint64_t, put_u64, F64_INDEFINITE, false)
STORE(fstp_f32, operate_store_f32, uint32_t, put_u32, F32_INDEFINITE, true)
STORE(fstp_f64, operate_store_f64, uint64_t, put_u64, F64_INDEFINITE, true)
STORE(fist_i16, operate_store_i16, int16_t, put_i16, INT16_INDEFINITE, false)
STORE(fist_i32, operate_store_i32, int32_t, put_i32, INT32_INDEFINITE, false)
STORE(fistp_i16, operate_store_i16, int16_t, put_i16, INT16_INDEFINITE, true)
STORE(fistp_i32, operate_store_i32, int32_t, put_i32, INT32_INDEFINITE, true)
STORE(fistp_i64, operate_store_i64, int64_t, put_i64, INT64_INDEFINITE, true)
STORE(fbstp, native_store_bcd, struct bcd80, put_bcd, BCD_INDEFINITE, true)

/* The 80-bit store copies the register: no conversion, no exception but an empty stack's. */
void x87_fstp_f80(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);
	uint32_t off = cpu_ea(cpu, i);
	bool empty = x87_empty(f, 0);
	struct ext80 v = empty ? x87_indefinite() : *x87_st(f, 0);

	if (likely(!empty || (f->cw & X87_IE)))
		cpu_st80(cpu, i->seg, off, v.m, v.se);
	else
		fpu_check_write(cpu, i, off, 10, 8);
	x87_record_mem(cpu, i, off);
	f->sw &= (uint16_t)~X87_C1;
	if (unlikely(empty) && !x87_stack_fault(cpu, false))
		return;
	x87_pop(f);
}

static inline void store_sti(struct cpu *cpu, const struct insn *i, bool pop)
{
	struct fpu_state *f = x87_enter(cpu);
	struct ext80 v = *x87_st(f, 0);

	x87_record(cpu, i);
	f->sw &= (uint16_t)~X87_C1;
	if (unlikely(x87_empty(f, 0))) {
		if (!x87_stack_fault(cpu, false))
			return;
		v = x87_indefinite();
	}
	x87_set(f, i->rm, &v);
	if (pop)
		x87_pop(f);
}

void x87_fst_sti(struct cpu *cpu, const struct insn *i)
{
	store_sti(cpu, i, false);
}

void x87_fstp_sti(struct cpu *cpu, const struct insn *i)
{
	store_sti(cpu, i, true);
}

/* The second encoding of FSTP (D9 D8+i) does not mind an empty ST(0): then it only pops. */
void x87_fstpnce(struct cpu *cpu, const struct insn *i)
{
	struct fpu_state *f = x87_enter(cpu);

	x87_record(cpu, i);
	if (!x87_empty(f, 0)) {
		struct ext80 v = *x87_st(f, 0);

		x87_set(f, i->rm, &v);
	}
	f->sw &= (uint16_t)~X87_C1;
	x87_pop(f);
}
