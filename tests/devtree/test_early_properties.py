# SPDX-License-Identifier: GPL-2.0-or-later
"""Every property that a Geode LX board's early stages read reaches a register: change it, and others are written."""

import os

import pytest

import devtree
from test_properties import numbers, other_values

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
def objects(tmp_path_factory):
    """All but the generated tables, compiled once."""
    directory = tmp_path_factory.mktemp("objects")
    made = []
    for source in SOURCES:
        made.append(directory / (source.replace("/", "-") + ".o"))
        result = devtree.run("gcc", *FLAGS, "-c", source, "-o", made[-1])
        assert result.returncode == 0, result.stderr
    return made


def variant(directory, overlay):
    """The board with an overlay, compiled."""
    directory.mkdir(parents=True, exist_ok=True)
    made = devtree.Variant(directory, f"#include <{BOARD}>\n\n{overlay}\n")
    result = made.compile()
    assert result.returncode == 0, result.stderr
    return made


def behaviour(objects, directory, overlay):
    """The register writes of the board with this overlay."""
    variant(directory, overlay)
    program = directory / "trace"
    tables = [directory / f"devtree-{stage}.c" for stage in ("bootblock", "romstage")]
    result = devtree.run("gcc", *FLAGS, *tables, *objects, "-o", program)
    assert result.returncode == 0, result.stderr
    result = devtree.run(program)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def baseline(objects, tmp_path_factory):
    """The unchanged board: its register writes, its values."""
    directory = tmp_path_factory.mktemp("baseline")
    return behaviour(objects, directory, ""), devtree.configs(directory)


def early_members():
    """(path, chip, member, element) of what the early stages can be told."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    directory = devtree.TOP / "build/tests/devtree" / f"early-{worker}"
    variant(directory, "")
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
def test_property_changes_the_registers(objects, baseline, tmp_path, path, chip, member, element):
    before, values = baseline
    kind, _, low, high, align = devtree.schema()[chip][member]
    value = values[path, chip][member]
    name = "amd," + member.replace("_", "-")
    if kind == "bool":
        overlays = [f"/delete-property/ {name};" if value == "true" else f"{name};"]
    else:
        assert element < len(numbers(value))
        overlays = [f"{name} = {v};" for v in other_values(kind, value, element, low, high, align)]
    for number, overlay in enumerate(overlays):
        text = f"&{{{path}}} {{ {overlay} }};"
        if behaviour(objects, tmp_path / str(number), text) != before:
            return
    pytest.fail(f"{path}: {name}: no register write changes with it")


def test_soldered_memory_takes_the_first_place(objects, baseline, tmp_path):
    plain = SOLDERED.format(sum="00")
    total = sum(int(byte, 16) for byte in plain[plain.index("[") + 1:-2].split()) & 0xFF
    after = behaviour(objects, tmp_path, f"&pci0 {{ {SOLDERED.format(sum=f'{total:02x}')} }};")
    assert "result 0" in after and after != baseline[0]
    # DDR333: GeodeLink at 333 MHz.
    assert "msr 4c000014 = 0000049c" in after


def test_board_gets_its_ram(baseline):
    # 256 MiB less the SMI handler's place and the display's memory.
    assert "ram f7e0000 result 0" in baseline[0]
