# SPDX-License-Identifier: GPL-2.0-or-later
# geodeboot on simulated Geode boards.

.PHONY: geodesim-firmware-check geodesim-firmware-long geodesim-firmware-smi
geodesim-firmware-check: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini tests/geodesim/firmware

# The whole DRAM matrix: 1000 sets of modules, 200 broken ones.
geodesim-firmware-long: geodesim
	GEODEBOOT_TEST_MODULES=1000 /usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini \
		tests/geodesim/firmware/test_memory.py

# The SMI handler, ten million accesses in each mode on every board: hours.
geodesim-firmware-smi: geodesim
	GEODEBOOT_TEST_ACCESSES=10000000 /usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini \
		tests/geodesim/firmware/test_smm.py -k "protected_and_real or random_accesses"

geodesim-check: geodesim-firmware-check
