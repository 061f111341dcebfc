/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A whole board: Geode LX, CS5536 and what is soldered around them. */
#ifndef GEODESIM_MACHINE_GEODE_H
#define GEODESIM_MACHINE_GEODE_H

#include "machine/geode_config.h"
#include "machine/machine.h"

struct geode;

/**
 * geode_new - build the board of @cfg, powered on at the reset vector
 * What @cfg points to stays the caller's and must live as long as the board. NULL with the reason
 * in @err. A struct geode begins with its struct machine: geode_machine().
 */
struct geode *geode_new(const struct geode_config *cfg, char *err, size_t err_size);
void geode_free(struct geode *g);
struct machine *geode_machine(struct geode *g);

/**
 * geode_warm_start - bring the chipset to the state finished firmware leaves
 * Memory up, descriptors, LBARs, interrupt routing, caches on; all through register accesses as
 * firmware would make them. For running an operating system without firmware. 0, or -1 with the
 * reason in @err.
 */
int geode_warm_start(struct geode *g, char *err, size_t err_size);

#endif
