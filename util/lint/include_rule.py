# SPDX-License-Identifier: GPL-2.0-or-later
"""Who may include whom: each folder has a rank, and includes only what ranks no higher.

    lib < console < device < arch, cpu, drivers, tables, payload < chips < mainboard

<arch/...> and <boot/...> are the machine's accessors and the stage's context: the console, which
prints from the first instruction on, needs them, so as headers they rank with it. src/boot, the
lists of steps, may call everything but a chip's own header. A chip includes its own header and no
other chip's. The simulator is a second reading of the data books and sees no firmware header.
"""

import os
import re

from sources import FIRMWARE_TREES, code, read

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
HEADER_RANK = {"libc": 0, "lib": 0, "arch": 1, "boot": 1, "console": 1, "device": 2, "cpu": 3,
               "drivers": 3, "tables": 3, "payload": 3}
SOURCE_RANK = {"lib": 0, "console": 1, "device": 2, "arch": 3, "cpu": 3, "drivers": 3,
               "tables": 3, "payload": 3, "boot": 3}
CHIP_TREES = ("northbridge", "southbridge", "superio")
CHIP_RANK, MAINBOARD_RANK = 4, 5
SIMULATOR = "util/geodesim/"


def source_rank(path):
    """Rank of a file by its path; None for what stands outside of the rule."""
    parts = path.split("/")
    if parts[0] in CHIP_TREES:
        return CHIP_RANK
    if parts[0] == "mainboard":
        return MAINBOARD_RANK
    if parts[:2] == ["src", "include"]:
        return HEADER_RANK.get(parts[2])
    if parts[0] == "src":
        return SOURCE_RANK.get(parts[1])
    return None


def header_owner(top, path, name, quoted):
    """The path of an included header in the tree, or None for a generated or a compiler's one."""
    if quoted or os.path.isfile(os.path.join(top, SIMULATOR, name)) and path.startswith(SIMULATOR):
        return os.path.normpath(os.path.join(os.path.dirname(path), name))
    for folder in ("src/include", "src/include/libc", ""):
        candidate = os.path.join(folder, name)
        if os.path.isfile(os.path.join(top, candidate)):
            return candidate
    return None


def check_firmware(path, number, name, owner):
    """The complaints about one include of the firmware."""
    rank, wanted = source_rank(path), source_rank(owner)
    same_folder = os.path.dirname(owner) == os.path.dirname(path)
    private = owner.startswith(FIRMWARE_TREES) and not owner.startswith("src/include/")
    if owner.startswith(CHIP_TREES) and not same_folder and rank != MAINBOARD_RANK:
        return [f"{path}:{number}: includes {name}, a chip's own header: go through ops of "
                "src/include/device/"]
    if private and not same_folder and rank != MAINBOARD_RANK:
        return [f"{path}:{number}: includes {name}, which is private to {os.path.dirname(owner)}"]
    if rank is not None and wanted is not None and wanted > rank:
        return [f"{path}:{number}: includes {name}, which ranks above it (design: lib, console, "
                "device, arch/cpu/drivers, chips, mainboard)"]
    return []


def check(top, paths):
    """Every include that breaks the rule."""
    problems = []
    for path in code(paths, ".c", ".h", ".S"):
        firmware, simulator = path.startswith(FIRMWARE_TREES), path.startswith(SIMULATOR)
        if not firmware and not simulator:
            continue
        for number, line in enumerate(read(top, path).splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            name = match[2]
            if name.endswith((".c", ".S")):
                problems.append(f"{path}:{number}: includes the source file {name}: link it")
                continue
            owner = header_owner(top, path, name, match[1] == '"')
            if firmware and owner:
                problems += check_firmware(path, number, name, owner)
            elif simulator and owner and owner.startswith(FIRMWARE_TREES) \
                    and not owner.startswith("src/include/libc/"):
                problems.append(f"{path}:{number}: the simulator includes the firmware's {name}")
    return problems
