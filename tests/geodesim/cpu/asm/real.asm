; SPDX-License-Identifier: GPL-2.0-or-later
; Real mode: 16-bit transfers and stack, segment limits, exceptions through the vector table.
; Expected results: Intel SDM vol. 3 chapter 20 (8086 emulation), vol. 2 instruction pages.
FAIL	equ 0xe0
END	equ 0xe4
VARS	equ 0x7000		; the test's data segment; DS and FS hold it

	org 0
	bits 16
start:	cli
	xor ax, ax
	mov es, ax
	mov ax, VARS
	mov ds, ax
	mov fs, ax
	mov gs, ax
	mov ax, 0x5000
	mov ss, ax
	mov sp, 0x8000
	mov dword [checks], 0
	; every vector leads to a stub that tells its number
	xor di, di
	mov ax, stubs
	mov cx, 32
	cld
.vec:	stosw
	mov word [es:di], cs
	add di, 2
	add ax, 8
	loop .vec
	jmp test_start

stubs:
%assign v 0
%rep 32
	push word v
	jmp near caught
	times 8 - ($ - stubs - v * 8) db 0x90
	%assign v v + 1
%endrep

caught:	push ax
	mov ax, VARS
	mov ds, ax
	pop word [save_ax]
	pop word [got_vec]
	pop word [got_ip]
	pop word [got_cs]
	pop word [got_flags]
	mov [got_sp], sp
	mov ax, [resume]
	test ax, ax
	jz .unexpected
	mov word [resume], 0
	mov bx, 0x5000
	mov ss, bx
	mov sp, 0x8000
	jmp ax
.unexpected:
	movzx eax, word [got_vec]
	or eax, 0x80000000
	out FAIL, eax
	movzx eax, word [got_ip]
	out FAIL, eax
	xor eax, eax
	out FAIL, eax
	hlt

; variables in segment VARS
checks		equ 0
resume		equ 4
save_ax		equ 6
got_vec		equ 8
got_ip		equ 10
got_cs		equ 12
got_flags	equ 14
got_sp		equ 16
SCRATCH		equ 0x100

%assign number 0
%macro WRONG 0
	push eax
	mov eax, number
	out FAIL, eax
	pop eax
%endmacro
%macro EQUAL 2
	inc dword [fs:checks]
	cmp %1, %2
	je %%ok
	WRONG
%%ok:
%endmacro
%macro CHECK 2
	%assign number number + 1
	EQUAL %1, %2
%endmacro
; FAULT vector, instruction: it must fault there; registers BX and AX are lost
%macro FAULT 2+
	%assign number number + 1
	mov word [fs:resume], %%back
%%at:	%2
	WRONG
	mov word [fs:resume], 0
%%back:
	EQUAL word [fs:got_vec], %1
	EQUAL word [fs:got_ip], %%at
%endmacro
; CHECK of a condition: taken with flags %2, not with %3; short, near, and 32-bit forms
%macro CHECKJ 3
	%assign number number + 1
	push word (%2) | 2
	popf
	j%1 short %%a
	WRONG
%%a:	push word (%3) | 2
	popf
	j%1 short %%bad
	push word (%2) | 2
	popf
	j%1 near %%b
	WRONG
%%b:	push word (%3) | 2
	popf
	j%1 near %%bad
	push word (%2) | 2
	popf
	j%1 near dword %%c
	WRONG
%%c:	jmp short %%ok
%%bad:	WRONG
%%ok:	inc dword [fs:checks]
%endmacro

test_start:
	CHECKJ o, 0x800, 0
	CHECKJ no, 0, 0x800
	CHECKJ b, 1, 0
	CHECKJ ae, 0, 1
	CHECKJ z, 0x40, 0
	CHECKJ nz, 0, 0x40
	CHECKJ be, 0x40, 0
	CHECKJ a, 0, 1
	CHECKJ s, 0x80, 0
	CHECKJ ns, 0, 0x80
	CHECKJ p, 4, 0
	CHECKJ np, 0, 4
	CHECKJ l, 0x80, 0x880
	CHECKJ ge, 0x880, 0x800
	CHECKJ le, 0x800, 0x880
	CHECKJ g, 0x880, 0x8c0
	; LOOP and JCXZ with both counters
	mov ecx, 0x10001
	loop .bad
	CHECK ecx, 0x10000
	jcxz .zero
