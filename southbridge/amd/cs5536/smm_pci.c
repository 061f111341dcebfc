/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536: PCI headers of its device: ISA bridge, IDE, audio, USB. Identities and register values are those that AMD's
 * VSA2 gives, so that operating systems know them.
 */
#include <smm/pci.h>

#define ISA		0
#define IDE		2
#define AUDIO		3
#define OHCI		4
#define EHCI		5
#define UDC		6
#define UOC		7

/* Ports of GLIU_SB */
#define USB		2
#define ATA		3
#define ACC		5

#define MEMEN_HIGH	0x2 /* of a USB function */

/* Bus mastering in GLIU_SB: where the two bits of a port are */
#define PAE		0x51010081
#define ATA_PAE		4
#define ACC_PAE		8

/* All ACPI ports but the timer at 10h */
#define ACPI_TRAP(kind) (CONFIG(SMM_ACPI) ? (kind) : ROUTE_NONE)

static struct vpci_register isa[] = {
	{0x00, VPCI_STORE, 0, 0x20901022, 0}, {0x04, VPCI_COMMAND, 0, 0x02a00009, 0x00000241},
	{0x08, VPCI_STORE, 0, 0x06010000, 0}, {0x0c, VPCI_TIMER, 0, 0x00800008, 0x0000f808},
	{0x10, VPCI_IO, 0, 0, 0xfffffff8}, /* SMBus */
	{0x14, VPCI_IO, 0, 0, 0xffffff00}, /* GPIO */
	{0x18, VPCI_IO, 0, 0, 0xffffffc0}, /* MFGPT */
	{0x1c, VPCI_IO, 0, 0, 0xffffffe0}, /* interrupt mapper */
	{0x20, VPCI_IO, 0, 0, 0xffffff80}, /* power management support */
	{0x24, VPCI_IO, 0, 0, 0xffffffc0}, /* ACPI */
	{0x5c, VPCI_PIRQ, 0, 0, 0},
};

static struct vpci_register ide[] = {
	{0x00, VPCI_STORE, 0, 0x209a1022, 0},  {0x04, VPCI_COMMAND, 0, 0x02a00000, 0x00000245},
	{0x08, VPCI_STORE, 0, 0x01018000, 0},  {0x0c, VPCI_TIMER, 0, 0x0000f808, 0x00000008},
	{0x20, VPCI_IO, 0, 0, 0xfffffff0},     {0x40, VPCI_MSR, 0x10, 0, 0x0003ffff},
	{0x48, VPCI_MSR, 0x12, 0, 0xffff0000}, {0x4c, VPCI_MSR, 0x13, 0, 0xff0000f0},
	{0x50, VPCI_MSR, 0x14, 0, 0xc7c70000}, {0x54, VPCI_STORE, 0, 0, 0x00000003},
};

static struct vpci_register audio[] = {
	{0x00, VPCI_STORE, 0, 0x20931022, 0}, {0x04, VPCI_COMMAND, 0, 0x02a00000, 0x00000245},
	{0x08, VPCI_STORE, 0, 0x04010000, 0}, {0x0c, VPCI_TIMER, 0, 0x00000008, 0x00000008},
	{0x10, VPCI_IO, 0, 0, 0xffffff80},    {0x3c, VPCI_STORE, 0, 0x00000200, 0x000000ff},
};

#define USB_HEAD(ids, class, base_mask, command)                                                \
	{0x00, VPCI_STORE, 0, ids, 0}, {0x04, VPCI_COMMAND, 0, 0x02300000, command},            \
		{0x08, VPCI_STORE, 0, class, 0}, {0x0c, VPCI_TIMER, 0, 0x00000008, 0x00000008}, \
		{0x10, VPCI_MEM, 0, 0, base_mask}, {0x34, VPCI_STORE, 0, 0x00000040, 0},        \
		{0x3c, VPCI_STORE, 0, 0x00000400, 0x000000ff},                                  \
		{0x40, VPCI_STORE, 0, 0xc8020001, 0},                                           \
	{                                                                                       \
		0x44, VPCI_PM, 0, 0, 0x00000103                                                 \
	}

static struct vpci_register ohci[] = {
	USB_HEAD(0x20941022, 0x0c031000, 0xfffff000, 0x00000006),
};

