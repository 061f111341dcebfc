# SPDX-License-Identifier: GPL-2.0-or-later
"""The SMI handler as a payload sees it: PCI headers, virtual registers, a great many accesses at random."""

import os
import re

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.rom import Rom

BOARDS = ("amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d")
ACCESSES = int(os.environ.get("GEODEBOOT_TEST_ACCESSES", "200000"))
EXIT_RESET = 5
# 20 us at 500 MHz
MOST_CLOCKS = 10000
MOST_STORED = 4096


@pytest.mark.parametrize("board,fragment,flash", [(board, "", "no flash") for board in BOARDS] + [
    ("amd/norwich", "CONFIG_SMM_NAND=y\n", "79 00:20911022 04:02a00000 08:05010000")])
def test_headers_and_random_accesses(boot, board, fragment, flash, tmp_path):
    payload = compile_payload("smm.c", tmp_path / "smm.elf", f"-DEXIT_PORT={EXIT_PORT}",
                              f"-DACCESSES={ACCESSES}")
    rom = Rom(build_rom(BARE + fragment, target=board), tmp_path / "smm.rom")
    rom.add_payload("NORMAL", "img/smm", payload)
    rom.add_text("NORMAL", "bootorder", "smm  img/smm\n")
    assert fragment or rom.file_data("NORMAL", "smm")[1].stored < MOST_STORED
    rom.update_manifest("NORMAL")
    run = boot(rom.path, board=board, seconds=10 + ACCESSES // 50000, timeout=600)
    assert "SMM: open handler" in run.output
    assert flash in run.output
    assert "all as it should be" in run.output and "WRONG" not in run.output, run.output[-3000:]
    assert "_fff00000  51010020 GLIU_SB OHCI" in run.output.partition("nothing decodes")[2]
    assert int(re.search(r"slowest read: ([0-9a-f]+)", run.output)[1], 16) < MOST_CLOCKS
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]


def test_interrupts_real_mode_and_smm_memory(boot, tmp_path):
    rom = Rom(build_rom(BARE, target="amd/norwich"), tmp_path / "abuse.rom")
    rom.add_payload("NORMAL", "img/abuse", compile_payload(
        "smm_abuse.c", tmp_path / "abuse.elf", f"-DEXIT_PORT={EXIT_PORT}", "-DTURNS=20000"))
    rom.add_text("NORMAL", "bootorder", "abuse  img/abuse\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, seconds=10, timeout=300)
    assert "all as it should be" in run.output and "WRONG" not in run.output, run.output[-3000:]
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]


@pytest.mark.parametrize("board", BOARDS)
def test_old_programs_leave_protected_mode_by_a_reset_of_the_processor(boot, board, tmp_path):
    rom = Rom(build_rom(BARE, target=board), tmp_path / "init.rom")
    rom.add_payload("NORMAL", "img/init",
                    compile_payload("init.c", tmp_path / "init.elf", f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "init  img/init\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, "--no-reboot", board=board, seconds=3)
    assert run.output.count(": goes on") == 3, run.output[-2000:]
    assert "all as it should be" in run.output and "WRONG" not in run.output, run.output[-2000:]
    # Then with code 0: the whole machine is reset.
    assert run.status == EXIT_RESET and run.violations() == 0, run.output[-2000:]


def test_the_reset_register_of_the_acpi_tables_resets(boot, tmp_path):
    rom = Rom(build_rom(BARE, target="amd/norwich"), tmp_path / "reset.rom")
    rom.add_payload("NORMAL", "img/reset",
                    compile_payload("reset.c", tmp_path / "reset.elf", f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "reset  img/reset\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, seconds=3)
    assert run.output.count("reset by the register") > 1, run.output[-2000:]
    assert "nothing happens" not in run.output and run.violations() == 0, run.output[-2000:]


def test_without_a_handler_the_hardware_header_is_there(boot):
    rom = build_rom('CONFIG_SMM_NONE=y\nCONFIG_NORMAL_BOOT_ORDER="memtest86plus"\n', target="amd/norwich")
    run = boot(rom, "--stop-on", "text:Memtest86+", seconds=10)
    assert "PCI: 1 functions" in run.output and "SMM" not in run.output
    assert run.status == 0 and run.violations() == 0, run.output[-2000:]
