# SPDX-License-Identifier: GPL-2.0-or-later
"""Which files of the tree the checks look at."""

import os
import subprocess

CODE_TREES = ("src/", "northbridge/", "southbridge/", "superio/", "mainboard/", "payloads/",
              "util/", "tests/")
FIRMWARE_TREES = ("src/", "northbridge/", "southbridge/", "superio/", "mainboard/")


def tracked(top):
    """Paths of the tree's files: what git tracks, or all but build/ where there is no git."""
    done = subprocess.run(["git", "-C", top, "ls-files", "-z"], capture_output=True, check=False)
    if done.returncode == 0:
        names = done.stdout.decode().split("\0")
        return sorted(name for name in names if name and os.path.isfile(os.path.join(top, name)))
    found = []
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in ("build", ".git", "__pycache__")]
        found += [os.path.relpath(os.path.join(folder, name), top) for name in names]
    return sorted(found)


def code(paths, *endings):
    """The paths that are code with one of the endings."""
    return [path for path in paths if path.startswith(CODE_TREES) and path.endswith(endings)]


def read(top, path):
    """A file's text; bytes that are no UTF-8 do not stop a check."""
    with open(os.path.join(top, path), encoding="utf-8", errors="replace") as file:
        return file.read()
