/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Payload loading: a file becomes a plan, the plan is checked against the memory map, then run.
 * Everything in a file is untrusted. Nothing is written before load_run().
 */
#ifndef LIB_LOAD_H
#define LIB_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <lib/memmap.h>

#define LOAD_MAX_SEGMENTS 32
#define LOAD_MAX_COPIES	  64
#define LOAD_MAX_KEEP	  8
#define LOAD_MAX_CLEAR	  2
#define LOAD_NAME_SIZE	  40

/* What a payload wants in memory: `memsz` bytes at physical address `dest`. */
struct load_segment {
	uint32_t dest;
	const void *src; /* stored bytes, inside the payload file */
	uint32_t stored; /* number of stored bytes */
	uint32_t filesz; /* bytes once expanded; 0: known only after expanding, at most memsz */
	uint32_t memsz;	 /* bytes in memory; what the file does not give becomes zero */
	uint32_t compression; /* COMPRESS_ of compress.h */
};

struct load_plan {
	struct load_segment seg[LOAD_MAX_SEGMENTS];
	unsigned int count;
	uint32_t entry;		      /* physical address of the 32-bit entry point */
	char program[LOAD_NAME_SIZE]; /* from an ELFBoot note, printable, or empty */
	char version[LOAD_NAME_SIZE]; /* from an ELFBoot note, printable, or empty */
	bool has_checksum;	      /* an ELFBoot checksum note is there */
	const uint8_t *checksum;      /* its two bytes in the file, little-endian */
	struct mem_range
		clear[LOAD_MAX_CLEAR]; /* more RAM the payload uses: no buffer goes there */
	unsigned int clear_count;
	unsigned int bad; /* index of the segment that an error is about */
};

/*
 * Plans an ELF file: 32-bit little-endian executable (ET_EXEC) for the 386 or 486. One segment per
 * PT_LOAD with memory, at its physical address, in header order (any order is allowed); ELFBoot
 * notes of PT_NOTE headers give program, version and checksum. Section headers are not looked at.
 * Returns 0 or
 *   ERR_UNKNOWN_TYPE no ELF magic
 *   ERR_MACHINE      another machine, word size or byte order
 *   ERR_UNSUPPORTED  not an executable, or another version of ELF or of its header sizes
 *   ERR_TRUNCATED    program headers, a segment or a note reach beyond the file
 *   ERR_CORRUPT      no loadable segment, or more bytes in the file than in memory
 *   ERR_NO_SPACE     more than LOAD_MAX_SEGMENTS loadable segments
 */
int elf_plan(const void *file, size_t size, struct load_plan *plan);

/*
 * Compares the checksum note of a planned ELF file with its contents: IP checksum over ELF header,
 * program headers and the memory image of each PT_LOAD in header order, the note's own two bytes
 * counting as zero. Costs about one instruction per byte. Returns 0 (also without a note) or
 * ERR_CHECKSUM.
 */
int elf_verify(const void *file, size_t size, const struct load_plan *plan);

/*
 * Plans the data of a CBFS payload file (type CBFS_TYPE_SELF): CODE, DATA, BSS, PARA (skipped) and
 * ENTRY records. Returns 0 or
 *   ERR_TRUNCATED  no ENTRY record inside the file, or bytes of a segment beyond it
 *   ERR_CORRUPT    unknown record, no loadable segment, or more stored bytes than memory
 *   ERR_RANGE      an address above 4 GiB
 *   ERR_NO_SPACE   more than LOAD_MAX_SEGMENTS segments
 * An unknown compression is refused by load_run().
 */
int self_plan(const void *file, size_t size, struct load_plan *plan);

/*
 * Checks a plan against the memory map: every segment in MEM_RAM, no two segments overlapping, the
 * entry point inside one of them. The resident firmware's own memory must be MEM_RAM in `map`: it
 * may be overwritten at the jump. plan->bad tells the segment an error is about. Returns 0 or
 *   ERR_RANGE    a segment wraps at 4 GiB
 *   ERR_NOT_RAM  a segment is not wholly in usable RAM
 *   ERR_OVERLAP  the segment overlaps one before it
 *   ERR_ENTRY    the entry point is in no segment
 */
int load_check(struct load_plan *plan, const struct memmap *map);

/* What load_run() works with. */
struct load_env {
	const struct memmap *map;
	const struct mem_range
		*keep; /* memory that must survive until the jump: resident firmware, */
	unsigned int
		keep_count; /* stack, the payload file if it is in RAM; at most LOAD_MAX_KEEP */
	uint32_t stub_size; /* bytes of RAM wanted for the hand-off, clear of everything */
	void *work;	    /* for decompress() */
	size_t work_size;
	uintptr_t memory; /* where physical address 0 is: 0, except in tests on a host */
};

/* One copy that can only happen at the jump, when the firmware is no longer needed. */
struct load_copy {
	uint32_t dest;
	uint32_t src;
	uint32_t size;
};

struct load_result {
	struct load_copy copy[LOAD_MAX_COPIES];
	unsigned int copies;
	uint32_t stub; /* address of env->stub_size bytes for the hand-off, 16-byte aligned */
};

/*
 * Runs a checked plan: expands or copies every segment to its place and zeroes the rest.
 * What falls on a `keep` range goes to a buffer in free RAM instead, with an entry in the copy
 * list: the hand-off performs the copies in order (sources and destinations never overlap) and
 * jumps.
 * plan->bad tells the segment an error is about. Returns 0, the errors of decompress(), or
 *   ERR_NO_MEMORY  no RAM for the buffer and the hand-off
 *   ERR_NO_SPACE   more than LOAD_MAX_COPIES copies or LOAD_MAX_KEEP ranges
 */
int load_run(struct load_plan *plan, const struct load_env *env, struct load_result *result);

#define BOOT_NOTES_MAGIC 0x0e1fb007u /* also in EAX at the entry of an ELF payload */

/*
 * Writes the boot notes block that EBX points to at the entry of an ELF payload: header with size,
 * checksum and count, then notes with firmware type, loader name, loader version and command line
 * (NULL leaves one out). Returns the size of the block in bytes or ERR_NO_SPACE. `buffer`: 4-byte
 * aligned.
 */
int boot_notes_write(void *buffer, size_t size, const char *firmware, const char *loader,
		     const char *version, const char *command_line);

#endif
