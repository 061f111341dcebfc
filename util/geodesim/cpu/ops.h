/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All instruction handlers, by the group of forms they come in. */
#ifndef GEODESIM_CPU_OPS_H
#define GEODESIM_CPU_OPS_H

#include "cpu/insn.h"

#define OP(n)	    void op_##n(struct cpu *cpu, const struct insn *i);
#define OP_FORM(n)  OP(n##_r) OP(n##_m) /* register and memory form */
#define OP_SIZE(n)  OP(n##16) OP(n##32) /* by operand size */
#define OP_SIZES(n) OP(n##8) OP_SIZE(n)
#define OP_BYTE(n)  OP_FORM(n##8)
#define OP_WORD(n)  OP_FORM(n##16) OP_FORM(n##32)
#define OP_ALL(n)   OP_BYTE(n) OP_WORD(n)

/* clang-format off */
OP_ALL(adc_eg) OP_ALL(adc_ei) OP_ALL(adc_ge) OP_ALL(add_eg) OP_ALL(add_ei) OP_ALL(add_ge)
OP_ALL(and_eg) OP_ALL(and_ei) OP_ALL(and_ge) OP_ALL(cmp_eg) OP_ALL(cmp_ei) OP_ALL(cmp_ge)
OP_ALL(cmpxchg) OP_ALL(dec) OP_ALL(div) OP_ALL(idiv) OP_ALL(imul) OP_ALL(inc) OP_ALL(mov_eg)
OP_ALL(mov_ei) OP_ALL(mov_ge) OP_ALL(mul) OP_ALL(neg) OP_ALL(not) OP_ALL(or_eg) OP_ALL(or_ei)
OP_ALL(or_ge) OP_ALL(rcl_1) OP_ALL(rcl_c) OP_ALL(rcl_i) OP_ALL(rcr_1) OP_ALL(rcr_c) OP_ALL(rcr_i)
OP_ALL(rol_1) OP_ALL(rol_c) OP_ALL(rol_i) OP_ALL(ror_1) OP_ALL(ror_c) OP_ALL(ror_i) OP_ALL(sar_1)
OP_ALL(sar_c) OP_ALL(sar_i) OP_ALL(sbb_eg) OP_ALL(sbb_ei) OP_ALL(sbb_ge) OP_ALL(shl_1)
OP_ALL(shl_c) OP_ALL(shl_i) OP_ALL(shr_1) OP_ALL(shr_c) OP_ALL(shr_i) OP_ALL(sub_eg)
OP_ALL(sub_ei) OP_ALL(sub_ge) OP_ALL(test_eg) OP_ALL(test_ei) OP_ALL(xadd) OP_ALL(xchg)
OP_ALL(xor_eg) OP_ALL(xor_ei) OP_ALL(xor_ge)

OP_WORD(bsf) OP_WORD(bsr) OP_WORD(bt_eg) OP_WORD(bt_ei) OP_WORD(btc_eg) OP_WORD(btc_ei)
OP_WORD(btr_eg) OP_WORD(btr_ei) OP_WORD(bts_eg) OP_WORD(bts_ei) OP_WORD(call_e) OP_WORD(cmova)
OP_WORD(cmovae) OP_WORD(cmovb) OP_WORD(cmovbe) OP_WORD(cmovg) OP_WORD(cmovge) OP_WORD(cmovl)
OP_WORD(cmovle) OP_WORD(cmovno) OP_WORD(cmovnp) OP_WORD(cmovns) OP_WORD(cmovnz) OP_WORD(cmovo)
OP_WORD(cmovp) OP_WORD(cmovs) OP_WORD(cmovz) OP_WORD(imul_ge) OP_WORD(imul_gei) OP_WORD(jmp_e)
OP_WORD(lar) OP_WORD(lsl) OP_WORD(mov_es) OP_WORD(movsx16_) OP_WORD(movsx8_) OP_WORD(movzx16_)
OP_WORD(movzx8_) OP_WORD(shld_c) OP_WORD(shld_i) OP_WORD(shrd_c) OP_WORD(shrd_i) OP_WORD(sldt)
OP_WORD(smsw) OP_WORD(str)



