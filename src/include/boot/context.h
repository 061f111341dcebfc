/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the firmware keeps from the first C instruction on: one block that is context and stack.
 *
 * Bootblock and romstage run from flash and have no writable globals. What they keep is a
 * struct stage_context at the base of the stack's block. The block is CONFIG_CAR_SIZE bytes big and
 * aligned to its size, in cache-as-RAM and in RAM alike, so every stage finds the context from ESP,
 * and leaving cache-as-RAM is one copy of one block (boot/handover.c).
 */
#ifndef BOOT_CONTEXT_H
#define BOOT_CONTEXT_H

/* Where the pointer to the services stands in struct stage_context. */
#define CONTEXT_SERVICES 4

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>
#include <stdbool.h>
#include <boot/timestamp.h>

/*
 * The layout of struct stage_context, and the services (boot/services.def), are what a FALLBACK bootblock and a newer
 * NORMAL romstage agree on: any change of them changes the magic, and romstage refuses a context not its own.
 */
#define CONTEXT_MAGIC	   0x32585443u /* "CTX2" */
#define UART_QUEUE_SIZE	   512	       /* a power of two */
#define IDT_ENTRIES	   32
#define EARLY_CONSOLE_SIZE 6144
#define CONTEXT_MAX_REASON 64

enum boot_region { REGION_FALLBACK, REGION_NORMAL };

/* One memory console as the coreboot table knows it: size of the body, cursor, body. */
struct console_ring {
	uint32_t size;	 /* bytes of body */
	uint32_t cursor; /* bits 27..0 next position, bit 31 set once the ring has wrapped */
	uint8_t body[];
};

struct ram_info {
	uint64_t low_top;   /* first byte behind RAM that starts at 0, at most 4 GiB */
	uint64_t high_size; /* bytes of RAM from 4 GiB up */
};

struct stage_context {
	uint32_t magic;
	const void *services; /* addresses of the bootblock's functions in boot/services.def */
	const char *stage;    /* name of the running stage, in that stage's own image */

	enum boot_region region;	 /* the region this boot runs from */
	char reason[CONTEXT_MAX_REASON]; /* why FALLBACK, empty for NORMAL */

	bool resuming; /* the machine wakes from suspend to RAM: RAM belongs to the OS that sleeps in it */

	uint8_t uart_level;   /* messages up to this level go to the UART */
	uint8_t memory_level; /* and up to this one to the memory console */
	bool uart_ready;
	uint8_t uart_room; /* characters that the UART's FIFO surely has room for */
	/* What waits for the UART: characters ever put into the queue, and ever taken from it. */
	uint32_t uart_queued, uart_sent;
	uint8_t uart_queue[UART_QUEUE_SIZE];

	struct ram_info ram;
	uint32_t tsc_khz; /* 0 until known */
	uintptr_t cbmem;  /* the cbmem directory, 0 while there is no RAM */

	struct console_ring *console;
	struct timestamp_table *timestamps;

	uint32_t idt[IDT_ENTRIES][2];

	/* The first homes of timestamps and console; cbmem takes over when there is RAM. */
	_Alignas(8) uint8_t early_timestamps[sizeof(struct timestamp_table) +
					     EARLY_TIMESTAMPS * sizeof(struct timestamp_entry)];
	_Alignas(4) uint8_t early_console[sizeof(struct console_ring) + EARLY_CONSOLE_SIZE];
};

/* On the host of the unit tests pointers are longer; nothing is called through this one there. */
_Static_assert(sizeof(void *) != 4 || offsetof(struct stage_context, services) == CONTEXT_SERVICES,
	       "CONTEXT_SERVICES is wrong");

/* The context of the running stage, found from the stack pointer. */
static inline struct stage_context *context(void)
{
	uintptr_t esp;

	__asm__("movl %%esp, %0" : "=r"(esp));
	return (struct stage_context *)(esp & ~(uintptr_t)(CONFIG_CAR_SIZE - 1));
}

/*
 * Prepares the context of the first stage at the base of the current stack block.
 * stage: name for messages.
 */
void context_init(const char *stage);

/*
 * Copies context and stack of the block in use to `block` (CONFIG_CAR_SIZE bytes, aligned to its
 * size), makes the console and timestamp pointers follow, and calls fn there on a fresh stack.
 * Never returns.
 */
_Noreturn void context_move(void *block, void (*fn)(void));

#endif
#endif
