# SPDX-License-Identifier: GPL-2.0-or-later
# geodeboot on simulated Geode boards.

.PHONY: geodesim-firmware-check geodesim-firmware-long
geodesim-firmware-check: geodesim geodesim-packages
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini tests/geodesim/firmware

# The whole DRAM matrix: 1000 sets of modules, 200 broken ones.
geodesim-firmware-long: geodesim
	GEODEBOOT_TEST_MODULES=1000 /usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini \
		tests/geodesim/firmware/test_memory.py

geodesim-check: geodesim-firmware-check
