# SPDX-License-Identifier: GPL-2.0-or-later
"""Compresses a file once into the head + stream form that `cbfstool add -c precompression` takes.

Both regions usually hold the same payloads, so results are kept under the build folder by content.
"""

import hashlib
import os
from dataclasses import dataclass

from .errors import ImageError
from .tools import run

HEAD_SIZE = 8


@dataclass
class Packed:
    """A file ready for cbfstool: its path there, stored and expanded size, and the -c argument."""
    path: str
    stored: int
    size: int
    argument: str
    algorithm: str


class Packer:
    """Packs files for one build; nrv2b is the path of our own encoder."""

    def __init__(self, folder, nrv2b):
        self.folder = folder
        self.nrv2b = nrv2b
        os.makedirs(folder, exist_ok=True)

    def pack(self, path, algorithm, what):
        """Compresses `path`; a file that would not shrink is taken as it is."""
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            raise ImageError(f"cannot read {path} ({what}): {error.strerror}") from error
        plain = Packed(path, len(data), len(data), "none", "none")
        if algorithm == "none" or not data:
            return plain
        out = os.path.join(self.folder, hashlib.sha256(data).hexdigest()[:32] + "." + algorithm)
        if not os.path.exists(out):
            self._compress(path, algorithm, out, what)
        stored = os.path.getsize(out) - HEAD_SIZE
        with open(out, "rb") as file:
            kept_plain = file.read(4) == bytes(4)
        if kept_plain or stored >= len(data):
            return plain
        return Packed(out, stored, len(data), "precompression", algorithm)

    def _compress(self, path, algorithm, out, what):
        # Written under another name first: a build that is stopped leaves no half file behind.
        partial = f"{out}.{os.getpid()}"
        if algorithm == "nrv2b":
            command = [self.nrv2b, "-c", "--precompressed", path, partial]
        else:
            command = ["cbfs-compression-tool", "compress", path, partial, algorithm]
        run(command, f"compressing {path} ({what}) as {algorithm.upper()}")
        os.replace(partial, out)
