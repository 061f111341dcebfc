# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks the bootblock: its identification for flashrom and the room for the CBFS header pointer.

Three u32 LE words end 16 bytes below the end of the image: distances from the image's end back to
the vendor and the part string, and the image size (src/arch/x86/id.S). flashrom's internal
programmer refuses to write an image of another board. cbfstool writes the last word of the image.
"""

import struct

from .errors import ImageError

ID_PLACE = 0x1C  # of the first word, back from the end


def read_checked(path, rom_size, vendor, part):
    """The bytes of bootblock file `path`; refuses one that was linked for another image."""
    try:
        with open(path, "rb") as file:
            code = file.read()
    except OSError as error:
        raise ImageError(f"cannot read the bootblock {path}: {error.strerror}") from error
    if not ID_PLACE <= len(code) <= 64 * 1024:
        raise ImageError(f"{path} has {len(code)} bytes: a bootblock has {ID_PLACE} to 65536")
    if code[-4:] not in (bytes(4), b"\xff\xff\xff\xff"):
        raise ImageError(f"{path}: its last 4 bytes hold {code[-4:].hex()}, but they belong to the "
                         "CBFS header pointer: see src/arch/x86/bootblock.ld")
    words = struct.unpack_from("<3I", code, len(code) - ID_PLACE)
    for what, text, back in (("vendor", vendor, words[0]), ("part", part, words[1])):
        start = len(code) - back
        found = code[start:].split(b"\0")[0] if 0 < back <= len(code) else None
        if found != text.encode():
            shown = "no string" if found is None else repr(found[:40].decode("latin-1"))
            raise ImageError(f"{path}: the flashrom id words give {shown} as {what}, not "
                             f"CONFIG_MAINBOARD_{what.upper()}=\"{text}\": build it again")
    if words[2] != rom_size:
        raise ImageError(f"{path} was linked for an image of {words[2]} bytes, CONFIG_ROM_SIZE_KB "
                         f"asks for {rom_size}: build it again")
    return code
