/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offsets of struct diff_state and addresses of diff.h, for the assembler. */
#ifndef GEODESIM_DIFF_HOST32_H
#define GEODESIM_DIFF_HOST32_H

#define IMAGE_EAX	  0
#define IMAGE_ECX	  4
#define IMAGE_EDX	  8
#define IMAGE_EBX	  12
#define IMAGE_ESP	  16
#define IMAGE_EBP	  20
#define IMAGE_ESI	  24
#define IMAGE_EDI	  28
#define IMAGE_EFLAGS	  32
#define IMAGE_FPU	  40

#define DIFF_CODE_ADDRESS 0x10000
#define DIFF_CS_SELECTOR  0x07
#define DIFF_DS_SELECTOR  0x0f
#define DIFF_ES_SELECTOR  0x17

#endif
