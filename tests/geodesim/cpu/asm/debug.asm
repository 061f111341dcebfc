; SPDX-License-Identifier: GPL-2.0-or-later
; Debug registers, single step, RF, ICEBP.
; Expected results: Intel SDM vol. 3 chapter 17 (debug registers and exceptions).
%include "harness.inc"

%macro TRAPPED 2	; DR6 low bits, EIP
	CHECK dword [trap_eip], %2
	mov eax, [trap_dr6]
	and eax, 0xe00f
	CHECK eax, %1
%endmacro

test_start:
	GATE 1, on_debug, 0x8e
	mov eax, dr6
	CHECK eax, 0xffff0ff0
	mov eax, dr7
	CHECK eax, 0x400
	; reserved bits of DR6 and DR7 keep their values
	mov eax, 0xffffffff
	mov dr6, eax
	mov eax, dr6
	CHECK eax, 0xffffefff
	xor eax, eax
	mov dr6, eax
	mov eax, dr6
	CHECK eax, 0xffff0ff0
	; DR4 and DR5 are DR6 and DR7 unless CR4.DE
	mov eax, 0x12345678
	mov dr0, eax
	mov ebx, dr0
	CHECK ebx, 0x12345678
	db 0x0f, 0x21, 0xe0		; MOV EAX, DR4
	CHECK eax, 0xffff0ff0
	db 0x0f, 0x21, 0xe8		; MOV EAX, DR5
	CHECK eax, 0x400
	mov eax, 8
	mov cr4, eax
	FAULT 6, -1, db 0x0f, 0x21, 0xe0
	xor eax, eax
	mov cr4, eax
	; single step: after each instruction, BS
	mov dword [count], 0
	pushfd
	or dword [esp], 0x100
	popfd
.s0:	nop				; the first to be trapped after
.s1:	nop
	and dword [esp], ~0x100 & 0xffffffff
	pushfd
	and dword [esp], ~0x100 & 0xffffffff
	popfd				; trapped after this one too: TF was set when it began
.s2:	CHECK dword [count], 6
	TRAPPED 0x4000, .s2
	; MOV SS holds the trap back for one instruction
	mov dword [count], 0
	mov ebx, ss
	pushfd
	or dword [esp], 0x100
	popfd
	mov ss, bx
	nop
	pushfd
	and dword [esp], ~0x100 & 0xffffffff
	popfd
	CHECK dword [count], 4
	; an instruction breakpoint is a fault: before the instruction, RF goes past it
	mov eax, .bp
	mov dr0, eax
	mov eax, 1
	mov dr7, eax
	mov ebx, 5
	mov dword [count], 0
	mov dword [set_rf], 1
.bp:	inc ebx
	CHECK ebx, 6
	CHECK dword [count], 1
	TRAPPED 1, .bp
	; RF lasts one instruction: the second time round it is hit again
	mov dword [count], 0
	mov eax, .bp2
	mov dr0, eax
	mov ecx, 3
.bp2:	loop .bp2
	CHECK dword [count], 3
	; data breakpoints are traps: write, and access, with lengths
	xor eax, eax
	mov dr7, eax
	mov dword [set_rf], 0
	mov eax, 0x70004
	mov dr1, eax
	mov eax, 0x00d00404		; DR1, write, 4 bytes
	mov dr7, eax
	mov dword [count], 0
	mov eax, [0x70004]
	mov [0x70000], eax
	mov [0x70008], eax
	CHECK dword [count], 0
	mov byte [0x70007], 1
.w1:	CHECK dword [count], 1
	TRAPPED 2, .w1
	mov [0x70002], eax
.w2:	CHECK dword [count], 2
	mov eax, 0x00f00404
	mov dr7, eax
	mov dword [count], 0
	mov al, [0x70005]
.w3:	CHECK dword [count], 1
	TRAPPED 2, .w3
	; a push hits it too, and a string step by step
	mov eax, 0x00300404		; access, 1 byte
	mov dr7, eax
	mov dword [count], 0
	mov edi, 0x70000
	mov ecx, 16
	cld
.rep:	rep stosb
	CHECK dword [count], 1
	TRAPPED 2, .rep
	CHECK ecx, 0
	xor eax, eax
	mov dr7, eax
	; general detect: touching a debug register faults, GD is clear in the handler
	mov eax, 0x2400
	mov dr7, eax
	mov dword [count], 0
	mov dword [skip], 3
.gd:	mov eax, dr0
	CHECK dword [count], 1
	TRAPPED 0x2000, .gd
	; ICEBP: vector 1, no DR6 bit, EIP behind it
	xor eax, eax
	mov dr6, eax
	mov dword [count], 0
	db 0xf1
.ice:	CHECK dword [count], 1
	TRAPPED 0, .ice
	; INT with TF set: the handler is not stepped, and TF is back after IRET
	GATE 0x50, plain, 0x8e
	mov dword [count], 0
	pushfd
	or dword [esp], 0x100
	popfd
	int 0x50
	pushfd
	and dword [esp], ~0x100 & 0xffffffff
	popfd
	CHECK dword [count], 3
	DONE

plain:	nop
	nop
	iretd

on_debug:
	push eax
	mov eax, [esp + 4]
	mov [es:trap_eip], eax
	mov eax, dr6
	mov [es:trap_dr6], eax
	xor eax, eax
	mov dr6, eax
	inc dword [es:count]
	mov eax, [es:skip]
	add [esp + 4], eax
	mov dword [es:skip], 0
	cmp dword [es:set_rf], 0
	je .out
	or dword [esp + 12], 0x10000
.out:	pop eax
	iretd

align 4
trap_eip	dd 0
trap_dr6	dd 0
count		dd 0
skip		dd 0
set_rf		dd 0
