/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether two results agree, and how to show that they do not. */
#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "gen.h"

static const char *const gpr_names[8] = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};

/* CF PF AF ZF SF, DF OF, ID and AC: what user code can see and change. */
#define FLAGS_SEEN (ARITH | DF | 0x240000)

/* After a fault any unit may have been the last, so flags any of them leaves undefined are out. */
static uint32_t flags_mask(const struct diff_case *c, bool ended)
{
	uint32_t undefined = 0;

	if (ended)
		return FLAGS_SEEN & ~(uint32_t)gen_undefined(c);
	for (uint32_t n = 0; n < c->units; n++)
		undefined |= c->unit[n].undefines;
	return FLAGS_SEEN & ~undefined;
}

/* The FNSAVE image: control, status and tag words, then the registers; no pointers. */
static bool fpu_words_agree(const uint8_t *a, const uint8_t *b, unsigned status_mask)
{
	unsigned sa = a[4] | a[5] << 8, sb = b[4] | b[5] << 8;

	return !memcmp(a, b, 2) && !((sa ^ sb) & status_mask) && !memcmp(a + 8, b + 8, 2);
}

/* How far apart two 80-bit numbers of the same sign are, in units in the last place. */
static uint64_t ulps(const uint8_t *a, const uint8_t *b)
{
	uint64_t ma, mb;
	unsigned ea = a[8] | a[9] << 8, eb = b[8] | b[9] << 8;

	memcpy(&ma, a, 8);
	memcpy(&mb, b, 8);
	if (ea == eb)
		return ma > mb ? ma - mb : mb - ma;
	/* Neighbours across a power of two. */
	if (ea + 1 == eb)
		return mb == 1ull << 63 ? -ma : UINT64_MAX;
	if (eb + 1 == ea)
		return ma == 1ull << 63 ? -mb : UINT64_MAX;
	return UINT64_MAX;
}

static bool fpu_agrees(const struct diff_case *c, const uint8_t *a, const uint8_t *b)
{
	/*
	 * The last digit of a transcendental result is the host's own, and so is its rounding: C1,
	 * PE (some report it for exact results), and what follows from PE: UE and ES.
	 */
	unsigned mask = c->tolerance ? ~0x82b0u : ~0u;

	if (!fpu_words_agree(a, b, mask))
		return false;
	for (unsigned n = 0; n < 8; n++) {
		const uint8_t *ra = a + 28 + 10 * n, *rb = b + 28 + 10 * n;

		if (memcmp(ra, rb, 10) && (n > 1 || !c->tolerance || ulps(ra, rb) > c->tolerance))
			return false;
	}
	return true;
}

/* Bytes of memory where FNSTENV or FNSAVE as the last unit put the pointers: any five dwords
   at most may differ, and only there. */
static bool memory_agrees(const struct diff_case *c, const struct diff_result *a,
			  const struct diff_result *b)
{
	unsigned first = DIFF_PAGE, last = 0;
	const struct diff_unit *u = &c->unit[c->units - 1];
	const uint8_t *code = c->code + c->code_len - u->len;
	bool environment = false;

	if (!memcmp(a->data, b->data, DIFF_PAGE))
		return true;
	for (unsigned n = 0; n + 1 < u->len && n < 5; n++)
		environment |= (code[n] == 0xd9 || code[n] == 0xdd) && (code[n + 1] >> 3 & 7) == 6;
	for (unsigned n = 0; n < DIFF_PAGE; n++) {
		if (a->data[n] != b->data[n]) {
			first = n < first ? n : first;
			last = n;
		}
	}
	return environment && last - first < 16;
}

static bool is_prefix(uint8_t b)
{
	return b == 0x66 || b == 0x67 || b >> 1 == 0xf2 >> 1 || (b & 0xe7) == 0x26;
}

/* The opcode byte of the instruction at an EIP, behind its prefixes; NULL outside the code. */
static const uint8_t *opcode_at(const struct diff_case *c, uint32_t eip)
{
	uint32_t at = eip - DIFF_CODE;

	while (at < c->code_len && is_prefix(c->code[at]))
		at++;
	return at < c->code_len ? c->code + at : NULL;
}

/*
 * Some hosts have switched the registers to MMX use (TOP 0, all tags valid) when an MMX
 * instruction's memory access faults; the instruction as such has not begun. Whether the fault in
 * host is one of those.
 */
static bool mmx_memory_fault(const struct diff_case *c, const struct diff_result *host)
{
	const uint8_t *opcode = opcode_at(c, host->state.eip);

	if (host->vector < 12 || host->vector > 17 || !opcode)
		return false;
	return opcode[0] == 0x0f && opcode[1] >= 0x60;
}

/*
 * CR2 of an operand that crosses into a missing page: the address of some byte of it there. Which
 * one is open for the long operands of the x87, so there only the page counts.
 */
static bool fault_address_agrees(uint32_t a, uint32_t b, uint8_t opcode)
{
	return opcode >= 0xd8 && opcode <= 0xdf ? a >> 12 == b >> 12 : a == b;
}

/*
 * CMPS with both operands missing: which one faults first is open, and with it the whole fault.
 * The x87's long operands may be missing and misaligned. True when that can explain a difference.
 */
