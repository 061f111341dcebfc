/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Random MMX instructions, AMD's extensions included; 3DNow! is tested elsewhere. */
#include "gen.h"

/* mm, mm/m64 */
static const uint8_t two_operand[] = {
	0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6f, 0x74,
	0x75, 0x76, 0x7f, 0xd1, 0xd2, 0xd3, 0xd5, 0xd8, 0xd9, 0xda, 0xdb, 0xdc, 0xdd, 0xde,
	0xdf, 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed, 0xee,
	0xef, 0xf1, 0xf2, 0xf3, 0xf5, 0xf6, 0xf8, 0xf9, 0xfa, 0xfc, 0xfd, 0xfe,
};

static void form(struct gen *g, unsigned opcode, bool may_register, bool may_memory, int imm)
{
	struct gen_operand o = gen_pick_operand(g, may_register, may_memory);

	gen_byte(g, 0x0f);
	gen_byte(g, opcode);
	gen_operand(g, &o, gen_below(g, 8));
	if (imm >= 0)
		gen_byte(g, (unsigned)imm);
}

void gen_mmx(struct gen *g)
{
	static const uint8_t shift_groups[] = {2, 4, 6};

	switch (gen_below(g, 20)) {
	case 0: form(g, 0x6e, true, true, -1); break;
	case 1: form(g, 0x7e, true, true, -1); break;
	case 2: form(g, 0x70, true, true, (int)gen_below(g, 256)); break;
	case 3: form(g, 0xc4, true, true, (int)gen_below(g, 256)); break;
	case 4: form(g, 0xc5, true, false, (int)gen_below(g, 256)); break;
	case 5: form(g, 0xd7, true, false, -1); break;
	case 6: form(g, 0xe7, false, true, -1); break;
	case 7:
		/* MASKMOVQ to SS:EDI. Whether bytes that are masked off can fault is open: MOV EDI. */
		gen_byte(g, 0xbf);
		gen_dword(g, DIFF_DATA + gen_below(g, DIFF_PAGE - 7));
		gen_byte(g, 0x36);
		form(g, 0xf7, true, false, -1);
		break;
	case 8:
		gen_byte(g, 0x0f);
		gen_byte(g, 0x77);
		break;
	case 9:
	case 10: {
		unsigned opcode = 0x71 + gen_below(g, 3);
		unsigned group = shift_groups[gen_below(g, 3)];

		if (opcode == 0x73 && group == 4)
			group = 2;
		gen_byte(g, 0x0f);
		gen_byte(g, opcode);
		gen_byte(g, 0xc0 | group << 3 | gen_below(g, 8));
		gen_byte(g, gen_one_in(g, 4) ? gen_below(g, 256) : gen_below(g, 70));
		break;
	}
	default: form(g, two_operand[gen_below(g, sizeof(two_operand))], true, true, -1); break;
	}
}
