; SPDX-License-Identifier: GPL-2.0-or-later
; Loading segment registers and using them: which fault, which error code, nothing half done.
; Expected results: Intel SDM vol. 2 MOV, vol. 3 chapters 5 and 6 (the same since the 386 manual).
%include "harness.inc"

RO	equ FREE		; read-only data
NP	equ FREE + 0x08		; data, not present
XO	equ FREE + 0x10		; execute-only code
RX	equ FREE + 0x18		; readable code
CONF	equ FREE + 0x20		; conforming readable code, DPL 0
SMALL	equ FREE + 0x28		; data, base 70000, limit 0FFF
DOWN	equ FREE + 0x30		; expand-down, 32-bit, limit 0FFF, base 70000
DOWN16	equ FREE + 0x38		; expand-down, 16-bit, limit 0FFF, base 70000
SYS	equ FREE + 0x40		; a system descriptor (LDT)
DATA3	equ FREE + 0x48		; data, DPL 3
FRESH	equ FREE + 0x50		; data, accessed bit clear

test_start:
	SETDESC RO, 0x0000ffff, 0x00cf9100
	SETDESC NP, 0x0000ffff, 0x00cf1300
	SETDESC XO, 0x0000ffff, 0x00cf9900
	SETDESC RX, 0x0000ffff, 0x00cf9b00
	SETDESC CONF, 0x0000ffff, 0x00cf9f00
	SETDESC SMALL, 0x00000fff, 0x00409307
	SETDESC DOWN, 0x00000fff, 0x00409707
	SETDESC DOWN16, 0x00000fff, 0x00009707
	SETDESC SYS, 0x00000fff, 0x00008207
	SETDESC DATA3, 0x0000ffff, 0x00cff300
	SETDESC FRESH, 0x0000ffff, 0x00cf9200

	; null: loading is fine, use is #GP(0); SS may not be null
	xor eax, eax
	mov ds, ax
	FAULT 13, 0, mov al, [ds:0]
	mov eax, 3
	mov fs, ax
	mov ebx, fs
	CHECK ebx, 3
	xor eax, eax
	FAULT 13, 0, mov ss, ax
	; beyond the table
	mov eax, gdt_end - gdt
	FAULT 13, gdt_end - gdt, mov ds, ax
	mov eax, (gdt_end - gdt) | 3
	FAULT 13, gdt_end - gdt, mov es, ax
	; no LDT: its selectors are #GP
	mov eax, 4
	FAULT 13, 4, mov ds, ax
	; types
	mov eax, SYS
	FAULT 13, SYS, mov ds, ax
	mov eax, XO
	FAULT 13, XO, mov ds, ax
	mov eax, RX
	mov ds, ax
	mov eax, [test_start]
	FAULT 13, 0, mov [0x70000], eax
	mov eax, RO
	FAULT 13, RO, mov ss, ax
	mov eax, RX
	FAULT 13, RX, mov ss, ax
	mov eax, RO
	mov ds, ax
	FAULT 13, 0, mov [0x70000], eax
	mov ds, ax
	FAULT 13, 0, inc dword [ds:0x70000]
	mov ebx, [0x70000]
	; not present: #NP, and #SS for SS
	mov eax, NP
	FAULT 11, NP, mov ds, ax
	FAULT 12, NP, mov ss, ax
	; privilege: SS needs DPL = RPL = CPL
	mov eax, DATA3 | 3
	FAULT 13, DATA3, mov ss, ax
	mov eax, D32 | 3
	FAULT 13, D32, mov ss, ax
	FAULT 13, D32, mov ds, ax	; RPL 3 > DPL 0
	mov eax, DATA3 | 3
	mov ds, ax			; fine at level 0
	mov eax, CONF | 3
	mov ds, ax			; conforming code has no privilege
	; MOV CS is undefined
	FAULT 6, -1, db 0x8e, 0xc8
	; segment numbers 6 and 7 too
	FAULT 6, -1, db 0x8e, 0xf0
	FAULT 6, -1, db 0x8c, 0xf0
	; loading sets the accessed bit in the table
	CHECK dword [ss:gdt + FRESH + 4], 0x00cf9200
	mov eax, FRESH
	mov gs, ax
	CHECK dword [ss:gdt + FRESH + 4], 0x00cf9300

	; limits
	mov eax, SMALL
	mov fs, ax
	mov dword [0x70ffc], 0x11223344
	CHECK dword [fs:0xffc], 0x11223344
	CHECK byte [fs:0xfff], 0x11
	FAULT 13, 0, mov al, [fs:0x1000]
	mov eax, SMALL
	mov fs, ax
	FAULT 13, 0, mov ax, [fs:0xfff]
	mov eax, SMALL
	mov fs, ax
	FAULT 13, 0, mov eax, [fs:0xffd]
	mov eax, SMALL
	mov fs, ax
	FAULT 13, 0, mov [fs:0xffffffff], al
	; expand-down: offsets above the limit up to FFFFFFFF or FFFF
	mov eax, DOWN
	mov fs, ax
	mov byte [0x71000], 0x5a
	CHECK byte [fs:0x1000], 0x5a
	FAULT 13, 0, mov al, [fs:0xfff]
	mov eax, DOWN
	mov fs, ax
	FAULT 13, 0, mov ax, [fs:0xfff]
	mov eax, DOWN16
	mov fs, ax
	CHECK byte [fs:0x1000], 0x5a
	mov al, [fs:0xffff]
	FAULT 13, 0, mov ax, [fs:0xffff]
	mov eax, DOWN16
	mov fs, ax
	FAULT 13, 0, mov al, [fs:0x10000]
	; stack: a pop across the limit is #SS(0) and leaves ESP and its destination alone
	mov eax, SMALL
	mov ss, ax
	mov esp, 0xffe
	mov ebx, 0x1234
	FAULT 12, 0, pop ebx
	CHECK ebx, 0x1234
	CHECK dword [got_esp], 0xffe - 12
	; a memory operand beyond its limit is #GP(0) before anything is pushed
	mov eax, SMALL
	mov fs, ax
	mov ebp, 0xffd
	mov dword [STACK0 - 4], 0x5555
	FAULT 13, 0, push dword [fs:ebp]
	CHECK dword [got_esp], STACK0 - 12
	; a faulting LDS leaves both registers
	mov dword [0x72000], 0x12345678
	mov word [0x72004], NP
	mov esi, 0xabcd
	mov eax, DATA3
	mov fs, ax
	FAULT 11, NP, lfs esi, [0x72000]
	CHECK esi, 0xabcd
	mov word [0x72004], DATA3
	lgs esi, [0x72000]
	CHECK esi, 0x12345678
	mov eax, gs
	CHECK eax, DATA3
	; LSS loads both
	mov dword [0x72000], STACK0 - 16
	mov word [0x72004], D32
	lss esp, [0x72000]
	CHECK esp, STACK0 - 16

	; LAR, LSL, VERR, VERW
	mov ebx, SMALL
	lar eax, ebx
	CHECKF z
	and eax, 0x00f0ff00
	CHECK eax, 0x00409300
	lsl eax, ebx
	CHECKF z
	CHECK eax, 0xfff
	mov ebx, D32
	lsl eax, ebx
	CHECK eax, 0xffffffff
	mov ebx, SYS
	lar eax, ebx
	CHECKF z
	verr bx
	CHECKF nz
	mov eax, 0x1234
	xor ebx, ebx
	lar eax, ebx
	CHECKF nz
	CHECK eax, 0x1234
	mov ebx, 0xfff8
	lsl eax, ebx
	CHECKF nz
	mov bx, RO
	verr bx
	CHECKF z
	verw bx
	CHECKF nz
	mov bx, XO
	verr bx
	CHECKF nz
	mov bx, D32
	verw bx
	CHECKF z
	mov bx, D32 | 3
	verw bx
	CHECKF nz
	mov [0x72000], bx
	verr [0x72000]
	CHECKF nz
	verw [0x72000]
	CHECKF nz
	lar eax, [0x72000]
	CHECKF nz
	lsl ax, [0x72000]
	CHECKF nz
	lar ax, [0x72000]
	CHECKF nz
	lsl eax, [0x72000]
	CHECKF nz
	mov bx, SMALL
	lsl ax, bx
	CHECK ax, 0xfff
	o16 sldt [0x72000]
	o16 str [0x72000]
	CHECK word [0x72000], TSS
	mov word [0x72000], D32 | 3
	; ARPL
	mov ax, 0x10
	mov bx, 3
	arpl ax, bx
	CHECKF z
	CHECK ax, 0x13
	arpl ax, bx
	CHECKF nz
	mov word [0x72000], 0x21
	mov bx, 2
	arpl [0x72000], bx
	CHECKF z
	CHECK word [0x72000], 0x22
	; a read-only destination faults only when it would change
	mov ax, RO
	mov ds, ax
	arpl [0x72000], bx
	CHECKF nz
	mov bx, 3
	FAULT 13, 0, arpl [0x72000], bx
	CHECK word [0x72000], 0x22

	; LLDT and what becomes reachable with it
	mov eax, RO
	FAULT 13, RO, lldt ax
	mov eax, NP
	FAULT 13, NP, lldt ax
	SETDESC SYS, 0x0000000f, 0x00008207	; two entries at 70000
	mov dword [0x70008], 0x00000fff
	mov dword [0x7000c], 0x00409307
	mov eax, SYS
	lldt ax
	sldt ebx
	CHECK ebx, SYS
	mov [0x72000], ebx
	sldt [0x72010]
	CHECK word [0x72010], SYS
	lldt [0x72000]
	mov eax, 0x0c
	mov fs, ax
	mov eax, [fs:0xffc]
	mov eax, 0x14
	FAULT 13, 0x14, mov fs, ax
	SETDESC SYS, 0x0000000f, 0x00000207
	mov eax, SYS
	FAULT 11, SYS, lldt ax
	xor eax, eax
	lldt ax
	mov eax, 0x0c
	FAULT 13, 0x0c, mov fs, ax
	; LTR: busy and wrong types are #GP, not present #NP
	str ax
	CHECK ax, TSS
	str ebx
	CHECK ebx, TSS
	str [0x72010]
	CHECK word [0x72010], TSS
	mov eax, TSS
	FAULT 13, TSS, ltr ax
	mov [0x72010], ax
	FAULT 13, TSS, ltr [0x72010]
	mov eax, D32
	FAULT 13, D32, ltr ax
	xor eax, eax
	FAULT 13, 0, ltr ax
	CHECK byte [gdt + TSS + 5], 0x8b
	DONE
