# SPDX-License-Identifier: GPL-2.0-or-later
"""Payloads that cannot be started: each is refused with a clear message and the next one boots."""

import lzma
import struct

import pytest

from harness.build import nrv2b
from harness.elf import ElfFile
from harness.rom import tool

BULK = 64 * 1024
CODE, DATA = 0, 1  # program headers of the test payload
ALGORITHMS = {"none": 0, "lzma": 1, "lz4": 2, "nrv2b": 0x4E525632}
TOP_OF_RAM = 128 << 20


@pytest.fixture
def good(hello):
    """The payload that bad ones are made from."""
    return hello("first", f"-DBULK={BULK}")


@pytest.fixture
def after(payload_rom, hello):
    """Function: a ROM whose first entry is the file at `path`, and whose second one works.

    The files are added as stock tools do, behind the manifest's back, so that the loaders and
    decoders meet the bad bytes themselves.
    """
    def make(path, kind="raw", compression="none"):
        rom = payload_rom(NORMAL=[("first", hello("first")), ("second", hello("second"))])
        rom.add("NORMAL", "img/first", path, kind, compression)
        # Without its line in the manifest a file is used unchecked, as after a stock cbfstool add.
        lines = [line for line in rom.text_file("NORMAL", "manifest").splitlines(True)
                 if not line.endswith(" img/first\n")]
        rom.add_manifest("NORMAL", "".join(lines[1:]))
        return rom
    return make


def refuses(machine, rom, message, **options):
    """Boots; the first entry must be refused with the message, the second one must run."""
    guest = machine(rom.path, **options)
    guest.expect(r"Payload first \(img/first\)")
    match = guest.expect(f"img/first: .*{message}.*")
    assert guest.expect(r"payload (\w+) runs").group(1) == "second"
    assert guest.wait_exit() == 0
    return match.group(0)


def starts(machine, rom, **options):
    """Boots; the first entry must run."""
    guest = machine(rom.path, **options)
    assert guest.expect(r"payload (\w+) runs(.*?)\r?\n").group(1, 2) == ("first", "")
    assert guest.wait_exit() == 0


# --- ELF files ---------------------------------------------------------------------------------------

def test_good_elf_starts(machine, after, good):
    starts(machine, after(good))


def test_program_headers_in_any_order_start(machine, after, good, tmp_path):
    starts(machine, after(ElfFile(good).swap_segments(CODE, DATA).save(tmp_path / "x")))


def test_segment_over_the_resident_firmware_starts(machine, after, hello):
    path = hello("first", f"-DBULK={BULK}", f"-Wl,--defsym,DATA_AT={TOP_OF_RAM - 0x70000:#x}")
    starts(machine, after(path))


def test_elf_of_the_other_region_is_tried_when_no_entry_works(machine, payload_rom, hello):
    rom = payload_rom(NORMAL=[("first", hello("first"))], FALLBACK=[("third", hello("third"))])
    rom.remove("NORMAL", "img/first")
    guest = machine(rom.path)
    guest.expect("img/first: not found")
    guest.expect("No payload of NORMAL can be started, trying FALLBACK")
    guest.expect("payload third runs")


def test_payload_missing_everywhere_is_told_and_a_key_tries_again(machine, payload_rom, hello):
    rom = payload_rom(NORMAL=[("first", hello("first"))], FALLBACK=[("first", hello("first"))])
    rom.remove("NORMAL", "img/first")
    rom.remove("FALLBACK", "img/first")
    guest = machine(rom.path)
    guest.expect("No payload can be started")
    guest.send("x")
    guest.expect("img/first: not found")
    assert guest.process.poll() is None


def test_payload_that_returns_gives_the_machine_back(machine, payload_rom, hello):
    rom = payload_rom(NORMAL=[("back", hello("back", "-DRETURN")), ("second", hello("second"))])
    guest = machine(rom.path)
    guest.expect("payload back runs")
    guest.expect(r"Payload \w+ \(img/\w+\)")


