# SPDX-License-Identifier: GPL-2.0-or-later
"""The tests of a board's run go to the process that has made it."""

import pytest


def pytest_collection_modifyitems(items):
    """Groups the tests for xdist's loadgroup."""
    for item in items:
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        item.add_marker(pytest.mark.xdist_group(parameters.get("board", "norwich")))
