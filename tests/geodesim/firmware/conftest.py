# SPDX-License-Identifier: GPL-2.0-or-later
"""geodeboot on a simulated Geode board: ROMs, runs, what they said."""

import os
import re
import subprocess
import sys
import tempfile

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), os.pardir)]

from harness.build import build_rom, compile_payload  # noqa: E402
from harness.paths import BUILD, LOGS, TOP, scaled  # noqa: E402
from harness.rom import Rom  # noqa: E402

GEODESIM = os.path.join(TOP, "build", "geodesim", "geodesim")
EXIT_PORT = 0x2F0
EXIT_RIGHT = 64
# No payload: a test adds its own.
BARE = """CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER=""
"""


class Run:
    """A run that has ended."""

    def __init__(self, status, output, summary):
        self.status = status
        self.output = output
        self.summary = summary

    def value(self, name):
        """A number of the summary."""
        return float(re.search(rf"^{name}: ([0-9.]+)", self.summary, re.M)[1])

    def violations(self):
        """How many rules for firmware were violated."""
        return int(self.value("violations"))

    def warnings(self):
        """How many warnings there were."""
        return int(self.value("warnings"))


@pytest.fixture
def boot(request, tmp_path):
    """Function: runs a board with a ROM and further options of geodesim; the Run."""
    def run(rom, *options, board="amd/norwich", seconds=30, script=None, memory=None, timeout=120):
        command = [GEODESIM, "--board", board, "--rom", str(rom), "--strict", "--full-speed",
                   "--serial", "stdout", "--time", str(seconds), "--exit-port", str(EXIT_PORT),
                   "--summary", str(tmp_path / "summary")]
        if memory is not None:
            places = []
            for slot, spd in enumerate(memory):
                places.append("none")
                if spd is not None:
                    places[-1] = str(tmp_path / f"{slot}.spd")
                    with open(places[-1], "wb") as file:
                        file.write(spd)
            command += ["--ram", ",".join(places)]
        if script is not None:
            (tmp_path / "script").write_text(script, encoding="ascii")
            command += ["--script", str(tmp_path / "script")]
        command += map(str, options)
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, check=False, timeout=scaled(timeout))
        # The serial line, then geodesim's own words: characters go on arriving while the firmware goes on.
        output = (done.stdout + b"\n" + done.stderr).decode("utf-8", "replace").replace("\r", "")
        os.makedirs(LOGS, exist_ok=True)
        name = re.sub(r"\W+", "_", request.node.name)
        with open(os.path.join(LOGS, f"firmware-{name}.log"), "a", encoding="utf-8") as log:
            log.write(" ".join(command) + "\n" + output + "\n")
        return Run(done.returncode, output, (tmp_path / "summary").read_text(encoding="utf-8"))
    return run


def ramsum():
    """Path of the payload that sums RAM up."""
    folder = os.path.join(BUILD, "tests", "payloads")
    os.makedirs(folder, exist_ok=True)
    out = os.path.join(folder, "ramsum.elf")
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as partial:
        pass
    compile_payload("ramsum.c", partial.name, f"-DEXIT_PORT={EXIT_PORT}")
    os.replace(partial.name, out)
    return out


def add_ramsum(rom, region):
    """Makes a region boot the payload that sums RAM up."""
    rom.add_payload(region, "img/ramsum", ramsum())
    rom.add_text(region, "bootorder", "ramsum  img/ramsum\n")
    rom.update_manifest(region)


def sum_rom(fragment, folder):
    """Path of a ROM of amd/norwich whose payload sums RAM up."""
    rom = Rom(build_rom(BARE + fragment, target="amd/norwich"), folder / "memory.rom")
    add_ramsum(rom, "NORMAL")
    return rom.path


@pytest.fixture(scope="session")
def memory_rom(tmp_path_factory):
    """That ROM as the target has it."""
    return sum_rom("", tmp_path_factory.mktemp("rom"))


@pytest.fixture
def slower_rom(tmp_path):
    """Function: that ROM with limits of the clocks in MHz."""
    def build(cpu, geodelink):
        return sum_rom(f"CONFIG_GEODE_LX_MAX_CPU_MHZ={cpu}\n"
                       f"CONFIG_GEODE_LX_MAX_GEODELINK_MHZ={geodelink}\n", tmp_path)
    return build
