/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Devices: the nodes of the board's tree (constant, from util/devtree) and the devices found at run
 * time, and the four steps of ramstage that bring them up.
 */
#ifndef DEVICE_DEVICE_H
#define DEVICE_DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include <device/irq.h>
#include <device/resource.h>

struct memmap;
struct ram_info;
struct framebuffer;
struct acpi_fadt;
struct acpi_apics;
struct smm_params;
struct vsa2_ops;

enum device_type {
	DEVICE_ROOT,   /* the board, or a node that only groups others */
	DEVICE_DOMAIN, /* host bridge: a PCI root bus and its windows */
	DEVICE_PCI,    /* PCI function */
	DEVICE_ISA,    /* fixed addresses behind an ISA or LPC bridge */
	DEVICE_I2C,    /* SMBus or I2C slave */
	DEVICE_CPU,
};

/* One range of a node's reg with fixed addresses. */
struct dt_reg {
	uint16_t flags; /* RES_IO or RES_MEM, RES_RESERVED */
	uint64_t base;
	uint64_t size;
};

/* A node of the board's tree. */
struct dt_node {
	const char *path;
	const struct dt_node *parent;
	const struct device_ops *ops; /* NULL: nothing to do for it */
	const void *config;	      /* the chip's config struct, or NULL */
	const struct dt_reg *reg;
	const struct dt_irq *irq;	  /* `interrupts`, resolved to the 8259 pair */
	const struct dt_irq_map *irq_map; /* PCI bus with wiring of its own */
	const uint32_t *pci_ids; /* nodes without reg on a PCI bus: vendor << 16 | device, 0 ends */
	uint16_t address;	 /* devfn of DEVICE_PCI, slave address of DEVICE_I2C */
	uint8_t type;		 /* enum device_type */
	uint8_t reg_count;
	uint8_t irq_count;
};

/* Parents stand before their children. */
extern const struct dt_node devtree_nodes[];
extern const unsigned devtree_node_count;

/* A device that exists. Allocated by the scan, never freed. */
struct device {
	struct device *next;   /* in scan order: a bridge stands before everything behind it */
	struct device *parent; /* NULL for the root only */
	struct device *child;
	struct device *sibling;
	const struct dt_node *node;   /* NULL: not in the tree */
	const struct device_ops *ops; /* never NULL */
	struct resource *res;
	uint8_t type; /* enum device_type */

	/* DEVICE_PCI (and DEVICE_DOMAIN: secondary and subordinate) */
	uint8_t bus;
	uint8_t devfn;
	uint8_t header; /* 0 device, 1 bridge, 2 CardBus bridge */
	uint16_t vendor;
	uint16_t device;
	uint32_t class_code; /* 24 bits: class, subclass, programming interface */
	uint8_t revision;
	uint8_t int_pin; /* 0 none, 1..4 */
	uint8_t irq;	 /* interrupt line, 0 none */
	uint8_t secondary;
	uint8_t subordinate;
	uint16_t bridge_control; /* bits the enable step sets */
	uint16_t command;	 /* command register bits the enable step sets */
	bool isa_cards; /* ISA slots behind it: 10-bit decoders may answer at I/O aliases */
};

/*
 * What a chip's driver does for its device; each hook may be NULL. The steps run over all devices, a
 * step at a time. Errors are logged where they are known and do not stop the others.
 */
struct device_ops {
	/* PCI function that the firmware itself runs through: has no BARs, and never stops decoding. */
	bool keep_decoding;
	/* Scan: the device answers; add resources that no BAR shows, note wishes. */
	int (*scan)(struct device *dev);
	/* After assignment: program what the standard registers do not hold. */
	int (*set_resources)(struct device *dev);
	/* Decoding is on: route, switch on blocks. */
	int (*enable)(struct device *dev);
	/* Last step: bring the device to the state an OS expects. */
	int (*init)(struct device *dev);

