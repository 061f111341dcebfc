; SPDX-License-Identifier: GPL-2.0-or-later
; Virtual-8086 mode: entry, what traps with IOPL below 3, interrupts out of it, I/O permission.
; Expected results: Intel SDM vol. 3 chapter 20 (no VME on this processor).
%include "harness.inc"

%macro TOV86 2	; cs:ip = 1000:%1, flags %2; DS=1000 ES=2000 FS=3000 GS=4000 SS:SP=5000:8000
	push dword 0x4000
	push dword 0x3000
	push dword 0x1000
	push dword 0x2000
	push dword 0x5000
	push dword 0x8000
	push dword (%2) | 0x20002
	push dword 0x1000
	push dword %1 - 0x10000
	iretd
%endmacro

; V86FAULT entry, flags, vector, error: run there until it faults at the label entry.at
%macro V86FAULT 4
	%assign number number + 1
	mov dword [resume], %%back
	TOV86 %1, %2
%%back:
	EQUAL dword [got_vec], %3
	EQUAL dword [got_err], %4
	EQUAL dword [got_eip], %1.at - 0x10000
%endmacro

test_start:
	; from V86 the frame has nine dwords, and the data segments are null in the handler
	GATE 0x20, frame, 0xee
	mov dword [resume], 0
	TOV86 v_int, 0x3000
after_int:
	CHECK dword [0x74010], v_int.after - 0x10000
	CHECK dword [0x74014], 0x1000
	mov eax, [0x74018]
	and eax, 0x23000
	CHECK eax, 0x23000
	CHECK dword [0x7401c], 0x8000
	CHECK dword [0x74020], 0x5000
	CHECK dword [0x74024], 0x2000
	CHECK dword [0x74028], 0x1000
	CHECK dword [0x7402c], 0x3000
	CHECK dword [0x74030], 0x4000
	CHECK dword [0x74034], 0
	CHECK dword [0x74038], STACKR0 - 36
	CHECK dword [0x7403c], 0
	; what V86 code saw
	CHECK word [0x74040], 0x1000
	CHECK byte [0x21234], 0x5a
	; IOPL 0: CLI STI PUSHF POPF INT IRET are #GP(0)
	V86FAULT v_cli, 0, 13, 0
	V86FAULT v_sti, 0, 13, 0
	V86FAULT v_pushf, 0, 13, 0
	V86FAULT v_popf, 0, 13, 0
	V86FAULT v_int20, 0, 13, 0
	V86FAULT v_iret, 0, 13, 0
	V86FAULT v_pushfd, 0, 13, 0
	; HLT and control registers always
	V86FAULT v_hlt, 0x3000, 13, 0
	V86FAULT v_cr0, 0x3000, 13, 0
	V86FAULT v_lgdt, 0x3000, 13, 0
	V86FAULT v_lmsw, 0x3000, 13, 0
	V86FAULT v_clts, 0x3000, 13, 0
	; protected-mode instructions do not exist
	V86FAULT v_sldt, 0x3000, 6, -1
	V86FAULT v_lar, 0x3000, 6, -1
	V86FAULT v_arpl, 0x3000, 6, -1
	V86FAULT v_verr, 0x3000, 6, -1
	V86FAULT v_lldt, 0x3000, 6, -1
	; 64 KiB limits
	V86FAULT v_limit, 0x3000, 13, 0
	V86FAULT v_slimit, 0x3000, 12, 0
	; INT3 and INTO are not IOPL-sensitive, their gates' DPL counts
	V86FAULT v_int3, 0, 13, 3 * 8 + 2
	; with IOPL 3 all of them work, and STI CLI act on IF
	mov dword [resume], after_free
	TOV86 v_free, 0x3000
