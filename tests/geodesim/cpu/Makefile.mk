# SPDX-License-Identifier: GPL-2.0-or-later
# The processor's programs in assembly, run by geodesim --bare.

geodesim-cpu-check: geodesim-cpu-asm

.PHONY: geodesim-cpu-asm
geodesim-cpu-asm: $(GEODESIM_OUT)/geodesim
	timeout 300 tests/geodesim/cpu/run_asm.py $(GEODESIM_OUT)/geodesim $(GEODESIM_OUT)/cpu-asm
