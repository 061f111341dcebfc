/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of modules: what is served, by whom. A module that is left out leaves its events switched off. */
#include <stddef.h>
#include <smm/modules.h>

#define GLPCI_VPH     0x0008u /* configuration access to a device that is not on PCI */
#define GLIU_HW	      0x0001u /* I/O port led to nowhere: a trap */
#define DIVIL_INIT_K  0x0020u
#define DIVIL_A20_P   0x0040u
#define DIVIL_INIT_P  0x0080u
#define DIVIL_A20_K   0x2000u
#define GLPCI_SB_SSMI 0x0004u /* the companion delivered a trap: GLIU_SB says which */

bool smm_nothing(struct smm_event *ev, uint32_t events)
{
	(void)ev;
	(void)events;
	return true;
}

const struct smm_module smm_modules[] = {
	{SMM_GLPCI, GLPCI_VPH, CONFIG(SMM_PCI) ? smm_pci_serve : NULL},
	{SMM_GLIU0, GLIU_HW, CONFIG(SMM_VIRTUAL_REGISTERS) ? smm_vr_serve : NULL},
	{SMM_DIVIL, DIVIL_A20_P | DIVIL_A20_K | DIVIL_INIT_P | DIVIL_INIT_K,
	 CONFIG(SMM_LEGACY) ? smm_legacy_serve : NULL},
	{SMM_GLPCI_SB, GLPCI_SB_SSMI, smm_nothing},
	{SMM_GLIU_SB, GLIU_HW, CONFIG(SMM_ACPI) ? smm_acpi_serve : NULL},
	{.events = 0},
};

void smm_start_modules(void)
{
	if (CONFIG(SMM_PCI))
		smm_pci_init();
	if (CONFIG(SMM_VIRTUAL_REGISTERS))
		smm_vr_init();
	if (CONFIG(SMM_ACPI))
		smm_acpi_init();
}
