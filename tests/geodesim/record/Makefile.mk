# SPDX-License-Identifier: GPL-2.0-or-later
# The firmware of record: the boot sequence that real boards ran, and what it expects of them.

.PHONY: geodesim-record-check geodesim-record-full
geodesim-record-check: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 --dist loadgroup -m "not slow" tests/geodesim/record

# The probes on the other boards too.
geodesim-record-full: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q -n 2 --dist loadgroup tests/geodesim/record

geodesim-check: geodesim-record-check