after_free:
	CHECK word [0x74042], 0x0202
	CHECK word [0x74044], 0x0002
	CHECK word [0x74046], 0x7777
	; I/O: the bitmap decides, whatever IOPL
	mov word [gdt + TSS], 0x68 + 0x20
	mov dword [gdt + TSS + 4], 0x00008906
	mov ax, TSS
	ltr ax
	mov edi, TSS0 + 0x68
	mov ecx, 0x24
	mov al, 0xff
	rep stosb
	and byte [TSS0 + 0x68 + 0x10], ~1	; port 80
	V86FAULT v_io, 0x3000, 13, 0
	CHECK word [0x74048], 0x1111
	; a gate to a handler that is not level 0 is #GP(its CS)
	mov eax, frame
	mov [idt + 0x21 * 8], ax
	mov word [idt + 0x21 * 8 + 2], C3
	mov word [idt + 0x21 * 8 + 4], 0xee00
	mov word [idt + 0x21 * 8 + 6], 1
	V86FAULT v_int21, 0x3000, 13, C3 & ~3
	; a #UD inside: the frame's EFLAGS has VM and RF
	V86FAULT v_ud, 0x3000, 6, -1
	mov eax, [got_flags]
	and eax, 0x30000
	CHECK eax, 0x30000
	; IRET to V86 with an EIP beyond 64 KiB is #GP(0)
	push dword 0
	push dword 0
	push dword 0
	push dword 0
	push dword 0x5000
	push dword 0x8000
	push dword 0x20002
	push dword 0x1000
	push dword 0x10000
	FAULT 13, 0, iretd
	; a task that starts in virtual-8086 mode
	SETDESC FREE, 0x10000067, 0x00008906
	mov edi, 0x61000
	mov ecx, 26
	xor eax, eax
	rep stosd
	mov dword [0x61004], STACKR0
	mov dword [0x61008], D32
	mov dword [0x61020], v_int - 0x10000
	mov dword [0x61024], 0x23002
	mov dword [0x61038], 0x8000
	mov word [0x61048], 0x2000
	mov word [0x6104c], 0x1000
	mov word [0x61050], 0x5000
	mov word [0x61054], 0x1000
	mov word [0x61066], 0x68
	GATE 0x20, frame2, 0xee
	jmp FREE:0
in_task:
	CHECK dword [0x74010], v_int.after - 0x10000
	mov eax, [0x74018]
	and eax, 0x20000
	CHECK eax, 0x20000
	DONE

frame2:
	push dword in_task
	jmp frame.common
frame:	; ES and the others are null here: read the stack, load flat ones, keep it
	push dword after_int
.common:
	mov eax, es
	mov bx, ds
	or ax, bx
	mov bx, fs
	or ax, bx
	mov bx, gs
	or ax, bx
	movzx eax, ax
	mov bx, D32
	mov ds, bx
	mov es, bx
	mov [0x74034], eax
	pop ebx
	mov [0x74038], esp
	pushfd
	pop eax
	and eax, 0x20000
	mov [0x7403c], eax
	mov esi, esp
	mov edi, 0x74010
	mov ecx, 9
	cld
	rep movsd
	mov esp, STACK0
	jmp ebx

	bits 16
v_int:	mov ax, cs
	mov bx, 0x7000
	mov fs, bx
	mov [fs:0x4040], ax
	mov bx, 0x3000
	mov fs, bx
	mov byte [es:0x1234], 0x5a
	int 0x20
.after:	hlt
v_cli:
.at:	cli
v_sti:
.at:	sti
v_pushf:
.at:	pushf
v_popf:
.at:	popf
v_int20:
.at:	int 0x20
v_int21:
.at:	int 0x21
v_iret:
.at:	iret
v_pushfd:
.at:	pushfd
v_hlt:
.at:	hlt
v_cr0:
.at:	mov eax, cr0
v_lgdt:
.at:	lgdt [0]
v_lmsw:
.at:	lmsw ax
v_clts:
.at:	clts
v_sldt:
.at:	sldt ax
v_lar:
.at:	lar ax, ax
v_arpl:
.at:	arpl ax, ax
v_verr:
.at:	verr ax
v_lldt:
.at:	lldt ax
v_limit:
	mov bx, 0xffff
.at:	mov ax, [bx]
v_slimit:
	mov bp, 0xffff
.at:	mov ax, [bp]
v_int3:
.at:	int3
v_ud:
.at:	ud2
v_io:	in al, 0x80
	mov bx, 0x7000
	mov ds, bx
	mov word [0x4048], 0x1111
.at:	in al, 0x81
v_free:
	mov bx, 0x7000
	mov ds, bx
	sti
	pushf
	pop ax
	and ax, 0x0202
	mov [0x4042], ax
	cli
	pushf
	pop ax
	and ax, 0x0202
	mov [0x4044], ax
	; an IRET within V86
	pushf
	push cs
	push word .on - 0x10000
	iret
.on:	mov word [0x4046], 0x7777
	; out of V86 again by a fault that goes to after_free
	ud2
