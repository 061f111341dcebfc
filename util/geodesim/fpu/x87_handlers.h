/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The instruction handlers of the x87 files, for the opcode tables. */
#ifndef GEODESIM_FPU_X87_HANDLERS_H
#define GEODESIM_FPU_X87_HANDLERS_H

#include "cpu/insn.h"

#define X87_HANDLER(name) void x87_##name(struct cpu *cpu, const struct insn *i)

/* x87_arith.c: register forms and the four memory formats */
#define X87_ARITH_HANDLERS(op) \
	X87_HANDLER(op##_st0); \
	X87_HANDLER(op##_sti); \
	X87_HANDLER(op##p);    \
	X87_MEMORY_HANDLERS(op)
#define X87_MEMORY_HANDLERS(op) \
	X87_HANDLER(op##_f32);  \
	X87_HANDLER(op##_f64);  \
	X87_HANDLER(op##_i16);  \
	X87_HANDLER(op##_i32)
X87_ARITH_HANDLERS(fadd);
X87_ARITH_HANDLERS(fmul);
X87_ARITH_HANDLERS(fsub);
X87_ARITH_HANDLERS(fsubr);
X87_ARITH_HANDLERS(fdiv);
X87_ARITH_HANDLERS(fdivr);

/* x87_compare.c */
X87_MEMORY_HANDLERS(fcom);
X87_MEMORY_HANDLERS(fcomp);
X87_HANDLER(fcom);
X87_HANDLER(fcomp);
X87_HANDLER(fcompp);
X87_HANDLER(fucom);
X87_HANDLER(fucomp);
X87_HANDLER(fucompp);
X87_HANDLER(fcomi);
X87_HANDLER(fcomip);
X87_HANDLER(fucomi);
X87_HANDLER(fucomip);
X87_HANDLER(ftst);
X87_HANDLER(fxam);

/* x87_load.c */
X87_HANDLER(fild_i16);
X87_HANDLER(fild_i32);
X87_HANDLER(fild_i64);
X87_HANDLER(fld_f32);
X87_HANDLER(fld_f64);
X87_HANDLER(fld_f80);
X87_HANDLER(fbld);
X87_HANDLER(fld_sti);
X87_HANDLER(fld1);
X87_HANDLER(fldz);
X87_HANDLER(fldl2t);
X87_HANDLER(fldl2e);
X87_HANDLER(fldpi);
X87_HANDLER(fldlg2);
X87_HANDLER(fldln2);

/* x87_store.c */
X87_HANDLER(fst_f32);
X87_HANDLER(fst_f64);
X87_HANDLER(fstp_f32);
X87_HANDLER(fstp_f64);
X87_HANDLER(fist_i16);
X87_HANDLER(fist_i32);
X87_HANDLER(fistp_i16);
X87_HANDLER(fistp_i32);
X87_HANDLER(fistp_i64);
X87_HANDLER(fbstp);
X87_HANDLER(fstp_f80);
X87_HANDLER(fst_sti);
X87_HANDLER(fstp_sti);
X87_HANDLER(fstpnce);

/* x87_move.c */
X87_HANDLER(fxch);
X87_HANDLER(fcmovb);
X87_HANDLER(fcmove);
X87_HANDLER(fcmovbe);
X87_HANDLER(fcmovu);
X87_HANDLER(fcmovnb);
X87_HANDLER(fcmovne);
X87_HANDLER(fcmovnbe);
X87_HANDLER(fcmovnu);
X87_HANDLER(fchs);
X87_HANDLER(fabs);
X87_HANDLER(fnop);
X87_HANDLER(fincstp);
X87_HANDLER(fdecstp);
X87_HANDLER(ffree);
X87_HANDLER(ffreep);

/* x87_control.c */
X87_HANDLER(fwait);
X87_HANDLER(fldcw);
X87_HANDLER(fnstcw);
X87_HANDLER(fnstsw);
X87_HANDLER(fnstsw_ax);
X87_HANDLER(fnclex);
X87_HANDLER(fninit);
X87_HANDLER(obsolete);
X87_HANDLER(fnstenv);
X87_HANDLER(fldenv);
X87_HANDLER(fnsave);
X87_HANDLER(frstor);

/* x87_misc.c */
X87_HANDLER(fsqrt);
X87_HANDLER(frndint);
X87_HANDLER(fscale);
X87_HANDLER(fxtract);
X87_HANDLER(fprem);
X87_HANDLER(fprem1);

/* x87_trans.c */
X87_HANDLER(fsin);
X87_HANDLER(fcos);
X87_HANDLER(fsincos);
X87_HANDLER(fptan);
X87_HANDLER(f2xm1);
X87_HANDLER(fpatan);
X87_HANDLER(fyl2x);
X87_HANDLER(fyl2xp1);

#endif
