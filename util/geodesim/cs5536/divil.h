/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL, the companion's diverse logic: LBARs, legacy PC parts, LPC, SMI sources (5140xxxx). */
#ifndef GEODESIM_CS5536_DIVIL_H
#define GEODESIM_CS5536_DIVIL_H

#include "cs5536/divil_flash.h"
#include "cs5536/irqmap.h"
#include "cs5536/kel.h"
#include "cs5536/lpc.h"
#include "cs5536/sbio.h"
#include "cs5536/shadow.h"
#include "cs5536/uart_sb.h"
#include "frame/bus.h"
#include "frame/env.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "geodelink/gliu.h"
#include "parts/i8237.h"
#include "parts/i8254.h"
#include "parts/i8259.h"
#include "parts/mc146818.h"
#include "parts/port61.h"
#include "parts/port92.h"
#include "parts/post.h"

#define DIVIL_MSRS 80

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
	enum lpc_location boot; /* strap: where the boot flash is; lpc_location_of() */
	int64_t rtc_time;	/* Unix time at power-on */
	const uint8_t *cmos;	/* battery file or NULL */
	size_t cmos_size;	/* 128 or 256 */
	struct dma_if memory;	/* the 8237's way to memory: gliu_dma(gliu_sb, 4) */
	/* GLIU_SB: KEL sends requests for the rest of OHCI's page there as bizarro cycles. May be
	 * NULL (tests): then they are lost. */
	struct gliu *gliu;
};

struct divil {
	const struct env *env;
	struct gld gld;
	uint64_t value[DIVIL_MSRS];
	struct reg_cover cover[DIVIL_MSRS];
	enum lpc_location boot;
	struct gliu *gliu;
	struct sbio *sbio; /* NULL until divil_attach_sbio() */

	struct i8259 pic;
	struct i8254 pit;
	struct i8237 dma;
	struct mc146818 rtc;
	struct port61 port61;
	struct port92 port92;
	struct post post; /* port 80h, as a POST card on LPC shows it */
	struct irqmap irqmap;
	struct lpc lpc;
	struct uart_sb uart[2];
	struct kel kel;
	struct shadow shadow;
	struct divil_flash flash;
	struct io_if block[DIVIL_BLOCKS];

	/*
	 * Outputs. pic.intr is the interrupt and nmi the NMI to the processor (by CIS). reset: pulse,
	 * hard reset of the board; reset_cause says why (PMS_CAUSE_*). init: pulse, port 92h asked for
	 * a processor INIT and no SMI replaces it. asmi: level, any asynchronous SMI status.
	 */
	struct signal nmi, reset, init, asmi;
	unsigned reset_cause;
	/* Inputs. The interrupt mapper's are irqmap.in[][]. mfgpt_nmi: level of the timers' NMI. */
	struct signal pm_smi, mfgpt_nmi;

	uint8_t owner[0x10000]; /* who answers a port, 0: to be found out; divil_io.c */

	struct signal_hook hook[8];
	struct signal_link link[64];
	unsigned links;
};

/** divil_init - power-on. Returns 0, or -1 when the battery file has a wrong size. */
int divil_init(struct divil *d, const struct env *env, const struct divil_config *cfg);

/** divil_reset - hard reset: everything but RTC time and battery memory. */
void divil_reset(struct divil *d);

/** divil_attach - @io answers where the LBAR of @block says; offsets from the block's base. */
void divil_attach(struct divil *d, enum divil_block block, struct io_if io);

/**
 * divil_attach_sbio - SMBus, GPIO, timers and power management in the same chip: everything between
 * them and DIVIL is wired (blocks, interrupts, SMIs, NMI, UART and IDE pins, MSRs 28h-2Bh)
 * What ACPI's GPE0 wants of others (USB) and sbio_reset() stay the machine's.
 */
void divil_attach_sbio(struct divil *d, struct sbio *sbio);

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

/* Between the files of DIVIL. */
extern const struct reg_table divil_msr_table;
uint64_t divil_msr(const struct divil *d, unsigned index);
/** divil_msrs_changed - after a reset: all that follows from MSR contents is worked out anew. */
void divil_msrs_changed(struct divil *d);
/** divil_ports_changed - an MSR changed who answers which port. */
void divil_ports_changed(struct divil *d);
void divil_smi_update(struct divil *d);
void divil_nmi_update(struct divil *d);
void divil_reset_board(struct divil *d, unsigned cause);
void divil_link(struct divil *d, struct signal *from, struct signal *to);
uint64_t divil_msr_read(void *opaque, uint32_t msr);
void divil_msr_write(void *opaque, uint32_t msr, uint64_t val);
uint32_t divil_io_read(void *opaque, uint16_t port, unsigned size, unsigned flags);
void divil_io_write(void *opaque, uint16_t port, unsigned size, uint32_t val, unsigned flags);
uint64_t divil_mem_read(void *opaque, uint32_t addr, unsigned size, unsigned flags);
void divil_mem_write(void *opaque, uint32_t addr, unsigned size, uint64_t val, unsigned flags);
uint8_t *divil_mem_page(void *opaque, uint32_t addr, bool write, unsigned flags);

#endif
