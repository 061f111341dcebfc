# SPDX-License-Identifier: GPL-2.0-or-later
"""Every property of QEMU's board reaches a register or a table: change one, and the board acts otherwise."""

import pathlib

import pytest

import devtree

TOP = devtree.TOP
SOURCES = ["tests/devtree/trace.c", "tests/unit/device/mock.c", "tests/unit/device/tree.c",
           "src/lib/errors.c", "src/lib/memmap.c", "src/drivers/rtc/rtc.c",
           *(str(p.relative_to(TOP)) for p in sorted(TOP.glob("src/device/*.c"))),
           *(str(p.relative_to(TOP)) for d in ("bochs_display", "i8042", "i8237", "i8254", "i8259",
                                               "ioapic", "lapic", "spd")
             for p in sorted(TOP.glob(f"src/drivers/{d}/*.c"))),
           *(str(p.relative_to(TOP)) for d in ("northbridge/intel/i440fx", "southbridge/intel/piix")
             for p in sorted(TOP.glob(f"{d}/*.c")))]
FLAGS = ["-std=gnu11", "-O0", "-g", "-w", "-fcommon", "-Isrc/include", "-Itests/unit",
         "-Itests/unit/device", "-Itests/unit/device/include", "-I.",
         "-include", "tests/unit/device/mock.h"]


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    """All but the generated tables, compiled once."""
    return devtree.Trace(tmp_path_factory.mktemp("objects"), devtree.BOARD,
                         ("bootblock", "romstage", "ramstage"), SOURCES, FLAGS, "-lcmocka")


def behaviour(chips, directory, overlay):
    """What the board does with this overlay: the trace, and the constants for the console."""
    return chips.behaviour(directory, overlay) + (directory / "devtree.h").read_text(encoding="ascii")


@pytest.fixture(scope="module")
def baseline(chips, tmp_path_factory):
    """The unchanged board: its behaviour and the directory with its tables."""
    directory = tmp_path_factory.mktemp("baseline") / "b"
    return behaviour(chips, directory, ""), directory


def every_member():
    """(chip, member, element) of everything a chip of QEMU's board can be told."""
    used = set()
    directory = TOP / "build/tests/devtree/params"
    devtree.compiled_board(directory, "")
    for path, chip in devtree.configs(directory):
        used.add((chip, path))
    members = devtree.schema()
    for chip, path in sorted(used):
        for member, (_, elements, *_) in members[chip].items():
            for element in range(elements or 1):
                yield pytest.param(chip, path, member, element,
                                   id=f"{chip}-{member}" + (f"-{element}" if elements else ""))


@pytest.mark.parametrize("chip,path,member,element", list(every_member()))
def test_property_changes_what_the_board_does(chips, baseline, tmp_path, chip, path, member,
                                              element):
    before, directory = baseline
    kind, _, *limits = devtree.schema()[chip][member]
    value = devtree.configs(directory)[path, chip][member]
    name = member.replace("_", "-")
    if chip != "ns16550a":
        name = f"{chip.split('_')[0]},{name}"
    for number, overlay in enumerate(devtree.flips(name, value, element, kind, *limits)):
        text = f"&{{{path}}} {{ {overlay} }};"
        try:
            after = behaviour(chips, tmp_path / str(number), text)
        except AssertionError as error:
            # a value that the console's rate does not go with is refused: try the next one
            if "stdout-path" not in str(error):
                raise
            continue
        if after != before:
            return
    pytest.fail(f"{path}: {name}: no register write changes with it")


WIRING = {
    "a route of the router": "&pirq { interrupts = <10 0>, <10 0>, <11 0>, <5 0>; };",
    "a route that is off": "&pirq { interrupts = <10 0>, <0 0>, <11 0>, <11 0>; };",
    "the wiring of a slot": "&pci0 { interrupt-map = <0x1800 0 0 1 &pirq 0>; };",
    "the SCI": "&pm { interrupts = <11 1>; };",
    "the trigger of the SCI": "&pm { interrupts = <9 3>; };",
    "no keyboard": "&keyboard { status = \"disabled\"; };",
    "no IDE": "&ide { status = \"disabled\"; };",
    "address of a memory module": "&pm { eeprom@50 { reg = <0x51>; }; };",
    "the console on the second port": "&uart0 { reg = <1 0x2f8 8>; };",
    "the console's rate": "/ { chosen { stdout-path = \"serial0:57600n8\"; }; };",
    "place of the I/O APIC": "/ { ioapic@fec00000 { reg = <0xfec10000 0x1000>; }; };",
    "size of the flash": "/ { reserved { flash@ff000000 { reg = <0xff800000 0x800000>; }; }; };",
}


@pytest.mark.parametrize("overlay", WIRING.values(), ids=WIRING.keys())
def test_wiring_changes_what_the_board_does(chips, baseline, tmp_path, overlay):
    assert behaviour(chips, tmp_path / "b", overlay) != baseline[0]


def test_board_comes_up_without_error_and_twice_the_same(chips, baseline, tmp_path):
    assert "result 0" in baseline[0]
    assert behaviour(chips, tmp_path / "b", "") == baseline[0]


def test_router_registers_hold_the_routes_of_the_tree(baseline):
    for register, irq in ((0x60, 10), (0x61, 10), (0x62, 11), (0x63, 11)):
        assert f"pci 800008 {register:x}.1 = {irq:x}\n" in baseline[0]
    # level: 9 (SCI), 10 and 11
    assert "port 4d1.1 = e\n" in baseline[0]
    assert "port 4d0.1 = 0\n" in baseline[0]


def test_generated_files_do_not_depend_on_the_directory(tmp_path):
    texts = []
    for name in ("a", "b"):
        directory = tmp_path / name
        devtree.compiled_board(directory, "")
        texts.append([pathlib.Path(p).read_bytes() for p in sorted(directory.glob("devtree*"))])
    assert texts[0] == texts[1]
