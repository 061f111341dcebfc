# SPDX-License-Identifier: GPL-2.0-or-later
"""ACPI on the boards: tables, power button, switching off, and what Linux makes of them."""

import os
import re
import struct

import pytest

from conftest import BARE, EXIT_PORT, EXIT_RIGHT
from harness.build import build_rom, compile_payload
from harness.disks import Partition, make_disk
from harness.paths import TOP
from harness.rom import Rom, tool

BOARDS = ("amd/norwich", "amd/db800", "pcengines/alix1c", "pcengines/alix2d")
NO_BUTTON = ("pcengines/alix2d",)
FADT_RESET_REGISTER, FADT_NO_POWER_BUTTON, FADT_NO_RTC = 1 << 10, 1 << 4, 1 << 6


def payload_rom(board, folder, fragment="", name="acpi"):
    """Path of a ROM of a board that runs one of the tests' payloads."""
    rom = Rom(build_rom(BARE + fragment, target=board), folder / f"{name}.rom")
    rom.add_payload("NORMAL", f"img/{name}", compile_payload(
        f"{name}.c", folder / f"{name}.elf", f"-DEXIT_PORT={EXIT_PORT}"))
    rom.add_text("NORMAL", "bootorder", f"{name}  img/{name}\n")
    rom.update_manifest("NORMAL")
    return rom.path


class Tables:
    """What the payload acpi.c printed."""

    def __init__(self, output):
        self.at = {}
        self.data = {}
        for name, address, text in re.findall(r"^table (\S+) ([0-9a-f]+): ([0-9a-f]+)$", output,
                                              re.M):
            self.at[name], self.data[name] = int(address, 16), bytes.fromhex(text)

    def fadt(self, offset, form="<I"):
        """A field of the FADT."""
        return struct.unpack_from(form, self.data["FACP"], offset)[0]

    def source(self, name, folder):
        """The table's source by iasl, which must not complain; the others are known to it."""
        for other in ("DSDT", "SSDT"):
            (folder / f"{other.lower()}.dat").write_bytes(self.data[other])
        (folder / f"{name.lower()}.dat").write_bytes(self.data[name])
        others = {"DSDT": ["-e", str(folder / "ssdt.dat")],
                  "SSDT": ["-e", str(folder / "dsdt.dat")]}.get(name, [])
        said = tool("iasl", "-ve", *others, "-d", str(folder / f"{name.lower()}.dat"))
        assert not re.search(r"error|warning", said, re.I), said
        return (folder / f"{name.lower()}.dsl").read_text(encoding="ascii")


def wiring_of_prt(source):
    """{(device, pin): IRQ} of a DSDT's _PRT."""
    rows = re.findall(r"Package \(0x04\)\s*\{\s*(\w+),\s*(\w+),\s*(\w+),\s*(\w+)\s*\}", source)
    number = {"Zero": 0, "One": 1}
    rows = [[number[n] if n in number else int(n, 16) for n in row] for row in rows]
    assert all(row[0] & 0xffff == 0xffff and row[2] == 0 for row in rows)
    return {(row[0] >> 16, row[1]): row[3] for row in rows}


def wiring_of_pirq(pirq):
    """{(device, pin): the IRQs it may have} of a $PIR."""
    wiring = {}
    for at in range(32, len(pirq), 16):
        for pin in range(4):
            link, irqs = struct.unpack_from("<BH", pirq, at + 2 + 3 * pin)
            if link:
                wiring[pirq[at + 1] >> 3, pin] = [n for n in range(16) if irqs >> n & 1]
    return wiring


def check_fadt(tables, board):
    """What an operating system takes from the FADT hangs together."""
    base = tables.fadt(56)
    flags = tables.fadt(112)
    assert tables.fadt(40) == tables.at["DSDT"] == tables.fadt(140, "<Q")
    assert tables.fadt(36) == tables.at["FACS"] == tables.fadt(132, "<Q")
    assert tables.at["FACS"] % 64 == 0
    assert tables.fadt(48) == 0 and base % 64 == 0
    # Event, control, timer and general event blocks: place, length, and their twins with 64 bits
    for block, length, offset, bytes_, twin in ((56, 88, 0, 4, 148), (64, 89, 8, 2, 172),
                                                (76, 91, 0x10, 4, 208), (80, 92, 0x18, 8, 220)):
        assert tables.fadt(block) == base + offset and tables.fadt(length, "<B") == bytes_
        assert struct.unpack_from("<BBBBQ", tables.data["FACP"], twin) == (
            1, 8 * bytes_, 0, 0, base + offset)
    # No C2, no C3; alarm date and century in CMOS; the reset register is port 92h
    assert tables.fadt(96, "<H") > 100 and tables.fadt(98, "<H") > 1000
    assert tables.data["FACP"][106:109] == b"\x3d\x3e\x32"
    assert flags & FADT_RESET_REGISTER and not flags & FADT_NO_RTC
    assert bool(flags & FADT_NO_POWER_BUTTON) == (board in NO_BUTTON)
    assert struct.unpack_from("<BBBBQB", tables.data["FACP"], 116) == (1, 8, 0, 1, 0x92, 1)


