# SPDX-License-Identifier: GPL-2.0-or-later
"""Reads what a payload recipe left in its folder: `files` and `bootline`.

files: one line a file, `<cbfs name> TAB <raw|elf> TAB <path> TAB <payload|none|precompressed>`.
bootline: the recipe's line of the boot order.
"""

import os
from dataclasses import dataclass

from .errors import ImageError

KINDS = ("raw", "elf")
COMPRESSIONS = ("payload", "none", "precompressed")
NAME_MAX = 200  # a CBFS header, name and attributes together stay below 256 bytes


@dataclass
class PayloadFile:
    """One file of a recipe."""
    name: str
    kind: str
    path: str
    compression: str


@dataclass
class Payload:
    """A recipe's result; name is that of its folder, as the boot orders call it."""
    name: str
    files: list
    bootline: str


def read(folder):
    """Reads a recipe's folder."""
    name = os.path.basename(os.path.normpath(folder))
    listing = os.path.join(folder, "files")
    files = []
    for number, line in enumerate(_lines(listing, name), 1):
        parts = line.split("\t")
        where = f"{listing}:{number} (payload {name})"
        if len(parts) != 4:
            raise ImageError(f"{where}: {len(parts)} fields, not 4 with tabs between them")
        file = PayloadFile(*parts)
        if file.kind not in KINDS:
            raise ImageError(f"{where}: kind {file.kind!r} is none of {', '.join(KINDS)}")
        if file.compression not in COMPRESSIONS:
            raise ImageError(f"{where}: compression {file.compression!r} is none of "
                             f"{', '.join(COMPRESSIONS)}")
        if not file.name or len(file.name.encode()) > NAME_MAX:
            raise ImageError(f"{where}: a file name has 1 to {NAME_MAX} bytes")
        if not os.path.isfile(file.path):
            raise ImageError(f"{where}: {file.path} does not exist: build payloads/{name} again")
        files.append(file)
    bootlines = _lines(os.path.join(folder, "bootline"), name)
    if len(bootlines) != 1:
        raise ImageError(f"{folder}/bootline has {len(bootlines)} lines, not one")
    return Payload(name, files, bootlines[0])


def _lines(path, name):
    try:
        with open(path, encoding="utf-8") as file:
            return [line for line in file.read().splitlines() if line.strip()]
    except OSError as error:
        raise ImageError(f"payload {name}: cannot read {path}: {error.strerror}: "
                         f"its recipe payloads/{name}/Makefile makes it") from error
