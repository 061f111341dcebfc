# SPDX-License-Identifier: GPL-2.0-or-later
"""Every board from ROM to a payload without a warning, and each PCI interrupt pin where $PIR says it ends."""

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.rom import Rom

# The boards sheet: device, the lines behind its pins; the IRQs of the lines INTA to INTD; cards for empty slots.
BOARDS = {
    "amd/norwich": ({0x0b: "DABC", 0x0c: "ABCD", 0x0d: "BCDA", 0x0e: "CDAB"}, (11, 5, 10, 10),
                    ("slot1", "slot2", "slot3", "slot4")),
    "amd/db800": ({0x0d: "B", 0x0e: "CDAB"}, (10, 11, 10, 11), ("slot1",)),
    "pcengines/alix1c": ({0x0c: "CDAB", 0x0d: "B", 0x0e: "ABCD"}, (11, 10, 11, 9),
                         ("slot4", "minipci")),
    "pcengines/alix2d": ({0x09: "B", 0x0a: "C", 0x0b: "D", 0x0c: "AB", 0x0e: "CD"}, (11, 10, 11, 9),
                         ("minipci1", "minipci2")),
}


def pins(board):
    """What the payload says it saw, pin by pin, when all is right."""
    wires, irqs, _ = BOARDS[board]
    for device, lines in sorted(wires.items()):
        for pin, line in zip("ABCD", lines):
            yield f"{device:02x} {pin}", 1 << irqs["ABCD".index(line)]


@pytest.mark.parametrize("board", BOARDS)
def test_memtest86plus_starts_without_a_complaint(boot, board):
    rom = build_rom('CONFIG_NORMAL_BOOT_ORDER="memtest86plus"\n', target=board)
    run = boot(rom, "--stop-on", "text:Memtest86+", board=board, seconds=10)
    assert run.status == 0, run.output[-2000:]
    assert run.violations() == 0 and run.warnings() == 0, run.output[-2000:]


@pytest.mark.parametrize("board", BOARDS)
def test_each_interrupt_pin_ends_where_pir_says(boot, board, tmp_path):
    payload = compile_payload("wiring.c", tmp_path / "wiring.elf", f"-DEXIT_PORT={EXIT_PORT}")
    rom = Rom(build_rom(BARE, target=board), tmp_path / "wiring.rom")
    rom.add_payload("NORMAL", "img/wiring", payload)
    rom.add_text("NORMAL", "bootorder", "wiring  img/wiring\n")
    rom.update_manifest("NORMAL")
    script = "timeout 20\n"
    for where, _ in pins(board):
        script += (f"expect pull {where}\nirq {where} on\nexpect seen {where}\nirq {where} off\n")
    script += "expect wiring\nwait 1\n"
    cards = [option for slot in BOARDS[board][2] for option in ("--card", f"{slot}=generic")]
    run = boot(rom.path, *cards, board=board, script=script, seconds=20)
    for where, irqs in pins(board):
        assert f"seen {where} {irqs:04x}" in run.output, run.output[-3000:]
    assert run.violations() == 0 and run.status == EXIT_RIGHT, run.output[-3000:]


def test_firmware_built_with_clang_boots_too(boot):
    # clang's code is larger: FALLBACK takes 64 KiB more.
    rom = build_rom('CONFIG_NORMAL_BOOT_ORDER="memtest86plus"\nCONFIG_NORMAL_SIZE_KB=320\n', target="amd/norwich",
                    compiler="clang")
    run = boot(rom, "--stop-on", "text:Memtest86+", seconds=10)
    assert run.status == 0 and "SMM: open handler" in run.output, run.output[-2000:]
    assert run.violations() == 0 and run.warnings() == 0, run.output[-2000:]
