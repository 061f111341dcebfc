# SPDX-License-Identifier: GPL-2.0-or-later
"""Each module of the SMI handler can be left out: what it did is not there, what the others do is.

The modules are those of src/smm/Kconfig, so that a new one is tried too and wants a line in SHOWS.
"""

import os
import re

import pytest

from conftest import BARE, EXIT_PORT
from harness.build import build_rom, compile_payload, variant_folder
from harness.paths import TOP
from harness.rom import Rom

BOARDS = ("amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d")
EXIT_RESET = 5
NO_HANDLER = 'CONFIG_SMM_NONE=y\nCONFIG_NORMAL_BOOT_ORDER="memtest86plus"\n'
NOTHING = "00000000"
ONES = "ffffffff"
# Identities behind which there are drivers, on every board.
FUNCTIONS = {"08": "20801022", "0a": "20821022", "78": "20901022", "7a": "209a1022",
             "7c": "20941022", "7d": "20951022"}


def modules():
    """{option of a module: whether it is there by default}."""
    with open(os.path.join(TOP, "src", "smm", "Kconfig"), encoding="ascii") as file:
        options = file.read().partition("\nif SMM_HANDLER\n")[2].partition("\nendif\n")[0]
    return {name: "\tdefault y" in body for name, body in
            re.findall(r"^config (\w+)\n((?:\t.*\n|\n)*)", options + "\n", re.M)}


MODULES = modules()
USUAL = [name for name, usual in MODULES.items() if usual]


class Found:
    """What the payload wrote of a ROM on a board."""

    def __init__(self, run, config):
        self.run = run
        self.text = run.output.partition("what is there\n")[2].partition("\nstop: ")[0]
        self.on = {name: f"CONFIG_{name}=y\n" in config for name in MODULES}
        self.size = int((re.search(r"SMM: open handler, (\d+) bytes", run.output) or "00")[1])
        self.functions = {devfn: dict(word.split("=") for word in registers.split())
                          for devfn, registers in
                          re.findall(r"^function (\w\w) (.*)$", self.text, re.M)}

    def value(self, name):
        """The number behind a name, None: the line is not there."""
        line = re.search(rf"^{name} ([0-9a-f]+)$", self.text, re.M)
        return line and line[1]

    def resets(self):
        """The ways that the payload tried, up to the one that reset the machine."""
        return re.findall(r"^(?:port 92h|keyboard|register of).*$", self.text, re.M)


KNOWN = {}


def look(boot, folder, board, fragment):
    """What is found on a board with these options; each ROM runs once."""
    if (board, fragment) not in KNOWN:
        rom = Rom(build_rom(fragment, target=board), folder / "modules.rom")
        rom.add_payload("NORMAL", "img/modules", compile_payload(
            "smm_modules.c", folder / "modules.elf", f"-DEXIT_PORT={EXIT_PORT}"))
        rom.add_text("NORMAL", "bootorder", "modules  img/modules\n")
        rom.update_manifest("NORMAL")
        run = boot(rom.path, "--no-reboot", board=board, seconds=3)
        with open(os.path.join(variant_folder(fragment, board), ".config"), encoding="utf-8") as file:
            KNOWN[board, fragment] = Found(run, file.read())
    return KNOWN[board, fragment]


def shows_headers(found, whole, bare):
    """All headers as ever, but for the base of ports that lead nowhere; or those of the hardware."""
    expected = bare.functions
    if found.on["SMM_PCI"]:
        expected = {devfn: dict(registers) for devfn, registers in whole.functions.items()}
        if not found.on["SMM_VIRTUAL_REGISTERS"]:
            assert expected["08"].pop("10") == "0000ac1d"
    assert found.functions == expected


def shows_flash(found, *_):
    """Flash takes the place of IDE when it is asked for."""
    expected = {(True, True): "20911022", (True, False): ONES}
    assert found.value("flash") == expected.get((found.on["SMM_PCI"], found.on["SMM_NAND"]))


def shows_virtual_registers(found, *_):
    """The signature, or ports that nobody answers."""
    expected = "00004132" if found.on["SMM_VIRTUAL_REGISTERS"] else "0000ffff"
    assert found.value("virtual register") == found.value("virtual register again") == expected


def shows_legacy(found, *_):
    """A20 can be switched off, and the tables name the reset register; or neither."""
    on = found.on["SMM_LEGACY"]
    assert found.value("A20 off") == ("00000001" if on else NOTHING)
    assert found.value("A20 on") == NOTHING
    assert found.value("reset register") == ("00000092" if on else NOTHING)


def shows_init(found, *_):
    """A BIOS goes on after a reset of the processor, or the machine is reset; or only the companion resets."""
    expected = ["port 92h with a code: nothing", "keyboard controller with a code: nothing",
                "port 92h: nothing", "register of the companion"]
    if found.on["SMM_INIT"]:
        expected = ["port 92h with a code: goes on", "keyboard controller with a code: goes on",
                    "port 92h"]
    elif found.on["SMM_LEGACY"]:
        expected = ["port 92h with a code"]
    assert found.resets() == expected


def shows_acpi(found, *_):
    """A byte or word changes nothing else; or it does, and nothing that needs bytes is offered."""
    on = found.on["SMM_ACPI"]
    told = re.findall("^(?:violation|warning) ([a-z-]+)", found.run.output, re.M)
    assert set(told) == (set() if on else {"acpi-width"})
    assert found.value("event after a word")[:4] == "0500"
    assert found.value("control after a byte") == ("00000401" if on else "00000400")
    assert (found.value("general events at") != NOTHING) == on
    assert found.value("general events after a byte") == ("00000040" if on else None)


SHOWS = {"SMM_PCI": shows_headers, "SMM_NAND": shows_flash, "SMM_INIT": shows_init,
         "SMM_VIRTUAL_REGISTERS": shows_virtual_registers, "SMM_LEGACY": shows_legacy,
         "SMM_ACPI": shows_acpi}


def check(boot, folder, board, changed):
    """A ROM in which these modules are not as they are by default."""
    whole = look(boot, folder, board, BARE)
    assert {devfn: whole.functions.get(devfn, {}).get("00") for devfn in FUNCTIONS} == FUNCTIONS
    fragment = BARE + "".join(f"# CONFIG_{name} is not set\n" if MODULES[name]
                              else f"CONFIG_{name}=y\n" for name in changed)
    found = look(boot, folder, board, fragment)
    for name in changed:
        assert found.on[name] != MODULES[name]
    for name in MODULES:
        SHOWS[name](found, whole, look(boot, folder, board, NO_HANDLER))
    assert found.run.status == EXIT_RESET and found.value("notes") == NOTHING
    assert found.run.violations() == 0 and "does not answer" not in found.run.output
    left_out = [name for name in MODULES if MODULES[name] and not found.on[name]]
    assert 0 < found.size < whole.size if left_out else found.size >= whole.size


@pytest.mark.parametrize("changed", [(), ("SMM_VIRTUAL_REGISTERS", "SMM_INIT"),
                                     ("SMM_ACPI", "SMM_LEGACY"), tuple(USUAL)],
                         ids=["none", "two", "other two", "all"])
def test_modules_that_are_left_out_are_not_missed_by_the_others(boot, changed, tmp_path):
    check(boot, tmp_path, "amd/norwich", changed)


@pytest.mark.slow
@pytest.mark.parametrize("board", BOARDS)
@pytest.mark.parametrize("changed", [*MODULES, "all"])
def test_one_module_or_all_are_left_out_of_a_board(boot, board, changed, tmp_path):
    check(boot, tmp_path, board, USUAL if changed == "all" else (changed,))
