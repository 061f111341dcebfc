/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of the CS5536 (data book 33238G; chapters in brackets). MSR addresses as the processor sees them. */
#ifndef CS5536_H
#define CS5536_H

/* GLPCI_SB [6.2] */
#define GLPCI_SB_CTRL_MSR 0x51000010
#define GLPCI_SB_CTRL_CISM_MASK \
	0x00000018u /* CPU interface serial: how signals reach the processor */
#define GLPCI_SB_CTRL_CISM_C 0x00000010u

/* DIVIL [6.6]: local base addresses, legacy I/O, UARTs, reset */
#define LBAR_SMB_MSR	     0x5140000b
#define LBAR_GPIO_MSR	     0x5140000c
#define LBAR_MFGPT_MSR	     0x5140000d
#define LBAR_ACPI_MSR	     0x5140000e
#define LBAR_PMS_MSR	     0x5140000f
#define LBAR_IO_ENABLE	     0x0000f00100000000ull
#define DIVIL_LEG_IO_MSR     0x51400014
#define LEG_IO_UART1_SHIFT   16
#define LEG_IO_UART2_SHIFT   20
#define LEG_IO_UART_MASK     0x7u
#define LEG_IO_UART_ENABLE   0x4u
#define CS5536_BALL_OPTS_MSR 0x51400015
#define CS5536_BALL_OPTS_IDE 0x00000001u /* the shared pins are IDE's; 0: the flash controller's */
#define DIVIL_SOFT_RESET_MSR 0x51400017
#define SOFT_RESET_NOW	     0x00000001u
#define UART1_CONF_MSR	     0x5140003a
#define UART2_CONF_MSR	     0x5140003e
#define UART_CONF_RESET	     0x00000001u
#define UART_CONF_DEVEN	     0x00000002u

/* I/O port 0: the first 32-bit write after reset chooses the IDSEL line [5.1] */
#define IDSEL_PORT	     0x0000
#define IDSEL_DEVICE_0	     10 /* device 0 is AD10 */

/* SMBus controller [6.9], from LBAR_SMB */
#define SMB_SDA		     0x0
#define SMB_STS		     0x1
#define SMB_STS_SDAST	     0x40
#define SMB_STS_BER	     0x20
#define SMB_STS_NEGACK	     0x10
#define SMB_STS_MASTER	     0x02
#define SMB_CTRL_STS	     0x2
#define SMB_CTRL_STS_TGSCL   0x20
#define SMB_CTRL_STS_TSDA    0x10
#define SMB_CTRL_STS_BB	     0x02
#define SMB_CTRL1	     0x3
#define SMB_CTRL1_ACK	     0x10 /* the next byte received gets no acknowledge */
#define SMB_CTRL1_STOP	     0x02
#define SMB_CTRL1_START	     0x01
#define SMB_ADDR	     0x4
#define SMB_CTRL2	     0x5
#define SMB_CTRL2_EN	     0x01
#define SMB_CTRL3	     0x6
#define SMB_CLOCK_KHZ	     6000 /* SMBus clock is this by SCLFRQ: 4 phases of a 24 MHz clock */

/* GPIO [6.16], from LBAR_GPIO: pins 0 to 15 here, 16 to 31 from 80h; the low half sets, the high half clears */
#define GPIO_OUT_VAL	     0x00
#define GPIO_OUT_EN	     0x04
#define GPIO_OUT_AUX1_SEL    0x10
#define GPIO_PU_EN	     0x18
#define GPIO_PD_EN	     0x1c
#define GPIO_IN_EN	     0x20
#define GPIO_IN_AUX1_SEL     0x34
#define GPIO_HIGH_BANK	     0x80

#define GPIO_UART2_RX	     (1u << 3)
#define GPIO_UART2_TX	     (1u << 4)
#define GPIO_UART1_TX	     (1u << 8)
#define GPIO_UART1_RX	     (1u << 9)
#define GPIO_SMB_PINS	     (1u << 14 | 1u << 15)
#define GPIO_WORK_AUX	     (1u << 24)

/* ACPI [6.18], from LBAR_ACPI */
#define PM1_STS		     0x00 /* status; enables in the high half */
#define PM1_STS_WAK	     0x8000u

/*
 * Power management support [6.18], from LBAR_PMS. A machine that suspends to RAM leaves a mark in PM_WKD, which is not
 * enabled then, with the region it ran from.
 */
#define PM_WKD		     0x30
#define PM_WKD_SUSPENDED     0x9990u
#define PM_WKD_REGION	     0x0001u
#define PM_FSD		     0x40
#define PM_FSD_4_SECONDS     0x40020000u /* enabled, 20000h periods of 32.768 kHz */

#endif
