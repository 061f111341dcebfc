/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Indexes and bits of DIVIL's MSRs (cs5536 sheet 2.1 to 2.4). */
#ifndef GEODESIM_CS5536_DIVIL_MSR_H
#define GEODESIM_CS5536_DIVIL_MSR_H

enum {
	DIVIL_MSR_SMI = 0x02,
	DIVIL_LBAR_IRQ = 0x08,
	DIVIL_LBAR_KEL1 = 0x09,
	DIVIL_LBAR_SMB = 0x0b, /* and GPIO, MFGPT, ACPI, PMS, in this order */
	DIVIL_LBAR_FLSH0 = 0x10,
	DIVIL_LEG_IO = 0x14,
	DIVIL_BALL_OPTS = 0x15,
	DIVIL_NORF_CTL = 0x18,
	DIVIL_KEL_CTRL = 0x1f,
	DIVIL_PIC_YSEL = 0x20,
	DIVIL_PIC_ZSEL = 0x22,
	DIVIL_PIC_PRIM = 0x24,
	DIVIL_PIC_LPC = 0x25,
	DIVIL_MFGPT_IRQ = 0x28,
	DIVIL_MFGPT_NR = 0x29,
	DIVIL_DMA_MAP = 0x40,
	DIVIL_LPC_SIRQ = 0x4e,
	DIVIL_RTC_LOCK = 0x54,
	DIVIL_RTC_DOMA = 0x55,
	DIVIL_RTC_MONA = 0x56,
	DIVIL_RTC_CEN = 0x57,
};

#define LEG_RESET_SHUT	   (UINT32_C(1) << 31)
#define LEG_E_REMAP	   (UINT32_C(1) << 27)
#define LEG_F_REMAP	   (UINT32_C(1) << 26)
#define LEG_NO_LPC_IO	   (UINT32_C(1) << 25)
#define LEG_NO_LPC_MEM	   (UINT32_C(1) << 24)
#define LEG_UART2_SHIFT	   20
#define LEG_UART1_SHIFT	   16
#define LEG_RTC1	   2u
#define LEG_RTC0	   1u

#define BALL_SEC_SHIFT	   10
#define BALL_LATCHED_SHIFT 8
#define BALL_LPC	   0x40u
#define BALL_SERIRQ	   0x20u
#define BALL_LDRQ	   0x10u
#define BALL_PRI_SHIFT	   2
#define BALL_IDE	   1u

#define NORF_WE_CS3	   8u
#define KEL_PORTA_EN	   0x10u
#define KEL_EER		   2u
#define MFGPT_NMI_LEG	   (UINT32_C(1) << 16)
#define DMA_MAP_LPC	   7u
#define SIRQ_INVERT_SHIFT  16

#endif
