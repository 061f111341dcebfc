/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine: PCI configuration space, CMOS, a few ports, memory registers; and a log of all writes. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <boot/heap.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include "mock.h"
#include "tree.h"

#define MAX_FUNCTIONS 400
#define MAX_REGISTERS 256

static struct mock_function function[MAX_FUNCTIONS];
static int functions;
static uint32_t config_address;
static unsigned config_reads;
static bool sized_while_decoding;
static uint8_t cmos[128], cmos_index, port[65536];
static struct {
	uint32_t address, value;
} memory[MAX_REGISTERS];
static unsigned registers;
static char *log_text, *message_text;
static size_t log_used, message_used;

static void append(char **text, size_t *used, const char *line)
{
	size_t length = strlen(line);

	*text = realloc(*text, *used + length + 1);
	if (!*text)
		abort();
	memcpy(*text + *used, line, length + 1);
	*used += length;
}

static void note(const char *what, uint32_t where, unsigned bytes, uint64_t value)
{
	char line[80];

	snprintf(line, sizeof(line), "%s %x.%u = %llx\n", what, where, bytes,
		 (unsigned long long)value);
	append(&log_text, &log_used, line);
}

void mock_reset(void)
{
	memset(function, 0, sizeof(function));
	memset(port, 0, sizeof(port));
	memset(cmos, 0, sizeof(cmos));
	functions = 0;
	config_reads = 0;
	registers = 0;
	sized_while_decoding = false;
	free(log_text);
	free(message_text);
	log_text = message_text = NULL;
	log_used = message_used = 0;
	append(&log_text, &log_used, "");
	append(&message_text, &message_used, "");
	/* keyboard controller: idle, and an answer to the self-test waits */
	port[0x64] = 0x01;
	port[0x60] = 0x55;
}

const char *mock_log(void)
{
	return log_text;
}

const char *mock_messages(void)
{
	return message_text;
}

unsigned mock_config_reads(void)
{
	return config_reads;
}

bool mock_sized_while_decoding(void)
{
	return sized_while_decoding;
}

/* --- PCI -------------------------------------------------------------------------------------- */

static void set(int index, unsigned reg, uint32_t value, unsigned bytes, uint32_t mask)
{
	for (unsigned i = 0; i < bytes; i++) {
		function[index].config[reg + i] = (uint8_t)(value >> 8 * i);
		function[index].mask[reg + i] = (uint8_t)(mask >> 8 * i);
	}
}

int mock_function(int parent, uint8_t devfn, uint16_t vendor, uint16_t device, uint32_t class_code)
{
	int index = functions++;

	if (functions > MAX_FUNCTIONS)
		abort();
	function[index].parent = parent;
	function[index].devfn = devfn;
	memset(function[index].mask + 0x40, 0xff, 0xc0);
	set(index, 0x00, vendor | (uint32_t)device << 16, 4, 0);
	set(index, 0x08, class_code << 8, 4, 0);
	set(index, 0x04, 0, 2, 0x07);
	set(index, 0x0c, 0, 2, 0xffff);
	set(index, 0x3c, 0, 1, 0xff);
	return index;
}

void mock_bridge(int index, bool io, bool prefetch, bool vga16)
{
	function[index].config[0x0e] |= 1;
	set(index, 0x18, 0, 4, 0xffffffff);
	set(index, 0x1c, io ? 0x0101 : 0, 2, io ? 0xf0f0 : 0);
	set(index, 0x20, 0, 4, 0xfff0fff0);
	set(index, 0x24, prefetch ? 0x00010001 : 0, 4, prefetch ? 0xfff0fff0 : 0);
	set(index, 0x28, 0, 4, 0xffffffff);
	set(index, 0x2c, 0, 4, 0xffffffff);
	set(index, 0x30, 0, 4, 0xffffffff);
	set(index, 0x3e, 0, 2, vga16 ? 0x001f : 0x000f);
}

void mock_bar(int index, unsigned reg, uint64_t size, uint32_t low_bits)
{
	uint64_t mask = ~(size - 1);

	set(index, reg, low_bits, 4, (uint32_t)mask);
	if ((low_bits & 7) == 4)
		set(index, reg + 4, 0, 4, (uint32_t)(mask >> 32));
	if (reg == 0x30 || reg == 0x38)
		function[index].mask[reg] |= 1;
}

struct mock_function *mock_at(int index)
{
	return &function[index];
}

uint8_t mock_config8(int index, unsigned reg)
{
	return function[index].config[reg];
}

uint16_t mock_config16(int index, unsigned reg)
{
	return (uint16_t)(mock_config8(index, reg) | mock_config8(index, reg + 1) << 8);
}

uint32_t mock_config32(int index, unsigned reg)
{
	return mock_config16(index, reg) | (uint32_t)mock_config16(index, reg + 2) << 16;
}

/* True when configuration accesses to a bus get to the function: through its bridges' numbers. */
static bool reaches(unsigned bus, int index)
{
	int parent = function[index].parent;

	if (parent < 0)
		return bus == 0;
	if (bus != function[parent].config[0x19] || bus == 0)
		return false;
	for (parent = function[parent].parent; parent >= 0; parent = function[parent].parent) {
		if (bus <= function[parent].config[0x19] || bus > function[parent].config[0x1a])
			return false;
	}
	return true;
}

