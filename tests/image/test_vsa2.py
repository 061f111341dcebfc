# SPDX-License-Identifier: GPL-2.0-or-later
"""The user's VSA2 in the image, and files that cannot be one."""

import pytest

from image import cbfs

HEAD = bytes(0x20) + bytes((0xB0, 0x10, 0xE6, 0x80))
IMAGE = HEAD + b"system management " * 3000


def choose(inputs, path, compression="LZMA"):
    inputs.options |= {"SMM_VSA2": "y", "VSA2_FILE": f'"{path}"',
                       f"VSA2_COMPRESSION_{compression}": "y"}


@pytest.mark.parametrize("compression,number", [("LZMA", 1), ("NRV2B", 0x4E525632)])
def test_vsa2_is_packed_into_both_regions(inputs, compression, number):
    choose(inputs, inputs.write("vsa2.bin", IMAGE), compression)
    image = inputs.image()
    for region in ("NORMAL", "FALLBACK"):
        area = cbfs.areas(image)[region]
        files = {file.name: file
                 for file in cbfs.files(image[area.offset:area.offset + area.size])
                 if not file.free}
        assert files["vsa2"].algorithm == number and files["vsa2"].size == len(IMAGE)
        assert files["vsa2"].stored < len(IMAGE) // 4


@pytest.mark.parametrize("content,said", [
    (None, 'cannot read CONFIG_VSA2_FILE="{}": No such file or directory'),
    (b"", 'CONFIG_VSA2_FILE="{}" is empty'),
    (HEAD + bytes(128 * 1024 + 1 - len(HEAD)),
     'CONFIG_VSA2_FILE="{}" has 131073 bytes; more than 131072 do not fit'),
    (b"\x1f\x8b" + bytes(100), 'CONFIG_VSA2_FILE="{}" is no VSA2 image: at offset 0x20 there is '
     '"00 00 00 00", not "b0 10 e6 80"'),
    (HEAD[:0x22], 'CONFIG_VSA2_FILE="{}" is no VSA2 image'),
], ids=["missing", "empty", "too large", "compressed", "too short"])
def test_a_file_that_cannot_be_vsa2_is_refused(inputs, content, said):
    path = str(inputs.folder / "vsa2.bin")
    if content is not None:
        inputs.write("vsa2.bin", content)
    choose(inputs, path)
    assert said.format(path) in inputs.failure()


def test_a_file_that_just_fits_is_taken(inputs):
    choose(inputs, inputs.write("vsa2.bin", HEAD + bytes(128 * 1024 - len(HEAD))))
    assert inputs.run().returncode == 0


def test_vsa2_without_a_file_name_is_told_what_to_set(inputs):
    choose(inputs, "")
    assert "CONFIG_VSA2_FILE is empty: set it" in inputs.failure()
