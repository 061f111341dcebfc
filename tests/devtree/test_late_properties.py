# SPDX-License-Identifier: GPL-2.0-or-later
"""Every property that only ramstage of a Geode LX board reads reaches a register or a table."""

import re

import pytest

import devtree

BOARD = "mainboard/pcengines/alix1c/board.dts"
DEVICE = ("device", "irq", "pci_enable", "pci_resources", "pci_scan", "resource", "resource_space", "steps")
SOURCES = ["tests/devtree/late_trace.c", "tests/unit/device/mock.c", "tests/unit/device/tree.c",
           "src/lib/errors.c", "src/lib/memmap.c", "src/drivers/rtc/rtc.c",
           *(f"src/device/{name}.c" for name in DEVICE),
           *(f"src/drivers/{name}/{name}.c" for name in ("i8042", "i8237", "i8254", "i8259")),
           *(f"northbridge/amd/geode_lx/{name}.c" for name in
             ("ramstage", "glpci", "modules", "display", "display_modes")),
           *(f"southbridge/amd/cs5536/{name}.c" for name in
             ("isa", "irq", "pm", "ide", "flash", "usb", "audio", "watchdog", "smbus")),
           *(f"superio/winbond/w83627hf/{name}.c" for name in ("bootblock", "ramstage"))]
FLAGS = ["-std=gnu11", "-O0", "-g", "-w", "-fcommon", "-Isrc/include", "-Itests/unit/device",
         "-Itests/unit/device/include", "-I.", "-DCONFIG_CAR_BASE=0x90000",
         "-include", "tests/unit/device/mock.h"]
# What romstage reads is tried in test_early_properties.py.
MEMBERS = {
    "amd_geode_lx": ("io_window", "memory_window"),
    "amd_cs5536": ("smbus_base", "gpio_base", "mfgpt_base", "acpi_base", "pms_base", "power_button"),
    "amd_geode_lx_display": None, "amd_cs5536_pirq": None, "amd_cs5536_ide": None,
    "amd_cs5536_usb": None, "amd_cs5536_pm": None, "amd_cs5536_watchdog": None,
    "winbond_w83627hf": None, "motorola_mc146818": None,
}
# There are three modes: both sizes change together.
MODES = ("amd,width = <800>; amd,height = <600>;", "amd,width = <640>; amd,height = <480>;")


@pytest.fixture(scope="module")
def chips(tmp_path_factory):
    """All but the generated tables, compiled once."""
    return devtree.Trace(tmp_path_factory.mktemp("objects"), BOARD, ("ramstage",), SOURCES, FLAGS, "-lcmocka")


@pytest.fixture(scope="module")
def baseline(chips, tmp_path_factory):
    """The unchanged board: what it does, its values."""
    directory = tmp_path_factory.mktemp("baseline")
    return chips.behaviour(directory, ""), devtree.configs(directory)


def late_members():
    """(path, chip, member, element) of what ramstage can be told."""
    directory = devtree.TOP / "build/tests/devtree/late"
    devtree.compiled_board(directory, "", BOARD)
    schema = devtree.schema()
    for path, chip in sorted(devtree.configs(directory)):
        for member, (_, elements, *_) in schema[chip].items():
            if chip not in MEMBERS or MEMBERS[chip] and member not in MEMBERS[chip]:
                continue
            for element in range(elements or 1):
                yield pytest.param(path, chip, member, element, id=f"{chip}-{member}-{element}")


@pytest.mark.parametrize("path,chip,member,element", list(late_members()))
def test_property_changes_the_registers(chips, baseline, tmp_path, path, chip, member, element):
    before, values = baseline
    kind, _, *limits = devtree.schema()[chip][member]
    name = f"{chip.split('_')[0]},{member.replace('_', '-')}"
    if chip == "amd_geode_lx_display":
        overlays = MODES
    else:
        overlays = devtree.flips(name, values[path, chip][member], element, kind, *limits)
    for number, overlay in enumerate(overlays):
        if chips.behaviour(tmp_path / str(number), f"&{{{path}}} {{ {overlay} }};") != before:
            return
    pytest.fail(f"{path}: {name}: no register write changes with it")


WIRING = {
    "a route of the router": "&pirq { interrupts = <11 0>, <10 0>, <11 0>, <15 0>; };",
    "a route that is off": "&pirq { interrupts = <11 0>, <0 0>, <11 0>, <9 0>; };",
    "the wiring of the companion": "&pci0 { interrupt-map = INT_PINS(0x0f, 0, 1, 2, 0); };",
    "the SCI": "&pm { interrupts = <7 1>; };",
    "no keyboard": "&{/pci@0/isa@f,0/superio@i2e/keyboard@i60} { status = \"disabled\"; };",
    "no second serial port": "&{/pci@0/isa@f,0/superio@i2e/serial@i2f8} { status = \"disabled\"; };",
    "no IDE": "&ide { status = \"disabled\"; };",
    "no USB": "&usb { status = \"disabled\"; };",
    "no audio": "&audio { status = \"disabled\"; };",
    "no display": "&display { status = \"disabled\"; };",
    "place of the frame buffer": "&display { reg = <0xcd000000 0x1000000>, <0xde000000 0xc000>; };",
}


@pytest.mark.parametrize("overlay", WIRING.values(), ids=WIRING.keys())
def test_wiring_changes_what_the_board_does(chips, baseline, tmp_path, overlay):
    assert chips.behaviour(tmp_path / "b", overlay) != baseline[0]


# A board with NAND flash on the pins of IDE.
FLASH = "&ide { status = \"disabled\"; };\n&flash { status = \"okay\"; };\n"


def test_nand_flash_gets_the_pins_of_ide_and_a_window(chips, baseline, tmp_path):
    flash = chips.behaviour(tmp_path / "flash", FLASH)
    assert re.search(r"^msr 51400010\.8 = fffff007[89a-e][0-9a-f]{4}000$", flash, re.M), flash
    assert "msr 51400015" in flash and "msr 5140001b.8 = 7770777\n" in flash
    assert "msr 51400011" not in flash and "msr 51400010" not in baseline[0]


@pytest.mark.parametrize("member,value", [
    ("nand-selects", "2"), ("nand-selects", "3"), ("nand-data-timing", "0x01200120"),
    ("nand-control-timing", "0x120")])
def test_property_of_the_flash_changes_the_registers(chips, tmp_path, member, value):
    before = chips.behaviour(tmp_path / "0", FLASH)
    assert chips.behaviour(tmp_path / "1",
                           FLASH + f"&flash {{ amd,{member} = <{value}>; }};\n") != before


def test_flash_beside_ide_stays_off(chips, tmp_path):
    both = chips.behaviour(tmp_path / "both", "&flash { status = \"okay\"; };\n")
    assert "msr 51400010" not in both


def test_interrupt_mapper_holds_the_wiring(baseline):
    # Z inputs 9 to 12: INTA to INTD on IRQ 11, 10, 11, 9
    assert "msr 51400023.8 = 9bab0\n" in baseline[0]
    # Y inputs: USB (INTD) 2, audio (INTB) 4, SCI 5
    assert "msr 51400020.8 = 5a0900\n" in baseline[0]
    # serial IRQs of the super I/O: 1, 3, 4, 7, 12
    assert "msr 51400025.8 = 109a\n" in baseline[0]