@pytest.mark.parametrize("board", BOARDS)
def test_tables_power_button_and_switching_off(boot, board, tmp_path):
    script = "timeout 20\nexpect switching off\nwait 3\nstop\n"
    if board not in NO_BUTTON:
        script = ("timeout 20\nexpect waiting for power button\nwait 0.1\npress power 0.001\n"
                  "expect switching off\nwait 3\npress power 0.001\n"
                  "expect waiting for power button\nstop\n")
    run = boot(payload_rom(board, tmp_path), board=board, seconds=20, script=script)
    tables = Tables(run.output.partition("switching off")[0])
    for name, data in tables.data.items():
        assert name == "FACS" or sum(data) & 0xff == 0, name
    check_fadt(tables, board)
    for name in ("FACP", "SSDT"):
        tables.source(name, tmp_path)
    prt = wiring_of_prt(tables.source("DSDT", tmp_path))
    pirq = wiring_of_pirq(tables.data["$PIR"])
    assert pirq and {place: [prt[place]] for place in pirq} == pirq
    # 3.579545 MHz
    assert abs(int(re.search(r"^timer (\w+)", run.output, re.M)[1], 16) - 35795) < 40
    assert "general events 00000040" in run.output and "enabled 00000400" in run.output
    sci = tables.fadt(46, "<H")
    assert sci in (9, 5)
    if board not in NO_BUTTON:
        assert "status 00000100" in run.output
        assert f"interrupts {1 << sci:08x}\ninterrupts afterwards 00000000" in run.output
    assert run.status == 0 and "still on" not in run.output, run.output[-500:]
    assert run.violations() == run.warnings() == 0, run.output[-2000:]


RESUME = "CONFIG_ACPI_RESUME=y\n"


@pytest.mark.parametrize("board", ("amd/norwich", "amd/db800"))
def test_ram_and_devices_are_as_they_were_after_suspend_to_ram(boot, board, tmp_path):
    run = boot(payload_rom(board, tmp_path, RESUME, "suspend"), board=board, seconds=30,
               script="timeout 20\nexpect press early\npress power 0.001\nexpect suspending\n"
                      "wait 5\npress power 0.001\nexpect as it was\nwait 1\n")
    # An event that came first: the machine stays on, and the system that waits for its wake sees it.
    assert "still on\nstatus 00008100\nstatus cleared 00000000\n" in run.output
    assert "Booting NORMAL: waking up" in run.output
    assert re.findall(r"^awake\nstatus (\w+)\nenabled (\w+)\ncontrol (\w+)$", run.output, re.M) == [
        ("00008100", "00000100", "00000001"), ("00008400", "00000400", "00000001")]
    assert run.status == EXIT_RIGHT and run.violations() == 0, run.output[-3000:]


