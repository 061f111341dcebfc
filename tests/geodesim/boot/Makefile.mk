# SPDX-License-Identifier: GPL-2.0-or-later
# Boot images on whole boards: correct, with mistakes, with an SMI handler, numbers on record.

.PHONY: geodesim-boot-check geodesim-boot-full
geodesim-boot-check: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 3 -m "not slow" tests/geodesim/boot

# Every pair of modules; takes long.
geodesim-boot-full: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 tests/geodesim/boot

geodesim-check: geodesim-boot-check
