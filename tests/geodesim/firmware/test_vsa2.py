# SPDX-License-Identifier: GPL-2.0-or-later
"""AMD's SMI handler VSA2 from the user's file: a stand-in checks the loader, and fails in every way that one can."""

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.rom import Rom
from vsa2 import shared_stand_in, stand_in

MIB = 1 << 20
SMM_SIZE = 0x20000
# Board, MiB that the display takes.
BOARDS = {"amd/norwich": 8, "amd/db800": 8, "pcengines/alix1c": 8, "pcengines/alix2d": 0}
WITHOUT = "SMI handler: {}. Going on without."
FILE = "vsa2"


@pytest.fixture
def rom_of(tmp_path):
    """Function: a board's ROM that boots the payload which looks at what VSA2 left; its Rom."""
    def build(board="amd/norwich", compression="LZMA", flags=()):
        rom = Rom(build_rom(BARE + f'CONFIG_SMM_VSA2=y\nCONFIG_VSA2_FILE="{shared_stand_in()}"\n'
                            f"CONFIG_VSA2_COMPRESSION_{compression}=y\n", target=board),
                  tmp_path / "vsa2.rom")
        rom.add_payload("NORMAL", "img/after", compile_payload(
            "vsa2/after.c", tmp_path / "after.elf", f"-DEXIT_PORT={EXIT_PORT}", *flags))
        rom.add_text("NORMAL", "bootorder", "after  img/after\n")
        rom.update_manifest("NORMAL")
        return rom
    return build


def with_image(rom, path):
    """Makes the ROM start another image."""
    rom.add("NORMAL", FILE, path)
    rom.update_manifest("NORMAL")
    return rom


def looks_right(run, display_mib, signature):
    """The payload ran, with this signature, and RAM ends where SMM memory and the display's begin."""
    end = 256 * MIB - SMM_SIZE - display_mib * MIB
    assert f"RAM with tables to {end:08x}" in run.output, run.output[-3000:]
    assert "end of RAM 5a17c0de" in run.output and f"signature {signature:08x}" in run.output
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]


@pytest.mark.parametrize("board", BOARDS)
def test_vsa2_finds_all_it_expects_and_serves_on(boot, rom_of, board):
    run = boot(rom_of(board).path, board=board, seconds=10)
    assert "VSA2 stand-in: all checks right" in run.output and "WRONG" not in run.output, run.output
    assert "SMM: VSA2, 57504 bytes, version 03b0" in run.output
    assert run.output.index("end of POST") > run.output.index("Tables:")
    assert "SMM memory's type 00000002" in run.output and "size 00021000" in run.output
    looks_right(run, BOARDS[board], 0x56534132)


def test_vsa2_packed_as_nrv2b_runs_too(boot, rom_of):
    rom = rom_of(compression="NRV2B")
    assert 20000 < rom.file_data("NORMAL", FILE)[1].stored < 57504
    looks_right(boot(rom.path, seconds=10), 8, 0x56534132)


def test_the_stand_in_sees_what_is_wrong(boot, rom_of, tmp_path):
    """One for a board with half the RAM and another processor complains of exactly that."""
    image = stand_in(tmp_path / "other.bin", top_mib=128, cpu_mhz=433)
    run = boot(with_image(rom_of(), image).path, seconds=10)
    assert "WRONG: INT 15h, BEA4h: 000001f4, not 000001b1" in run.output
    assert run.output.count("WRONG: high half of an MSR") == 4
    assert run.output.count("WRONG: low half of an MSR") == 1
    assert run.output.count("WRONG") == 6, run.output


@pytest.mark.parametrize("fails,message,error", [
    ("EXCEPTION", "VSA2: exception 6 at 6000:", "device error"),
    ("INSTALLER", "VSA2:  no companion found", "no device answers"),
    ("SIGNATURE", "VSA2: virtual register 0003 is 12344132, not 56534132", "no device answers"),
    ("GRAPHICS", "VSA2: virtual register 0200 (graphics) is ffff, not 2808", "no device answers"),
    ("TOP", "VSA2: RAM ends at 0f9e0000 now, not at 0f7e0000", "out of bounds"),
])
def test_a_vsa2_that_fails_is_named_and_boot_goes_on(boot, rom_of, tmp_path, fails, message, error):
    run = boot(with_image(rom_of(), stand_in(tmp_path / "bad.bin", fails=fails)).path, seconds=10)
    assert message in run.output and WITHOUT.format(error) in run.output, run.output
    assert "SMM: VSA2" not in run.output and "end of POST" not in run.output
    looks_right(run, 8, 0xffff)


@pytest.mark.parametrize("fails", ["HANG", "HANG_IN_SMM", "HANG_AT_THE_END"])
def test_a_vsa2_that_hangs_costs_one_reset(boot, rom_of, tmp_path, fails):
    image = stand_in(tmp_path / "hangs.bin", fails=fails)
    run = boot(with_image(rom_of(), image).path, seconds=20)
    before, told, after = run.output.partition("VSA2: it did not come back within 5 s in the boot before")
    assert told and "Booting NORMAL" in before and WITHOUT.format("timed out") in after, run.output
    looks_right(run, 8, 0xffff)


def test_the_boot_after_that_tries_again(boot, rom_of, tmp_path):
    """The payload of the boot without VSA2 resets; the next boot hangs in VSA2 again."""
    rom = with_image(rom_of(flags=["-DRESETS"]), stand_in(tmp_path / "hangs.bin", fails="HANG"))
    run = boot(rom.path, "--stop-on", "text:NORMAL was started too often", seconds=20)
    assert run.output.count("Booting NORMAL") == 3 and run.status == 0, run.output
    assert run.output.count("it did not come back") == 1, run.output
    assert run.output.count("RAM with tables") == 1 and run.violations() == 0, run.output


@pytest.mark.parametrize("damage", ["not there", "other signature", "too short", "damaged"])
def test_a_bad_file_in_the_flash_is_refused(boot, rom_of, tmp_path, damage):
    rom = rom_of()
    path = tmp_path / "bad.bin"
    if damage == "not there":
        rom.remove("NORMAL", FILE)
        rom.update_manifest("NORMAL")
        message, error = "NORMAL: vsa2: not found", "not found"
    elif damage == "damaged":
        offset, file = rom.file_data("NORMAL", FILE)
        rom.write(offset + file.stored // 2, bytes(16))
        message, error = "NORMAL: vsa2: ", "checksum"
    else:
        image = bytearray(0x24 if damage == "other signature" else 0x20)
        path.write_bytes(image)
        with_image(rom, path)
        message, error = "VSA2: not such an image: 00000000 at its entry, not 80e610b0", "damaged"
    run = boot(rom.path, seconds=10)
    assert message in run.output and "Going on without." in run.output, run.output
    assert error in run.output
    looks_right(run, 8, 0xffff)
