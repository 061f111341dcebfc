; SPDX-License-Identifier: GPL-2.0-or-later
; Paging: accessed and dirty bits, rights, WP, error codes, 4 MiB and global pages, restart.
; Expected results: Intel SDM vol. 3 chapter 4 (32-bit paging), section 4.7 (error codes).
%include "harness.inc"

PD	equ 0x80000
PT	equ 0x81000		; maps the first 4 MiB one to one
PT2	equ 0x82000		; maps 400000-7fffff as the test likes
P	equ 1
W	equ 2
U	equ 4
A	equ 0x20
D	equ 0x40
PS	equ 0x80
G	equ 0x100

%macro TO3 1
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

%macro PTE 2	; page number n of the second table := value
	mov dword [es:PT2 + (%1) * 4], %2
	invlpg [es:0x400000 + (%1) * 0x1000]
%endmacro

test_start:
	mov edi, PD
	xor eax, eax
	mov ecx, 0x3000 / 4
	rep stosd
	mov edi, PT
	mov eax, P | W | U
	mov ecx, 1024
.fill:	stosd
	add eax, 0x1000
	loop .fill
	mov dword [PD], PT | P | W | U
	mov dword [PD + 4], PT2 | P | W | U
	mov eax, PD
	mov cr3, eax
	mov eax, cr0
	or eax, 0x80000000
	mov cr0, eax
	jmp short .on
.on:
	; the walk sets A in both levels, D on the first write only
	mov dword [0x90000], 0x11111111
	mov dword [0x91000], 0x22222222
	PTE 0, 0x90000 | P | W
	mov eax, [0x400000]
	CHECK eax, 0x11111111
	CHECK dword [PT2], 0x90000 | P | W | A
	mov eax, [PD + 4]
	and eax, A | D
	CHECK eax, A
	mov dword [0x400004], 5
	CHECK dword [PT2], 0x90000 | P | W | A | D
	CHECK dword [0x90004], 5
	; not present: error 0 read, 2 write; CR2
	PTE 1, 0
	FAULT 14, 0, mov eax, [0x401234]
	mov eax, cr2
	CHECK eax, 0x401234
	FAULT 14, 2, mov [0x401238], eax
	mov eax, cr2
	CHECK eax, 0x401238
	FAULT 14, 2, inc dword [0x40123c]
	; nothing was marked
	CHECK dword [PT2 + 4], 0
	; directory entry not present
	FAULT 14, 0, mov eax, [0x800000]
	; level 0 may write read-only pages unless WP
	PTE 2, 0x91000 | P
	mov dword [0x402000], 7
	CHECK dword [0x91000], 7
	CHECK dword [PT2 + 8], 0x91000 | P | A | D
	mov eax, cr0
	or eax, 0x10000
	mov cr0, eax
	PTE 2, 0x91000 | P
	FAULT 14, 3, mov dword [0x402000], 8
	CHECK dword [0x91000], 7
	CHECK dword [PT2 + 8], 0x91000 | P
	mov eax, [0x402000]
	CHECK eax, 7
	mov eax, cr0
	and eax, ~0x10000
	mov cr0, eax
	; an access across pages: the fault is the second page's, nothing is written
	mov dword [0x90ffc], 0x01020304
	mov ebx, 0xaabbccdd
	FAULT 14, 2, mov [0x400ffe], ebx
	mov eax, cr2
	CHECK eax, 0x401000
	CHECK dword [0x90ffc], 0x01020304
	FAULT 14, 0, mov eax, [0x400ffd]
	; level 3: U bit, error codes with bit 2
	TO3 .user
.user:
	FAULT 14, 5, mov eax, [0x400000]	; supervisor page
	TO3 .u1
.u1:	FAULT 14, 7, mov [0x400000], eax
	TO3 .u2
.u2:	FAULT 14, 4, mov eax, [0x401000]
	TO3 .u3
.u3:	FAULT 14, 6, mov [0x401000], eax
	PTE 3, 0x91000 | P | U
	TO3 .u4
.u4:	mov eax, [0x403000]
	FAULT 14, 7, mov [0x403000], eax
	PTE 3, 0x91000 | P | W | U
	mov dword [0x91000], 0x55
	PTE 2, 0
	TO3 .u5
.u5:	inc dword [0x403000]
	CHECK dword [0x91000], 0x56
	; PUSHA that runs into a missing page writes nothing
	mov dword [0x91008], 0x1234
	mov esp, 0x403000 + 16
	mov dword [0x9100c], 0x77777777
	FAULT 14, 6, pusha
	CHECK dword [0x9100c], 0x77777777
	; the handler's frame tells ESP unchanged
	CHECK dword [STACKR0 - 8], 0x403000 + 16
	; the rights of both levels count
	mov dword [PD + 4], PT2 | P | W
	mov eax, cr3
	mov cr3, eax
	TO3 .u6
.u6:	FAULT 14, 5, mov eax, [0x403000]
	mov dword [PD + 4], PT2 | P | U
	mov eax, cr3
	mov cr3, eax
	TO3 .u7
