# SPDX-License-Identifier: GPL-2.0-or-later
"""PCI torture: whatever is plugged in, our assignment is sound, and Linux agrees with it."""

import re

import pytest

from harness import pci
from harness.build import build_rom
from harness.linux import Shell

LINUX = """CONFIG_NORMAL_SIZE_KB=0
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER="linux"
"""
MEMORY_MB = 256


def bridges(count, start=3, bus="pci.0"):
    """Options for `count` bridges side by side, named b0 on."""
    return [option for number in range(count) for option in
            ("-device", f"pci-bridge,id=b{number},chassis_nr={number + 1},bus={bus},"
                        f"addr={start + number:#x}")]


def nested(depth):
    """Options for bridges one behind the other, with cards behind each."""
    options, bus = [], "pci.0"
    for level in range(depth):
        options += ["-device", f"pci-bridge,id=n{level},chassis_nr={level + 1},bus={bus},addr=5"]
        bus = f"n{level}"
        options += ["-device", f"e1000,bus={bus},addr=1", "-device", f"rtl8139,bus={bus},addr=2",
                    "-device", f"qemu-xhci,bus={bus},addr=3",
                    "-device", f"pci-testdev,bus={bus},addr=4,membar={1 << 20 + level}"]
    return options


def ivshmem(size, bus="pci.0"):
    """Options for a shared-memory card with a 64-bit prefetchable BAR."""
    return ["-object", f"memory-backend-ram,id=m{size},size={size},share=on",
            "-device", f"ivshmem-plain,memdev=m{size},bus={bus}"]


MACHINES = {
    "25 cards": ["-nodefaults", "-device", "VGA"] + [
        option for number in range(25) for option in
        ("-device", ("e1000", "rtl8139", "virtio-rng-pci", "qemu-xhci", "pci-testdev",
                     "ich9-ahci", "pcnet")[number % 7])],
    "5 bridges one behind the other": nested(5),
    "prefetchable 512 MiB and 64 MiB behind a bridge":
        bridges(1) + ivshmem("512M") + ivshmem("64M", "b0") + ["-device", "VGA"],
    "prefetchable 1 GiB": ivshmem("1G") + ["-device", "e1000"],
    "10 bridges with I/O": bridges(10) + [
        option for number in range(10) for option in
        ("-device", f"rtl8139,bus=b{number},addr=1", "-device", f"e1000,bus=b{number},addr=2")],
    "bridges side by side and behind": bridges(3) + [
        "-device", "pci-bridge,id=c0,chassis_nr=11,bus=b1,addr=7",
        "-device", "e1000,bus=c0,addr=3", "-device", "ich9-usb-uhci1,bus=b0,addr=4",
        "-device", "virtio-rng-pci,bus=b2,addr=1"] + ivshmem("128M", "c0"),
}


@pytest.fixture(scope="session")
def linux_rom():
    """A ROM that boots Linux, with room for a test payload."""
    return build_rom(LINUX)


@pytest.fixture
def assigned(machine, payload_rom, hello):
    """Function: boots a payload; our log, and regions and windows as QEMU decodes them then."""
    def boot(devices):
        rom = payload_rom(NORMAL=[("probe", hello("probe"))])
        guest = machine(rom.path, memory=MEMORY_MB, args=["-no-shutdown", *devices])
        guest.expect("payload probe runs")
        pci.wait_stopped(guest)
        regions, windows = pci.read(guest)
        return guest.text, regions, windows
    return boot


def linux_view(machine, rom, devices):
    """Boots Linux with the devices: its resources, and what it said of PCI."""
    guest = machine(rom, memory=MEMORY_MB, args=devices)
    shell = Shell(guest, timeout=300)
    return pci.linux_resources(shell), shell.run("dmesg | grep -i pci")


def assert_linux_agrees(regions, seen):
    """Linux has every BAR that we assigned at its address, and no other."""
    ours = {(region.device, region.bar): (region.address, region.end) for region in regions
            if region.address != pci.UNMAPPED and region.bar != pci.EXPANSION_ROM}
    theirs = {key: value for key, value in seen.items() if value[0] >= 0x1000}
    moved = {key: (ours.get(key), theirs.get(key)) for key in ours.keys() | theirs.keys()
             if ours.get(key) != theirs.get(key)}
    assert not moved, "device and BAR: (ours, Linux's) " + str(
        {key: [hex(end) for pair in values if pair for end in pair]
         for key, values in moved.items()})


@pytest.mark.parametrize("name", MACHINES)
def test_everything_fits_and_linux_agrees(machine, assigned, linux_rom, name):
    text, regions, windows = assigned(MACHINES[name])
    assert "no room" not in text
    unmapped = [str(region) for region in regions
                if region.address == pci.UNMAPPED and region.bar != pci.EXPANSION_ROM]
    assert not unmapped
    assert pci.problems(regions, windows, MEMORY_MB << 20) == []
    seen, log = linux_view(machine, linux_rom, MACHINES[name])
    assert_linux_agrees(regions, seen)
    assert not re.search(r"BAR \d+: (assigned|no space|failed)|can't claim|conflict|"
                         "no compatible bridge window", log), log


def test_memory_that_cannot_fit_is_named_and_the_rest_works(machine, assigned, linux_rom):
    devices = ["-device", "pci-testdev,membar=4G,addr=9", "-device", "e1000,addr=a",
               *ivshmem("64M")]
    text, regions, windows = assigned(devices)
    line = re.search(r"^.*no room for.*$", text, re.MULTILINE)
    assert line and "00:09.0" in line[0] and re.search("4 GiB|4096 MiB", line[0]), text
    assert pci.problems(regions, windows, MEMORY_MB << 20) == []
    left = {(region.device, region.bar) for region in regions
            if region.address == pci.UNMAPPED and region.bar != pci.EXPANSION_ROM}
    assert {device for device, _ in left} == {"00:09.0"}
    _, log = linux_view(machine, linux_rom, devices)
    assert "conflict" not in log


def test_full_io_space_names_who_goes_without(machine, assigned, linux_rom):
    devices = bridges(20) + [option for number in range(20) for option in
                             ("-device", f"rtl8139,bus=b{number},addr=1")]
    text, regions, windows = assigned(devices)
    assert pci.problems(regions, windows, MEMORY_MB << 20) == []
    cards = [region for region in regions if region.kind == pci.IO and region.device[:2] != "00"]
    without = {region.device for region in cards if region.address == pci.UNMAPPED}
    assert len(cards) == 20
    assert 4 <= len(without) <= 10, "64 KiB hold at most 15 windows of 4 KiB"
    named = set(re.findall(r"^([0-9a-f]{2}:[0-9a-f]{2}\.\d)\S* no room for .* (?:of )?I/O", text,
                           re.MULTILINE))
    assert without <= named, text
    memory = [region for region in regions if region.kind == pci.MEMORY
              and region.address == pci.UNMAPPED and region.bar != pci.EXPANSION_ROM]
    assert not memory, "cards without I/O keep their memory"
    seen, log = linux_view(machine, linux_rom, devices)
    assert "conflict" not in log
    ours = {(region.device, region.bar): region.address for region in regions
            if region.address != pci.UNMAPPED and region.bar != pci.EXPANSION_ROM}
    assert {key: seen[key][0] for key in ours} == ours


def test_no_pci_card_at_all(assigned):
    text, regions, windows = assigned(["-nodefaults"])
    assert pci.problems(regions, windows, MEMORY_MB << 20) == []
    assert "no room" not in text
