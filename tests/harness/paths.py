# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things are in the tree."""

import os
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, "build")
LOGS = os.path.join(BUILD, "test-logs")
UTIL = os.path.join(TOP, "util")

if UTIL not in sys.path:
    sys.path.insert(0, UTIL)  # the image package of util/mkimage reads ROMs for the tests too


def scaled(seconds):
    """A time limit, longer where GEODEBOOT_TEST_SLOWNESS says that the machine is slow."""
    return seconds * float(os.environ.get("GEODEBOOT_TEST_SLOWNESS", "1"))
