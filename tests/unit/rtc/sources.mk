# SPDX-License-Identifier: GPL-2.0-or-later
rtc-flags := -include tests/unit/rtc/cmos_mock.h -I$(UNIT_OUT)/gen -Itests/unit/device/include
rtc/option_store_test-src := src/drivers/rtc/option_store.c src/drivers/rtc/option_values.c
rtc/rtc_test-src := src/drivers/rtc/rtc.c

# The positions of the options come from the QEMU board's layout, as in its firmware.
$(UNIT_OUT)/gen/option_table.h: mainboard/emulation/qemu-i440fx/cmos.layout
	@mkdir -p $(@D)
	$(Q)nvramtool -y $< -H $@

$(foreach f,san i686,$(UNIT_OUT)/$(f)/rtc-objects/src/drivers/rtc/option_store.o \
	$(UNIT_OUT)/$(f)/rtc-objects/src/drivers/rtc/option_values.o): \
	$(UNIT_OUT)/gen/option_table.h
