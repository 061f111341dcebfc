# SPDX-License-Identifier: GPL-2.0-or-later
"""util/nrv2b: what it packs comes back, in every form; bad input is told and leaves no output."""

import os
import struct
import subprocess

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NRV2B = os.path.join(TOP, "build", "util", "nrv2b")
TEXT = b"".join(b"%d geode geodes %d\n" % (i, i * i % 89) for i in range(2000))
METHOD = 0x4E525632


@pytest.fixture(scope="module", autouse=True)
def built():
    """The tool, up to date."""
    subprocess.run(["make", "-s", "build/util/nrv2b"], cwd=TOP, check=True, timeout=120)


def nrv2b(*arguments, fails=False):
    """Runs the tool; gives what it said on stderr."""
    result = subprocess.run([NRV2B, *map(str, arguments)], stderr=subprocess.PIPE, text=True,
                            timeout=60, check=False)
    assert bool(result.returncode) == fails, result.stderr
    return result.stderr


@pytest.fixture
def text(tmp_path):
    """A file that can be packed."""
    path = tmp_path / "text"
    path.write_bytes(TEXT)
    return path


@pytest.mark.parametrize("content", [b"", b"x", bytes(100000), TEXT, os.urandom(5000)],
                         ids=["empty", "one", "zeros", "text", "random"])
@pytest.mark.parametrize("form", [[], ["--precompressed"]], ids=["linuxbios", "cbfstool"])
def test_contents_come_back(tmp_path, content, form):
    plain, packed, again = tmp_path / "plain", tmp_path / "packed", tmp_path / "again"
    plain.write_bytes(content)
    nrv2b("-c", *form, plain, packed)
    nrv2b("-d", *form, packed, again)
    assert again.read_bytes() == content


def test_the_heads_are_those_of_linuxbios_and_of_cbfstool(tmp_path, text):
    nrv2b("-c", text, tmp_path / "plain")
    nrv2b("-c", "--precompressed", text, tmp_path / "head")
    plain, head = (tmp_path / "plain").read_bytes(), (tmp_path / "head").read_bytes()
    assert struct.unpack_from("<I", plain) == (len(TEXT),)
    assert struct.unpack_from("<II", head) == (METHOD, len(TEXT))
    assert plain[4:] == head[8:]
    assert len(plain) < len(TEXT) // 2


def test_cbfstool_keeps_method_and_size_of_a_precompressed_file(tmp_path, text):
    nrv2b("-c", "--precompressed", text, tmp_path / "packed")
    (tmp_path / "fmd").write_text("FLASH 0x10000 {\n FMAP 0x1000\n COREBOOT(CBFS)\n}\n")
    for command in (["fmaptool", "fmd", "fmap"], ["cbfstool", "rom", "create", "-M", "fmap"],
                    ["cbfstool", "rom", "add", "-f", "packed", "-n", "text", "-t", "raw",
                     "-c", "precompression"]):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=60)
    rom = (tmp_path / "rom").read_bytes()
    stream = (tmp_path / "packed").read_bytes()[8:]
    assert struct.pack(">4sIII", b"BCZL", 16, METHOD, len(TEXT)) in rom
    assert stream in rom


def damaged(packed, how):
    """Packed files that must be refused, by name."""
    return {"cut": packed[:-20], "head only": packed[:8], "nothing": b"",
            "other method": b"\1\0\0\0" + packed[4:],
            "size too small": packed[:4] + struct.pack("<I", len(TEXT) - 1) + packed[8:],
            "size too big": packed[:4] + struct.pack("<I", len(TEXT) + 1) + packed[8:],
            "absurd size": packed[:4] + b"\xff\xff\xff\xff" + packed[8:],
            "bytes behind the end": packed + b"\0"}[how]


@pytest.mark.parametrize("how, message", [
    ("cut", "cut short"), ("head only", "cut short"), ("nothing", "too short"),
    ("other method", "not NRV2B"), ("size too small", "no room"), ("size too big", "claims"),
    ("absurd size", "more than the limit"), ("bytes behind the end", "wrong size")])
def test_a_bad_packed_file_is_named_and_leaves_no_output(tmp_path, text, how, message):
    packed = tmp_path / "packed"
    nrv2b("-c", "--precompressed", text, packed)
    packed.write_bytes(damaged(packed.read_bytes(), how))
    said = nrv2b("-d", "--precompressed", packed, tmp_path / "out", fails=True)
    assert message in said and "packed" in said
    assert not (tmp_path / "out").exists()


def test_files_that_cannot_be_used_are_named(tmp_path, text):
    assert "No such file" in nrv2b("-c", tmp_path / "missing", tmp_path / "out", fails=True)
    assert "No such file" in nrv2b("-c", text, tmp_path / "missing" / "out", fails=True)
    assert "usage" in nrv2b("-c", text, fails=True)
    assert "either" in nrv2b("-c", "-d", text, tmp_path / "out", fails=True)
