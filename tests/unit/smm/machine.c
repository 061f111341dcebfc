/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The machine behind smm/hw.h in host tests. */
#include <string.h>
#include <smm/hw.h>
#include "machine.h"

#define MSRS		 256
#define GLPCI_SMI	 0x50002002
#define GLPCI_VPHE	 0x00080000u
#define GLIU0_SMI	 0x10002002
#define GLIU0_HW	 (1ull << 32)
#define FLAG_INTERNAL_IO 0x0080
#define GLCP_SMI	 0x4c002002
#define GLCP_COMPANION	 0x00100000u
#define GLPCI_SB_SMI	 0x51000002
#define GLPCI_SB_SSMI	 0x00040004u /* happened, and switched on */
#define GLIU_SB_SMI	 0x51010002

struct machine machine;
struct smm_image smm_image;

static struct {
	uint32_t number;
	uint64_t value, clear_by_one;
} msrs[MSRS];
static unsigned msr_count;

static unsigned slot(uint32_t number)
{
	unsigned i = 0;

	while (i < msr_count && msrs[i].number != number)
		i++;
	if (i == msr_count && msr_count < MSRS - 1)
		msrs[msr_count++].number = number;
	return i;
}

uint64_t msr(uint32_t number)
{
	return msrs[slot(number)].value;
}

void set_msr(uint32_t number, uint64_t value)
{
	msrs[slot(number)].value = value;
}

void clear_by_one(uint32_t number, uint64_t bits)
{
	msrs[slot(number)].clear_by_one = bits;
}

uint64_t smm_rdmsr(uint32_t number)
{
	return msr(number);
}

void smm_wrmsr(uint32_t number, uint64_t value)
{
	const unsigned i = slot(number);
	const uint64_t status = msrs[i].clear_by_one;

	msrs[i].value = (value & ~status) | (msrs[i].value & status & ~value);
}

uint32_t smm_in(uint16_t port, unsigned size)
{
	if (port - MACHINE_ACPI < sizeof(machine.acpi)) {
		machine.narrow += size != 4;
		return machine.acpi[(port - MACHINE_ACPI) / 4];
	}
	switch (port) {
	case 0x71: return machine.cmos_index == 0x8f ? machine.shutdown_code : 0;
	case 0x92: return machine.port_92;
	case 0xcf8: return machine.address_port;
	}
	if ((port & ~3u) == 0xcfc)
		machine.passed_on++;
	return 0x5a5a5a5a;
}

void smm_out(uint16_t port, unsigned size, uint32_t value)
{
	if (port - MACHINE_ACPI < sizeof(machine.acpi)) {
		machine.narrow += size != 4;
		machine.acpi[(port - MACHINE_ACPI) / 4] = value;
	} else if (port == 0x70) {
		machine.cmos_index = (uint8_t)value;
	} else if (port == 0x92) {
		machine.port_92 = (uint8_t)value;
	} else if ((port & ~3u) == 0xcfc) {
		machine.passed_on++;
	}
}

uint8_t smm_read8(uint32_t physical)
{
	if (physical < MACHINE_MEMORY)
		return machine.memory[physical];
	if (physical == 0xffff0)
		return machine.bios_entry;
	machine.outside |= physical - SMM_BASE < SMM_SIZE;
	return 0xff;
}

uint32_t smm_read32(uint32_t physical)
{
	uint32_t value = 0;

	for (unsigned i = 0; i < 4; i++)
		value |= (uint32_t)smm_read8(physical + i) << 8 * i;
	return value;
}

void smm_write8(uint32_t physical, uint8_t value)
{
	if (physical < MACHINE_MEMORY)
		machine.memory[physical] = value;
	machine.outside |= physical - SMM_BASE < SMM_SIZE;
}

uint32_t smm_cr3(void)
{
	return machine.cr3;
}

void smm_start_state(void)
{
	machine.started++;
}

void smm_note(const char *text, uint32_t number)
{
	(void)text;
	(void)number;
	machine.notes++;
}

void geode_lx_suspend(uint16_t control, uint32_t value)
{
	machine.slept = (uint32_t)control << 16 | (value & 0xffff);
}

