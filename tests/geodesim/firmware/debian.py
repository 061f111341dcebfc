# SPDX-License-Identifier: GPL-2.0-or-later
"""A CompactFlash image with Debian's kernel for GRUB, and what to plug into the boards besides."""

import glob
import hashlib
import os
import shutil
import struct
import subprocess
import zlib

from harness.disks import MIB, Partition, make_disk
from harness.paths import BUILD, TOP

HERE = os.path.dirname(os.path.abspath(__file__))
DEBIAN = os.path.join(BUILD, "debian")
# Debian's lspci, and what it is linked with.
LSPCI = ("pciutils", "libpci3", "libkmod2", "libudev1", "zlib1g", "liblzma5", "libzstd1", "libssl3", "libc6")
LIBRARIES = ("libpci.so.3", "libkmod.so.2", "libudev.so.1", "libz.so.1", "liblzma.so.5", "libzstd.so.1",
             "libcrypto.so.3", "libc.so.6", "ld-linux.so.2")
# Self tests of the kernel's ciphers would be a third of the boot.
COMMAND_LINE = "console=tty0 console=ttyS0,115200 quiet cryptomgr.notests"
GRUB_CONFIG = """set timeout=0
menuentry "Debian" {{
	linux /boot/vmlinuz {options}
	initrd /boot/initrd
}}
"""


def fetch(*packages):
    """Fetches the packages that are not there."""
    missing = [package for package in packages if not os.path.exists(os.path.join(DEBIAN, package))]
    if missing:
        subprocess.run([os.path.join(TOP, "util/debian-fetch"), DEBIAN, *missing], check=True, timeout=900)


def library(name):
    """Host path of a library of the fetched packages."""
    for package in LSPCI:
        for path in glob.glob(os.path.join(DEBIAN, package, "**", name), recursive=True):
            return os.path.realpath(path)
    raise FileNotFoundError(name)


def initrd(folder):
    """Makes the initramfs of the Linux payload with the drivers of a Geode; its path."""
    out = str(folder / "initrd")
    subprocess.run([os.path.join(TOP, "util/mkinitramfs"), "--kernel", os.path.join(DEBIAN, "linux-image-686"),
                    "--var", "BUSYBOX=" + os.path.join(DEBIAN, "busybox-static"), "--compress", "gzip", "-o", out,
                    "payloads/linux/rootfs.list", os.path.join(HERE, "debian.list")],
                   check=True, cwd=TOP, timeout=120)
    return out


def inside(folder):
    """Compiles the program that measures inside of Linux; its path."""
    out = str(folder / "inside")
    subprocess.run(["i686-linux-gnu-gcc", "-O2", "-march=i586", "-static", "-Wall", "-Wextra", "-Werror", "-o", out,
                    os.path.join(HERE, "inside.c")], check=True, timeout=120)
    return out


def compact_flash(folder, options=""):
    """Makes the disk: a partition table, ext2 with grub.cfg, kernel, initramfs, lspci and the tests; its path."""
    fetch("linux-image-686", "busybox-static", *LSPCI)
    files = {
        "boot/grub/grub.cfg": GRUB_CONFIG.format(options=f"{COMMAND_LINE} {options}".strip()).encode(),
        "boot/vmlinuz": glob.glob(os.path.join(DEBIAN, "linux-image-686/boot/vmlinuz-*"))[0],
        "boot/initrd": initrd(folder),
        "look.sh": os.path.join(HERE, "look.sh"),
        "pins.sh": os.path.join(HERE, "pins.sh"),
        "inside": inside(folder),
        "debian/usr/bin/lspci": os.path.join(DEBIAN, "pciutils/usr/bin/lspci"),
        "debian/proc/.empty": b"", "debian/sys/.empty": b"",
    }
    for name in LIBRARIES:
        place = "lib" if name.startswith("ld-") else "lib/i386-linux-gnu"
        files[f"debian/{place}/{name}"] = library(name)
    return make_disk(str(folder / "cf.img"), Partition("ext2", 40, files, label="debian"))


def stick(folder):
    """Makes the contents of a USB stick, 2 MiB; path and MD5."""
    content = hashlib.shake_128(b"stick").digest(2 * MIB)
    path = str(folder / "stick.img")
    with open(path, "wb") as file:
        file.write(content)
    return path, hashlib.md5(content).hexdigest()


def served(folder):
    """Makes a folder with a file for TFTP; path and the file's MD5."""
    path = folder / "tftp"
    path.mkdir()
    content = hashlib.shake_128(b"file").digest(100001)
    (path / "file").write_bytes(content)
    return str(path), hashlib.md5(content).hexdigest()


def beginning(disk, size):
    """MD5 of a disk's first bytes."""
    with open(disk, "rb") as file:
        return hashlib.md5(file.read(size)).hexdigest()


def picture(path):
    """Rows of (red, green, blue) of a PNG file with 8 bits a channel and no alpha."""
    data = open(path, "rb").read()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    packed, place, width, height = b"", 8, 0, 0
    while place < len(data):
        size, kind = struct.unpack_from(">I4s", data, place)
        body = data[place + 8:place + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", body)
            assert (depth, colour) == (8, 2)
        elif kind == b"IDAT":
            packed += body
        place += size + 12
    raw, stride = zlib.decompress(packed), width * 3
    rows, above = [], bytearray(stride)
    for y in range(height):
        method, *line = raw[y * (stride + 1):(y + 1) * (stride + 1)]
        for x in range(stride):
            left = line[x - 3] if x >= 3 else 0
            corner = above[x - 3] if x >= 3 else 0
            line[x] = (line[x] + (0, left, above[x], (left + above[x]) // 2,
                                  paeth(left, above[x], corner))[method]) & 255
        above = line
        rows.append([tuple(line[x:x + 3]) for x in range(0, stride, 3)])
    return rows


def paeth(left, above, corner):
    """PNG's predictor of type 4."""
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))


def keep(path, name):
    """Keeps a picture beside the tests' logs, to be looked at."""
    shutil.copyfile(path, os.path.join(BUILD, "test-logs", name))
