/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The BIOS interrupts that VSA2 may call while it is started: memory size, clocks, PCI BIOS 2.1. What no one serves
 * returns with carry set, an exception of the processor ends the call.
 */
#include <boot/context.h>
#include <console/console.h>
#include <arch/realmode.h>
#include <device/pci.h>
#include <lib/errors.h>
#include <smm/vsa2.h>

#define VECTOR_NMI	 0x02
#define VECTOR_MEMORY	 0x12
#define VECTOR_SYSTEM	 0x15
#define VECTOR_PCI	 0x1a
#define EXCEPTIONS	 0x0e /* vectors below are exceptions here: interrupts are off */

#define BASE_MEMORY_KIB	 640u
#define SYSTEM_PCI_CLOCK 0xbea7
#define SYSTEM_CPU_MHZ	 0xbea4
#define PCI_CLOCK	 66u /* the answer of AMD's firmware, whatever the clock */
#define NOT_SUPPORTED	 0x86

#define PCI_PRESENT	 0xb101
#define PCI_FIND_ID	 0xb102
#define PCI_FIND_CLASS	 0xb103
#define PCI_READ8	 0xb108
#define PCI_READ16	 0xb109
#define PCI_READ32	 0xb10a
#define PCI_WRITE8	 0xb10b
#define PCI_WRITE16	 0xb10c
#define PCI_WRITE32	 0xb10d

#define PCI_SIGNATURE	 0x20494350 /* "PCI " */
#define PCI_VERSION	 0x0210
#define PCI_MECHANISM_1	 0x01
#define PCI_GOOD	 0x00
#define PCI_NO_FUNCTION	 0x81
#define PCI_BAD_VENDOR	 0x83
#define PCI_NOT_FOUND	 0x86
#define PCI_BAD_REGISTER 0x87

#define PCI_CLASS_REG	 0x08
#define DEVFNS		 256u
#define FUNCTIONS	 8u
#define MULTI_FUNCTION	 0x80u

static void set_low(uint32_t *reg, uint16_t value)
{
	*reg = (*reg & 0xffff0000u) | value;
}

static void set_carry(struct realmode_frame *f, bool on)
{
	f->flags = (uint16_t)(on ? f->flags | REALMODE_CARRY : f->flags & ~REALMODE_CARRY);
}

/* The n-th function of bus 0, where devices are before the scan, whose register has this value. -1: there is none. */
static int find(unsigned reg, unsigned shift, uint32_t value, unsigned n)
{
	for (unsigned devfn = 0; devfn < DEVFNS; devfn++) {
		const pci_address first = PCI_ADDRESS_DEVFN(0, devfn & ~(FUNCTIONS - 1));
		const pci_address address = PCI_ADDRESS_DEVFN(0, devfn);

		if (devfn % FUNCTIONS && !(pci_read8(first, PCI_HEADER) & MULTI_FUNCTION))
			continue;
		if (pci_read32(address, PCI_VENDOR_ID) == 0xffffffffu)
			continue;
		if (pci_read32(address, reg) >> shift == value && !n--)
			return (int)devfn;
	}
	return -1;
}

static uint8_t found(struct realmode_frame *f, int devfn)
{
	if (devfn < 0)
		return PCI_NOT_FOUND;
	set_low(&f->ebx, (uint16_t)devfn);
	return PCI_GOOD;
}

static uint8_t access(struct realmode_frame *f, uint16_t function)
{
	const pci_address address =
		PCI_ADDRESS(f->ebx >> 8 & 0xff, 0, 0) | (pci_address)(f->ebx & 0xff) << 8;
	const unsigned reg = f->edi & 0xffff;
	const unsigned size = 1u << (function - PCI_READ8) % 3;

	if (reg > 0xff || reg % size)
		return PCI_BAD_REGISTER;
	switch (function) {
	case PCI_READ8: f->ecx = (f->ecx & 0xffffff00u) | pci_read8(address, reg); break;
	case PCI_READ16: set_low(&f->ecx, pci_read16(address, reg)); break;
	case PCI_READ32: f->ecx = pci_read32(address, reg); break;
	case PCI_WRITE8: pci_write8(address, reg, (uint8_t)f->ecx); break;
	case PCI_WRITE16: pci_write16(address, reg, (uint16_t)f->ecx); break;
	default: pci_write32(address, reg, f->ecx); break;
	}
	return PCI_GOOD;
}

static void pci_bios(struct realmode_frame *f)
{
	const uint16_t function = (uint16_t)f->eax;
	uint8_t status = PCI_NO_FUNCTION;

	if (function == PCI_PRESENT) {
		status = PCI_GOOD;
		f->edx = PCI_SIGNATURE;
		set_low(&f->ebx, PCI_VERSION);
		f->ecx &= 0xffffff00u; /* the last bus */
		f->eax = (f->eax & 0xffffff00u) | PCI_MECHANISM_1;
	} else if (function == PCI_FIND_ID) {
		status = (uint16_t)f->edx == 0xffff
				 ? PCI_BAD_VENDOR
				 : found(f, find(PCI_VENDOR_ID, 0, f->ecx << 16 | (f->edx & 0xffff),
						 f->esi & 0xffff));
	} else if (function == PCI_FIND_CLASS) {
		status = found(f, find(PCI_CLASS_REG, 8, f->ecx & 0xffffff, f->esi & 0xffff));
	} else if (function >= PCI_READ8 && function <= PCI_WRITE32) {
		status = access(f, function);
	}
	set_low(&f->eax, (uint16_t)(status << 8 | (f->eax & 0xff)));
	set_carry(f, status != PCI_GOOD);
}

static void system_service(struct realmode_frame *f)
{
	set_carry(f, false);
	if ((uint16_t)f->eax == SYSTEM_PCI_CLOCK) {
		set_low(&f->eax, PCI_CLOCK);
	} else if ((uint16_t)f->eax == SYSTEM_CPU_MHZ) {
		set_low(&f->eax, (uint16_t)((context()->tsc_khz + 500) / 1000));
	} else {
		set_low(&f->eax, (uint16_t)(NOT_SUPPORTED << 8 | (f->eax & 0xff)));
		set_carry(f, true);
	}
}

int vsa2_interrupt(struct realmode_frame *f, uint32_t vector)
{
	if (vector == VECTOR_NMI)
		return 0;
	if (vector < EXCEPTIONS) {
		pr_err("VSA2: exception %u at %04x:%04x\n", (unsigned)vector, f->cs, f->ip);
		return ERR_IO;
	}
	switch (vector) {
	case VECTOR_MEMORY: set_low(&f->eax, BASE_MEMORY_KIB); break;
	case VECTOR_SYSTEM: system_service(f); break;
	case VECTOR_PCI: pci_bios(f); break;
	default:
		pr_warn("VSA2: interrupt %02xh, AX=%04x: nobody serves it\n", (unsigned)vector,
			(unsigned)(f->eax & 0xffff));
		set_carry(f, true);
		break;
	}
	return 0;
}
