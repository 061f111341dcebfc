# SPDX-License-Identifier: GPL-2.0-or-later
"""The PCI devices of a machine as QEMU decodes them, and rules that every assignment must obey."""

import time
from dataclasses import dataclass

UNMAPPED = -1
EXPANSION_ROM = 6
MMIO_TOP = 0xFEC00000  # I/O APIC, HPET, local APIC and flash lie from here on
MEMORY, IO = "memory", "io"


@dataclass
class Region:
    """A base address register: device as bus:slot.function, kind, size and where it answers."""
    device: str
    bar: int
    kind: str
    address: int
    size: int

    @property
    def end(self):
        """The last address."""
        return self.address + self.size - 1

    def __str__(self):
        return f"{self.device} BAR {self.bar} {self.kind} {self.address:#x}-{self.end:#x}"


@dataclass
class Window:
    """What a bridge passes on, and the bus behind it."""
    device: str
    bus: int
    last_bus: int
    ranges: dict


def read(machine):
    """The regions and the bridge windows of all devices."""
    regions, windows = [], []
    for bus in machine.qmp.command("query-pci"):
        _walk(bus["devices"], regions, windows)
    return regions, windows


def _walk(devices, regions, windows):
    for device in devices:
        name = f"{device['bus']:02x}:{device['slot']:02x}.{device['function']}"
        regions += [Region(name, region["bar"], region["type"], region["address"], region["size"])
                    for region in device["regions"]]
        if "pci_bridge" in device:
            bus = device["pci_bridge"]["bus"]
            ranges = {kind: (bus[kind]["base"], bus[kind]["limit"])
                      for kind in ("io_range", "memory_range", "prefetchable_range")}
            windows.append(Window(name, bus["secondary"], bus["subordinate"], ranges))
            _walk(device["pci_bridge"].get("devices", []), regions, windows)


def problems(regions, windows, ram_top):
    """Everything that is wrong with an assignment, as a list of sentences."""
    found = []
    mapped = sorted((region for region in regions if region.address != UNMAPPED
                     and region.bar != EXPANSION_ROM), key=lambda r: (r.kind, r.address))
    for region in mapped:
        if region.address % region.size:
            found.append(f"{region} is not aligned")
        if region.kind == MEMORY and not ram_top <= region.address <= region.end < MMIO_TOP:
            found.append(f"{region} is outside of the room for devices")
        if region.kind == IO and not 0x1000 <= region.address <= region.end <= 0xFFFF:
            found.append(f"{region} is outside of the I/O space for cards")
        found += _outside(region, windows)
    for one, other in zip(mapped, mapped[1:]):
        if one.kind == other.kind and one.end >= other.address:
            found.append(f"{one} overlaps {other}")
    return found


def _outside(region, windows):
    """Each bridge above a region must pass the region's addresses on."""
    bus = int(region.device[:2], 16)
    kinds = ("io_range",) if region.kind == IO else ("memory_range", "prefetchable_range")
    return [f"{region} is not behind a window of bridge {window.device} ({window.ranges})"
            for window in windows if window.bus <= bus <= window.last_bus
            and not any(window.ranges[kind][0] <= region.address
                        and region.end <= window.ranges[kind][1] for kind in kinds)]


def linux_resources(shell):
    """What Linux says of each device: {(device, bar): (first, last)} of BARs that are in use."""
    output = shell.run("cd /sys/bus/pci/devices; for d in *; do echo dev $d; cat $d/resource; "
                       "done; cd", timeout=120)
    found, device, index = {}, None, 0
    for line in output.splitlines():
        words = line.split()
        if words[:1] == ["dev"]:
            device, index = words[1][5:], 0
            continue
        first, last, flags = (int(word, 16) for word in words)
        if index < EXPANSION_ROM and flags:
            found[device, index] = (first, last)
        index += 1
    return found


def wait_stopped(machine, seconds=30):
    """Waits until a machine started with -no-shutdown has been switched off by its guest."""
    limit = time.monotonic() + seconds
    while machine.qmp.command("query-status")["running"]:
        assert time.monotonic() < limit, "the guest did not switch off"
        time.sleep(0.05)
