# SPDX-License-Identifier: GPL-2.0-or-later
# The SMI handler, a program of its own, and its loader in ramstage.
smm-y += entry.o enter.o dispatch.o modules.o io.o
smm-$(CONFIG_SMM_PCI) += pci.o pci_routes.o
smm-$(CONFIG_SMM_VIRTUAL_REGISTERS) += virtual_registers.o
ramstage-$(CONFIG_SMM_HANDLER) += load.o
ramstage-$(CONFIG_SMM_VSA2) += vsa2.o vsa2_services.o
