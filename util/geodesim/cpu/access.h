/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory accesses of instructions: segment check, translation, host memory; faults longjmp. */
#ifndef GEODESIM_CPU_ACCESS_H
#define GEODESIM_CPU_ACCESS_H

/* Included by cpu/internal.h only. */

/* The slow ways: all checks, page walks, devices, caches, watchpoints. size 1, 2, 4, 8. */
uint64_t cpu_load_slow(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size);
void cpu_store_slow(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size, uint64_t val);
uint64_t cpu_rmw_slow(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size);
void cpu_rmw_end_slow(struct cpu *cpu, unsigned size, uint64_t val);

/**
 * cpu_check_range - fault now if an access of len bytes at seg:off would fault anywhere
 * For operands of more than 8 bytes (FSAVE, m80) before they are stored piecewise. len <= 4096.
 */
void cpu_check_range(struct cpu *cpu, unsigned seg, uint32_t off, unsigned len, bool write);

/* Linear accesses of the processor itself (descriptor tables, TSS): supervisor rights. */
uint64_t cpu_sys_load(struct cpu *cpu, uint32_t lin, unsigned size);
void cpu_sys_store(struct cpu *cpu, uint32_t lin, unsigned size, uint64_t val);
/* Fault now if supervisor could not access (write) len bytes at lin. */
void cpu_sys_check(struct cpu *cpu, uint32_t lin, unsigned len, bool write);
/* Stores and checks with the rights of a privilege level other than the current one. */
void cpu_linear_check(struct cpu *cpu, uint32_t lin, unsigned len, bool write, bool user);
void cpu_linear_store(struct cpu *cpu, uint32_t lin, unsigned size, uint64_t val, bool user);

