/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What follows a base address register or a command bit: GeodeLink descriptors (Geode LX data book 33234H, 4.2.3),
 * region configuration (5.5.2), and the MSRs of the CS5536 (33238G, 6.1 to 6.6).
 */
#include <smm/hw.h>
#include <smm/pci.h>

#define PAGE	       4096u
#define PAGES	       0xfffffu

/* Descriptors that match nothing, each half */
#define UNUSED_BM_LOW  0xfff00000u
#define UNUSED_BM_HIGH 0x000000ffu
#define UNUSED_R_LOW   0x000fffffu

#define PORT(port)     ((uint32_t)(port) << 29)

#define COMMAND_MASTER 0x4u

/* IOD_SC: which of the eight ports, reads and writes */
#define IOD_SC_LOW     0x0f300000u
#define IOD_SC_HIGH    0xf0300000u
#define IOD_SC_ALL     0xff300000u
#define IOD_SC_BASE    0xfff8u
#define TRAP_MASK      0xffff0u /* 16 ports */

#define RCONF_EN_WC_CD 0x111u
#define LBAR_EN_HIGH   0x0000f001u
#define REGION_IO_HIGH 1u
#define REGION_EN      1u
#define ATA_EN	       1u
#define USB_MEMEN_HIGH 0x2u
#define USB_BMEN_HIGH  0x4u
#define CTRL_LAT_HIGH  0xffu
#define CTRL_LDE       0x200u
#define PAE_BOTH       3u

static uint32_t fb_ram, fb_size;

/* Both halves of an MSR. */
struct halves {
	uint32_t low, high;
};

/* A descriptor of pages [base, base + size) that go to a port as if they were at target. */
static struct halves pages(unsigned port, uint32_t base, uint32_t size, uint32_t target)
{
	const uint32_t end = base + size - 1;

	return (struct halves){(end & 0xfff000) << 8 | base >> 12,
			       PORT(port) | ((target - base) >> 4 & 0x0fffff00) | end >> 24};
}

/* The value of an MSR that follows as a whole, while it decodes. */
static struct halves value_on(const struct vpci_route *route, const struct vpci_register *r)
{
	const uint32_t base = r->value, size = ~r->mask + 1, trap = base + route->port;

	switch (route->kind) {
	case ROUTE_TRAP:
		if (route->port)
			return (struct halves){
				(trap & 4 ? IOD_SC_HIGH : IOD_SC_ALL) | (trap & IOD_SC_BASE), 0};
		return (struct halves){base << 20 | TRAP_MASK, base >> 12};
	case ROUTE_IOD_SC:
		return (struct halves){(base & 4 ? IOD_SC_HIGH : IOD_SC_LOW) | (base & IOD_SC_BASE),
				       PORT(route->port)};
	case ROUTE_IOD_BM:
		return (struct halves){base << 20 | (r->mask & PAGES),
				       PORT(route->port) | base >> 12};
	case ROUTE_P2D_BM:
		return (struct halves){(base & 0xfff000) << 8 | r->mask >> 12,
				       PORT(route->port) | base >> 24};
	case ROUTE_P2D_DC: return pages(route->port, base, size, 0);
	case ROUTE_P2D_FB: return pages(route->port, base, fb_size, fb_ram);
	case ROUTE_RCONF_FB: return (struct halves){base | RCONF_EN_WC_CD, base + fb_size - PAGE};
	case ROUTE_LBAR: return (struct halves){base, LBAR_EN_HIGH};
	case ROUTE_REGION:
		if (r->kind == VPCI_IO)
			return (struct halves){base << 12 | REGION_EN,
					       (base + size - 4) << 12 | REGION_IO_HIGH};
		return (struct halves){base | REGION_EN, base + size - PAGE};
	default: /* ROUTE_ATA */ return (struct halves){base | ATA_EN, 0};
	}
}

/* And while it does not. */
static struct halves value_off(const struct vpci_route *route)
{
	switch (route->kind) {
	case ROUTE_TRAP:
		return route->port ? (struct halves){0, 0}
				   : (struct halves){UNUSED_BM_LOW, UNUSED_BM_HIGH};
	case ROUTE_IOD_BM:
	case ROUTE_P2D_BM: return (struct halves){UNUSED_BM_LOW, UNUSED_BM_HIGH};
	case ROUTE_P2D_DC:
	case ROUTE_P2D_FB: return (struct halves){UNUSED_R_LOW, 0};
	default: return (struct halves){0, 0};
	}
}

static void follow(const struct vpci_route *route, const struct vpci_register *r, bool on)
{
	const uint32_t master = r->value & COMMAND_MASTER, latency = r->value >> 8 & 0xff;
	struct halves value;

	switch (route->kind) {
	case ROUTE_USB:
		smm_change_low(route->msr, 0xffffffff, on ? r->value : 0);
		smm_change_high(route->msr, USB_MEMEN_HIGH, on ? USB_MEMEN_HIGH : 0);
		return;
	case ROUTE_MASTER_USB:
		smm_change_high(route->msr, USB_BMEN_HIGH, master ? USB_BMEN_HIGH : 0);
		return;
	case ROUTE_MASTER_PAE:
		smm_change_low(route->msr, PAE_BOTH << 2 * (route->port - 1),
			       master ? PAE_BOTH << 2 * (route->port - 1) : 0);
		return;
	case ROUTE_LATENCY:
		smm_change_high(route->msr, CTRL_LAT_HIGH, latency);
		if (route->port)
			smm_change_low(route->msr, CTRL_LDE, latency ? CTRL_LDE : 0);
		return;
	case ROUTE_ERRORS:
	case ROUTE_NONE: return;
	default:
		value = on ? value_on(route, r) : value_off(route);
		smm_wrmsr(route->msr, (uint64_t)value.high << 32 | value.low);
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

void vpci_traps(const struct vpci_device *device, unsigned function, const struct vpci_register *r,
		bool on)
{
	for (unsigned i = 0; i < device->route_count; i++) {
		const struct vpci_route *route = &device->routes[i];

		if (route->function == function && route->reg == r->reg &&
		    route->kind == ROUTE_TRAP)
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

			return value >> 32 & 1 ? (uint32_t)value : 0;
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
