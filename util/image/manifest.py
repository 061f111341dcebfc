# SPDX-License-Identifier: GPL-2.0-or-later
"""A region's manifest: one line a file, `<xxh32 of the file> <its size> <name>`.

The file is what CBFS holds of it: header, name, attributes and stored bytes. The header counts because
a load address or a size in it can do as much harm as a wrong byte of code.

The first line, `geodeboot-manifest 1 <xxh32 of all following bytes>`, protects the list itself.
The firmware takes NORMAL only when the manifest, romstage and ramstage agree with it.
"""

import re

from . import cbfs
from .xxh32 import xxh32

NAME = "manifest"
HEAD = "geodeboot-manifest 1"


def make(files):
    """The manifest text of a list of cbfs.File. The bootblock and the master header are left out:
    nothing loads them by name, and cbfstool writes into both."""
    lines = [f"{xxh32(file.head + file.data):08x} {file.total:08x} {file.name}\n" for file in files
             if not file.free and file.name != NAME
             and file.type not in (cbfs.TYPE_BOOTBLOCK, cbfs.TYPE_HEADER)]
    body = "".join(lines).encode()
    return f"{HEAD} {xxh32(body):08x}\n".encode() + body


def check(files):
    """Every way in which the files differ from their manifest, as a list of sentences."""
    present = {file.name: file for file in files if not file.free}
    if NAME not in present:
        return ["there is no manifest"]
    head, _, body = present[NAME].data.partition(b"\n")
    match = re.fullmatch(re.escape(HEAD) + r" ([0-9a-f]{8})", head.decode("ascii", "replace"))
    if not match:
        return ["the manifest's first line is not that of a manifest"]
    if int(match[1], 16) != xxh32(body):
        return ["the manifest is damaged: its own hash is wrong"]
    problems, listed = [], set()
    for line in body.decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"([0-9a-f]{8}) ([0-9a-f]{8}) (.+)", line)
        if not match:
            problems.append(f"the manifest has a line that cannot be read: {line!r}")
            continue
        name = match[3]
        listed.add(name)
        file = present.get(name)
        if file is None:
            problems.append(f"{name} is missing")
        elif file.total != int(match[2], 16):
            problems.append(f"{name} has {file.total} bytes with its header, the manifest says "
                            f"{int(match[2], 16)}")
        elif xxh32(file.head + file.data) != int(match[1], 16):
            problems.append(f"{name} is damaged: its hash differs")
    for name, file in present.items():
        if name not in listed and name != NAME \
                and file.type not in (cbfs.TYPE_BOOTBLOCK, cbfs.TYPE_HEADER):
            problems.append(f"{name} is not listed")
    return problems
