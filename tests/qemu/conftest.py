# SPDX-License-Identifier: GPL-2.0-or-later
"""Fixtures for tests that boot ROM images in QEMU (doc/testing.md)."""

import os
import re
import sys

import pytest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness.build import SMALL, build_rom, compile_payload  # noqa: E402
from harness.machine import Machine  # noqa: E402
from harness.paths import BUILD, LOGS  # noqa: E402
from harness.rom import Rom  # noqa: E402


@pytest.fixture(scope="session")
def default_rom():
    """Path of the QEMU target's image, as `make` builds it."""
    return build_rom()


@pytest.fixture(scope="session")
def small_rom():
    """Path of a 1 MiB image without payloads."""
    return build_rom(SMALL)


@pytest.fixture
def rom_copy(tmp_path):
    """Function: a Rom to change, copied from an image's path."""
    def copy(original, name="copy.rom"):
        return Rom(original, tmp_path / name)
    return copy


@pytest.fixture
def machine(request):
    """Function: starts a Machine; see harness.machine for the arguments. It ends with the test."""
    started = []

    def start(rom, **options):
        name = re.sub(r"[^\w.-]+", "-", request.node.nodeid.split("tests/")[-1]).strip("-")
        number = f".{len(started) + 1}" if started else ""
        started.append(Machine(rom, os.path.join(LOGS, f"{name}{number}.log"), **options))
        return started[-1]

    yield start
    for one in started:
        one.close()


@pytest.fixture(scope="session")
def hello():
    """Function: path of a payload ELF that prints `payload NAME runs` and powers off."""
    def build(name, *flags):
        folder = os.path.join(BUILD, "tests", "payloads")
        os.makedirs(folder, exist_ok=True)
        key = re.sub(r"\W+", "_", "-".join((name, *flags)))
        out = os.path.join(folder, f"hello-{key}.elf")
        if not os.path.exists(out):
            partial = f"{out}.{os.getpid()}"
            compile_payload("hello.c", partial, f'-DNAME="{name}"', *flags)
            os.replace(partial, out)
        return out
    return build


@pytest.fixture
def payload_rom(small_rom, rom_copy):
    """Function: a small Rom whose regions boot payloads, given as {region: [(title, path), ...]}.

    Each is added as ELF payload `img/<title>` in the order given; the manifests are made to agree.
    """
    def make(compression="none", **regions):
        rom = rom_copy(small_rom)
        for region, payloads in regions.items():
            for title, path in payloads:
                rom.add_payload(region, f"img/{title}", path, compression)
            rom.add_text(region, "bootorder",
                         "".join(f"{title}  img/{title}\n" for title, _ in payloads))
            rom.update_manifest(region)
        return rom
    return make
