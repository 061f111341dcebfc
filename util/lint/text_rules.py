# SPDX-License-Identifier: GPL-2.0-or-later
"""Rules that the text of a file shows: licence line, length, weak symbols, configuration by #if."""

import os
import re

from sources import FIRMWARE_TREES, code, read

SPDX = "SPDX-License-Identifier: GPL-2.0-or-later"
LICENSED = (".c", ".h", ".S", ".ld", ".py", ".mk", ".dts", ".dtsi", ".asl", ".sh", ".nasm", ".inc")
LICENSED_NAMES = ("Makefile", "Kconfig")
# clang-format keeps code within 100 columns; comments and texts, which it leaves alone, get some more.
MAX_LINES, MAX_COLUMNS, TAB = 800, 120, 8
WEAK = re.compile(r"__attribute__\s*\(\(.*\bweak\b|\b__weak\b|^\s*\.weak\b|#\s*pragma\s+weak\b")
CONFIG_IF = re.compile(r"^\s*#\s*(if|ifdef|ifndef|elif)\b.*\bCONFIG(_\w+|\s*\()")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")


def is_script(top, path):
    """True for an executable text file that names its interpreter."""
    with open(os.path.join(top, path), "rb") as file:
        return file.read(2) == b"#!"


def licence(top, paths):
    """Files without the licence line among their first three lines."""
    return [f"{path}:1: no line with \"{SPDX}\"" for path in paths
            if (path.endswith(LICENSED) or os.path.basename(path) in LICENSED_NAMES
                or is_script(top, path))
            and SPDX not in "\n".join(read(top, path).splitlines()[:3])]


def shape(top, paths):
    """Files too long, lines too wide, blanks at the end of a line."""
    problems = []
    for path in code(paths, ".c", ".h", ".S", ".ld", ".py"):
        lines = read(top, path).splitlines()
        if len(lines) > MAX_LINES:
            problems.append(f"{path}: {len(lines)} lines: split it, {MAX_LINES} are too many")
        for number, line in enumerate(lines, 1):
            if len(line.expandtabs(TAB)) > MAX_COLUMNS:
                problems.append(f"{path}:{number}: wider than {MAX_COLUMNS} columns")
            if line != line.rstrip():
                problems.append(f"{path}:{number}: blanks at the end of the line")
    return problems


def weak(top, paths):
    """Weak symbols in the source, and what was left unfinished."""
    problems = []
    for path in code(paths, ".c", ".h", ".S"):
        for number, line in enumerate(read(top, path).splitlines(), 1):
            if WEAK.search(line):
                problems.append(f"{path}:{number}: a weak symbol: use an ops table")
            if UNFINISHED.search(line):
                problems.append(f"{path}:{number}: unfinished: {line.strip()}")
    return problems


def configuration(top, paths):
    """#if CONFIG inside of functions of the firmware: if (CONFIG(X)) compiles always."""
    problems = []
    for path in code(paths, ".c"):
        if not path.startswith(FIRMWARE_TREES):
            continue
        depth = 0
        for number, line in enumerate(read(top, path).splitlines(), 1):
            if CONFIG_IF.match(line) and depth > 0:
                problems.append(f"{path}:{number}: #if CONFIG inside of a function: "
                                "use if (CONFIG(X))")
            if not line.lstrip().startswith(("#", "/*", "*")):
                depth += line.count("{") - line.count("}")
    return problems


CHECKS = (licence, shape, weak, configuration)
