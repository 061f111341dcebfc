# SPDX-License-Identifier: GPL-2.0-or-later
"""The boot menu, as somebody at the serial console or the keyboard uses it."""

import pytest

CMOS_BASE = 0x40  # byte of the options, see mainboard/emulation/qemu-i440fx/cmos.layout


@pytest.fixture
def three(payload_rom, hello):
    """A ROM whose NORMAL region has three entries, with its menu open for a second."""
    return payload_rom(NORMAL=[(name, hello(name)) for name in ("one", "two", "three")])