.bad:	WRONG
.zero:	mov ecx, 0x10001
	a32 loop .more
	WRONG
.more:	CHECK ecx, 0x10000

	; near calls and returns
	call near1
	CHECK ax, 0x11
	mov bx, near1
	call bx
	CHECK sp, 0x8000
	mov [SCRATCH], bx
	call [SCRATCH]
	push word 1
	push word 2
	call near2
	CHECK sp, 0x8000
	mov dword [SCRATCH], near1_32
	call dword [SCRATCH]
	CHECK ax, 0x32
	mov ebx, near1_32
	o32 call ebx
	mov bx, .j1
	jmp bx
	WRONG
.j1:	mov word [SCRATCH], .j2
	jmp [SCRATCH]
	WRONG
.j2:	mov dword [SCRATCH], .j3
	jmp dword [SCRATCH]
	WRONG
.j3:	; far ones
	call 0x1000:far1
	CHECK ax, 0x22
	CHECK sp, 0x8000
	call dword 0x1000:far1_32
	CHECK ax, 0x33
	mov word [SCRATCH], far1
	mov word [SCRATCH + 2], cs
	call far [SCRATCH]
	push word 7
	call 0x1000:far2
	CHECK sp, 0x8000
	mov dword [SCRATCH], far1_32
	mov word [SCRATCH + 4], cs
	call far dword [SCRATCH]
	CHECK sp, 0x8000
	; a different selector for the same place
	jmp 0x1010:.j4 - 0x100
	WRONG
.j4:	mov ax, cs
	CHECK ax, 0x1010
	mov word [SCRATCH], .j5
	mov word [SCRATCH + 2], 0x1000
	jmp far [SCRATCH]
	WRONG
.j5:	mov ax, cs
	CHECK ax, 0x1000
	mov dword [SCRATCH], .j6
	mov word [SCRATCH + 4], 0x1000
	jmp far dword [SCRATCH]
	WRONG
.j6:	jmp dword 0x1000:.j7
	WRONG
