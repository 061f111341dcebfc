# SPDX-License-Identifier: GPL-2.0-or-later
"""The walk of doc/porting.md: a new board as a copy of ALIX.2D, with its memory in a socket, boots on geodesim."""

import os
import shutil
import subprocess

from conftest import BARE, EXIT_PORT, EXIT_RIGHT, GEODESIM
from harness.build import compile_payload
from harness.paths import TOP, scaled
from harness.rom import Rom

SOURCE, BOARD = "pcengines/alix2d", "acme/router"


def change(path, *pairs):
    """Replaces texts that must be in a file."""
    with open(path, encoding="ascii") as file:
        text = file.read()
    for old, new in pairs:
        assert old in text, f"{path}: {old}"
        text = text.replace(old, new)
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def copy_tree(tree):
    """A copy of the project's files."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=TOP, capture_output=True, check=True).stdout
    for name in filter(None, names.decode().split("\0")):
        if os.path.isfile(os.path.join(TOP, name)):
            os.makedirs(os.path.dirname(tree / name), exist_ok=True)
            shutil.copy2(os.path.join(TOP, name), tree / name)


def build(tree, board):
    """Builds a board's target in a copy of the tree, without payloads."""
    with open(tree / "targets" / board / "defconfig", "a", encoding="ascii") as file:
        file.write(BARE)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(["make", "-j2", f"TARGET={board}"], cwd=tree, env=environment, text=True,
                          capture_output=True, check=False, timeout=scaled(600))
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return str(tree / "build" / board / "geodeboot.rom")


def test_a_copied_board_boots(tmp_path):
    tree = tmp_path / "tree"
    copy_tree(tree)
    for folder in ("mainboard", "targets"):
        shutil.copytree(tree / folder / SOURCE, tree / folder / BOARD)
    board = tree / "mainboard" / BOARD
    symbol = ("BOARD_PCENGINES_ALIX2D", "BOARD_ACME_ROUTER")
    change(board / "Kconfig.name", symbol, ("PC Engines ALIX.2, ALIX.3, ALIX.6", "Acme Router"))
    change(board / "Kconfig", symbol, (SOURCE, BOARD), ("PC Engines", "Acme"), ("ALIX.2D", "Router"))
    change(tree / "targets" / BOARD / "defconfig", symbol)
    text = (board / "board.dts").read_text(encoding="ascii")
    start, end = text.index("\tamd,soldered-spd"), text.index("];", text.index("\tamd,soldered-spd")) + 2
    # the comment over it goes too
    start = text.rindex("\t/*", 0, start)
    (board / "board.dts").write_text(text[:start] + "\tamd,spd-address = <0x50>;" + text[end:], encoding="ascii")

    rom = Rom(build(tree, BOARD), tmp_path / "router.rom")
    rom.add_payload("NORMAL", "img/ramsum", compile_payload("ramsum.c", tmp_path / "ramsum.elf",
                                                            f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "ramsum  img/ramsum\n")
    rom.update_manifest("NORMAL")
    done = subprocess.run([GEODESIM, "--board", "amd/norwich", "--rom", str(rom.path), "--flash", "SST49LF040",
                           "--strict", "--full-speed", "--serial", "stdout", "--time", "20",
                           "--exit-port", str(EXIT_PORT)], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, errors="replace", check=False, timeout=scaled(120))
    assert "Acme Router" in done.stdout and "violations: 0" in done.stdout + done.stderr
    assert done.returncode == EXIT_RIGHT, done.stdout[-3000:]