@pytest.mark.parametrize("fields, message", [
    ({"machine": 8}, "for another machine"),
    ({"class": 2}, "for another machine"),
    ({"data": 2}, "for another machine"),
    ({"type": 1}, "not supported"),
    ({"phentsize": 16}, "not supported"),
    ({"phoff": 0x7FFFFFF0}, "cut short"),
    ({"phoff": 0xFFFFFFE0}, "cut short"),
    ({"phnum": 0xFFFF}, "cut short"),
    ({"phnum": 0}, "damaged"),
    ({"entry": 0x300000}, "entry point outside its segments"),
    ({"entry": 0}, "entry point outside its segments"),
    ({"entry": 0xFFFFFFFF}, "entry point outside its segments"),
], ids=lambda value: "-".join(f"{name}={number:#x}" for name, number in value.items())
    if isinstance(value, dict) else "")
def test_bad_elf_header_is_refused(machine, after, good, tmp_path, fields, message):
    refuses(machine, after(ElfFile(good).set(**fields).save(tmp_path / "x")), message)


@pytest.mark.parametrize("fields, message", [
    ({"paddr": 0x40000000}, "segment 1 at 40000000, .*not in usable RAM"),
    ({"paddr": 0xE0000000}, "not in usable RAM"),
    ({"paddr": 0xA0000}, "not in usable RAM"),
    ({"paddr": 0xB0000}, "not in usable RAM"),
    ({"paddr": TOP_OF_RAM - 0x1000}, "not in usable RAM"),
    ({"paddr": 0xFFFFF000}, "out of bounds|not in usable RAM"),
    ({"paddr": 0xFFFFFFFF, "memsz": 0xFFFFFFFF}, "out of bounds|not in usable RAM"),
    ({"memsz": 0xFFFFFFFF}, "out of bounds|not in usable RAM"),
    ({"memsz": 0x20000000}, "not in usable RAM"),
    ({"paddr": 0x200000}, "overlaps"),
    ({"filesz": 0x100000, "memsz": 0x100000}, "cut short"),
    ({"offset": 0xFFFFF000}, "cut short"),
    ({"offset": 0xFFFFFFFF, "filesz": 2}, "cut short"),
    ({"filesz": BULK, "memsz": 16}, "damaged"),
], ids=lambda value: "-".join(f"{name}={number:#x}" for name, number in value.items())
    if isinstance(value, dict) else "")
def test_bad_segment_is_refused(machine, after, good, tmp_path, fields, message):
    elf = ElfFile(good).set_segment(DATA, **fields)
    refuses(machine, after(elf.save(tmp_path / "x")), message)


def test_segment_in_the_shadow_memory_of_a_bios_starts(machine, after, hello):
    starts(machine, after(hello("first", f"-DBULK={BULK}", "-Wl,--defsym,DATA_AT=0xe0000")))


def test_low_memory_tables_are_not_overwritten(machine, after, good, tmp_path):
    elf = ElfFile(good).set_segment(DATA, paddr=0x400, filesz=0x100, memsz=0x200)
    refuses(machine, after(elf.save(tmp_path / "x")), "not in usable RAM")


@pytest.mark.parametrize("size", [0, 1, 16, 51, 60, 4096])
def test_elf_cut_short_is_refused(machine, after, good, tmp_path, size):
    path = tmp_path / "x"
    with open(good, "rb") as file:
        path.write_bytes(file.read(size) or b"\0")
    refuses(machine, after(path), "")


def test_file_of_no_known_kind_is_refused(machine, after, tmp_path):
    path = tmp_path / "x"
    path.write_bytes(b"#!/bin/sh\necho not for this machine\n" * 100)
    refuses(machine, after(path), "neither ELF nor bzImage")


def test_kernel_cut_short_is_refused(machine, after, tmp_path):
    path = tmp_path / "x"
    kernel = bytearray(0x9000)
    kernel[0x1F1] = 255  # set-up sectors: more than the file has
    kernel[0x1FE:0x200] = b"\x55\xaa"
    kernel[0x202:0x206] = b"HdrS"
    kernel[0x206:0x208] = b"\x0f\x02"
    kernel[0x211] = 1  # loaded high
    kernel[0x214:0x218] = struct.pack("<I", 0x100000)
    path.write_bytes(kernel)
    refuses(machine, after(path), "bzImage: cut short")


# --- Compressed data ---------------------------------------------------------------------------------

