# SPDX-License-Identifier: GPL-2.0-or-later
"""Every property that a Geode LX board's early stages read reaches a register: change it, and others are written."""

import os

import pytest

import devtree

BOARD = "mainboard/amd/norwich/board.dts"
SOURCES = ["tests/devtree/early_trace.c", "src/device/bootblock.c", "src/device/romstage.c",
           "src/lib/errors.c", "src/lib/spd.c",
           *(f"northbridge/amd/geode_lx/{name}.c" for name in
             ("bootblock", "clocks", "timings", "romstage", "dram", "memory_map")),
           *(f"southbridge/amd/cs5536/{name}.c" for name in ("early", "romstage", "smbus"))]
FLAGS = ["-std=gnu11", "-O0", "-g", "-w", "-fcommon", "-Isrc/include", "-Itests/unit/device/include",
         "-I.", "-DCONFIG_GEODE_LX_MAX_CPU_MHZ=0", "-DCONFIG_GEODE_LX_MAX_GEODELINK_MHZ=0",
         "-include", "tests/unit/device/mock.h"]
# Soldered memory: all of its description is one property.
SOLDERED = ("amd,soldered-spd = [80 08 07 0d 0a 01 40 00 04 60 00 00 82 10 00 00 0e 04 1c 00 00 20 00 75 "
            "00 a0 00 48 30 48 2a 40 00 00 00 00 00 00 00 00 00 3c 48 30 00 00 00 00 00 00 00 00 00 "
            "00 00 00 00 00 00 00 00 00 00 {sum}];")
# What is for ramstage alone.
LATER = {("amd_geode_lx", "io_window"), ("amd_geode_lx", "memory_window")}


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    """All but the generated tables, compiled once."""
    return devtree.Trace(tmp_path_factory.mktemp("objects"), BOARD, ("bootblock", "romstage"), SOURCES, FLAGS)


@pytest.fixture(scope="module")
def baseline(chips, tmp_path_factory):
    """The unchanged board: its register writes, its values."""
    directory = tmp_path_factory.mktemp("baseline")
    return chips.behaviour(directory, ""), devtree.configs(directory)


def early_members():
    """(path, chip, member, element) of what the early stages can be told."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    directory = devtree.TOP / "build/tests/devtree" / f"early-{worker}"
    devtree.compiled_board(directory, "", BOARD)
    schema = devtree.schema()
    for path, chip in sorted(devtree.configs(directory)):
        if chip not in ("amd_geode_lx", "amd_cs5536"):
            continue
        for member, (_, elements, *_) in schema[chip].items():
            if (chip, member) in LATER or member == "soldered_spd":
                continue
            for element in range(elements or 1):
                yield pytest.param(path, chip, member, element, id=f"{chip}-{member}-{element}")


@pytest.mark.parametrize("path,chip,member,element", list(early_members()))
def test_property_changes_the_registers(chips, baseline, tmp_path, path, chip, member, element):
    before, values = baseline
    kind, _, *limits = devtree.schema()[chip][member]
    name = "amd," + member.replace("_", "-")
    for number, overlay in enumerate(devtree.flips(name, values[path, chip][member], element, kind, *limits)):
        text = f"&{{{path}}} {{ {overlay} }};"
        if chips.behaviour(tmp_path / str(number), text) != before:
            return
    pytest.fail(f"{path}: {name}: no register write changes with it")


def test_soldered_memory_takes_the_first_place(chips, baseline, tmp_path):
    plain = SOLDERED.format(sum="00")
    total = sum(int(byte, 16) for byte in plain[plain.index("[") + 1:-2].split()) & 0xFF
    after = chips.behaviour(tmp_path, f"&pci0 {{ {SOLDERED.format(sum=f'{total:02x}')} }};")
    assert "result 0" in after and after != baseline[0]
    # DDR333: GeodeLink at 333 MHz.
    assert "msr 4c000014 = 0000049c" in after


def test_board_gets_its_ram(baseline):
    # 256 MiB less the SMI handler's place and the display's memory.
    assert "ram f7e0000 result 0" in baseline[0]
