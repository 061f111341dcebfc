# SPDX-License-Identifier: GPL-2.0-or-later
# Tests of util/devtree and of what boards' trees do to the hardware.
.PHONY: devtree-check
devtree-check:
	$(Q)timeout 600 env PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m pytest -q -c tests/pytest.ini tests/devtree
