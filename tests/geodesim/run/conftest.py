# SPDX-License-Identifier: GPL-2.0-or-later
"""What the Linux runs of geodesim share: guest programs, an initial ramdisk, a running guest."""

import hashlib
import os
import subprocess
import sys

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import sim  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
DATA_MIB = 50


# Two processes take these files in turn, each with one more in hand: so the process that has the
# whole pass of memtest86+ keeps only the short file waiting.
ORDER = ("test_memtest", "test_boards", "test_tools")


def pytest_collection_modifyitems(items):
    """The longest files first, so that two processes end at about the same time."""
    items.sort(key=lambda item: next((n for n, name in enumerate(ORDER) if name + ".py" in item.nodeid), len(ORDER)))


def compile_guest(name):
    """Compiles a program for guest and host alike: i586, x87, static."""
    out = os.path.join(sim.WORK, name)
    subprocess.run(["i686-linux-gnu-gcc", "-O2", "-march=i586", "-mfpmath=387", "-ffloat-store",
                    "-static", "-Wall", "-Wextra", "-Werror", "-o", out,
                    os.path.join(HERE, name + ".c")], check=True, timeout=120)
    return out


@pytest.fixture(scope="session")
def programs():
    """{name: path} of the guest programs."""
    os.makedirs(sim.WORK, exist_ok=True)
    return {name: compile_guest(name) for name in ("fp", "stress")}


@pytest.fixture(scope="session")
def initrd(programs):
    """The initial ramdisk."""
    out = os.path.join(sim.WORK, "initrd.gz")
    extra = os.path.join(sim.WORK, "programs.list")
    with open(extra, "w", encoding="utf-8") as file:
        for name, path in programs.items():
            file.write(f"file /bin/{name} {path} 0755\n")
        file.write(f"file /applets.sh {os.path.join(HERE, 'applets.sh')}\n")
    subprocess.run([os.path.join(sim.TOP, "util", "mkinitramfs"), "--kernel",
                    os.path.join(sim.DEBIAN, "linux-image-686"), "--var",
                    "BUSYBOX=" + os.path.join(sim.DEBIAN, "busybox-static"), "--compress", "gzip",
                    "-o", out, os.path.join(HERE, "rootfs.list"), extra],
                   check=True, cwd=sim.TOP, timeout=120)
    return out


@pytest.fixture(scope="session")
def data():
    """A file of 50 MiB, half of it repetitive, and the same for every run."""
    path = os.path.join(sim.WORK, "data.img")
    os.makedirs(sim.WORK, exist_ok=True)
    blocks = []
    for n in range(DATA_MIB * 16):
        digest = hashlib.sha256(str(n).encode()).digest()
        half = hashlib.shake_128(digest).digest(32768)
        blocks.append(half + (digest * 1024))
    with open(path, "wb") as file:
        file.write(b"".join(blocks))
    return path


@pytest.fixture(scope="module")
def guest(initrd, data):
    """Linux at its shell, with the data file as disk."""
    options = sim.linux_options(initrd) + ["--disk", data, "--snapshot"]
    with sim.Sim(options, os.path.join(sim.WORK, "guest.log")) as running:
        running.expect("GUEST READY", 240)
        running.expect(sim.PROMPT, 60)
        running.shell("dmesg -n 1")
        yield running
