# SPDX-License-Identifier: GPL-2.0-or-later
"""util/manifest on images that stock cbfstool and bad flash have changed."""

import os
import subprocess

import pytest

from image_inputs import TOP

from image import cbfs
from image.xxh32 import xxh32


def manifest(*arguments):
    """Runs util/manifest: (status, all output)."""
    done = subprocess.run([os.path.join(TOP, "util", "manifest"), *map(str, arguments)],
                          capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("data, value", [
    (b"", 0x02CC5D05), (b"a", 0x550D7456), (b"abc", 0x32D153FF),
    (b"Nobody inspects the spammish repetition", 0xE2293B2F)],
    ids=["nothing", "a byte", "a word", "lanes and tail"])
def test_hash_is_xxh32(data, value):
    assert xxh32(data) == value


def test_fresh_image_agrees_with_its_manifests(inputs):
    inputs.image()
    assert manifest("check", inputs.out) == (
        0, "NORMAL: 9 files, as the manifest says\nFALLBACK: 9 files, as the manifest says\n")


def test_manifest_lists_hash_and_size_of_header_and_data(inputs):
    image = inputs.image()
    area = cbfs.areas(image)["NORMAL"]
    files = {file.name: file for file in cbfs.files(image[area.offset:area.offset + area.size])}
    lines = files["manifest"].data.decode().splitlines()
    assert lines[0].startswith("geodeboot-manifest 1 ")
    data = files["img/second"].head + files["img/second"].data
    assert f"{xxh32(data):08x} {len(data):08x} img/second" in lines[1:]
    assert manifest("make", inputs.out, "NORMAL") == (0, files["manifest"].data.decode())


@pytest.mark.parametrize("victim", ["romstage", "ramstage", "img/second", "manifest"])
def test_flipped_bit_is_found_and_named(inputs, victim):
    image = bytearray(inputs.image())
    area = cbfs.areas(image)["NORMAL"]
    files = {file.name: file for file in cbfs.files(image[area.offset:area.offset + area.size])}
    at = image.index(files[victim].data, area.offset) + files[victim].stored - 2
    image[at] ^= 0x10
    inputs.out.write_bytes(image)
    status, said = manifest("check", inputs.out)
    assert status == 1 and f"NORMAL: {'the manifest' if victim == 'manifest' else victim}" in said
    assert "FALLBACK: 9 files, as the manifest says" in said


def test_flipped_bit_in_a_file_header_is_found(inputs):
    image = bytearray(inputs.image())
    area = cbfs.areas(image)["NORMAL"]
    stage = [file for file in cbfs.files(image[area.offset:area.offset + area.size])
             if file.name == "romstage"][0]
    image[area.offset + stage.offset + len(stage.head) - 16] ^= 1  # in the load address
    inputs.out.write_bytes(image)
    assert manifest("check", inputs.out, "NORMAL") == (
        1, "NORMAL: romstage is damaged: its hash differs\n")


def test_file_replaced_by_stock_tool_is_found_and_update_accepts_it(inputs, cbfstool):
    inputs.image()
    new = inputs.write("new", b"a new kernel")
    cbfstool(inputs.out, "remove", "-r", "NORMAL", "-n", "img/second")
    assert manifest("check", inputs.out, "NORMAL") == (1, "NORMAL: img/second is missing\n")
    cbfstool(inputs.out, "add", "-r", "NORMAL", "-n", "img/second", "-t", "raw", "-f", new)
    cbfstool(inputs.out, "add", "-r", "NORMAL", "-n", "img/third", "-t", "raw", "-f", new)
    status, said = manifest("check", inputs.out, "NORMAL")
    assert status == 1
    assert "img/second has " in said and "img/third is not listed" in said
    before = inputs.out.read_bytes()
    assert manifest("update", inputs.out, "NORMAL") == (0, "")
    assert manifest("check", inputs.out)[0] == 0
    fallback = cbfs.areas(before)["FALLBACK"].offset
    assert inputs.out.read_bytes()[fallback:] == before[fallback:], "FALLBACK was touched"


@pytest.mark.parametrize("content", [b"", b"\xff" * 65536, b"__FMAP__\x01\x01" + b"\xff" * 300],
                         ids=["empty", "erased", "broken FMAP"])
def test_file_that_is_no_image_is_refused(tmp_path, content):
    path = tmp_path / "bad.rom"
    path.write_bytes(content)
    status, said = manifest("check", path)
    assert status == 1 and "no FMAP found" in said


def test_lying_cbfs_size_is_refused(inputs):
    image = bytearray(inputs.image())
    image[8:12] = b"\x7f\xff\xff\xff"
    inputs.out.write_bytes(image)
    status, said = manifest("check", inputs.out)
    assert status == 1 and "sizes outside its region" in said


def test_unknown_region_and_missing_file_are_named(inputs):
    inputs.image()
    assert "has no region SPARE" in manifest("update", inputs.out, "SPARE")[1]
    assert "cannot read" in manifest("check", inputs.folder / "none")[1]


def test_wrong_usage_shows_the_commands():
    status, said = manifest("repair", "x")
    assert status == 2 and "manifest update ROM REGION" in said
