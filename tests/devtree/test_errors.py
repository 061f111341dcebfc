# SPDX-License-Identifier: GPL-2.0-or-later
"""A mistake in a board's tree is refused, with the file, the line and what to do about it."""

import random

import pytest

import devtree

# name: (overlay, text whose line the message names, part of the message)
MISTAKES = {
    "a misspelt property":
        ("&pm {\n\tintel,pm-bse = <0x600>;\n};", "pm-bse", "unknown property: not in struct intel_piix4_pm"),
    "a property of another vendor":
        ("&pm {\n\tamd,pm-base = <0x600>;\n};", "amd,pm-base", "unknown property"),
    "a property where no chip reads it":
        ("&isa0 {\n\tparallel@i378 {\n\t\tmode = <1>;\n\t};\n};", "mode", "the node has no chip"),
    "a misspelt compatible":
        ("&pm {\n\tcompatible = \"intel,piix4-pn\";\n};", "piix4-pn", "no chip.h declares intel_piix4_pn"),
    "a string for a number":
        ("&pm {\n\tintel,pm-base = \"600\";\n};", "pm-base", "wrong type"),
    "a string of four bytes for a number":
        ("&pm {\n\tintel,pm-base = \"abc\";\n};", "pm-base", "wrong type"),
    "a number for a flag":
        ("&ide {\n\tintel,primary = <1>;\n};", "primary", "wrong type"),
    "a flag for a number":
        ("&pm {\n\tintel,pm-base;\n};", "pm-base", "wrong type"),
    "a value that is too big":
        ("&ide {\n\tintel,primary-timing = <0x8000>;\n};", "primary-timing",
         "0x8000 is out of range, allowed is 0 to 0x7fff"),
    "a value that is too small":
        ("&pm {\n\tintel,pm-base = <0x80>;\n};", "pm-base", "out of range"),
    "a value that does not fit its register":
        ("&isa0 {\n\tintel,io-recovery = <256>;\n};", "io-recovery", "out of range"),
    "a crooked address":
        ("&pm {\n\tintel,pm-base = <0x620>;\n};", "pm-base", "not a multiple of 0x40"),
    "too many values":
        ("&pm {\n\tintel,pm-base = <0x600 0x640>;\n};", "pm-base", "has 2 values"),
    "a property twice":
        ("&pm {\n\tpm-base = <0x640>;\n};", "pm-base", "set twice"),
    "a status that is none":
        ("&ide {\n\tstatus = \"off\";\n};", "status", "neither"),
    "a PCI address that is none":
        ("&ide {\n\treg = <0x0900 0 0 0>;\n};", "reg", "groups of 5"),
    "a PCI address with a bus number":
        ("&ide {\n\treg = <0x10900 0 0 0 0>;\n};", "reg", "is not <(device"),
    "ports beyond 64 KiB":
        ("&uart0 {\n\treg = <1 0xfffc 8>;\n};", "reg", "I/O space"),
    "an SMBus address of eight bits":
        ("&pm {\n\teeprom@50 {\n\t\treg = <0xa0>;\n\t};\n};", "reg", "7-bit slave address"),
    "the interrupt of the cascade":
        ("&uart0 {\n\tinterrupts = <2 3>;\n};", "interrupts", "IRQ is 0 to 15 without 2"),
    "an interrupt beyond 15":
        ("&uart0 {\n\tinterrupts = <16 3>;\n};", "interrupts", "IRQ is 0 to 15"),
    "a level interrupt that must be edge":
        ("&rtc {\n\tinterrupts = <8 0>;\n};", "interrupts", "cannot be level triggered"),
    "an interrupt of one cell":
        ("&uart0 {\n\tinterrupts = <4>;\n};", "interrupts", "list of <IRQ sense>"),
    "an interrupt parent that is no controller":
        ("&uart0 {\n\tinterrupt-parent = <&ide>;\n};", "interrupt-parent", "no enabled interrupt controller"),
    "a slot wired to an input that is not there":
        ("&pci0 {\n\tinterrupt-map = <0x800 0 0 1 &pirq 4>;\n};", "interrupt-map", "has no input 4"),
    "a pin E":
        ("&pci0 {\n\tinterrupt-map = <0x800 0 0 5 &pirq 0>;\n};", "interrupt-map", "pin 5"),
    "a pin wired twice":
        ("&pci0 {\n\tinterrupt-map = <0x800 0 0 1 &pirq 0>, <0x2800 0 0 1 &pirq 1>;\n};",
         "interrupt-map", "device 1, INTA is given twice"),
    "half a row of wiring":
        ("&pci0 {\n\tinterrupt-map = <0x800 0 0 1 &pirq 0>, <0x1000 0 0>;\n};", "interrupt-map", "too short"),
    "wiring to no router":
        ("&pci0 {\n\tinterrupt-map = <0x800 0 0 1 &uart0 0>;\n};", "interrupt-map", "no enabled router"),
    "a mask of the wiring that is none":
        ("&pci0 {\n\tinterrupt-map-mask = <0x1800 0 0>;\n};", "interrupt-map-mask", "is not <device"),
    "a console that is not there":
        ("/ {\n\tchosen {\n\t\tstdout-path = \"/nowhere\";\n\t};\n};", "stdout-path", "no enabled UART"),
    "a console that is switched off":
        ("&uart0 {\n\tstatus = \"disabled\";\n};\n/ {\n\tchosen {\n\t\tstdout-path = \"serial0\";\n\t};\n};",
         "stdout-path", "no enabled UART"),
    "a rate the console's clock cannot give":
        ("/ {\n\tchosen {\n\t\tstdout-path = \"serial0:100000\";\n\t};\n};", "stdout-path", "no divisor"),
    "a PCI device without address or ids":
        ("&pci0 {\n\tcard {\n\t\tcompatible = \"intel,piix3-ide\";\n\t};\n};", "card", "needs reg"),
}


