/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the warm start share: register accesses as firmware makes them. */
#ifndef GEODESIM_MACHINE_GEODE_WARM_H
#define GEODESIM_MACHINE_GEODE_WARM_H

#include "machine/geode.h"

/** warm_read, warm_write - an MSR, the processor's own below 4000h. */
uint64_t warm_read(struct geode *g, uint32_t msr);
void warm_write(struct geode *g, uint32_t msr, uint64_t val);

/** warm_change - read, clear the bits @clear, set @set, write. */
void warm_change(struct geode *g, uint32_t msr, uint64_t clear, uint64_t set);

/** warm_out - a port write of @size bytes. */
void warm_out(struct geode *g, uint16_t port, unsigned size, uint32_t val);

/** warm_wait - board time passes: @us microseconds. */
void warm_wait(struct geode *g, unsigned us);

/** warm_memory - DRAM up, from the modules' SPD bytes. 0, or -1 with the reason in @err. */
int warm_memory(struct geode *g, char *err, size_t err_size);

/** warm_companion_early, warm_companion - the CS5536: before memory; interrupts and devices. */
void warm_companion_early(struct geode *g);
void warm_companion(struct geode *g);

#endif
