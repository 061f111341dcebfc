# SPDX-License-Identifier: GPL-2.0-or-later
# The processor's programs in assembly, run by geodesim --bare.

geodesim-cpu-check: geodesim-cpu-asm

.PHONY: geodesim-cpu-asm
geodesim-cpu-asm: $(GEODESIM_OUT)/geodesim
	timeout 300 tests/geodesim/cpu/run_asm.py $(GEODESIM_OUT)/geodesim $(GEODESIM_OUT)/cpu-asm

# Every handler of the opcode table is executed by a test: these programs or the host-differential
# test, whose FPU rows are reported by what was seen.
.PHONY: geodesim-cpu-coverage
geodesim-cpu-coverage: $(GEODESIM_OUT)/geodesim geodesim-diff
	timeout 300 tests/geodesim/cpu/run_asm.py --coverage $(GEODESIM_OUT)/cpu-asm.coverage \
		$(GEODESIM_OUT)/geodesim $(GEODESIM_OUT)/cpu-asm
	timeout 600 $(GEODESIM_OUT)/tests/diff/diff --host $(GEODESIM_OUT)/tests/diff/diff-host32 \
		--count 60000 \
		--coverage $(GEODESIM_OUT)/diff.coverage
	tests/geodesim/cpu/merge_coverage.py $(GEODESIM_OUT)/cpu-asm.coverage \
		$(GEODESIM_OUT)/diff.coverage
