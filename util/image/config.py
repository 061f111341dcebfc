# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads the options of an image from a .config file."""

import re

from .errors import ImageError

COMPRESSIONS = ("NONE", "LZ4", "LZMA", "NRV2B")
# The FMAP ends the rewritable part, so NORMAL is kept to whole erase blocks of common chips.
ERASE_BLOCK_KB = 64


class Config:
    """Options of one build; every getter's error names the option and the file."""

    def __init__(self, path):
        self.path = path
        self.values = {}
        try:
            with open(path, encoding="utf-8") as file:
                lines = file.read().splitlines()
        except OSError as error:
            raise ImageError(f"cannot read the configuration {path}: {error.strerror}") from error
        for line in lines:
            match = re.fullmatch(r"CONFIG_(\w+)=(.*)", line)
            if match:
                self.values[match[1]] = match[2]

    def text(self, name, default=None):
        """A string option without its quotes."""
        value = self.values.get(name)
        if value is None:
            if default is not None:
                return default
            raise ImageError(f"{self.path} does not set CONFIG_{name}: run make olddefconfig")
        if len(value) >= 2 and value[0] == value[-1] == '"':
            return re.sub(r"\\(.)", r"\1", value[1:-1])
        return value

    def number(self, name, default=None):
        """An int or hex option."""
        text = self.text(name, None if default is None else str(default))
        try:
            return int(text, 0)
        except ValueError:
            raise ImageError(f"CONFIG_{name}={text} in {self.path} is not a number") from None

    def enabled(self, name):
        """True for a bool option that is set to y."""
        return self.values.get(name) == "y"

    def compression(self, kind):
        """The choice <kind>_COMPRESSION_*, in lower case: none, lz4, lzma or nrv2b."""
        chosen = [c for c in COMPRESSIONS if self.enabled(f"{kind}_COMPRESSION_{c}")]
        if len(chosen) != 1:
            raise ImageError(f"{self.path} chooses {len(chosen)} of CONFIG_{kind}_COMPRESSION_"
                             f"{{{','.join(COMPRESSIONS)}}}: set exactly one")
        return chosen[0].lower()

    def boot_order(self, region):
        """The payload names of a region's boot order."""
        return self.text(f"{region}_BOOT_ORDER", "").split()
