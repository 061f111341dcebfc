# SPDX-License-Identifier: GPL-2.0-or-later
# Whole runs of geodesim: Linux and its programs, memtest86+, the tools, gdb.

GEODESIM_RUN_PACKAGES := linux-image-686 busybox-static memtest86+

.PHONY: geodesim-run-check geodesim-run-long geodesim-packages
geodesim-packages:
	@for p in $(GEODESIM_RUN_PACKAGES); do \
		[ -e build/debian/$$p ] || util/debian-fetch build/debian $$p; done

geodesim-run-check: geodesim geodesim-packages
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 --dist loadfile -m "not slow" tests/geodesim/run

# Everything, also what takes many minutes: a recorded boot, gdb in a kernel.
geodesim-run-long: geodesim geodesim-packages
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 --dist loadfile tests/geodesim/run

geodesim-check: geodesim-run-check

# Speed beside Bochs: build/bench/geodesim.tsv.
.PHONY: bench-geodesim
bench-geodesim: geodesim geodesim-packages
	timeout 3000 tests/bench/geodesim.py
bench: bench-geodesim
