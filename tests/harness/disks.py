# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes disk images with partitions and file systems, without root."""

import os
import shutil
import subprocess

from .rom import tool

MIB = 1 << 20
FIRST = MIB     # where the first partition begins


class Partition:
    """A file system: kind "ext4", "ext2" or "vfat", size in MiB, {path: bytes or host path}."""

    def __init__(self, kind, size, files, label="", uuid=None):
        self.kind, self.size, self.files = kind, size, files
        self.label, self.uuid = label, uuid


def make_disk(path, *partitions):
    """Writes a disk image with an MBR and these partitions, one behind the other; its path."""
    size = FIRST + sum(partition.size * MIB for partition in partitions) + MIB
    with open(path, "wb") as file:
        file.truncate(size)
    types = {"vfat": "c"}
    table = "label: dos\n" + "".join(
        f"size={partition.size}MiB, type={types.get(partition.kind, '83')}\n"
        for partition in partitions)
    sfdisk = shutil.which("sfdisk", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    assert sfdisk, "sfdisk is not installed: util/install-deps does it"
    subprocess.run([sfdisk, "-q", path], input=table, text=True, check=True, timeout=60)
    offset = FIRST
    for partition in partitions:
        _fill(path, offset, partition)
        offset += partition.size * MIB
    return path


def _fill(disk, offset, partition):
    """Makes the file system of one partition in a file of its own and copies it into the disk."""
    folder = disk + ".files"
    image = disk + ".part"
    for name, content in partition.files.items():
        target = os.path.join(folder, name.lstrip("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if isinstance(content, bytes):
            with open(target, "wb") as file:
                file.write(content)
        else:
            shutil.copy(content, target)
    os.makedirs(folder, exist_ok=True)
    with open(image, "wb") as file:
        file.truncate(partition.size * MIB)
    if partition.kind == "vfat":
        tool("mformat", "-i", image, "-F", "-v", partition.label or "STICK", "::")
        for name in sorted(os.listdir(folder)):
            tool("mcopy", "-i", image, "-s", os.path.join(folder, name), "::/")
    else:
        options = ["-U", partition.uuid] if partition.uuid else []
        tool("mke2fs", "-q", "-t", partition.kind, "-L", partition.label, *options, "-d", folder,
             image)
    with open(image, "rb") as source, open(disk, "r+b") as file:
        file.seek(offset)
        shutil.copyfileobj(source, file, MIB)
    os.unlink(image)
    shutil.rmtree(folder)
