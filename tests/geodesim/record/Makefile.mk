# SPDX-License-Identifier: GPL-2.0-or-later
# The firmware of record: the boot sequence that real boards ran, and what it expects of them.

.PHONY: geodesim-record-check
geodesim-record-check: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q tests/geodesim/record

geodesim-check: geodesim-record-check
