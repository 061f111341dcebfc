/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine for the SMI handler: MSRs, ports and a piece of memory, and what was done to them. */
#ifndef SMM_MACHINE_H
#define SMM_MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <smm/event.h>
#include <smm/modules.h>

#define MACHINE_MEMORY 0x10000u
#define MACHINE_ACPI   0x9c00u

/* What one SMI finds. */
struct machine {
	struct smm_regs regs;
	struct smm_header header;
	uint8_t memory[MACHINE_MEMORY];
	uint32_t address_port; /* CF8h */
	uint32_t cr3;
	uint8_t bios_entry; /* the byte at F000:FFF0 */
	uint8_t cmos_index, shutdown_code, port_92;
	unsigned started; /* how often the segments became those of the processor's start */
	/* The companion's ACPI ports, 16 of 32 bits; accesses that are not of 32 bits are counted. */
	uint32_t acpi[16];
	unsigned narrow;
	uint32_t passed_on; /* accesses to CFCh */
	uint32_t slept;	    /* what was last written to go to sleep; the machine stayed on */
	unsigned notes;
	bool outside; /* something reached for memory that is not there */
};

extern struct machine machine;

/* Power on: every MSR 0, SMI sources quiet; then the first software SMI. functions: of both devices. */
void machine_start(uint8_t north, uint8_t south);

uint64_t msr(uint32_t number);
void set_msr(uint32_t number, uint64_t value);

/* Writes of 1 to these bits clear them. */
void clear_by_one(uint32_t number, uint64_t bits);

/* An access to the configuration space of bus 0, in the processor's way: trap, SMI. */
uint32_t config_read(unsigned device, unsigned function, unsigned reg, unsigned size);
void config_write(unsigned device, unsigned function, unsigned reg, unsigned size, uint32_t value);

/* An access to a trapped port. */
uint32_t port_read(uint16_t port, unsigned size);
void port_write(uint16_t port, unsigned size, uint32_t value);

/* An access to a trapped port of the companion. */
uint32_t companion_read(uint16_t port, unsigned size);
void companion_write(uint16_t port, unsigned size, uint32_t value);

/* An SMI with what is in header and the MSRs. */
void smi(void);

#endif
