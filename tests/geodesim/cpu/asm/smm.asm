; SPDX-License-Identifier: GPL-2.0-or-later
; System management: SMINT, the header, RSM, nesting, SVDC and its relatives, DMINT.
; Expected results: LX data book pages 647, 652, 655, 657.
%include "harness.inc"

HDR	equ 0x78000		; top of the header
SMM	equ 0x140000		; the handler: above 1 MiB
DHDR	equ 0x79000
DMM	equ 0x150000

%macro WRMSR 3
	mov ecx, %1
	mov edx, %2
	mov eax, %3
	wrmsr
%endmacro

test_start:
	; legality: SMM_INST_EN
	FAULT 6, -1, db 0x0f, 0x38
	WRMSR 0x1301, 0, 0x08
	; SVDC and RSDC: descriptor and selector of a data segment
	db 0x0f, 0x78, 0x1d		; SVDC [70000], DS
	dd 0x70000
	CHECK dword [0x70000], 0x0000ffff
	CHECK dword [0x70004], 0x00cf9300
	CHECK word [0x70008], D32
	mov dword [0x70010], 0x12340fff
	mov dword [0x70014], 0x00409300
	mov word [0x70018], 0xbeef
	db 0x0f, 0x79, 0x25		; RSDC FS, [70010]
	dd 0x70010
	mov eax, fs
	CHECK eax, 0xbeef
	mov byte [0x1234 + 0x10], 0x5a
	CHECK byte [fs:0x10], 0x5a
	FAULT 13, 0, mov al, [fs:0x1000]
	; registers 6 and 7, and register operands, are undefined
	FAULT 6, -1, db 0x0f, 0x78, 0x35, 0, 0, 7, 0
	FAULT 6, -1, db 0x0f, 0x79, 0xc0
	; SVLDT, SVTS store; RSTS, RSLDT load, with reg field 0 only
	db 0x0f, 0x7c, 0x05		; SVTS [70020]
	dd 0x70020
	CHECK word [0x70028], TSS
	CHECK byte [0x70025], 0x8b
	CHECK dword [0x70020], 0x00000067
	db 0x0f, 0x7d, 0x05		; RSTS
	dd 0x70020
	str ax
	CHECK ax, TSS
	mov dword [0x70030], 0x00000fff
	mov dword [0x70034], 0x00008207
	mov word [0x70038], 0x88
	db 0x0f, 0x7b, 0x05		; RSLDT [70030]
	dd 0x70030
	sldt ax
	CHECK ax, 0x88
	db 0x0f, 0x7a, 0x05		; SVLDT [70040]
	dd 0x70040
	CHECK dword [0x70044], 0x00008207
	FAULT 6, -1, db 0x0f, 0x7c, 0x0d, 0, 0, 7, 0
	xor eax, eax
	lldt ax

	; the handler: copied to SMM
	mov esi, handler
	mov edi, SMM
	mov ecx, handler_end - handler
	rep movsb
	WRMSR 0x132b, 0, HDR
	WRMSR 0x133b, 0xffff, SMM
	mov edi, HDR - 0x40
	mov ecx, 17
	mov eax, 0xcccccccc
	rep stosd
	mov dword [0x70100], 0
	stc
	mov eax, 0x11223344
	pushfd
	pop dword [0x70200]
.int:	db 0x0f, 0x38			; SMINT
.after:	CHECKF c
	CHECK dword [0x70100], 1	; the handler ran once
	CHECK dword [HDR - 0x04], 0x400
	mov eax, [0x70200]
	CHECK [HDR - 0x08], eax
	mov eax, cr0
	CHECK [HDR - 0x0c], eax
	CHECK dword [HDR - 0x10], .int
	CHECK dword [HDR - 0x14], .after
	CHECK dword [HDR - 0x18], 0xc09b0008
	CHECK dword [HDR - 0x1c], 0
	CHECK dword [HDR - 0x20], 0xfffff
	CHECK dword [HDR - 0x24], 0xc0938008	; SS flags; Cr, S
	CHECK dword [HDR - 0x28], 0
	CHECK dword [HDR - 0x2c], 0
	CHECK dword [HDR - 0x30], 0x08
	CHECK dword [HDR - 0x34], 0xcccccccc
	CHECK dword [HDR], 0xcccccccc
	; what the handler saw: real mode, selector and base, DR7, EFLAGS, unchanged segments
	CHECK word [0x70104], SMM >> 4 & 0xffff
	mov eax, [0x70108]
	and eax, 0x8000000d
	CHECK eax, 0
	CHECK dword [0x7010c], 2
	CHECK word [0x70110], D32
	CHECK dword [0x70114], 0x400
	; a far jump within SMM kept the megabyte
	CHECK dword [0x70118], 0x600d
	; registers came through
	mov eax, cs
	CHECK eax, C32
	; not in SMM any more
	WRMSR 0x1301, 0, 0
	FAULT 6, -1, db 0x0f, 0x38
	WRMSR 0x1301, 0, 0x0c
	; nesting: SMINT within SMM sets N, and RSM then stays in SMM
	mov dword [0x70120], 1
	mov dword [0x70100], 0
	db 0x0f, 0x38
	CHECK dword [0x70100], 2
	CHECK dword [0x70124], 0x0100	; N in the inner header
	mov dword [0x70120], 0
	; RSM loads what the header says: another EIP
	mov dword [0x70130], .elsewhere
	db 0x0f, 0x38
	jmp .wrong
