# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs cpp, dtc and devtree as the build does, on variants of a board's tree."""

import pathlib
import re
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
TOOL = TOP / "build/util/devtree"
BOARD = "mainboard/emulation/qemu-i440fx/board.dts"


def run(*command, **options):
    """Runs a command at the top of the tree, with a time limit."""
    return subprocess.run([str(c) for c in command], cwd=TOP, capture_output=True, text=True,
                          timeout=120, check=False, **options)


def chip_headers():
    """All chip.h, as the build finds them."""
    patterns = ["src/cpu/*/chip.h", "src/cpu/*/*/chip.h", "src/drivers/*/chip.h",
                "northbridge/*/*/chip.h", "southbridge/*/*/chip.h", "superio/*/*/chip.h"]
    return sorted(str(p.relative_to(TOP)) for pattern in patterns for p in TOP.glob(pattern))


def build_tool():
    """Compiles util/devtree with sanitizers, beside the build's own."""
    tool = TOP / "build/tests/devtree/devtree"
    tool.parent.mkdir(parents=True, exist_ok=True)
    sources = sorted(TOP.glob("util/devtree/*.c"))
    newest = max(p.stat().st_mtime for p in [*sources, *TOP.glob("util/devtree/*.h")])
    if not tool.exists() or tool.stat().st_mtime < newest:
        result = run("gcc", "-std=gnu11", "-O1", "-g", "-Wall", "-Wextra", "-Werror",
                     "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined",
                     "-o", tool, *sources, "-lfdt")
        assert result.returncode == 0, result.stderr
    return tool


class Variant:
    """A device tree source, compiled in a directory of its own."""

    def __init__(self, directory, text):
        self.dir = pathlib.Path(directory)
        self.source = self.dir / "test.dts"
        self.source.write_text(text, encoding="ascii")

    def compile(self, headers=None):
        """Runs the whole chain; returns devtree's result. dtc itself must not fail."""
        pp, dtb, lines = (self.dir / n for n in ("pp.dts", "board.dtb", "board.lines"))
        result = run("gcc", "-E", "-nostdinc", "-undef", "-x", "assembler-with-cpp", "-I.",
                     self.source, "-o", pp)
        assert result.returncode == 0, result.stderr
        result = run("dtc", "-q", "-I", "dts", "-O", "dts", "-T", "-T", "-o", lines, pp)
        assert result.returncode == 0, result.stderr
        result = run("dtc", "-q", "-I", "dts", "-O", "dtb", "-o", dtb, pp)
        assert result.returncode == 0, result.stderr
        environment = {"ASAN_OPTIONS": "detect_leaks=0", "PATH": "/usr/bin:/bin"}
        return run(build_tool(), "--dtb", dtb, "--lines", lines, "--source", "test.dts",
                   "--out", self.dir, *(headers or chip_headers()), env=environment)

    def line_of(self, text):
        """Number of the first source line with that text."""
        for number, line in enumerate(self.source.read_text(encoding="ascii").split("\n"), 1):
            if text in line:
                return number
        raise AssertionError(text)


def board_with(directory, overlay, board=BOARD):
    """A board with more source behind it; the directory is made."""
    directory.mkdir(parents=True, exist_ok=True)
    return Variant(directory, f"#include <{board}>\n\n{overlay}\n")


def compiled_board(directory, overlay, board=BOARD):
    """The same, compiled without error."""
    result = board_with(directory, overlay, board).compile()
    assert result.returncode == 0, result.stderr


class Trace:
    """The chips of a board, built for this machine: what they do with the tables of a variant."""

    def __init__(self, directory, board, stages, sources, flags, *libraries):
        self.board, self.stages, self.flags, self.libraries = board, stages, flags, libraries
        self.objects = []
        for source in sources:
            self.objects.append(directory / (source.replace("/", "-") + ".o"))
            result = run("gcc", *flags, "-c", source, "-o", self.objects[-1])
            assert result.returncode == 0, result.stderr

    def behaviour(self, directory, overlay):
        """What the board does with this overlay: the trace."""
        compiled_board(directory, overlay, self.board)
        program = directory / "trace"
        tables = [directory / f"devtree-{stage}.c" for stage in self.stages]
        result = run("gcc", *self.flags, *tables, *self.objects, *self.libraries, "-o", program)
        assert result.returncode == 0, result.stderr
        result = run(program)
        assert result.returncode == 0, result.stderr
        return result.stdout


def numbers(text):
    """Values of a C initialiser."""
    return [int(v, 0) for v in text.strip("{}").split(", ")]


def flips(name, value, element, kind, low, high, align):
    """Overlays that give a property another allowed value, in one element where it has more.
    value: the one it has, as C; kind to align: of the schema."""
    if kind == "bool":
        return [f"/delete-property/ {name};" if value == "true" else f"{name};"]
    current = numbers(value)
    assert element < len(current)
    made = []
    for candidate in (high - high % align, low, current[element] + align,
                      current[element] - align, current[element] * 2):
        if low <= candidate <= high and candidate % align == 0 and candidate != current[element]:
            changed = [*current[:element], candidate, *current[element + 1:]]
            made.append(f"{name} = <" + " ".join(hex(v) for v in changed) + ">;")
    assert made
    return made


def configs(directory):
    """Config structs of a compiled tree: {(path, chip): {member: value text}}."""
    text = (pathlib.Path(directory) / "devtree-ramstage.c").read_text(encoding="ascii")
    pattern = r"const struct (\w+)_config config_\d+ = \{ /\* (\S+) \*/\n((?:\t\..*\n)*)\};"
    found = {}
    for chip, path, members in re.findall(pattern, text):
        found[path, chip] = dict(re.findall(r"\t\.(\w+) = (.*),\n", members))
    return found


def schema():
    """Members of all chips: {chip: {member: (type, elements, min, max, align)}}."""
    result = run(build_tool(), "--print-schema", *chip_headers(),
                 env={"ASAN_OPTIONS": "detect_leaks=0"})
    assert result.returncode == 0, result.stderr
    chips = {}
    for line in result.stdout.splitlines():
        chip, member, kind, *numbers = line.split()
        chips.setdefault(chip, {})[member] = (kind, *(int(n, 0) for n in numbers))
    return chips
