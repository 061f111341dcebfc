/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The smallest payload: it halts. */
	.section .text.entry, "ax"
	.globl _start
	.globl payload_main
_start:
payload_main:
	hlt
	jmp	_start
