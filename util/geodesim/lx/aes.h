/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Security block of the Geode LX (GLIU1 port 6, MSRs 58000000h): AES-128, random numbers, EEPROM. */
#ifndef GEODESIM_LX_AES_H
#define GEODESIM_LX_AES_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"

#define AES_MSRS      7
#define AES_REGS      23
#define AES_EEPROM    256
#define AES_MMIO_SIZE 0x4000u

struct aes {
	const struct env *env;
	struct gld gld;
	struct reg_file regs;
	uint64_t msr_value[AES_MSRS], value[AES_REGS];
	struct reg_cover msr_cover[AES_MSRS], cover[AES_REGS];
	struct dma_if mem;
	/* The engine works for one DMA context, A or B, at a time. */
	int running; /* 0 A, 1 B, -1 none */
	bool waiting[2];
	uint32_t from, to, left; /* bytes */
	struct event step;
	uint8_t key[16];	/* as written; not readable */
	uint8_t hidden_key[16]; /* from the EEPROM */
	uint8_t *eeprom;	/* AES_EEPROM bytes of the part on the board, or NULL: none */
	struct event eeprom_event;
	uint64_t seed, random;
	uint64_t random_ready; /* core clock from which the next number can be read */
	struct signal irq;     /* level: to the security function's INTA# */
	struct signal asmi, aerr;
};

/**
 * aes_init - @mem: memory as GLIU1 shows it to this port; @seed: where the random numbers start
 * (the same seed, the same numbers); @eeprom: 256 bytes that stay the caller's, or NULL.
 */
void aes_init(struct aes *a, const struct env *env, struct dma_if mem, uint64_t seed,
	      uint8_t *eeprom);
void aes_reset(struct aes *a);

/** aes_device - 16 KiB of registers by the low 14 bits of the address. */
struct gl_device aes_device(struct aes *a);

/** aes_regs - the nth register file, NULL after the last. */
const struct reg_file *aes_regs(const struct aes *a, unsigned n);

#endif
