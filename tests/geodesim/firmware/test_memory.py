# SPDX-License-Identifier: GPL-2.0-or-later
"""The firmware starts whatever legal modules there are, and names what is wrong with others.

Modules are made by number, so that a failing case can be run again. GEODEBOOT_TEST_MODULES says how many.
"""

import os
import random
import re

import pytest

import spd
from conftest import EXIT_RIGHT

SAMPLE = int(os.environ.get("GEODEBOOT_TEST_MODULES", "40"))
BROKEN = SAMPLE // 5
LARGEST_MIB = 1024
# At the top of RAM: an SMI handler's place, the display's memory.
RESERVED = 0x20000 + 8 * 0x100000


def ram_sum():
    """What tests/payloads/ramsum.c finds in memory that works."""
    total = 0
    for address in range(4 << 20, 14 << 20, 52):
        value = (address * 2654435761 ^ address >> 7) & 0xFFFFFFFF
        total = ((total << 1 | total >> 31) ^ value) & 0xFFFFFFFF
    return f"{total:08x}"


RAM_SUM = ram_sum()


def modules(seed):
    """One or two modules; in one of eight cases the first socket stays empty."""
    rng = random.Random(seed)
    first = spd.module(seed * 2)
    second = spd.module(seed * 2 + 1) if rng.random() < 0.4 else None
    return (None, first) if second is None and rng.random() < 0.2 else (first, second)


def clock_ns(places):
    """Cycle of the memory clock that the slowest module's grade asks for."""
    return max(spd.GRADE_CYCLE[module.grade] for module in places if module)


def latencies(module, cycle):
    """CAS latencies that a module has at a cycle."""
    return {cas for cas, shortest in module.cycles.items() if shortest <= cycle}


def check_boot(run, places):
    """Runs to the payload's end, or is refused for the reason that the modules give."""
    usable = [module for module in places if module and module.mib <= LARGEST_MIB]
    cycle = clock_ns(places)
    common = set.intersection(*(latencies(m, cycle) for m in usable)) if usable else set()
    for module in places:
        if module and module.mib > LARGEST_MIB:
            assert "larger than 1 GiB (SPD byte 31 is" in run.output
    if usable and not common:
        assert "no CAS latency that both modules have at this clock (SPD byte 18" in run.output
        usable = [m for m in usable if f"RAM: {m.mib - RESERVED // 0x100000 - 1} MiB" in run.output]
        assert usable
        usable = usable[:1]
    if not usable:
        assert "No usable RAM" in run.output
        assert run.status != EXIT_RIGHT
        return
    end = sum(module.mib for module in usable) * 0x100000 - RESERVED
    match = re.search(r"RAM to ([0-9a-f]+) sum ([0-9a-f]+) wrong ([0-9a-f]+)", run.output)
    assert match, run.output[-2000:]
    assert match[2] == RAM_SUM and int(match[3], 16) == 0
    assert end - 0x300000 <= int(match[1], 16) <= end
    assert run.status == EXIT_RIGHT
    speed = {10: 200, 7.5: 266, 6: 333, 5: 400}[cycle]
    assert f"Memory: DDR{speed}, CL " in run.output
    assert not common or f", CL {min(common):g}, " in run.output


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_legal_modules_boot(boot, memory_rom, seed):
    places = modules(seed)
    run = boot(memory_rom, memory=[module and module.spd for module in places])
    check_boot(run, places)
    told = re.findall("^(?:violation|warning) ([a-z-]+): (.*)", run.output, re.M)
    if "Memory module at 5" in run.output:
        # A module that was refused stays in its socket unused.
        told = [(rule, text) for rule, text in told if rule != "dram-unused"]
    assert not told, run.output


@pytest.mark.parametrize("name", spd.UNUSABLE)
def test_an_unusable_module_is_refused_by_name(boot, memory_rom, name):
    changes, checksum, byte, words = spd.UNUSABLE[name]
    usual = spd.module(1, density=512, width=16, ranks=1, grade=400)
    data = spd.with_bytes(usual.spd, changes, checksum)
    run = boot(memory_rom, memory=[usual.spd, None], script=spd.script(usual.spd, data), seconds=5)
    match = re.search(r"Memory module at 50: (.*) \(SPD byte (\d+) is ([0-9a-f]{2})\)", run.output)
    assert match, run.output
    assert words in match[1] and int(match[2]) == byte and int(match[3], 16) == data[byte]
    assert "No usable RAM" in run.output


def test_a_good_module_works_beside_an_unusable_one(boot, memory_rom):
    usual = spd.module(1, density=512, width=16, ranks=1, grade=400)
    bad = spd.script(usual.spd, spd.with_bytes(usual.spd, {21: 0x26}))
    run = boot(memory_rom, memory=[usual.spd, usual.spd], script=bad)
    assert "Memory module at 50: a registered module" in run.output
    assert RAM_SUM in run.output and run.status == EXIT_RIGHT


@pytest.mark.parametrize("seed", range(BROKEN))
def test_random_bytes_never_hang(boot, memory_rom, seed):
    good, bad = spd.random_damage(seed)
    run = boot(memory_rom, memory=[good, None], script=spd.script(good, bad), seconds=5)
    assert re.search(r"Memory module at 50: .* \(SPD byte \d+ is |RAM test: at |"
                     f"sum {RAM_SUM} wrong 00000000", run.output), run.output[-2000:]
