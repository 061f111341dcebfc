/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536 and Geode LX: A20 and the reset of old PCs. Port 92h and the keyboard controller's commands reach the
 * companion, but the processor's A20 gate is an MSR of GLCP (Geode LX data book 33234H, 6.14.2.28; CS5536 33238G, 6.6).
 */
#include <smm/hw.h>
#include <smm/modules.h>

#define DIVIL_INIT_K 0x0020u
#define DIVIL_A20_P  0x0040u
#define DIVIL_INIT_P 0x0080u
#define DIVIL_A20_K  0x2000u

#define GLCP_A20M    0x4c000031
#define A20M_MASK    1u
#define DIVIL_SMI    0x51400002
#define SOFT_RESET   0x51400017

#define PORT_92	     0x92
#define PORT_92_A20  0x02u
/* The keyboard controller's output port has A20 in the same bit, and the reset line, low active, in bit 0. */
#define KEYBOARD_A20 0x02u

static void set_a20(bool on)
{
	smm_wrmsr(GLCP_A20M, on ? 0 : A20M_MASK);
}

/* What the keyboard controller was told is to be read at port 92h too; that write is none of an SMI's business. */
static void copy_to_port_92(bool on)
{
	const uint64_t smi = smm_rdmsr(DIVIL_SMI) & 0xffffu;

	smm_wrmsr(DIVIL_SMI, smi & ~(uint64_t)DIVIL_A20_P);
	smm_out(PORT_92, 1, (smm_in(PORT_92, 1) & ~(PORT_92_A20 | 1u)) | (on ? PORT_92_A20 : 0));
	smm_wrmsr(DIVIL_SMI, smi);
}

/* Old software resets the processor alone to leave protected mode; nobody lives at the reset vector to go on there. */
bool smm_legacy_serve(struct smm_event *ev, uint32_t events)
{
	const uint32_t data = ev->data;

	if (events & (DIVIL_INIT_K | DIVIL_INIT_P)) {
		smm_wrmsr(SOFT_RESET, 1);
		return true;
	}
	if (events & DIVIL_A20_P)
		set_a20(data & PORT_92_A20);
	if (events & DIVIL_A20_K) {
		set_a20(data & KEYBOARD_A20);
		copy_to_port_92(data & KEYBOARD_A20);
	}
	return true;
}
