/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x87 opcode tables, and the choice of a handler among all of the floating-point unit's. */
#include "fpu/exec.h"
#include "fpu/x87_handlers.h"

#define OP(handler, mnemonic, cost_class)                  \
	{                                                  \
		x87_##handler, mnemonic, COST_##cost_class \
	}
#define NONE                  \
	{                     \
		NULL, NULL, 0 \
	}

/* D8..DF with a memory operand, by ModRM reg. */
const struct fpu_op x87_memory_ops[8][8] = {
	{OP(fadd_f32, "fadd m32", FADD), OP(fmul_f32, "fmul m32", FMUL),
	 OP(fcom_f32, "fcom m32", FADD), OP(fcomp_f32, "fcomp m32", FADD),
	 OP(fsub_f32, "fsub m32", FADD), OP(fsubr_f32, "fsubr m32", FADD),
	 OP(fdiv_f32, "fdiv m32", FDIV), OP(fdivr_f32, "fdivr m32", FDIV)},
	{OP(fld_f32, "fld m32", FMOV), NONE, OP(fst_f32, "fst m32", FMOV),
	 OP(fstp_f32, "fstp m32", FMOV), OP(fldenv, "fldenv", FENV), OP(fldcw, "fldcw", FMOV),
	 OP(fnstenv, "fnstenv", FENV), OP(fnstcw, "fnstcw", FMOV)},
	{OP(fadd_i32, "fiadd m32", FADD), OP(fmul_i32, "fimul m32", FMUL),
	 OP(fcom_i32, "ficom m32", FADD), OP(fcomp_i32, "ficomp m32", FADD),
	 OP(fsub_i32, "fisub m32", FADD), OP(fsubr_i32, "fisubr m32", FADD),
	 OP(fdiv_i32, "fidiv m32", FDIV), OP(fdivr_i32, "fidivr m32", FDIV)},
	{OP(fild_i32, "fild m32", FMOV), NONE, OP(fist_i32, "fist m32", FIST),
	 OP(fistp_i32, "fistp m32", FIST), NONE, OP(fld_f80, "fld m80", FMOV), NONE,
	 OP(fstp_f80, "fstp m80", FMOV)},
	{OP(fadd_f64, "fadd m64", FADD), OP(fmul_f64, "fmul m64", FMUL),
	 OP(fcom_f64, "fcom m64", FADD), OP(fcomp_f64, "fcomp m64", FADD),
	 OP(fsub_f64, "fsub m64", FADD), OP(fsubr_f64, "fsubr m64", FADD),
	 OP(fdiv_f64, "fdiv m64", FDIV), OP(fdivr_f64, "fdivr m64", FDIV)},
	{OP(fld_f64, "fld m64", FMOV), NONE, OP(fst_f64, "fst m64", FMOV),
	 OP(fstp_f64, "fstp m64", FMOV), OP(frstor, "frstor", FENV), NONE,
	 OP(fnsave, "fnsave", FENV), OP(fnstsw, "fnstsw m16", FMOV)},
	{OP(fadd_i16, "fiadd m16", FADD), OP(fmul_i16, "fimul m16", FMUL),
	 OP(fcom_i16, "ficom m16", FADD), OP(fcomp_i16, "ficomp m16", FADD),
	 OP(fsub_i16, "fisub m16", FADD), OP(fsubr_i16, "fisubr m16", FADD),
	 OP(fdiv_i16, "fidiv m16", FDIV), OP(fdivr_i16, "fidivr m16", FDIV)},
	{OP(fild_i16, "fild m16", FMOV), NONE, OP(fist_i16, "fist m16", FIST),
	 OP(fistp_i16, "fistp m16", FIST), OP(fbld, "fbld", FENV), OP(fild_i64, "fild m64", FMOV),
	 OP(fbstp, "fbstp", FENV), OP(fistp_i64, "fistp m64", FIST)},
};

/*
 * D8..DF with registers, by ModRM reg; r/m is ST(i). Rows without a handler are in the tables of
 * single opcodes. The second encodings of FCOM, FCOMP, FXCH and FSTP, and FFREEP, are in no manual
 * but in every x87 since the 8087.
 */
