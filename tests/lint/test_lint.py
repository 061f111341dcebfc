# SPDX-License-Identifier: GPL-2.0-or-later
"""Each rule of util/lint finds what it is there for, on a small tree of its own."""

import os
import subprocess

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SPDX = "SPDX-License-Identifier: GPL-2.0-or-later"
CLEAN = f"/* {SPDX} */\n/* A file. */\n"


class Tree:
    """A small tree without complaints."""

    def __init__(self, top):
        self.top = top
        (top / ".clang-format").symlink_to(os.path.join(TOP, ".clang-format"))
        self.add("src/include/lib/a.h", "int a(void);\n")
        self.add("src/include/libc/string.h", "int memcmp(void);\n")
        self.add("src/include/console/console.h", "int printk(void);\n")
        self.add("src/include/drivers/uart.h", "int uart(void);\n")
        self.add("src/lib/a.c", "#include <lib/a.h>\n#include <string.h>\n\n"
                 "int a(void)\n{\n\treturn 0;\n}\n")
        self.add("northbridge/x/y/chip.h", "int chip;\n")
        self.add("northbridge/x/y/y.c", '#include "chip.h"\n#include <drivers/uart.h>\n')
        self.add("util/geodesim/cpu/cpu.h", "int cpu;\n")
        self.add("util/geodesim/cpu/cpu.c", "#include <string.h>\n#include <cpu/cpu.h>\n")

    def add(self, path, text, head=CLEAN):
        """Writes a file with the licence line in front."""
        target = self.top / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(head + text)
        return target

    def lint(self, *names):
        """Runs checks: (status, output)."""
        environment = dict(os.environ, LINT_TOP=str(self.top))
        done = subprocess.run([os.path.join(TOP, "util", "lint", "lint"), *names], check=False,
                              capture_output=True, text=True, env=environment, timeout=60)
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout


@pytest.fixture
def tree(tmp_path):
    """A tree that lint has nothing against."""
    return Tree(tmp_path)


def test_clean_tree_has_no_complaints(tree):
    status, said = tree.lint()
    assert status == 0, said
    assert said.count("no complaints") == 8


@pytest.mark.parametrize("path, text, check, complaint", [
    ("src/lib/b.c", "#include <console/console.h>\n", "include-rule",
     "src/lib/b.c:3: includes console/console.h, which ranks above it"),
    ("src/device/b.c", "#include <drivers/uart.h>\n", "include-rule", "ranks above it"),
    ("southbridge/x/z/z.c", "#include <northbridge/x/y/chip.h>\n", "include-rule",
     "includes northbridge/x/y/chip.h, a chip's own header"),
    ("southbridge/x/z/z.c", '#include "../../../northbridge/x/y/chip.h"\n', "include-rule",
     "a chip's own header"),
    ("src/boot/b.c", '#include "../lib/b.h"\n', "include-rule", "is private to src/lib"),
    ("src/lib/b.c", '#include "a.c"\n', "include-rule", "includes the source file a.c"),
    ("util/geodesim/b.c", "#include <lib/a.h>\n", "include-rule",
     "the simulator includes the firmware's lib/a.h"),
    ("src/lib/b.c", "int b(void) __attribute__((weak));\n", "weak", "src/lib/b.c:3: a weak"),
    ("src/lib/b.S", "\t.weak b\n", "weak", "a weak symbol"),
    ("src/lib/b.c", "int b; /* TO" + "DO: more */\n", "weak", "unfinished"),
    ("src/lib/b.c", "int b(void)\n{\n#if CONFIG(X)\n\treturn 1;\n#endif\n\treturn 0;\n}\n",
     "configuration", "src/lib/b.c:5: #if CONFIG inside of a function"),
    ("src/lib/b.c", "int b;\n" * 800, "shape", "802 lines"),
    ("src/lib/b.c", "/* " + "wide " * 30 + "*/\n", "shape", "b.c:3: wider than 120 columns"),
    ("src/lib/b.c", "int b; \n", "shape", "b.c:3: blanks at the end"),
    ("src/lib/b.c", "int  b ;\n", "clang-format", "b.c:3: run clang-format"),
    ("src/lib/b.c", "int b(void)\n{\n\tint x[2] = {0};\n\n\treturn x[2];\n}\n", "cppcheck",
     "b.c:7: arrayIndexOutOfBounds"),
])
def test_rule_finds_what_it_is_there_for(tree, path, text, check, complaint):
    tree.add(path, text)
    status, said = tree.lint(check)
    assert status == 1 and complaint in said, said


@pytest.mark.parametrize("path", ["src/lib/b.c", "src/Kconfig", "util/tool", "src/x.ld"])
def test_missing_licence_line_is_named(tree, path):
    tree.add(path, "text\n", head="#!/bin/sh\n" if path == "util/tool" else "")
    assert tree.lint("licence") == (1, f"{path}:1: no line with \"{SPDX}\"\n"
                                    "  LINT    licence: 1 complaint\n")


def test_configuration_outside_of_functions_is_allowed(tree):
    tree.add("src/lib/b.c", "#if CONFIG(X)\nint b;\n#endif\n")
    assert tree.lint("configuration")[0] == 0


def test_weak_symbol_in_an_object_file_is_found(tree):
    source = tree.add("src/lib/b.c", "int b(void);\n#define W weak\n"
                      "int __attribute__((W)) b(void)\n{\n\treturn 0;\n}\n")
    out = tree.top / "build" / "v" / "b" / "ramstage"
    out.mkdir(parents=True)
    subprocess.run(["i686-linux-gnu-gcc", "-c", source, "-o", out / "b.o"], check=True)
    status, said = tree.lint("weak-symbols")
    assert status == 1 and "build/v/b/ramstage/b.o: weak symbol b" in said


def test_unknown_check_is_refused(tree):
    assert tree.lint("spelling")[0] == 2
