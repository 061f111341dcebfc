# SPDX-License-Identifier: GPL-2.0-or-later
# The small kernel and BusyBox for Geode boards, for recipes that start them.

small := payloads/linux-geode
# "-tiny" or "-lab" where the recipe asks for that variant; "-lab" is a list of changes to "-tiny".
variant ?=
variants := $(if $(filter -lab,$(variant)),-tiny) $(variant)
small_kernel_configs := $(if $(strip $(variants)),$(variants:%=$(small)/kernel%.config),$(small)/kernel.config)
small_busybox_configs := $(if $(strip $(variants)),$(variants:%=$(small)/busybox%.config),$(small)/busybox.config)
small_patches := $(foreach v,$(variants),$(wildcard $(small)/kernel$v.patch))

# The options that are on after all lists: the last word about an option holds.
small_options = awk -F '[= ]' '/^CONFIG_/ { if (!($$1 in line)) names[++n] = $$1; line[$$1] = $$0 } \
	/^\# CONFIG_.* is not set$$/ { delete line[$$2] } \
	END { for (i = 1; i <= n; i++) if (names[i] in line) print line[names[i]] }'

# The initramfs is not compressed here: the firmware expands it, and the kernel needs no code for that.
small_initramfs = $(PYTHON) util/mkinitramfs --compress none --var BUSYBOX=$(OUT) -o $@ payloads/linux/rootfs.list

$(OUT)/kernel: $(small_kernel_configs) $(small_patches) util/mklinux util/bzimage-trim $(MAKEFILE_LIST) | $(OUT)
	$(call say,LINUX)
	$(Q)$(if $(filter-out $<,$(small_kernel_configs)),$(small_options) $(small_kernel_configs) > $(OUT)/kernel.options)
	$(Q)util/mklinux $(if $(filter-out $<,$(small_kernel_configs)),$(OUT)/kernel.options,$<) $@.whole $(small_patches)
	$(Q)util/bzimage-trim $@.whole $@

$(OUT)/bin/busybox: $(small_busybox_configs) $(small)/kexec.c util/mkbusybox $(MAKEFILE_LIST) | $(OUT)
	$(call say,BUSYBOX)
	$(Q)$(if $(filter-out $<,$(small_busybox_configs)),$(small_options) $(small_busybox_configs) > $(OUT)/busybox.options)
	$(Q)util/mkbusybox $(if $(filter-out $<,$(small_busybox_configs)),$(OUT)/busybox.options,$<) $@ $(small)/kexec.c
