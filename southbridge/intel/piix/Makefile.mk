# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_SOUTHBRIDGE_INTEL_PIIX) += bootblock.o
ramstage-$(CONFIG_SOUTHBRIDGE_INTEL_PIIX) += isa.o ide.o pm.o smbus.o
