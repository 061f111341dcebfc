# SPDX-License-Identifier: GPL-2.0-or-later
"""The little that is needed of ELF32: is it ours, how much does it load, can it be moved."""

import struct

from .errors import ImageError

PT_LOAD, SHT_RELA, SHT_REL, EM_386 = 1, 4, 9, 3


class Elf:
    """A 32-bit little-endian x86 ELF file; refuses anything else by name."""

    def __init__(self, path):
        self.path = path
        try:
            with open(path, "rb") as file:
                self.data = file.read()
        except OSError as error:
            raise ImageError(f"cannot read {path}: {error.strerror}") from error
        if self.data[:4] != b"\x7fELF":
            raise ImageError(f"{path} is not an ELF file")
        if self.data[4:6] != b"\x01\x01" or len(self.data) < 52:
            raise ImageError(f"{path} is not a 32-bit little-endian ELF file")
        (self.machine,) = struct.unpack_from("<H", self.data, 18)
        if self.machine != EM_386:
            raise ImageError(f"{path} is for machine {self.machine}, not for 386 (3)")
        phoff, shoff = struct.unpack_from("<II", self.data, 28)
        phentsize, phnum, shentsize, shnum = struct.unpack_from("<4H", self.data, 42)
        self.segments = [self._record("<8I", phoff + i * phentsize) for i in range(phnum)]
        self.sections = [self._record("<10I", shoff + i * shentsize) for i in range(shnum)]

    def _record(self, form, offset):
        try:
            return struct.unpack_from(form, self.data, offset)
        except struct.error:
            raise ImageError(f"{self.path}: a header table lies outside the file") from None

    def loads(self):
        """Loadable segments that take memory: (paddr, filesz, memsz)."""
        return [(s[3], s[4], s[5]) for s in self.segments if s[0] == PT_LOAD and s[5]]

    def file_bytes(self):
        """Bytes of the file that get loaded."""
        return sum(filesz for _, filesz, _ in self.loads())

    def has_relocations(self):
        """True when the link kept relocations (--emit-relocs), so that the code can be moved."""
        return any(s[1] in (SHT_REL, SHT_RELA) and s[5] for s in self.sections)
