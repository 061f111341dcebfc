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
#define COREMULT_SHIFT	   1 /* in the high half */
#define COREMULT_MASK	   0x1fu

enum { LOCKED, UNLOCKED, INDEXED };

static uint8_t state;
static uint16_t index;
static uint16_t graphics;

static uint32_t read_virtual(void)
{
	switch (index) {
	case VR_VERSION: return VERSION;
	case VR_SIGNATURE: return SIGNATURE;
	case VR_GRAPHICS: return graphics;
	case VR_CPU_MHZ:
		return (((uint32_t)(smm_rdmsr(GLCP_SYS_RSTPLL) >> 32) >> COREMULT_SHIFT &
			 COREMULT_MASK) +
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

/* The state after a write to the index port; a new index is taken over. */
static uint8_t write_index(uint32_t data, unsigned size)
{
	uint8_t next = LOCKED;

	if (size == 4) {
		if (data >> 16 == UNLOCK && state == LOCKED)
			next = INDEXED;
	} else if (size == 2) {
		if ((uint16_t)data == UNLOCK)
			next = UNLOCKED;
		else if (state == UNLOCKED)
			next = INDEXED;
	}
	if (next == INDEXED)
		index = (uint16_t)data;
	return next;
}

bool smm_vr_serve(struct smm_event *ev, uint32_t events)
{
	const bool indexed = state == INDEXED && ev->size > 1;
	uint32_t value = 0xffffffff;
	uint8_t next = LOCKED;

	(void)events;
	if (ev->port & 1) {
		/* There is nothing. */
	} else if (ev->port & DATA_PORT) {
		value = indexed ? read_virtual() : 0;
		/* The signature answers with 32 bits, however wide the read was. */
		if (value == SIGNATURE)
			ev->width = 0xffffffff;
		if (!ev->read && indexed && ev->size == 2)
			write_virtual((uint16_t)ev->data);
	} else if (ev->read) {
		next = state;
		value = ev->size == 2 && state != LOCKED ? index : ev->regs->eax;
	} else {
		next = write_index(ev->data, ev->size);
	}
	state = next;
	if (ev->read)
		smm_io_result(ev, value);
	return true;
}

void smm_vr_init(void)
{
	graphics = (uint16_t)(smm_image.params.framebuffer_size >> 20 & GRAPHICS_SIZE_MASK);
	if (graphics)
		graphics |= GRAPHICS_DRIVER | GRAPHICS_PRIMARY;
	state = LOCKED;
}
