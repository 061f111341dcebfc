/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536's power management sequencer: sleep, standby, wake, fail-safe (cs5536 sheet 6.2-6.5). */
#ifndef GEODESIM_CS5536_PMS_H
#define GEODESIM_CS5536_PMS_H

#include "cs5536/acpi.h"

#define PMS_REGS    19
#define PMS_SLOW_HZ 32768u

/* Where the system is. */
enum pms_state {
	PMS_OFF, /* standby power just appeared and nobody pressed the button */
	PMS_WORKING,
	PMS_REQUEST, /* SLP_EN: waiting for the processor to suspend */
	PMS_SLEEP,   /* S1: clocks stop, everything keeps its power */
	PMS_STANDBY, /* S3 or S5: the working domain has no power */
	PMS_WAKING,  /* power is back, reset still held */
};

/* Causes noted in PM_SSC. */
enum {
	PMS_CAUSE_OFF = 1 << 0,	     /* standby was entered as software asked */
	PMS_CAUSE_BUTTON = 1 << 1,   /* fail-safe: the button was held */
	PMS_CAUSE_THERMAL = 1 << 2,  /* THRM_ALRM# lasted longer than PM_TSD */
	PMS_CAUSE_LOW_BAT = 1 << 3,  /* LOW_BAT# lasted longer than PM_PSD */
	PMS_CAUSE_RESET = 1 << 5,    /* the reset pin */
	PMS_CAUSE_SHUTDOWN = 1 << 6, /* shutdown special cycle */
	PMS_CAUSE_SOFT = 1 << 7,     /* MSR 51400017 or 51700014 */
	PMS_CAUSE_WATCHDOG = 1 << 8, /* MFGPT */
};

struct pms;

struct pms_timer {
	struct pms *pms;
	unsigned reg;
	struct event event;
};

struct pms {
	const struct env *env;
	struct acpi *acpi;
	struct reg_file regs;
	uint64_t value[PMS_REGS];
	struct reg_cover cover[PMS_REGS];
	enum pms_state state;
	bool cold;	  /* the standby domain has just got its power: what follows is no wake */
	bool rails_lost;  /* all rails were off in this standby: no suspend to RAM */
	bool abnormal;	  /* standby was entered by a fail-safe */
	uint64_t entered; /* core clock at which standby began */
	/* Outputs. */
	struct signal
		suspend; /* SUSP#: the processor is asked to suspend; pms_suspended() answers */
	struct signal sleeping; /* S1 and deeper: the processor's clock stands still */
	struct signal slp_clk;	/* SLP_CLK_EN# asserted: external clocks stop (GPIO11 AUX1) */
	struct signal sleep_x, sleep_y;
	struct signal working;	/* the WORKING pin: main rails */
	struct signal work_aux; /* WORK_AUX, to GPIO24 AUX1 */
	struct signal standby;	/* the working domain has no power; its fall is a power-on reset */
	struct signal
		power_off; /* standby with WORKING and the WORK_AUX pin low: RAM is lost too */
	/* Inputs. */
	struct signal button;	    /* PWR_BUT# pressed */
	struct signal thermal;	    /* THRM_ALRM# asserted */
	struct signal low_bat;	    /* LOW_BAT# asserted */
	struct signal work_aux_pin; /* level of GPIO24 */
	struct signal_hook hook[6];
	struct pms_timer timer[PMS_REGS];
	struct event wake_check;
};

/** pms_init - standby power appears for the first time: PI is set, the system works. @a is reset
 *  and told by this block. */
void pms_init(struct pms *p, const struct env *env, struct acpi *a);

/** pms_reset - reset of the working domain because of @cause (PMS_CAUSE_*, 0: a wake). */
void pms_reset(struct pms *p, unsigned cause);

/** pms_power_cut - standby power went away and came back: standby registers are lost; the system
 *  works if PI was set (battery), else waits for the button. Call acpi_init() and gpio_init() too. */
void pms_power_cut(struct pms *p);

/** pms_io - 128 ports at LBAR_PMS. */
struct io_if pms_io(struct pms *p);

/** pms_regs - register file @n, NULL after the last. */
const struct reg_file *pms_regs(const struct pms *p, unsigned n);

/** pms_suspended - the processor answers `suspend`: it has stopped. Not to be called in SMM
 *  unless SMM suspend is enabled. */
void pms_suspended(struct pms *p);

#endif
