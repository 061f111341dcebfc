# SPDX-License-Identifier: GPL-2.0-or-later
# Instructions, bytes and decoders beside peers, into build/bench (doc/testing.md).

.PHONY: bench
bench: deps build/util/nrv2b bench-decode
	$(Q)$(MAKE) --no-print-directory all TARGET=emulation/qemu-i440fx > build/bench-build.log || \
		{ cat build/bench-build.log; exit 1; }
	$(Q)timeout 3000 tests/bench/bench.py

# The SMI handler's bytes and microseconds on the Geode LX boards.
.PHONY: bench-smm
bench: bench-smm
bench-smm: deps geodesim
	$(Q)timeout 3000 tests/bench/smm.py