@pytest.mark.parametrize("overlay,where,message", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistake_is_named_with_its_line(tmp_path, overlay, where, message):
    variant = devtree.board_with(tmp_path, overlay)
    result = variant.compile()
    assert result.returncode == 1
    assert message in result.stderr
    # the file and line, as a compiler would say them
    assert f"test.dts:{variant.line_of(where)}: error: /" in result.stderr
    assert not (tmp_path / "devtree-ramstage.c").exists()


def test_all_mistakes_are_told_at_once(tmp_path):
    result = devtree.board_with(tmp_path, "&pm { intel,pm-base = <1>; intel,foo; };\n"
                                          "&ide { intel,bar; };").compile()
    assert result.returncode == 1
    assert result.stderr.count("error:") == 3
    assert "3 mistakes" in result.stderr


def test_mistake_in_an_included_file_names_that_file(tmp_path):
    part = tmp_path / "part.dtsi"
    part.write_text("&pm {\n\n\tintel,typo;\n};\n", encoding="ascii")
    result = devtree.board_with(tmp_path, f"#include \"{part}\"").compile()
    assert result.returncode == 1
    assert "part.dtsi:3: error: /pci@0/power-management@1,3: intel,typo:" in result.stderr


SCHEMA = """
struct test_chip_config {
\tuint8_t numbers[4] DT_RANGE(1, 200) DT_DEFAULT(5, 6);
\tuint32_t needed;
\tconst char *text DT_DEFAULT("none"); /* a comment; with a ; in it */
\tbool flag;
\tbool usual DT_DEFAULT(true);
};
extern const struct device_ops test_chip_ops;
"""


def chip_board(tmp_path, properties, schema=SCHEMA):
    """A board with one chip of our own."""
    header = tmp_path / "chip.h"
    header.write_text(schema, encoding="ascii")
    variant = devtree.Variant(tmp_path, "/dts-v1/;\n/ {\n\tchip {\n\t\tcompatible = \"test,chip\";\n"
                                        f"\t\t{properties}\n\t}};\n}};\n")
    return variant.compile([str(header)])


def test_values_and_defaults_reach_the_struct(tmp_path):
    result = chip_board(tmp_path, 'test,numbers = <1 2 3>; needed = <0xffffffff>; '
                                  'test,text = "a\\"b\\\\c";')
    assert result.returncode == 0, result.stderr
    values = devtree.configs(tmp_path)["/chip", "test_chip"]
    assert values == {"numbers": "{0x1, 0x2, 0x3, 0x6}", "needed": "0xffffffff",
                      "text": '"a\\"b\\\\c"', "flag": "false", "usual": "true"}


def test_bytes_may_fill_an_array_of_bytes(tmp_path):
    assert chip_board(tmp_path, "test,numbers = [01 02 03 c8]; needed = <0>;").returncode == 0
    assert devtree.configs(tmp_path)["/chip", "test_chip"]["numbers"] == "{0x1, 0x2, 0x3, 0xc8}"


@pytest.mark.parametrize("properties,message", [
    ("flag;", "member needed of struct test_chip_config"),
    ("needed = <1>; test,numbers = <1 2 3 4 5>;", "has 5 values"),
    ("needed = <1>; test,numbers = <1 201>;", "0xc9 is out of range"),
    ("needed = <1>; test,text = <1>;", "wants a string"),
    ("needed = <1 2>;", "has 2 values"),
    ("needed = [01 02 03 04];", "wrong type"),
])
def test_own_chip_refuses(tmp_path, properties, message):
    result = chip_board(tmp_path, properties)
    assert result.returncode == 1
    assert message in result.stderr
    assert "test.dts:" in result.stderr


@pytest.mark.parametrize("schema,message", [
    ("struct test_chip_config {\n\tint x;\n};", "chip.h:2: a config member is bool"),
    ("struct test_chip_config {\n\tuint8_t x DT_RANGE(1);\n};", "chip.h:2: expected"),
    ("struct test_chip_config {\n\tuint8_t x[0];\n};", "chip.h:2: an array has 1 to 64"),
    ("struct test_chip_config {\n\tuint8_t x;", "chip.h:2: unfinished struct"),
    ("/* never\nclosed", "chip.h:1: unfinished comment"),
    ("extern const struct device_ops wrong;", "chip.h:1: a struct device_ops is named"),
])
def test_chip_header_that_cannot_be_read_is_named(tmp_path, schema, message):
    result = chip_board(tmp_path, "", schema)
    assert result.returncode == 1
    assert message in result.stderr


def test_damaged_blobs_never_crash_the_tool(tmp_path):
    variant = devtree.board_with(tmp_path, "")
    assert variant.compile().returncode == 0
    blob = (tmp_path / "board.dtb").read_bytes()
    damaged = tmp_path / "damaged.dtb"
    chance = random.Random(1)
    out = tmp_path / "out"
    out.mkdir()
    for number in range(150):
        data = bytearray(blob)
        if number % 3 == 0:
            data = data[:chance.randrange(len(data))]
        for _ in range(1 + number % 4):
            if data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        damaged.write_bytes(data)
        result = devtree.run(devtree.build_tool(), "--dtb", damaged, "--lines",
                             tmp_path / "board.lines", "--out", out, *devtree.chip_headers(),
                             env={"ASAN_OPTIONS": "detect_leaks=0"})
        # 0: the damage hit a value that may be anything; 1: refused
        assert result.returncode in (0, 1), result.stderr
        assert "Sanitizer" not in result.stderr and "runtime error" not in result.stderr
        assert result.returncode == 0 or result.stderr
