/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the Geode board share. */
#ifndef GEODESIM_MACHINE_GEODE_INTERNAL_H
#define GEODESIM_MACHINE_GEODE_INTERNAL_H

#include "machine/geode.h"

/* The processor's path (geode_rom.c): members of struct machine. */
uint8_t *geode_route_page(struct machine *m, uint32_t addr, bool write, unsigned flags);
uint64_t geode_route_read(struct machine *m, uint32_t addr, unsigned size, unsigned flags);
void geode_route_write(struct machine *m, uint32_t addr, unsigned size, uint64_t val,
		       unsigned flags);
uint32_t geode_route_in(struct machine *m, uint16_t port, unsigned size);
void geode_route_out(struct machine *m, uint16_t port, unsigned size, uint32_t val);
/** geode_routes_changed - forget all page pointers, the processor's too. */
void geode_routes_changed(void *geode);
bool geode_msr_read(void *geode, uint32_t msr, uint64_t *val);
bool geode_msr_write(void *geode, uint32_t msr, uint64_t val);
void geode_rom_init(struct geode *g);
void geode_rom_reset(struct geode *g);

/* Building, in this order. 0, or -1 with the reason in @err. */
int geode_build_lx(struct geode *g, char *err, size_t err_size);
int geode_build_sb(struct geode *g, char *err, size_t err_size);
int geode_build_board(struct geode *g, char *err, size_t err_size);

/** geode_lx_wire - lines between the chips; when both are built. */
void geode_lx_wire(struct geode *g);

/** geode_alias - is the memory that the processor sees at @addr writable at its own address too?
 *  *@other: that address. */
bool geode_alias(struct geode *g, uint32_t addr, uint32_t *other);

/** geode_lx_reset - the processor's chip; @chip: by its own CHIP_RESET, else by
 * RESET#. */
void geode_lx_reset(struct geode *g, bool chip);
/** geode_sb_reset - the companion, by a hard reset because of @cause
 * (PMS_CAUSE_*). geode_board_reset - PCI RST# and LRESET# for what is soldered
 * around. */
void geode_sb_reset(struct geode *g, unsigned cause);
void geode_board_reset(struct geode *g);
void geode_lx_free(struct geode *g);
void geode_board_free(struct geode *g);

/** geode_link, geode_on - wires with storage of the board's own. */
void geode_link(struct geode *g, struct signal *from, struct signal *to, unsigned driver);
void geode_on(struct geode *g, struct signal *s, void (*changed)(void *opaque, bool level));

#endif
