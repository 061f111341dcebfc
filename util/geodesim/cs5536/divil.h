/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL, the companion's diverse logic: LBARs, legacy PC parts, LPC, SMI sources (5140xxxx). */
#ifndef GEODESIM_CS5536_DIVIL_H
#define GEODESIM_CS5536_DIVIL_H

#include "cs5536/divil_flash.h"
#include "cs5536/irqmap.h"
#include "cs5536/kel.h"
#include "cs5536/lpc.h"
#include "cs5536/shadow.h"
#include "cs5536/uart_sb.h"
#include "frame/bus.h"
#include "frame/env.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "parts/i8237.h"
#include "parts/i8254.h"
#include "parts/i8259.h"
#include "parts/mc146818.h"
#include "parts/port61.h"
#include "parts/port92.h"
#include "parts/post.h"

#define DIVIL_MSRS 72

/* Blocks of others that DIVIL's LBARs place in I/O space. */
enum divil_block { DIVIL_SMB, DIVIL_GPIO, DIVIL_MFGPT, DIVIL_ACPI, DIVIL_PMS, DIVIL_BLOCKS };

/* Enable bits of GLD_MSR_SMI (51400002); the status bit is 32 higher (cs5536 sheet 1.11). */
enum divil_smi {
	DIVIL_SMI_HLT,
	DIVIL_SMI_SHUTDOWN,
	DIVIL_SMI_KEL,
	DIVIL_SMI_PIC, /* interrupt group 2 */
	DIVIL_SMI_PM,
	DIVIL_SMI_INIT_K, /* reset by the keyboard controller's command */
	DIVIL_SMI_A20_P,  /* port 92h bit 1 */
	DIVIL_SMI_INIT_P, /* port 92h bit 0 */
	DIVIL_SMI_UART1,
	DIVIL_SMI_UART2,
	DIVIL_SMI_LPC = 11,
	DIVIL_SMI_DMA,
	DIVIL_SMI_A20_K, /* A20 by a keyboard controller sequence */
	DIVIL_SMI_PM2_CNT,
	DIVIL_SMI_PM1_CNT,
};

struct divil_config {
	enum lpc_location boot; /* strap: where the boot flash is */
	int64_t rtc_time;	/* Unix time at power-on */
	const uint8_t *cmos;	/* battery file or NULL */
	size_t cmos_size;	/* 128 or 256 */
	struct dma_if memory;	/* the 8237's way to memory */
	/* Memory requests of KEL for the rest of the OHCI page, as bizarro cycles into the GLIU
	 * (absolute addresses); members may be NULL. */
	struct mem_if bizarro;
};

struct divil {
	const struct env *env;
	struct gld gld;
	uint64_t value[DIVIL_MSRS];
	struct reg_cover cover[DIVIL_MSRS];
	enum lpc_location boot;
	bool idsel_written; /* the first dword write to port 0 went to GLPCI_SB */

	struct i8259 pic;
	struct i8254 pit;
	struct i8237 dma;
	struct mc146818 rtc;
	struct port61 port61;
	struct port92 port92;
	struct post post; /* port 80h */
	struct irqmap irqmap;
	struct lpc lpc;
	struct uart_sb uart[2];
	struct kel kel;
	struct shadow shadow;
	struct divil_flash flash;
	struct io_if block[DIVIL_BLOCKS];
	struct mem_if bizarro;

	/*
	 * Outputs. pic.intr is the interrupt to the processor (by CIS). reset: pulse, hard reset of
	 * the board. init: pulse, processor INIT that no SMI replaces. a20_changed is not a wire: the
	 * SMI handler masks A20 in the processor chip. asmi: level of all asynchronous and pending
	 * synchronous SMI status, to the GLIU's ASMI.
	 */
	struct signal nmi, reset, init, asmi;
	/*
	 * Inputs beside irqmap.in[]: levels. pm_smi: ACPI's and PMS's sources with SCI off.
	 * mfgpt_event[c][t]: compare c + 1 of timer t, routed by MFGPT_IRQ and MFGPT_NR from here.
	 */
	struct signal pm_smi;
	struct signal mfgpt_event[2][8];

	/* MFGPT_SETUP (5140002B) was written: forget all SETUP registers. MFGPT_IRQ or MFGPT_NR were
	 * written. NULL: nobody listens. */
	void (*mfgpt_setup)(void *opaque, uint32_t val);
	void (*mfgpt_routing)(void *opaque, uint32_t irq, uint32_t nr);
	void *mfgpt_opaque;

	uint32_t smi_level; /* asynchronous sources that are asserted now */
	struct signal_hook hook[24];
	struct signal_link link[16];
	struct divil_input {
		struct divil *d;
		unsigned n;
	} input[24];
};

/** divil_init - power-on. Returns 0, or -1 when the battery file has a wrong size. */
int divil_init(struct divil *d, const struct env *env, const struct divil_config *cfg);

/** divil_reset - hard reset: everything but RTC time and battery memory. */
void divil_reset(struct divil *d);

/** divil_attach - @io answers where the LBAR of @block says; offsets from the block's base. */
void divil_attach(struct divil *d, enum divil_block block, struct io_if io);

/** divil_attach_flash - a boot flash on LPC; 0 or -1 when there are too many. */
int divil_attach_flash(struct divil *d, struct lpcflash *f);

/** divil_device - what sits on the GLIU's port 4, its subtractive port. */
struct gl_device divil_device(struct divil *d);

/** divil_ssmi - the access in progress hit an SMI source (PM1_CNT, UART...): when enabled, its
 *  status is set and the access ends in a synchronous SMI. Returns whether it is enabled. */
bool divil_ssmi(struct divil *d, enum divil_smi source);

/** divil_shutdown, divil_halt - special cycles of the processor. */
void divil_shutdown(struct divil *d);
void divil_halt(struct divil *d);

/** divil_ide_pins - do the IDE pins belong to the IDE controller (BALL_OPTS bit 0)? */
bool divil_ide_pins(const struct divil *d);

/** divil_serr - PCI SERR# was seen: an NMI source (port 61h bit 7). */
void divil_serr(struct divil *d);

/** divil_dma_request - a part on LPC asks for @units transfers on @channel (LDRQ#); returns how
 *  many were made: none while DMA_MAP gives the channel to nobody or to another source. */
unsigned divil_dma_request(struct divil *d, unsigned channel, unsigned units);

/** divil_regs - the nth register file, NULL after the last. */
const struct reg_file *divil_regs(const struct divil *d, unsigned n);

#endif