void smi(void)
{
	struct smm_event ev = {.regs = &machine.regs, .header = &machine.header};

	smm_dispatch(&ev);
}

static uint16_t size_code(unsigned size)
{
	return size == 4 ? 0xf : size == 2 ? 3 : 1;
}

static void trap(uint16_t port, unsigned size, bool write, uint32_t value)
{
	machine.header.flags = FLAG_INTERNAL_IO | (write ? SMM_FLAG_IO_WRITE : 0);
	machine.header.io_port = port;
	machine.header.io_size = size_code(size);
	machine.header.io_data = value;
	smi();
}

static uint32_t mask(unsigned size)
{
	return size == 4 ? 0xffffffffu : (1u << 8 * size) - 1;
}

static void config(unsigned device, unsigned function, unsigned reg, unsigned size, bool write,
		   uint32_t value)
{
	machine.address_port = 0x80000000u | device << 11 | function << 8 | (reg & 0xfc);
	set_msr(GLPCI_SMI, msr(GLPCI_SMI) | GLPCI_VPHE);
	trap((uint16_t)(0xcfc + (reg & 3)), size, write, value);
}

uint32_t config_read(unsigned device, unsigned function, unsigned reg, unsigned size)
{
	config(device, function, reg, size, false, 0);
	return machine.regs.eax & mask(size);
}

void config_write(unsigned device, unsigned function, unsigned reg, unsigned size, uint32_t value)
{
	config(device, function, reg, size, true, value);
}

uint32_t port_read(uint16_t port, unsigned size)
{
	set_msr(GLIU0_SMI, msr(GLIU0_SMI) | GLIU0_HW);
	trap(port, size, false, 0);
	return machine.regs.eax & mask(size);
}

void port_write(uint16_t port, unsigned size, uint32_t value)
{
	set_msr(GLIU0_SMI, msr(GLIU0_SMI) | GLIU0_HW);
	trap(port, size, true, value);
}

static void companion(uint16_t port, unsigned size, bool write, uint32_t value)
{
	set_msr(GLCP_SMI, msr(GLCP_SMI) | GLCP_COMPANION);
	set_msr(GLPCI_SB_SMI, msr(GLPCI_SB_SMI) | GLPCI_SB_SSMI);
	set_msr(GLIU_SB_SMI, msr(GLIU_SB_SMI) | GLIU0_HW);
	trap(port, size, write, value);
	set_msr(GLCP_SMI, msr(GLCP_SMI) & ~(uint64_t)GLCP_COMPANION);
}

uint32_t companion_read(uint16_t port, unsigned size)
{
	companion(port, size, false, 0);
	return machine.regs.eax & mask(size);
}

void companion_write(uint16_t port, unsigned size, uint32_t value)
{
	companion(port, size, true, value);
}

void machine_start(uint8_t north, uint8_t south)
{
	memset(msrs, 0, sizeof(msrs));
	msr_count = 0;
	memset(&machine, 0, sizeof(machine));
	smm_image.params = (struct smm_params){
		.companion_device = 15,
		.north_functions = north,
		.south_functions = south,
		.framebuffer_ram = 0x0f7e0000,
		.framebuffer_size = 0x800000,
	};
	clear_by_one(0x10002002, 0x1full << 32);
	clear_by_one(0x40002002, 0x1full << 32);
	clear_by_one(GLPCI_SMI, 0x3f0000);
	clear_by_one(0x51400002, 0xffffull << 32);
	clear_by_one(0x51000002, 0x7f0000);
	clear_by_one(0x51010002, 0x0full << 32);
	set_msr(0x5140000c, 0xf00100006100ull);	    /* GPIO */
	set_msr(0x51400010, 0xfffff00600000000ull); /* flash chip select 0: 4 KiB of NAND, off */
	set_msr(0x51400011, 0x0000fff000006200ull); /* and 1: 16 ports, off */
	set_msr(0x51700017, 3);
	machine.header.flags = SMM_FLAG_SMINT;
	machine.regs.eax = SMM_INIT;
	smi();
}
