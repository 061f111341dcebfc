/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What follows a base address register or a command bit: GeodeLink descriptors (Geode LX data book 33234H, 4.2.3),
 * region configuration (5.5.2), and the MSRs of the CS5536 (33238G, 6.1 to 6.6).
 */
#include <smm/hw.h>
#include <smm/pci.h>

#define PAGE_SHIFT     12
#define PAGE	       (1u << PAGE_SHIFT)
#define PAGES	       0xfffffu

/* Descriptors that match nothing. */
#define UNUSED_BM      0x000000fffff00000ull
#define UNUSED_RANGE   0x00000000000fffffull

#define COMMAND_MASTER 0x4u

/* IOD_SC: four of the eight ports, reads and writes */
#define IOD_SC_EN_LOW  0x0fu
#define IOD_SC_EN_HIGH 0xf0u
#define IOD_SC_BOTH    0x00300000u

#define RCONF_EN       0x100u
#define RCONF_WC_CD    0x011u

#define LBAR_EN	       0x0000f00100000000ull
#define LBAR_EN_BIT    (1ull << 32)

#define REGION_IO      (1ull << 32)
#define REGION_EN      1u

#define USB_MEMEN      (1ull << 33)
#define USB_BMEN       (1ull << 34)

#define CTRL_LAT_SHIFT 32
#define CTRL_LDE       0x200u

static uint32_t fb_ram, fb_size;

static uint64_t p2d_bm(unsigned port, uint32_t base, uint32_t mask)
{
	return (uint64_t)port << 61 | (uint64_t)(base >> PAGE_SHIFT) << 20 | mask >> PAGE_SHIFT;
}

/* A range that goes to a port as if it were at target. */
static uint64_t p2d_ro(unsigned port, uint32_t base, uint32_t size, uint32_t target)
{
	return (uint64_t)port << 61 | (uint64_t)((target - base) >> PAGE_SHIFT) << 40 |
	       (uint64_t)((base + size - 1) >> PAGE_SHIFT) << 20 | base >> PAGE_SHIFT;
}

static uint64_t region(uint32_t base, uint32_t size, bool io)
{
	if (io)
		return (uint64_t)(base + size - 4) << 44 | REGION_IO | (uint64_t)base << 12 |
		       REGION_EN;
	return (uint64_t)(base + size - PAGE) << 32 | base | REGION_EN;
}

/* The value of a whole register; *whole becomes false for those of which only a part follows. */
static uint64_t route_value(const struct vpci_route *route, const struct vpci_register *r, bool on)
{
	const uint32_t base = r->value;
	const uint32_t size = ~r->mask + 1;

	switch (route->kind) {
	case ROUTE_IOD_SC:
		return on ? (uint64_t)route->port << 61 |
				       (uint32_t)(base & 4 ? IOD_SC_EN_HIGH : IOD_SC_EN_LOW) << 24 |
				       IOD_SC_BOTH | (base & 0xfff8)
			  : 0;
	case ROUTE_IOD_BM:
		return on ? (uint64_t)route->port << 61 | (uint64_t)base << 20 | (r->mask & PAGES)
			  : UNUSED_BM;
	case ROUTE_P2D_BM: return on ? p2d_bm(route->port, base, r->mask) : UNUSED_BM;
	case ROUTE_P2D_DC: return on ? p2d_ro(route->port, base, size, 0) : UNUSED_RANGE;
	case ROUTE_P2D_FB: return on ? p2d_ro(route->port, base, fb_size, fb_ram) : UNUSED_RANGE;
	case ROUTE_RCONF_FB:
		return on ? (uint64_t)(base + fb_size - PAGE) << 32 | base | RCONF_EN | RCONF_WC_CD
			  : 0;
	case ROUTE_LBAR: return on ? LBAR_EN | base : 0;
	case ROUTE_REGION: return on ? region(base, size, r->kind == VPCI_IO) : 0;
	default: /* ROUTE_ATA */ return on ? base | 1 : 0;
	}
}

static void follow(const struct vpci_route *route, const struct vpci_register *r, bool on)
{
	const unsigned pae_shift = 2u * (route->port - 1u);
	const uint32_t latency = r->value >> 8 & 0xff;

	switch (route->kind) {
	case ROUTE_USB:
		smm_change(route->msr, 0xffffffffu | USB_MEMEN, on ? USB_MEMEN | r->value : 0);
		break;
	case ROUTE_MASTER_USB:
		smm_change(route->msr, USB_BMEN, r->value & COMMAND_MASTER ? USB_BMEN : 0);
		break;
	case ROUTE_MASTER_PAE:
		smm_change(route->msr, 3ull << pae_shift,
			   r->value & COMMAND_MASTER ? 3ull << pae_shift : 0);
		break;
	case ROUTE_LATENCY:
		smm_change(route->msr, 0xffull << CTRL_LAT_SHIFT | (route->port ? CTRL_LDE : 0),
			   (uint64_t)latency << CTRL_LAT_SHIFT |
				   (route->port && latency ? CTRL_LDE : 0));
		break;
	case ROUTE_ERRORS: break;
	default: smm_wrmsr(route->msr, route_value(route, r, on));
	}
}

void vpci_route(const struct vpci_device *device, unsigned function, const struct vpci_register *r,
		bool on)
{
	for (unsigned i = 0; i < device->route_count; i++) {
		const struct vpci_route *route = &device->routes[i];

		if (route->function == function && route->reg == r->reg)
			follow(route, r, on);
	}
}

void vpci_routes_init(const struct smm_params *params)
{
	fb_ram = params->framebuffer_ram;
	fb_size = params->framebuffer_size;
}

uint32_t vpci_lbar_base(const struct vpci_device *device, unsigned function, unsigned reg)
{
	for (unsigned i = 0; i < device->route_count; i++) {
		const struct vpci_route *route = &device->routes[i];

		if (route->function == function && route->reg == reg && route->kind == ROUTE_LBAR) {
			const uint64_t value = smm_rdmsr(route->msr);

			return value & LBAR_EN_BIT ? (uint32_t)value : 0;
		}
	}
	return 0;
}

uint32_t vpci_error_msr(const struct vpci_device *device, unsigned function)
{
	for (unsigned i = 0; i < device->route_count; i++) {
		const struct vpci_route *route = &device->routes[i];

		if (route->function == function && route->kind == ROUTE_ERRORS)
			return route->msr;
	}
	return 0;
}
