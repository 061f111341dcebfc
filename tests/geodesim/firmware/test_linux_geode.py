# SPDX-License-Identifier: GPL-2.0-or-later
"""The small Linux of the 1 MiB targets: from ROM to a shell on every board."""

import re

import pytest

from harness.build import build_rom
from harness.disks import Partition, make_disk

# The 1 MiB part that a board's flash interface takes, and what else than the chipset lspci shows.
BOARDS = {
    "amd/norwich": ("SST49LF080A", ()),
    "amd/db800": ("SST49LF008A", ()),
    "pcengines/alix1c": ("SST49LF080A", ()),
    "pcengines/alix2d": ("SST49LF080A", ("00:09.0", "00:0a.0", "00:0b.0")),
}
# The headers that the SMI handler gives processor and companion.
HOST_BRIDGE, ISA, IDE, OHCI, EHCI = ("1022:2080", "1022:2090", "1022:209a", "1022:2094", "1022:2095")
NOTE = "kept on the card"
PROMPT = "geodeboot:"
# Reads the card's text back, reversed words: the echo of what is typed does not count.
READ_CARD = r"mount -o ro -t ext2 /dev/sda1 /mnt && cat /mnt/note | tr a-z A-Z"
# One board in every check, all with `make geodesim-firmware-full`.
ALL_BOARDS = [pytest.param(board, marks=() if board == "amd/norwich" else pytest.mark.slow) for board in BOARDS]


@pytest.fixture
def card(tmp_path):
    """A CompactFlash card with a text on it."""
    return make_disk(str(tmp_path / "card.img"), Partition("ext2", 8, {"note": NOTE.encode()}))


def session(*commands, seconds=60):
    """Script: each command at the shell's prompt, then the end."""
    lines = [f"timeout {seconds}", f"expect {PROMPT}"]
    for command in commands:
        lines += [f"send {command}\\n", f"expect {PROMPT}"]
    return "\n".join([*lines, "stop", ""])


def run_small(boot, board, card, *commands, fragment=""):
    """The run of a board's small Linux from ROM with a card in its drive."""
    return boot(build_rom(fragment, target=f"{board}-linux"), "--flash", BOARDS[board][0], "--disk", card,
                "--snapshot", board=board, script=session(*commands), seconds=100, timeout=300)


def clean(run):
    """No violation, and no warning but for the MSR with AMD's microcode revision, which Linux reads on any AMD."""
    others = re.findall(r"^warning (?!unknown-msr: processor: unknown core MSR 0000008B ).*", run.output, re.M)
    return run.violations() == 0 and not others


@pytest.mark.parametrize("board", ALL_BOARDS)
def test_small_linux_comes_from_rom_to_a_shell_and_reads_the_card(boot, card, board):
    run = run_small(boot, board, card, "lspci", "dmesg | grep -i pata", READ_CARD,
                    "kexec -l /etc/inittab")
    assert run.status == 0, run.output[-3000:]
    assert "Cannot determine the file type of /etc/inittab" in run.output, run.output[-3000:]
    for device in (HOST_BRIDGE, ISA, IDE, OHCI, EHCI):
        assert device in run.output, run.output[-3000:]
    for place in BOARDS[board][1]:
        assert re.search(rf"^{place} ", run.output, re.M), run.output[-3000:]
    assert "pata_cs5536" in run.output and NOTE.upper() in run.output, run.output[-3000:]
    assert clean(run), run.output[-3000:]


@pytest.mark.slow
@pytest.mark.parametrize("board", BOARDS)
def test_without_the_smi_handler_it_reads_the_card_by_the_old_ports(boot, card, board):
    run = run_small(boot, board, card, "lspci", "dmesg | grep -i pata", READ_CARD,
                    fragment="CONFIG_SMM_NONE=y\n")
    assert run.status == 0, run.output[-3000:]
    assert IDE not in run.output and "pata_legacy" in run.output, run.output[-3000:]
    for place in BOARDS[board][1]:
        assert re.search(rf"^{place} ", run.output, re.M), run.output[-3000:]
    assert NOTE.upper() in run.output, run.output[-3000:]
    assert clean(run), run.output[-3000:]
