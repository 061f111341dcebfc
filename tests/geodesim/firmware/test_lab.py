# SPDX-License-Identifier: GPL-2.0-or-later
"""LAB from the 1 MiB flash of an ALIX.2D: another kernel comes over the network and starts."""

import os
import shutil

import pytest

from harness.build import build_rom
from harness.paths import BUILD

BOARD = "pcengines/alix2d"
FLASH = ("--flash", "SST49LF080A")
CONFIGURATION = """DEFAULT small
LABEL small
  MENU LABEL Small Linux
  KERNEL vmlinuz
  INITRD initrd.img
  APPEND console=ttyS0,115200 quiet pci=conf1 word=from-tftp
LABEL gone
  MENU LABEL No such file
  KERNEL missing
"""


@pytest.fixture
def served(tmp_path):
    """A folder for TFTP with the small Linux and a configuration of pxelinux that names it."""
    build_rom(target=f"{BOARD}-linux")
    files = os.path.join(BUILD, f"{BOARD}-linux", "payloads", "linux-geode")
    folder = tmp_path / "served"
    (folder / "pxelinux.cfg").mkdir(parents=True)
    (folder / "pxelinux.cfg" / "default").write_text(CONFIGURATION)
    for source, name in (("kernel", "vmlinuz"), ("initrd", "initrd.img")):
        shutil.copy(os.path.join(files, source), folder / name)
    return folder


def run_lab(boot, script, *options, seconds=60):
    """The run of LAB from ROM, with a script from its menu on."""
    done = boot(build_rom(target=f"{BOARD}-lab"), *FLASH, *options, board=BOARD, seconds=seconds + 10, timeout=400,
                script=f"timeout {seconds}\nexpect Number or letter\n{script}stop\n")
    assert done.status == 0, done.output[-3000:]
    assert done.violations() == 0, done.output[-3000:]
    return done.output


def test_lab_in_rom_fetches_a_kernel_over_the_vt6105m_and_it_comes_to_a_shell(boot, served):
    output = run_lab(boot, "send n\\n\nexpect x goes back\n"
                     "send 2\\n\nexpect cannot fetch\nexpect Number or letter\n"
                     "send n\\n\nexpect x goes back\nsend \\n\n"
                     "expect geodeboot:\nsend tr a-z A-Z < /proc/cmdline\\n\nexpect WORD=FROM-TFTP\n",
                     "--net", "user", "--tftp", served)
    for line in ("eth0: address 10.0.2.15, server 10.0.2.2", "Using tftp://10.0.2.2/pxelinux.cfg/default",
                 "Fetching tftp://10.0.2.2/missing", "Fetching tftp://10.0.2.2/initrd.img", "Starting it"):
        assert line in output, output[-3000:]


@pytest.mark.slow
def test_lab_in_rom_says_what_is_missing_and_asks_again(boot):
    output = run_lab(boot, "send n\\n\nexpect is the cable plugged in\nexpect Number or letter\n"
                     "send 1\\n\nexpect there is no entry 1\nexpect Number or letter\n"
                     "send s\\n\nexpect lab:/root\n"
                     "send cd /proc; read a b < uptime; sleep 2; read c d < uptime\\n\n"
                     "send [ ${c%.*} -ge $((${a%.*} + 2)) ] && echo sl''ept\\n\n"
                     "expect slept\nsend exit\\n\nexpect Number or letter\n", "--net", "none")
    assert "This kernel has no drivers for disks" in output and "not found" not in output, output[-3000:]


@pytest.mark.slow
def test_lab_in_rom_refuses_http_and_follows_a_url(boot, served):
    output = run_lab(boot, "send u\\n\nexpect URL of a kernel\nsend http://10.0.2.2/vmlinuz\\n\n"
                     "expect this LAB has no HTTP\nexpect Number or letter\n"
                     "send u\\n\nexpect URL of a kernel\nsend tftp://10.0.2.2/pxelinux.cfg/default\\n\n"
                     "expect x goes back\n", "--net", "user", "--tftp", served)
    assert "Small Linux" in output, output[-3000:]
