# SPDX-License-Identifier: GPL-2.0-or-later
# Instructions, bytes and decoders beside peers, and a Geode board's boot, into build/bench (doc/testing.md).

.PHONY: bench
bench: deps build/util/nrv2b build/geodesim/geodesim bench-decode
	$(Q)$(MAKE) --no-print-directory all TARGET=emulation/qemu-i440fx > build/bench-build.log || \
		{ cat build/bench-build.log; exit 1; }
	$(Q)timeout 3000 tests/bench/bench.py
	$(Q)timeout 3000 tests/bench/board.py report

# Targets with a budget for each stage; a stage above it is a warning.
BUDGET_TARGETS := $(patsubst targets/%/defconfig,%,$(shell grep -l '^CONFIG_BUDGET_' targets/*/*/defconfig))
.PHONY: budget-check
budget-check: build/geodesim/geodesim
	$(Q)timeout 900 tests/bench/board.py budget $(BUDGET_TARGETS)

# The SMI handler's bytes and microseconds on the Geode LX boards.
.PHONY: bench-smm
bench: bench-smm
bench-smm: deps geodesim
	$(Q)timeout 3000 tests/bench/smm.py
