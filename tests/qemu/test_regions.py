# SPDX-License-Identifier: GPL-2.0-or-later
"""NORMAL or FALLBACK: which one boots, and what the console says about it."""

import random

import pytest

from harness.cmos import BOOT_BYTE, cmos

DAMAGES = 200
SEED = 20070627


@pytest.fixture
def both(payload_rom, hello):
    """A ROM with a payload in each region."""
    return payload_rom(NORMAL=[("normal", hello("normal"))],
                       FALLBACK=[("fallback", hello("fallback"))])


def boots_fallback(guest, reason="", complaint=""):
    """Expects a complaint about NORMAL, FALLBACK with a reason, and its payload."""
    if complaint:
        guest.expect(f"^NORMAL: {complaint}")
    guest.expect(f"Booting FALLBACK: {reason}")
    guest.expect("payload fallback runs$")
    assert guest.wait_exit() == 0


def test_good_normal_boots_and_its_attempt_is_counted(machine, both):
    guest = machine(both.path, args=["-no-shutdown"])
    guest.expect("Booting NORMAL")
    guest.expect("payload normal runs$")
    guest.expect("")
    while guest.qmp.command("query-status")["running"]:
        pass
    assert guest.read_cmos(BOOT_BYTE) >> 4 == 1


def test_confirmed_normal_is_not_counted_as_failed(machine, both):
    guest = machine(both.path, cmos=cmos(counter=3, confirmed=True))
    guest.expect("Booting NORMAL")
    guest.expect("payload normal runs$")


@pytest.mark.parametrize("counter, region", [(1, "normal"), (2, "normal"), (3, "fallback"),
                                             (15, "fallback")])
def test_normal_is_tried_three_times_without_success(machine, both, counter, region):
    guest = machine(both.path, cmos=cmos(counter=counter))
    guest.expect(f"Booting {region.upper()}")
    guest.expect(f"payload {region} runs$")
    assert guest.wait_exit() == 0


def test_attempts_run_out_over_resets_of_one_machine(machine, both, hello):
    both.add_payload("NORMAL", "img/normal", hello("normal", "-DRESET"))
    both.update_manifest("NORMAL")
    guest = machine(both.path, reboot=True)
    for _ in range(3):
        guest.expect("Booting NORMAL")
        guest.expect("payload normal runs$")
    boots_fallback(guest, "NORMAL was started too often without success")


def test_bad_cmos_sum_boots_fallback_and_restores_the_options(machine, both):
    guest = machine(both.path, cmos=cmos(good_sum=False, boot_default=7))
    guest.expect("Booting FALLBACK: CMOS battery or option checksum is bad")
    guest.expect("CMOS options are not valid: setting the defaults")
    guest.expect("payload fallback runs$")


def test_erased_normal_boots_fallback(machine, both):
    area = both.area("NORMAL")
    both.write(area.offset, b"\xff" * area.size)
    boots_fallback(machine(both.path), r"NORMAL is damaged \(romstage\)", "romstage: damaged")


def test_zeroed_normal_boots_fallback(machine, both):
    area = both.area("NORMAL")
    both.write(area.offset, bytes(area.size))
    boots_fallback(machine(both.path), r"NORMAL is damaged \(romstage\)", "romstage: damaged")


def test_normal_cut_short_in_its_ramstage_boots_fallback(machine, both):
    offset, file = both.file_data("NORMAL", "ramstage")
    area = both.area("NORMAL")
    cut = offset + file.stored // 2
    both.write(cut, b"\xff" * (area.offset + area.size - cut))
    boots_fallback(machine(both.path), r"NORMAL is damaged")


@pytest.mark.parametrize("name", ["manifest", "romstage", "ramstage"])
def test_flipped_bit_in_a_stage_boots_fallback(machine, both, name):
    offset, file = both.file_data("NORMAL", name)
    data = bytearray(file.data)
    data[len(data) // 2] ^= 4
    both.write(offset, data)
    boots_fallback(machine(both.path), "NORMAL is damaged", f"{name}: wrong checksum")


def test_flipped_bit_in_a_payload_boots_the_other_region(machine, both):
    offset, file = both.file_data("NORMAL", "img/normal")
    both.write(offset + 4200, bytes([file.data[4200] ^ 0x80]))
    guest = machine(both.path)
    guest.expect("Booting NORMAL")
    guest.expect("img/normal: wrong checksum")
    guest.expect("payload fallback runs$")


def test_stage_missing_from_normal_boots_fallback(machine, both):
    both.remove("NORMAL", "ramstage")
    boots_fallback(machine(both.path), r"NORMAL is damaged \(ramstage\)", "ramstage: not found")


@pytest.mark.parametrize("part", range(4))
def test_normal_flipped_at_random_places_always_ends_in_a_payload(machine, both, part):
    generator = random.Random(SEED + part)
    area = both.area("NORMAL")
    used = max(both.file_data("NORMAL", file.name)[0] + file.stored
               for file in both.files("NORMAL")) - area.offset
    original = both.bytes()
    endings = {"normal": 0, "fallback": 0}
    for number in range(part, DAMAGES, 4):
        at = area.offset + generator.randrange(used)
        both.write(at, bytes([original[at] ^ 1 << generator.randrange(8)]))
        guest = machine(both.path)
        try:
            match = guest.expect(r"payload (normal|fallback) runs$")
        except AssertionError as error:
            raise AssertionError(f"flip {number} at 0x{at:x}: {error}") from error
        endings[match[1]] += 1
        assert guest.wait_exit() == 0
        guest.close()
        both.write(at, original[at:at + 1])
    assert endings["fallback"], "no flip hit anything that is checked"
    print(endings)


def test_fmap_that_is_gone_does_not_keep_the_firmware_from_booting(machine, both):
    both.write(both.area("FMAP").offset, bytes(4096))
    guest = machine(both.path)
    guest.expect("FMAP at flash offset 0x[0-9a-f]+: .*Using the built-in layout")
    guest.expect("payload normal runs$")


def test_fmap_that_lies_about_normal_boots_fallback(machine, both):
    fmap = both.area("FMAP").offset
    at = both.bytes().index(b"NORMAL\0", fmap) - 8
    both.write(at, b"\xf0\xff\xff\x7f\xff\xff\xff\xff")
    guest = machine(both.path)
    guest.expect("FMAP at flash offset .*NORMAL: out of bounds")
    guest.expect("payload (normal|fallback) runs$")
