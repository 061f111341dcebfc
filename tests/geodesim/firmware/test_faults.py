# SPDX-License-Identifier: GPL-2.0-or-later
"""What breaks before there is RAM ends in a payload, or in a message and its POST code, in bounded time."""

import re

import pytest

import spd
from conftest import EXIT_RIGHT, add_ramsum, sum_rom
from harness.rom import Rom

USUAL = spd.module(1, density=512, width=16, ranks=1, grade=400).spd


def posts(run):
    """POST codes of a traced run."""
    return re.findall(r"\d post ([0-9A-F]{2})$", run.output, re.M)


def refused(run):
    """No RAM: told, and the code shown."""
    assert "No usable RAM" in run.output, run.output[-2000:]
    assert "E3" in posts(run)


def test_no_module_at_all(boot, memory_rom):
    run = boot(memory_rom, "--trace", "post", memory=[None, None], seconds=3)
    refused(run)
    assert run.violations() == 0


def test_a_byte_that_is_not_acknowledged(boot, memory_rom):
    run = boot(memory_rom, "--trace", "post", memory=[USUAL, None], script="nack-address 50 100\nwait 3\n")
    refused(run)


def test_a_slave_that_holds_the_bus_for_a_while_is_clocked_free(boot, memory_rom):
    run = boot(memory_rom, memory=[USUAL, USUAL], script="timeout 60\nhang 50 9 9\nwait 4\n")
    assert run.status == EXIT_RIGHT, run.output


def test_a_slave_that_holds_the_bus_for_ever(boot, memory_rom):
    run = boot(memory_rom, "--trace", "post", memory=[USUAL, None],
               script="timeout 60\nhang 50 9 1000000\nwait 4\n")
    refused(run)
    assert "the data line stays low" in run.output


def test_plls_that_do_not_lock_reset_once(boot, memory_rom):
    run = boot(memory_rom, "--trace", "post", memory=[USUAL, None],
               script="timeout 60\npll-lock off\nwait 20\n")
    assert "The PLLs do not lock" in run.output
    assert run.output.count("chip reset") == 1
    assert "No usable RAM" in run.output or run.status == EXIT_RIGHT


def test_a_dll_that_starts_after_a_reset(boot, memory_rom):
    script = "timeout 60\ndll off\nwait 20\n"
    run = boot(memory_rom, "--trace", "post", memory=[USUAL, None], script=script)
    assert run.status == EXIT_RIGHT, run.output[-3000:]


def test_a_dll_that_never_starts(boot, memory_rom):
    run = boot(memory_rom, "--trace", "post", memory=[USUAL, None],
               script="timeout 60\n" + "expect Clocks to\ndll off\n" * 4 + "wait 3\n")
    refused(run)
    assert run.output.count("hard reset") == 3


@pytest.mark.parametrize("cpu,geodelink,told", [(366, 0, "366/366"), (433, 266, "433/266")])
def test_the_user_may_run_slower(boot, slower_rom, cpu, geodelink, told):
    run = boot(slower_rom(cpu, geodelink), memory=[USUAL, None])
    assert f"Clocks to {told} MHz" in run.output
    assert run.status == EXIT_RIGHT and run.violations() == 0 and run.warnings() == 0, run.output


def test_a_warm_start_needs_no_reset_of_its_own(boot, memory_rom):
    run = boot(memory_rom, "--trace", "post", memory=[USUAL, None],
               script="timeout 60\nexpect Payload\nreset\nwait 20\n")
    assert run.status == EXIT_RIGHT, run.output[-2000:]
    assert run.output.count("geodeboot 0") == 2


@pytest.mark.parametrize("name", ["romstage", "ramstage", "manifest"])
def test_a_bit_of_normal_that_reads_wrong_boots_fallback(boot, memory_rom, tmp_path, name):
    rom = Rom(memory_rom, tmp_path / "damaged.rom")
    add_ramsum(rom, "FALLBACK")
    offset, file = rom.file_data("NORMAL", name)
    place = file.stored // 2
    rom.write(offset + place, bytes([file.data[place] ^ 0x10]))
    run = boot(rom.path, memory=[USUAL, None])
    assert "Booting FALLBACK: NORMAL is damaged" in run.output
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output


def test_an_empty_battery_boots_with_the_defaults(boot, memory_rom, tmp_path):
    rom = Rom(memory_rom, tmp_path / "both.rom")
    add_ramsum(rom, "FALLBACK")
    run = boot(rom.path, memory=[USUAL, None], script="timeout 60\nbattery dead\nwait 20\n")
    assert "CMOS options are not valid: setting the defaults" in run.output
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output


def test_frozen_caches_do_as_well(boot, tmp_path):
    rom = sum_rom("CONFIG_GEODE_LX_CAR_FROZEN=y\n", tmp_path)
    run = boot(rom, memory=[USUAL, None])
    assert run.status == EXIT_RIGHT and run.violations() == 0 and run.warnings() == 0, run.output
