/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Video input port of the Geode LX (GLIU1 port 5, MSRs 54000000h): registers, no video arrives. */
#ifndef GEODESIM_LX_VIP_H
#define GEODESIM_LX_VIP_H

#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"

#define VIP_MSRS      6
#define VIP_REGS      31
#define VIP_MMIO_SIZE 0x4000u

struct vip {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[VIP_MSRS], value[VIP_REGS];
	struct reg_cover msr_cover[VIP_MSRS], cover[VIP_REGS];
	struct signal irq, asmi, aerr;
};

void vip_init(struct vip *v, const struct env *env);
void vip_reset(struct vip *v);

/** vip_device - 16 KiB of registers by the low 14 bits of the address. */
struct gl_device vip_device(struct vip *v);

/** vip_regs - the nth register file, NULL after the last. */
const struct reg_file *vip_regs(const struct vip *v, unsigned n);

#endif