.j7:
	; segment registers through the stack: 32-bit pushes write a word and move SP by four
	mov dword [ss:0x7ffc], 0xdeadbeef
	o32 push ds
	CHECK sp, 0x7ffc
	CHECK dword [ss:0x7ffc], 0xdead0000 | VARS
	o32 pop es
	CHECK sp, 0x8000
	mov ax, es
	CHECK ax, VARS
	o32 push es
	o32 pop ds
	o32 push cs
	o32 pop es
	mov ax, es
	CHECK ax, 0x1000
	o32 push ss
	o32 pop ss
	o32 push fs
	o32 pop fs
	o32 push gs
	o32 pop gs
	push ds
	push es
	push fs
	push gs
	push ss
	pop ss
	pop gs
	pop fs
	pop es
	pop ds
	push es
	pop ds
	mov ax, ds
	CHECK ax, 0x1000
	mov ax, VARS
	mov ds, ax
	; far pointers
	mov dword [SCRATCH], 0x30001234
	les bx, [SCRATCH]
	CHECK bx, 0x1234
	mov ax, es
	CHECK ax, 0x3000
	lds bx, [SCRATCH]
	mov ax, ds
	CHECK ax, 0x3000
	mov ax, VARS
	mov ds, ax
	lgs bx, [SCRATCH]
	lfs bx, [SCRATCH]
	mov ax, fs
	CHECK ax, 0x3000
	push ds
	pop fs
	mov dword [SCRATCH], 0x89abcdef
	mov word [SCRATCH + 4], 0x3000
	o32 les ebx, [SCRATCH]
	CHECK ebx, 0x89abcdef
	mov dword [SCRATCH + 8], 0x50008000
	lss sp, [SCRATCH + 8]
	CHECK sp, 0x8000
	o32 lds ebx, [SCRATCH]
	push fs
	pop ds
	; the limit is FFFF: words and dwords across it are #GP, with BP #SS; they do not wrap
	mov bx, 0xffff
	FAULT 13, mov ax, [bx]
	mov bx, 0xfffd
	FAULT 13, mov eax, [bx]
	mov bp, 0xffff
	FAULT 12, mov ax, [bp]
	mov bx, 0xffff
	FAULT 13, mov [bx], ax
	mov bx, 0xffff
	FAULT 13, inc word [bx]
	mov bx, 0xfffe
	FAULT 13, les ax, [bx]
	mov bx, 0xffff
	mov al, [bx]
	mov ebx, 0x10000
	FAULT 13, mov al, [ebx]
	mov ebp, 0x10000
	FAULT 12, mov al, [ebp]
	mov si, 0xffff
	FAULT 13, lodsw
	CHECK si, 0xffff
	mov sp, 0xffff
	FAULT 12, pop ax
	; the stack wraps between pushes, never within one
	mov sp, 6
	FAULT 12, call dword 0x1000:far1_32
	CHECK word [got_sp], 6
	mov sp, 4
	call 0x1000:far1
	CHECK sp, 4
	call dword 0x1000:far1_32
	CHECK sp, 4
	mov sp, 0x8000
	; a jump beyond the limit faults in the jump
	FAULT 13, jmp dword 0x10000
	; #UD, #DE, #BR and INT push FLAGS, CS, IP
	FAULT 6, ud2
	CHECK word [got_cs], 0x1000
	CHECK word [got_sp], 0x8000
	xor cx, cx
	FAULT 0, div cx
	mov dword [SCRATCH], 0x00050001
	mov ax, 6
	FAULT 5, bound ax, [SCRATCH]
	FAULT 6, sldt ax
	FAULT 6, lar ax, ax
	FAULT 6, arpl ax, ax
	stc
	mov word [resume], .soft
	int 0x1f
.at:
.soft:	CHECK word [got_vec], 0x1f
	CHECK word [got_ip], .at
	test word [got_flags], 1
	jnz .carry
	WRONG
.carry:	; IRET takes flags, CS and IP
	push word 0x0003 | 0x7000
	push cs
	push word .back
	iret
	WRONG
.back:	pushf
	pop ax
	and ax, 0x7003
	CHECK ax, 0x7003
	push dword 0x00200002
	push dword 0x1000
	push dword .back32
	iretd
.back32:
	pushfd
	pop eax
	and eax, 0x207000
	CHECK eax, 0x200000
	push dword 2
	popfd
	; ports
	mov dx, 0x300
	in ax, dx
	CHECK ax, 0xffff
	in eax, dx
	in al, dx
	in ax, 0x40
	in eax, 0x40
	out dx, al
	out dx, ax
	out dx, eax
	out 0x40, al
	out 0x40, ax
	; the runner keeps every port write: without the last one this program fails
	mov cx, 5000
.print:	out 0x40, al
	loop .print
	push fs
	pop es
	cld
	mov di, SCRATCH
	mov cx, 2
	rep insb
	mov cx, 2
	rep insw
	mov cx, 2
	rep insd
	CHECK di, SCRATCH + 14
	CHECK dword [SCRATCH + 10], 0xffffffff
	mov si, SCRATCH
	mov cx, 2
	rep outsw
	mov cx, 1
	rep outsd
	CHECK si, SCRATCH + 8
	std
	outsb
	CHECK si, SCRATCH + 7
	cld
	; LOADs that cross from FFFF to 0 step by step wrap in the index
	mov si, 0xffff
	lodsb
	CHECK si, 0
	; opcode 82 is 80
	mov al, 1
	db 0x82, 0xc0, 0x05		; add al, 5
	CHECK al, 6
	db 0x82, 0xc8, 0x08		; or
	db 0x82, 0xd0, 0x01		; adc
	db 0x82, 0xd8, 0x01		; sbb
	db 0x82, 0xe0, 0x0e		; and
	db 0x82, 0xe8, 0x04		; sub
	db 0x82, 0xf0, 0x0f		; xor
	CHECK al, 0x05
	db 0x82, 0xf8, 0x05		; cmp
	je .same
	WRONG
