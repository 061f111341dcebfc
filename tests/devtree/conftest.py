# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the helpers of these tests importable."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