static bool either_fault(const uint8_t *opcode, uint32_t a, uint32_t b)
{
	if (!opcode)
		return false;
	if ((*opcode & 0xfe) == 0xa6)
		return a >= 12 && a <= 17 && b >= 12 && b <= 17;
	return (*opcode & 0xf8) == 0xd8 && a + b == 14 + 17;
}

/* PUSHA and ENTER that fault half-way may have pushed some of their registers. */
static bool partial_push(const uint8_t *opcode)
{
	return opcode && (*opcode == 0x60 || *opcode == 0xc8);
}

/* The contents of all registers by physical number, whatever TOP and the tags say. */
static bool fpu_contents_agree(const uint8_t *a, const uint8_t *b)
{
	unsigned top_a = a[5] >> 3 & 7, top_b = b[5] >> 3 & 7;

	for (unsigned n = 0; n < 8; n++) {
		if (memcmp(a + 28 + 10 * ((n - top_a) & 7), b + 28 + 10 * ((n - top_b) & 7), 10))
			return false;
	}
	return true;
}

bool compare_results(const struct diff_case *c, const struct diff_result *sim)
{
	const struct diff_result *host = &c->host;
	const uint8_t *opcode = opcode_at(c, host->state.eip);
	bool ended = host->vector == DIFF_END;

	if (memcmp(host->state.gpr, sim->state.gpr, 32))
		return false;
	if (host->vector != sim->vector && !either_fault(opcode, host->vector, sim->vector))
		return false;
	if (!ended && host->state.eip != sim->state.eip)
		return false;
	if (!ended && !either_fault(opcode, host->vector, sim->vector) &&
	    (host->error != sim->error ||
	     !fault_address_agrees(host->cr2, sim->cr2, opcode ? *opcode : 0)))
		return false;
	if ((host->state.eflags ^ sim->state.eflags) & flags_mask(c, ended))
		return false;
	if (!(partial_push(opcode) && !ended) && !memory_agrees(c, host, sim))
		return false;
	if (mmx_memory_fault(c, host))
		return fpu_contents_agree(host->state.fpu, sim->state.fpu);
	return fpu_agrees(c, host->state.fpu, sim->state.fpu);
}

static void print_fpu(const char *who, const uint8_t *f, FILE *out)
{
	unsigned top = f[5] >> 3 & 7, tag = f[8] | f[9] << 8;

	fprintf(out, "  %s x87 cw %02x%02x sw %02x%02x tag %04x\n", who, f[1], f[0], f[5], f[4],
		tag);
	for (unsigned n = 0; n < 8; n++) {
		const uint8_t *r = f + 28 + 10 * n;
		uint64_t m;

		memcpy(&m, r, 8);
		fprintf(out, "    st%u %02x%02x.%016llx%s\n", n, r[9], r[8], (unsigned long long)m,
			(tag >> (2 * ((top + n) & 7)) & 3) == 3 ? " (empty)" : "");
	}
}

static void print_state(const char *who, const struct diff_state *s, FILE *out)
{
	fprintf(out, "  %s", who);
	for (unsigned n = 0; n < 8; n++)
		fprintf(out, " %s %08x", gpr_names[n], s->gpr[n]);
	fprintf(out, " eflags %08x\n", s->eflags);
}

static void print_end(const char *who, const struct diff_result *r, FILE *out)
{
	if (r->vector == DIFF_END)
		fprintf(out, "  %s ran to the end\n", who);
	else if (r->vector == DIFF_HANG)
		fprintf(out, "  %s did not end\n", who);
	else
		fprintf(out, "  %s exception %u error %x cr2 %08x at eip %08x\n", who, r->vector,
			r->error, r->cr2, r->state.eip);
}

void compare_print(const struct diff_case *c, const struct diff_result *sim, FILE *out)
{
	const struct diff_result *host = &c->host;
	const uint8_t *p = c->code;
	unsigned shown = 0;

	for (uint32_t n = 0; n < c->units; n++) {
		fprintf(out, "  code %05x:", (unsigned)(DIFF_CODE + (p - c->code)));
		for (unsigned k = 0; k < c->unit[n].len; k++)
			fprintf(out, " %02x", *p++);
		fprintf(out, "\n");
	}
	print_end("host", host, out);
	print_end("sim ", sim, out);
	print_state("before", &c->in, out);
	print_state("host  ", &host->state, out);
	print_state("sim   ", &sim->state, out);
	fprintf(out, "  flags compared: %08x\n", flags_mask(c, host->vector == DIFF_END));
	if (!fpu_agrees(c, host->state.fpu, sim->state.fpu)) {
		print_fpu("before", c->in.fpu, out);
		print_fpu("host  ", host->state.fpu, out);
		print_fpu("sim   ", sim->state.fpu, out);
	}
	for (unsigned n = 0; n < DIFF_PAGE && shown < 32; n++) {
		if (host->data[n] != sim->data[n]) {
			fprintf(out, "  memory %05x: before %02x host %02x sim %02x\n",
				(unsigned)(DIFF_DATA + n), c->data[n], host->data[n], sim->data[n]);
			shown++;
		}
	}
}
