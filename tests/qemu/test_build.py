# SPDX-License-Identifier: GPL-2.0-or-later
"""The build as a user meets it: repeatable, quiet when there is nothing to do, clear when it fails."""

import os

from harness.build import SMALL, build_rom, make, variant_arguments


def contents(path):
    """A file's bytes."""
    with open(path, "rb") as file:
        return file.read()


def test_two_builds_of_one_tree_are_equal_bit_by_bit():
    one = build_rom(SMALL)
    other = build_rom("".join(reversed(SMALL.splitlines(True))))
    assert one != other
    assert contents(one) == contents(other)


def test_second_build_compiles_nothing_and_changes_nothing():
    rom = build_rom(SMALL)
    before = os.stat(rom).st_mtime_ns
    output = make(variant_arguments(SMALL))
    assert " CC " not in output and " LD " not in output, output
    assert os.stat(rom).st_mtime_ns == before


def test_firmware_built_with_clang_boots_the_same_payload(machine, rom_copy, hello):
    rom = rom_copy(build_rom(SMALL, compiler="clang"))
    rom.add_payload("NORMAL", "img/first", hello("first"))
    rom.add_text("NORMAL", "bootorder", "first  img/first\n")
    rom.update_manifest("NORMAL")
    guest = machine(rom.path)
    guest.expect("Booting NORMAL")
    guest.expect("payload first runs")
    assert guest.wait_exit() == 0


def test_linux_that_does_not_fit_is_told_with_sizes_and_options():
    output = make(variant_arguments(SMALL + 'CONFIG_FALLBACK_BOOT_ORDER="linux"\n'), fails=True)
    assert "region FALLBACK (508 KiB) has no room for img/linux: it needs" in output
    assert "CONFIG_FALLBACK_BOOT_ORDER=\"linux\"" in output
    assert "CONFIG_ROM_SIZE_KB=1024" in output


def test_bootblock_that_does_not_fit_is_told_with_its_option():
    output = make(variant_arguments(SMALL + "CONFIG_BOOTBLOCK_SIZE_KB=4\n"), fails=True)
    assert "BOOTBLOCK_SIZE_KB" in output
    assert "overflowed by" in output


def test_payload_without_a_recipe_is_named():
    output = make(variant_arguments(SMALL + 'CONFIG_NORMAL_BOOT_ORDER="etherboot"\n'), fails=True)
    assert '"etherboot"' in output and "payloads/etherboot/Makefile" in output


def test_option_that_does_not_exist_is_named():
    output = make(variant_arguments(SMALL + "CONFIG_MAKE_COFFEE=y\n"), fails=True)
    assert "CONFIG_MAKE_COFFEE: there is no such option" in output


def test_target_that_does_not_exist_lists_the_targets():
    output = make(["TARGET=acme/nothing"], fails=True)
    assert "acme/nothing" in output and "emulation/qemu-i440fx" in output


def test_normal_needs_no_place_when_its_size_is_zero(machine, rom_copy, hello):
    rom = rom_copy(build_rom(SMALL.replace("512", "0")))
    rom.add_payload("FALLBACK", "img/first", hello("first"))
    rom.add_text("FALLBACK", "bootorder", "first  img/first\n")
    rom.update_manifest("FALLBACK")
    guest = machine(rom.path)
    guest.expect("^Booting FALLBACK$")
    guest.expect("payload first runs")
