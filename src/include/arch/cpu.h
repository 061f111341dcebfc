/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPU instructions that C cannot say: CPUID, MSRs, TSC, halt, control registers. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <stdint.h>

struct cpuid_result {
	uint32_t eax, ebx, ecx, edx;
};

#define CPUID_1_EDX_TSC	 (1u << 4)
#define CPUID_1_EDX_MSR	 (1u << 5)
#define CPUID_1_EDX_APIC (1u << 9)

static inline struct cpuid_result cpuid(uint32_t leaf)
{
	struct cpuid_result r;

	__asm__ volatile("cpuid"
			 : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			 : "a"(leaf), "c"(0));
	return r;
}

static inline uint64_t rdmsr(uint32_t msr)
{
	uint64_t value;

	__asm__ volatile("rdmsr" : "=A"(value) : "c"(msr));
	return value;
}

static inline void wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr" : : "c"(msr), "A"(value) : "memory");
}

static inline uint64_t rdtsc(void)
{
	uint64_t value;

	__asm__ volatile("rdtsc" : "=A"(value));
	return value;
}

static inline uint32_t read_cr0(void)
{
	uint32_t value;

	__asm__ volatile("movl %%cr0, %0" : "=r"(value));
	return value;
}

static inline uint32_t read_cr2(void)
{
	uint32_t value;

	__asm__ volatile("movl %%cr2, %0" : "=r"(value));
	return value;
}

static inline void wbinvd(void)
{
	__asm__ volatile("wbinvd" : : : "memory");
}

static inline void cpu_relax(void)
{
	__asm__ volatile("rep; nop" : : : "memory");
}

/* Stops the processor for good: interrupts off, HLT in a loop. */
static inline _Noreturn void cpu_halt(void)
{
	for (;;)
		__asm__ volatile("cli; hlt");
}

#endif
