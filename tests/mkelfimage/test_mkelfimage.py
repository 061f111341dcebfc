# SPDX-License-Identifier: GPL-2.0-or-later
"""mkelfimage as somebody uses it: what readelf says of its files, complaints, boots."""

import glob
import lzma
import os
import re
import struct
import subprocess
import sys
import time

import pytest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness.build import make  # noqa: E402
from harness.linux import Shell  # noqa: E402
from harness.machine import Machine  # noqa: E402
from harness.paths import BUILD, LOGS, TOP  # noqa: E402
from harness.rom import tool  # noqa: E402

CONFIG = ('CONFIG_PAYLOAD_LINUX_CMDLINE="console=ttyS0"\nCONFIG_PAYLOAD_LINUX_INITRD_BUSYBOX=y\n'
          "CONFIG_PAYLOAD_LINUX_BZIMAGE=y\n")


@pytest.fixture(scope="session")
def mkelfimage():
    """Function: runs the tool; the finished process."""
    make(["build/util/mkelfimage"])

    def run(*arguments):
        return subprocess.run([os.path.join(BUILD, "util", "mkelfimage"),
                               *map(str, arguments)], capture_output=True, text=True,
                              check=False, timeout=60)
    return run


@pytest.fixture(scope="session")
def bzimage():
    """Debian's i386 kernel."""
    tool(os.path.join(TOP, "util", "debian-fetch"), os.path.join(BUILD, "debian"),
         "linux-image-686")
    return glob.glob(os.path.join(BUILD, "debian/linux-image-686/boot/vmlinuz-*"))[0]


@pytest.fixture(scope="session")
def vmlinux(bzimage, tmp_path_factory):
    """The ELF kernel inside it."""
    with open(bzimage, "rb") as file:
        image = file.read()
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = (image[0x1F1] + 1) * 512 + offset
    path = tmp_path_factory.mktemp("kernel") / "vmlinux"
    path.write_bytes(lzma.LZMADecompressor().decompress(image[start:start + length]))
    return path


@pytest.fixture(scope="session")
def initrd(tmp_path_factory):
    """The initramfs of the Linux payload."""
    out = tmp_path_factory.mktemp("linux")
    (out / "config").write_text(CONFIG)
    make(["-f", "payloads/linux/Makefile", f"OUT={out}", f"CONFIG={out}/config"])
    return out / "initrd"


@pytest.fixture(scope="session")
def loader(tmp_path_factory):
    """A ROM that enters what QEMU has loaded, as a multiboot loader."""
    folder = tmp_path_factory.mktemp("enter")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "enter.S")
    tool("i686-linux-gnu-gcc", "-c", source, "-o", folder / "enter.o")
    tool("i686-linux-gnu-objcopy", "-O", "binary", "-j", ".text", folder / "enter.o",
         folder / "enter.rom")
    return folder / "enter.rom"


def loads(path):
    """(address, size in the file, size in memory) of the PT_LOAD headers, as readelf says."""
    return [tuple(int(number, 16) for number in match) for match in re.findall(
        r"LOAD +0x\w+ 0x\w+ 0x(\w+) 0x(\w+) 0x(\w+)", tool("readelf", "-lW", path))]


def test_readelf_shows_the_parts_of_a_bzimage_in_their_places(mkelfimage, bzimage, initrd,
                                                              tmp_path):
    out = tmp_path / "linux.elf"
    done = mkelfimage("--kernel", bzimage, "--command-line", "console=ttyS0 quiet", "--initrd",
                      initrd, "--output", out)
    assert done.returncode == 0 and done.stderr == ""
    assert "Entry point address:               0x10000\n" in tool("readelf", "-h", out)
    stub, page, line, kernel, ramdisk = loads(out)
    assert stub[0] == 0x10000 and stub[0] + stub[2] <= page[0]
    assert page == (0x20000, 0x1000, 0x1000)
    assert line[:2] == (0x21000, len("console=ttyS0 quiet") + 1)
    assert kernel[0] == 0x100000 and kernel[1] > 4 << 20
    assert ramdisk[1] == os.path.getsize(initrd)
    assert kernel[0] + kernel[2] <= ramdisk[0] and ramdisk[0] + ramdisk[2] <= 16 << 20
    notes = tool("readelf", "-n", out)
    assert notes.count("ELFBoot") == 3
    assert "4c 69 6e 75 78 00" in notes     # "Linux"
    assert b"console=ttyS0 quiet\0" in out.read_bytes()


