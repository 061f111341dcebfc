# SPDX-License-Identifier: GPL-2.0-or-later
"""memtest86+ from ROM, a whole pass over the board's 256 MiB: RAM is what the firmware says, and none of it is used."""

import pytest

from harness.build import build_rom

MEMTEST = """CONFIG_NORMAL_BOOT_ORDER="memtest86plus"
CONFIG_PAYLOAD_MEMTEST86PLUS_CMDLINE="console=ttyS0,115200 nobench nosm"
"""


@pytest.mark.slow
@pytest.mark.parametrize("board", ["amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d"])
def test_a_pass_over_all_memory_finds_no_error(boot, board):
    run = boot(build_rom(MEMTEST, target=board), "--stop-on", "text:Pass:  1        Errors: 0", board=board,
               seconds=6000, timeout=7200)
    assert run.status == 0 and run.violations() == 0 and run.warnings() == 0, run.output[-3000:]
