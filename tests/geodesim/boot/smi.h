/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the SMI handler of the tests and the program that tries it share. Also for assembly. */
#ifndef SMI_H
#define SMI_H

/* The handler's memory: offsets in the SMM window. */
#define SMI_BASE	 0x80400000
#define SMI_LAST_PAGE	 0x8041f000
#define SMI_LIMIT	 0x1ffff
#define SMI_HEADER	 0xe000 /* top of the header */
#define SMI_TASK_HEADER	 0xe100 /* of the task that the handler runs */
#define SMI_STACK	 0xfff0

/* Where the installer is copied to and called: real mode, 6000:0020. */
#define INSTALL_BASE	 0x60000
#define INSTALL_FROM_32	 0x60200

/* Ordinary memory in which the handler writes down what it saw. */
#define BOX		 0x70000
#define BOX_COUNT	 0x00  /* SMIs so far */
#define BOX_WAKE	 0x04  /* from so many SMIs on a halted processor goes on */
#define BOX_FAULTS	 0x08  /* exceptions handled inside SMM */
#define BOX_CODE	 0x0c  /* what self-modified code left */
#define BOX_ACKS	 0x20  /* four times: port (0: none), value; written at an async SMI */
#define BOX_TASK	 0x80  /* 13 dwords: header of the SMI taken inside the task */
#define BOX_RECORDS	 0x100 /* 64 records of 100h bytes */
#define RECORD_SIZE	 0x100
#define RECORD_MSRS	 0x40 /* 7 MSRs as found */
#define RECORD_CR0	 0x80
#define RECORD_EFLAGS	 0x84
#define RECORD_CS	 0x88
#define RECORD_CF8	 0x8c

/* What SMINT asks for, in AX. */
#define CALL_NOTHING	 0
#define CALL_FAULTS	 1
#define CALL_TASK	 2
#define CALL_CODE	 3
#define CALL_INIT	 4
#define CALL_RESTART	 5
#define CALL_END_OF_POST 0x5000

#endif
