/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory, port and MSR routing by interface: who answers an access, and maps of such answers. */
#ifndef GEODESIM_FRAME_BUS_H
#define GEODESIM_FRAME_BUS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The interfaces. A part offers them, a map or a bridge calls them. Addresses are relative to
 * the place where the part is mapped. Every access succeeds: what nobody answers reads as ones.
 */
struct io_if {
	void *opaque;
	uint32_t (*read)(void *opaque, uint16_t offset, unsigned size); /* size 1, 2, 4 */
	void (*write)(void *opaque, uint16_t offset, unsigned size, uint32_t val);
};

struct mem_if {
	void *opaque;
	uint64_t (*read)(void *opaque, uint32_t offset, unsigned size); /* size 1, 2, 4, 8 */
	void (*write)(void *opaque, uint32_t offset, unsigned size, uint64_t val);
	/* Host address of the 4 KiB page at @offset, or NULL: accesses must be made one by one.
	 * May be NULL itself. A part whose answer changes tells its map (mem_map_changed()). */
	uint8_t *(*page)(void *opaque, uint32_t offset, bool write);
};

struct msr_if {
	void *opaque;
	bool (*read)(void *opaque, uint32_t msr, uint64_t *val); /* false: no such MSR */
	bool (*write)(void *opaque, uint32_t msr, uint64_t val);
};

/* A bus master's way to memory. Returns false when nothing answers (data read is all ones). */
struct dma_if {
	void *opaque;
	bool (*read)(void *opaque, uint32_t addr, void *buf, uint32_t len);
	bool (*write)(void *opaque, uint32_t addr, const void *buf, uint32_t len);
};

/* A run of ports that one part answers. */
struct io_range {
	const char *name;
	uint16_t base;
	uint32_t count;
	uint8_t max_size; /* 1: wider accesses are split into bytes, as on an 8-bit ISA card */
	bool enabled;
	struct io_if io;
	struct io_range *next;
};

/* The 64K ports. Among enabled ranges that overlap the one added last answers. */
struct io_map {
	struct io_range *ranges;  /* last added first */
	struct io_if subtractive; /* gets what no range claims, with absolute ports */
};

/** io_map_init - an empty map; unclaimed ports read as ones. */
void io_map_init(struct io_map *m);

/** io_map_add - add a range (storage stays the caller's) that is enabled at once. */
void io_map_add(struct io_map *m, struct io_range *r, const char *name, uint16_t base,
		uint32_t count, uint8_t max_size, struct io_if io);

/** io_range_move - a base address register changed: move and enable or disable. */
void io_range_move(struct io_range *r, bool enabled, uint16_t base);

/** io_map_find - the range that answers @port, or NULL. */
const struct io_range *io_map_find(const struct io_map *m, uint16_t port);

/** io_map_read, io_map_write - one access of 1, 2 or 4 bytes, split where ranges demand it. */
uint32_t io_map_read(struct io_map *m, uint16_t port, unsigned size);
void io_map_write(struct io_map *m, uint16_t port, unsigned size, uint32_t val);

/* A run of addresses that one part answers. */
struct mem_range {
	const char *name;
	uint32_t base;
	uint64_t size; /* bytes; base + size <= 4 GiB */
	bool enabled;
	struct mem_if mem;
	struct mem_map *map;
	struct mem_range *next;
};

/* The 4 GiB of physical memory. Among enabled ranges that overlap the one added last answers. */
struct mem_map {
	struct mem_range *ranges;
	struct mem_if subtractive;     /* gets what no range claims, with absolute addresses */
	void (*changed)(void *opaque); /* routing or page pointers changed; may be NULL */
	void *opaque;
};

/** mem_map_init - an empty map; @changed(@opaque) is called when page pointers become stale. */
void mem_map_init(struct mem_map *m, void (*changed)(void *opaque), void *opaque);

/** mem_map_add - add a range (storage stays the caller's) that is enabled at once. */
void mem_map_add(struct mem_map *m, struct mem_range *r, const char *name, uint32_t base,
		 uint64_t size, struct mem_if mem);

/** mem_range_move - a base address register changed: move and enable or disable. */
void mem_range_move(struct mem_range *r, bool enabled, uint32_t base);

/** mem_map_changed - a part's page() now answers differently. */
void mem_map_changed(struct mem_map *m);

/** mem_map_find - the range that answers @addr, or NULL. */
const struct mem_range *mem_map_find(const struct mem_map *m, uint32_t addr);

/** mem_map_read, mem_map_write - one access of 1, 2, 4 or 8 bytes, split between ranges. */
uint64_t mem_map_read(struct mem_map *m, uint32_t addr, unsigned size);
void mem_map_write(struct mem_map *m, uint32_t addr, unsigned size, uint64_t val);

/** mem_map_page - host pointer to the page of plain memory at @addr (page aligned), or NULL. */
uint8_t *mem_map_page(struct mem_map *m, uint32_t addr, bool write);

/** mem_map_dma - a bus master's view of a map. */
struct dma_if mem_map_dma(struct mem_map *m);

/* Plain memory. */
struct ram {
	uint8_t *bytes;
	uint64_t size; /* a multiple of 4 KiB */
	bool read_only;
};

/** ram_mem_if - the memory interface of @r: reads beyond the end give ones. */
struct mem_if ram_mem_if(struct ram *r);

#endif
