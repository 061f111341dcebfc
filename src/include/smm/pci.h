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
	VPCI_STORE,   /* bits of the mask are stored, no more */
	VPCI_COMMAND, /* command and status */
	VPCI_TIMER,   /* cache line size and latency timer */
	VPCI_IO,      /* base address register; the mask is its size, 0: nothing there */
	VPCI_MEM,
	VPCI_MSR, /* the masked bits of the low half of an MSR: arg is added to the function's msr */
	VPCI_PM,  /* power management control and status of a USB function */
	VPCI_LEGSUP, /* hand-over of EHCI */
	VPCI_LEGCTL, /* SMIs of EHCI */
	VPCI_FLADJ,  /* frame length of EHCI */
	VPCI_PIRQ,   /* IRQs of INTA to INTD */
};

/* 32 bits of a header. */
struct vpci_register {
	uint8_t reg;
	uint8_t kind; /* enum vpci_kind */
	uint16_t arg;
	uint32_t value;
	uint32_t mask; /* bits that can be written */
};

/* How an MSR follows a register. base and mask are the base address register's. */
enum vpci_route_kind {
	ROUTE_NONE,
	ROUTE_TRAP,   /* ports from base + port on: 16, or what is left of 8; to the SMI handler */
	ROUTE_IOD_SC, /* eight ports, of which four; to port */
	ROUTE_IOD_BM, /* ports to port */
	ROUTE_P2D_BM, /* pages to port */
	ROUTE_P2D_DC, /* pages to port, where they start at 0 */
	ROUTE_P2D_FB, /* frame buffer: pages to the display's memory */
	ROUTE_RCONF_FB,	  /* and their properties: writes are combined */
	ROUTE_LBAR,	  /* I/O block of DIVIL; its value at start-up is the register's */
	ROUTE_REGION,	  /* what GLPCI_SB claims, memory or I/O */
	ROUTE_USB,	  /* base in the low half, enable in the high half */
	ROUTE_ATA,	  /* base, enable in bit 0 */
	ROUTE_MASTER_USB, /* command register: bus mastering; bit in the MSR */
	ROUTE_MASTER_PAE, /* port of GLIU_SB */
	ROUTE_ERRORS,	  /* error status of a bridge */
	ROUTE_LATENCY,	  /* latency timer; port: LDE bit too */
};

struct vpci_route {
	uint8_t function;
	uint8_t reg;
	uint8_t kind; /* enum vpci_route_kind */
	uint8_t port;
	uint32_t msr;
};

struct vpci_function {
	struct vpci_register *regs;
	uint8_t count; /* 0: not there */
	uint32_t msr;  /* its module's first MSR */
	uint32_t revision_msr;
};

struct vpci_device {
	struct vpci_function function[8];
	const struct vpci_route *routes;
	unsigned route_count;
};

extern struct vpci_device geode_lx_vpci, cs5536_vpci;

/* The size of the frame buffer. */
void geode_lx_vpci_init(const struct smm_params *params);

/* Where the display's memory is. */
void vpci_routes_init(const struct smm_params *params);
/* The base that an I/O block of DIVIL has, 0 when it is off or the register has none. */
uint32_t vpci_lbar_base(const struct vpci_device *device, unsigned function, unsigned reg);
/* GLPCI's error register behind a bridge's status, 0 when it has none. */
uint32_t vpci_error_msr(const struct vpci_device *device, unsigned function);

/* The register of a function, or NULL. */
struct vpci_register *vpci_find(struct vpci_device *device, unsigned function, unsigned reg);

/*
 * Makes the MSRs behind a register follow it; on: decoding is switched on.
 */
void vpci_route(const struct vpci_device *device, unsigned function, const struct vpci_register *r,
		bool on);

/* Only the traps among them. */
void vpci_traps(const struct vpci_device *device, unsigned function, const struct vpci_register *r,
		bool on);

/* 32 bits of a configuration space; absent functions and their registers as real ones. */
uint32_t vpci_read(struct vpci_device *device, unsigned function, unsigned reg);
/* Writes the bits of `lanes` of data. */
void vpci_write(struct vpci_device *device, unsigned function, unsigned reg, uint32_t data,
		uint32_t lanes);

#endif
