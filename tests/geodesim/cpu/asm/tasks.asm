; SPDX-License-Identifier: GPL-2.0-or-later
; Task switches by JMP, CALL, INT, IRET and faults; busy bits, NT, back links, TS; 16-bit tasks.
; Expected results: Intel SDM vol. 3 chapter 7 (table 7-1: checks and errors).
%include "harness.inc"

TSSB	equ FREE		; the other task
GATEB	equ FREE + 0x08		; task gate to it
LDTD	equ FREE + 0x10
TSS16	equ FREE + 0x18
TSSNP	equ FREE + 0x20
TSSDF	equ FREE + 0x28		; double-fault task
TSSBAD	equ FREE + 0x30		; TSS too small
B	equ 0x61000
B16	equ 0x62000
DFT	equ 0x63000

%macro TASK 2	; fill the TSS at %1 with entry point %2
	mov edi, %1
	mov ecx, 26
	xor eax, eax
	rep stosd
	mov dword [%1 + 0x1c], 0
	mov dword [%1 + 0x20], %2
	mov dword [%1 + 0x24], 2
	mov dword [%1 + 0x38], 0x57000
	mov dword [%1 + 0x40], 0x51515151
	mov dword [%1 + 0x48], D32
	mov dword [%1 + 0x4c], C32
	mov dword [%1 + 0x50], D32
	mov dword [%1 + 0x54], D32
	mov dword [%1 + 0x58], D32
	mov dword [%1 + 0x5c], D32
	mov dword [%1 + 0x64], 0x680000
%endmacro

test_start:
	SETDESC TSSB, 0x10000067, 0x00008906
	SETDESC GATEB, TSSB << 16, 0x0000e500
	SETDESC LDTD, 0x000000ff, 0x00008207
	SETDESC TSS16, 0x2000002b, 0x00008106
	SETDESC TSSNP, 0x10000067, 0x00000906
	SETDESC TSSDF, 0x30000067, 0x00008906
	SETDESC TSSBAD, 0x10000066, 0x00008906
	TASK B, task_b
	mov dword [0x74000], 0

	; descriptors that will not do
	FAULT 11, TSSNP, jmp TSSNP:0
	FAULT 10, TSSBAD, jmp TSSBAD:0
	FAULT 13, TSS, jmp TSS:0		; busy: ourselves
	; JMP: our busy bit goes, the other's comes; no NT, no link
	mov eax, cr0
	and al, ~8
	mov cr0, eax
	stc
	jmp TSSB:0
back1:	CHECKF c
	CHECK dword [0x74000], 1
	CHECK byte [gdt + TSS + 5], 0x8b
	CHECK byte [gdt + TSSB + 5], 0x89
	CHECK dword [0x74004], 0x51515151	; ESI of the new task
	mov eax, [0x74008]
	and eax, 0x4000
	CHECK eax, 0
	mov eax, [0x7400c]			; CR0 in the new task: TS
	and eax, 8
	CHECK eax, 8
	CHECK dword [0x74010], TSSB
	CHECK word [0x74014], 0x8b89		; seen there: ours available, its busy
	; the state it saved for us
	CHECK dword [TSS0 + 0x20], back1
	CHECK dword [TSS0 + 0x38], STACK0
	CHECK word [TSS0 + 0x4c], C32
	; CALL: both busy, NT set, link written; IRET comes back
	mov dword [B + 0x20], task_call
	clc
	call TSSB:0
	CHECKF nc
	CHECK dword [0x74000], 2
	CHECK word [B], TSS
	mov eax, [0x74008]
	and eax, 0x4000
	CHECK eax, 0x4000
	CHECK word [0x74014], 0x8b8b
	CHECK byte [gdt + TSSB + 5], 0x89
	CHECK byte [gdt + TSS + 5], 0x8b
	; after IRET the task's saved NT is clear and EIP is behind the IRET
	mov eax, [B + 0x24]
	and eax, 0x4000
	CHECK eax, 0
	CHECK dword [B + 0x20], task_call.again
	; a task gate by CALL continues it there
	call GATEB:0x1234
	CHECK dword [0x74000], 12
	; an interrupt through a task gate
	mov dword [idt + 0x60 * 8], TSSB << 16
	mov dword [idt + 0x60 * 8 + 4], 0x0000e500
	mov dword [B + 0x20], task_call
	int 0x60
	CHECK dword [0x74000], 13
	; a fault through a task gate: the error code is on the new stack, EIP is the fault's
	mov eax, [idt + 13 * 8]
	mov [0x74020], eax
	mov eax, [idt + 13 * 8 + 4]
	mov [0x74024], eax
	mov dword [idt + 13 * 8], TSSB << 16
	mov dword [idt + 13 * 8 + 4], 0x00008500
	mov dword [B + 0x20], task_fault
	mov dword [B + 0x38], 0x57000
	mov eax, 0xfff8
fault_at:
	mov ds, ax
fault_next:
	CHECK dword [es:0x74030], 0xfff8
	CHECK dword [es:0x74034], 0x57000 - 4
	CHECK dword [es:0x74038], fault_at
	mov ax, D32
	mov ds, ax
	mov eax, [0x74020]
	mov [idt + 13 * 8], eax
	mov eax, [0x74024]
	mov [idt + 13 * 8 + 4], eax
	; a bad selector in the new task: #TS in its context, with the selector
	mov dword [B + 0x20], task_call
	mov dword [B + 0x5c], 0xfff0		; GS
	mov dword [resume], .ts1
	jmp TSSB:0
