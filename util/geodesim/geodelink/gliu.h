/* SPDX-License-Identifier: GPL-2.0-or-later */
/* GeodeLink interface unit: routes memory, port and MSR requests between eight ports. */
#ifndef GEODESIM_GEODELINK_GLIU_H
#define GEODESIM_GEODELINK_GLIU_H

#include "frame/bus.h"
#include "frame/env.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"

#define GLIU_PORTS    8
#define GLIU_REGS_MAX 96
#define GLIU_P2D_MAX  24
#define GLIU_IOD_MAX  20
#define GLIU_COUNTERS 3

/* Kinds of descriptors (LX data book 4.2.4 to 4.2.6; CS5536: BMK, "keyboard" base mask). */
enum gliu_kind {
	GLIU_NONE,
	GLIU_P2D_BM,
	GLIU_P2D_BMO,
	GLIU_P2D_R,
	GLIU_P2D_RO,
	GLIU_P2D_SC,
	GLIU_P2D_BMK,
	GLIU_IOD_BM,
	GLIU_IOD_SC,
};

/* A run of descriptors of one kind at consecutive MSR indexes. */
struct gliu_run {
	enum gliu_kind kind;
	uint16_t first; /* index */
	uint8_t count;
};

/* What tells the three units apart. */
struct gliu_shape {
	const char *name;
	const struct reg_table *msrs;
	uint32_t base;		     /* as the processor writes it */
	uint32_t alias;		     /* index bits without meaning */
	const struct gliu_run *runs; /* ends with GLIU_NONE; memory first, in the order of hits */
	uint8_t counters;	     /* statistics counters */
	int8_t uplink; /* requests of other ports that hit nothing go here; -1: as all */
	bool external; /* traps reach the processor through the companion's SMI */
};

extern const struct gliu_shape gliu0_shape, gliu1_shape, gliu_sb_shape;

/* A descriptor made ready for comparing. */
struct gliu_desc {
	enum gliu_kind kind;
	uint8_t n;    /* its place among all of its unit's memory or port descriptors */
	uint8_t port; /* destination */
	bool biz;
	uint16_t index;		     /* MSR index, for messages */
	uint32_t base, mask;	     /* BM: pages or ports; R: lowest and highest page; SC: group */
	uint32_t offset;	     /* pages added to the address */
	uint16_t readable, writable; /* SC: one bit a 16 KiB chunk; IOD_SC: EN if REN or WEN */
};

struct gliu;

/* The unit as the device on another unit's (or a master's) side. */
struct gliu_side {
	struct gliu *gliu;
	uint8_t from;
};

/* Statistics counter n: MSRs A0h + 4n. */
struct gliu_counter {
	struct gliu *gliu;
	uint8_t n;
	uint64_t since; /* tick of the unit's clock at which CNT was right; ALWAYS_DEC */
	struct event zero;
};

struct gliu {
	const struct gliu_shape *shape;
	const struct env *env;
	struct gld gld;
	uint64_t value[GLIU_REGS_MAX];
	struct reg_cover cover[GLIU_REGS_MAX];
	struct gl_device port[GLIU_PORTS];
	struct gliu_side side[GLIU_PORTS];
	uint8_t asking; /* port of the MSR request in progress */
	struct gliu_desc p2d[GLIU_P2D_MAX], iod[GLIU_IOD_MAX];
	unsigned p2ds, iods;		   /* in use: those that can hit */
	uint32_t counted_p2d, counted_iod; /* descriptors whose hits a counter watches */
	struct gliu_counter counter[GLIU_COUNTERS];
	uint64_t hz; /* the unit's clock */
	/* Toward the processor: SMIs and errors of the ports and of the unit itself, as levels. */
	struct signal asmi, aerr;
	struct gliu_input {
		struct gliu *gliu;
		uint8_t port;
		struct signal_hook asmi, aerr;
	} input[GLIU_PORTS];
	/* Bus masters' accesses that the processor has to see before (reads) or after (writes)
	 * they happen; may be NULL. Address before translation. */
	void (*snoop)(void *opaque, uint32_t addr, uint32_t len, bool write);
	void *snoop_opaque;
};

/** gliu_init - no devices attached. @hz: the unit's clock (gliu_set_clock() later). */
void gliu_init(struct gliu *g, const struct env *env, const struct gliu_shape *shape, uint64_t hz);

/** gliu_reset - hard reset: registers to their reset values, no descriptor hits. */
void gliu_reset(struct gliu *g);

/** gliu_set_clock - the unit's clock changes now (counters that always count follow it). */
void gliu_set_clock(struct gliu *g, uint64_t hz);

/** gliu_attach - @dev sits on @port (1..7); its asmi and aerr signals are watched from now on. */
void gliu_attach(struct gliu *g, unsigned port, struct gl_device dev);

/** gliu_device - the unit as seen by what sits on its port @from. */
struct gl_device gliu_device(struct gliu *g, unsigned from);

/* Requests of the device on port @from; arguments as in struct gl_device. */
uint64_t gliu_msr_read(struct gliu *g, unsigned from, uint32_t msr);
void gliu_msr_write(struct gliu *g, unsigned from, uint32_t msr, uint64_t val);
uint64_t gliu_mem_read(struct gliu *g, unsigned from, uint32_t addr, unsigned size, unsigned flags);
void gliu_mem_write(struct gliu *g, unsigned from, uint32_t addr, unsigned size, uint64_t val,
		    unsigned flags);
uint8_t *gliu_mem_page(struct gliu *g, unsigned from, uint32_t addr, bool write, unsigned flags);
/** gliu_translate - the address with which a read of the device on port @from goes on. */
uint32_t gliu_translate(struct gliu *g, unsigned from, uint32_t addr);
uint32_t gliu_io_read(struct gliu *g, unsigned from, uint16_t port, unsigned size, unsigned flags);
void gliu_io_write(struct gliu *g, unsigned from, uint16_t port, unsigned size, uint32_t val,
		   unsigned flags);

/** gliu_dma - the way to memory of the bus master on port @from. Refused while its port is
 *  not enabled in PAE. */
struct dma_if gliu_dma(struct gliu *g, unsigned from);

/**
 * gliu_descriptor - the nth descriptor that can hit, memory ones first; NULL after the last
 * For the memory map in documents and tests.
 */
const struct gliu_desc *gliu_descriptor(const struct gliu *g, unsigned n);

/** gliu_kind_name - as in the data book. */
const char *gliu_kind_name(enum gliu_kind kind);

/** gliu_regs - the nth register file, NULL after the last. */
const struct reg_file *gliu_regs(const struct gliu *g, unsigned n);

#endif
