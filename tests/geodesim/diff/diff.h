/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One test case, shared between the generator, the simulator's side and the host's side. */
#ifndef GEODESIM_DIFF_H
#define GEODESIM_DIFF_H

#include <stdint.h>

/*
 * The world of a case, the same on both sides: three segments in a local descriptor table, one
 * page of code and one of data. Whatever a random address does beyond them is a fault, whose
 * vector, error code and address are compared like any other result.
 */
#define DIFF_CODE	0x10000u /* one read-only page; the first address mmap() allows */
#define DIFF_DATA	0x20000u /* one page */
#define DIFF_PAGE	4096u
/* Each side's own way out of a case: beyond the reach of data accesses, which could tell. */
#define DIFF_EXIT	0x3f000u
#define DIFF_CS_LIMIT	0x3ffffu
#define DIFF_LIMIT	0x3efffu /* of DS = SS, base 0 like CS */
#define DIFF_ES_BASE	0x18000u /* so that 16-bit addresses reach the data at ES:8000 */
#define DIFF_ES_LIMIT	(DIFF_LIMIT - DIFF_ES_BASE)
#define DIFF_CS_SEL	0x07 /* local descriptors 0, 1, 2 at privilege 3 */
#define DIFF_DS_SEL	0x0f
#define DIFF_ES_SEL	0x17
#define DIFF_FPU_BYTES	108 /* FNSAVE, 32-bit protected-mode format */
#define DIFF_CODE_BYTES 192
#define DIFF_CODE_CLEAR 256 /* bytes of the code page that every case sets, with HLT behind it */
#define DIFF_MAX_UNITS	8
#define DIFF_END	0x100 /* vector: the sequence ran to its end */
#define DIFF_HANG	0x101 /* vector: it did not end in time */

struct diff_state {
	uint32_t gpr[8]; /* EAX ECX EDX EBX ESP EBP ESI EDI */
	uint32_t eflags;
	uint32_t eip;
	uint8_t fpu[DIFF_FPU_BYTES];
};

struct diff_result {
	struct diff_state state;
	uint32_t vector; /* exception, DIFF_END or DIFF_HANG */
	uint32_t error;
	uint32_t cr2; /* page faults only, else 0 */
	uint8_t data[DIFF_PAGE];
};

/* An instruction, or some that only make sense together. Masks of EFLAGS bits. */
struct diff_unit {
	uint8_t len;
	uint32_t reads;	    /* flags it depends on */
	uint32_t defines;   /* flags it certainly gives a defined value */
	uint32_t undefines; /* flags it leaves undefined */
};

struct diff_case {
	struct diff_state in;
	uint32_t code_len;
	uint32_t units;
	uint8_t code[DIFF_CODE_BYTES];
	struct diff_unit unit[DIFF_MAX_UNITS];
	uint32_t tolerance; /* last instruction is transcendental: ulps that may differ */
	uint8_t data[DIFF_PAGE];
	struct diff_result host;
};

/* The code page of a case: its code, a jump to DIFF_EXIT, HLT up to DIFF_CODE_CLEAR. */
static inline void diff_place_code(const struct diff_case *c, uint8_t *page)
{
	uint32_t offset = DIFF_EXIT - (DIFF_CODE + c->code_len + 5);

	__builtin_memset(page, 0xf4, DIFF_CODE_CLEAR);
	__builtin_memcpy(page, c->code, c->code_len);
	page[c->code_len] = 0xe9;
	__builtin_memcpy(page + c->code_len + 1, &offset, 4);
}

/* The shared memory: cases that the host's side runs when a byte arrives on its standard input. */
#define DIFF_BATCH 2048

struct diff_batch {
	uint32_t count;
	struct diff_case cases[DIFF_BATCH];
};

#endif
