# SPDX-License-Identifier: GPL-2.0-or-later
"""bzimage-trim: a kernel without its real-mode code is smaller and starts the same 32-bit part."""

import os
import struct
import subprocess

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADER_LENGTH = 0x6A    # what the jump at 0x200 passes over
PROTECTED = bytes(range(256)) * 40


def kernel(**changes):
    """A bzImage's frame with 20 sectors of real-mode code; a change is OFFSET=bytes, as "at_1f1"."""
    image = bytearray(b"\x90" * (21 * 512)) + PROTECTED
    image[0x1F1] = 20
    struct.pack_into("<I", image, 0x1F4, len(PROTECTED) // 16)
    image[0x1FE:0x200] = b"\x55\xaa"
    image[0x200:0x206] = bytes((0xEB, HEADER_LENGTH)) + b"HdrS"
    struct.pack_into("<H", image, 0x206, 0x20F)
    image[0x211] = 1
    image[0x238:0x23C] = struct.pack("<I", 2047)
    for place, value in changes.items():
        at = int(place.removeprefix("at_"), 16)
        image[at:at + len(value)] = value
    return bytes(image)


@pytest.fixture
def trim(tmp_path):
    """Function: what bzimage-trim makes of a kernel, None if it refuses; and its message."""
    def run(image):
        (tmp_path / "in").write_bytes(image)
        done = subprocess.run([os.path.join(TOP, "util/bzimage-trim"), tmp_path / "in", tmp_path / "out"],
                              capture_output=True, text=True, check=False, timeout=60)
        return (tmp_path / "out").read_bytes() if done.returncode == 0 else None, done.stderr
    return run


def test_trimmed_kernel_keeps_its_header_and_its_32_bit_part(trim):
    whole = kernel()
    small, _ = trim(whole)
    assert len(small) == 1024 + len(PROTECTED)
    start = (small[0x1F1] + 1) * 512
    assert small[start:] == PROTECTED
    end = 0x202 + HEADER_LENGTH
    assert small[:0x1F1] + small[0x1F2:end] == whole[:0x1F1] + whole[0x1F2:end]


def test_real_mode_entry_of_a_trimmed_kernel_stops_the_processor(trim):
    small, _ = trim(kernel())
    entry = 0x202 + small[0x201]
    # cli; hlt; jmp to the hlt (boot.rst: entry behind the header)
    assert small[entry:entry + 4] == b"\xfa\xf4\xeb\xfc"


@pytest.mark.parametrize("changes", [
    {"at_202": b"HdrX"},                                # no header
    {"at_211": b"\0"},                                  # a zImage: loaded low
    {"at_1f4": struct.pack("<I", len(PROTECTED))},      # cut off
    {"at_1f1": b"\xff"},                                # real-mode code alone
])
def test_what_is_not_a_whole_bzimage_is_refused(trim, changes):
    small, message = trim(kernel(**changes))
    assert small is None and message.startswith("bzimage-trim: "), message
