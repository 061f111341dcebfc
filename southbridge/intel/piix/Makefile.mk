# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_SOUTHBRIDGE_INTEL_PIIX) += bootblock.o