static const struct fpu_op register_ops[8][8] = {
	{OP(fadd_st0, "fadd st,sti", FADD), OP(fmul_st0, "fmul st,sti", FMUL),
	 OP(fcom, "fcom sti", FADD), OP(fcomp, "fcomp sti", FADD),
	 OP(fsub_st0, "fsub st,sti", FADD), OP(fsubr_st0, "fsubr st,sti", FADD),
	 OP(fdiv_st0, "fdiv st,sti", FDIV), OP(fdivr_st0, "fdivr st,sti", FDIV)},
	{OP(fld_sti, "fld sti", FMOV), OP(fxch, "fxch", FMOV), NONE,
	 OP(fstpnce, "fstpnce sti", FMOV), NONE, NONE, NONE, NONE},
	{OP(fcmovb, "fcmovb", FMOV), OP(fcmove, "fcmove", FMOV), OP(fcmovbe, "fcmovbe", FMOV),
	 OP(fcmovu, "fcmovu", FMOV), NONE, NONE, NONE, NONE},
	{OP(fcmovnb, "fcmovnb", FMOV), OP(fcmovne, "fcmovne", FMOV), OP(fcmovnbe, "fcmovnbe", FMOV),
	 OP(fcmovnu, "fcmovnu", FMOV), NONE, OP(fucomi, "fucomi", FADD), OP(fcomi, "fcomi", FADD),
	 NONE},
	{OP(fadd_sti, "fadd sti,st", FADD), OP(fmul_sti, "fmul sti,st", FMUL),
	 OP(fcom, "fcom2 sti", FADD), OP(fcomp, "fcomp3 sti", FADD),
	 OP(fsub_sti, "fsubr sti,st", FADD), OP(fsubr_sti, "fsub sti,st", FADD),
	 OP(fdiv_sti, "fdivr sti,st", FDIV), OP(fdivr_sti, "fdiv sti,st", FDIV)},
	{OP(ffree, "ffree", FMOV), OP(fxch, "fxch4", FMOV), OP(fst_sti, "fst sti", FMOV),
	 OP(fstp_sti, "fstp sti", FMOV), OP(fucom, "fucom", FADD), OP(fucomp, "fucomp", FADD), NONE,
	 NONE},
	{OP(faddp, "faddp", FADD), OP(fmulp, "fmulp", FMUL), OP(fcomp, "fcomp5 sti", FADD), NONE,
	 OP(fsubp, "fsubrp", FADD), OP(fsubrp, "fsubp", FADD), OP(fdivp, "fdivrp", FDIV),
	 OP(fdivrp, "fdivp", FDIV)},
	{OP(ffreep, "ffreep", FMOV), OP(fxch, "fxch7", FMOV), OP(fstp_sti, "fstp8 sti", FMOV),
	 OP(fstp_sti, "fstp9 sti", FMOV), NONE, OP(fucomip, "fucomip", FADD),
	 OP(fcomip, "fcomip", FADD), NONE},
};

/*
 * Opcodes without a register operand. "reserved" are those the Geode's data book lists as having
 * an unpredictable result but no exception (DB p.658); here they do nothing.
 */
