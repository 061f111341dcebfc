; SPDX-License-Identifier: GPL-2.0-or-later
; What must be #UD on a Geode, LOCK rules, the length limit, and the order of fetch faults.
; Expected: LX data book instruction tables (no NOPL, FXSR, SSE); Intel SDM vol. 2 LOCK.
%include "harness.inc"
test_start:
	FAULT 6, -1, ud2
	FAULT 6, -1, db 0x0f, 0x1f, 0xc0		; NOPL
	FAULT 6, -1, db 0x0f, 0x1f, 0x40, 0x00
	FAULT 6, -1, db 0xf3, 0x0f, 0x1e, 0xfb		; ENDBR32
	FAULT 6, -1, db 0x0f, 0x05			; SYSCALL
	FAULT 6, -1, db 0x0f, 0x07			; SYSRET
	FAULT 6, -1, db 0x0f, 0xae, 0x05, 0, 0, 7, 0	; FXSAVE
	FAULT 6, -1, db 0x0f, 0xae, 0x0d, 0, 0, 7, 0	; FXRSTOR
	FAULT 6, -1, db 0x0f, 0x10, 0xc0		; MOVUPS
	FAULT 6, -1, db 0x0f, 0x28, 0xc1		; MOVAPS
	FAULT 6, -1, db 0x66, 0x0f, 0x28, 0xc1		; MOVAPD
	FAULT 6, -1, db 0x0f, 0xc3, 0x05, 0, 0, 7, 0	; MOVNTI
	FAULT 6, -1, db 0x0f, 0xc2, 0xc0, 0x00		; CMPPS
	FAULT 6, -1, db 0x0f, 0xb8, 0xc0		; POPCNT's place
	FAULT 6, -1, db 0x0f, 0xff, 0xc0
	FAULT 6, -1, db 0x0f, 0xa6, 0xc0
	FAULT 6, -1, db 0x0f, 0x24, 0xc0		; MOV from TR: gone since the 586
	FAULT 6, -1, db 0x0f, 0x20, 0xc8		; CR1
	FAULT 6, -1, db 0x0f, 0x22, 0xe8		; CR5
	FAULT 6, -1, db 0xff, 0xf8			; group 5 /7
	FAULT 6, -1, db 0xfe, 0xd0			; group 4 /2
	FAULT 6, -1, db 0xc6, 0xc8, 0x00		; group 11 /1
	FAULT 6, -1, db 0x8f, 0xc8			; group 1A /1
	FAULT 6, -1, db 0x8d, 0xc0			; LEA of a register
	FAULT 6, -1, db 0xc4, 0xc0			; LES of a register
	FAULT 6, -1, db 0x62, 0xc0			; BOUND of a register
	FAULT 6, -1, db 0xff, 0xd8			; CALL FAR of a register
	FAULT 6, -1, db 0xff, 0xe8			; JMP FAR of a register
	FAULT 6, -1, db 0x0f, 0xc7, 0xc8		; CMPXCHG8B of a register
	FAULT 6, -1, db 0x0f, 0xc7, 0x05, 0, 0, 7, 0	; group 9 /0
	FAULT 6, -1, db 0x0f, 0xba, 0xc0, 0x00		; group 8 /0
	FAULT 6, -1, db 0x0f, 0x00, 0xf0		; group 6 /6
	FAULT 6, -1, db 0x0f, 0x01, 0xe8		; group 7 /5
	FAULT 6, -1, db 0x0f, 0x01, 0xf8		; INVLPG of a register
	FAULT 6, -1, db 0x0f, 0x01, 0xd0		; LGDT of a register
	FAULT 6, -1, db 0x0f, 0xb2, 0xc0		; LSS of a register
	; the Geode's own instructions while SMM_INST_EN is 0
	FAULT 6, -1, db 0x0f, 0x38			; SMINT
	FAULT 6, -1, db 0x0f, 0x39			; DMINT
	FAULT 6, -1, db 0x0f, 0x3a			; RDM
	FAULT 6, -1, db 0x0f, 0xaa			; RSM
	FAULT 6, -1, db 0x0f, 0x78, 0x05, 0, 0, 7, 0	; SVDC
	; LOCK: only with a memory destination of some instructions
	FAULT 6, -1, db 0xf0, 0x89, 0xc0		; LOCK MOV
	FAULT 6, -1, db 0xf0, 0x01, 0xc0		; LOCK ADD of a register
	FAULT 6, -1, db 0xf0, 0x3b, 0x05, 0, 0, 7, 0	; LOCK CMP
	FAULT 6, -1, db 0xf0, 0x90			; LOCK NOP
	FAULT 6, -1, db 0xf0, 0x03, 0x05, 0, 0, 7, 0	; LOCK ADD reg, mem
	FAULT 6, -1, db 0xf0, 0x0f, 0xa3, 0x05, 0, 0, 7, 0	; LOCK BT
	mov dword [0x70000], 5
	lock add dword [0x70000], 3
	lock inc dword [0x70000]
	db 0xf0			; LOCK, which XCHG implies
	xchg eax, [0x70000]
	CHECK eax, 9
	mov dword [0x70000], 0
	lock bts dword [0x70000], 4
	lock xadd [0x70000], eax
	CHECK eax, 16
	mov eax, [0x70000]
	CHECK eax, 25
	; 15 bytes are an instruction, 16 are #GP(0)
	times 14 db 0x66
	nop
	FAULT 13, 0, times 15 db 0x66 
	nop
	; an undefined opcode is #UD even when its operand would fault
	FAULT 6, -1, db 0x0f, 0x10, 0x05, 0xff, 0xff, 0xff, 0xff
	; #DE: by zero, overflow, AAM 0; the operands stay
	mov eax, 0x1234
	xor edx, edx
	xor ecx, ecx
	FAULT 0, -1, div ecx
	CHECK eax, 0x1234
	mov edx, 1
	mov ecx, 1
	FAULT 0, -1, div ecx
	mov eax, 0x80000000
	mov edx, 0xffffffff
	mov ecx, -1
	FAULT 0, -1, idiv ecx
	mov ax, 0x8000
	mov cl, 0xff
	FAULT 0, -1, idiv cl
	mov ax, 0xff80
	mov cl, 0xff
	FAULT 0, -1, idiv cl
	FAULT 0, -1, aam 0
	; #BR: the bounds are inclusive
	mov dword [0x70000], -2
	mov dword [0x70004], 5
	mov eax, -2
	bound eax, [0x70000]
	mov eax, 5
	bound eax, [0x70000]
	mov eax, 6
	FAULT 5, -1, bound eax, [0x70000]
	mov eax, -3
	FAULT 5, -1, bound eax, [0x70000]
	mov dword [0x70000], 0x0005fffe
	mov ax, 6
	FAULT 5, -1, bound ax, [0x70000]
	mov ax, 5
	bound ax, [0x70000]
	; a near jump beyond the limit faults in the jump
	; CPUID leaves and the toggling ID flag
	pushfd
	pop eax
	mov ebx, eax
	xor eax, 0x200000
	push eax
	popfd
	pushfd
	pop eax
	xor eax, ebx
	and eax, 0x200000
	CHECK eax, 0x200000
	xor eax, eax
	cpuid
	CHECK eax, 1
	CHECK ebx, 0x68747541
	CHECK edx, 0x69746e65
	CHECK ecx, 0x444d4163
	mov eax, 1
	cpuid
	CHECK eax, 0x5a2
	CHECK ebx, 0x400
	CHECK ecx, 0
	CHECK edx, 0x0088a93d
	mov eax, 0x80000000
	cpuid
	CHECK eax, 0x80000006
	mov eax, 0x80000001
	cpuid
	CHECK edx, 0xc0c0a13d
	mov eax, 0x80000002
	cpuid
	CHECK eax, 0x646f6547
	mov eax, 0x80000006
	cpuid
	CHECK ecx, 0x00804120
	mov eax, 0x80000005
	cpuid
	CHECK ebx, 0xff10ff10
	; CPUID is backed by MSRs: rewrite a word and see it
	mov ecx, 0x3002
	rdmsr
	CHECK eax, 0x5a2
	CHECK edx, 0x400
	mov edx, 0x777
	wrmsr
	mov eax, 1
	cpuid
	CHECK ebx, 0x777
	; unknown core MSRs fault, GeodeLink ones do not
	mov ecx, 0x3fff
	FAULT 13, 0, rdmsr
	mov ecx, 0x10
	shl ecx, 8
	FAULT 13, 0, rdmsr
	mov ecx, 0x3fff
	FAULT 13, 0, wrmsr
	mov ecx, 0x10000020
	rdmsr
	; the TSC: a write loads the low half and clears the high one
	mov ecx, 0x10
	mov eax, 0x1000
	mov edx, 0x99
	wrmsr
	rdtsc
	CHECK edx, 0
	mov ebx, eax
	sub ebx, 0x1000
	cmp ebx, 1000
	CHECKF b
	rdtsc
	cmp eax, ebx
	CHECKF a
	; MSR_LOCK: core MSRs above FFF and GeodeLink addresses fault until the key comes
	mov ecx, 0x1908
	xor eax, eax
	xor edx, edx
	wrmsr
	rdmsr
	CHECK eax, 1
	mov ecx, 0x1800
	FAULT 13, 0, rdmsr
	mov ecx, 0x10000020
	FAULT 13, 0, rdmsr
	mov ecx, 0x10
	rdmsr
	mov ecx, 0x1908
	mov edx, 0x45524f43
	mov eax, 0x4c494156
	wrmsr
	rdmsr
	CHECK eax, 0
	mov ecx, 0x1800
	rdmsr
	; counters
	mov ecx, 0xc1
	mov eax, 0x1234
	mov edx, 0x5678
	wrmsr
	xor ecx, ecx
	rdpmc
	CHECK eax, 0x1234
	CHECK edx, 0x78
	mov ecx, 2
	FAULT 13, 0, rdpmc
	; CR0: PG without PE, NW without CD; CR4: bits that do not exist
	mov eax, cr0
	and eax, ~1
	or eax, 0x80000000
	FAULT 13, 0, mov cr0, eax
	mov eax, cr0
	and eax, ~0x40000000
	or eax, 0x20000000
	FAULT 13, 0, mov cr0, eax
	mov eax, 0x20
	FAULT 13, 0, mov cr4, eax	; PAE
	mov eax, 1
	FAULT 13, 0, mov cr4, eax	; VME
	mov eax, 0x19c
	mov cr4, eax
	mov ebx, cr4
	CHECK ebx, 0x19c
	xor eax, eax
	mov cr4, eax
	; LMSW cannot clear PE, ET reads as 1
	xor eax, eax
	lmsw ax
	smsw ax
	test al, 1
	CHECKF nz
	mov eax, cr0
	and eax, 0x11
	CHECK eax, 0x11
	; CR2 is plain storage, CR3 keeps its flags
	mov eax, 0x12345678
	mov cr2, eax
	mov ebx, cr2
	CHECK ebx, eax
	mov eax, 0x00070018
	mov cr3, eax
	mov ebx, cr3
	CHECK ebx, eax
	clts
	invd
	wbinvd
	clflush [0x70000]
	sfence
	invlpg [0x70000]
	DONE
