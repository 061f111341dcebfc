/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536's ACPI registers: fixed and general events, PM timer, SCI (cs5536 sheet 6.1). */
#ifndef GEODESIM_CS5536_ACPI_H
#define GEODESIM_CS5536_ACPI_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define ACPI_REGS     7
#define ACPI_TIMER_HZ 3579545u

/* Bits of PM1_STS and PM1_EN. */
enum {
	ACPI_TMR = 1 << 0,
	ACPI_BM = 1 << 4,
	ACPI_GBL = 1 << 5,
	ACPI_PWRBTN = 1 << 8,
	ACPI_SLPBTN = 1 << 9,
	ACPI_RTC = 1 << 10,
	ACPI_WAK = 1 << 15,
};

/* Bits of GPE0: inputs acpi.gpe[n]. */
enum {
	ACPI_GPE_PIC_IRQ = 0,  /* any 8259 interrupt request */
	ACPI_GPE_PIC_ASMI = 1, /* interrupt group 2 */
	ACPI_GPE_SMB = 2,
	ACPI_GPE_UART1 = 3,
	ACPI_GPE_UART2 = 4,
	ACPI_GPE_USB1 = 5,
	ACPI_GPE_USB2 = 6,
	ACPI_GPE_PME0 = 16, /* to PME5 = 21 */
	ACPI_GPE_PME6 = 30,
	ACPI_GPE_PME7 = 31,
};

struct acpi {
	const struct env *env;
	struct reg_file regs;
	uint64_t value[ACPI_REGS];
	struct reg_cover cover[ACPI_REGS];
	/* Outputs. */
	struct signal sci;	 /* to Y5; level, with SCI_EN set */
	struct signal asmi;	 /* to DIVIL SMI bit 4; level, the same events with SCI_EN clear */
	struct signal sleep;	 /* SLP_EN was written and no enabled event waits: pulse */
	struct signal wake;	 /* an enabled event waits; level, whatever SCI_EN says */
	struct signal pm1_write; /* PM1_CNT was written: pulse, to DIVIL SMI bit 15 */
	struct signal pm2_write; /* PM2_CNT, bit 14 */
	/* Inputs; true = asserted. */
	struct signal power_button, sleep_button, rtc_alarm;
	struct signal gpe[32];
	/* State. */
	struct signal_hook hook[3 + 32];
	uint32_t shadow;   /* the one register behind all sub-dword writes (errata 17, 18) */
	bool standby;	   /* the working domain is without power: only its own sources count */
	bool sleep_wanted; /* the write in progress has SLP_EN */
	struct event roll;
};

/** acpi_init - standby power appears. acpi_reset - reset of the working domain: events and
 *  their enables stay, the control registers do not. */
void acpi_init(struct acpi *a, const struct env *env);
void acpi_reset(struct acpi *a);

/** acpi_power_cut - standby power went away and came back: all registers at their reset values. */
void acpi_power_cut(struct acpi *a);

/** acpi_io - 64 ports at LBAR_ACPI. */
struct io_if acpi_io(struct acpi *a);

/** acpi_regs - register file @n, NULL after the last. */
const struct reg_file *acpi_regs(const struct acpi *a, unsigned n);

/** acpi_timer - the PM timer, as in PM_TMR and MSR 51400050. */
uint32_t acpi_timer(const struct acpi *a);

/** acpi_bus_master - a bus master asked for memory (BM_STS). */
void acpi_bus_master(struct acpi *a);

/** acpi_set_status - the model sets bits of PM1_STS (ACPI_WAK and others). */
void acpi_set_status(struct acpi *a, uint16_t bits);

/** acpi_standby - the working domain lost its power (true) or got it back: events of that domain
 *  (all but power button, RTC, PME6, PME7) count no more, or again. @abnormal: nothing but the
 *  power button may wake. */
void acpi_standby(struct acpi *a, bool on, bool abnormal);

#endif
