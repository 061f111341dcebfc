# SPDX-License-Identifier: GPL-2.0-or-later
"""Payload recipes keep their contract, and tools for packages say what is wrong."""

import os
import re
import struct
import subprocess

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONFIG = """CONFIG_PAYLOAD_LINUX_CMDLINE="console=tty0 console=ttyS0,115200"
CONFIG_PAYLOAD_LINUX_KERNEL_FILE=""
CONFIG_PAYLOAD_LINUX_INITRD_BUSYBOX=y
CONFIG_PAYLOAD_LINUX_BZIMAGE=y
CONFIG_PAYLOAD_LAB_CMDLINE="console=ttyS0 quiet"
CONFIG_PAYLOAD_MEMTEST86PLUS_CMDLINE="console=ttyS0,115200"
CONFIG_PAYLOAD_GRUB_CONFIG_FILE=""
"""
BOOTLINE = r"\S+( \S+)*  (img/\S+)( initrd=(img/\S+))?( -- .*)?\n"


@pytest.fixture
def recipe(tmp_path):
    """Function: runs a recipe with more configuration; the process. Output: tmp_path/out."""
    def run(name, config="", out="out"):
        (tmp_path / "config").write_text(CONFIG + config)
        environment = {key: value for key, value in os.environ.items()
                       if key not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
        return subprocess.run(["make", "-f", f"payloads/{name}/Makefile", f"OUT={tmp_path / out}",
                               f"CONFIG={tmp_path / 'config'}"], cwd=TOP, env=environment,
                              capture_output=True, text=True, check=False, timeout=600)
    return run


def program(**changes):
    """A tiny ELF program; a change is FIELD=value of its header or first program header."""
    field = dict(ident=b"\x7fELF\x01\x01\x01" + bytes(9), kind=2, machine=3, entry=0x100000,
                 phoff=52, phsize=32, phnum=1, offset=84, address=0x100000, filesz=1, memsz=4)
    field.update(changes)
    return field["ident"] + struct.pack(
        "<HHIIIIIHHHHHH", field["kind"], field["machine"], 1, field["entry"], field["phoff"], 0, 0,
        52, field["phsize"], field["phnum"], 0, 0, 0) + struct.pack(
        "<8I", 1, field["offset"], field["address"], field["address"], field["filesz"],
        field["memsz"], 5, 4) + b"\xf4"


@pytest.mark.parametrize("name", ["linux", "lab", "memtest86plus", "grub", "elf"])
def test_recipe_lists_its_files_and_its_boot_order_entry(recipe, tmp_path, name):
    (tmp_path / "own.elf").write_bytes(program())
    done = recipe(name, f'CONFIG_PAYLOAD_ELF_FILE="{tmp_path}/own.elf"\n')
    assert done.returncode == 0, done.stderr
    match = re.fullmatch(BOOTLINE, (tmp_path / "out/bootline").read_text())
    assert match
    found = {}
    for line in (tmp_path / "out/files").read_text().splitlines():
        file, kind, path, compression = line.split("\t")
        assert kind in ("raw", "elf") and compression in ("payload", "none")
        assert os.path.getsize(os.path.join(TOP, path)) > 0
        found[file] = kind
    assert match[2] in found and (match[4] is None or match[4] in found)
    readme = os.path.join(TOP, "payloads", name, "README.md")
    assert os.path.getsize(readme) > 300


@pytest.mark.parametrize("name", ["linux", "lab", "grub"])
def test_recipe_gives_equal_files_twice(recipe, tmp_path, name):
    contents = []
    for out in ("one", "two"):
        assert recipe(name, out=out).returncode == 0
        contents.append({os.path.basename(path): path.read_bytes()
                         for path in sorted((tmp_path / out).iterdir())
                         if path.name in ("initrd", "grub.elf", "bootline")})
    assert len(contents[0]) == 2 and contents[0] == contents[1]


def make_again(recipe, tmp_path):
    """The boot order entry after a second run in which nothing is older than the configuration."""
    for name in ("files", "bootline"):
        os.utime(tmp_path / "out" / name, (4e9, 4e9))
    assert recipe("memtest86plus").returncode == 0
    text = (tmp_path / "out/bootline").read_text()
    for name in ("files", "bootline"):
        os.utime(tmp_path / "out" / name, (1, 1))
    return text


def test_recipe_changes_with_its_configuration_and_otherwise_not(recipe, tmp_path):
    assert recipe("memtest86plus").returncode == 0
    (tmp_path / "out/bootline").write_text("kept\n")
    assert make_again(recipe, tmp_path) == "kept\n"
    assert recipe("memtest86plus", 'CONFIG_PAYLOAD_MEMTEST86PLUS_CMDLINE="nosmp"\n').returncode == 0
    assert (tmp_path / "out/bootline").read_text().endswith(" -- nosmp\n")


def test_small_grub_is_a_good_deal_smaller(recipe, tmp_path):
    sizes = []
    for config in ("", "CONFIG_PAYLOAD_GRUB_SMALL=y\n"):
        done = recipe("grub", config)
        assert done.returncode == 0, done.stderr
        sizes.append(os.path.getsize(tmp_path / "out/grub.elf"))
    assert sizes[1] < sizes[0] * 3 // 4, sizes


def test_linux_takes_a_kernel_and_an_initrd_of_ones_own(recipe, tmp_path):
    for name in ("kernel", "ramdisk"):
        (tmp_path / name).write_bytes(b"x")
    done = recipe("linux", f'CONFIG_PAYLOAD_LINUX_KERNEL_FILE="{tmp_path}/kernel"\n'
                  "CONFIG_PAYLOAD_LINUX_INITRD_BUSYBOX=\nCONFIG_PAYLOAD_LINUX_INITRD_FILE=y\n"
                  f'CONFIG_PAYLOAD_LINUX_INITRD_PATH="{tmp_path}/ramdisk"\n'
                  "CONFIG_PAYLOAD_LINUX_COMPRESS=y\n")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/files").read_text() == (
        f"img/linux\traw\t{tmp_path}/kernel\tpayload\n"
        f"img/linux.initrd\traw\t{tmp_path}/ramdisk\tnone\n")


