#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Merge opcode coverage reports; tell what no run has executed."""

import sys


def read(path):
    """Rows of one report: (opcode, name, form, size) -> count."""
    rows = {}
    with open(path, encoding="ascii") as report:
        for line in report:
            cells = line.rstrip("\n").split("\t")
            if len(cells) >= 5 and cells[4].isdigit():
                rows[tuple(cells[:4])] = int(cells[4])
    return rows


def main():
    total = {}
    for path in sys.argv[1:]:
        for row, count in read(path).items():
            total[row] = total.get(row, 0) + count
    never = sorted(row for row, count in total.items() if count == 0)
    for row in never:
        print("never executed:", " ".join(row))
    print(f"{len(total)} forms, {len(never)} never executed")
    return 1 if never or not total else 0


if __name__ == "__main__":
    sys.exit(main())
