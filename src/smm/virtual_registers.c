/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Virtual registers: index port at the host bridge's base address register, data port two above, words. A program
 * writes FC53h to the index, then class and index, then reads or writes the data once. Those that drivers of
 * graphics and the companion ask for are there; none reaches memory or MSRs on behalf of its caller.
 */
#include <smm/hw.h>
#include <smm/modules.h>

#define UNLOCK		   0xfc53u
#define DATA_PORT	   2u

#define VR_VERSION	   0x0000u /* class 0: miscellaneous */
#define VR_SIGNATURE	   0x0003u
#define VR_WBINVD	   0x0008u
#define VR_GRAPHICS	   0x0200u /* class 2: what the display has */
#define VR_CPU_MHZ	   0x1201u /* class 12h: system */

#define SIGNATURE	   0x56534132u /* "VSA2": what loaders and Linux ask for */
#define VERSION		   0x03b0u
#define GRAPHICS_DRIVER	   0x2000u
#define GRAPHICS_PRIMARY   0x0800u
#define GRAPHICS_SIZE_MASK 0x00feu

#define GLCP_SYS_RSTPLL	   0x4c000014
#define COREMULT_SHIFT	   33
#define COREMULT_MASK	   0x1fu

static enum { LOCKED, UNLOCKED, INDEXED } state;
static uint16_t index;
static uint16_t graphics;

static uint32_t read_virtual(void)
{
	switch (index) {
	case VR_VERSION: return VERSION;
	case VR_SIGNATURE: return SIGNATURE;
	case VR_GRAPHICS: return graphics;
	case VR_CPU_MHZ:
		return ((uint32_t)(smm_rdmsr(GLCP_SYS_RSTPLL) >> COREMULT_SHIFT & COREMULT_MASK) +
			1) *
		       100 / 3;
	default: return 0;
	}
}

/* The memory of the display was given out at start-up: its size stays. */
static void write_virtual(uint16_t value)
{
	if (index == VR_GRAPHICS)
		graphics =
			(uint16_t)((value & ~GRAPHICS_SIZE_MASK) | (graphics & GRAPHICS_SIZE_MASK));
}

static void access_index(struct smm_event *ev)
{
	const uint32_t data = ev->header->io_data;

	if (smm_io_read(ev)) {
		if (ev->size == 2 && state != LOCKED)
			smm_io_result(ev, index);
		return;
	}
	if (ev->size == 4 && data >> 16 == UNLOCK && state == LOCKED) {
		index = (uint16_t)data;
		state = INDEXED;
	} else if (ev->size != 2) {
		state = LOCKED;
	} else if ((uint16_t)data == UNLOCK) {
		state = UNLOCKED;
	} else if (state == UNLOCKED) {
		index = (uint16_t)data;
		state = INDEXED;
	} else {
		state = LOCKED;
	}
}

/* The signature answers with 32 bits, however wide the read was. */
static void access_data(struct smm_event *ev)
{
	const uint32_t value = state == INDEXED && ev->size > 1 ? read_virtual() : 0;

	if (!smm_io_read(ev)) {
		if (state == INDEXED && ev->size == 2)
			write_virtual((uint16_t)ev->header->io_data);
	} else {
		smm_io_result(ev, value);
		if (value == SIGNATURE)
			ev->regs->eax = value;
	}
	state = LOCKED;
}

bool smm_vr_serve(struct smm_event *ev, uint32_t events)
{
	(void)events;
	switch (ev->header->io_port & 3) {
	case 0: access_index(ev); break;
	case DATA_PORT: access_data(ev); break;
	default:
		if (smm_io_read(ev))
			smm_io_result(ev, 0xffffffff);
		state = LOCKED;
	}
	return true;
}

void smm_vr_init(const struct smm_params *params)
{
	graphics = (uint16_t)(params->framebuffer_size >> 20 & GRAPHICS_SIZE_MASK);
	if (graphics)
		graphics |= GRAPHICS_DRIVER | GRAPHICS_PRIMARY;
	state = LOCKED;
}
