# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-$(CONFIG_CPU_QEMU) += car.o cpu.o
romstage-$(CONFIG_CPU_QEMU) += cpu.o
ramstage-$(CONFIG_CPU_QEMU) += cpu.o
