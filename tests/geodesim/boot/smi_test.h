/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the SMI test offer one another. */
#ifndef SMI_TEST_H
#define SMI_TEST_H

#include "boot.h"
#include "smi.h"

/* Header fields by their place below the top: record[HDR_x]. */
enum {
	HDR_DR7,
	HDR_EFLAGS,
	HDR_CR0,
	HDR_CURRENT_IP,
	HDR_NEXT_IP,
	HDR_CS,
	HDR_CS_BASE,
	HDR_CS_LIMIT,
	HDR_FLAGS,
	HDR_IO,
	HDR_DATA,
	HDR_SMM_CTL,
};

/* SMM flags. */
#define F_WRITE		0x0002
#define F_REP		0x0004
#define F_SMINT		0x0008
#define F_HALT		0x0010
#define F_EXTERNAL_TRAP 0x0020
#define F_ASYNC		0x0040
#define F_TRAP		0x0080
#define F_NESTED	0x0100
#define F_CAUSES	(F_SMINT | F_EXTERNAL_TRAP | F_ASYNC | F_TRAP)

/* Status registers in a record. */
enum {
	SRC_GLPCI,
	SRC_GLIU0,
	SRC_GLIU1,
	SRC_GLCP,
	SRC_DIVIL,
	SRC_GLPCI_SB,
	SRC_GLIU_SB,
};

/* smi_test.c: a check has the number of the item it belongs to, times 100, plus its own. */
void check(u32 number, u32 got, u32 want);
u32 smi_count(void);
const u32 *smi_record(u32 n);
u64 smi_source(u32 n, unsigned source);
void box_write(u32 offset, u32 val);
u32 box_read(u32 offset);
u32 smint(u32 eax);

/* smi_reads.c: registers that must answer, and how, before and after the handler exists. */
void registers_before(void);
void registers_after(void);

/* smi_traps.c: descriptors to port 0, PCI configuration, port 92h. */
void traps(void);

/* smi_async.c: timer, GPIO and power management; halts. */
void asynchronous(void);

#endif
