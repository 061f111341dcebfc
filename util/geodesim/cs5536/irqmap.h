/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The companion's interrupt mapper: four kinds of inputs into sixteen groups, into the 8259 pair. */
#ifndef GEODESIM_CS5536_IRQMAP_H
#define GEODESIM_CS5536_IRQMAP_H

#include "frame/env.h"
#include "frame/signal.h"
#include "parts/i8259.h"

#define IRQMAP_LINES 16

/* Unrestricted sources Y (cs5536 sheet 2.5). */
enum irqmap_y {
	IRQMAP_Y_SOFT,
	IRQMAP_Y_USB1, /* CS5535 only */
	IRQMAP_Y_USB,
	IRQMAP_Y_RTC_ALARM,
	IRQMAP_Y_AC97,
	IRQMAP_Y_SCI,
	IRQMAP_Y_NAND_READY,
	IRQMAP_Y_NAND_DISTRACT,
	IRQMAP_Y_SMB = 12,
	IRQMAP_Y_KEL,
	IRQMAP_Y_UART1,
	IRQMAP_Y_UART2,
};

/* Unrestricted sources Z: 0-3 MFGPT compare 1, 4-7 compare 2 (timers n and n + 4), 8-15 GPIO. */
enum irqmap_z { IRQMAP_Z_CMP1 = 0, IRQMAP_Z_CMP2 = 4, IRQMAP_Z_GPIO = 8 };

/* Primary inputs that are connected. */
enum irqmap_primary {
	IRQMAP_PIT = 0,
	IRQMAP_KBD = 1,
	IRQMAP_RTC = 8,
	IRQMAP_MOUSE = 12,
	IRQMAP_FPU = 13,
	IRQMAP_IDE = 14, /* through GPIO2's input AUX1 */
};

enum irqmap_kind { IRQMAP_PRIMARY, IRQMAP_LPC, IRQMAP_Y, IRQMAP_Z, IRQMAP_KINDS };

/*
 * Sources drive or are linked to the nodes of `in` (levels; wired OR with up to 32 drivers).
 * Groups go to pic->line[n]; group 2, which would be the cascade, is `asmi`.
 */
struct irqmap {
	struct signal in[IRQMAP_KINDS][IRQMAP_LINES];
	struct signal asmi; /* group 2 */
	const struct env *env;
	struct i8259 *pic;
	uint16_t level[IRQMAP_KINDS];		     /* of the inputs, a bit each */
	uint16_t source[IRQMAP_KINDS][IRQMAP_LINES]; /* inputs that reach a group, a bit each */
	struct signal_hook hook[IRQMAP_KINDS * IRQMAP_LINES];
	struct irqmap_input {
		struct irqmap *map;
		uint8_t kind, n;
	} input[IRQMAP_KINDS * IRQMAP_LINES];
};

/** irqmap_init - reset state (all primary inputs pass, nothing else); @pic gets the groups. */
void irqmap_init(struct irqmap *m, const struct env *env, struct i8259 *pic);
void irqmap_reset(struct irqmap *m);

/** irqmap_program - new contents of PIC_YSEL, PIC_ZSEL, PIC_IRQM_PRIM and PIC_IRQM_LPC. */
void irqmap_program(struct irqmap *m, uint64_t ysel, uint64_t zsel, uint16_t primary_mask,
		    uint16_t lpc_mask);

/** irqmap_status - PIC_XIRR_STS: a nibble a group: primary, LPC, Y, Z active. */
uint64_t irqmap_status(const struct irqmap *m);

#endif