GRUB = """CONFIG_NORMAL_SIZE_KB=384
CONFIG_NORMAL_BOOT_ORDER="grub"
CONFIG_FALLBACK_BOOT_ORDER=""
"""
GRUB_CONFIG = b"""set timeout=0
menuentry linux {
	linux /boot/vmlinuz console=ttyS0,115200 cryptomgr.notests no_console_suspend
	initrd /boot/initrd
}
"""
DEBIAN = os.path.join(TOP, "build", "debian")
# What is typed at the prompts; the power button is pressed where it is waited for.
SHELL = (
    "dmesg -n 1; modprobe button; modprobe evdev; modprobe sd_mod; modprobe pata_cs5536; sleep 1; "
    "cat /proc/bus/input/devices; ls /sys/bus/acpi/devices; cat /proc/interrupts",
    "cd /sys/devices/system/clocksource/clocksource0; echo acpi_pm > current_clocksource; "
    "echo clocksource $(cat current_clocksource); cd /; sleep 1; "
    "grep . /sys/firmware/acpi/interrupts/ff_pwr_btn; cat /sys/power/state /sys/power/mem_sleep",
    ("(hexdump -n 16 -e '4/4 \"%x \" \"\\n\"' /dev/input/event0; echo pressed) & sleep 1; echo press; wait",
     "press"),
    "dd if=/dev/sda of=/tmp/before bs=1M count=12; tail -c 4194304 /bin/busybox > /tmp/b; "
    "md5sum /tmp/before /tmp/b",
    ("echo suspending; echo mem > /sys/power/state; echo awake", "suspending"),
    "echo 3 > /proc/sys/vm/drop_caches; md5sum /tmp/before /tmp/b; "
    "dd if=/dev/sda of=/tmp/after bs=1M count=12; md5sum /tmp/after; "
    "grep . /sys/firmware/acpi/interrupts/ff_pwr_btn; cat /proc/interrupts; "
    "dmesg | grep -iE 'acpi|PM:|irq|clocksource|ata1|bug|warn|error' | tail -60; echo listed",
)


def shell_script(steps):
    """The script of geodesim that types them, each a text, or a text and what the button is pressed after."""
    lines = ["timeout 90", "expect automatically", "send \\n", "expect geodesim#"]
    for step in steps:
        text, press = step if isinstance(step, tuple) else (step, None)
        # The script's own backslashes
        lines.append("send " + text.replace("\\", "\\\\") + "; echo done-$((6*7))\\n")
        if press:
            lines += [f"expect {press}", "wait 4", "press power 0.01"]
        lines += ["expect done-42", "expect geodesim#"]
    return "\n".join(lines) + "\n"


# Off, and on again by the button
SWITCH_OFF = ("send poweroff -f\\n\nexpect Power down\nwait 3\npress power 0.01\nexpect Booting NORMAL\n"
              "stop\n")


def make_linux_disk(folder, modules):
    """A disk with GRUB's configuration, Debian's 686 kernel and a small root file system with modules; its path."""
    run_tests = os.path.join(TOP, "tests", "geodesim", "run")
    (folder / "modules.list").write_text(f"module {modules}\n", encoding="ascii")
    kernel = os.path.join(DEBIAN, "linux-image-686")
    tool(os.path.join(TOP, "util", "mkinitramfs"), "--kernel", kernel, "--var",
         "BUSYBOX=" + os.path.join(DEBIAN, "busybox-static"), "--compress", "gzip", "-o",
         folder / "initrd", os.path.join(run_tests, "rootfs.list"), folder / "modules.list")
    image = next(name for name in os.listdir(os.path.join(kernel, "boot"))
                 if name.startswith("vmlinuz-"))
    return make_disk(str(folder / "disk.img"), Partition("ext2", 16, {
        "/boot/grub/grub.cfg": GRUB_CONFIG, "/boot/vmlinuz": os.path.join(kernel, "boot", image),
        "/boot/initrd": str(folder / "initrd")}))


@pytest.fixture(scope="module")
def linux_disk(tmp_path_factory):
    """Such a disk with what the test below wants."""
    return make_linux_disk(tmp_path_factory.mktemp("disk"), "button evdev pata_cs5536 sd_mod")


def test_linux_takes_events_suspends_to_ram_and_switches_off(boot, linux_disk):
    rom = build_rom(GRUB + RESUME, target="amd/norwich")
    run = boot(rom, "--disk", linux_disk, "--snapshot", seconds=120, timeout=900,
               script=shell_script(SHELL) + SWITCH_OFF)
    text = run.output
    assert "ACPI: PM: (supports S0 S3 S5)" in text and "[deep]" in text
    assert not re.search(r"ACPI (BIOS )?(Error|Warning|Exception)|Firmware Bug|ACPI: \[Firmware", text)
    assert 'Name="Power Button"' in text
    assert re.search(r"^ +9: +\d+ +XT-PIC +acpi", text, re.M)
    assert "clocksource acpi_pm" in text and "ACPI0007:00" in text
    # EV_KEY, KEY_POWER, down
    assert re.search(r"740001 1\s*$", text, re.M) and "pressed" in text
    sums = re.findall(r"\b([0-9a-f]{32})  /tmp/(\w+)$", text, re.M)
    assert len(sums) == 5
    for names in (("before", "after"), ("b",)):
        assert len({value for value, name in sums if name in names}) == 1, sums
    assert run.status == 0 and run.violations() == 0, text[-3000:]
