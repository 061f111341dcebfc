/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segment registers and descriptors. */
#ifndef GEODESIM_CPU_SEG_H
#define GEODESIM_CPU_SEG_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/internal.h"

/* A descriptor as read from a table. */
struct descriptor {
	uint32_t lo, hi;
	uint32_t lin; /* where it stands */
};

static inline uint32_t desc_base(const struct descriptor *d)
{
	return d->lo >> 16 | (d->hi & 0xff) << 16 | (d->hi & 0xff000000u);
}
static inline uint32_t desc_limit(const struct descriptor *d)
{
	uint32_t limit = (d->lo & 0xffff) | (d->hi & 0xf0000);

	return d->hi & 0x800000 ? limit << 12 | 0xfff : limit;
}
/* As struct segment's attr. */
static inline uint16_t desc_attr(const struct descriptor *d)
{
	return d->hi >> 8 & 0xf0ff;
}
static inline unsigned attr_dpl(uint16_t attr)
{
	return attr >> 5 & 3;
}
static inline unsigned attr_type(uint16_t attr)
{
	return attr & 0x1f; /* S and type */
}
static inline bool attr_is_code(uint16_t attr)
{
	return (attr & (SEG_S | SEG_CODE)) == (SEG_S | SEG_CODE);
}
static inline bool attr_is_data(uint16_t attr)
{
	return (attr & (SEG_S | SEG_CODE)) == SEG_S;
}

/* System descriptor types (S = 0). */
enum {
	TYPE_TSS16 = 0x01,
	TYPE_LDT = 0x02,
	TYPE_TSS16_BUSY = 0x03,
	TYPE_CALL16 = 0x04,
	TYPE_TASK_GATE = 0x05,
	TYPE_INT16 = 0x06,
	TYPE_TRAP16 = 0x07,
	TYPE_TSS32 = 0x09,
	TYPE_TSS32_BUSY = 0x0b,
	TYPE_CALL32 = 0x0c,
	TYPE_INT32 = 0x0e,
	TYPE_TRAP32 = 0x0f,
	TYPE_BUSY = 0x02,
};

/** seg_update - recompute the fast limits after base, limit or attributes changed. */
void seg_update(const struct cpu *cpu, struct segment *s);
void seg_update_all(struct cpu *cpu);
/** seg_set - load a segment register's visible and hidden parts. */
void seg_set(struct cpu *cpu, unsigned seg, uint16_t sel, uint32_t base, uint32_t limit,
	     uint16_t attr);
/** seg_set_real - as real mode does: base = sel * 16, limit and most attributes stay. */
void seg_set_real(struct cpu *cpu, unsigned seg, uint16_t sel);
/** seg_set_v86 - as virtual-8086 mode does: 64 KiB, writable, DPL 3. */
void seg_set_v86(struct cpu *cpu, unsigned seg, uint16_t sel);
/** seg_set_null - unusable until loaded again. */
void seg_set_null(struct cpu *cpu, unsigned seg, uint16_t sel);
/** seg_from_descriptor - load from a checked descriptor; no checks here. */
void seg_from_descriptor(struct cpu *cpu, unsigned seg, uint16_t sel, const struct descriptor *d);

/** seg_read_descriptor - fetch a selector's descriptor; false: null LDT or beyond the table. */
bool seg_read_descriptor(struct cpu *cpu, uint16_t sel, struct descriptor *d);
/** seg_fetch_descriptor - the same, but raises vector(sel) when it is beyond the table. */
void seg_fetch_descriptor(struct cpu *cpu, uint16_t sel, struct descriptor *d,
			  enum cpu_vector vector);
/** seg_set_accessed - set the accessed bit in the table if it is clear. */
void seg_set_accessed(struct cpu *cpu, struct descriptor *d);

/** seg_load - MOV/POP/Lxx to a data segment register, in every mode, with all checks. */
void seg_load(struct cpu *cpu, unsigned seg, uint16_t sel);
/** seg_load_protected - the protected-mode part, for IRET-like returns and task switches. */
void seg_load_protected(struct cpu *cpu, unsigned seg, uint16_t sel, enum cpu_vector vector);

/** seg_set_cpl - CPL changed. */
void seg_set_cpl(struct cpu *cpu, unsigned cpl);
/** seg_check_slow - raise what an access of size bytes at seg:off must raise; else linear addr. */
uint32_t seg_check(struct cpu *cpu, unsigned seg, uint32_t off, unsigned size, bool write);

#endif
