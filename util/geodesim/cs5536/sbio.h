/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBus, pins, timers and power management of the CS5536, wired as they are inside the chip. */
#ifndef GEODESIM_CS5536_SBIO_H
#define GEODESIM_CS5536_SBIO_H

#include "cs5536/acpi.h"
#include "cs5536/gpio.h"
#include "cs5536/mfgpt.h"
#include "cs5536/pms.h"
#include "cs5536/smb.h"

/*
 * The blocks behind LBAR_SMB, GPIO, MFGPT, ACPI and PMS. Left to the one who embeds it: the
 * interrupt mapper (Y5 acpi.sci, Y12 smb.irq, Z0-7 mfgpt.z, Z8-15 gpio.irq), the DIVIL SMI
 * sources (bit 4 acpi.asmi, 14 acpi.pm2_write, 15 acpi.pm1_write), NMI and reset of the timers,
 * acpi.gpe[0, 1, 3, 4, 6], acpi.rtc_alarm, UART and IDE pins (gpio.aux1_out, aux1_in), and on the
 * board side gpio.pull_low (PCI INTx), gpio_drive() (buttons, straps), gpio.pin (LEDs).
 */
struct sbio {
	struct gpio gpio;
	struct smb smb;
	struct mfgpt mfgpt;
	struct acpi acpi;
	struct pms pms;
	struct signal_link link[24];
	struct signal_hook hook[8];
	bool resumed; /* power is just back from standby: the next reset belongs to it */
};

/** sbio_init - standby power appears, the system works. */
void sbio_init(struct sbio *s, const struct env *env);

/** sbio_reset - hard reset of the working domain; @cause as in pms_reset(). */
void sbio_reset(struct sbio *s, unsigned cause);

/** sbio_power_cut - the board was without any power but the battery; pms.standby tells whether
 *  it works again by itself. */
void sbio_power_cut(struct sbio *s);

/** sbio_press_power, sbio_press_sleep - the buttons on GPIO28 and GPIO13 go down or up. */
void sbio_press_power(struct sbio *s, bool down);
void sbio_press_sleep(struct sbio *s, bool down);

/** sbio_regs - all register files of the blocks, in turn; NULL after the last. */
const struct reg_file *sbio_regs(const struct sbio *s, unsigned n);

#endif
