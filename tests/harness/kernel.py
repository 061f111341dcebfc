# SPDX-License-Identifier: GPL-2.0-or-later
"""A bzImage around a test payload: the loader takes it for Linux, any machine has room for it."""

import struct

from .build import compile_payload
from .rom import tool

LOAD = 0x100000     # where a bzImage that cannot be moved is loaded
NEED = 0x20000      # memory from there on: image, BSS, stack


def make_kernel(folder):
    """Compiles tests/payloads/kernel.c into a bzImage in `folder`; its path."""
    elf = compile_payload("kernel.c", folder / "kernel.elf",
                          f"-Wl,--defsym=TEXT_AT={LOAD:#x}")
    tool("i686-linux-gnu-objcopy", "-O", "binary", elf, folder / "kernel.bin")
    code = (folder / "kernel.bin").read_bytes()
    code += bytes(-len(code) % 16)
    setup = bytearray(1024)
    fields = {0x1F1: ("<B", 1),                 # one sector of setup code follows the first
              0x1F4: ("<I", len(code) // 16),
              0x1FE: ("<H", 0xAA55),
              0x200: ("<BB", 0xEB, 0x66),       # the header ends at 0x268
              0x202: ("<4s", b"HdrS"),
              0x206: ("<H", 0x20C),
              0x211: ("<B", 1),                 # loaded high
              0x214: ("<I", LOAD),
              0x22C: ("<I", 0x7FFFFFFF),
              0x230: ("<I", 0x1000),
              0x238: ("<I", 255),
              0x258: ("<Q", LOAD),
              0x260: ("<I", NEED)}
    for offset, (form, *values) in fields.items():
        struct.pack_into(form, setup, offset, *values)
    path = folder / "kernel.bzimage"
    path.write_bytes(bytes(setup) + code)
    return path
