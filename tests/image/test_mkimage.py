# SPDX-License-Identifier: GPL-2.0-or-later
"""util/mkimage on small inputs: what stock tools see in its images, and how it refuses."""

import os
import struct
import subprocess

import pytest

from image import cbfs, elf


def files_of(image, region):
    area = cbfs.areas(image)[region]
    return {file.name: file for file in cbfs.files(image[area.offset:area.offset + area.size])
            if not file.free}


def test_both_regions_hold_the_stages_and_their_own_payloads(inputs):
    image = inputs.image()
    common = {"romstage", "ramstage", "config", "revision", "bootorder", "manifest", "img/first"}
    assert set(files_of(image, "NORMAL")) == common | {"img/second", "img/second.initrd"}
    assert set(files_of(image, "FALLBACK")) == common | {"bootblock", "cbfs master header"}


def test_same_inputs_give_the_same_bytes(inputs):
    first = inputs.image()
    inputs.out.unlink()
    for path in (inputs.folder / "compressed").iterdir():
        path.unlink()
    assert inputs.image() == first


def test_stock_cbfstool_extracts_what_went_in(inputs, cbfstool):
    inputs.image()
    out = inputs.folder / "extracted"
    for name, source in (("ramstage", "ramstage.bin"), ("img/second", "second.raw"),
                         ("img/second.initrd", "second.raw")):
        cbfstool(inputs.out, "extract", "-r", "NORMAL", "-n", name, "-f", out)
        assert out.read_bytes() == (inputs.folder / source).read_bytes(), name
    listing = cbfstool(inputs.out, "print", "-r", "NORMAL,FALLBACK")
    assert "LZMA (25600 decompressed)" in listing
    assert "LZ4  (28000 decompressed)" in listing or "LZ4 (28000 decompressed)" in listing


def test_bootblock_ends_at_the_top_and_master_header_is_found_from_there(inputs):
    image = inputs.image()
    assert image[-16:-4] == b"\xeb\xfe" + bytes(10)
    (pointer,) = struct.unpack("<i", image[-4:])
    header = struct.unpack_from(">4I", image, len(image) + pointer)
    assert header[:3] == (0x4F524243, 0x31313132, len(image))


def test_romstage_is_moved_to_its_place_in_both_regions(inputs):
    image = inputs.image()
    linked = elf.Elf(inputs.folder / "romstage.elf")
    code_at = linked.segments[0][1]
    for region in ("NORMAL", "FALLBACK"):
        area = cbfs.areas(image)[region]
        file = files_of(image, region)["romstage"]
        at = image.index(file.data, area.offset)
        base = (1 << 32) - len(image) + at
        assert linked.data[code_at + 4:code_at + 8] == struct.pack("<I", 0x100000)
        assert file.data[4:8] == struct.pack("<I", base)


def test_boot_order_has_a_line_per_payload_in_the_order_asked_for(inputs):
    inputs.options["NORMAL_BOOT_ORDER"] = '"second first"'
    lines = files_of(inputs.image(), "NORMAL")["bootorder"].data.decode().splitlines()
    assert lines[0].startswith("#")
    assert lines[1:] == ["second  img/second", "first  img/first"]


def test_rom_map_tells_sizes_and_free_space(inputs):
    done = inputs.run()
    assert "NORMAL: 0x00000000..0x0003ffff, 256 KiB" in done.stdout
    assert "FALLBACK: 0x00041000..0x0007ffff, 252 KiB" in done.stdout
    row = [line.split() for line in done.stdout.splitlines() if "img/second " in line]
    assert row[0][1] == "raw" and row[0][3] == "25600" and row[0][-1] == "lzma"
    assert (inputs.folder / "test.map").read_text() == done.stdout


def test_image_without_normal_region(inputs):
    inputs.options["NORMAL_SIZE_KB"] = 0
    assert set(cbfs.areas(inputs.image())) == {"FMAP", "FALLBACK", "COREBOOT"}


@pytest.mark.parametrize("method, number", [("NONE", 0), ("LZ4", 2), ("LZMA", 1),
                                            ("NRV2B", cbfs.NRV2B)])
def test_each_compression_is_marked_in_the_file(inputs, method, number):
    if method == "NRV2B" and not os.path.exists(inputs.nrv2b):
        subprocess.run(["make", "build/util/nrv2b"], check=True, timeout=120,
                       cwd=os.path.dirname(os.path.dirname(os.path.dirname(inputs.nrv2b))))
    for kind, old in (("STAGE", "LZ4"), ("PAYLOAD", "LZMA")):
        del inputs.options[f"{kind}_COMPRESSION_{old}"]
        inputs.options[f"{kind}_COMPRESSION_{method}"] = "y"
    files = files_of(inputs.image(), "NORMAL")
    for name, size in (("ramstage", 28000), ("img/second", 25600)):
        assert (files[name].algorithm, files[name].size) == (number, size)
        assert number == 0 or files[name].stored < size
    assert files["img/second.initrd"].algorithm == 0, "asked to be left as it is"


def test_fallback_may_have_small_payloads_where_normal_has_fast_ones(inputs):
    del inputs.options["PAYLOAD_COMPRESSION_LZMA"]
    inputs.options |= {"PAYLOAD_COMPRESSION_LZ4": "y", "FALLBACK_LZMA": "y", "FALLBACK_BOOT_ORDER": '"second"'}
    image = inputs.image()
    normal, fallback = (files_of(image, region) for region in ("NORMAL", "FALLBACK"))
    assert (normal["img/second"].algorithm, fallback["img/second"].algorithm) == (2, 1)
    assert fallback["img/second.initrd"].algorithm == 0 and fallback["ramstage"].algorithm == 2


