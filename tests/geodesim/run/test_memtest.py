# SPDX-License-Identifier: GPL-2.0-or-later
"""memtest86+ on the bare machine: finds what is broken, and nothing where all is well."""

import os
import re

import sim

OPTIONS = ["--bare-linux", os.path.join(sim.DEBIAN, "memtest86+", "boot", "memtest86+ia32.bin"),
           "--append", "console=ttyS0,115200 nobench nosm", "--full-speed"]


def screen(log):
    """The last state of the 80x25 text screen that the serial output draws."""
    rows = [[" "] * 80 for _ in range(25)]
    row = column = 0
    for match in re.finditer(r"\x1b\[([\d;]*)([A-Za-z])|\x1b.|(.)", log, re.DOTALL):
        numbers, letter, character = match.groups()
        if letter == "H":
            row, column = (int(n) - 1 for n in (numbers.split(";") + ["1"])[:2]) if numbers \
                else (0, 0)
        elif character and character >= " " and row < 25 and column < 80:
            rows[row][column] = character
            column += 1
        elif character == "\r":
            column = 0
        elif character == "\n":
            row += 1
    return "\n".join("".join(r).rstrip() for r in rows)


def test_injected_memory_faults_are_found_at_their_addresses(tmp_path):
    faults = ["0xa03458,5,1", "0x180c7c,0,0"]
    options = OPTIONS + ["--ram", "16", "--serial", f"file:{tmp_path}/log", "--time", "6"]
    for fault in faults:
        options += ["--memory-fault", fault]
    sim.run(options, timeout=600, check=2)
    text = screen((tmp_path / "log").read_text(errors="replace"))
    assert not re.search(r"Errors: +0 ", text), text
    assert re.search(r"a03458", text), text
    assert re.search(r"180c7c", text), text


def test_a_pass_over_64_mib_finds_no_error(tmp_path):
    done = sim.run(OPTIONS + ["--ram", "64", "--serial", f"file:{tmp_path}/log", "--stop-on",
                              "text:Pass:  1        Errors: 0", "--time", "600"], timeout=1800)
    text = screen((tmp_path / "log").read_text(errors="replace"))
    assert done.returncode == 0, text
