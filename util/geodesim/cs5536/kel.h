/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keyboard emulation logic: OHCI's Hce registers in front of ports 60h and 64h, A20 snooping. */
#ifndef GEODESIM_CS5536_KEL_H
#define GEODESIM_CS5536_KEL_H

#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define KEL_REGS 4

enum { KEL_HCE_CONTROL, KEL_HCE_INPUT, KEL_HCE_OUTPUT, KEL_HCE_STATUS };

/* What writing a port did beyond the registers. */
enum kel_event { KEL_NOTHING, KEL_A20_CHANGE, KEL_INIT };

struct kel {
	const struct env *env;
	struct reg_file regs;
	uint64_t value[KEL_REGS];
	struct reg_cover cover[KEL_REGS];
	uint8_t ctrl;	  /* KEL_CTRL MSR: b0 snoop, b1 emulation events, b4 port 92h */
	uint8_t sequence; /* last command at 64h: D1h makes the next byte the output port */
	bool a20;	  /* A20 as last asked for by a snooped sequence */
	struct signal irq1, irq12; /* to the primary inputs */
	struct signal event;	   /* emulation event: Y13 and the KEL SMI */
};

/** kel_init - power-on, emulation off. kel_reset - hard reset. */
void kel_init(struct kel *k, const struct env *env);
void kel_reset(struct kel *k);

/** kel_active - do ports 60h and 64h belong to the emulation (HceControl bit 0)? */
bool kel_active(const struct kel *k);

/** kel_has - is there a Hce register at @offset (100h..10Fh)? The rest of the page is OHCI's. */
bool kel_has(uint32_t offset);

/** kel_read, kel_write - the Hce registers by offset in the page, size 1, 2 or 4. */
uint32_t kel_read(struct kel *k, uint32_t offset, unsigned size);
void kel_write(struct kel *k, uint32_t offset, unsigned size, uint32_t val);

/** kel_port_read, kel_port_write - @command: port 64h. Only while kel_active(). */
uint8_t kel_port_read(struct kel *k, bool command);
void kel_port_write(struct kel *k, bool command, uint8_t val);

/** kel_snoop - every write to 60h or 64h passes here: A20 and reset sequences. */
enum kel_event kel_snoop(struct kel *k, bool command, uint8_t val);

#endif
