# SPDX-License-Identifier: GPL-2.0-or-later
# CS5536: Debian's own drivers for USB, IDE and audio.

geodesim_drivers := $(GEODESIM_OUT)/tests/cs5536/linux_drivers

$(geodesim_drivers).gz: tests/geodesim/cs5536/linux_drivers.list \
		tests/geodesim/cs5536/linux_drivers.init util/mkinitramfs | geodesim-packages
	@mkdir -p $(@D)
	util/mkinitramfs --kernel build/debian/linux-image-686 \
		--var BUSYBOX=build/debian/busybox-static --compress gzip -o $@ $<

.PHONY: geodesim-cs5536-linux
geodesim-cs5536-linux: $(geodesim_drivers) $(geodesim_drivers).gz
	timeout 900 $(geodesim_drivers) build/debian/linux-image-686/boot/vmlinuz-* \
		$(geodesim_drivers).gz $(dir $(geodesim_drivers))

geodesim-cs5536-check: geodesim-cs5536-linux
