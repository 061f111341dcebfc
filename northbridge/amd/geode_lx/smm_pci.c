/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX: PCI headers of device 1: host bridge, graphics, security block. Identities and register values are those
 * that AMD's VSA2 gives, so that operating systems know them.
 */
#include <smm/hw.h>
#include <smm/pci.h>

#define HOST	 0
#define GRAPHICS 1
#define AES	 2

/* Ports of GLIU0 and GLIU1 */
#define TRAP	 0
#define GLMC	 1
#define DC	 4
#define GP	 5
#define VP	 2
#define VIP	 5
#define SECURITY 6

#define SIZE_16K 0xffffc000

static struct vpci_register host[] = {
	{0x00, VPCI_STORE, 0, 0x20801022, 0},	    {0x04, VPCI_COMMAND, 0, 0x02200005, 0x00000005},
	{0x08, VPCI_STORE, 0, 0x06000000, 0},	    {0x0c, VPCI_TIMER, 0, 0x00800008, 0x0000f808},
	{0x10, VPCI_IO, 0, 0x0000ac1c, 0xfffffffc}, {0x58, VPCI_STORE, 0, 0, 0xffffffff},
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

static const struct vpci_route routes[] = {
	{HOST, 0x04, ROUTE_ERRORS, 0, 0x50002003},
	{HOST, 0x0c, ROUTE_LATENCY, 1, 0x50002010},
	{HOST, 0x10, ROUTE_IOD_SC, TRAP, 0x100000e3},
	{GRAPHICS, 0x10, ROUTE_P2D_FB, GLMC, 0x10000029},
	{GRAPHICS, 0x10, ROUTE_RCONF_FB, 0, 0x1817},
	{GRAPHICS, 0x14, ROUTE_P2D_BM, GP, 0x10000022},
	{GRAPHICS, 0x18, ROUTE_P2D_DC, DC, 0x1000002a},
	{GRAPHICS, 0x1c, ROUTE_P2D_BM, VP, 0x40000025},
	{GRAPHICS, 0x20, ROUTE_P2D_BM, VIP, 0x40000026},
	{AES, 0x10, ROUTE_P2D_BM, SECURITY, 0x40000027},
};

struct vpci_device geode_lx_vpci = {
	.function =
		{
			[HOST] = {host, sizeof(host) / sizeof(host[0]), 0, 0x4c000017},
			[GRAPHICS] = {graphics, sizeof(graphics) / sizeof(graphics[0]), 0,
				      0xa0002000},
			[AES] = {aes, sizeof(aes) / sizeof(aes[0]), 0, 0x58002000},
		},
	.routes = routes,
	.route_count = sizeof(routes) / sizeof(routes[0]),
};

void geode_lx_vpci_init(const struct smm_params *params)
{
	struct vpci_register *frame = vpci_find(&geode_lx_vpci, GRAPHICS, 0x10);
	uint32_t size = 0x100000;

	if (!params->framebuffer_size) {
		geode_lx_vpci.function[GRAPHICS].count = 0;
		return;
	}
	while (size < params->framebuffer_size)
		size <<= 1;
	frame->mask = ~(size - 1);
}
