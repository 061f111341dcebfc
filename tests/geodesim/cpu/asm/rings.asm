; SPDX-License-Identifier: GPL-2.0-or-later
; Privilege levels: returns outwards, call gates, interrupts inwards, what level 3 may not do.
; Expected results: Intel SDM vol. 3 chapters 5 and 6, vol. 2 RET, IRET, CALL, INT, IN.
%include "harness.inc"

CG	equ FREE | 3		; 32-bit call gate, two parameters, DPL 3
CG0	equ FREE + 0x08		; the same, DPL 0
CGNP	equ (FREE + 0x10) | 3	; not present, DPL 3
CONF	equ FREE + 0x20		; conforming code, level 0
CGBAD	equ (FREE + 0x28) | 3	; call gate to a data segment

%macro TO3 1	; continue at label %1 at level 3
	push eax
	mov ax, D3
	mov ds, ax
	mov es, ax
	pop eax
	push dword D3
	push dword STACK3
	pushfd
	push dword C3
	push dword %1
	iretd
%endmacro

test_start:
	mov dword [0x73000], 0
	mov eax, gate_target
	mov [gdt + (CG & ~7)], ax
	mov word [gdt + (CG & ~7) + 2], C32
	mov word [gdt + (CG & ~7) + 4], 0xec02
	mov [gdt + CG0], ax
	mov word [gdt + CG0 + 2], C32
	mov word [gdt + CG0 + 4], 0x8c02
	mov [gdt + (CGNP & ~7)], ax
	mov word [gdt + (CGNP & ~7) + 2], C32
	mov word [gdt + (CGNP & ~7) + 4], 0x6c02
	mov [gdt + (CGBAD & ~7)], ax
	mov word [gdt + (CGBAD & ~7) + 2], D32
	mov word [gdt + (CGBAD & ~7) + 4], 0xec00
	mov eax, gate_target
	shr eax, 16
	mov [gdt + (CG & ~7) + 6], ax
	mov [gdt + CG0 + 6], ax
	mov [gdt + (CGNP & ~7) + 6], ax
	mov [gdt + (CGBAD & ~7) + 6], ax
	SETDESC CONF, 0x0000ffff, 0x00cf9f00

	; far jump and call: null, beyond, data, not executable at this level
	FAULT 13, 0, jmp 0:0
	FAULT 13, 0xfff8, jmp 0xfff8:0
	FAULT 13, D32, jmp D32:0
	FAULT 13, C3 & ~3, jmp C3:0
	FAULT 13, C32, jmp C32 | 3:0
	FAULT 13, C3 & ~3, call C3:0
	; a far return inwards is #GP: from level 0 there is none, so RPL < CPL is tested below
	push dword 0
	push dword .here
	FAULT 13, 0, retf
.here:
	; IRET with a null CS
	pushfd
	push dword 0
	push dword .here
	FAULT 13, 0, iretd
	; IRET outwards with a bad stack: null, level 0 data, code
	push dword 0
	push dword STACK3
	pushfd
	push dword C3
	push dword in3
	FAULT 13, 0, iretd
	push dword D32
	push dword STACK3
	pushfd
	push dword C3
	push dword in3
	FAULT 13, D32, iretd
	push dword C3
	push dword STACK3
	pushfd
	push dword C3
	push dword in3
	FAULT 13, C3 & ~3, iretd

	; segments of level 0 vanish on the way out, those of level 3 stay
	mov ax, D32
	mov fs, ax
	mov ax, D3
	mov gs, ax
	mov es, ax
	mov ds, ax
	pushfd
	or dword [esp], 0x3000 | 0x200	; IOPL 3 and IF would be taken at level 0
	popfd
	TO3 in3
