# SPDX-License-Identifier: GPL-2.0-or-later
"""util/mkpicture: the boot picture from PNG and PPM, and what it refuses."""

import os
import struct
import subprocess
import zlib

import pytest

from image_inputs import TOP

RED, GREEN, BLUE = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"
RGB = RED + GREEN + BLUE + RED
PPM = b"P6\n# a comment\n2 2\n255\n" + RGB
EXPECTED = (b"PIC1" + struct.pack("<4H", 2, 2, 3, 0)
            + struct.pack("<3I", 0xff0000, 0x00ff00, 0x0000ff) + bytes((0, 1, 2, 0)))


def chunk(kind, body):
    return (struct.pack(">I", len(body)) + kind + body
            + struct.pack(">I", zlib.crc32(kind + body)))


def png(colour, lines, depth=8, interlace=0, size=(2, 2), palette=b""):
    """A PNG of these lines, each with its filter byte."""
    head = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlace)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
            + (chunk(b"PLTE", palette) if palette else b"")
            + chunk(b"IDAT", zlib.compress(b"".join(lines))) + chunk(b"IEND", b""))


@pytest.fixture
def mkpicture(tmp_path):
    """Function: runs the tool on these bytes; the completed process and the output's path."""
    def run(data):
        (tmp_path / "in").write_bytes(data)
        out = tmp_path / "out"
        return subprocess.run([os.path.join(TOP, "util", "mkpicture"), tmp_path / "in", out],
                              capture_output=True, text=True, check=False, timeout=60), out
    return run


def subtracted(line, above, predict):
    """A line less its prediction from the left, above and both, three bytes a pixel."""
    out = bytearray()
    for x, value in enumerate(line):
        a, c = (line[x - 3], above[x - 3]) if x >= 3 else (0, 0)
        out.append((value - predict(a, above[x], c)) & 255)
    return bytes(out)


def filtered(kind, line, above):
    predict = (lambda a, b, c: 0, lambda a, b, c: a, lambda a, b, c: b,
               lambda a, b, c: (a + b) // 2,
               lambda a, b, c: min((abs(b - c), 0, a), (abs(a - c), 1, b),
                                   (abs(a + b - 2 * c), 2, c))[2])[kind]
    return bytes((kind,)) + subtracted(line, above, predict)


@pytest.mark.parametrize("data", [
    PPM,
    *[png(2, [filtered(kind, RGB[:6], bytes(6)), filtered(kind, RGB[6:], RGB[:6])])
      for kind in range(5)],
    png(3, [b"\0\0\1", b"\0\2\0"], palette=RED + GREEN + BLUE),
    png(6, [b"\0" + RED + b"\xff" + GREEN + b"\0", b"\0" + BLUE + b"\x80" + RED + b"\1"]),
], ids=["PPM", "PNG", "left", "above", "average", "Paeth", "palette", "alpha"])
def test_the_same_pixels_give_the_same_file(mkpicture, data):
    done, out = mkpicture(data)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == EXPECTED


@pytest.mark.parametrize("data,said", [
    (b"GIF89a", "not a binary PPM"),
    (PPM[:-1], "has 11 bytes of pixels, 2x2 needs 12"),
    (b"P6 1025 1 255\n" + bytes(3075), "has 1025x1 pixels; the largest display mode is 1024x768"),
    (b"P6 257 1 255\n" + b"".join(bytes((n & 255, n >> 8, 0)) for n in range(257)),
     "has more than 256 colours"),
    (png(2, [b"\0" * 7] * 2)[:-20], "is cut short"),
    (png(2, [b"\0" * 7] * 2).replace(b"IDAT", b"IDAS"), "has a wrong checksum in its part IDAS"),
    (png(2, [b"\0" * 7]), "has damaged contents"),
    (png(2, [b"\7" * 7] * 2), "has damaged contents"),
    (png(3, [b"\0\0\1", b"\0\2\3"], palette=RED + GREEN + BLUE), "names a colour"),
    (png(2, [b"\0" * 13] * 2, depth=16), "is a PNG with 16 bits a sample"),
    (png(2, [b"\0" * 7] * 2, interlace=1), "interlaced"),
    (png(2, [], size=(4000, 4000)), "has 4000x4000 pixels"),
], ids=["GIF", "short PPM", "wide", "colours", "cut", "checksum", "lines", "filter", "palette",
        "depth", "interlaced", "large"])
def test_what_cannot_be_shown_is_refused_by_name(mkpicture, data, said):
    done, out = mkpicture(data)
    assert done.returncode == 1 and said in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and not out.exists()
