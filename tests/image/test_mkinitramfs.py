# SPDX-License-Identifier: GPL-2.0-or-later
"""util/mkinitramfs: archives that Linux unpacks, equal from equal inputs, and clear complaints."""

import gzip
import lzma
import os
import re
import stat
import struct
import subprocess

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def module(name, depends="", aliases=(), softdep=""):
    """A minimal ELF32 kernel module: its .modinfo section is all that matters."""
    info = f"name={name}\0depends={depends}\0".encode()
    info += b"".join(f"alias={alias}\0".encode() for alias in aliases)
    if softdep:
        info += f"softdep={softdep}\0".encode()
    names = b"\0.modinfo\0.shstrtab\0"
    offset = 52 + 3 * 40
    sections = struct.pack("<10I", *[0] * 10)
    sections += struct.pack("<10I", 1, 1, 0, 0, offset, len(info), 0, 0, 1, 0)
    sections += struct.pack("<10I", 10, 3, 0, 0, offset + len(info), len(names), 0, 0, 1, 0)
    header = b"\x7fELF\x01\x01\x01" + bytes(9) + struct.pack(
        "<HHIIIIIHHHHHH", 1, 3, 1, 0, 0, 52, 0, 52, 0, 0, 40, 3, 2)
    return header + sections + info + names


@pytest.fixture
def kernel(tmp_path):
    """An unpacked kernel package with three modules and one built in."""
    base = tmp_path / "kernel/lib/modules/6.1.0-test"
    for path, image in {
            "kernel/fs/ext4/ext4.ko": module("ext4", "mbcache,jbd2", ["fs-ext4"], "pre: crc32c"),
            "kernel/fs/jbd2/jbd2.ko": module("jbd2", "mbcache"),
            "kernel/fs/mbcache.ko": module("mbcache"),
            "kernel/drivers/usb-storage.ko": module("usb_storage", "", ["usb:v*ic08*"])}.items():
        (base / path).parent.mkdir(parents=True, exist_ok=True)
        (base / path).write_bytes(image)
    (base / "modules.builtin").write_text("kernel/crypto/crc32c.ko\nkernel/drivers/unix.ko\n")
    return tmp_path / "kernel"


@pytest.fixture
def run(tmp_path):
    """Function: runs the tool on a list; the finished process. The output is tmp_path/out."""
    def call(text, *options):
        (tmp_path / "list").write_text(text)
        return subprocess.run([os.path.join(TOP, "util/mkinitramfs"), "-o", tmp_path / "out",
                               *map(str, options), tmp_path / "list"], capture_output=True,
                              text=True, check=False, timeout=60)
    return call


def unpack(data):
    """{path: (mode, rdev, contents)} of a newc archive."""
    entries, at = {}, 0
    while True:
        assert data[at:at + 6] == b"070701"
        fields = [int(data[at + 6 + 8 * i:at + 14 + 8 * i], 16) for i in range(13)]
        mode, size, name_size = fields[1], fields[6], fields[11]
        assert fields[2:4] == [0, 0] and fields[5] == 0, "owner or date"
        name = data[at + 110:at + 110 + name_size - 1].decode()
        at = (at + 110 + name_size + 3) & ~3
        if name == "TRAILER!!!":
            return entries
        entries[name] = (mode, tuple(fields[9:11]), data[at:at + size])
        at = (at + size + 3) & ~3


