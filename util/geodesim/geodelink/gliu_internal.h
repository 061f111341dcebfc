/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the GeodeLink interface unit share. */
#ifndef GEODESIM_GEODELINK_GLIU_INTERNAL_H
#define GEODESIM_GEODELINK_GLIU_INTERNAL_H

#include "geodelink/gliu.h"

/* Indexes the model itself uses; the standard MSRs are at `std` + n (2000h or 0). */
enum {
	GLIU_CONFIG = 1,
	GLIU_SMI = 2,
	GLIU_ERROR = 3,
	GLIU_COH = 0x80,
	GLIU_PAE = 0x81,
	GLIU_ASMI = 0x83,
	GLIU_AERR = 0x84,
	GLIU_SLV_DIS = 0x8c,
	GLIU_CNT = 0xa0,
	GLIU_MASK = 0xa1,
	GLIU_ACTION = 0xa2,
};

/* GLD_MSR_SMI: bit n masks, 32 + n is the status of ... */
enum { GLIU_SMI_EMULATION = 0, GLIU_SMI_COUNTER = 1 };

/* GLD_MSR_ERROR, likewise. */
enum { GLIU_ERROR_TYPE = 0, GLIU_ERROR_ADDRESS = 1, GLIU_ERROR_COUNTER = 4 };

/* STATISTIC_ACTION. */
enum {
	GLIU_HIT_LDEN = 1,
	GLIU_HIT_DEC = 2,
	GLIU_HIT_ASMI = 4,
	GLIU_HIT_ERR = 8,
	GLIU_ALWAYS_DEC = 0x10,
	GLIU_ZERO_SMI = 0x20,
	GLIU_ZERO_ERR = 0x40,
	GLIU_WRAP = 0x80,
};

/** gliu_std - index of the nth standard MSR. */
static inline uint32_t gliu_std(const struct gliu *g, unsigned n)
{
	return g->shape->alias ? n : 0x2000 + n;
}

/* Hooks of the register tables. */
void gliu_routes_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void gliu_status_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
void gliu_counter_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
int gliu_action_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);
uint64_t gliu_count_read(struct reg_file *f, unsigned i, uint64_t val);
uint64_t gliu_whoami_read(struct reg_file *f, unsigned i, uint64_t val);

/** gliu_note_smi, gliu_note_error - set a status bit unless masked; false: it was masked. */
bool gliu_note_smi(struct gliu *g, unsigned bit);
bool gliu_note_error(struct gliu *g, unsigned bit);

/* Descriptors (gliu_route.c). */
/** gliu_rebuild - make the descriptors ready for comparing again. */
void gliu_rebuild(struct gliu *g);

/** gliu_route_mem, gliu_route_io - the port a request of @from goes to; @addr is translated. */
unsigned gliu_route_mem(struct gliu *g, unsigned from, uint32_t *addr, bool write, unsigned flags);
unsigned gliu_route_io(struct gliu *g, unsigned from, uint16_t port, bool write, unsigned flags);

/* Statistics counters (gliu_count.c). */
void gliu_counters_init(struct gliu *g);
void gliu_counters_reset(struct gliu *g);
/** gliu_count_hit - memory or port descriptor @n was hit. */
void gliu_count_hit(struct gliu *g, bool io, unsigned n);
/** gliu_counters_sync - bring the counters up to now; gliu_counters_start - from now on. */
void gliu_counters_sync(struct gliu *g);
void gliu_counters_start(struct gliu *g);

#endif
