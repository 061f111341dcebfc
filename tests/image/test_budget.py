# SPDX-License-Identifier: GPL-2.0-or-later
"""A stage above its target's budget is told, from five percent on."""

import os
import sys

import pytest

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bench"))

import board  # noqa: E402

CONFIG = """CONFIG_BUDGET_BOOTBLOCK_BYTES=10000
CONFIG_BUDGET_ROMSTAGE_BYTES=0
CONFIG_BUDGET_RAMSTAGE_US=7000
CONFIG_ROM_SIZE_KB=512
"""
REPORT = """<pre>    0.000009  POST      01
    0.000500  chip reset
    0.000600  POST      01
    0.020000  serial 0  POST 40 in a message
    0.021000  POST      40
    0.050500  POST      6E
    0.056000  POST      7A
    0.110000  POST      F3
</pre>"""


def test_budgets_of_a_configuration_are_those_above_zero():
    assert board.budget_of(CONFIG) == {("bootblock", "bytes"): 10000, ("ramstage", "us"): 7000}


@pytest.mark.parametrize("size, time, told", [
    (10500, 7350, []),
    (10501, 7350, ["bootblock: 10501 bytes, the budget is 10000"]),
    (9000, 7351, ["ramstage: 7351 us, the budget is 7000"]),
])
def test_a_stage_is_told_when_it_is_more_than_five_percent_above(size, time, told):
    measured = {("bootblock", "bytes"): size, ("ramstage", "us"): time}
    assert board.over_budget(board.budget_of(CONFIG), measured) == told


def test_a_stage_lasts_from_its_first_post_code_to_the_next_stage():
    times = board.stage_ms(board.post_times(REPORT))
    assert {name: round(ms, 3) for name, ms in times.items()} == {
        "bootblock": 21, "romstage": 29.5, "ramstage": 5.5, "payload": 54}


def test_a_boot_that_ends_before_the_payload_is_an_error():
    with pytest.raises(RuntimeError, match="7A never came: payload"):
        board.stage_ms(board.post_times(REPORT.replace("POST      7A", "POST      7B")))
