# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_NORTHBRIDGE_AMD_GEODE_LX) += bootblock.o clocks.o timings.o
romstage-$(CONFIG_NORTHBRIDGE_AMD_GEODE_LX) += romstage.o clocks.o timings.o dram.o memory_map.o
ramstage-$(CONFIG_NORTHBRIDGE_AMD_GEODE_LX) += ramstage.o glpci.o modules.o display.o display_modes.o display_memory.o
ramstage-$(CONFIG_SMM_HANDLER) += smm_start.o memory_map.o
ramstage-$(CONFIG_SMM_VSA2) += vsa2.o memory_map.o
smm-$(CONFIG_NORTHBRIDGE_AMD_GEODE_LX) += smm_sources.o
smm-$(CONFIG_SMM_PCI) += smm_pci.o
smm-$(CONFIG_ACPI_RESUME) += smm_suspend.o smm_sleep.o
