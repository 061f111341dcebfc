/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GeodeLink: what a device is to the GLIU port it sits on. */
#ifndef GEODESIM_GEODELINK_GL_H
#define GEODESIM_GEODELINK_GL_H

#include <stdbool.h>
#include <stdint.h>

#include "frame/signal.h"

/* Flags of a request, beside CPU_MEM_* of cpu/cpu.h (which use the low byte). */
enum {
	GL_DMA = 0x100,	    /* made by a bus master, not by the processor: no synchronous SMI */
	GL_BIZARRO = 0x200, /* special cycle, or keyboard-emulation cycle of the companion's USB */
};

/*
 * A device on a port. Any of the memory and port members may be NULL: then requests routed here
 * are lost, read as ones, and the GLIU notes an error. An empty port has name NULL.
 */
struct gl_device {
	const char *name;
	void *opaque;
	/*
	 * MSRs. `msr`: bits 31:14 are the routing fields that are left, shifted so that the next
	 * one is in 31:29; bits 13:0 the index. What does not exist reads 0 and swallows writes.
	 */
	uint64_t (*msr_read)(void *opaque, uint32_t msr);
	void (*msr_write)(void *opaque, uint32_t msr, uint64_t val);
	/* Memory, with the address after the descriptor's offset. size 1, 2, 4 or 8. */
	uint64_t (*mem_read)(void *opaque, uint32_t addr, unsigned size, unsigned flags);
	void (*mem_write)(void *opaque, uint32_t addr, unsigned size, uint64_t val, unsigned flags);
	/* Host pointer to the 4 KiB page of plain memory at @addr, or NULL. */
	uint8_t *(*mem_page)(void *opaque, uint32_t addr, bool write, unsigned flags);
	/* Ports. size 1, 2 or 4. */
	uint32_t (*io_read)(void *opaque, uint16_t port, unsigned size, unsigned flags);
	void (*io_write)(void *opaque, uint16_t port, unsigned size, uint32_t val, unsigned flags);
	/* Asynchronous SMI and error of the device, as levels into its GLIU; NULL: has none. */
	struct signal *asmi, *aerr;
};

#endif