.ts1:	CHECK dword [got_vec], 10
	CHECK dword [got_err], 0xfff0
	CHECK dword [got_eip], task_call
	str ax
	CHECK ax, TSSB
	mov dword [B + 0x5c], D32
	mov dword [TSS0 + 0x20], .ts2
	mov dword [TSS0 + 0x38], STACK0
	jmp TSS:0
.ts2:	; its CS of the wrong type
	mov dword [B + 0x20], task_call
	mov dword [B + 0x4c], D32
	mov dword [resume], .ts3
	jmp TSSB:0
.ts3:	CHECK dword [got_vec], 10
	CHECK dword [got_err], D32
	mov dword [B + 0x4c], C32
	mov dword [TSS0 + 0x20], .ts4
	mov dword [TSS0 + 0x38], STACK0
	jmp TSS:0
.ts4:	; an LDT in the new task
	mov dword [0x70008], 0x00000fff
	mov dword [0x7000c], 0x00409307
	mov dword [B + 0x20], task_ldt
	mov dword [B + 0x60], LDTD
	call TSSB:0
	CHECK dword [0x74040], LDTD
	sldt ax
	CHECK ax, 0
	mov dword [B + 0x60], 0
	mov dword [B + 0x58], D32
	; IRET with NT and a link that is no busy TSS: #TS(link)
	mov word [TSS0], D32
	pushfd
	or dword [esp], 0x4000
	popfd
	FAULT 10, D32, iretd
	pushfd
	and dword [esp], ~0x4000 & 0xffffffff
	popfd
	; T bit: #DB with BT when the task begins
	mov dword [B + 0x20], task_t
	mov dword [B + 0x64], 0x680001
	GATE 1, on_debug, 0x8e
	mov dword [0x74050], 0
	call TSSB:0
	CHECK dword [0x74050], task_t
	mov eax, [0x74054]
	and eax, 0xe00f
	CHECK eax, 0x8000
	mov dword [B + 0x64], 0x680000
	; a 16-bit task: selectors of FS and GS become null, the stack is 16-bit data
	mov edi, B16
	mov ecx, 11
	xor eax, eax
	rep stosd
	mov eax, task16 - 0x10000
	mov [B16 + 0x0e], ax
	mov word [B16 + 0x10], 2
	mov word [B16 + 0x12], 0xabcd
	mov word [B16 + 0x1a], 0xfff0
	mov word [B16 + 0x22], D32
	mov word [B16 + 0x24], C16
	mov word [B16 + 0x26], D16
	mov word [B16 + 0x28], D32
	call TSS16:0
	CHECK dword [0x74060], 0xffffabcd
	CHECK dword [0x74064], 0
	CHECK word [B16], TSS
	CHECK byte [gdt + TSS16 + 5], 0x81
	; double fault by a task: #GP whose gate is not present raises #NP, so #DF(0)
	TASK DFT, task_df
	mov dword [idt + 8 * 8], TSSDF << 16
	mov dword [idt + 8 * 8 + 4], 0x00008500
	mov eax, [idt + 13 * 8 + 4]
	mov [0x74024], eax
	and dword [idt + 13 * 8 + 4], ~0x8000 & 0xffffffff
	mov eax, 0xfff8
df_at:	mov ds, ax
df_next:
	CHECK dword [es:0x74070], 0
	CHECK dword [es:0x74074], df_at
	mov ax, D32
	mov ds, ax
	mov eax, [0x74024]
	mov [idt + 13 * 8 + 4], eax
	; #PF then #GP would be #DF as well; a #UD before a #NP is not: #NP it is
	and dword [idt + 6 * 8 + 4], ~0x8000 & 0xffffffff
	FAULT 11, 6 * 8 + 3, ud2
	DONE

note:	; what a task looks like from inside
	mov [0x74004], esi
	pushfd
	pop dword [0x74008]
	mov eax, cr0
	mov [0x7400c], eax
	xor eax, eax
	str ax
	mov [0x74010], eax
	mov al, [gdt + TSS + 5]
	mov [0x74014], al
	mov al, [gdt + TSSB + 5]
	mov [0x74015], al
	ret

task_b:
	call note
	inc dword [0x74000]
	jmp TSS:0

task_call:
	call note
	inc dword [0x74000]
	iretd
.again:
	add dword [0x74000], 10
	iretd

task_fault:
	pop dword [0x74030]
	mov eax, esp
	sub eax, 4
	mov [0x74034], eax
	mov eax, [TSS0 + 0x20]
	mov [0x74038], eax
	mov dword [TSS0 + 0x20], fault_next
	iretd

task_ldt:
	xor eax, eax
	sldt ax
	mov [0x74040], eax
	mov ax, 0x0c
	mov fs, ax
	iretd

task_t:	iretd

on_debug:
	mov eax, [esp]
	mov [0x74050], eax
	mov eax, dr6
	mov [0x74054], eax
	iretd

task_df:
	pop dword [0x74070]
	mov eax, [TSS0 + 0x20]
	mov [0x74074], eax
	mov dword [TSS0 + 0x20], df_next
	iretd

	bits 16
task16:	mov [dword 0x74060], eax
	mov ax, fs
	mov bx, gs
	or ax, bx
	movzx eax, ax
	mov [dword 0x74064], eax
	iret
	jmp task16
