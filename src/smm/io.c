/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The value of a trapped read: into the accumulator of IN, or to memory for INS, whose DI the processor has moved on
 * already. The interrupted program's pages are walked for it; SMM memory is out of its reach.
 */
#include <smm/hw.h>
#include <smm/event.h>
#include <smm/image.h>

#define CR0_PE		0x00000001u
#define CR0_PG		0x80000000u
#define EFLAGS_DF	0x00000400u
#define EFLAGS_VM	0x00020000u
#define CS_32_BIT	0x4000u

#define PAGE_PRESENT	0x001u
#define PAGE_WRITE	0x002u
#define PAGE_LARGE	0x080u
#define PAGE_MASK	0xfffff000u
#define DIRECTORY_SHIFT 22
#define TABLE_SHIFT	12

#define PREFIXES	14
#define OPCODE_INS	0x6c /* and 6d */
#define ADDRESS_PREFIX	0x67

static bool in_smm(uint32_t physical)
{
	return physical - SMM_BASE < SMM_SIZE;
}

/*
 * The physical address of a linear one. need: bits that the entries of the page tables must have. False when there is
 * none, or it is not for this program.
 */
static bool translate(const struct smm_event *ev, uint32_t linear, uint32_t need,
		      uint32_t *physical)
{
	uint32_t entry = smm_cr3(), at;
	unsigned shift = 0;

	if (ev->header->cr0 & CR0_PG) {
		for (shift = DIRECTORY_SHIFT;; shift = TABLE_SHIFT) {
			at = (entry & PAGE_MASK) + (linear >> shift & 0x3ff) * 4;
			if (in_smm(at))
				return false;
			entry = smm_read32(at);
			if (need & ~entry)
				return false;
			if (shift == TABLE_SHIFT || entry & PAGE_LARGE)
				break;
		}
		linear = (linear & ~(0xffffffffu << shift)) | (entry & 0xffffffffu << shift);
	}
	*physical = linear;
	return !in_smm(linear);
}

static bool is_prefix(uint8_t byte)
{
	return byte == 0x66 || byte == ADDRESS_PREFIX || byte == 0xf0 || byte == 0xf2 ||
	       byte == 0xf3 || (byte & 0xe7) == 0x26 || byte == 0x64 || byte == 0x65;
}

/* Whether the trapped instruction is INS; *wide: it addresses with EDI. */
static bool is_ins(const struct smm_event *ev, bool *wide)
{
	uint32_t at = ev->header->cs_base + ev->header->current_ip;

	*wide = ev->header->cs_flags & CS_32_BIT;
	for (unsigned i = 0; i < PREFIXES; i++) {
		uint32_t physical;
		uint8_t byte;

		if (!translate(ev, at + i, PAGE_PRESENT, &physical))
			return false;
		byte = smm_read8(physical);
		if (!is_prefix(byte))
			return (byte & 0xfe) == OPCODE_INS;
		if (byte == ADDRESS_PREFIX)
			*wide = !*wide;
	}
	return false;
}

static void store(const struct smm_event *ev, uint32_t value, unsigned size, bool wide)
{
	const uint32_t back = ev->header->eflags & EFLAGS_DF ? size : -size;
	uint32_t offset = ev->regs->edi + back;

	for (unsigned i = 0; i < size; i++) {
		uint32_t physical;

		if (translate(ev, ev->es_base + (wide ? offset + i : (uint16_t)(offset + i)),
			      PAGE_PRESENT | PAGE_WRITE, &physical))
			smm_write8(physical, (uint8_t)(value >> 8 * i));
	}
}

void smm_io_result(struct smm_event *ev, uint32_t value)
{
	bool wide;

	if (is_ins(ev, &wide))
		store(ev, value, ev->size, wide);
	else
		ev->regs->eax = (ev->regs->eax & ~ev->width) | (value & ev->width);
}