in3:
	mov eax, cs
	CHECK eax, C3
	mov eax, ss
	CHECK eax, D3
	mov eax, fs
	CHECK eax, 0
	mov eax, gs
	CHECK eax, D3
	CHECK esp, STACK3
	pushfd
	pop eax
	and eax, 0x3200
	CHECK eax, 0x3200
	; IOPL 3: CLI, STI, IN are fine; IOPL itself can be kept, not changed
	cli
	sti
	pushfd
	and dword [esp], ~0x3000
	popfd
	pushfd
	pop eax
	and eax, 0x3000
	CHECK eax, 0x3000
	; a call gate with two parameters
	push dword 0x1111
	push dword 0x2222
	call CG:0
	CHECK eax, 0x2222
	CHECK ebx, 0x1111
	CHECK ecx, D3
	CHECK edx, STACK3 - 8
	CHECK esi, C3
	CHECK edi, STACKR0 - 24
	CHECK esp, STACK3		; the gate's RET 8 released them here too
	; conforming code runs at the caller's level
	call CONF:conforming
	CHECK eax, CONF | 3

	; each of these faults goes to level 0 and comes back there
	FAULT 13, CG0, call CG0:0
	TO3 .a
.a:	FAULT 11, CGNP & ~3, call CGNP:0
	TO3 .b
.b:	FAULT 13, D32, call CGBAD:0
	TO3 .c
.c:	cmp dword [got_cs], C3
	CHECKF e
	CHECK dword [got_esp], STACKR0 - 20
	CHECK dword [STACKR0 - 4], D3
	FAULT 13, C32, jmp C32:0
	TO3 .d
.d:	mov eax, D32
	FAULT 13, D32, mov ds, ax
	TO3 .e
.e:	FAULT 13, 0, hlt
	TO3 .f
.f:	FAULT 13, 0, clts
	TO3 .g
.g:	FAULT 13, 0, mov eax, cr0
	TO3 .h
.h:	FAULT 13, 0, mov cr3, eax
	TO3 .i
.i:	FAULT 13, 0, mov eax, dr7
	TO3 .j
.j:	FAULT 13, 0, lgdt [gdtr]
	TO3 .k
.k:	FAULT 13, 0, lidt [idtr]
	TO3 .l
.l:	FAULT 13, 0, lmsw ax
	TO3 .m
.m:	FAULT 13, 0, lldt ax
	TO3 .n
.n:	FAULT 13, 0, ltr ax
	TO3 .o
.o:	FAULT 13, 0, invlpg [0]
	TO3 .p
.p:	FAULT 13, 0, wbinvd
	TO3 .q
.q:	FAULT 13, 0, invd
	TO3 .r
.r:	FAULT 13, 0, rdmsr
	TO3 .s
.s:	FAULT 13, 0, wrmsr
	TO3 .t
.t:	; SMSW, SGDT, SIDT, STR, SLDT are not privileged
	smsw eax
	test al, 1
	CHECKF nz
	sgdt [0x72000]
	CHECK word [0x72000], gdt_end - gdt - 1
	CHECK dword [0x72002], gdt
	sidt [0x72000]
	CHECK dword [0x72002], idt
	; INT n: the gate's DPL must allow it: error is vector * 8 + 2
	FAULT 13, 0x40 * 8 + 2, int 0x40
	GATE 0x40, from3, 0xee
	TO3 .u
.u:	clc
	int 0x40
	CHECKF c
	CHECK eax, 0x4040
	; INT3 and INTO look at the DPL too
	FAULT 13, 3 * 8 + 2, int3
	GATE 3, from3, 0xee
	GATE 4, from3, 0xee
	TO3 .v
.v:	int3
	CHECK eax, 0x4040
	mov al, 0x7f
	add al, 1
	into
	CHECK eax, 0x4040
	xor eax, eax
	into
	CHECK eax, 0
	; a gate that is not present, one of a wrong type, one beyond the IDT
	mov dword [idt + 0x41 * 8 + 4], 0x00016e00
	FAULT 11, 0x41 * 8 + 2, int 0x41
	TO3 .w
.w:	mov dword [idt + 0x41 * 8 + 4], 0x0001e000
	FAULT 13, 0x41 * 8 + 2, int 0x41
	; back to level 0 by an interrupt
	GATE 0x42, back0, 0xee
	int 0x42
