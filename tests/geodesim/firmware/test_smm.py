# SPDX-License-Identifier: GPL-2.0-or-later
"""The SMI handler as a payload sees it: PCI headers, virtual registers, a great many accesses at random."""

import os
import re

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.rom import Rom

BOARDS = ("amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d")
# How many accesses each board gets in all modes together: two fifths in protected mode without interrupts, the rest
# under interrupts, half of it in protected and half in real mode.
FULL = int(os.environ.get("GEODEBOOT_TEST_ACCESSES", "0"))
ACCESSES = FULL * 2 // 5 or 200000
IN_EACH_MODE = FULL * 3 // 10 or 20000
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
    run = boot(rom.path, board=board, seconds=10 + ACCESSES // 50000,
               timeout=600 + ACCESSES // 200)
    assert "SMM: open handler" in run.output
    assert flash in run.output
    assert "all as it should be" in run.output and "WRONG" not in run.output, run.output[-3000:]
    assert "_fff00000  51010020 GLIU_SB OHCI" in run.output.partition("nothing decodes")[2]
    assert int(re.search(r"slowest read: ([0-9a-f]+)", run.output)[1], 16) < MOST_CLOCKS
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]


@pytest.mark.parametrize("board", BOARDS if FULL else BOARDS[:1])
def test_it_serves_in_protected_and_real_mode_under_interrupts(boot, board, tmp_path):
    rom = Rom(build_rom(BARE, target=board), tmp_path / "abuse.rom")
    rom.add_payload("NORMAL", "img/abuse", compile_payload(
        "smm_abuse.c", tmp_path / "abuse.elf", f"-DEXIT_PORT={EXIT_PORT}",
        f"-DACCESSES={IN_EACH_MODE}"))
    rom.add_text("NORMAL", "bootorder", "abuse  img/abuse\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, board=board, seconds=10 + IN_EACH_MODE // 10000,
               timeout=300 + IN_EACH_MODE // 200)
    assert "all as it should be" in run.output and "WRONG" not in run.output, run.output[-3000:]
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]


@pytest.mark.parametrize("board", BOARDS)
def test_no_way_leads_to_smm_memory(boot, board, tmp_path):
    (tmp_path / "disk").write_bytes(b"\xa5" * (1 << 20))
    rom = Rom(build_rom(BARE, target=board), tmp_path / "paths.rom")
    rom.add_payload("NORMAL", "img/paths", compile_payload(
        "smm_paths.c", tmp_path / "paths.elf", f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "paths  img/paths\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, "--disk", tmp_path / "disk", board=board, seconds=5)
    assert "all as it should be" in run.output and "WRONG" not in run.output, run.output[-3000:]
    assert ("Ethernet into RAM: yes" in run.output) == board.startswith("pcengines")
    # The masters' attempts are complained of, nothing else is.
    assert set(re.findall(r"^violation (\S+):", run.output, re.M)) == {"dma-outside-regions"}
    assert run.status == EXIT_RIGHT
    assert b"SMM1" not in (tmp_path / "disk").read_bytes()


def table(name):
    """Lines of one of the tables beside this file, without comments."""
    with open(os.path.join(os.path.dirname(__file__), name), encoding="ascii") as file:
        return [line.rstrip("\n") for line in file if not line.startswith("#")]


def place(line):
    """What a line of the table is about: a register, or a question."""
    words = line.split()
    return " ".join(words[:3 if words[0] == "EHCI" else 2 if re.match(r"[0-9a-f]{2}\.", line) or
                          re.match(r"register [0-9a-f]{4} ", line) else len(words) - 1])


def differences(documented, found):
    """What a handler does otherwise than documented: its lines, and "no" for those that are missing."""
    functions = {line.split()[0] for line in found}
    expected = {place(line): line for line in documented if line.split()[0] in functions}
    seen = {place(line) for line in found}
    for line in found:
        pattern = expected.get(place(line), "").replace(".", r"\.").replace("x", "[0-9a-f]")
        if not re.fullmatch(pattern, line):
            yield line
    for where in expected:
        if where not in seen:
            yield "no " + where


@pytest.mark.parametrize("board", BOARDS)
def test_programs_see_the_registers_that_are_documented(boot, board, tmp_path):
    rom = Rom(build_rom(BARE, target=board), tmp_path / "table.rom")
    rom.add_payload("NORMAL", "img/table", compile_payload(
        "smm_table.c", tmp_path / "table.elf", f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "table  img/table\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, board=board, seconds=10, timeout=300)
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]
    text = run.output.partition("table of the SMI handler\n")[2].partition("end of the table")[0]
    found = [line for line in text.splitlines()
             if " MSR " not in line and not line.startswith("slowest")]
    for way in ("read", "write"):
        assert int(re.search(rf"slowest {way} ([0-9a-f]+) clocks", text)[1], 16) < MOST_CLOCKS
    reasons = {line.split(" | ")[0] for line in table("smm_differences.txt")}
    assert not set(differences(table("smm_documented.txt"), found)) - reasons
    assert {line.split()[0] for line in found} >= {"register", "01.0", "01.2", "0f.0", "0f.2",
                                                   "0f.4", "0f.5"}
    # What follows a command register that lets nothing decode.
    assert "0f.4 04 on 400000" in text and " off 000000fffff00000 MSR 51010020" in text


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