def packed(path, algorithm, tmp_path, change=None, size=None):
    """A `-c precompression` file of `path`; `change` edits its stream, `size` lies about the size."""
    out = tmp_path / f"packed.{algorithm}"
    if algorithm == "nrv2b":
        tool(nrv2b(), "-c", "--precompressed", path, out)
    else:
        tool("cbfs-compression-tool", "compress", path, out, algorithm)
    data = bytearray(out.read_bytes())
    head, stream = data[:8], data[8:]
    if change:
        stream = change(stream) or stream
    if size is not None:
        struct.pack_into("<I", head, 4, size(struct.unpack_from("<I", head, 4)[0]))
    out.write_bytes(head + stream)
    return out


COMPRESSED = pytest.mark.parametrize("algorithm", ["lzma", "lz4", "nrv2b"])


@COMPRESSED
def test_compressed_elf_starts(machine, after, good, tmp_path, algorithm):
    starts(machine, after(packed(good, algorithm, tmp_path), compression="precompression"))


@COMPRESSED
@pytest.mark.parametrize("keep", [0.0, 0.1, 0.5, 0.99])
def test_compressed_data_cut_short_is_refused(machine, after, good, tmp_path, algorithm, keep):
    path = packed(good, algorithm, tmp_path, lambda s: s[:int(len(s) * keep)] or s[:1])
    refuses(machine, after(path, compression="precompression"), "")


@COMPRESSED
@pytest.mark.parametrize("size", [lambda s: s - 1, lambda s: s + 1, lambda s: 0, lambda s: 16,
                                  lambda s: s * 2, lambda s: 0x7FFFFFFF, lambda s: 0xFFFFFFFF],
                         ids=["one less", "one more", "0", "16", "twice", "2G", "4G"])
def test_declared_size_that_lies_is_refused(machine, after, good, tmp_path, algorithm, size):
    path = packed(good, algorithm, tmp_path, size=size)
    refuses(machine, after(path, compression="precompression"), "")


@COMPRESSED
def test_flipped_bit_is_found_by_the_manifest(machine, payload_rom, hello, good, tmp_path,
                                              algorithm):
    rom = payload_rom(NORMAL=[("first", hello("first")), ("second", hello("second"))])
    rom.add("NORMAL", "img/first", packed(good, algorithm, tmp_path),
            compression="precompression")
    rom.update_manifest("NORMAL")
    offset, file = rom.file_data("NORMAL", "img/first")
    rom.write(offset + file.stored // 2, bytes([file.data[file.stored // 2] ^ 1]))
    refuses(machine, rom, "wrong checksum")


@COMPRESSED
def test_flipped_bits_never_hang_or_crash_the_decoder(machine, after, good, tmp_path, algorithm):
    rom = after(packed(good, algorithm, tmp_path), compression="precompression")
    offset, file = rom.file_data("NORMAL", "img/first")
    refused = 0
    for number in range(12):
        at = number * file.stored // 12
        rom.write(offset + at, bytes([file.data[at] ^ 1 << number % 8]))
        guest = machine(rom.path)
        # A literal byte can be wrong without the stream being wrong: only the manifest sees that.
        match = guest.expect(r"payload (\w+) runs|stage: exception|Exception")
        assert match[1], f"flip at {at}: {match[0]}"
        refused += match[1] == "second"
        guest.close()
        rom.write(offset + at, file.data[at:at + 1])
    assert refused, "no flip was noticed"


def test_unknown_compression_is_refused(machine, after, good, tmp_path):
    path = packed(good, "lz4", tmp_path)
    data = path.read_bytes()
    path.write_bytes(b"\x09\0\0\0" + data[4:])
    refuses(machine, after(path, compression="precompression"), "not supported")


def test_lzma_properties_out_of_range_are_refused(machine, after, good, tmp_path):
    path = packed(good, "lzma", tmp_path, lambda s: b"\xff" + s[1:])
    refuses(machine, after(path, compression="precompression"), "")


def test_lzma_of_xz_with_its_own_properties_starts(machine, after, good, tmp_path):
    with open(good, "rb") as file:
        data = file.read()
    stream = bytearray(lzma.compress(data, lzma.FORMAT_ALONE))
    stream[5:13] = struct.pack("<Q", len(data))
    path = tmp_path / "xz"
    path.write_bytes(struct.pack("<II", ALGORITHMS["lzma"], len(data)) + stream)
    starts(machine, after(path, compression="precompression"))


# --- CBFS payloads (SELF) ----------------------------------------------------------------------------

@pytest.mark.parametrize("compression", ["none", "lzma", "lz4"])
def test_payload_added_by_stock_cbfstool_starts(machine, payload_rom, good, hello, compression):
    rom = payload_rom(NORMAL=[("first", hello("first")), ("second", hello("second"))])
    rom.add_payload("NORMAL", "img/first", good, compression)
    guest = machine(rom.path)
    guest.expect("img/first: wrong checksum|img/first: wrong size")  # the manifest knows the old one
    guest.expect("payload second runs")
    guest.close()
    rom.update_manifest("NORMAL")
    starts(machine, rom)


@pytest.mark.parametrize("offset, value, message", [
    (0, b"EVIL", "damaged"),
    (4, struct.pack(">I", 77), "not supported"),
    (8, struct.pack(">I", 0x7FFFFFFF), "cut short"),
    (8, struct.pack(">I", 0xFFFFFFF0), "cut short"),
    (12, struct.pack(">Q", 1 << 32), "out of bounds"),
    (12, struct.pack(">Q", 0xFFFFFF00), "out of bounds|not in usable RAM"),
    (12, struct.pack(">Q", 0xA0000), "not in usable RAM"),
    (20, struct.pack(">I", 0x7FFFFFFF), "cut short|damaged"),
    (24, struct.pack(">I", 1), "damaged|wrong size|no room"),
    (24, struct.pack(">I", 0xFFFFFFFF), "out of bounds|not in usable RAM"),
    (56 + 12, struct.pack(">Q", 0x7000), "entry point outside its segments"),
    (56, b"DATA", "cut short|damaged"),
], ids=["record", "compression", "offset", "offset wraps", "above 4G", "address wraps", "VGA",
        "stored size", "memory too small", "memory too big", "entry", "no end"])
def test_lie_in_a_segment_record_is_refused(machine, after, good, payload_rom, tmp_path, offset,
                                            value, message):
    source = payload_rom(NORMAL=[("first", good)])
    _, file = source.file_data("NORMAL", "img/first")
    data = bytearray(file.data)
    data[offset:offset + len(value)] = value
    path = tmp_path / "self"
    path.write_bytes(data)
    refuses(machine, after(path, kind="simple elf"), message)


# --- CBFS ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("field, value", [
    (8, 0xFFFFFFFF), (8, 0x7FFFFFFF), (8, 0xFFFFFFA8), (20, 0xFFFFFFFF), (20, 0), (20, 8),
    (16, 0xFFFFFFFF), (16, 0x7FFFFFF0), (0, 0)],
    ids=["length 4G", "length 2G", "length that leads back", "data offset 4G", "data offset 0",
         "data offset in the header", "attributes 4G", "attributes 2G", "no magic"])
