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

/* Where a program that resets the processor alone says what for, and what VSA2 takes for that. */
#define CMOS_INDEX   0x70
#define CMOS_DATA    0x71
#define NMI_OFF	     0x80u
#define SHUTDOWN     0x0fu
#define BIOS_ENTRY   0xffff0u
#define FAR_JUMP     0xea

#define PORT_92	     0x92
/* In port 92h and in the keyboard controller's output port; that one has the reset line, low active, in bit 0. */
#define A20	     0x02u

/* What became of A20 elsewhere is to be read at port 92h too; that write is none of an SMI's business. */
static void copy_to_port_92(uint32_t a20)
{
	const uint32_t smi = (uint32_t)smm_rdmsr(DIVIL_SMI) & 0xffffu;

	smm_wrmsr(DIVIL_SMI, smi & ~DIVIL_A20_P);
	smm_out(PORT_92, 1, (smm_in(PORT_92, 1) & ~(A20 | 1u)) | a20);
	smm_wrmsr(DIVIL_SMI, smi);
}

/* Whether a program resets the processor to leave protected mode, and a BIOS is there as payload to go on with it. */
static bool goes_on(void)
{
	uint32_t code;

	smm_out(CMOS_INDEX, 1, NMI_OFF | SHUTDOWN);
	code = smm_in(CMOS_DATA, 1);
	return (code == 0x05 || code == 0x09 || code == 0x0a || code == 0xff) &&
	       smm_read8(BIOS_ENTRY) == FAR_JUMP;
}

bool smm_legacy_serve(struct smm_event *ev, uint32_t events)
{
	uint32_t a20 = ev->data & A20;

	if (events & (DIVIL_INIT_K | DIVIL_INIT_P)) {
		if (!CONFIG(SMM_INIT) || !goes_on()) {
			smm_wrmsr(SOFT_RESET, 1);
			return true;
		}
		smm_restart(ev);
		a20 = A20;
	}
	smm_wrmsr(GLCP_A20M, a20 ? 0 : A20M_MASK);
	if (events & ~DIVIL_A20_P)
		copy_to_port_92(a20);
	return true;
}
