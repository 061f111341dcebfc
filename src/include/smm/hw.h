/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the SMI handler reaches the machine. Host tests (SMM_HOST) bring their own functions of these names. */
#ifndef SMM_HW_H
#define SMM_HW_H

#include <stdint.h>

#ifdef SMM_HOST
uint64_t smm_rdmsr(uint32_t msr);
void smm_wrmsr(uint32_t msr, uint64_t value);
/* size: 1, 2 or 4 bytes */
uint32_t smm_in(uint16_t port, unsigned size);
void smm_out(uint16_t port, unsigned size, uint32_t value);
uint32_t smm_read32(uint32_t physical);
uint8_t smm_read8(uint32_t physical);
void smm_write8(uint32_t physical, uint8_t value);
uint32_t smm_cr3(void);
/* All segments but CS of the interrupted program, its IDT, CR3 and CR4 are those of the processor's start. */
void smm_start_state(void);
#else
#include <arch/cpu.h>
#include <arch/io.h>

/* In halves: the compiler makes much less of it than of rdmsr() and wrmsr(). */
static inline uint64_t smm_rdmsr(uint32_t msr)
{
	uint32_t low, high;

	__asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(msr));
	return (uint64_t)high << 32 | low;
}

static inline void smm_wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr"
			 :
			 : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
			 : "memory");
}

static inline uint32_t smm_in(uint16_t port, unsigned size)
{
	if (size == 1)
		return inb(port);
	return size == 2 ? inw(port) : inl(port);
}

static inline void smm_out(uint16_t port, unsigned size, uint32_t value)
{
	if (size == 1)
		outb(port, (uint8_t)value);
	else if (size == 2)
		outw(port, (uint16_t)value);
	else
		outl(port, value);
}

static inline uint32_t smm_read32(uint32_t physical)
{
	return read32(physical);
}

static inline uint8_t smm_read8(uint32_t physical)
{
	return read8(physical);
}

static inline void smm_write8(uint32_t physical, uint8_t value)
{
	write8(physical, value);
}

static inline uint32_t smm_cr3(void)
{
	uint32_t value;

	__asm__ volatile("movl %%cr3, %0" : "=r"(value));
	return value;
}

void smm_start_state(void);
#endif

/* Change bits of an MSR's low or high half and leave the other one alone (dispatch.c). */
void smm_change_low(uint32_t msr, uint32_t clear, uint32_t set);
void smm_change_high(uint32_t msr, uint32_t clear, uint32_t set);

#endif
