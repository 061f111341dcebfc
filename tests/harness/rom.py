# SPDX-License-Identifier: GPL-2.0-or-later
"""A copy of a ROM image to change with the stock tools, or to damage byte by byte."""

import os
import shutil
import subprocess

from .paths import UTIL, scaled

from image import cbfs, manifest  # noqa: E402  (util/image, on the path by .paths)
from image.xxh32 import xxh32  # noqa: E402


class Rom:
    """An image file of its own; the original stays as it is."""

    def __init__(self, original, path):
        self.path = str(path)
        shutil.copyfile(original, self.path)

    def cbfstool(self, *arguments):
        """Debian's cbfstool on this image; its output."""
        return tool("cbfstool", self.path, *arguments)

    def add(self, region, name, path, kind="raw", compression="none"):
        """Adds a file as `cbfstool add -t kind -c compression`, in place of one of that name."""
        self.remove(region, name)
        self.cbfstool("add", "-r", region, "-n", name, "-f", path, "-t", kind, "-c", compression)

    def add_payload(self, region, name, path, compression="none"):
        """Adds an ELF or bzImage as `cbfstool add-payload`, in place of one of that name."""
        self.remove(region, name)
        self.cbfstool("add-payload", "-r", region, "-n", name, "-f", path, "-c", compression)

    def add_text(self, region, name, text):
        """Adds a text file, e.g. a boot order."""
        source = self.path + ".text"
        with open(source, "w", encoding="utf-8") as file:
            file.write(text)
        self.add(region, name, source)
        os.unlink(source)

    def remove(self, region, name):
        """Removes a file if it is there."""
        if any(file.name == name for file in self.files(region)):
            self.cbfstool("remove", "-r", region, "-n", name)

    def text_file(self, region, name):
        """The contents of an uncompressed text file."""
        return self.file_data(region, name)[1].data.decode()

    def add_manifest(self, region, lines):
        """Writes a manifest of these lines, with the right hash of its own."""
        self.add_text(region, manifest.NAME, f"{manifest.HEAD} {xxh32(lines.encode()):08x}\n"
                      + lines)

    def update_manifest(self, region):
        """Makes the region's manifest agree with its files again."""
        tool(os.path.join(UTIL, "manifest"), "update", self.path, region)

    def bytes(self):
        """The whole image."""
        with open(self.path, "rb") as file:
            return file.read()

    def write(self, offset, data):
        """Overwrites bytes at an offset from the start of the image."""
        with open(self.path, "r+b") as file:
            file.seek(offset)
            file.write(data)

    def area(self, name):
        """An FMAP area: name, offset, size."""
        return cbfs.areas(self.bytes())[name]

    def files(self, region):
        """The files of a region, without its free space."""
        image = self.bytes()
        area = cbfs.areas(image)[region]
        return [file for file in cbfs.files(image[area.offset:area.offset + area.size])
                if not file.free]

    def file_header(self, region, name):
        """Offset of a file's header from the start of the image, and the file."""
        for file in self.files(region):
            if file.name == name:
                return self.area(region).offset + file.offset, file
        raise KeyError(f"{region} has no {name}")

    def file_data(self, region, name):
        """Offset of a file's stored bytes from the start of the image, and the file."""
        offset, file = self.file_header(region, name)
        return offset + file.total - file.stored, file


def tool(*command):
    """Runs a tool, which must succeed; its output."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    program = shutil.which(str(command[0]), path=path)
    assert program, f"{command[0]} is not installed: util/install-deps does it"
    done = subprocess.run([program, *map(str, command[1:])], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
                          timeout=scaled(180))
    assert done.returncode == 0, f"{' '.join(map(str, command))}: {done.stdout}"
    return done.stdout