static struct vpci_register ehci[] = {
	USB_HEAD(0x20951022, 0x0c032000, 0xfffff000, 0x00000006),
	{0x50, VPCI_LEGSUP, 0, 0x00000001, 0x01010000},
	{0x54, VPCI_LEGCTL, 0, 0, 0x0000e000},
	{0x60, VPCI_MSR_HIGH, 0, 0x00000020, 0x00003f00},
};

static struct vpci_register udc[] = {
	USB_HEAD(0x20961022, 0x0c03fe00, 0xffffe000, 0x00000006),
};

static struct vpci_register uoc[] = {
	USB_HEAD(0x20971022, 0x0c038000, 0xfffff000, 0x00000002),
};

static const struct vpci_route isa_routes[] = {
	{0x0c, ROUTE_LATENCY, 0, 0x51000010},
	{0x10, ROUTE_LBAR, 0, 0x5140000b},
	{0x14, ROUTE_LBAR, 0, 0x5140000c},
	{0x18, ROUTE_LBAR, 0, 0x5140000d},
	{0x1c, ROUTE_LBAR, 0, 0x51400008},
	{0x20, ROUTE_LBAR, 0, 0x5140000f},
	{0x24, ROUTE_LBAR, 0, 0x5140000e},
	{0x24, ACPI_TRAP(ROUTE_TRAP_BM), 0, 0x510100e2},
	{0x24, ACPI_TRAP(ROUTE_TRAP_SC), 0x14, 0x510100eb},
	{0x24, ACPI_TRAP(ROUTE_TRAP_SC), 0x18, 0x510100ec},
};

static const struct vpci_route ide_routes[] = {
	{0x04, ROUTE_MASTER_PAE, ATA_PAE, PAE},
	{0x20, ROUTE_ATA, 0, 0x51300008},
	{0x20, ROUTE_BM, ATA, 0x510100e5},
	{0x20, ROUTE_REGION, 0, 0x5100002b},
};

static const struct vpci_route audio_routes[] = {
	{0x04, ROUTE_MASTER_PAE, ACC_PAE, PAE},
	{0x10, ROUTE_BM, ACC, 0x510100e1},
	{0x10, ROUTE_REGION, 0, 0x51000026},
};

#define USB_BASE(msr, descriptor, region)                                         \
	{0x10, ROUTE_ENABLE, MEMEN_HIGH, msr}, {0x10, ROUTE_BM, USB, descriptor}, \
	{                                                                         \
		0x10, ROUTE_REGION, 0, region                                     \
	}

static const struct vpci_route ohci_routes[] = {
	{0x04, ROUTE_MASTER_USB, 0, 0x51200008},
	USB_BASE(0x51200008, 0x51010020, 0x51000027),
};

static const struct vpci_route ehci_routes[] = {
	{0x04, ROUTE_MASTER_USB, 0, 0x51200009},
	USB_BASE(0x51200009, 0x51010024, 0x51000028),
};

static const struct vpci_route udc_routes[] = {
	{0x04, ROUTE_MASTER_USB, 0, 0x5120000a},
	USB_BASE(0x5120000a, 0x51010021, 0x51000029),
};

static const struct vpci_route uoc_routes[] = {
	USB_BASE(0x5120000b, 0x51010022, 0x5100002a),
};

#define FUNCTION(name, base, revision, errors)                                                    \
	{                                                                                         \
		.regs = name, .count = sizeof(name) / sizeof((name)[0]), .routes = name##_routes, \
		.route_count = sizeof(name##_routes) / sizeof(name##_routes[0]), .msr = base,     \
		.revision_msr = revision, .error_msr = errors                                     \
	}

struct vpci_function cs5536_vpci[VPCI_FUNCTIONS] = {
	[ISA] = FUNCTION(isa, 0, 0x51700017, 0x51000003),
	[IDE] = FUNCTION(ide, 0x51300000, 0x51300000, 0),
	[AUDIO] = FUNCTION(audio, 0x51500000, 0x51500000, 0),
	[OHCI] = FUNCTION(ohci, 0x51200008, 0x51200000, 0),
	[EHCI] = FUNCTION(ehci, 0x51200009, 0x51200000, 0),
	[UDC] = FUNCTION(udc, 0x5120000a, 0x51200000, 0),
	[UOC] = FUNCTION(uoc, 0x5120000b, 0x51200000, 0),
};
