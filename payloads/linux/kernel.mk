# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's i386 kernel and an initramfs around it, for recipes that start Linux.

kernel_packages := $(DEBIAN)/linux-image-686.version $(DEBIAN)/busybox-static.version
debian_kernel = $(wildcard $(DEBIAN)/linux-image-686/boot/vmlinuz-*)

# $(call mkinitramfs,KERNEL TREE OR EMPTY,LISTS,MORE OPTIONS) writes $@
mkinitramfs = $(PYTHON) util/mkinitramfs $(if $(1),--kernel $(1)) \
	--var BUSYBOX=$(DEBIAN)/busybox-static $(3) -o $@ $(2)

# All files of a root file system: $(call tree_files,DIR)
tree_files = $(shell find $(1) -type f)
