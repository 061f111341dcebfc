/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cache-as-RAM: valid tags are planted in the L1 data cache, a way for each 4 KiB of the block (data book
 * 33234H, 5.5.2.56 to 5.5.2.59). From then on accesses to the block hit, and dirty lines stay.
 *
 * Nothing can drive a line of the block out, because the data cache gets no other line: apart from the block only
 * code in flash is cacheable, in whole pages that are never read as data, and code goes to the instruction cache. So
 * the caches stay on, and all code of these pages runs at full speed, while the flash itself takes 4 us for 8 bytes.
 * With GEODE_LX_CAR_FROZEN CR0.CD and CR0.NW freeze both caches instead (p.95), as AMD's own firmware has it.
 */
#include <cpu/geode_lx.h>

#define CR0_CD_NW	0x60000000
#define ROM_PAGE	(0x100000 - CONFIG_ROM_SIZE_KB / 4)

/* Limits: the L1 data cache, and RAM that is there on every board and below the legacy holes. */
#if CONFIG_CAR_SIZE > DC_WAYS * DC_WAY_SIZE || CONFIG_CAR_SIZE < DC_WAY_SIZE
#error CAR_SIZE is 4 KiB to 64 KiB: ways of the L1 data cache.
#endif
#if CONFIG_CAR_BASE % CONFIG_CAR_SIZE || CONFIG_CAR_SIZE & (CONFIG_CAR_SIZE - 1)
#error CAR_SIZE is a power of two, and CAR_BASE a multiple of it.
#endif
#if CONFIG_CAR_BASE < 0x10000 || CONFIG_CAR_BASE + CONFIG_CAR_SIZE > 0xa0000
#error The cache-as-RAM block lies between 64 KiB and 640 KiB: its lines are written back there.
#endif

/* RCONF_DEFAULT: nothing is cached but, while the tags are planted, the flash, which is read-only. */
	.macro	set_regions rom
	movl	$RCONF_DEFAULT_MSR, %ecx
	movl	$((\rom) << RCONF_HI_ROMRC_SHIFT | ROM_PAGE << RCONF_HI_ROMBASE_SHIFT | \
		  (RCONF_WS | RCONF_CD) >> RCONF_HI_DEVRC_SHIFT), %edx
	movl	$(((RCONF_WS | RCONF_CD) & 0xf) << RCONF_LO_DEVRC_SHIFT | \
		  0x9f << RCONF_LO_SYSTOP_SHIFT | RCONF_CD), %eax
	wrmsr
	.endm

	.macro	set_msr msr, hi, lo
	movl	$\msr, %ecx
	movl	$\hi, %edx
	movl	$\lo, %eax
	wrmsr
	.endm

	.section .text
	.globl cpu_car_setup
cpu_car_setup:
	invd
	movl	$DM_CONFIG0_MSR, %ecx
	rdmsr
	andl	$~DM_CONFIG0_DCDIS, %eax
	wrmsr
	set_msr	MSS_ARRAY_CTL0_MSR, 0, MSS_ARRAY_CTL0_VALUE
	set_msr	MSS_ARRAY_CTL1_MSR, 0, MSS_ARRAY_CTL1_VALUE
	set_msr	MSS_ARRAY_CTL2_MSR, MSS_ARRAY_CTL2_HI, MSS_ARRAY_CTL2_LO
	movl	$GLCP_FIFOCTL_MSR, %ecx
	rdmsr
	movl	$GLCP_FIFOCTL_HI_VALUE, %edx
	wrmsr
	set_msr	MSS_ARRAY_CTL_EN_MSR, 0, 1

	set_regions RCONF_WP
	movl	%cr0, %eax
	andl	$~CR0_CD_NW, %eax
	movl	%eax, %cr0

	movl	$CONFIG_CAR_BASE, %edi	/* the address of this way's tags */
	xorl	%esi, %esi		/* way */
way:
	movl	%esi, %ebx		/* line and way */
line:
	movl	$DC_INDEX_MSR, %ecx
	movl	%ebx, %eax
	xorl	%edx, %edx
	wrmsr
	incl	%ecx			/* DC_DATA: zeros */
	xorl	%eax, %eax
	wrmsr
	wrmsr
	wrmsr
	wrmsr
	incl	%ecx			/* DC_TAG */
	leal	DC_TAG_VALID(%edi), %eax
	wrmsr
	addl	$DC_LINE_STEP, %ebx
	cmpl	$DC_LINES_END, %ebx
	jb	line
	addl	$DC_WAY_SIZE, %edi
	incl	%esi
	cmpl	$(CONFIG_CAR_SIZE / DC_WAY_SIZE), %esi
	jb	way

	/* The block is write-back memory, and the pages with nothing but code are read-only. */
	set_msr	RCONF0_MSR, (CONFIG_CAR_BASE + CONFIG_CAR_SIZE - DC_WAY_SIZE), \
		(CONFIG_CAR_BASE | RCONF_EN)
	movl	$(RCONF0_MSR + 1), %ecx
	movl	$0xfffff000, %edx
	movl	$(text_start + 0xfff), %eax
	andl	%edx, %eax
	orl	$(RCONF_EN | RCONF_WP), %eax
	wrmsr
	set_regions RCONF_WP|RCONF_WS|RCONF_CD
#ifdef CONFIG_GEODE_LX_CAR_FROZEN
	movl	%cr0, %eax
	orl	$CR0_CD_NW, %eax
	movl	%eax, %cr0
#endif

	movl	$(CONFIG_CAR_BASE + CONFIG_CAR_SIZE), %esp
	pushl	$0xf0f05a5a
	popl	%eax
	cmpl	$0xf0f05a5a, %eax
	jne	dead
	jmp	car_ready

/* There is no memory to run on, and nothing to say so with but the code. */
dead:
	movb	$0xe4, %al		/* POST_CAR_FAILURE */
	outb	%al, $0x80
1:	hlt
	jmp	1b
