# SPDX-License-Identifier: GPL-2.0-or-later
# The small kernel and BusyBox for Geode boards, for recipes that start them.

small := payloads/linux-geode

# The initramfs is not compressed here: the firmware expands it, and the kernel needs no code for that.
small_initramfs = $(PYTHON) util/mkinitramfs --compress none --var BUSYBOX=$(OUT) -o $@ payloads/linux/rootfs.list

$(OUT)/kernel: $(small)/kernel.config util/mklinux $(MAKEFILE_LIST) | $(OUT)
	$(call say,LINUX)
	$(Q)util/mklinux $< $@

$(OUT)/bin/busybox: $(small)/busybox.config $(small)/kexec.c util/mkbusybox $(MAKEFILE_LIST) | $(OUT)
	$(call say,BUSYBOX)
	$(Q)util/mkbusybox $< $@ $(small)/kexec.c
