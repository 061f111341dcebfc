# SPDX-License-Identifier: GPL-2.0-or-later
# The board's CMOS options, by nvramtool: bit positions for the code, layout and defaults for the image.

CMOS_SOURCE := $(wildcard mainboard/$(BOARD)/cmos.layout)
ifneq ($(CMOS_SOURCE),)
CMOS_LAYOUT := $(GEN)/cmos_layout.bin
CMOS_DEFAULT := $(GEN)/cmos.default
GENERATED += $(GEN)/option_table.h

$(GEN)/option_table.h: $(CMOS_SOURCE)
	@mkdir -p $(@D)
	$(Q)nvramtool -y $< -H $@ || { echo "nvramtool refuses $<" >&2; exit 1; }

$(CMOS_LAYOUT): $(CMOS_SOURCE)
	@mkdir -p $(@D)
	$(Q)nvramtool -y $< -L $@

# 256 bytes of CMOS with the defaults set and the checksum right.
$(CMOS_DEFAULT): $(CMOS_SOURCE) mainboard/$(BOARD)/cmos.default
	@mkdir -p $(@D)
	$(Q)head -c 256 /dev/zero > $@
	$(Q)nvramtool -y $< -D $@ -p mainboard/$(BOARD)/cmos.default
endif
