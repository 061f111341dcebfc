# SPDX-License-Identifier: GPL-2.0-or-later
"""Changes fields of an ELF32 file, to make good and bad payloads from one that works."""

import struct

HEADER = {"class": (4, "<B"), "data": (5, "<B"), "type": (16, "<H"), "machine": (18, "<H"),
          "entry": (24, "<I"), "phoff": (28, "<I"), "phentsize": (42, "<H"), "phnum": (44, "<H")}
SEGMENT = ("type", "offset", "vaddr", "paddr", "filesz", "memsz", "flags", "align")


class ElfFile:
    """An ELF file in memory."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = bytearray(file.read())

    def get(self, field):
        """A field of the ELF header."""
        offset, form = HEADER[field]
        return struct.unpack_from(form, self.data, offset)[0]

    def set(self, **fields):
        """Sets fields of the ELF header."""
        for field, value in fields.items():
            offset, form = HEADER[field]
            struct.pack_into(form, self.data, offset, value)
        return self

    def segment(self, index):
        """The program header as a dict."""
        return dict(zip(SEGMENT, struct.unpack_from("<8I", self.data,
                                                    self.get("phoff") + 32 * index)))

    def set_segment(self, index, **fields):
        """Sets fields of a program header."""
        values = self.segment(index)
        values.update(fields)
        struct.pack_into("<8I", self.data, self.get("phoff") + 32 * index,
                         *(values[name] & 0xFFFFFFFF for name in SEGMENT))
        return self

    def swap_segments(self, first, second):
        """Exchanges two program headers."""
        one, two = self.segment(first), self.segment(second)
        return self.set_segment(first, **two).set_segment(second, **one)

    def save(self, path):
        """Writes the file; its path."""
        with open(path, "wb") as file:
            file.write(self.data)
        return str(path)
