#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Lists the registers of boards that no register-level test uses; fails if there are any.

untouched.py GEODESIM DIRECTORY...

The registers are those of `geodesim --board B --registers`, the files in the directories what test
programs wrote (touched.c); what programs on a simulated processor do (*_run) does not count. A
register that can only be read must be read, any other written.
Registers that are storage without effect are the business of test_stored.c, which shows that they
keep what they should. The processor's own MSRs have the programs of tests/geodesim/cpu.
"""

import pathlib
import subprocess
import sys

# One board for each kind of part; all have the chips.
BOARDS = ["pcengines/alix2d", "lippert/literunner-lx", "artecgroup/dbe61", "pcengines/alix1c"]
ELSEWHERE = {"geode core"}


def registers(geodesim):
    """{(table, space, address): (name, must be written)} of all boards."""
    found = {}
    for board in BOARDS:
        out = subprocess.run(
            [geodesim, "--board", board, "--rom", "/dev/null", "--registers"],
            capture_output=True, text=True, check=True, timeout=60).stdout
        for line in out.splitlines():
            if line.startswith("### "):
                table, space = line[4:].rstrip(")").rsplit(" (", 1)
            cell = [c.strip() for c in line.split("|")]
            if len(cell) < 11 or cell[1] in ("Address", "---") or table in ELSEWHERE:
                continue
            bits = (1 << int(cell[3])) - 1
            ro, w1c, reserved, unmodelled = (int(c, 16) for c in cell[5:9])
            if not cell[9] and ro | w1c | reserved | unmodelled == bits:
                continue
            found[table, space, cell[1]] = (cell[2], (ro | reserved) != bits)
    return found


def main():
    geodesim, *directories = sys.argv[1:]
    read, written = set(), set()
    programs = 0
    for directory in directories:
        for path in pathlib.Path(directory).glob("*.touched"):
            if path.stem.endswith("_run"):
                continue
            programs += 1
            for line in path.read_text().splitlines():
                *key, reads, writes = line.split("|")
                if int(reads):
                    read.add(tuple(key))
                if int(writes):
                    written.add(tuple(key))
    everything = registers(geodesim)
    missing = [
        key for key, (_, write) in everything.items()
        if key not in (written if write else read)
    ]
    for key in missing:
        name, write = everything[key]
        print(f"{key[0]} ({key[1]}) {key[2]} {name}: never {'written' if write else 'read'}")
    print(f"{len(everything)} registers that act, {len(missing)} untouched by "
          f"{programs} programs")
    sys.exit(bool(missing) or not programs)


main()
