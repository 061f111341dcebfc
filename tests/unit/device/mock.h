/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine for firmware code on the host. Forced in front of every file of these tests: port, memory
 * and MSR accesses go to mock.c instead of the processor.
 */
#ifndef TESTS_UNIT_DEVICE_MOCK_H
#define TESTS_UNIT_DEVICE_MOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <config_macro.h>

/* In place of arch/io.h and arch/cpu.h. */
#define ARCH_IO_H
#define ARCH_CPU_H

void outb(uint16_t port, uint8_t value);
void outw(uint16_t port, uint16_t value);
void outl(uint16_t port, uint32_t value);
uint8_t inb(uint16_t port);
uint16_t inw(uint16_t port);
uint32_t inl(uint16_t port);
uint8_t read8(uintptr_t address);
uint16_t read16(uintptr_t address);
uint32_t read32(uintptr_t address);
void write8(uintptr_t address, uint8_t value);
void write16(uintptr_t address, uint16_t value);
void write32(uintptr_t address, uint32_t value);

struct cpuid_result {
	uint32_t eax, ebx, ecx, edx;
};

#define CPUID_1_EDX_APIC (1u << 9)

struct cpuid_result cpuid(uint32_t leaf);
uint64_t rdmsr(uint32_t msr);
void wrmsr(uint32_t msr, uint64_t value);

/* --- The test's side ------------------------------------------------------------------------- */

struct mock_function {
	int parent; /* index of the bridge it is behind, -1 on bus 0 */
	uint8_t devfn;
	uint8_t config[256];
	uint8_t mask[256]; /* bits that can be written */
};

/* Empties the machine, the log and the messages. */
void mock_reset(void);

/* A PCI function; class: 24 bits. Returns its index. */
int mock_function(int parent, uint8_t devfn, uint16_t vendor, uint16_t device, uint32_t class_code);

/* Makes it a PCI-to-PCI bridge; io, prefetch: it has that window; vga16: it decodes VGA exactly. */
void mock_bridge(int index, bool io, bool prefetch, bool vga16);

/* A BAR: low_bits are the read-only ones (kind of space). 64-bit ones take two registers. */
void mock_bar(int index, unsigned reg, uint64_t size, uint32_t low_bits);

/* The function itself, for registers that no write can change. */
struct mock_function *mock_at(int index);

uint8_t mock_config8(int index, unsigned reg);
uint16_t mock_config16(int index, unsigned reg);
uint32_t mock_config32(int index, unsigned reg);

/* Configuration reads so far, for the cost of a scan. */
unsigned mock_config_reads(void);

/* A BAR was written with its function decoding that space: a bug on real buses. */
bool mock_sized_while_decoding(void);

/* All writes but those to the configuration mechanism's ports, as text: one line each. */
const char *mock_log(void);

/* All messages. */
const char *mock_messages(void);

/* A register of memory reads this from now on, until it is written. */
void mock_memory(uint32_t address, uint32_t value);

/* An MSR reads this for the rest of the program, whatever is written. */
void mock_msr(uint32_t msr, uint64_t value);

/* A byte of CMOS. */
void mock_cmos(uint8_t index, uint8_t value);

#endif
