#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every rule is broken on purpose by a unit test or by a boot image with a mistake.

As a program it prints the list: rule, severity, the tests that break it.
"""

import glob
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
TESTS = os.path.join(TOP, "tests", "geodesim")


def read(path):
    """A file's text."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def rules():
    """[(identifier, name, severity, source, demand)] of rules.def."""
    text = read(os.path.join(TOP, "util", "geodesim", "strict", "rules.def"))
    return re.findall(r'^RULE\((\w+), "([\w-]+)", (\w+),\s*"([^"]*)",\s*"([^"]*)"\)', text, re.M)


def mistakes():
    """{rule name: [mistakes of the boot image]}."""
    found = {}
    for mistake, names in re.findall(r'^MISTAKE\((\w+), "([\w -]+)"',
                                     read(os.path.join(TESTS, "boot", "mistakes.def")), re.M):
        for name in names.split():
            found.setdefault(name, []).append("boot image: " + mistake.lower())
    return found


def unit_tests():
    """{rule identifier: [unit tests that expect a breach, not only its absence]}."""
    found = {}
    for path in sorted(glob.glob(os.path.join(TESTS, "*", "test_*.c"))):
        area = os.path.basename(os.path.dirname(path))
        if area == "strict":
            continue  # any rule serves there
        text = re.sub(r"\bRULE_\w+\)?\]?\)?(, 0\)| == 0)", "", read(path))
        for rule in set(re.findall(r"\bRULE_(\w+)\b", text)):
            found.setdefault(rule, []).append(f"{area}/{os.path.basename(path)}")
    return found


def table():
    """[(name, severity, [who breaks it])] of all rules."""
    units, images = unit_tests(), mistakes()
    return [(name, severity.lower(), units.get(identifier, []) + images.get(name, []))
            for identifier, name, severity, _, _ in rules()]


def test_every_rule_is_broken_by_a_test():
    assert not [name for name, _, tests in table() if not tests]


def test_the_list_has_every_rule():
    text = read(os.path.join(TOP, "util", "geodesim", "strict", "rules.def"))
    assert len(table()) == len(re.findall(r"^RULE\(", text, re.M)) > 70


def test_no_mistake_is_under_a_rule_that_does_not_exist():
    assert not set(mistakes()) - {name for _, name, *_ in rules()}


def test_every_rule_tells_the_document_it_is_from():
    """A data book, specification or specification update; the project's own design is named so."""
    known = re.compile(r"data book|data sheet|errat|application note|specification|JESD79|JEDEC|"
                       r"ATA/ATAPI|OHCI|EHCI|USB 2\.0|PCI 2\.2|porting guide|design rule|"
                       r"firmware of real boards|board wiring")
    for _, name, _, source, _ in rules():
        assert known.search(source), (name, source)


def test_violations_are_backed_by_a_document_with_its_section():
    """Severity VIOLATION needs more than somebody's habit."""
    habit = re.compile(r"^(firmware of real boards|board wiring|mode-set order)")
    for _, name, severity, source, _ in rules():
        assert severity != "VIOLATION" or not habit.search(source), (name, source)


if __name__ == "__main__":
    for rule, kind, tests in table():
        print(f"{rule:<22}{kind:<10}{', '.join(tests) or 'NOTHING BREAKS IT'}")
