/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register tables: a register is described once; decode, checks, names and coverage follow. */
#ifndef GEODESIM_FRAME_REGS_H
#define GEODESIM_FRAME_REGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct reg_file;

/* What a guest did to a register that real hardware or its data book would frown on. */
enum reg_note {
	REG_NOTE_RESERVED,   /* a write tried to change reserved bits */
	REG_NOTE_READ_ONLY,  /* a write tried to change read-only bits */
	REG_NOTE_UNMODELLED, /* a write changed bits that are stored but have no effect here */
	REG_NOTE_REFUSED,    /* the pre-write hook refused the value */
	REG_NOTE_COUNT,
};

/*
 * One register. Bits in none of the masks are plain storage. The masks are over the register's
 * own bits; a bit may be in `unmodelled` and stored at the same time, but the other masks are
 * disjoint (reg_table_check() tells).
 */
struct reg {
	const char *name; /* as in the data book */
	uint32_t addr;	  /* MSR number, port, or byte offset: the table says which */
	uint8_t width;	  /* bits: 8, 16, 32 or 64 */
	bool probed;	  /* software finds out by writing what is read-only: not noted */
	bool side_effect; /* reading changes state: debuggers must use reg_peek() */
	uint64_t reset;
	uint64_t ro;	     /* writes are ignored; only the model changes these */
	uint64_t w1c;	     /* writing 1 clears, writing 0 keeps */
	uint64_t reserved;   /* keep the reset value; an attempt to change them is noted */
	uint64_t unmodelled; /* stored, no effect in the model; a change is noted */

	/*
	 * All hooks may be NULL. `i` is the register's index in its table; f->owner the part.
	 * pre_write: may change *val (the merged new value) or refuse it with a negative code:
	 * then nothing is stored (an MSR write then faults).
	 * post_write: the new value is stored; act on it.
	 * read: gets the stored value, returns what the guest sees. May have side effects when
	 * side_effect is set.
	 */
	int (*pre_write)(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);
	void (*post_write)(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
	uint64_t (*read)(struct reg_file *f, unsigned i, uint64_t val);
};

/* Why the unmodelled bits of the registers at addresses @first to @last are not modelled. */
struct reg_why {
	uint32_t first, last;
	const char *why;
};

/* A const table, sorted by address without overlap. `space` names the address ("msr", "pci",
 * "io", "mmio") in traces and documents. Of the reasons the first that fits a register counts. */
struct reg_table {
	const char *name;
	const char *space;
	const struct reg *reg;
	unsigned count;
	const struct reg_why *why;
	unsigned whys;
};

#define REG_TABLE(NAME, SPACE, ARRAY)                             \
	{                                                         \
		.name = (NAME), .space = (SPACE), .reg = (ARRAY), \
		.count = sizeof(ARRAY) / sizeof((ARRAY)[0])       \
	}
/* The same with an array of struct reg_why. */
#define REG_TABLE_WHY(NAME, SPACE, ARRAY, WHY)                             \
	{                                                                  \
		.name = (NAME), .space = (SPACE), .reg = (ARRAY),          \
		.count = sizeof(ARRAY) / sizeof((ARRAY)[0]), .why = (WHY), \
		.whys = sizeof(WHY) / sizeof((WHY)[0])                     \
	}

/* Coverage of one register: which bits a guest ever wrote as 1, wrote as 0, and how often. */
struct reg_cover {
	uint64_t wrote1, wrote0;
	uint32_t reads, writes;
};

/* The state of one instance of a table. The owner provides the arrays (table->count long). */
struct reg_file {
	const struct reg_table *table;
	void *owner;
	uint64_t *value;
	struct reg_cover *cover; /* NULL: no coverage is kept */
	/* Told of every reg_note; NULL: nobody listens. */
	void (*note)(void *note_opaque, const struct reg_file *f, unsigned i, enum reg_note n,
		     uint64_t val);
	void *note_opaque;
};

/**
 * reg_file_init - tie a table to its storage and put every register to its reset value
 * @value: table->count values, @cover: table->count entries or NULL (zeroed here).
 */
void reg_file_init(struct reg_file *f, const struct reg_table *table, void *owner, uint64_t *value,
		   struct reg_cover *cover);

/** reg_file_reset - every register back to its reset value; no hook runs, coverage stays. */
void reg_file_reset(struct reg_file *f);

/**
 * reg_find - index of the register that contains byte/number @addr, or -1
 * For the space "msr" the address must match exactly; in others a register covers width/8 bytes.
 */
int reg_find(const struct reg_table *t, uint32_t addr);

/** reg_read - what the guest sees in register @i (index, not address); runs the read hook. */
uint64_t reg_read(struct reg_file *f, unsigned i);

/** reg_peek - the stored value, no hook, no coverage (debuggers, tests). */
uint64_t reg_peek(const struct reg_file *f, unsigned i);

/** reg_poke - set the stored value from the model's side, past all masks and hooks. */
void reg_poke(struct reg_file *f, unsigned i, uint64_t val);

/**
 * reg_write - a guest's write of the bits in @lanes (all ones for a full write)
 * Bits outside @lanes keep their value (and are 0 for write-1-to-clear).
 * Returns 0, or the negative code of the pre-write hook (nothing was stored then).
 */
int reg_write(struct reg_file *f, unsigned i, uint64_t val, uint64_t lanes);

/**
 * reg_read_bytes - a guest's read of @size (1, 2, 4, 8) bytes at byte address @addr
 * Accesses may cover parts of registers or several; bytes where no register is read as @hole's
 * bytes. Each register touched is read once.
 */
uint64_t reg_read_bytes(struct reg_file *f, uint32_t addr, unsigned size, uint64_t hole);

/**
 * reg_write_bytes - a guest's write of @size bytes at byte address @addr, registers in order
 * Returns the number of bytes that hit no register (0: all did).
 */
unsigned reg_write_bytes(struct reg_file *f, uint32_t addr, unsigned size, uint64_t val);

/**
 * reg_table_check - is a table well formed (sorted, no overlap, masks disjoint and in width)?
 * Returns 0, or -1 with the fault written to @err (@err_size bytes). Tests call it per table.
 */
int reg_table_check(const struct reg_table *t, char *err, size_t err_size);

/** reg_unmodelled - the bits of register @i of @t that a write changes without any effect */
uint64_t reg_unmodelled(const struct reg_table *t, unsigned i);

/** reg_why - why bits of register @i are not modelled; NULL when no reason is on record */
const char *reg_why(const struct reg_table *t, unsigned i);

/** reg_table_document - print a table as a Markdown section (names, masks, what is modelled). */
void reg_table_document(FILE *out, const struct reg_table *t);

/** reg_file_coverage - print which registers and bits a run touched, one line a register. */
void reg_file_coverage(FILE *out, const struct reg_file *f);

/** reg_note_name - a word for a note, for messages. */
const char *reg_note_name(enum reg_note n);

#endif