static int addressed(void)
{
	for (int i = 0; i < functions; i++) {
		if (config_address >> 31 && function[i].devfn == (config_address >> 8 & 0xff) &&
		    reaches(config_address >> 16 & 0xff, i))
			return i;
	}
	return -1;
}

static uint32_t config_read(uint16_t where, unsigned bytes)
{
	unsigned reg = (config_address & 0xfc) + (where & 3);
	int index = addressed();
	uint32_t value = 0;

	config_reads++;
	for (unsigned i = bytes; i-- > 0;)
		value = value << 8 | (index < 0 ? 0xff : function[index].config[reg + i]);
	return value;
}

static void config_write(uint16_t where, unsigned bytes, uint32_t value)
{
	unsigned reg = (config_address & 0xfc) + (where & 3);
	int index = addressed();
	char what[32];

	if (index < 0)
		return;
	if (reg >= 0x10 && reg < 0x28 && function[index].config[0x0e] == 0 && value == 0xffffffff &&
	    function[index].config[4] & 3)
		sized_while_decoding = true;
	for (unsigned i = 0; i < bytes; i++) {
		uint8_t mask = function[index].mask[reg + i];
		uint8_t *p = &function[index].config[reg + i];

		*p = (uint8_t)((*p & ~mask) | (value >> 8 * i & mask));
	}
	snprintf(what, sizeof(what), "pci %06x", config_address >> 8 & 0xffffff);
	note(what, reg, bytes, value);
}

/* --- Ports, memory, MSRs ------------------------------------------------------------------------ */

static void port_write(uint16_t where, unsigned bytes, uint32_t value)
{
	if (where == 0xcf8 && bytes == 4)
		config_address = value;
	else if (where >= 0xcfc && where <= 0xcff)
		config_write(where, bytes, value);
	else
		note("port", where, bytes, value);
	if (where == 0x70)
		cmos_index = value & 0x7f;
	/* the SMBus host: a start ends at once with "done" */
	if (where > 1 && value == 0x48 && bytes == 1)
		port[where - 2] = 0x02;
}

static uint32_t port_read(uint16_t where, unsigned bytes)
{
	if (where >= 0xcfc && where <= 0xcff)
		return config_read(where, bytes);
	if (where == 0x71)
		return cmos[cmos_index];
	return port[where];
}

void outb(uint16_t where, uint8_t value)
{
	port_write(where, 1, value);
}

void outw(uint16_t where, uint16_t value)
{
	port_write(where, 2, value);
}

void outl(uint16_t where, uint32_t value)
{
	port_write(where, 4, value);
}

uint8_t inb(uint16_t where)
{
	return (uint8_t)port_read(where, 1);
}

uint16_t inw(uint16_t where)
{
	return (uint16_t)port_read(where, 2);
}

uint32_t inl(uint16_t where)
{
	return port_read(where, 4);
}

void mock_cmos(uint8_t index, uint8_t value)
{
	cmos[index] = value;
}

void mock_memory(uint32_t address, uint32_t value)
{
	if (registers == MAX_REGISTERS)
		abort();
	memory[registers].address = address;
	memory[registers++].value = value;
}

static uint32_t memory_read(uintptr_t address)
{
	for (unsigned i = registers; i-- > 0;) {
		if (memory[i].address == address)
			return memory[i].value;
	}
	return 0;
}

static void memory_write(uintptr_t address, unsigned bytes, uint32_t value)
{
	note("memory", (uint32_t)address, bytes, value);
	mock_memory((uint32_t)address, value);
}

uint8_t read8(uintptr_t address)
{
	return (uint8_t)memory_read(address);
}

uint16_t read16(uintptr_t address)
{
	return (uint16_t)memory_read(address);
}

uint32_t read32(uintptr_t address)
{
	return memory_read(address);
}

void write8(uintptr_t address, uint8_t value)
{
	memory_write(address, 1, value);
}

void write16(uintptr_t address, uint16_t value)
{
	memory_write(address, 2, value);
}

void write32(uintptr_t address, uint32_t value)
{
	memory_write(address, 4, value);
}

struct cpuid_result cpuid(uint32_t leaf)
{
	return (struct cpuid_result){.eax = leaf, .edx = CPUID_1_EDX_APIC};
}

/* MSRs that read something: the APIC's base, and what a test sets. */
static struct {
	uint32_t msr;
	uint64_t value;
} msrs[8] = {{0x1b, 0xfee00900}};
static unsigned msr_count = 1;

void mock_msr(uint32_t msr, uint64_t value)
{
	assert(msr_count < sizeof(msrs) / sizeof(msrs[0]));
	msrs[msr_count].msr = msr;
	msrs[msr_count++].value = value;
}

uint64_t rdmsr(uint32_t msr)
{
	for (unsigned i = 0; i < msr_count; i++) {
		if (msrs[i].msr == msr)
			return msrs[i].value;
	}
	return 0;
}

void wrmsr(uint32_t msr, uint64_t value)
{
	note("msr", msr, 8, value);
}

/* --- What the firmware's core gives ------------------------------------------------------------- */

void *xzalloc(size_t size)
{
	return arena_alloc(size);
}

void delay_us(uint32_t us)
{
	(void)us;
}

void printk(int level, const char *fmt, ...)
{
	char line[512];
	va_list args;

	(void)level;
	va_start(args, fmt);
	vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);
	append(&message_text, &message_used, line);
}

int snprintk(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return length;
}
