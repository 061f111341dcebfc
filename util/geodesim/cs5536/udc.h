/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB device controller and option controller of the CS5536: registers. */
#ifndef GEODESIM_CS5536_UDC_H
#define GEODESIM_CS5536_UDC_H

#include "frame/env.h"
#include "frame/regs.h"

#define UDC_SIZE 0x2000u
#define UDC_REGS 94
#define UOC_SIZE 0x1000u
#define UOC_REGS 7

struct udc {
	const struct env *env;
	struct reg_file udc, uoc;
	uint64_t udc_value[UDC_REGS], uoc_value[UOC_REGS];
	struct reg_cover udc_cover[UDC_REGS], uoc_cover[UOC_REGS];
	/* Told when UOCMUX gives port 4 to the host (true) or takes it away. */
	void (*port4)(void *opaque, bool host);
	void *opaque;
};

/** udc_init - power-on state of both controllers. */
void udc_init(struct udc *u, const struct env *env);

/** udc_reset - hard reset. */
void udc_reset(struct udc *u);

/** udc_read, udc_write - the device controller's window; uoc_...: the option controller's. */
uint32_t udc_read(struct udc *u, uint32_t offset, unsigned size);
void udc_write(struct udc *u, uint32_t offset, unsigned size, uint32_t val);
uint32_t uoc_read(struct udc *u, uint32_t offset, unsigned size);
void uoc_write(struct udc *u, uint32_t offset, unsigned size, uint32_t val);

/** udc_host_port4 - does UOCMUX give port 4 to the host? */
bool udc_host_port4(const struct udc *u);

#endif