def test_file_that_does_not_shrink_is_stored_plain(inputs):
    noise = inputs.write("noise", os.urandom(5000))
    inputs.payload("first", [("img/first", "raw", noise, "payload")])
    assert files_of(inputs.image(), "NORMAL")["img/first"].algorithm == 0


def test_precompressed_file_is_taken_as_it_is(inputs):
    packed = inputs.write("packed", struct.pack("<II", cbfs.NRV2B, 77777) + b"stream" * 20)
    inputs.payload("first", [("img/first", "raw", packed, "precompressed")])
    file = files_of(inputs.image(), "NORMAL")["img/first"]
    assert (file.algorithm, file.size, file.data) == (cbfs.NRV2B, 77777, b"stream" * 20)


def test_two_payloads_may_share_a_file_but_not_a_name(inputs):
    shared = inputs.write("kernel", b"kernel" * 999)
    for name in ("first", "second"):
        inputs.payload(name, [("img/kernel", "raw", shared, "none")], f"{name}  img/kernel")
    assert "img/kernel" in files_of(inputs.image(), "NORMAL")
    inputs.out.unlink()
    other = inputs.write("other", b"another" * 999)
    inputs.payload("second", [("img/kernel", "raw", other, "none")])
    assert "both bring img/kernel to NORMAL" in inputs.failure()


def test_overflow_names_region_sizes_biggest_files_and_options(inputs):
    big = inputs.write("big", os.urandom(300000))
    inputs.payload("second", [("img/second", "raw", big, "payload")])
    message = inputs.failure()
    assert "region NORMAL (256 KiB) has no room for img/second: it needs 293.0 KiB" in message
    assert "img/first" in message and "CONFIG_NORMAL_SIZE_KB=256" in message
    assert "CONFIG_NORMAL_BOOT_ORDER=\"first second\"" in message


@pytest.mark.parametrize("options, said", [
    ({"ROM_SIZE_KB": 500}, "CONFIG_ROM_SIZE_KB=500 must be a multiple of 64"),
    ({"NORMAL_SIZE_KB": 100}, "CONFIG_NORMAL_SIZE_KB=100 must be 0 or a multiple of 64"),
    ({"NORMAL_SIZE_KB": 512}, "leave room for FALLBACK"),
    ({"ROM_SIZE_KB": "lots"}, "CONFIG_ROM_SIZE_KB=lots"),
    ({"ROM_SIZE_KB": 1024}, "linked for an image of 524288 bytes"),
    ({"MAINBOARD_PART": '"Other"'}, "CONFIG_MAINBOARD_PART=\"Other\""),
    ({"NORMAL_BOOT_ORDER": '"first third"'}, "CONFIG_NORMAL_BOOT_ORDER names 'third'"),
    ({"FALLBACK_BOOT_ORDER": '"first first"'}, "names a payload twice"),
    ({"PAYLOAD_COMPRESSION_LZ4": "y"}, "chooses 2 of CONFIG_PAYLOAD_COMPRESSION_"),
])
def test_bad_option_is_named(inputs, options, said):
    inputs.options.update(options)
    assert said in inputs.failure()


def test_missing_option_is_named(inputs):
    del inputs.options["ROM_SIZE_KB"]
    assert "does not set CONFIG_ROM_SIZE_KB" in inputs.failure()


def test_romstage_without_relocations_is_refused(inputs):
    inputs.link("romstage.elf")
    assert "link it with --emit-relocs" in inputs.failure()


@pytest.mark.parametrize("content, said", [
    (b"not ELF at all" * 10, "is not an ELF file"),
    (b"\x7fELF\x02\x01" + bytes(60), "is not a 32-bit little-endian ELF"),
    (b"\x7fELF\x01\x01\x01" + bytes(11) + b"\x08\x00" + bytes(40), "is for machine 8"),
    (b"\x7fELF\x01\x01\x01" + bytes(11) + b"\x03\x00" + bytes(8) + b"\xff" * 8 + bytes(4)
     + struct.pack("<HHHHHH", 52, 32, 9, 40, 9, 0), "header table lies outside"),
], ids=["text", "64 bit", "MIPS", "headers beyond the end"])
def test_bad_romstage_is_refused_by_name(inputs, content, said):
    inputs.write("romstage.elf", content)
    message = inputs.failure()
    assert said in message and "romstage.elf" in message


def test_bootblock_that_fills_the_pointer_word_is_refused(inputs):
    path = inputs.folder / "bootblock.bin"
    path.write_bytes(path.read_bytes()[:-4] + b"code")
    assert "CBFS header pointer" in inputs.failure()


@pytest.mark.parametrize("files, said", [
    ("img/x raw nofields payload\n", "1 fields, not 4"),
    ("img/x\tzip\tx\tpayload\n", "kind 'zip'"),
    ("img/x\traw\tx\tgzip\n", "compression 'gzip'"),
    ("img/x\traw\t/does/not/exist\tnone\n", "/does/not/exist does not exist"),
])
def test_bad_recipe_output_is_named_with_its_line(inputs, files, said):
    (inputs.payloads["first"] / "files").write_text(files)
    message = inputs.failure()
    assert said in message and "payload first" in message and "files:1" in message


def test_failing_tool_is_quoted(inputs):
    inputs.nrv2b = "/does/not/exist/nrv2b"
    del inputs.options["STAGE_COMPRESSION_LZ4"]
    inputs.options["STAGE_COMPRESSION_NRV2B"] = "y"
    message = inputs.failure()
    assert "ramstage.bin" in message and "nrv2b is not there" in message