.same:	mov bx, SCRATCH
	mov byte [bx], 1
	db 0x82, 0x07, 0x05		; the same in memory
	db 0x82, 0x0f, 0x08
	db 0x82, 0x17, 0x01
	db 0x82, 0x1f, 0x01
	db 0x82, 0x27, 0x0e
	db 0x82, 0x2f, 0x04
	db 0x82, 0x37, 0x0f
	CHECK byte [bx], 0x05
	db 0x82, 0x3f, 0x05
	; double shifts by CL of words
	mov ax, 0x1234
	mov bx, 0xabcd
	mov cl, 4
	shld ax, bx, cl
	CHECK ax, 0x234a
	shrd ax, bx, cl
	CHECK ax, 0xd234
	mov [SCRATCH], ax
	shld [SCRATCH], bx, cl
	CHECK word [SCRATCH], 0x234a
	shrd [SCRATCH], bx, cl
	CHECK word [SCRATCH], 0xd234
	; a word BSWAP is undefined: it must at least leave the upper half alone
	mov eax, 0x12345678
	db 0x0f, 0xc8
	shr eax, 16
	CHECK ax, 0x1234
	db 0x0f, 0xc9, 0x0f, 0xca, 0x0f, 0xcb, 0x0f, 0xcd, 0x0f, 0xce, 0x0f, 0xcf
	mov bx, sp
	db 0x0f, 0xcc
	mov sp, 0x8000
	; ENTER: the outer pointers are copied; as a doubleword the frame pointer is all of ESP
	mov bp, 0x6000
	mov word [bp - 2], 0x1234
	enter 6, 2
	CHECK bp, 0x7ffe
	CHECK sp, 0x7ff4
	CHECK word [bp], 0x6000
	CHECK word [bp - 2], 0x1234
	CHECK word [bp - 4], 0x7ffe
	leave
	CHECK sp, 0x8000
	CHECK bp, 0x6000
	mov esp, 0xabcd8000
	mov ebp, 0x12346000
	o32 enter 8, 1
	CHECK esp, 0xabcd7ff0
	CHECK ebp, 0xabcd7ffc
	CHECK dword [bp], 0x12346000
	CHECK dword [bp - 4], 0xabcd7ffc
	o32 leave
	CHECK esp, 0xabcd8000
	CHECK ebp, 0x12346000
	mov esp, 0x8000
	; a scale without an index (undefined): the base is scaled, as on the 386
	mov eax, 0x123
	db 0x67, 0x66, 0x8d, 0x5c, 0xe0, 0xfe	; lea ebx, [eax, no index, 8, -2]
	CHECK ebx, 0x916
	db 0x67, 0x66, 0x8d, 0x5c, 0x20, 0xfe	; scale 1
	CHECK ebx, 0x121
	db 0x67, 0x66, 0x8d, 0x1c, 0xe5, 5, 1, 0, 0	; no base either
	CHECK ebx, 0x105
	; machine status word, tables
	smsw [SCRATCH]
	CHECK word [SCRATCH], 0x0010
	o32 smsw [SCRATCH]
	lmsw [SCRATCH]
	sidt [SCRATCH]
	CHECK word [SCRATCH], 0xffff
	lidt [SCRATCH]
	o32 lidt [SCRATCH]
	; the vector table beyond its limit: #GP through vector 13, which lies within
	mov word [SCRATCH + 8], 0x0037
	mov dword [SCRATCH + 10], 0
	lidt [SCRATCH + 8]
	mov word [resume], .limit
.at2:	int 0x10
.limit:	CHECK word [got_vec], 13
	CHECK word [got_ip], .at2
	lidt [SCRATCH]
	; STI and single step across IRET are in debug.asm and the unit tests
	mov eax, [checks]
	out END, eax
	hlt

near1:	mov ax, 0x11
	ret
near2:	ret 4
near1_32:
	mov ax, 0x32
	o32 ret
far1:	mov ax, 0x22
	retf
far2:	retf 2
far1_32:
	mov ax, 0x33
	o32 retf
