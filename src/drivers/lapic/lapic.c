/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The local APIC in virtual wire mode (Intel SDM volume 3, section 10.5 and MP Specification 1.4,
 * section 3.6.2.2): the 8259 reaches the processor through LINT0.
 */
#include <arch/cpu.h>
#include <arch/io.h>
#include <tables/acpi.h>
#include "chip.h"

#define LAPIC_ID     0x020
#define LAPIC_SVR    0x0f0
#define LAPIC_LINT0  0x350
#define LAPIC_LINT1  0x360

#define SVR_ENABLE   0x100
#define SVR_VECTOR   0x0ff
#define LINT_EXTINT  0x700
#define LINT_NMI     0x400
#define MSR_APICBASE 0x1b
#define APICBASE_ON  0x800

/* CPUID tells whether the processor has one; nobody else may have switched it off. */
static bool is_there(void)
{
	return cpuid(1).edx & CPUID_1_EDX_APIC;
}

static uint32_t base(const struct device *dev)
{
	return (uint32_t)dev->node->reg[0].base;
}

static int init(struct device *dev)
{
	uint64_t where;

	if (!is_there())
		return 0;
	where = rdmsr(MSR_APICBASE);
	if (!(where & APICBASE_ON) || (where & 0xfffff000) != base(dev))
		wrmsr(MSR_APICBASE, (where & 0xfff) | APICBASE_ON | base(dev));
	write32(base(dev) + LAPIC_SVR, SVR_ENABLE | SVR_VECTOR);
	write32(base(dev) + LAPIC_LINT0, LINT_EXTINT);
	write32(base(dev) + LAPIC_LINT1, LINT_NMI);
	return 0;
}

static void acpi_madt(const struct device *dev, struct acpi_apics *apics)
{
	if (!is_there())
		return;
	apics->lapic_address = base(dev);
	apics->lapic_id[0] = (uint8_t)(read32(base(dev) + LAPIC_ID) >> 24);
	apics->cpu_count = 1;
}

const struct device_ops intel_lapic_ops = {
	.init = init,
	.acpi_madt = acpi_madt,
};
