# SPDX-License-Identifier: GPL-2.0-or-later
"""The display: each mode as the payload is told of it and as the screen shows it, with the boot picture in the middle."""

import os
import struct
import zlib

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.paths import BUILD
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
    """Width, height and lines (bytes of RGB) of a PNG without filters that need their neighbours but the line above."""
    data = path.read_bytes()
    at, body = 8, b""
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack_from(">IIBB", data, at + 8)
            assert (depth, colour) == (8, 2)
        if kind == b"IDAT":
            body += data[at + 8:at + 8 + size]
        at += 12 + size
    raw, lines, above = zlib.decompress(body), [], bytes(3 * width)
    for y in range(height):
        kind, line = raw[y * (3 * width + 1)], raw[y * (3 * width + 1) + 1:][:3 * width]
        assert kind in (0, 2), "a filter that this reader lacks"
        if kind == 2:
            line = bytes((a + b) & 255 for a, b in zip(line, above))
        lines.append(line)
        above = line
    return width, height, lines


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
    assert (width, height) == read_screen(tmp_path / "screen.png")[:2]
    lines = read_screen(tmp_path / "screen.png")[2]
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
