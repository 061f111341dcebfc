/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What follows a base address register or a command bit: GeodeLink descriptors (Geode LX data book 33234H, 4.2.3),
 * region configuration (5.5.2), and the MSRs of the CS5536 (33238G, 6.1 to 6.6).
 */
#include <smm/hw.h>
#include <smm/modules.h>
#include <smm/pci.h>

#define PAGE 0x1000u
#define IO_SHIFT \
	12 /* base address and mask of I/O ports stand this far to the left in descriptors */
#define IO_LAST	       0x4000u

/* Descriptors that match nothing, each half */
#define UNUSED_BM_LOW  0xfff00000u
#define UNUSED_BM_HIGH 0x000000ffu
#define UNUSED_R_LOW   0x000fffffu

#define PORT_SHIFT     29

/* IOD_SC: which of the eight ports, reads and writes */
#define IOD_SC_LOW     0x0f300000u
#define IOD_SC_HIGH    0xf0300000u
#define IOD_SC_ALL     0xff300000u
#define IOD_SC_BASE    0xfff8u
#define TRAP_MASK      0xffff0000u /* 16 ports */

#define RCONF_EN_WC_CD 0x111u
#define LBAR_EN_HIGH   0x0000f001u
#define LBAR_EN	       1u
#define REGION_EN      1u
#define ATA_EN	       1u
#define MASTER	       0x4u /* in a command register, and in the high half of a USB base */
#define CTRL_LAT_HIGH  0xffu
#define CTRL_LDE       0x200u
#define PAE_BOTH       3u

static void follow(const struct vpci_route *route, const struct vpci_register *r, bool on)
{
	const struct smm_params *params = &smm_image.params;
	const unsigned io = r->kind == VPCI_IO;
	const uint32_t base = io ? r->value << IO_SHIFT : r->value;
	const uint32_t port = (uint32_t)route->arg << PORT_SHIFT;
	uint32_t mask = io ? r->mask << IO_SHIFT : r->mask, size = -mask, target = 0, bits;
	uint32_t low = r->value, high = 0, off_low = 0, off_high = 0;

	switch (route->kind) {
	case ROUTE_TRAP_BM:
		mask = TRAP_MASK;
		/* fall through */
	case ROUTE_BM:
		low = (base & 0xfff000) << 8 | mask >> 12;
		high = port | base >> 24;
		off_low = UNUSED_BM_LOW;
		off_high = UNUSED_BM_HIGH;
		break;
	case ROUTE_TRAP_SC:
		low += route->arg;
		bits = route->arg & 8 ? IOD_SC_ALL : IOD_SC_LOW;
		low = (low & 4 ? IOD_SC_HIGH : bits) | (low & IOD_SC_BASE);
		break;
	case ROUTE_P2D_FB:
		size = params->framebuffer_size;
		target = params->framebuffer_ram;
		/* fall through */
	case ROUTE_P2D_DC:
		size += base - 1;
		low = (size & 0xfff000) << 8 | base >> 12;
		high = port | ((target - base) >> 4 & 0x0fffff00) | size >> 24;
		off_low = UNUSED_R_LOW;
		break;
	case ROUTE_RCONF_FB:
		low |= RCONF_EN_WC_CD;
		high = base + params->framebuffer_size - PAGE;
		break;
	case ROUTE_REGION:
		low = base | REGION_EN;
		high = base + size - (io ? IO_LAST : PAGE) + io;
		break;
	case ROUTE_LBAR: high = LBAR_EN_HIGH; break;
	case ROUTE_ATA: low |= ATA_EN; break;
	case ROUTE_ENABLE:
		off_high = (uint32_t)(smm_rdmsr(route->msr) >> 32) & ~(uint32_t)route->arg;
		high = off_high | route->arg;
		break;
	case ROUTE_MASTER_USB: smm_change_high(route->msr, MASTER, low & MASTER); return;
	case ROUTE_MASTER_PAE:
		bits = PAE_BOTH << route->arg;
		smm_change_low(route->msr, bits, low & MASTER ? bits : 0);
		return;
	case ROUTE_LATENCY:
		low = low >> 8 & 0xff;
		smm_change_high(route->msr, CTRL_LAT_HIGH, low);
		if (route->arg)
			smm_change_low(route->msr, CTRL_LDE, low ? CTRL_LDE : 0);
		return;
	default: return;
	}
	if (!on) {
		low = off_low;
		high = off_high;
	}
	smm_wrmsr(route->msr, (uint64_t)high << 32 | low);
}

void vpci_route(const struct vpci_function *f, const struct vpci_register *r, unsigned how)
{
	const struct vpci_route *route = f->routes, *end = route + f->route_count;

	for (; route < end; route++) {
		if (route->reg == r->reg && (!(how & VPCI_TRAPS) || route->kind <= ROUTE_TRAP_SC))
			follow(route, r, how & VPCI_ON);
	}
}

void vpci_adopt_lbars(struct vpci_function *f)
{
	const struct vpci_route *route = f->routes, *end = route + f->route_count;

	for (; route < end; route++) {
		struct vpci_register *r = vpci_find(f, route->reg);
		const uint64_t value = smm_rdmsr(route->msr);

		if (r && route->kind == ROUTE_LBAR && value >> 32 & LBAR_EN)
			r->value = (uint32_t)value & r->mask;
	}
}