after3:
	; I/O permission: level 3, IOPL 0, bitmap in the TSS
	pushfd
	and dword [esp], ~0x3000
	popfd
	mov word [gdt + TSS], 0x68 + 0x20
	mov dword [gdt + TSS + 4], 0x00008906
	mov ax, TSS
	ltr ax
	mov edi, TSS0 + 0x68
	mov ecx, 0x24
	mov al, 0xff
	rep stosb
	and byte [TSS0 + 0x68 + 0x10], ~0x0f	; ports 80-83
	TO3 .io
.io:	in al, 0x80
	in eax, 0x80
	mov dx, 0x83
	in al, dx
	mov al, 0x5a
	out 0x81, al
	FAULT 13, 0, in al, 0x84
	TO3 .io2
.io2:	FAULT 13, 0, in ax, 0x83
	TO3 .io3
.io3:	mov dx, 0x200			; beyond the bitmap
	FAULT 13, 0, in al, dx
	TO3 .io4
.io4:	mov dx, 0x82
	mov edi, 0x72000
	insb
	mov esi, 0x72000
	mov dx, 0x83
	outsb
	mov dx, 0x84
	FAULT 13, 0, insb
	TO3 .io5
.io5:	mov dx, 0x90
	mov ecx, 3
	FAULT 13, 0, rep outsb
	TO3 .io6
.io6:	FAULT 13, 0, cli
	TO3 .io7
.io7:	FAULT 13, 0, sti
	; POPF at level 3 with IOPL 0 leaves IF and IOPL alone, without a fault
	TO3 .pf
.pf:	pushfd
	or dword [esp], 0x3200
	popfd
	pushfd
	pop eax
	and eax, 0x3200
	CHECK eax, 0
	; RETF inwards: RPL below CPL is #GP(selector)
	push dword C32
	push dword after3
	FAULT 13, C32, retf
	mov ax, D3
	mov ds, ax
	mov es, ax
	; RETF outwards, releasing parameters on both stacks
	push dword D3
	push dword STACK3
	push dword 1
	push dword 2
	push dword C3
	push dword .out
	retf 8
.out:	CHECK esp, STACK3 + 8
	mov eax, cs
	CHECK eax, C3
	; SYSENTER and SYSEXIT
	int 0x42
	hlt
sysenter_test:
	FAULT 13, 0, sysenter		; SYSENTER_CS is null
	mov ecx, 0x174
	mov eax, C32
	xor edx, edx
	wrmsr
	mov ecx, 0x175
	mov eax, STACKR0
	wrmsr
	mov ecx, 0x176
	mov eax, .entered
	wrmsr
	mov ax, D3
	mov ds, ax
	mov es, ax
	; the four descriptors must follow each other: C32 D32 C3 D3 do
	mov ecx, STACK3
	mov edx, .user
	sysexit
.user:	mov eax, cs
	CHECK eax, C3
	mov eax, ss
	CHECK eax, D3
	CHECK esp, STACK3
	FAULT 13, 0, sysexit
	mov ecx, STACK3
	mov edx, .user2
	sysexit
.user2:	sysenter
	hlt
.entered:
	mov eax, cs
	CHECK eax, C32
	mov eax, ss
	CHECK eax, D32
	CHECK esp, STACKR0
	pushfd
	pop eax
	and eax, 0x200
	CHECK eax, 0
	DONE

gate_target:	; EIP CS p2 p1 ESP SS on the stack
	mov edi, esp
	mov esi, [esp + 4]
	mov eax, [esp + 8]
	mov ebx, [esp + 12]
	mov edx, [esp + 16]
	mov ecx, [esp + 20]
	retf 8

conforming:
	mov eax, cs
	retf

from3:	mov eax, 0x4040
	or dword [esp + 8], 1
	iretd

; INT 42h: the first time on to after3, then to sysenter_test, at level 0
back0:	mov esp, STACK0
	mov ax, D32
	mov ds, ax
	mov es, ax
	mov ss, ax
	inc dword [0x73000]
	cmp dword [0x73000], 1
	je after3
	jmp sysenter_test