def test_equal_inputs_give_equal_files(mkelfimage, bzimage, tmp_path):
    for name in ("one", "two"):
        assert mkelfimage("-k", bzimage, "-c", "x", "-o", tmp_path / name).returncode == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_initrd_goes_where_it_is_told_but_not_into_the_kernel(mkelfimage, bzimage, initrd,
                                                             tmp_path):
    out = tmp_path / "linux.elf"
    assert mkelfimage("-k", bzimage, "-i", initrd, "-b", "0x4000000", "-o", out).returncode == 0
    assert loads(out)[-1][0] == 0x4000000
    for base, complaint in (("0x1800000", "the kernel needs 0x1000000"),
                            ("0x7ff00000", "initrds below 0x7fffffff only"),
                            ("0x100000000", "below 4 GiB"), ("here", "expected an address")):
        done = mkelfimage("-k", bzimage, "-i", initrd, "-b", base, "-o", tmp_path / "not")
        assert done.returncode == 1 and complaint in done.stderr, done.stderr
    assert not (tmp_path / "not").exists()


def test_complaints_name_the_file_and_what_is_wrong(mkelfimage, bzimage, tmp_path):
    with open(bzimage, "rb") as file:
        head = file.read(20 * 1024)
    bad = {"text": (b"no kernel at all\n" * 99, "neither a bzImage nor a vmlinux"),
           "empty": (b"", "not a file of 1 byte to 2 GiB"),
           "cut": (head[:5000], "ends before its protected-mode part"),
           "wide.elf": (b"\x7fELF\x02\x01\x01" + bytes(100), "given as bzImage")}
    for name, (content, complaint) in bad.items():
        (tmp_path / name).write_bytes(content)
        done = mkelfimage("-k", tmp_path / name, "-o", tmp_path / "out")
        assert done.returncode == 1
        assert f"{name}: " in done.stderr and complaint in done.stderr, done.stderr
    done = mkelfimage("-k", tmp_path / "gone", "-o", tmp_path / "out")
    assert "gone: No such file" in done.stderr
    done = mkelfimage("-k", bzimage, "-c", "x" * 2048, "-o", tmp_path / "out")
    assert "the command line has 2048 characters, this kernel takes 2047" in done.stderr
    done = mkelfimage("-k", bzimage, "-o", tmp_path / "no" / "folder")
    assert done.returncode == 1 and "folder" in done.stderr
    assert mkelfimage("-k", bzimage).returncode == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["bzimage", "vmlinux"])
def test_another_loader_boots_it(mkelfimage, initrd, loader, form, tmp_path, request):
    kernel = request.getfixturevalue(form)
    out = tmp_path / "linux.elf"
    assert mkelfimage("-k", kernel, "-c", f"console=ttyS0 from={form}", "-i", initrd, "-o",
                      out).returncode == 0
    log = os.path.join(LOGS, f"mkelfimage-{form}.log")
    with Machine(loader, log, memory=64, args=["-device", f"loader,file={out}"]) as guest:
        guest.expect(r"\[mem 0x0000000000100000-0x0000000003ffffff\] usable", 60)
        shell = Shell(guest)
        assert f"from={form}" in shell.run("cat /proc/cmdline")
        assert "geodeboot" in shell.run("hostname")


def test_too_little_memory_goes_back_to_the_loader(mkelfimage, bzimage, loader, tmp_path):
    out = tmp_path / "linux.elf"
    # The loader's map ends at 64 MiB; this kernel asks for more.
    with open(bzimage, "rb") as file:
        image = bytearray(file.read())
    struct.pack_into("<I", image, 0x260, 64 << 20)
    (tmp_path / "big").write_bytes(image)
    assert mkelfimage("-k", tmp_path / "big", "-c", "console=ttyS0", "-o", out).returncode == 0
    log = os.path.join(LOGS, "mkelfimage-memory.log")
    with Machine(loader, log, memory=64, args=["-device", f"loader,file={out}"]) as guest:
        for _ in range(50):
            if "HLT=1" in guest.monitor("info registers"):
                break
            time.sleep(0.1)
        registers = guest.registers()
        assert "HLT=1" in guest.monitor("info registers")
        assert registers["eax"] == 2 and registers["eip"] >> 16 == 0xFFFF
