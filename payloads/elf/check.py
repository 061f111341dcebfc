#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Says whether a file is an ELF program this firmware can start, before it gets into an image."""

import struct
import sys

PT_LOAD = 1


def problem(image):
    """What is wrong with the program, or None."""
    if len(image) < 52 or image[:4] != b"\x7fELF":
        return "is no ELF file"
    if image[4] != 1 or image[5] != 1:
        return "is not 32-bit little-endian: link it with -m elf_i386"
    kind, machine, _, entry, phoff = struct.unpack_from("<HHIII", image, 16)
    size, count = struct.unpack_from("<HH", image, 42)
    if machine not in (3, 6):
        return f"is for machine {machine}, not for the 386 (3)"
    if kind != 2:
        return "is no executable: link it statically at a fixed address (not -pie)"
    if size != 32 or phoff + count * size > len(image):
        return "has a damaged program header table"
    entered = False
    for index in range(count):
        kind, offset, _, address, filesz, memsz = struct.unpack_from("<6I", image,
                                                                     phoff + index * size)
        if kind != PT_LOAD or memsz == 0:
            continue
        if filesz > memsz or offset + filesz > len(image):
            return f"is cut short: segment {index} reaches beyond the file"
        if address + memsz > 1 << 32:
            return f"has a segment {index} that wraps around 4 GiB"
        entered = entered or address <= entry < address + memsz
    return None if entered else f"has its entry 0x{entry:x} outside all segments"


def main():
    with open(sys.argv[1], "rb") as file:
        trouble = problem(file.read())
    if trouble:
        sys.exit(f"payloads/elf: {sys.argv[1]} {trouble}")


if __name__ == "__main__":
    main()
