# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_SUPERIO_WINBOND_W83627HF) += bootblock.o
ramstage-$(CONFIG_SUPERIO_WINBOND_W83627HF) += ramstage.o
