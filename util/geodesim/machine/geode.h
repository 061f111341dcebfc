/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole board: Geode LX, CS5536 and what is soldered around them. */
#ifndef GEODESIM_MACHINE_GEODE_H
#define GEODESIM_MACHINE_GEODE_H

#include "cs5536/acc.h"
#include "cs5536/divil.h"
#include "cs5536/glcp_sb.h"
#include "cs5536/glpci_sb.h"
#include "cs5536/ide.h"
#include "cs5536/sbio.h"
#include "cs5536/usb.h"
#include "geodelink/gliu.h"
#include "lx/aes.h"
#include "lx/dc.h"
#include "lx/glcp.h"
#include "lx/glmc.h"
#include "lx/glpci.h"
#include "lx/gp.h"
#include "lx/vip.h"
#include "lx/vp.h"
#include "machine/geode_config.h"
#include "machine/geode_rom.h"
#include "machine/machine.h"
#include "parts/eeprom.h"
#include "parts/it8712f.h"
#include "parts/lm86.h"
#include "parts/lpcflash.h"
#include "parts/nand.h"
#include "parts/pci.h"
#include "parts/pcidev.h"
#include "parts/vt6105m.h"
#include "parts/w83627hf.h"
#include "strict/rules.h"

struct geode;

/* One of INTA# to INTD#, watched for a rule. */
struct geode_int {
	struct geode *geode;
	unsigned n;
	struct signal_hook hook;
};

/*
 * The board. Members are open: tests, scripts, pictures and reports look at them and use their
 * test faces. Struct machine's maps `io` and `mem` are what the PCI bus decodes.
 */
struct geode {
	struct machine m; /* first: a struct geode is a struct machine */
	struct geode_config cfg;
	struct rules rules;
	struct env env_lx, env_sb; /* synchronous SMIs of the companion go another way */

	/* The processor's chip. */
	struct gliu gliu0, gliu1;
	struct glmc glmc;
	struct glcp glcp;
	struct glpci glpci;
	struct dc dc;
	struct gp gp;
	struct vp vp;
	struct vip vip;
	struct aes aes;

	/* The PCI bus. */
	struct pci_bus pci;
	struct pcidev card[GEODE_PCI_SLOTS];	 /* GEODE_PCI_GENERIC */
	struct vt6105m nic[GEODE_PCI_SLOTS];	 /* GEODE_PCI_VT6105M */
	struct signal int_line[GEODE_INT_LINES]; /* INTA# to INTD#, asserted = low */
	struct geode_int int_judge[GEODE_INT_LINES];

	/* The companion. */
	struct glpci_sb glpci_sb;
	struct gliu gliu_sb;
	struct divil divil;
	struct glcp_sb glcp_sb;
	struct sbio sbio;
	struct ide ide;
	struct usb usb;
	struct acc acc;

	/* The rest of the board. */
	struct lpcflash flash;
	struct nand nand;	  /* when cfg.nand */
	struct it8712f it8712f;	  /* when cfg.sio says so */
	struct w83627hf w83627hf; /* likewise */
	struct eeprom spd[GEODE_DIMMS];
	struct lm86 sensor;   /* on boards with a sensor_address */
	struct geode_rom rom; /* what the processor's caches hold of the boot flash */

	/* Wires. */
	struct signal nmi; /* to the processor */
	struct signal_link link[96];
	unsigned links;
	struct signal_hook hook[48];
	unsigned hooks;
	struct event suspend;
	struct event dot_lock; /* the pixel PLL locks */
	unsigned reset_cause;  /* of the next hard reset, PMS_CAUSE_* */
	bool running;	       /* built: the processor is at work */
	bool ferr;
	bool off;	    /* the main rails are off (S3, S5) */
	bool stay_when_off; /* a run goes on through S5 (a script presses the button) */
	uint64_t pci_hz;
};

/**
 * geode_new - build the board of @cfg, powered on at the reset vector
 * What @cfg points to stays the caller's and must live as long as the board. NULL with the reason
 * in @err.
 */
struct geode *geode_new(const struct geode_config *cfg, char *err, size_t err_size);
void geode_free(struct geode *g);

/** geode_regs - all register files of the board, in turn; NULL after the last. */
const struct reg_file *geode_regs(const struct geode *g, unsigned n);

/** geode_button - the button of that name (as in the board's description, or "power") goes down
 *  or up. False: the board has none of that name. */
bool geode_button(struct geode *g, const char *name, bool down);

/** geode_led - does the nth LED shine? False too when there is none. */
bool geode_led(const struct geode *g, unsigned n);

/** geode_pci_irq - test face: PCI device @device's pin @pin (0 = INTA#) is asserted or released.
 *  False: no such slot, or the pin is not wired. */
bool geode_pci_irq(struct geode *g, unsigned device, unsigned pin, bool level);

/**
 * geode_warm_start - bring the chipset to the state finished firmware leaves
 * Memory up, descriptors, LBARs, interrupt routing, caches on; all through register accesses as
 * firmware would make them. For running an operating system without firmware. 0, or -1 with the
 * reason in @err.
 */
int geode_warm_start(struct geode *g, char *err, size_t err_size);

#endif
