/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One SMI: what was interrupted, and the answer (Geode LX data book 33234H, 8.3, RSM and SMINT). */
#ifndef SMM_EVENT_H
#define SMM_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/* Registers of the interrupted program, as PUSHAL leaves them. */
struct smm_regs {
	uint32_t edi, esi, ebp, esp_unused, ebx, edx, ecx, eax;
};

/* The header that the processor writes below SMM_HDR, lowest address first. */
struct smm_header {
	uint32_t smm_ctl;
	uint32_t io_data; /* what was to be written */
	uint16_t io_port;
	uint16_t io_size; /* 1, 3, 0xf: byte, word, doubleword */
	uint16_t flags;	  /* SMM_FLAG_ */
	uint16_t ss_flags;
	uint32_t cs_limit;
	uint32_t cs_base;
	uint16_t cs_selector;
	uint16_t cs_flags;
	uint32_t next_ip;
	uint32_t current_ip;
	uint32_t cr0;
	uint32_t eflags;
	uint32_t dr7;
};

#define SMM_FLAG_WRITABLE 0x0001 /* CS */
#define SMM_FLAG_IO_WRITE 0x0002
#define SMM_FLAG_REP	  0x0004
#define SMM_FLAG_SMINT	  0x0008
#define SMM_FLAG_HALTED	  0x0010
#define SMM_FLAG_EXT_TRAP 0x0020 /* a trap of the companion */
#define SMM_FLAG_EXTERNAL 0x0040 /* asynchronous */
#define SMM_FLAG_IO_TRAP  0x0080 /* a trap of the processor's own GeodeLink */
#define SMM_FLAG_READABLE 0x8000 /* CS */

struct smm_event {
	struct smm_regs *regs;
	struct smm_header *header;
	uint32_t es_base; /* of the interrupted program */
	/* The trapped access, filled in by the dispatcher: 1, 2 or 4 bytes (0: there was none), and their bits. */
	unsigned size;
	uint32_t width;
	uint32_t data; /* what was to be written */
	uint16_t port;
	bool read;
};

/* Gives a trapped IN or INS its value: the low io_size bytes. */
void smm_io_result(struct smm_event *ev, uint32_t value);

/*
 * After the SMI the processor is as INIT# leaves it, but starts at F000:FFF0 below 1 MiB, where a BIOS that is a
 * payload lies (src/cpu).
 */
void smm_restart(struct smm_event *ev);

/* Serves one SMI. */
void smm_dispatch(struct smm_event *ev);

#endif
