/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PCI headers of devices that are not on PCI. A header is a list of registers; what lies behind a base address
 * register or a command bit is a list of routes, the MSRs that follow it. Registers that are not listed read 0.
 */
#ifndef SMM_PCI_H
#define SMM_PCI_H

#include <stdbool.h>
#include <stdint.h>
#include <smm/image.h>

enum vpci_kind {
	VPCI_STORE = 0,	  /* bits of the mask are stored, no more */
	VPCI_IO = 0x1,	  /* base address register; the mask is its size, 0: nothing there */
	VPCI_MEM = 0x2,	  /* both have the number of their bit in the command register */
	VPCI_COMMAND = 3, /* command and status */
	VPCI_TIMER,	  /* cache line size and latency timer */
	VPCI_MSR, /* the masked bits of the low half of an MSR: arg is added to the function's msr */
	VPCI_MSR_HIGH, /* the masked bits of the high half, and the value */
	VPCI_PM,       /* power management control and status of a USB function */
	VPCI_LEGSUP,   /* hand-over of EHCI */
	VPCI_LEGCTL,   /* SMIs of EHCI */
	VPCI_PIRQ,     /* IRQs of INTA to INTD */
};

/* 32 bits of a header. The first three of each are the ids, command and status, revision and class. */
struct vpci_register {
	uint8_t reg;
	uint8_t kind; /* enum vpci_kind */
	uint16_t arg;
	uint32_t value;
	uint32_t mask; /* bits that can be written */
};

enum { VPCI_AT_IDS, VPCI_AT_COMMAND, VPCI_AT_CLASS };

/* How an MSR follows a register. base and mask are the base address register's. */
enum vpci_route_kind {
	ROUTE_NONE,
	ROUTE_TRAP_BM, /* 16 ports to the SMI handler */
	ROUTE_TRAP_SC, /* ports from base + arg on to the SMI handler: four, or all of eight from 8 on */
	ROUTE_BM,      /* ports or pages to port arg */
	ROUTE_P2D_DC,	  /* pages to port arg, where they start at 0 */
	ROUTE_P2D_FB,	  /* frame buffer: pages to port arg, to the display's memory */
	ROUTE_RCONF_FB,	  /* and their properties: writes are combined */
	ROUTE_REGION,	  /* what GLPCI_SB claims, memory or I/O */
	ROUTE_LBAR,	  /* I/O block of DIVIL; its value at start-up is the register's */
	ROUTE_ATA,	  /* base, enable in bit 0 */
	ROUTE_ENABLE,	  /* base in the low half, enabling bits arg in the high half */
	ROUTE_MASTER_USB, /* command register: bus mastering; bit in the MSR */
	ROUTE_MASTER_PAE, /* two bits of GLIU_SB, from arg on */
	ROUTE_LATENCY,	  /* latency timer; arg: LDE bit too */
};

struct vpci_route {
	uint8_t reg;
	uint8_t kind; /* enum vpci_route_kind */
	uint16_t arg;
	uint32_t msr;
};

struct vpci_function {
	struct vpci_register *regs;
	const struct vpci_route *routes;
	uint8_t count; /* 0: not there */
	uint8_t route_count;
	bool asleep;
	uint32_t msr; /* its module's first MSR */
	uint32_t revision_msr;
	uint32_t error_msr; /* GLPCI's error register behind a bridge's status; 0: not a bridge */
};

#define VPCI_FUNCTIONS 8

/* The functions of the two devices. */
extern struct vpci_function geode_lx_vpci[VPCI_FUNCTIONS], cs5536_vpci[VPCI_FUNCTIONS];

/* The size of the frame buffer. */
void geode_lx_vpci_init(void);

/* The I/O blocks of DIVIL that are on give their registers a base. */
void vpci_adopt_lbars(struct vpci_function *f);

/* The register of a function, or NULL. */
struct vpci_register *vpci_find(const struct vpci_function *f, unsigned reg);

/* How MSRs follow: decoding is on, the traps alone. */
#define VPCI_ON	   1u
#define VPCI_TRAPS 2u

/* Makes the MSRs behind a register follow it. */
void vpci_route(const struct vpci_function *f, const struct vpci_register *r, unsigned how);

/* All base address registers' MSRs follow what the function's registers say. */
void vpci_route_bars(const struct vpci_function *f);

/*
 * The flash on the pins of IDE (southbridge/amd/cs5536/smm_flash.c): it comes with the second name when data is written
 * to a function's register; then the result is true, and the write was no other. The interrupts follow INTA.
 */
void cs5536_flash_init(void);
bool cs5536_flash_change(struct vpci_function *from, unsigned reg, uint32_t data);
void cs5536_flash_interrupt(void);

/* 32 bits of a configuration space; absent functions and their registers as real ones. */
uint32_t vpci_read(const struct vpci_function *f, unsigned reg);
/* Writes the bits of `lanes` of data. */
void vpci_write(struct vpci_function *f, unsigned reg, uint32_t data, uint32_t lanes);

#endif
