# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks by other programs: clang-format, cppcheck, and nm for weak symbols in what was built."""

import os
import re
import subprocess

from sources import FIRMWARE_TREES, code

CHUNK = 40
# comparePointers is about distances between linker symbols, which are one object to the linker only.
# identicalInnerCondition overlooks that *pointer was written between two looks at it.
CPPCHECK = ["cppcheck", "--quiet", "--suppress=comparePointers",
            "--suppress=identicalInnerCondition",
            # The first page is ordinary memory.
            "--suppress=nullPointer:src/include/arch/io.h",
            # cppcheck does not know C11's own word for it.
            "-D_Noreturn=__attribute__((noreturn))",
            "--std=c11", "--enable=warning,performance,portability",
            "--inline-suppr", "--error-exitcode=1", "--suppress=missingInclude",
            "--suppress=missingIncludeSystem", "--suppress=unmatchedSuppression",
            "--template={file}:{line}: {id}: {message}", "-j2"]


def clang_format(top, paths):
    """Places that clang-format would write differently."""
    problems = []
    files = code(paths, ".c", ".h")
    for start in range(0, len(files), CHUNK):
        done = subprocess.run(["clang-format", "--dry-run", *files[start:start + CHUNK]], cwd=top,
                              capture_output=True, text=True, check=False)
        found = re.findall(r"^(\S+?:\d+):\d+: warning: code should be clang-formatted",
                           done.stderr, re.MULTILINE)
        problems += [f"{place}: run clang-format -i on this file" for place in found]
        if done.returncode:
            problems.append(f"clang-format: {done.stderr.strip()}")
    return problems


def cppcheck(top, paths):
    """What cppcheck finds in the firmware and in the host tools."""
    cache = os.path.join(top, "build", "lint")
    problems = []
    files = code(paths, ".c")
    firmware = [path for path in files if path.startswith(FIRMWARE_TREES)]
    groups = {"firmware": (firmware, ["-Isrc/include", "-D__i386__", "--platform=unix32"])}
    for name in ("util/geodesim", "util", "payloads", "tests"):
        taken = {path for group, _ in groups.values() for path in group}
        groups[name] = ([path for path in files if path.startswith(name + "/")
                         and path not in taken], ["-Iutil/geodesim", "-Isrc/include"])
    for name, (group, options) in groups.items():
        if not group:
            continue
        folder = os.path.join(cache, name.replace("/", "-"))
        os.makedirs(folder, exist_ok=True)
        done = subprocess.run([*CPPCHECK, f"--cppcheck-build-dir={folder}", *options, *group],
                              cwd=top, capture_output=True, text=True, check=False)
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        problems += lines if done.returncode else []
        if done.returncode and not lines:
            problems.append(f"cppcheck failed: {done.stdout.strip()}")
    return problems


def weak_symbols(top, _):
    """Weak symbols in the firmware's object files below build/."""
    objects = []
    for folder, _, names in os.walk(os.path.join(top, "build")):
        if re.search(r"/(bootblock|romstage|ramstage)(/|$)", folder):
            objects += [os.path.join(folder, name) for name in names if name.endswith(".o")]
    problems = []
    for start in range(0, len(objects), CHUNK):
        done = subprocess.run(["nm", "-A", *objects[start:start + CHUNK]], capture_output=True,
                              text=True, check=False)
        problems += [f"{os.path.relpath(line.split(':')[0], top)}: weak symbol {line.split()[-1]}"
                     for line in done.stdout.splitlines() if re.search(r" [wWvV] ", line)]
    return problems


CHECKS = (clang_format, cppcheck, weak_symbols)
