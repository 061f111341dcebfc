/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536, ramstage: which PCI functions the board has, which events reach the SMI handler (33238G, 6). */
#include <arch/cpu.h>
#include <smm/image.h>
#include "chip.h"
#include "cs5536.h"
#include "ramstage.h"

#define LBAR_IRQ_MSR	   0x51400008
#define DIVIL_SMI	   0x51400002
#define GLPCI_SB_SMI	   0x51000002
#define GLIU_SB_SMI	   0x51010002

/* Control bits switch on in DIVIL and GLPCI_SB, off in GLIU_SB; status bits are cleared. */
#define DIVIL_INIT_K	   0x0020u
#define DIVIL_A20_P	   0x0040u
#define DIVIL_INIT_P	   0x0080u
#define DIVIL_A20_K	   0x2000u
#define DIVIL_STATUS	   0x0000fbff00000000ull
#define GLPCI_SB_SSMI	   0x0004u
#define GLPCI_SB_STATUS	   0x007f0000u
#define GLIU_SB_OFF	   0x0000000f0000000full
#define GLIU_SB_TRAPS	   0x0000000000000001ull
#define GLIU_SB_ERROR	   0x51010003
#define GLIU_SB_ERROR_TRAP 0x0000000000000001ull /* a trap is no error */

#define KEL_CTRL	   0x5140001f /* 6.6.2 */
#define KEL_CTRL_SNOOP \
	0x01u /* commands to a keyboard controller behind LPC are watched for A20 and reset */
#define KEL_CTRL_PORT_92 0x10u

#define FUNCTION_ISA	 0x01
#define FUNCTION_IDE	 0x04
#define FUNCTION_AUDIO	 0x08
#define FUNCTIONS_USB	 0xf0

int cs5536_smm_prepare(const struct dt_node *node, struct smm_params *params)
{
	(void)node;
	/* The one block of the ISA bridge that only an operating system uses. */
	wrmsr(LBAR_IRQ_MSR, LBAR_IO_ENABLE | CS5536_IRQ_MAPPER_BASE);
	params->south_functions |= FUNCTION_ISA;
	return 0;
}

void cs5536_smm_enable(const struct dt_node *node)
{
	(void)node;
	wrmsr(GLIU_SB_ERROR, rdmsr(GLIU_SB_ERROR) | GLIU_SB_ERROR_TRAP);
	wrmsr(GLIU_SB_SMI, CONFIG(SMM_ACPI) ? GLIU_SB_OFF & ~GLIU_SB_TRAPS : GLIU_SB_OFF);
	wrmsr(GLPCI_SB_SMI, GLPCI_SB_STATUS | GLPCI_SB_SSMI);
	/* Without a handler for it port 92h is not there, so that no program believes in it. */
	wrmsr(KEL_CTRL, CONFIG(SMM_LEGACY) ? KEL_CTRL_PORT_92 | KEL_CTRL_SNOOP : 0);
	wrmsr(DIVIL_SMI, DIVIL_STATUS | (CONFIG(SMM_LEGACY) ? DIVIL_INIT_K | DIVIL_A20_P |
								      DIVIL_INIT_P | DIVIL_A20_K
							    : 0));
}

int cs5536_smm_ide(const struct dt_node *node, struct smm_params *params)
{
	(void)node;
	params->south_functions |= FUNCTION_IDE;
	return 0;
}

int cs5536_smm_audio(const struct dt_node *node, struct smm_params *params)
{
	(void)node;
	params->south_functions |= FUNCTION_AUDIO;
	return 0;
}

int cs5536_smm_usb(const struct dt_node *node, struct smm_params *params)
{
	(void)node;
	params->south_functions |= FUNCTIONS_USB;
	return 0;
}
