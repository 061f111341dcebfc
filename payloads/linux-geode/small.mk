# SPDX-License-Identifier: GPL-2.0-or-later
# The small kernel and BusyBox for Geode boards, for recipes that start them.

small := payloads/linux-geode
# "-tiny" where the recipe asks for that variant.
variant ?=
small_patches := $(wildcard $(small)/kernel$(variant).patch)

# The initramfs is not compressed here: the firmware expands it, and the kernel needs no code for that.
small_initramfs = $(PYTHON) util/mkinitramfs --compress none --var BUSYBOX=$(OUT) -o $@ payloads/linux/rootfs.list

$(OUT)/kernel: $(small)/kernel$(variant).config $(small_patches) util/mklinux $(MAKEFILE_LIST) | $(OUT)
	$(call say,LINUX)
	$(Q)util/mklinux $< $@ $(small_patches)

$(OUT)/bin/busybox: $(small)/busybox$(variant).config $(small)/kexec.c util/mkbusybox $(MAKEFILE_LIST) | $(OUT)
	$(call say,BUSYBOX)
	$(Q)util/mkbusybox $< $@ $(small)/kexec.c
