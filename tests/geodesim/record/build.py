# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds the firmware of record for a board."""

import functools
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), "run")]

import sim  # noqa: E402

# Test processes side by side each build their own.
WORK = os.path.join(sim.TOP, "build", "geodesim", "record", os.environ.get("PYTEST_XDIST_WORKER", ""))
SOURCES = {"record": ["start.S", "romstage.c", "romstage_dram.c", "vsa.S", "smm.c", "smm_start.c",
                      "smm_virtual.c", "smm_pci.c", "ramstage.c", "checks.c", "check_vsa.c",
                      "check_chips.c"],
           "ofw": ["ofw_start.S", "ofw.c", "checks.c"]}
# The same for all boards.
COMMON = ["vsa.S", "smm.c", "smm_start.c", "smm_virtual.c", "smm_pci.c", "checks.c"]
CFLAGS = ["-m32", "-march=i586", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-ffreestanding",
          "-fno-pic", "-fno-stack-protector", "-fno-asynchronous-unwind-tables",
          "-fno-tree-loop-distribute-patterns"]


@functools.cache
def compiled(source, folder, *flags):
    """The object of a source."""
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, source.split(".")[0] + ".o")
    subprocess.run(["i686-linux-gnu-gcc", *CFLAGS, *flags, "-c", os.path.join(HERE, source),
                    "-o", path], check=True, timeout=60)
    return path


@functools.cache
def image(board, *defines, kind="record"):
    """(ROM, ELF) of an image for a board, "alix2d" say; defines: PROBES. kind: of SOURCES."""
    base = os.path.join(WORK, "-".join((kind, board, *defines)).lower())
    flags = [f"-DBOARD_{board.upper()}", *(f"-DRECORD_{d}" for d in defines)]
    objects = [compiled(source, os.path.join(WORK, "common")) if source in COMMON else
               compiled(source, base, *flags) for source in SOURCES[kind]]
    subprocess.run(["i686-linux-gnu-gcc", "-m32", "-no-pie", "-static", "-nostdlib",
                    "-Wl,-z,noexecstack", "-Wl,--build-id=none", "-Wl,--no-warn-rwx-segments",
                    "-Wl,-T," + os.path.join(HERE, kind + ".ld"),
                    *(os.path.relpath(path, WORK) for path in objects), "-lgcc",
                    "-o", base + ".elf"], check=True, cwd=WORK, timeout=60)
    subprocess.run(["i686-linux-gnu-objcopy", "-O", "binary", base + ".elf", base + ".rom"],
                   check=True, timeout=60)
    return base + ".rom", base + ".elf"


if __name__ == "__main__":
    print(*image(*sys.argv[2:], kind=sys.argv[1]))
