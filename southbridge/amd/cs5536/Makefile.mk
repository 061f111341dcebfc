# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_SOUTHBRIDGE_AMD_CS5536) += early.o smbus.o
romstage-$(CONFIG_SOUTHBRIDGE_AMD_CS5536) += romstage.o smbus.o
ramstage-$(CONFIG_SOUTHBRIDGE_AMD_CS5536) += isa.o irq.o pm.o ide.o flash.o usb.o audio.o watchdog.o smbus.o
ramstage-$(CONFIG_SMM_HANDLER) += smm_start.o
ramstage-$(CONFIG_SMM_VSA2) += vsa2.o
smm-$(CONFIG_SOUTHBRIDGE_AMD_CS5536) += smm_sources.o
smm-$(CONFIG_SMM_PCI) += smm_pci.o
smm-$(CONFIG_SMM_NAND) += smm_flash.o
smm-$(CONFIG_SMM_ACPI) += smm_acpi.o
smm-$(CONFIG_SMM_LEGACY) += smm_legacy.o
smm-$(CONFIG_ACPI_RESUME) += smm_suspend.o
