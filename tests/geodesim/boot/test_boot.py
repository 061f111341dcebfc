# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot images on geodesim's boards: the correct one, its mistakes, an SMI handler, the record."""

import functools
import os
import re
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "run")]

import sim  # noqa: E402
import spd  # noqa: E402

WORK = os.path.join(sim.TOP, "build", "geodesim", "boot")
BOARD = "amd/norwich"
COMMON = ["start.S", "console.c", "companion.c", "smbus.c", "spd.c", "pll.c", "cpu.c", "dram.c",
          "dram_start.c", "gliu.c"]
IMAGES = {
    "boot": COMMON + ["main.c", "memory.c", "end.c"],
    "smi": COMMON + ["main.c", "smi_test.c", "smi_traps.c", "smi_async.c", "smi_reads.c",
                     "smi_handler.S", "smi_install.S"],
    "numbers": COMMON + ["numbers.c"],
}
# Static functions stay functions, so that a report names the one at fault.
CFLAGS = ["-m32", "-march=i586", "-mmmx", "-O1", "-g", "-Wall", "-Wextra", "-Werror",
          "-ffreestanding", "-fno-pic", "-no-pie", "-static", "-nostdlib", "-fno-stack-protector",
          "-fno-asynchronous-unwind-tables", "-fno-inline-functions-called-once",
          "-fno-inline-small-functions", "-fno-ipa-sra", "-fno-ipa-cp",
          "--param=min-pagesize=0", "-I" + HERE, "-Wl,-z,noexecstack", "-Wl,--build-id=none",
          "-Wl,-T," + os.path.join(HERE, "boot.ld")]


def mistakes():
    """[(name, rule, function, modules)] of mistakes.def."""
    text = open(os.path.join(HERE, "mistakes.def"), encoding="utf-8").read()
    words = dict(re.findall(r'#define (\w+) "(.*)"', text))
    rows = re.findall(r'^MISTAKE\((\w+), "([\w-]+)", "(\w+)", ("[^"]*"|\w+),', text, re.M)
    return [(n, r, f, m.strip('"') if m[0] == '"' else words[m]) for n, r, f, m in rows]


@functools.cache
def image(kind="boot", mistake=None):
    """(ROM, ELF) of an image, with a mistake or without."""
    os.makedirs(WORK, exist_ok=True)
    base = os.path.join(WORK, kind if not mistake else f"{kind}-{mistake.lower()}")
    flags = [f"-DBOOT_{kind.upper()}"]
    if mistake:
        flags += [f"-DBOOT_MISTAKE=M_{mistake}", f"-DMISTAKE_{mistake}"]
    subprocess.run(["i686-linux-gnu-gcc", *CFLAGS, *flags,
                    *(os.path.join(HERE, n) for n in IMAGES[kind]), "-lgcc", "-o", base + ".elf"],
                   check=True, timeout=60)
    subprocess.run(["objcopy", "-O", "binary", base + ".elf", base + ".rom"], check=True,
                   timeout=60)
    return base + ".rom", base + ".elf"


def modules(names):
    """The --ram option for a comma list of spd.py names; "none" is an empty socket."""
    os.makedirs(WORK, exist_ok=True)
    files = []
    for name in names.split(","):
        path = os.path.join(WORK, name + ".spd")
        if name != "none":
            with open(path, "wb") as file:
                file.write(spd.build(name))
        files.append(path if name != "none" else "none")
    return ",".join(files)


def run(rom, ram=None, board=BOARD, options=(), stop="text:end\n", timeout=120):
    """Runs an image to its last words; the finished process."""
    args = ["--board", board, "--rom", rom, "--stop-on", stop, *options]
    if ram:
        args += ["--ram", modules(ram)]
    return sim.run(args, timeout=timeout)