@pytest.mark.parametrize("changes, complaint", [
    ({"ident": b"text" + bytes(12)}, "is no ELF file"),
    ({"ident": b"\x7fELF\x02\x01\x01" + bytes(9)}, "is not 32-bit"),
    ({"machine": 62}, "for machine 62"),
    ({"kind": 3}, "no executable"),
    ({"phnum": 9}, "damaged program header"),
    ({"phoff": 0xFFFFFFF0}, "damaged program header"),
    ({"filesz": 99, "memsz": 99}, "cut short"),
    ({"address": 0xFFFFFFFF, "entry": 0xFFFFFFFF}, "wraps around 4 GiB"),
    ({"entry": 0x200000}, "entry 0x200000 outside"),
])
def test_elf_that_cannot_start_is_refused_by_name(recipe, tmp_path, changes, complaint):
    (tmp_path / "own.elf").write_bytes(program(**changes))
    done = recipe("elf", f'CONFIG_PAYLOAD_ELF_FILE="{tmp_path}/own.elf"\n')
    assert done.returncode != 0
    assert "own.elf" in done.stderr and complaint in done.stderr, done.stderr


def test_missing_inputs_name_the_option(recipe):
    assert "PAYLOAD_ELF_FILE names no file" in recipe("elf").stderr
    assert "PAYLOAD_ELF_FILE: there is no file /gone" in recipe(
        "elf", 'CONFIG_PAYLOAD_ELF_FILE="/gone"\n').stderr


# --- util/debian-fetch ---

def fetch(tmp_path, *arguments, **environment):
    """Runs debian-fetch with a cache of its own; the finished process."""
    return subprocess.run([os.path.join(TOP, "util/debian-fetch"), *map(str, arguments)],
                          env=dict(os.environ, XDG_CACHE_HOME=str(tmp_path / "cache"),
                                   **environment), capture_output=True, text=True, check=False,
                          timeout=120)


def test_fetching_without_a_network_says_what_to_do(tmp_path):
    nowhere = {"DEBIAN_MIRROR": "http://127.0.0.1:9/d", "DEBIAN_SECURITY": "http://127.0.0.1:9/s"}
    done = fetch(tmp_path, tmp_path / "out", "busybox-static", **nowhere)
    assert done.returncode == 1
    assert "Is there a network?" in done.stderr and "DEBIAN_MIRROR" in done.stderr


def test_unsigned_packages_are_refused(tmp_path):
    mirror = tmp_path / "mirror/dists/bookworm/main/binary-i386"
    mirror.mkdir(parents=True)
    (mirror / "Packages").write_text("Package: linux-image-686\nVersion: 1\nArchitecture: i386\n"
                                     "Filename: pool/evil.deb\nSize: 1\nSHA256: " + "0" * 64 + "\n")
    (mirror.parent.parent / "Release").write_text("Origin: Debian\nSuite: stable\n"
                                                  "Codename: bookworm\nComponents: main\n")
    done = fetch(tmp_path, tmp_path / "out", "linux-image-686",
                 DEBIAN_MIRROR=f"file:{tmp_path}/mirror", DEBIAN_SECURITY=f"file:{tmp_path}/mirror")
    assert done.returncode == 1 and "not signed" in done.stderr, done.stderr
    assert not (tmp_path / "out/linux-image-686").exists()


def test_cached_package_needs_no_network_and_is_not_touched_again(tmp_path):
    cache = tmp_path / "cache/geodeboot/debian"
    tree = cache / "trees/thing_1_i386"
    tree.mkdir(parents=True)
    (cache / "bookworm").mkdir()
    (cache / "bookworm/thing").symlink_to(tree)
    (cache / "bookworm/thing.version").write_text("thing 1\n")
    nowhere = {"DEBIAN_MIRROR": "http://127.0.0.1:9/d", "DEBIAN_SECURITY": "http://127.0.0.1:9/s"}
    assert fetch(tmp_path, tmp_path / "out", "thing", **nowhere).returncode == 0
    assert os.readlink(tmp_path / "out/thing") == str(tree)
    os.utime(tmp_path / "out/thing.version", (5, 5))
    assert fetch(tmp_path, tmp_path / "out", "thing", **nowhere).returncode == 0
    assert os.stat(tmp_path / "out/thing.version").st_mtime == 5
    # What was cached and is gone is fetched again, not linked to nothing.
    tree.rmdir()
    assert fetch(tmp_path, tmp_path / "out", "thing", **nowhere).returncode == 1


@pytest.mark.parametrize("name", ["../evil", "Big", "a b", "-o"])
def test_nonsense_is_no_package_name(tmp_path, name):
    done = fetch(tmp_path, tmp_path / "out", name)
    assert done.returncode == 1 and "is no package name" in done.stderr
