/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PCI bus: functions with configuration registers, base addresses, and mechanism 1. */
#ifndef GEODESIM_PARTS_PCI_H
#define GEODESIM_PARTS_PCI_H

#include "frame/bus.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "frame/trace.h"

#define PCI_BARS      6
#define PCI_SLOTS     32
#define PCI_FUNCTIONS 8

enum { PCI_COMMAND_IO = 1, PCI_COMMAND_MEMORY = 2, PCI_COMMAND_MASTER = 4 };

/* Indexes of the common header registers: every function's table begins with these, in this
 * order (PCI_HEADER_REGS below); a function's own registers follow with addresses from 40h. */
enum pci_header_reg {
	PCI_ID,
	PCI_COMMAND,
	PCI_STATUS,
	PCI_CLASS, /* revision and class code */
	PCI_CACHE_LINE,
	PCI_LATENCY,
	PCI_HEADER_TYPE,
	PCI_BIST,
	PCI_BAR0,
	PCI_BAR5 = PCI_BAR0 + 5,
	PCI_CIS,
	PCI_SUBSYSTEM,
	PCI_ROM_BAR,
	PCI_CAPABILITIES,
	PCI_RESERVED_38,
	PCI_INTERRUPT_LINE,
	PCI_INTERRUPT_PIN,
	PCI_MIN_GRANT,
	PCI_MAX_LATENCY,
	PCI_HEADER_COUNT,
};

enum pci_bar_kind { PCI_BAR_NONE, PCI_BAR_IO, PCI_BAR_MEMORY, PCI_BAR_PREFETCHABLE };

struct pci_bar {
	enum pci_bar_kind kind;
	uint32_t size; /* a power of two; ports: at least 4, memory: at least 16 bytes */
};

struct pci_function {
	const char *name;
	struct reg_file regs;
	struct pci_bar bar[PCI_BARS];
	/* A base address register or the command register changed: base is where BAR n is now,
	 * enabled whether it decodes. May be NULL. */
	void (*map)(void *opaque, unsigned bar, bool enabled, uint32_t base);
	void *opaque;
	struct trace *trace;
	uint8_t device, function;
	/* Identity of this instance where one table serves many (0: the table's reset values). */
	uint32_t id, class_rev;
	uint8_t pin;
};

struct pci_bus {
	struct pci_function *slot[PCI_SLOTS][PCI_FUNCTIONS];
	struct trace *trace;
	uint32_t address; /* CF8h as written */
};

/*
 * PCI_HEADER_REGS - the first rows of every function's register table
 * @id: device << 16 | vendor; @class_rev: class code << 8 | revision; @command: writable bits of
 * the command register; @header: header type; @pin: interrupt pin. Base address registers get
 * their masks from struct pci_bar at run time.
 */