def test_broken_file_header_is_refused_and_fallback_boots(machine, payload_rom, hello, field,
                                                          value):
    rom = payload_rom(NORMAL=[("first", hello("first"))], FALLBACK=[("third", hello("third"))])
    header, _ = rom.file_header("NORMAL", "img/first")
    rom.write(header + field, struct.pack(">I", value))
    guest = machine(rom.path)
    guest.expect("payload third runs")
    assert guest.wait_exit() == 0


def test_boot_order_with_bad_lines_uses_the_good_ones(machine, payload_rom, hello):
    rom = payload_rom(NORMAL=[("first", hello("first"))])
    rom.add_text("NORMAL", "bootorder", "no file name\n\n# a comment\nlong  " + "x" * 300
                 + "\nodd  img/first frobnicate=1\nfirst  img/first\n")
    rom.update_manifest("NORMAL")
    guest = machine(rom.path)
    for line in (1, 4, 5):
        guest.expect(f"bootorder line {line}: ")
    guest.expect("payload first runs")


@pytest.mark.parametrize("content", [b"", b"\0" * 100, bytes(range(256)) * 40, b"\n" * 5000],
                         ids=["empty", "zeros", "noise", "empty lines"])
def test_boot_order_that_is_no_text_leads_to_the_other_region(machine, payload_rom, hello,
                                                              tmp_path, content):
    rom = payload_rom(NORMAL=[("first", hello("first"))], FALLBACK=[("third", hello("third"))])
    path = tmp_path / "order"
    path.write_bytes(content)
    rom.add("NORMAL", "bootorder", path)
    rom.update_manifest("NORMAL")
    guest = machine(rom.path)
    guest.expect("payload third runs")
