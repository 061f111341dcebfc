# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_CPU_AMD_GEODE_LX) += car.o clock.o
romstage-$(CONFIG_CPU_AMD_GEODE_LX) += cpu.o clock.o regions.o
ramstage-$(CONFIG_CPU_AMD_GEODE_LX) += cpu.o clock.o regions.o
ramstage-$(CONFIG_SMM_HANDLER) += smm.o
smm-$(CONFIG_SMM_INIT) += smm_restart.o
ramstage-$(CONFIG_SMM_VSA2) += smm.o
