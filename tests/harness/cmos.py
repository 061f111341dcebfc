# SPDX-License-Identifier: GPL-2.0-or-later
"""CMOS contents for the QEMU board's layout (mainboard/emulation/qemu-i440fx/cmos.layout)."""

BOOT_BYTE = 0x40
OPTIONS = {"debug_level": 0x41, "boot_default": 0x42, "boot_timeout": 0x43}
SUM_FIRST, SUM_LAST, SUM_AT = 0x41, 0x57, 0x58


def cmos(counter=0, confirmed=False, good_sum=True, **options):
    """Bytes for Machine(cmos=...): the boot byte, options by name, and their sum."""
    found = {BOOT_BYTE: int(confirmed) | counter << 4}
    found.update({OPTIONS[name]: value for name, value in options.items()})
    total = sum(value for index, value in found.items() if SUM_FIRST <= index <= SUM_LAST)
    total = total if good_sum else total ^ 0x5A5A
    found.update({SUM_AT: total >> 8, SUM_AT + 1: total & 0xFF})
    return found