.elsewhere:
	mov dword [0x70130], 0
	; the IDT MSRs show and move the IDT
	mov ecx, 0x1339
	rdmsr
	CHECK eax, idt
	CHECK edx, 0x7ff
	mov ecx, 0x1329
	rdmsr
	CHECK eax, 0x7ff
	mov ecx, 0x1420
	rdmsr
	mov ebx, cr0
	CHECK eax, ebx
	mov ecx, 0x1343
	rdmsr
	CHECK edx, 0x400
	mov ecx, 0x1323
	rdmsr
	CHECK eax, 0xc0930010
	mov ecx, 0x1333
	rdmsr
	CHECK eax, 0
	CHECK edx, 0xfffff
	; debug management: DMINT and RDM
	WRMSR 0x1301, 0, 0
	FAULT 6, -1, db 0x0f, 0x3a
	mov esi, dmm_handler
	mov edi, DMM
	mov ecx, dmm_handler_end - dmm_handler
	rep movsb
	WRMSR 0x132c, 0, DHDR
	WRMSR 0x133c, 0xffff, DMM
	WRMSR 0x1301, 0, 0
	WRMSR 0x1302, 0, 1
	mov dword [0x70100], 0
.dmi:	db 0x0f, 0x39
.dma:	CHECK dword [0x70100], 0x39
	CHECK dword [DHDR - 0x24], .dmi
	CHECK dword [DHDR - 0x28], .dma
	CHECK dword [DHDR - 0x08], 0x400
	CHECK dword [DHDR - 0x18], 0xc09b0008
	CHECK dword [DHDR - 0x14], 0xc0930010
	CHECK dword [DHDR - 0x20], 0xfffff
	mov eax, [DHDR - 0x34]
	and eax, 0xd8
	CHECK eax, 0x08
	WRMSR 0x1302, 0, 0
	FAULT 6, -1, db 0x0f, 0x39
	jmp .done
.wrong:	hlt
.done:	DONE

	bits 16
handler:	; CS = SMM, real mode, DS as it was (flat)
	mov [dword 0x7011c], eax
	inc dword [dword 0x70100]
	mov ax, cs
	mov [dword 0x70104], ax
	mov eax, cr0
	mov [dword 0x70108], eax
	mov eax, dr7
	mov [dword 0x70114], eax
	mov ax, ds
	mov [dword 0x70110], ax
	; EFLAGS without touching the stack's segment: LAHF shows only the low byte
	lahf
	movzx eax, ah
	mov [dword 0x7010c], eax
	; a far jump to our own selector
	jmp (SMM >> 4 & 0xffff):.far - handler
.far:	mov dword [dword 0x70118], 0x600d
	cmp dword [dword 0x70120], 1
	jne .notnest
	cmp dword [dword 0x70100], 2
	je .inner
	; first level: go on with a header of its own and SMINT again
	mov ecx, 0x132b
	xor edx, edx
	mov eax, HDR + 0x100
	wrmsr
	db 0x0f, 0x38
	mov ecx, 0x132b
	xor edx, edx
	mov eax, HDR
	wrmsr
	jmp .notnest
.inner:
	mov eax, [dword HDR + 0x100 - 0x24]
	and eax, 0x100
	mov [dword 0x70124], eax
.notnest:
	mov eax, [dword 0x70130]
	test eax, eax
	jz .rsm
	mov [dword HDR - 0x14], eax
.rsm:
	mov eax, [dword 0x7011c]
	db 0x0f, 0xaa
handler_end:

dmm_handler:
	mov dword [dword 0x70100], 0x39
	db 0x0f, 0x3a
dmm_handler_end:
