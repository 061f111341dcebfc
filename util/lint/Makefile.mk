# SPDX-License-Identifier: GPL-2.0-or-later
# Style, static analysis and the rules of the tree (doc/testing.md).

LINT_TARGET := emulation/qemu-i440fx
LINT_OUT := build/$(LINT_TARGET)

# The stages are built first: weak symbols show in object files.
.PHONY: lint
lint:
	$(Q)$(MAKE) --no-print-directory TARGET=$(LINT_TARGET) OUT=$(LINT_OUT) $(LINT_OUT)/.config
	$(Q)$(MAKE) --no-print-directory -f src/build.mk OUT=$(LINT_OUT) $(LINT_OUT)/bootblock.elf \
		$(LINT_OUT)/romstage.elf $(LINT_OUT)/ramstage.elf
	$(Q)util/post-codes --check
	$(Q)util/lint/lint
