# SPDX-License-Identifier: GPL-2.0-or-later
# The report of whole runs, and which test breaks which rule.

.PHONY: geodesim-report-pages geodesim-rules-tested
geodesim-report-pages: geodesim
	/usr/bin/python3 -m pytest -p no:cacheprovider -q tests/geodesim/report

geodesim-report-check: geodesim-report-pages

# The list: each rule and the tests that break it.
geodesim-rules-tested:
	@/usr/bin/python3 tests/geodesim/report/test_rules_tested.py
