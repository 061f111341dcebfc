/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * void geode_lx_sleep(uint16_t port, uint32_t value), in EAX and EDX
 *
 * RAM into self-refresh, then the companion's command (Geode LX data book 33234H, 6.2: with PMode1 RAM goes there as
 * soon as nobody asks for memory, and until then it is refreshed). What then runs is one line of the cache.
 */
#define MC_GLD_PM	0x20002004
#define PMODE0		1	/* as modules.c has it */
#define PMODE1		4
#define PATIENCE	15000	/* reads of port 80h, some 10 ms, until it is clear that the machine stays on */

	.section .text
	.globl geode_lx_sleep
geode_lx_sleep:
	pushl	%esi
	pushl	%edi
	movl	%eax, %edi
	movl	%edx, %esi
	movl	$MC_GLD_PM, %ecx
	movl	$PMODE1, %eax
	xorl	%edx, %edx
	jmp	1f

	.balign 32
1:	wrmsr
	movl	%edi, %edx
	movl	%esi, %eax
	outl	%eax, %dx
	movl	$PATIENCE, %ecx
2:	inb	$0x80, %al
	loop	2b
	movl	$MC_GLD_PM, %ecx
	movl	$PMODE0, %eax
	xorl	%edx, %edx
	wrmsr
	popl	%edi
	popl	%esi
	ret

	.section .note.GNU-stack, "", @progbits
