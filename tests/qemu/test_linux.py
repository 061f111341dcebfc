# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux from ROM to its shell, and what it finds there."""

import re

import pytest

from harness.build import build_rom
from harness.linux import Shell

VARIANT = """CONFIG_NORMAL_SIZE_KB=0
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER="linux"
CONFIG_PAYLOAD_LINUX_COMPRESS=y
CONFIG_PAYLOAD_LINUX_{form}=y
CONFIG_PAYLOAD_COMPRESSION_{method}=y
CONFIG_STAGE_COMPRESSION_{method}=y
"""
# What Linux says when firmware left something undone or wrong.
COMPLAINTS = (r"BAR \d+: (assigned|no space|failed|can't)|can't (claim|assign)|conflict|"
              r"no compatible bridge window|invalid BAR|\[Firmware Bug\]|ACPI (BIOS )?(Error|"
              r"Warning)|nobody cared|Unable to handle|WARNING:|Oops|DMAR:")


def complaints(shell):
    """Lines of the kernel log that complain about the firmware."""
    return [line for line in shell.run("dmesg").splitlines() if re.search(COMPLAINTS, line)]


@pytest.mark.parametrize("method", ["NONE", "LZ4", "LZMA", "NRV2B"])
@pytest.mark.parametrize("form", ["BZIMAGE", "ELF"])
def test_linux_boots_from_rom_to_a_shell(machine, form, method):
    guest = machine(build_rom(VARIANT.format(form=form, method=method)), memory=256)
    guest.expect(r"geodeboot \S+, ")
    shell = Shell(guest)
    assert "i686" in shell.run("uname -m")
    assert "console=ttyS0" in shell.run("cat /proc/cmdline")
    assert shell.poweroff() == 0


@pytest.fixture
def disks(tmp_path):
    """Two disks whose sectors name themselves."""
    paths = {}
    for name in ("ide", "virtio"):
        paths[name] = tmp_path / f"{name}.img"
        paths[name].write_bytes(b"".join(f"{name} sector {number}\n".encode().ljust(512, b".")
                                         for number in range(8192)))
    return paths


def test_default_image_boots_linux_that_finds_network_and_disks(machine, default_rom, disks):
    guest = machine(default_rom, memory=256, args=[
        "-nic", "user,model=e1000", "-device", "VGA",
        "-drive", f"file={disks['ide']},format=raw,if=ide",
        "-drive", f"file={disks['virtio']},format=raw,if=none,id=v0",
        "-device", "virtio-blk-pci,drive=v0"])
    shell = Shell(guest)
    lease = shell.run("udhcpc -i eth0 -n -q -t 10 && cat /run/dhcp.eth0", timeout=90)
    assert "dhcp_ip='10.0.2.15'" in lease
    assert "1 packets received" in shell.run("ping -c 1 10.0.2.2")
    for device, name in (("sda", "ide"), ("vda", "virtio")):
        sector = shell.run(f"dd if=/dev/{device} bs=512 skip=8000 count=1 2>/dev/null")
        assert f"{name} sector 8000" in sector
        total = shell.run(f"wc -c < /dev/{device}", timeout=120)
        assert int(total.split()[-1]) == 8192 * 512
    assert "ata_piix" in shell.run("dmesg | grep ata_piix")
    assert complaints(shell) == []
    assert shell.poweroff() == 0


def test_linux_without_acpi_gets_its_interrupts_from_the_routing_table(machine):
    rom = build_rom(VARIANT.format(form="BZIMAGE", method="NONE")
                    + 'CONFIG_PAYLOAD_LINUX_CMDLINE="console=ttyS0,115200 acpi=off nolapic"\n')
    guest = machine(rom, memory=256, args=["-nic", "user,model=e1000"])
    shell = Shell(guest)
    lease = shell.run("udhcpc -i eth0 -n -q -t 10 && cat /run/dhcp.eth0", timeout=90)
    assert "dhcp_ip='10.0.2.15'" in lease
    assert re.search(r"XT-PIC.*eth0", shell.run("cat /proc/interrupts"))
    assert complaints(shell) == []
