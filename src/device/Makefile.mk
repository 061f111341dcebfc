# SPDX-License-Identifier: GPL-2.0-or-later
# The device tree walk of every stage; PCI and resources in ramstage.
bootblock-y += bootblock.o
romstage-y += romstage.o
ramstage-y += device.o irq.o pci_enable.o pci_resources.o pci_scan.o resource.o resource_space.o steps.o