	/* Host bridge: RAM, holes and fixed windows. */
	int (*memmap)(const struct device *dev, const struct ram_info *ram, struct memmap *map);
	/* Tables: fills in the fields this device knows. */
	void (*acpi_fadt)(const struct device *dev, struct acpi_fadt *fadt);
	void (*acpi_madt)(const struct device *dev, struct acpi_apics *apics);
	/* Display: returns false when no mode was set. */
	bool (*framebuffer)(const struct device *dev, struct framebuffer *fb);
	/* SMBus host: one byte of a slave (7-bit address), 0..255 or a negative code. */
	int (*smbus_read_byte)(const struct device *dev, uint8_t address, uint8_t command);
	const struct irq_router_ops *router;

	/*
	 * For every node of the tree, before there are devices. The SMI handler is about to be loaded: what it needs of
	 * this chip goes into params. Then it runs: the chip's SMIs are switched on.
	 */
	int (*smm_prepare)(const struct dt_node *node, struct smm_params *params);
	void (*smm_enable)(const struct dt_node *node);
	/* The same for VSA2 (smm/vsa2.h); NULL: nothing. */
	const struct vsa2_ops *vsa2;
};

/* The steps, in this order. Each returns 0 or the first error after having done all it could. */

/* Finds every PCI function from bus 0 on, numbers the buses, binds the tree's nodes to devices. */
int device_scan(const struct ram_info *ram);
/* Sizes, assigns and writes resources; names what did not fit. */
int device_resources(void);
/* Switches decoding, bus mastering and interrupt routing on. */
int device_enable(void);
/* Runs the drivers' init hooks. */
int device_init(void);

/* The RAM that device_scan() was told of. */
const struct ram_info *device_ram(void);

/* First of all devices (the root); follow ->next. NULL before device_scan(). */
struct device *device_first(void);

#define for_each_device(dev) for ((dev) = device_first(); (dev); (dev) = (dev)->next)

/* The device of a node, or NULL when nothing answered there. */
struct device *device_of_node(const struct dt_node *node);

/* The next PCI function with these ids behind `from` (NULL: from the start), or NULL. */
struct device *device_find_pci(const struct device *from, uint16_t vendor, uint16_t device);

/*
 * The window [*base, *end] of `flags` (RES_IO or RES_MEM) that the host bridge gave out from: what
 * the OS may use for PCI. index counts windows of that kind from 0. False when there is none.
 */
bool device_root_window(uint16_t flags, unsigned index, uint64_t *base, uint64_t *end);

/*
 * Adds RAM, reserved windows (flash, APICs, HPET) and the first megabyte's holes to map.
 * Returns 0 or ERR_NO_SPACE.
 */
int device_memmap(const struct ram_info *ram, struct memmap *map);

/* A linear framebuffer that a driver set up. */
struct framebuffer {
	uint64_t base;
	uint32_t width;	 /* pixels */
	uint32_t height; /* lines */
	uint32_t pitch;	 /* bytes per line */
	uint8_t bits_per_pixel;
	uint8_t red_position, red_size;
	uint8_t green_position, green_size;
	uint8_t blue_position, blue_size;
	uint8_t reserved_position, reserved_size;
};

/* The first framebuffer there is. False when there is none. */
bool device_framebuffer(struct framebuffer *fb);

/* "pci 00:01.3", "isa serial@i3f8": name for messages. buffer of at least DEVICE_NAME_SIZE bytes. */
#define DEVICE_NAME_SIZE 32
const char *device_name(const struct device *dev, char *buffer);

/* Adds a resource to a device and returns it, flags and size set, alignment = size or 1. */
struct resource *device_add_resource(struct device *dev, uint16_t flags, uint16_t index,
				     uint64_t size);

/* Adds [base, end] to what the domain gives out, flags RES_IO or RES_MEM (RES_WINDOW is added). */
struct resource *device_add_window(struct device *domain, uint16_t flags, uint64_t base,
				   uint64_t end);

/* Adds a fixed resource: [base, base + size), flags RES_IO or RES_MEM (RES_FIXED is added). */
struct resource *device_add_fixed(struct device *dev, uint16_t flags, uint64_t base, uint64_t size,
				  const char *name);

/* The resource with this register, or NULL. */
struct resource *device_find_resource(const struct device *dev, uint16_t index);

#endif
