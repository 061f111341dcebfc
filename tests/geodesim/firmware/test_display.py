# SPDX-License-Identifier: GPL-2.0-or-later
"""The display: each mode as payload and screen see it, with the boot picture in the middle."""

import importlib.machinery
import importlib.util
import os
import struct

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.paths import BUILD, UTIL
from harness.rom import Rom

RED, GREEN, BLUE, BLACK = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff", b"\0\0\0"
PICTURE = (300, 200)


def picture_colour(x, y):
    """A pixel of the test's picture: four quarters in a frame."""
    if x in (0, PICTURE[0] - 1) or y in (0, PICTURE[1] - 1):
        return b"\xff\xff\xff"
    return ((b"\xc8\0\0", b"\0\xa0\0"), (b"\0\0\xc8", b"\x5a\x5a\x5a"))[
        y * 2 // PICTURE[1]][x * 2 // PICTURE[0]]


def picture():
    """Path of the picture, always the same, so that ROMs with it are built once."""
    folder = os.path.join(BUILD, "tests", "picture")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "picture.ppm")
    data = (b"P6 %d %d 255\n" % PICTURE
            + b"".join(picture_colour(x, y) for y in range(PICTURE[1]) for x in range(PICTURE[0])))
    if not os.path.exists(path):
        with open(f"{path}.{os.getpid()}", "wb") as file:
            file.write(data)
        os.replace(f"{path}.{os.getpid()}", path)
    return path


def read_screen(path):
    """Width, height and lines (bytes of RGB) of a PNG, by the reader of util/mkpicture."""
    loader = importlib.machinery.SourceFileLoader("mkpicture", os.path.join(UTIL, "mkpicture"))
    mkpicture = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(mkpicture)
    width, height, pixels = mkpicture.read_png(path.read_bytes())
    return width, height, [pixels[3 * width * y:3 * width * (y + 1)] for y in range(height)]


@pytest.mark.parametrize("board,width,height", [
    ("amd/norwich", 640, 480), ("pcengines/alix1c", 800, 600), ("amd/db800", 1024, 768)])
def test_mode_and_boot_picture_are_on_the_screen(boot, board, width, height, tmp_path):
    rom = Rom(build_rom(f"{BARE}CONFIG_GEODE_LX_MODE_{width}X{height}=y\nCONFIG_BOOT_PICTURE=y\n"
                        f'CONFIG_BOOT_PICTURE_FILE="{picture()}"\n', target=board),
              tmp_path / "display.rom")
    rom.add_payload("NORMAL", "img/frame", compile_payload(
        "framebuffer.c", tmp_path / "frame.elf", f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", "frame  img/frame\n")
    rom.update_manifest("NORMAL")
    run = boot(rom.path, "--screenshot", tmp_path / "screen.png", board=board, seconds=5)
    assert (f"frame buffer {width:08x} x {height:08x} pitch {width * 4:08x} bits 00000020"
            in run.output), run.output
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-2000:]
    *size, lines = read_screen(tmp_path / "screen.png")
    assert size == [width, height]
    left, top = (width - PICTURE[0]) // 2, (height - PICTURE[1]) // 2

    def pixel(x, y):
        return lines[y][3 * x:3 * x + 3]

    for y in range(PICTURE[1]):
        assert lines[top + y][3 * left:3 * (left + PICTURE[0])] == b"".join(
            picture_colour(x, y) for x in range(PICTURE[0])), y
        assert pixel(left - 1, top + y) == BLACK == pixel(left + PICTURE[0], top + y)
    assert not any(lines[top - 1]) and not any(lines[top + PICTURE[1]])
    assert (pixel(0, 0), pixel(width - 1, 0)) == (RED, GREEN)
    assert pixel(width - 1, height - 1) == BLUE


def test_a_picture_larger_than_the_mode_is_said_and_the_boot_goes_on(boot, tmp_path):
    rom = Rom(build_rom(f"{BARE}CONFIG_GEODE_LX_MODE_640X480=y\nCONFIG_BOOT_PICTURE=y\n"
                        f'CONFIG_BOOT_PICTURE_FILE="{picture()}"\n', target="amd/norwich"),
              tmp_path / "display.rom")
    large = tmp_path / "large.bin"
    large.write_bytes(b"PIC1" + struct.pack("<4HI", 641, 1, 1, 0, 0) + bytes(641))
    rom.add("NORMAL", "picture", large)
    rom.update_manifest("NORMAL")
    run = boot(rom.path, "--stop-on", "text:Tables:", seconds=5)
    assert "Boot picture, display of 640x480: " in run.output, run.output
    assert "Tables:" in run.output and run.violations() == 0, run.output