.u7:	mov eax, [0x403000]
	FAULT 14, 7, mov [0x403000], eax
	mov dword [PD + 4], PT2 | P | W | U
	mov eax, cr3
	mov cr3, eax
	; fetches: level 3 from a supervisor page
	mov byte [0x91800], 0xc3
	PTE 3, 0x91000 | P | W
	TO3 .u8
.u8:	mov dword [es:resume], .u9
	jmp 0x403800
.u9:	CHECK dword [got_vec], 14
	CHECK dword [got_err], 5
	CHECK dword [got_eip], 0x403800
	; an instruction across pages, the second one missing
	PTE 3, 0x91000 | P | W | U
	mov word [0x91ffe], 0x78b8		; MOV EAX, imm32: its last bytes lie in the next page
	PTE 4, 0
	mov dword [resume], .f1
	mov eax, 0x403ffe
	jmp eax
.f1:	CHECK dword [got_vec], 14
	CHECK dword [got_err], 0
	CHECK dword [got_eip], 0x403ffe
	mov eax, cr2
	CHECK eax, 0x404000
	PTE 4, 0x92000 | P | W
	mov dword [0x92000], 0xc3123456		; imm bytes, RET
	push dword .f2
	mov eax, 0x403ffe
	jmp eax
.f2:	CHECK eax, 0x12345678
	; change the second page's bytes: the code must be seen to change
	mov byte [0x92000], 0x57
	push dword .f3
	mov eax, 0x403ffe
	jmp eax
.f3:	CHECK eax, 0x12345778
	; TLB: a changed entry may be used only after INVLPG or a CR3 load
	PTE 5, 0x90000 | P | W
	mov dword [0x90000], 0xa
	mov dword [0x91000], 0xb
	mov eax, [0x405000]
	mov dword [PT2 + 20], 0x91000 | P | W
	invlpg [0x405000]
	CHECK dword [0x405000], 0xb
	mov dword [PT2 + 20], 0x90000 | P | W
	mov eax, cr3
	mov cr3, eax
	CHECK dword [0x405000], 0xa
	; global pages survive the CR3 load, not INVLPG, and not a change of PGE
	mov eax, cr4
	or eax, 0x80
	mov cr4, eax
	PTE 5, 0x90000 | P | W | G
	mov eax, [0x405000]
	mov dword [PT2 + 20], 0x91000 | P | W | G
	mov eax, cr3
	mov cr3, eax
	CHECK dword [0x405000], 0xa
	invlpg [0x405000]
	CHECK dword [0x405000], 0xb
	mov dword [PT2 + 20], 0x90000 | P | W | G
	mov eax, cr4
	and eax, ~0x80
	mov cr4, eax
	CHECK dword [0x405000], 0xa
	; 4 MiB pages need CR4.PSE
	mov eax, cr4
	or eax, 0x10
	mov cr4, eax
	mov dword [PD + 8], 0x000000 | P | W | PS
	mov eax, [0x890000]
	CHECK eax, 0xa
	CHECK dword [PD + 8], P | W | PS | A
	mov dword [0x890000], 0xc
	CHECK dword [PD + 8], P | W | PS | A | D
	CHECK dword [0x90000], 0xc
	invlpg [0x8fffff]
	CHECK dword [0x890000], 0xc
	; the same entry without PSE is a table
	mov eax, cr4
	and eax, ~0x10
	mov cr4, eax
	mov dword [PD + 8], PT2 | P | W | PS
	mov eax, cr3
	mov cr3, eax
	PTE 5, 0x91000 | P | W
	CHECK dword [0x805000], 0xb
	; self-modifying code through another mapping
	PTE 6, 0x93000 | P | W
	PTE 7, 0x93000 | P | W
	mov word [0x93000], 0x01b0	; MOV AL, 1
	mov byte [0x93002], 0xc3
	mov eax, 0x406000
	call eax
	CHECK al, 1
	mov byte [0x407001], 2
	mov eax, 0x406000
	call eax
	CHECK al, 2
	; an instruction that changes the next one
	mov dword [0x93100], 0x000005c6		; MOV BYTE [406108], 3
	mov dword [0x93102], 0x00406108
	mov byte [0x93106], 3
	mov word [0x93107], 0x00b0				; MOV AL, 0
	mov byte [0x93109], 0xc3
	mov eax, 0x406100
	call eax
	CHECK al, 3
	; REP MOVS that faults in the middle: registers say how far it came
	PTE 8, 0x94000 | P | W
	PTE 9, 0
	cld
	mov esi, 0x90000
	mov edi, 0x408ff0
	mov ecx, 8
	FAULT 14, 2, rep movsd
	CHECK ecx, 4
	CHECK edi, 0x409000
	CHECK esi, 0x90010
	; backwards
	std
	mov esi, 0x90000
	mov edi, 0x40a00c
	PTE 10, 0x94000 | P | W
	mov ecx, 8
	FAULT 14, 2, rep stosd
	cld
	CHECK ecx, 4
	CHECK edi, 0x409ffc
	DONE
