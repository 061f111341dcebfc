/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 audio controller (5150xxxx): AC-link, codec mailbox, eight bus masters. */
#ifndef GEODESIM_CS5536_ACC_H
#define GEODESIM_CS5536_ACC_H

#include "frame/env.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"
#include "parts/ac97.h"

#define ACC_MSRS    6
#define ACC_MASTERS 8
#define ACC_REGS    (6 + 4 * ACC_MASTERS)
#define ACC_PORTS   0x80u

struct acc;

struct acc_master {
	struct acc *acc;
	unsigned n;
	struct event end; /* of the running descriptor */
	uint32_t next;	  /* address of the next descriptor */
	uint32_t addr;	  /* of the data in work */
	uint32_t bytes;	  /* of it; 0: no descriptor is loaded */
	uint32_t moved;	  /* bytes that had gone when the clock last started */
	uint32_t flags;
	uint64_t begin_ps; /* board time of that start */
	bool waiting;	   /* held by a second EOP that nobody read */
	uint64_t total;	   /* bytes moved since power-on */
};

struct acc {
	const struct env *env;
	struct gld gld;
	uint64_t value[ACC_MSRS];
	struct reg_cover cover[ACC_MSRS];
	struct reg_file io;
	uint64_t io_value[ACC_REGS];
	struct reg_cover io_cover[ACC_REGS];
	struct dma_if memory;
	struct acc_master master[ACC_MASTERS];
	struct ac97 codec;
	struct event command_done, answer; /* the AC-link's frames */
	uint16_t answer_data;
	uint8_t answer_reg;
	bool link_down;
	struct signal irq; /* Y source 4 of the interrupt mapper */
};

/** acc_init - power-on. @codec: the codec's id (parts/ac97.h), 0: none. @memory: the way of a bus
 *  master on this GLIU port (PAE is the port's). */
void acc_init(struct acc *a, const struct env *env, struct dma_if memory, uint32_t codec);

/** acc_reset - hard reset. */
void acc_reset(struct acc *a);

/** acc_device - the module for its GLIU port; ports count from the I/O descriptor's base: the
 *  low seven bits address the registers. */
struct gl_device acc_device(struct acc *a);

/* Between acc.c and acc_master.c. */
enum { ACC_CMD, ACC_STATUS, ACC_PRD, ACC_MASTER_REGS };
#define ACC_MASTER0 6u /* index of master 0's command register */
#define ACC_PNTR0   (ACC_MASTER0 + ACC_MASTER_REGS * ACC_MASTERS)
enum { ACC_EOP = 1, ACC_EOP_ERROR = 2 };
void acc_master_init(struct acc *a, unsigned n);
void acc_master_reset(struct acc_master *m);
void acc_master_command(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
uint64_t acc_master_status(struct reg_file *f, unsigned i, uint64_t val);
uint64_t acc_master_pointer(struct reg_file *f, unsigned i, uint64_t val);
/** acc_link_changed - the bit clock started or stopped. */
void acc_link_changed(struct acc *a);
void acc_update_irq(struct acc *a);

/** acc_regs - the nth register file, NULL after the last. */
const struct reg_file *acc_regs(const struct acc *a, unsigned n);

#endif
