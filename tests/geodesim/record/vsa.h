/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stand-in for VSA: its memory, and what it leaves in ordinary memory for the checks. */
#ifndef VSA_H
#define VSA_H

#define VSA_BASE	0x80400000
#define VSA_HEADER	0x6c   /* top of the header, from the base */
#define VSA_MODULE	0x3000 /* the second module */
#define VSA_SERVICES	0x4000 /* the third: 32-bit code */
#define VSA_STACK	0xfff0
#define VSA_ERRORS	0x502 /* word in the image: not 0, it failed */

#define SMINT_RESET	0x7fff /* its own code for a full reset */

/* Ordinary memory: what was seen. */
#define BOX		0x70000
#define BOX_SMIS	0x00 /* SMIs so far */
#define BOX_AT_92	0x04 /* SMIs at the three writes of port 92h: unchanged, changed, back */
#define BOX_FAULTS	0x10 /* interrupts taken inside SMM by the handler's own table */
#define BOX_VSM		0x14 /* what the second module was told, in its order: bytes */
#define BOX_NESTED	0x18 /* SMM flags of the last nested SMI */
#define BOX_TIMERS	0x1c /* timer events handled */
#define BOX_A20		0x20 /* A20 changes handled */
#define BOX_ACPI	0x24 /* ACPI accesses replayed */
#define BOX_PCI		0x28 /* configuration accesses answered */
#define BOX_VIRTUAL	0x2c /* virtual register accesses */
#define BOX_SPURIOUS	0x30 /* SMIs without any source */
#define BOX_SCAN_BAD	0x34 /* ports whose identity was not the one expected */
#define BOX_SCAN_STATUS 0x38 /* GLIU0, GLIU1 status after the scan of empty ports; GLIU0 cleared */
#define BOX_POOL	0x44 /* free descriptors of GLIU0, GLIU1, the companion's GLIU: bytes */
#define BOX_TRAP_MSR	0x48 /* where the trap of AC1C went */
#define BOX_ACPI_MSRS	0x4c /* three descriptors of the ACPI trap */
#define BOX_KEL		0x58 /* HceControl read through the moved KEL window */
#define BOX_1004	0x5c /* MSR 51201004 */
#define BOX_LOCK	0x60 /* polls until the pixel PLL locked */
#define BOX_SELECTOR	0x64 /* second module's CS after a far call of its own */
#define BOX_GLIU1	0x68 /* hits of GLIU1's traps */
#define BOX_DRIVES	0x6c /* status of both IDE channels, bytes */
#define BOX_HEADER	0x80 /* the last header: 13 dwords, DR7 first */

#endif
