#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The SMI handler's size and how long an access takes, on every Geode LX board.

Writes build/bench/smm.tsv: bytes in memory and in the flash, and the slowest read and write of a
configuration register as the payload tests/payloads/smm_table.c times them, in microseconds of
board time at 500 MHz. Fails when the handler has more than its budget.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests"))

from harness.build import build_rom, compile_payload  # noqa: E402
from harness.rom import Rom  # noqa: E402

GEODESIM = os.path.join(TOP, "build", "geodesim", "geodesim")
OUT = os.path.join(TOP, "build", "bench")
BOARDS = ("amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d")
BARE = """CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER=""
"""
EXIT_PORT = 0x2F0
MHZ = 500
# Bytes in memory and stored, microseconds: less than these.
BUDGET = (8192, 4096, 20.0)


def measure(board, folder):
    """Bytes in memory, bytes stored, slowest read and write in microseconds."""
    rom = Rom(build_rom(BARE, target=board), Path(folder) / "smm.rom")
    stored = rom.file_data("NORMAL", "smm")[1].stored
    rom.add_payload("NORMAL", "img/table", compile_payload(
        "smm_table.c", os.path.join(folder, "table.elf"), f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "table  img/table\n")
    rom.update_manifest("NORMAL")
    done = subprocess.run(
        [GEODESIM, "--board", board, "--rom", str(rom.path), "--full-speed", "--serial", "stdout",
         "--time", "10", "--exit-port", str(EXIT_PORT), "--quiet"],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False, timeout=900)
    text = done.stdout.decode("utf-8", "replace")
    resident = int(re.search(r"SMM: open handler, ([0-9]+) bytes", text)[1])
    times = [int(re.search(rf"slowest {way} ([0-9a-f]+) clocks", text)[1], 16) / MHZ
             for way in ("read", "write")]
    return resident, stored, *times


def main():
    """Measures all boards; 1 when one is over its budget."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for board in BOARDS:
            rows.append((board, *measure(board, folder)))
    os.makedirs(OUT, exist_ok=True)
    lines = ["board\tin memory\tstored\tslowest read, us\tslowest write, us"]
    lines += [f"{board}\t{resident}\t{stored}\t{read:.2f}\t{write:.2f}"
              for board, resident, stored, read, write in rows]
    text = "\n".join(lines) + "\n"
    with open(os.path.join(OUT, "smm.tsv"), "w", encoding="ascii") as file:
        file.write(text)
    print("SMI handler\n" + text, end="")
    over = [row for row in rows
            if row[1] >= BUDGET[0] or row[2] >= BUDGET[1] or max(row[3:]) >= BUDGET[2]]
    for row in over:
        print(f"{row[0]}: over the budget of {BUDGET}", file=sys.stderr)
    return bool(over)


if __name__ == "__main__":
    sys.exit(main())
