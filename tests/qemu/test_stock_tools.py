# SPDX-License-Identifier: GPL-2.0-or-later
"""The tools people have read, check and update our image: cbfstool, fmaptool, flashrom, nvramtool."""

import os
import re
import subprocess

import pytest

from harness.cmos import BOOT_BYTE, OPTIONS, SUM_AT
from harness.paths import BUILD
from harness.rom import tool

from image import build

TARGET_OUT = os.path.join(BUILD, "emulation", "qemu-i440fx")
CHIP = ["-p", "dummy:emulate=W25Q128FV,image=chip.bin", "-c", "W25Q128.V"]
STAGES = ("bootblock", "romstage", "ramstage")


def extracted(rom, region, name, folder, *options):
    """A file of the image as cbfstool extracts it."""
    out = folder / "extracted"
    tool("cbfstool", rom, "extract", "-r", region, "-n", name, "-f", out, *options)
    return out.read_bytes()


def test_cbfstool_lists_every_file_with_its_type(default_rom):
    for region in ("NORMAL", "FALLBACK"):
        listing = tool("cbfstool", default_rom, "print", "-r", region, "-k")
        rows = [line.split("\t") for line in listing.splitlines()[1:]]
        types = {row[0]: row[2] for row in rows}
        assert types["romstage"] == "stage"
        assert types["ramstage"] == "raw"
        assert types["cmos_layout.bin"] == "cmos_layout"
        assert {"manifest", "bootorder", "config", "revision", "img/linux"} <= set(types)


def test_cbfstool_extracts_ramstage_and_kernel_as_they_went_in(default_rom, tmp_path):
    for region in ("NORMAL", "FALLBACK"):
        with open(os.path.join(TARGET_OUT, "ramstage.bin"), "rb") as file:
            assert extracted(default_rom, region, "ramstage", tmp_path) == file.read()
    kernel = extracted(default_rom, "NORMAL", "img/linux", tmp_path)
    assert kernel[0x202:0x206] == b"HdrS"


def test_readelf_shows_a_payload_that_cbfstool_extracts(payload_rom, hello, tmp_path):
    rom = payload_rom(NORMAL=[("first", hello("first"))], compression="lzma")
    extracted(rom.path, "NORMAL", "img/first", tmp_path, "-m", "x86")
    headers = tool("readelf", "-lW", tmp_path / "extracted")
    assert "Entry point 0x200000" in headers
    assert re.search(r"LOAD +\S+ 0x00200000 0x00200000", headers)


def test_fmaptool_compiles_our_description_to_the_map_in_the_image(small_rom, rom_copy, tmp_path):
    rom = rom_copy(small_rom)
    (tmp_path / "rom.fmd").write_text(build.flash_map(1024, 512))
    tool("fmaptool", tmp_path / "rom.fmd", tmp_path / "rom.fmap")
    compiled = (tmp_path / "rom.fmap").read_bytes()
    offset = rom.area("FMAP").offset
    assert rom.bytes()[offset:offset + len(compiled)] == compiled
    layout = tool("cbfstool", rom.path, "layout", "-w")
    assert "'NORMAL' (CBFS, size 524288, offset 0)" in layout


def flashrom(folder, *arguments):
    """flashrom with a simulated 16 MiB chip whose contents are folder/chip.bin; its output."""
    done = subprocess.run(["/usr/sbin/flashrom", *CHIP, *map(str, arguments)], cwd=folder,
                          capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_flashrom_writes_and_verifies_the_image(default_rom, tmp_path):
    assert "VERIFIED" in flashrom(tmp_path, "-w", default_rom)
    with open(default_rom, "rb") as file:
        assert (tmp_path / "chip.bin").read_bytes() == file.read()


def test_flashrom_updates_normal_alone_and_the_board_boots_it(machine, default_rom, rom_copy,
                                                              hello, tmp_path):
    flashrom(tmp_path, "-w", default_rom)
    new = rom_copy(default_rom)
    for region in ("NORMAL", "FALLBACK"):
        new.add_payload(region, "img/new", hello("new"))
        new.add_text(region, "bootorder", "new  img/new\n")
        new.update_manifest(region)
    flashrom(tmp_path, "--fmap", "-i", "NORMAL", "-w", new.path)
    chip = (tmp_path / "chip.bin").read_bytes()
    area = new.area("NORMAL")
    with open(default_rom, "rb") as file:
        old = file.read()
    assert chip[area.offset:area.offset + area.size] == \
        new.bytes()[area.offset:area.offset + area.size]
    assert chip[area.offset + area.size:] == old[area.offset + area.size:], "FALLBACK changed"
    guest = machine(tmp_path / "chip.bin")
    guest.expect("Booting NORMAL")
    guest.expect("payload new runs")


def nvramtool(*arguments):
    """nvramtool; its output."""
    return tool("nvramtool", *arguments)


def test_nvramtool_sets_an_option_through_the_layout_in_the_image(machine, payload_rom, hello,
                                                                  tmp_path):
    rom = payload_rom(NORMAL=[(name, hello(name)) for name in ("one", "two")])
    contents = tmp_path / "cmos.bin"
    contents.write_bytes(bytes(128))
    for setting in ("boot_default=2", "debug_level=Debug"):
        nvramtool("-C", rom.path, "-D", contents, "-w", setting)
    shown = nvramtool("-C", rom.path, "-D", contents, "-a")
    assert "boot_default = 0x2" in shown and "debug_level = Debug" in shown
    data = contents.read_bytes()
    cells = {index: data[index] for index in (BOOT_BYTE, *OPTIONS.values(), SUM_AT, SUM_AT + 1)}
    guest = machine(rom.path, cmos=cells)
    guest.expect("payload two runs")
    assert "Jumping to" in guest.text, "the level Debug shows more"


@pytest.mark.parametrize("name", ["boot_option", "last_boot", "reboot_counter", "debug_level",
                                  "boot_default", "boot_timeout"])
def test_nvramtool_knows_every_option(default_rom, name):
    assert re.search(f"^{name} = ", nvramtool("-C", default_rom, "-a"), re.MULTILINE)


def test_stages_of_the_default_image_stay_below_64_kib(default_rom, rom_copy):
    rom = rom_copy(default_rom)
    sizes = {file.name: file.stored for file in rom.files("FALLBACK") if file.name in STAGES}
    assert len(sizes) == 3
    assert sum(sizes.values()) < 65536, sizes


def test_default_log_stays_below_2_kib(machine, payload_rom, hello):
    rom = payload_rom(NORMAL=[("first", hello("first"))])
    guest = machine(rom.path, args=["-nic", "user,model=e1000", "-device", "VGA"])
    guest.expect("payload first runs")
    assert len(guest.output) < 2048
