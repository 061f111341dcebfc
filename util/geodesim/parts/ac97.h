/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An AC'97 codec: mixer registers and sample rates (AC'97 2.3); sound itself goes nowhere. */
#ifndef GEODESIM_PARTS_AC97_H
#define GEODESIM_PARTS_AC97_H

#include <stdbool.h>
#include <stdint.h>

#define AC97_REGISTERS 64

/* Vendor ids of codecs on Geode boards. */
#define AC97_AD1888    UINT32_C(0x41445368)
#define AC97_ALC203    UINT32_C(0x414c4770)

struct ac97 {
	bool present;
	uint32_t id;
	uint16_t reg[AC97_REGISTERS]; /* by number / 2 */
	uint64_t played, recorded;    /* frames that crossed the link */
};

/** ac97_init - a codec with vendor @id, or 0: no codec is fitted. */
void ac97_init(struct ac97 *c, uint32_t id);

/** ac97_reset - cold reset. */
void ac97_reset(struct ac97 *c);

/** ac97_read, ac97_write - register @reg (even, 00h-7Eh). */
uint16_t ac97_read(const struct ac97 *c, unsigned reg);
void ac97_write(struct ac97 *c, unsigned reg, uint16_t val);

/** ac97_rate - frames a second: of the DACs, or of the ADC (@record). */
unsigned ac97_rate(const struct ac97 *c, bool record);

#endif
