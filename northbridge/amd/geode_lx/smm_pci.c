/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: PCI headers of device 1: host bridge, graphics, security block. Identities and register values are those
 * that AMD's VSA2 gives, so that operating systems know them.
 */
#include <smm/modules.h>
#include <smm/pci.h>

#define HOST	     0
#define GRAPHICS     1
#define AES	     2

/* Ports of GLIU0 and GLIU1 */
#define GLMC	     1
#define DC	     4
#define GP	     5
#define VP	     2
#define VIP	     5
#define SECURITY     6

#define SIZE_16K     0xffffc000
#define FRAME_BUFFER 4 /* the place of its register */

/* The host bridge's base address register, where the handler has the virtual registers: kind, argument, value, mask. */
#define VIRTUAL_PORTS                                            \
	CONFIG(SMM_VIRTUAL_REGISTERS) ? VPCI_IO : VPCI_STORE, 0, \
		CONFIG(SMM_VIRTUAL_REGISTERS) ? 0x0000ac1c : 0,  \
		CONFIG(SMM_VIRTUAL_REGISTERS) ? 0xfffffffc : 0

static struct vpci_register host[] = {
	{0x00, VPCI_STORE, 0, 0x20801022, 0},
	{0x04, VPCI_COMMAND, 0, 0x02200005, 0x00000005},
	{0x08, VPCI_STORE, 0, 0x06000000, 0},
	{0x0c, VPCI_TIMER, 0, 0x00800008, 0x0000f808},
	{0x10, VIRTUAL_PORTS},
	{0x58, VPCI_STORE, 0, 0, 0xffffffff},
};

static struct vpci_register graphics[] = {
	{0x00, VPCI_STORE, 0, 0x20811022, 0},
	{0x04, VPCI_COMMAND, 0, 0x02200000, 0x00000006},
	{0x08, VPCI_STORE, 0, 0x03000000, 0},
	{0x0c, VPCI_TIMER, 0, 0x00000008, 0x00000008},
	{0x10, VPCI_MEM, 0, 0, 0},
	{0x14, VPCI_MEM, 0, 0, SIZE_16K},
	{0x18, VPCI_MEM, 0, 0, SIZE_16K},
	{0x1c, VPCI_MEM, 0, 0, SIZE_16K},
	{0x20, VPCI_MEM, 0, 0, SIZE_16K},
	{0x3c, VPCI_STORE, 0, 0x00000100, 0x000000ff},
};

static struct vpci_register aes[] = {
	{0x00, VPCI_STORE, 0, 0x20821022, 0}, {0x04, VPCI_COMMAND, 0, 0x02a00000, 0x00000006},
	{0x08, VPCI_STORE, 0, 0x10100000, 0}, {0x0c, VPCI_TIMER, 0, 0x00000008, 0x00000008},
	{0x10, VPCI_MEM, 0, 0, SIZE_16K},     {0x3c, VPCI_STORE, 0, 0x00000100, 0x000000ff},
};

static const struct vpci_route host_routes[] = {
	{0x0c, ROUTE_LATENCY, 1, 0x50002010},
	{0x10, ROUTE_TRAP_SC, 0, 0x100000e3},
};

static const struct vpci_route graphics_routes[] = {
	{0x10, ROUTE_P2D_FB, GLMC, 0x10000029}, {0x10, ROUTE_RCONF_FB, 0, 0x1817},
	{0x14, ROUTE_BM, GP, 0x10000022},	{0x18, ROUTE_P2D_DC, DC, 0x1000002a},
	{0x1c, ROUTE_BM, VP, 0x40000025},	{0x20, ROUTE_BM, VIP, 0x40000026},
};

static const struct vpci_route aes_routes[] = {{0x10, ROUTE_BM, SECURITY, 0x40000027}};

#define FUNCTION(name)                                                                    \
	.regs = name, .count = sizeof(name) / sizeof((name)[0]), .routes = name##_routes, \
	.route_count = sizeof(name##_routes) / sizeof(name##_routes[0])

struct vpci_function geode_lx_vpci[VPCI_FUNCTIONS] = {
	[HOST] = {FUNCTION(host), .revision_msr = 0x4c000017, .error_msr = 0x50002003},
	[GRAPHICS] = {FUNCTION(graphics), .revision_msr = 0xa0002000},
	[AES] = {FUNCTION(aes), .revision_msr = 0x58002000},
};

void geode_lx_vpci_init(void)
{
	const uint32_t size = smm_image.params.framebuffer_size;
	uint32_t mask = 0xfff00000;

	if (!size)
		geode_lx_vpci[GRAPHICS].count = 0;
	while (-mask < size)
		mask <<= 1;
	graphics[FRAME_BUFFER].mask = mask;
}
