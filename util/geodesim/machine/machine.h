/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every simulated machine has: processor, clock, maps, costs, run loop, stop conditions. */
#ifndef GEODESIM_MACHINE_MACHINE_H
#define GEODESIM_MACHINE_MACHINE_H

#include "cpu/cpu.h"
#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/trace.h"
#include "parts/kbc.h"
#include "parts/post.h"
#include "parts/uart16550.h"

#define MACHINE_SERIAL	4
#define MACHINE_POLL_NS 1000000 /* host input is looked at this often, in board time */

/* Why machine_run() came back. */
enum machine_stop {
	MACHINE_RUNNING,
	MACHINE_STOP_WANTED,   /* a --stop-on condition or the script's end */
	MACHINE_STOP_TIME,     /* the time limit */
	MACHINE_STOP_EXIT,     /* the guest wrote the exit port; stop_code is the byte */
	MACHINE_STOP_SHUTDOWN, /* triple fault */
	MACHINE_STOP_HALTED,   /* halted with interrupts off and nothing that could wake it */
	MACHINE_STOP_RESET,    /* the guest asked for a reset and resets are to stop */
	MACHINE_STOP_POWER,    /* the power went off */
	MACHINE_STOP_SCRIPT,   /* the script failed */
	MACHINE_STOP_HOST,     /* the user or the host asked */
	MACHINE_STOP_DEBUG,    /* breakpoint, watchpoint or step: the debugger's turn */
};

enum machine_reset {
	MACHINE_RESET_NONE,
	MACHINE_RESET_INIT,
	MACHINE_RESET_CHIP, /* a processor chip resets itself (PLL set-up); its companion runs on */
	MACHINE_RESET_HARD,
};

/* Reads of one register by one instruction, all alike, with no other bus access in between. */
struct machine_poll {
	char space; /* 'i'o, 'm'emory, m's'r */
	uint32_t addr, pc;
	uint64_t val;
	uint64_t reads;
	uint64_t since_ps;
};

/* What accesses cost, in nanoseconds of bus time, on top of the instruction's own clocks. */
struct machine_cost {
	unsigned isa_io_ns;  /* a port on the ISA or LPC side */
	unsigned pci_io_ns;  /* a port answered by a PCI function */
	unsigned config_ns;  /* a configuration access */
	unsigned mmio_ns;    /* a memory access that no plain memory answers */
	unsigned msr_clocks; /* an MSR outside the core, in core clocks */
};

/* What board time is spent on beside instructions. */
enum machine_spent { MACHINE_MEMORY, MACHINE_PORT, MACHINE_MSR, MACHINE_HALT, MACHINE_SLEEP };

/* An observer of where board time goes. Members must not be NULL; they must not change state. */
struct machine_watch {
	void *opaque;
	/* What began at board time @since_ps (an access to @addr, HLT, a stopped clock) ends now. */
	void (*spent)(void *opaque, enum machine_spent on, uint32_t addr, uint64_t since_ps);
	void (*turn)(void *opaque); /* the processor stopped for an event */
	void (*smm)(void *opaque, bool entered);
	void (*reset)(void *opaque, enum machine_reset kind);
};

struct rules;

struct machine {
	struct cpu *cpu;
	struct clock clock;
	struct trace trace;
	struct io_map io;
	struct mem_map mem;
	struct msr_if msr; /* members NULL: only the core's MSRs exist */
	struct ram ram;
	struct machine_cost cost;
	uint16_t fast_io_first, fast_io_last; /* ports at pci_io_ns */

	/* A chipset may route by itself; NULL: the maps above. Arguments as in struct cpu_bus. */
	uint8_t *(*route_page)(struct machine *m, uint32_t addr, bool write, unsigned flags);
	uint64_t (*route_read)(struct machine *m, uint32_t addr, unsigned size, unsigned flags);
	void (*route_write)(struct machine *m, uint32_t addr, unsigned size, uint64_t val,
			    unsigned flags);

	uint32_t (*route_in)(struct machine *m, uint16_t port, unsigned size);
	void (*route_out)(struct machine *m, uint16_t port, unsigned size, uint32_t val);
	struct rules *rules; /* NULL: mistakes are lines of the trace only */
	struct machine_poll poll_watch;
	const struct machine_watch *watch; /* NULL: nobody observes */
	uint64_t halted_ps;

	uint8_t (*intr_ack)(struct machine *m);
	void (*reset)(struct machine *m, enum machine_reset kind); /* parts, not the processor */
	void (*release)(struct machine *m); /* frees what the machine's parts own */
	void (*ferr)(struct machine *m, bool level);
	void (*halted)(struct machine *m);   /* the processor entered HLT */
	bool (*shutdown)(struct machine *m); /* it shut down; true: the machine deals with it */
	void (*stopped)(struct machine *m);  /* machine_run() is about to return for good */
	bool asleep; /* the processor has no clock or no power: only time passes */

	/* Faces for tools; NULL where the machine has no such part. */
	struct uart16550 *serial[MACHINE_SERIAL];
	struct kbc *keyboard;
	struct post *post;
	void (*serial_out)(void *opaque, unsigned port, uint8_t byte);
	void (*post_out)(void *opaque, uint8_t code);
	void (*poll)(void *opaque);		       /* every MACHINE_POLL_NS of board time */
	void (*idle)(void *opaque, uint64_t board_ps); /* the processor halts until then */
	void *tools;

	enum machine_stop stop;
	int stop_code;
	char stop_text[128];
	uint32_t debug_addr; /* MACHINE_STOP_DEBUG: address of the break- or watchpoint */
	enum machine_reset reset_wanted;
	bool stop_on_reset;
	uint64_t resets;
	uint64_t end_clock; /* time limit, CLOCK_NEVER: none */
	struct event poll_event;
	struct io_range exit_range;
};

/**
 * machine_init - processor of @model at @core_hz, @ram_bytes (a multiple of 4 KiB) of memory
 * Nothing is mapped but what machine_add_ram() and the machine's own parts add. Returns 0 or
 * -ENOMEM.
 */
int machine_init(struct machine *m, enum cpu_model model, uint64_t core_hz, uint64_t ram_bytes);

/** machine_free - release everything. */
void machine_free(struct machine *m);

/** machine_dma - a bus master's way to memory: the map, with the processor's caches snooped. */
struct dma_if machine_dma(struct machine *m);

/** machine_add_exit_port - writing a byte to @port ends the run with that code. */
void machine_add_exit_port(struct machine *m, uint16_t port);

/** machine_run - run until something of enum machine_stop happens; returns it (m->stop). */
enum machine_stop machine_run(struct machine *m);

/** machine_stop_now - ask machine_run() to return; the first reason wins. printf-like text. */
void machine_stop_now(struct machine *m, enum machine_stop why, int code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/** machine_continue - forget the last stop, so that machine_run() can go on (debuggers). */
void machine_continue(struct machine *m);

/** machine_request_reset - from inside a bus access: done at the next instruction boundary. */
void machine_request_reset(struct machine *m, enum machine_reset kind);

/** machine_trace - send trace classes to @out; installs the processor's hooks they need. */
void machine_trace(struct machine *m, FILE *out, uint32_t classes);

/** machine_charge_ns - the access in progress takes @ns more. */
void machine_charge_ns(struct machine *m, unsigned ns);

/** machine_bus - the processor's callbacks that route through @m (machine_init uses it). */
struct cpu_bus machine_bus(struct machine *m);

#endif
