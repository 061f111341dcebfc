# SPDX-License-Identifier: GPL-2.0-or-later
"""The stand-in for AMD's SMI handler VSA2 (tests/payloads/vsa2), assembled for a board."""

import filecmp
import os
import random
import struct
import subprocess
import tempfile

from harness.paths import BUILD, TOP

SIZE = 57504
SUMMED_FROM = 0x860


def stand_in(out, top_mib=256, cpu_mhz=500, fails=None):
    """Assembles the image at `out`; its path. `fails`: the step that goes wrong (FAIL_... of the source)."""
    folder = os.path.join(TOP, "tests", "payloads", "vsa2")
    flags = [f"-DTOP_MIB={top_mib}", f"-DCPU_MHZ={cpu_mhz}"]
    if fails:
        flags.append(f"-DFAIL_{fails}")
    for command in (
            ["i686-linux-gnu-gcc", "-c", *flags, os.path.join(folder, "stand_in.S"),
             "-o", f"{out}.o"],
            ["i686-linux-gnu-ld", "-m", "elf_i386", "-Ttext=0", "-e", "image", f"{out}.o",
             "-o", f"{out}.elf"],
            ["i686-linux-gnu-objcopy", "-O", "binary", "-j", ".text", f"{out}.elf", str(out)]):
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
    with open(out, "rb") as file:
        code = file.read()
    # A copy that stops or repeats changes the sum; half of it packs like a program does.
    noise = random.Random(2)
    image = code + bytes(noise.randrange(256) if at % 2 else 0
                         for at in range(SIZE - 4 - len(code)))
    words = struct.unpack_from(f"<{(SIZE - 4 - SUMMED_FROM) // 4}I", image, SUMMED_FROM)
    with open(out, "wb") as file:
        file.write(image + struct.pack("<I", -sum(words) & 0xffffffff))
    return str(out)


def shared_stand_in():
    """Path of the image that ROMs are built with: always the same, so that they are built once."""
    folder = os.path.join(BUILD, "tests", "vsa2")
    path = os.path.join(folder, "vsa2.bin")
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        new = stand_in(os.path.join(work, "vsa2.bin"))
        if not os.path.exists(path) or not filecmp.cmp(new, path, shallow=False):
            os.replace(new, path)
    return path
