/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entering and leaving a test case on the host: a 32-bit process, segments in its LDT. */

#include "host32.h"

	.text
/* void host_enter(void): run the case whose state is in host_image; results go there too. */
	.globl host_enter
host_enter:
	push %ebp
	push %ebx
	push %esi
	push %edi
	mov %esp, host_saved
	mov %ss, host_saved + 4
	frstor host_image + IMAGE_FPU
	mov %ds, %eax
	mov %eax, %fs			/* FS stays flat: cases never use it */
	mov host_image + IMAGE_ESP, %eax
	mov %eax, entry_stack
	mov host_image + IMAGE_EAX, %eax
	mov host_image + IMAGE_ECX, %ecx
	mov host_image + IMAGE_EDX, %edx
	mov host_image + IMAGE_EBX, %ebx
	mov host_image + IMAGE_EBP, %ebp
	mov host_image + IMAGE_ESI, %esi
	mov host_image + IMAGE_EDI, %edi
	push host_image + IMAGE_EFLAGS
	popf
	mov entry_es, %es
	lss entry_stack, %esp
	mov entry_ds, %ds
	ljmp *%fs:entry_code

/* The far jump behind every sequence leads here. */
	.globl host_leave
host_leave:
	mov %eax, %fs:host_image + IMAGE_EAX
	mov %ecx, %fs:host_image + IMAGE_ECX
	mov %edx, %fs:host_image + IMAGE_EDX
	mov %ebx, %fs:host_image + IMAGE_EBX
	mov %esp, %fs:host_image + IMAGE_ESP
	mov %ebp, %fs:host_image + IMAGE_EBP
	mov %esi, %fs:host_image + IMAGE_ESI
	mov %edi, %fs:host_image + IMAGE_EDI
	lss %fs:host_saved, %esp
	pushf
	mov %ss, %eax
	mov %eax, %ds
	mov %eax, %es
	pop host_image + IMAGE_EFLAGS
	fnsave host_image + IMAGE_FPU
	jmp out

/* The signal handler resumes here, with the stack and the flat segments already back. */
	.globl host_faulted
host_faulted:
	fninit
out:
	push $0x202			/* direction up, no alignment checks */
	popf
	pop %edi
	pop %esi
	pop %ebx
	pop %ebp
	ret

	.data
	.balign 8
	.globl host_saved
host_saved:
	.long 0, 0
entry_stack:
	.long 0, DIFF_DS_SELECTOR
entry_code:
	.long DIFF_CODE_ADDRESS, DIFF_CS_SELECTOR
entry_ds:
	.long DIFF_DS_SELECTOR
entry_es:
	.long DIFF_ES_SELECTOR

	.section .note.GNU-stack, "", @progbits
