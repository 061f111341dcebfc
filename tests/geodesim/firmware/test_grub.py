# SPDX-License-Identifier: GPL-2.0-or-later
"""From ROM to GRUB on the serial port: its menu, the firmware's log and memory map in it, the disk, and restart."""

import re

import pytest

from harness.build import build_rom
from harness.disks import Partition, make_disk

BOARDS = ("amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d")
DISK_SAYS = "this is the disk's own configuration"
# After its configuration the disk leaves GRUB at its command line.
GRUB_CONFIG = f'echo "{DISK_SAYS}"\nset timeout=-1\n'


@pytest.fixture(scope="session")
def disk(tmp_path_factory):
    """A disk with a grub.cfg and no system."""
    return make_disk(str(tmp_path_factory.mktemp("disk") / "disk.img"),
                     Partition("ext2", 4, {"boot/grub/grub.cfg": GRUB_CONFIG.encode()}, label="grub"))


def plain(output):
    """What GRUB wrote, without its cursor movements."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output)


@pytest.mark.parametrize("board", BOARDS)
def test_grub_finds_disk_and_memory_and_restarts_the_board(boot, disk, board):
    script = ("timeout 30\nexpect Start from disk\nsend c\nexpect grub>\nsend ls\\n\nexpect grub>\nsend lsmmap\\n\n"
              "expect grub>\nsend configfile (ata0,msdos1)/boot/grub/grub.cfg\\n\nexpect " + DISK_SAYS + "\n"
              "expect grub>\nsend reboot\\n\nexpect Booting NORMAL\nexpect GNU GRUB\nstop\n")
    run = boot(build_rom(target=board), "--disk", disk, "--snapshot", board=board, script=script, seconds=60,
               timeout=600)
    text = plain(run.output)
    assert run.status == 0 and run.violations() == 0, text[-3000:]
    assert "(ata0) (ata0,msdos1)" in text, text[-3000:]
    top = max(int(start, 16) + int(size, 16) for start, size in
              re.findall(r"base_addr = 0x([0-9a-f]+), length = 0x([0-9a-f]+), available RAM", text))
    assert 0xf000000 < top < 0x10000000


def test_memtest86plus_is_in_the_boot_menu(boot):
    run = boot(build_rom(target=BOARDS[3]), "--stop-on", "text:Memtest86+", board=BOARDS[3], seconds=10,
               script="timeout 30\nexpect geodeboot 0\nsend x\nexpect boot menu\nexpect memtest86+\nsend 2\nwait 9\n")
    assert run.status == 0 and run.violations() == 0, run.output[-2000:]
