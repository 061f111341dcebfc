# SPDX-License-Identifier: GPL-2.0-or-later
"""A board with a NAND chip on the pins of IDE: a driver finds it where the firmware has put it."""

import os

from conftest import EXIT_PORT, EXIT_RIGHT
from harness.build import compile_payload
from harness.paths import TOP
from harness.rom import Rom
from test_porting import build, change, copy_tree

BOARD = "amd/norwich"
IDE = """&ide {
\tamd,cable-80-wires;
\tstatus = "okay";
};"""
FLASH = """&flash {
\tamd,nand-selects = <4>;
\tstatus = "okay";
};"""


def test_a_driver_finds_the_nand_chip(boot, tmp_path):
    copy_tree(tmp_path / "tree")
    change(tmp_path / "tree" / "mainboard" / BOARD / "board.dts", (IDE, FLASH))
    rom = Rom(build(tmp_path / "tree", BOARD), tmp_path / "nand.rom")
    rom.add_payload("NORMAL", "img/nand", compile_payload("nand.c", tmp_path / "nand.elf",
                                                          f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "nand  img/nand\n")
    rom.update_manifest("NORMAL")
    with open(os.path.join(TOP, "util", "geodesim", "boards", f"{BOARD}.cfg"), encoding="ascii") as file:
        text = file.read()
    assert 'ide = "cable80";' in text
    (tmp_path / "nand.cfg").write_text(text.replace('ide = "cable80";', 'ide = "none";\nnand = 2;'),
                                       encoding="ascii")
    run = boot(rom.path, board=str(tmp_path / "nand.cfg"), seconds=5)
    # Samsung, 128 MiB
    assert "chip select 2 identity ecf1" in run.output and run.output.count("chip select") == 1, run.output
    assert run.status == EXIT_RIGHT and run.violations() == 0 and run.warnings() == 0, run.output
