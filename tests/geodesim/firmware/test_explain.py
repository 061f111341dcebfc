# SPDX-License-Identifier: GPL-2.0-or-later
"""`make explain` tells what the firmware writes."""

import re
import subprocess

import pytest

import spd
from conftest import TOP

REGISTERS = {"CF07": "20000018", "CF8F": "20000019", "CF1017": "2000001A"}


def explain(tmp_path, modules):
    """Its output for these modules."""
    paths = []
    for number, module in enumerate(modules):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(module.spd)
        paths.append(str(path))
    done = subprocess.run(["make", "-s", "explain", "BOARD=amd/norwich", f"SPD={' '.join(paths)}"],
                          cwd=TOP, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("grades", [(400,), (333, 266)])
def test_every_field_is_what_the_firmware_programs(boot, memory_rom, tmp_path, grades):
    modules = [spd.module(3, density=512, width=16, ranks=1, grade=grade) for grade in grades]
    text = explain(tmp_path, modules)
    fields = re.findall(r"^(\w+) +(\d+):(\d+) +(\w+) += (\d+)", text, re.M)
    assert len(fields) > 20
    places = [module.spd for module in modules] + [None] * (2 - len(modules))
    run = boot(memory_rom, "--trace", "msr", "--stop-on", "post:43", memory=places)
    for register, high, low, name, value in fields:
        written = re.findall(rf"msr write {REGISTERS[register]} ([0-9A-F:]+)", run.output, re.I)
        assert written, run.output[-3000:]
        word = int(written[-1].replace(":", ""), 16)
        assert word >> int(low) & (1 << int(high) - int(low) + 1) - 1 == int(value), name


def test_every_time_says_its_margin(tmp_path):
    text = explain(tmp_path, [spd.module(3, density=512, width=16, ranks=1, grade=400)])
    margins = re.findall(r"; (\d+) ps, at (?:least|most) (\d+) ps, margin (\d+) ps", text)
    assert len(margins) >= 7


def test_a_refused_module_is_explained(tmp_path):
    module = spd.module(3)
    module.spd = spd.with_bytes(module.spd, {21: 0x26})
    path = tmp_path / "0.bin"
    path.write_bytes(module.spd)
    done = subprocess.run(["make", "-s", "explain", "BOARD=amd/norwich", f"SPD={path}"], cwd=TOP,
                          capture_output=True, text=True, check=False, timeout=120)
    assert "a registered module (SPD byte 21 is 26)" in done.stdout
