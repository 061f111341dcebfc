# SPDX-License-Identifier: GPL-2.0-or-later
# The board's device tree: board.dts through cpp and dtc to C (doc/device-tree.md). Included by src/build.mk.

DTC := dtc
DTS := mainboard/$(BOARD)/board.dts
DEVTREE := build/util/devtree
CHIP_HEADERS := $(wildcard src/cpu/*/chip.h src/cpu/*/*/chip.h src/drivers/*/chip.h northbridge/*/*/chip.h \
	southbridge/*/*/chip.h superio/*/*/chip.h)
DEVTREE_OUT := $(GEN)/devtree.h $(STAGES:%=$(GEN)/devtree-%.c) $(GEN)/prt.asl

$(DTS):
	$(error The board has no device tree: mainboard/$(BOARD)/board.dts is missing)

$(DEVTREE): $(wildcard util/devtree/*.[ch])
	$(call say,HOSTCC,$@)
	@mkdir -p $(@D)
	$(Q)cc -std=gnu11 -O2 -g -Wall -Wextra -Werror -o $@ $(filter %.c,$^) -lfdt

$(GEN)/board.pp.dts: $(DTS) $(GEN)/config.h
	@mkdir -p $(@D)
	$(Q)$(CC) -E -nostdinc -undef -D__DTS__ -x assembler-with-cpp -I. -include $(GEN)/config.h \
		-MD -MP -MT $@ -MF $@.d $< -o $@
-include $(GEN)/board.pp.dts.d

# A warning of dtc is a mistake in the tree: unit addresses, cell counts, bus properties.
$(GEN)/board.dtb: $(GEN)/board.pp.dts
	$(call say,DTC,$(DTS))
	$(Q)$(DTC) -q -I dts -O dts -T -T -o $(GEN)/board.lines $<
	$(Q)$(DTC) -I dts -O dtb -o $@ $< 2> $@.warnings; status=$$?; cat $@.warnings >&2; \
		test $$status = 0 -a ! -s $@.warnings

$(DEVTREE_OUT) &: $(GEN)/board.dtb $(DEVTREE) $(CHIP_HEADERS)
	$(call say,DEVTREE,$(DTS))
	$(Q)$(DEVTREE) --dtb $(GEN)/board.dtb --lines $(GEN)/board.lines --source $(DTS) --out $(GEN) $(CHIP_HEADERS)

GENERATED += $(DEVTREE_OUT)

define devtree_object
$(1)-objects += $(OUT)/$(1)/devtree.o
$(OUT)/$(1)/devtree.o: $(GEN)/devtree-$(1).c $(GENERATED)
	$$(call say,CC,$(1)/devtree.c)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CPPFLAGS) -I. $$(CFLAGS) -MMD -MP -c $$< -o $$@
endef
$(foreach stage,$(STAGES),$(eval $(call devtree_object,$(stage))))