def test_every_kind_of_entry_is_unpacked_as_listed(run, tmp_path):
    (tmp_path / "tree/sub").mkdir(parents=True)
    (tmp_path / "tree/sub/script").write_text("#!/bin/sh\n")
    (tmp_path / "tree/sub/script").chmod(0o750)
    (tmp_path / "tree/link").symlink_to("sub/script")
    done = run(f"dir /tmp 1777\nfile /etc/deep/name {tmp_path}/list 0600 # comment\n"
               "slink /bin/sh busybox\nnod /dev/console 0600 c 5 1\ntree /opt ${HERE}\n",
               "--compress", "none", "--var", f"HERE={tmp_path}/tree")
    assert done.returncode == 0, done.stderr
    entries = unpack((tmp_path / "out").read_bytes())
    assert list(entries) == sorted(entries)
    assert entries["tmp"][0] == stat.S_IFDIR | 0o1777
    assert entries["etc/deep"][0] == stat.S_IFDIR | 0o755
    assert entries["etc/deep/name"][0] == stat.S_IFREG | 0o600
    assert entries["etc/deep/name"][2] == (tmp_path / "list").read_bytes()
    assert entries["bin/sh"][::2] == (stat.S_IFLNK | 0o777, b"busybox")
    assert entries["dev/console"][:2] == (stat.S_IFCHR | 0o600, (5, 1))
    assert entries["opt/sub/script"][0] == stat.S_IFREG | 0o755
    assert entries["opt/link"][2] == b"sub/script"


def test_modules_bring_what_they_need_and_their_tables(run, kernel, tmp_path):
    done = run("module ext4 ?nothing usb-storage\n", "--compress", "none", "--kernel", kernel)
    assert done.returncode == 0, done.stderr
    entries = unpack((tmp_path / "out").read_bytes())
    base = "lib/modules/6.1.0-test/"
    assert base + "kernel/fs/jbd2/jbd2.ko" in entries
    depends = entries[base + "modules.dep"][2].decode().splitlines()
    # modprobe loads them from the last to the first: jbd2 needs mbcache itself.
    assert "kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/fs/mbcache.ko" in depends
    aliases = entries[base + "modules.alias"][2].decode()
    assert "alias fs-ext4 ext4\n" in aliases and "alias usb:v*ic08* usb_storage\n" in aliases
    assert "softdep ext4 pre: crc32c\n" in entries[base + "modules.softdep"][2].decode()


@pytest.mark.parametrize("method, opened", [("xz", lzma.decompress), ("gzip", gzip.decompress),
                                            ("none", bytes)])
def test_equal_inputs_give_equal_bytes_in_every_packing(run, kernel, tmp_path, method, opened):
    text = "dir /a\nmodule ext4\nfile /list {}\n".format(tmp_path / "list")
    packed = []
    for _ in range(2):
        assert run(text, "--kernel", kernel, "--compress", method).returncode == 0
        packed.append((tmp_path / "out").read_bytes())
        os.utime(tmp_path / "list", (1, 1))
    assert packed[0] == packed[1]
    assert "a" in unpack(opened(packed[0]))


@pytest.mark.parametrize("text, options, complaint", [
    ("file /x /nonexistent\n", [], "list:1: .*No such file"),
    ("dir /x\nfrob /y\n", [], "list:2: unknown entry 'frob'"),
    ("dir\n", [], "list:1: wrong arguments for 'dir'"),
    ("nod /x 0600 q 1 1\n", [], "list:1: wrong arguments for 'nod'"),
    ("file /x ${WHERE}/y\n", [], "give --var WHERE=DIR"),
    ("module ext4\n", [], "give --kernel TREE"),
    ("module gone\n", ["--kernel", "KERNEL"], "has no module gone"),
    ("dir /x\n", ["--kernel", "/nonexistent"], "must hold the modules of exactly one kernel"),
])
def test_complaints_say_where_and_what(run, kernel, tmp_path, text, options, complaint):
    done = run(text, *[str(kernel) if word == "KERNEL" else word for word in options])
    assert done.returncode == 1
    assert re.search(complaint, done.stderr), done.stderr
    assert "Traceback" not in done.stderr and not (tmp_path / "out").exists()


def test_damaged_module_is_named(run, kernel):
    path = kernel / "lib/modules/6.1.0-test/kernel/fs/mbcache.ko"
    path.write_bytes(path.read_bytes()[:60])
    done = run("module ext4\n", "--kernel", kernel)
    assert done.returncode == 1 and "mbcache.ko is no kernel module" in done.stderr
