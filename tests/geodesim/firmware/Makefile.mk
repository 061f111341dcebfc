# SPDX-License-Identifier: GPL-2.0-or-later
# geodeboot on simulated Geode boards.

# Debian's lspci with its libraries, for Linux's view of a board.
GEODESIM_FIRMWARE_PACKAGES := linux-image-686 busybox-static pciutils libpci3 libkmod2 libudev1 zlib1g liblzma5 \
	libzstd1 libssl3 libc6

.PHONY: geodesim-firmware-check geodesim-firmware-full geodesim-firmware-long geodesim-firmware-smi \
	geodesim-firmware-packages
geodesim-firmware-packages:
	@for p in $(GEODESIM_FIRMWARE_PACKAGES); do \
		[ -e build/debian/$$p ] || util/debian-fetch build/debian $$p; done

geodesim-firmware-check: geodesim geodesim-firmware-packages
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 3 -c tests/pytest.ini -m "not slow" \
		tests/geodesim/firmware

# Debian and a whole pass of memtest86+ on every board.
geodesim-firmware-full: geodesim geodesim-firmware-packages
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini tests/geodesim/firmware

# The whole DRAM matrix: 1000 sets of modules, 200 broken ones. 5 minutes of one processor.
geodesim-firmware-long: geodesim
	GEODEBOOT_TEST_MODULES=1000 /usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini \
		tests/geodesim/firmware/test_memory.py

# The SMI handler, ten million accesses at random on every board: 4 million in protected mode, then under interrupts 3
# million in protected and 3 million in real mode. 4 minutes of one processor for a board.
geodesim-firmware-smi: geodesim
	GEODEBOOT_TEST_ACCESSES=10000000 /usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 -c tests/pytest.ini \
		tests/geodesim/firmware/test_smm.py -k "protected_and_real or (random_accesses and not NAND)"

geodesim-check: geodesim-firmware-check