#define DEFINE_ACCESS(bits)                                                                        \
	static inline uint##bits##_t cpu_ld##bits(struct cpu *cpu, unsigned seg, uint32_t off)     \
	{                                                                                          \
		const struct segment *s = &cpu->seg[seg];                                          \
		uint32_t lin = s->base + off;                                                      \
		const struct tlb_entry *e = &cpu->tlb[(lin >> 12) % TLB_SIZE];                     \
		uint##bits##_t v;                                                                  \
                                                                                                   \
		if (likely((int64_t)((uint64_t)off + bits / 8 - 1) <= s->rd_last &&                \
			   e->rtag == (lin & PAGE_MASK) && (lin & 0xfff) <= 0x1000 - bits / 8)) {  \
			__builtin_memcpy(&v, e->host + (lin & 0xfff), bits / 8);                   \
			return v;                                                                  \
		}                                                                                  \
		return (uint##bits##_t)cpu_load_slow(cpu, seg, off, bits / 8);                     \
	}                                                                                          \
	static inline void cpu_st##bits(struct cpu *cpu, unsigned seg, uint32_t off,               \
					uint##bits##_t v)                                          \
	{                                                                                          \
		const struct segment *s = &cpu->seg[seg];                                          \
		uint32_t lin = s->base + off;                                                      \
		const struct tlb_entry *e = &cpu->tlb[(lin >> 12) % TLB_SIZE];                     \
                                                                                                   \
		if (likely((int64_t)((uint64_t)off + bits / 8 - 1) <= s->wr_last &&                \
			   e->wtag == (lin & PAGE_MASK) && (lin & 0xfff) <= 0x1000 - bits / 8))    \
			__builtin_memcpy(e->host + (lin & 0xfff), &v, bits / 8);                   \
		else                                                                               \
			cpu_store_slow(cpu, seg, off, bits / 8, v);                                \
	}                                                                                          \
	/* Read-modify-write: *p becomes the operand's host address, or NULL for the slow way.   \
	   Write rights are checked first. cpu_rmw_end## must follow, with no fault between. */ \
	static inline uint##bits##_t cpu_rmw##bits(struct cpu *cpu, unsigned seg, uint32_t off,    \
						   uint8_t **p)                                    \
	{                                                                                          \
		const struct segment *s = &cpu->seg[seg];                                          \
		uint32_t lin = s->base + off;                                                      \
		const struct tlb_entry *e = &cpu->tlb[(lin >> 12) % TLB_SIZE];                     \
		uint##bits##_t v;                                                                  \
                                                                                                   \
		if (likely((int64_t)((uint64_t)off + bits / 8 - 1) <= s->wr_last &&                \
			   e->wtag == (lin & PAGE_MASK) && (lin & 0xfff) <= 0x1000 - bits / 8)) {  \
			*p = e->host + (lin & 0xfff);                                              \
			__builtin_memcpy(&v, *p, bits / 8);                                        \
			return v;                                                                  \
		}                                                                                  \
		*p = NULL;                                                                         \
		return (uint##bits##_t)cpu_rmw_slow(cpu, seg, off, bits / 8);                      \
	}                                                                                          \
	static inline void cpu_rmw_end##bits(struct cpu *cpu, uint8_t *p, uint##bits##_t v)        \
	{                                                                                          \
		if (likely(p != NULL))                                                             \
			__builtin_memcpy(p, &v, bits / 8);                                         \
		else                                                                               \
			cpu_rmw_end_slow(cpu, bits / 8, v);                                        \
	}

DEFINE_ACCESS(8)
DEFINE_ACCESS(16)
DEFINE_ACCESS(32)
DEFINE_ACCESS(64)

/*
 * The same for MODE_FLAT: the offset is the linear address, no limit can be exceeded. The tag
 * comparison fails for unaligned addresses too; those take the full check.
 */
#define DEFINE_FLAT_ACCESS(bits)                                                                \
	static inline uint##bits##_t cpu_ldf##bits(struct cpu *cpu, unsigned seg, uint32_t lin) \
	{                                                                                       \
		const struct tlb_entry *e = &cpu->tlb[(lin >> 12) % TLB_SIZE];                  \
		uint##bits##_t v;                                                               \
                                                                                                \
		if (likely(e->rtag == (lin & (PAGE_MASK | (bits / 8 - 1))))) {                  \
			__builtin_memcpy(&v, e->host + (lin & 0xfff), bits / 8);                \
			return v;                                                               \
		}                                                                               \
		return cpu_ld##bits(cpu, seg, lin);                                             \
	}                                                                                       \
	static inline void cpu_stf##bits(struct cpu *cpu, unsigned seg, uint32_t lin,           \
					 uint##bits##_t v)                                      \
	{                                                                                       \
		const struct tlb_entry *e = &cpu->tlb[(lin >> 12) % TLB_SIZE];                  \
                                                                                                \
		if (likely(e->wtag == (lin & (PAGE_MASK | (bits / 8 - 1)))))                    \
			__builtin_memcpy(e->host + (lin & 0xfff), &v, bits / 8);                \
		else                                                                            \
			cpu_st##bits(cpu, seg, lin, v);                                         \
	}

DEFINE_FLAT_ACCESS(8)
DEFINE_FLAT_ACCESS(16)
DEFINE_FLAT_ACCESS(32)

/*
 * The ten bytes of an 80-bit operand, little endian; a store faults before any byte is written.
 * An operand never wraps within its segment: beyond the limit it faults.
 */
static inline void cpu_ld80(struct cpu *cpu, unsigned seg, uint32_t off, uint64_t *m, uint16_t *se)
{
	*m = cpu_ld64(cpu, seg, off);
	*se = cpu_ld16(cpu, seg, off + 8);
}
static inline void cpu_st80(struct cpu *cpu, unsigned seg, uint32_t off, uint64_t m, uint16_t se)
{
	cpu_check_range(cpu, seg, off, 10, true);
	cpu_st64(cpu, seg, off, m);
	cpu_st16(cpu, seg, off + 8, se);
}

#endif
