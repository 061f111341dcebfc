# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads FMAP and CBFS for the ROM map and the manifests; all writing is done by cbfstool."""

import struct
from dataclasses import dataclass

from .errors import ImageError

ALIGN = 64
TYPES = {0x01: "bootblock", 0x02: "cbfs header", 0x10: "legacy stage", 0x11: "stage",
         0x20: "payload", 0x50: "raw", 0xAA: "cmos_default", 0x01AA: "cmos_layout"}
TYPE_BOOTBLOCK, TYPE_HEADER, TYPE_SELF = 0x01, 0x02, 0x20
TYPE_DELETED, TYPE_FREE = 0, 0xFFFFFFFF
NRV2B = 0x4E525632
ALGORITHMS = {0: "none", 1: "lzma", 2: "lz4", NRV2B: "nrv2b"}


@dataclass
class Area:
    """An FMAP area; offset is from the start of the image."""
    name: str
    offset: int
    size: int


@dataclass
class File:
    """A CBFS file; offset is that of its header in the region, size the expanded size."""
    name: str
    type: int
    offset: int
    head: bytes
    data: bytes
    size: int
    algorithm: int

    @property
    def stored(self):
        """Bytes in flash without the header."""
        return len(self.data)

    @property
    def total(self):
        """Bytes in flash with the header."""
        return len(self.head) + len(self.data)

    @property
    def free(self):
        """True for space that holds no file."""
        return self.type in (TYPE_DELETED, TYPE_FREE)


def areas(image):
    """The FMAP areas of an image, by name."""
    at = image.find(b"__FMAP__")
    while at >= 0:
        if len(image) - at >= 56 and image[at + 8] == 1:
            size, _, count = struct.unpack_from("<I32sH", image, at + 18)
            if size == len(image) and len(image) - at >= 56 + 42 * count:
                break
        at = image.find(b"__FMAP__", at + 1)
    if at < 0:
        raise ImageError("no FMAP found: not a geodeboot image, or it is damaged")
    found = {}
    for index in range(count):
        offset, size, name = struct.unpack_from("<II32s", image, at + 56 + 42 * index)
        name = name.split(b"\0")[0].decode("ascii", "replace")
        if offset + size > len(image):
            raise ImageError(f"FMAP area {name} lies outside the image")
        found[name] = Area(name, offset, size)
    return found


def files(region):
    """All files of a region's bytes, free space included."""
    found, at = [], 0
    while at + 24 <= len(region) and region[at:at + 8] == b"LARCHIVE":
        length, kind, attributes, data = struct.unpack_from(">4I", region, at + 8)
        if data < 24 or at + data + length > len(region):
            raise ImageError(f"the CBFS file header at 0x{at:x} gives sizes outside its region")
        name = region[at + 24:at + (attributes if attributes > 24 else data)].split(b"\0")[0]
        algorithm, size = _compression(region, at, attributes, data, length)
        found.append(File(name.decode("utf-8", "replace"), kind, at,
                          bytes(region[at:at + data]),
                          bytes(region[at + data:at + data + length]), size, algorithm))
        at = (at + data + length + ALIGN - 1) & ~(ALIGN - 1)
    return found


def _compression(region, at, attributes, data, length):
    """Algorithm and expanded size from the BCZL attribute, if there is one."""
    cursor, end = at + attributes, at + data
    while attributes > 24 and cursor + 8 <= end:
        tag, size = struct.unpack_from(">4sI", region, cursor)
        if size < 8 or cursor + size > end:
            break
        if tag == b"BCZL" and size >= 16:
            return struct.unpack_from(">II", region, cursor + 8)
        cursor += size
    return 0, length