#define RESERVED OP(fnop, "reserved", FMOV)
static const struct {
	uint8_t opcode, modrm;
	struct fpu_op op;
} single_ops[] = {
	{0xd9, 0xd0, OP(fnop, "fnop", FMOV)},
	{0xd9, 0xd7, RESERVED},
	{0xd9, 0xe0, OP(fchs, "fchs", FMOV)},
	{0xd9, 0xe1, OP(fabs, "fabs", FMOV)},
	{0xd9, 0xe2, RESERVED},
	{0xd9, 0xe4, OP(ftst, "ftst", FADD)},
	{0xd9, 0xe5, OP(fxam, "fxam", FADD)},
	{0xd9, 0xe7, RESERVED},
	{0xd9, 0xe8, OP(fld1, "fld1", FMOV)},
	{0xd9, 0xe9, OP(fldl2t, "fldl2t", FMOV)},
	{0xd9, 0xea, OP(fldl2e, "fldl2e", FMOV)},
	{0xd9, 0xeb, OP(fldpi, "fldpi", FMOV)},
	{0xd9, 0xec, OP(fldlg2, "fldlg2", FMOV)},
	{0xd9, 0xed, OP(fldln2, "fldln2", FMOV)},
	{0xd9, 0xee, OP(fldz, "fldz", FMOV)},
	{0xd9, 0xf0, OP(f2xm1, "f2xm1", FTRANS)},
	{0xd9, 0xf1, OP(fyl2x, "fyl2x", FTRANS)},
	{0xd9, 0xf2, OP(fptan, "fptan", FTRANS)},
	{0xd9, 0xf3, OP(fpatan, "fpatan", FTRANS)},
	{0xd9, 0xf4, OP(fxtract, "fxtract", FRNDINT)},
	{0xd9, 0xf5, OP(fprem1, "fprem1", FDIV)},
	{0xd9, 0xf6, OP(fdecstp, "fdecstp", FMOV)},
	{0xd9, 0xf7, OP(fincstp, "fincstp", FMOV)},
	{0xd9, 0xf8, OP(fprem, "fprem", FDIV)},
	{0xd9, 0xf9, OP(fyl2xp1, "fyl2xp1", FTRANS)},
	{0xd9, 0xfa, OP(fsqrt, "fsqrt", FDIV)},
	{0xd9, 0xfb, OP(fsincos, "fsincos", FTRANS)},
	{0xd9, 0xfc, OP(frndint, "frndint", FRNDINT)},
	{0xd9, 0xfd, OP(fscale, "fscale", FRNDINT)},
	{0xd9, 0xfe, OP(fsin, "fsin", FTRANS)},
	{0xd9, 0xff, OP(fcos, "fcos", FTRANS)},
	{0xda, 0xe9, OP(fucompp, "fucompp", FADD)},
	{0xdb, 0xe0, OP(obsolete, "fneni", FMOV)},
	{0xdb, 0xe1, OP(obsolete, "fndisi", FMOV)},
	{0xdb, 0xe2, OP(fnclex, "fnclex", FMOV)},
	{0xdb, 0xe3, OP(fninit, "fninit", FMOV)},
	{0xdb, 0xe4, OP(obsolete, "fnsetpm", FMOV)},
	{0xdd, 0xfc, RESERVED},
	{0xde, 0xd8, RESERVED},
	{0xde, 0xd9, OP(fcompp, "fcompp", FADD)},
	{0xde, 0xda, RESERVED},
	{0xde, 0xdc, RESERVED},
	{0xde, 0xdd, RESERVED},
	{0xde, 0xde, RESERVED},
	{0xdf, 0xe0, OP(fnstsw_ax, "fnstsw ax", FMOV)},
	{0xdf, 0xfc, RESERVED},
};

static const struct fpu_op fwait_op = OP(fwait, "fwait", FMOV);

const struct fpu_op *x87_register_op(unsigned opcode, unsigned modrm)
{
	const struct fpu_op *op = &register_ops[opcode & 7][modrm >> 3 & 7];

	if (op->fn)
		return op;
	for (unsigned n = 0; n < sizeof(single_ops) / sizeof(single_ops[0]); n++) {
		if (single_ops[n].opcode == opcode && single_ops[n].modrm == modrm)
			return &single_ops[n].op;
	}
	return NULL;
}

cpu_handler fpu_select(const struct insn *i, const char **name, uint8_t *cost)
{
	const struct fpu_op *op;

	if (i->map == 2)
		op = threednow_op(i->opcode);
	else if (i->map == 1)
		op = mmx_op(i);
	else if (i->opcode == 0x9b)
		op = &fwait_op;
	else if (i->flags & INSN_MEM)
		op = &x87_memory_ops[i->opcode & 7][i->modrm >> 3 & 7];
	else
		op = x87_register_op(i->opcode, i->modrm);
	if (!op || !op->fn)
		return NULL;
	*name = op->name;
	*cost = op->cost;
	return op->fn;
}