OP_SIZES(cmps) OP_SIZES(in_d) OP_SIZES(in_i) OP_SIZES(ins) OP_SIZES(lods) OP_SIZES(mov_load)
OP_SIZES(mov_store) OP_SIZES(movs) OP_SIZES(out_d) OP_SIZES(out_i) OP_SIZES(outs) OP_SIZES(scas)
OP_SIZES(stos)

OP_SIZE(bound) OP_SIZE(bswap) OP_SIZE(call) OP_SIZE(callf_i) OP_SIZE(callf_m) OP_SIZE(cbw)
OP_SIZE(cwd) OP_SIZE(enter) OP_SIZE(iret) OP_SIZE(ja) OP_SIZE(jae) OP_SIZE(jb) OP_SIZE(jbe)
OP_SIZE(jg) OP_SIZE(jge) OP_SIZE(jl) OP_SIZE(jle) OP_SIZE(jmp) OP_SIZE(jmpf_i) OP_SIZE(jmpf_m)
OP_SIZE(jno) OP_SIZE(jnp) OP_SIZE(jns) OP_SIZE(jnz) OP_SIZE(jo) OP_SIZE(jp) OP_SIZE(js)
OP_SIZE(jz) OP_SIZE(lea) OP_SIZE(leave) OP_SIZE(lgdt) OP_SIZE(lidt) OP_SIZE(load_far)
OP_SIZE(pop_m) OP_SIZE(pop_r) OP_SIZE(pop_sreg) OP_SIZE(popa) OP_SIZE(popf) OP_SIZE(push_i)
OP_SIZE(push_m) OP_SIZE(push_r) OP_SIZE(push_sreg) OP_SIZE(pusha) OP_SIZE(pushf) OP_SIZE(ret)
OP_SIZE(retf) OP_SIZE(xchg_acc)

OP_FORM(arpl) OP_FORM(lldt) OP_FORM(lmsw) OP_FORM(ltr) OP_FORM(mov_sreg) OP_FORM(seta)
OP_FORM(setae) OP_FORM(setb) OP_FORM(setbe) OP_FORM(setg) OP_FORM(setge) OP_FORM(setl)
OP_FORM(setle) OP_FORM(setno) OP_FORM(setnp) OP_FORM(setns) OP_FORM(setnz) OP_FORM(seto)
OP_FORM(setp) OP_FORM(sets) OP_FORM(setz) OP_FORM(verr) OP_FORM(verw)

OP(aaa) OP(aad) OP(aam) OP(aas) OP(clc) OP(cld) OP(clflush) OP(cli) OP(clts) OP(cmc) OP(cmpxchg8b)
OP(cpuid) OP(daa) OP(das) OP(dmint) OP(hlt) OP(icebp) OP(int) OP(int3) OP(into) OP(invd)
OP(invlpg) OP(jcxz) OP(lahf) OP(loop) OP(loopnz) OP(loopz) OP(mov_cr_r) OP(mov_dr_r) OP(mov_r_cr)
OP(mov_r_dr) OP(nop) OP(rdm) OP(rdmsr) OP(rdpmc) OP(rdtsc) OP(rsdc) OP(rsldt) OP(rsm) OP(rsts)
OP(sahf) OP(salc) OP(sfence) OP(sgdt) OP(sidt) OP(smint) OP(stc) OP(std) OP(sti) OP(svdc)
OP(svldt) OP(svts) OP(sysenter) OP(sysexit) OP(too_long) OP(ud) OP(wbinvd) OP(wrmsr) OP(xlat)

/* clang-format on */

#undef OP
#undef OP_FORM
#undef OP_SIZE
#undef OP_SIZES
#undef OP_BYTE
#undef OP_WORD
#undef OP_ALL

#endif
