# SPDX-License-Identifier: GPL-2.0-or-later
romstage-$(CONFIG_NORTHBRIDGE_INTEL_I440FX) += romstage.o
ramstage-$(CONFIG_NORTHBRIDGE_INTEL_I440FX) += ramstage.o