#define PCI_HEADER_REGS(id, class_rev, command, header, pin)                                      \
	[PCI_ID] = {.name = "ID", .addr = 0x00, .width = 32, .reset = (id), .ro = 0xffffffff},    \
	[PCI_COMMAND] = {.name = "COMMAND",                                                       \
			 .probed = true,                                                          \
			 .addr = 0x04,                                                            \
			 .width = 16,                                                             \
			 .ro = 0xffff & ~(command),                                               \
			 .post_write = pci_command_written},                                      \
	[PCI_STATUS] = {.name = "STATUS",                                                         \
			.probed = true,                                                           \
			.addr = 0x06,                                                             \
			.width = 16,                                                              \
			.reset = 0x0280,                                                          \
			.ro = 0x06ff,                                                             \
			.w1c = 0xf900},                                                           \
	[PCI_CLASS] = {.name = "CLASS",                                                           \
		       .addr = 0x08,                                                              \
		       .width = 32,                                                               \
		       .reset = (class_rev),                                                      \
		       .ro = 0xffffffff},                                                         \
	[PCI_CACHE_LINE] = {.name = "CACHE_LINE", .addr = 0x0c, .width = 8},                      \
	[PCI_LATENCY] = {.name = "LATENCY", .addr = 0x0d, .width = 8},                            \
	[PCI_HEADER_TYPE] = {.name = "HEADER_TYPE",                                               \
			     .probed = true,                                                      \
			     .addr = 0x0e,                                                        \
			     .width = 8,                                                          \
			     .reset = (header),                                                   \
			     .ro = 0xff},                                                         \
	[PCI_BIST] = {.name = "BIST", .probed = true, .addr = 0x0f, .width = 8, .ro = 0xff},      \
	PCI_BAR_REG(0), PCI_BAR_REG(1), PCI_BAR_REG(2), PCI_BAR_REG(3), PCI_BAR_REG(4),           \
	PCI_BAR_REG(5),                                                                           \
	[PCI_CIS] = {.name = "CIS", .probed = true, .addr = 0x28, .width = 32, .ro = 0xffffffff}, \
	[PCI_SUBSYSTEM] = {.name = "SUBSYSTEM",                                                   \
			   .probed = true,                                                        \
			   .addr = 0x2c,                                                          \
			   .width = 32,                                                           \
			   .ro = 0xffffffff},                                                     \
	[PCI_ROM_BAR] = {.name = "ROM_BAR",                                                       \
			 .probed = true,                                                          \
			 .addr = 0x30,                                                            \
			 .width = 32,                                                             \
			 .ro = 0xffffffff},                                                       \
	[PCI_CAPABILITIES] = {.name = "CAPABILITIES",                                             \
			      .addr = 0x34,                                                       \
			      .width = 32,                                                        \
			      .ro = 0xffffffff},                                                  \
	[PCI_RESERVED_38] = {.name = "RESERVED_38", .addr = 0x38, .width = 32, .ro = 0xffffffff}, \
	[PCI_INTERRUPT_LINE] = {.name = "INTERRUPT_LINE", .addr = 0x3c, .width = 8},              \
	[PCI_INTERRUPT_PIN] = {.name = "INTERRUPT_PIN",                                           \
			       .addr = 0x3d,                                                      \
			       .width = 8,                                                        \
			       .reset = (pin),                                                    \
			       .ro = 0xff},                                                       \
	[PCI_MIN_GRANT] = {.name = "MIN_GRANT", .addr = 0x3e, .width = 8, .ro = 0xff},            \
	[PCI_MAX_LATENCY] = {.name = "MAX_LATENCY", .addr = 0x3f, .width = 8, .ro = 0xff}

#define PCI_BAR_REG(n)                                    \
	[PCI_BAR0 + (n)] = {.name = "BAR" #n,             \
			    .addr = 0x10 + 4 * (n),       \
			    .width = 32,                  \
			    .pre_write = pci_bar_writing, \
			    .post_write = pci_bar_written}

/* Hooks of the header; the reg_file's owner must be the struct pci_function. */
void pci_command_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);
int pci_bar_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val);
void pci_bar_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val);

/**
 * pci_function_init - @table begins with PCI_HEADER_REGS; @values and @cover as for
 * reg_file_init(). Set bar[], map and opaque afterwards, then add it to a bus.
 */
void pci_function_init(struct pci_function *fn, const char *name, const struct reg_table *table,
		       uint64_t *values, struct reg_cover *cover, struct trace *trace);

/** pci_function_reset - RST#: registers to reset values, base addresses stop decoding. */
void pci_function_reset(struct pci_function *fn);

/** pci_bus_init - nothing on the bus. */
void pci_bus_init(struct pci_bus *b, struct trace *trace);

/** pci_bus_add - @fn answers as @device (0..31), @function (0..7). */
void pci_bus_add(struct pci_bus *b, struct pci_function *fn, unsigned device, unsigned function);

/**
 * pci_config_read, pci_config_write - one configuration access of 1, 2 or 4 bytes
 * @devfn: device << 3 | function; @reg: byte address. Nobody there: ones, lost.
 */
uint32_t pci_config_read(struct pci_bus *b, uint8_t devfn, uint8_t reg, unsigned size);
void pci_config_write(struct pci_bus *b, uint8_t devfn, uint8_t reg, unsigned size, uint32_t val);

/** pci_mechanism1_io - ports CF8h-CFFh: only dword accesses reach the address register. */
struct io_if pci_mechanism1_io(struct pci_bus *b);

#endif
