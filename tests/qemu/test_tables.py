# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables the firmware leaves: what kernels and the stock tools find in them."""

import base64
import os
import re
import shutil

import pytest

from harness.build import build_rom, make
from harness.disks import Partition, make_disk
from harness.kernel import make_kernel
from harness.linux import Shell
from harness.machine import Machine
from harness.paths import BUILD, LOGS, TOP
from harness.rom import tool

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30
RAM, RESERVED = 1, 2
# The same C library the cross compiler links with runs Debian's i386 programs.
I386_LIBRARIES = "/usr/i686-linux-gnu/lib"
LAYOUT = os.path.join(TOP, "mainboard", "emulation", "qemu-i440fx", "cmos.layout")


# --- On machines of every size, with a test kernel that prints what it is given -----------------

@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """Path of the test kernel."""
    return make_kernel(tmp_path_factory.mktemp("kernel"))


@pytest.fixture
def boot_kernel(machine, small_rom, rom_copy, kernel):
    """Function: boots the test kernel; what it said, and the machine."""
    def boot(**options):
        rom = rom_copy(small_rom)
        rom.add("FALLBACK", "img/kernel", kernel)
        rom.add_text("FALLBACK", "bootorder", "kernel  img/kernel\n")
        rom.update_manifest("FALLBACK")
        guest = machine(rom.path, **options)
        guest.expect(r"^end$", 60)
        assert guest.wait_exit() == 0
        return guest.text
    return boot


def e820_map(text):
    """[(base, end, type), ...] from what the test kernel says."""
    return [(int(base, 16), int(base, 16) + int(size, 16), int(kind, 16)) for base, size, kind in
            re.findall(r"^e820 (\w+) (\w+) (\w+)$", text, re.MULTILINE)]


SMALL_LINUX = """CONFIG_NORMAL_SIZE_KB=0
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER="linux-geode"
"""


def value(text, name):
    """A number that the test kernel says."""
    return int(re.search(rf"^{re.escape(name)} (\w+)$", text, re.MULTILINE)[1], 16)


def type_at(ranges, address):
    """Type of the byte at an address, None where there is no range."""
    return next((kind for base, end, kind in ranges if base <= address < end), None)


def check_map(ranges, memory):
    """Asserts that the e820 ranges are those of a machine with so many MiB."""
    low_top = memory * MIB if memory < 3584 else 3 * GIB
    high = memory * MIB - low_top

    for (_, end, _), (base, _, _) in zip(ranges, ranges[1:]):
        assert end <= base, f"overlap or disorder at {base:#x}"
    assert ranges[0] == (0, 0x1000, RESERVED)
    assert ranges[1] == (0x1000, 640 * KIB, RAM)
    assert all(kind != RAM or base >= MIB for base, end, kind in ranges[2:])
    assert type_at(ranges, 0xF0000) == RESERVED
    # RAM from 1 MiB on, at its top the firmware's own part, less than 1 MiB of it.
    main = next(entry for entry in ranges if entry[0] == MIB)
    assert main[2] == RAM
    assert 0 < low_top - main[1] < MIB
    assert next(entry for entry in ranges if entry[0] == main[1]) == (main[1], low_top, RESERVED)
    # Above it only what devices have, and RAM beyond 4 GiB.
    above = [entry for entry in ranges if entry[0] >= low_top]
    assert [entry for entry in above if entry[2] == RAM] == (
        [(4 * GIB, 4 * GIB + high, RAM)] if high else [])
    assert type_at(ranges, 0xFFFFFFF0) == RESERVED
    assert type_at(ranges, 0xFEE00000) == RESERVED
    assert type_at(ranges, 0xFEC00000) == RESERVED
    assert type_at(ranges, 0xFE000000) is None


@pytest.mark.parametrize("memory", [32, 64, 128, 256, 1024, 3583, 3584, 5120])
def test_e820_is_right_for_every_memory_size(boot_kernel, memory):
    check_map(e820_map(boot_kernel(memory=memory)), memory)


def check_printed_map(text, memory):
    """Asserts that the kernel's log shows the e820 ranges of a machine with so many MiB."""
    found = re.findall(r"BIOS-e820: \[mem 0x(\w+)-0x(\w+)\] (usable|reserved)", text)
    check_map([(int(base, 16), int(last, 16) + 1, RAM if kind == "usable" else RESERVED)
               for base, last, kind in found], memory)


@pytest.mark.parametrize("memory", [64, 128, 256, 1024, 3584])
def test_linux_prints_the_right_e820(machine, default_rom, memory):
    guest = machine(default_rom, memory=memory)
    guest.expect(r"Kernel command line:", 60)
    check_printed_map(guest.text, memory)


# Debian's kernel needs more than 32 MiB, the one of our own payload does not.
def test_small_linux_reaches_its_shell_in_32_mib_and_prints_the_right_e820(machine):
    guest = machine(build_rom(SMALL_LINUX), memory=32)
    shell = Shell(guest)
    check_printed_map(guest.text, 32)
    assert "modprobe" not in guest.text
    assert shell.run("uname -r").strip().startswith("6.1.")


def test_entry_points_are_where_an_os_searches(boot_kernel):
    text = boot_kernel(memory=64)
    assert 0xF0000 <= value(text, "RSD PTR") < 0x100000
    assert 0xF0000 <= value(text, "_SM_") < 0x100000
    assert 0xF0000 <= value(text, "$PIR") < 0x100000
    assert value(text, "base memory") == 640
    ranges = e820_map(text)
    assert type_at(ranges, value(text, "rsdp")) == RESERVED


def test_machine_without_power_management_gets_no_acpi_but_a_routing_table(boot_kernel):
    text = boot_kernel(memory=64, machine="pc,acpi=off")
    assert value(text, "rsdp") == 0
    assert value(text, "RSD PTR") == 0
    assert value(text, "$PIR") != 0
    assert "ACPI: no power management hardware found, no tables." in text


# --- In Linux -------------------------------------------------------------------------------------

def make_tools(folder):
    """A disk with cbmem and Debian's nvramtool for the guest; its path."""
    make(["build/util/i686/cbmem"])
    tool(os.path.join(TOP, "util", "debian-fetch"), os.path.join(BUILD, "debian"), "coreboot-utils")
    files = {"cbmem": os.path.join(BUILD, "util", "i686", "cbmem"),
             "nvramtool": os.path.join(BUILD, "debian", "coreboot-utils", "usr", "sbin", "nvramtool"),
             "nvram": b"#!/bin/sh\nexec /tools/ld-linux.so.2 --library-path /tools "
                      b"/tools/nvramtool \"$@\"\n"}
    for name in ("ld-linux.so.2", "libc.so.6"):
        files[name] = os.path.join(I386_LIBRARIES, name)
    return make_disk(str(folder / "tools.img"), Partition("ext4", 16, files))


INSTALL_TOOLS = ("mkdir -p /mnt /tools && mount -t ext4 -o ro /dev/sda1 /mnt && "
                 "cp /mnt/* /tools/ 2>/dev/null; chmod +x /tools/* && umount /mnt")


def disk_arguments(path):
    """QEMU's options for an IDE disk that is never changed."""
    return ["-drive", f"file={path},format=raw,if=ide,snapshot=on"]


@pytest.fixture(scope="module")
def tools_disk(tmp_path_factory):
    """Path of the disk with the tools."""
    return make_tools(tmp_path_factory.mktemp("tools"))


@pytest.fixture(scope="module")
def linux(default_rom, tools_disk):
    """The shell of a booted Linux for tests that only look; the machine is its .machine."""
    with Machine(default_rom, os.path.join(LOGS, "qemu-test_tables-linux.log"), memory=256,
                 args=disk_arguments(tools_disk)) as guest:
        shell = Shell(guest)
        shell.run(INSTALL_TOOLS)
        yield shell


def test_linux_finds_nothing_wrong_with_the_tables(linux):
    log = linux.run("dmesg")
    assert "ACPI: Interpreter enabled" in log
    assert "ACPI: PM: (supports S0 S5)" in log
    assert "Using IOAPIC for interrupt routing" in log
    assert not re.search(r"ACPI (BIOS )?(Error|Warning)|\[Firmware (Bug|Warn|Info)\]|Invalid PMTimer|"
                         r"(bad|[Ii]ncorrect) checksum|DMI not present", log)


def test_firmware_log_is_read_back(linux):
    said = linux.machine.text.split("Linux version")[0]
    log = linux.run("/tools/cbmem -c")
    lines = [line for line in said.splitlines()
             if re.match(r"geodeboot |Booting |RAM: |PCI: |Tables: ", line)]
    assert len(lines) == 5
    for line in lines:
        assert line in log.splitlines()
    assert len(log) > len(said) / 2
    # The kernel's own reader finds the same through ACPI and the coreboot table.
    assert lines[0] in linux.run("cat /sys/firmware/log")


def test_timestamps_are_read_back_in_order(linux):
    names = re.findall(r"^ *\d+  (\S.*?)  +(\d+) us", linux.run("/tools/cbmem -t"), re.MULTILINE)
    order = ["start of bootblock", "start of romstage", "after RAM initialization",
             "start of ramstage", "device enumeration", "write tables", "load payload",
             "jump to payload"]
    found = [name for name, _ in names if name in order]
    assert found == order
    times = [int(time) for _, time in names]
    assert times == sorted(times)
    assert 0 < times[-1] < 60_000_000


def test_table_listing_shows_memory_board_and_objects(linux):
    listing = linux.run("/tools/cbmem -l")
    for expected in ("Emulation, QEMU x86 i440fx", "firmware tables", "port 3f8, 115200 baud",
                     "memory console", "boot_option", "debug_level", "sum at bit 704"):
        assert expected in listing


def test_smbios_in_sysfs(linux):
    names = {name: linux.run(f"cat /sys/class/dmi/id/{name}").strip() for name in
             ("bios_vendor", "bios_version", "bios_date", "sys_vendor", "product_name",
              "board_vendor", "board_name", "chassis_vendor")}
    version = re.search(r"geodeboot (\S+),", linux.machine.text)[1]
    assert names["bios_vendor"] == "geodeboot"
    assert names["bios_version"] == version
    assert re.fullmatch(r"\d\d/\d\d/\d{4}", names["bios_date"])
    assert names["sys_vendor"] == names["board_vendor"] == names["chassis_vendor"] == "Emulation"
    assert names["product_name"] == names["board_name"] == "QEMU x86 i440fx"
    raw = from_guest(linux, "/sys/firmware/dmi/tables/DMI")
    structures = dmi_structures(raw)
    assert [kind for kind, _, _ in structures] == [0, 1, 2, 3, 4, 16, 17, 19, 32, 127]
    memory = next(body for kind, body, _ in structures if kind == 17)
    assert int.from_bytes(memory[12:14], "little") == 256
    cpu = next(strings for kind, _, strings in structures if kind == 4)
    assert "GenuineIntel" in cpu


def from_guest(shell, path):
    """The bytes of a file in the guest."""
    return base64.b64decode(shell.run(f"base64 {path}"))


def dmi_structures(raw):
    """[(type, formatted part, strings), ...] of an SMBIOS table."""
    found = []
    while raw:
        kind, length = raw[0], raw[1]
        end = raw.index(b"\0\0", length)
        strings = [text.decode() for text in raw[length:end].split(b"\0") if text]
        found.append((kind, raw[:length], strings))
        raw = raw[end + 2:]
    return found


def test_iasl_understands_every_acpi_table_as_linux_sees_it(linux, tmp_path):
    names = [name for name in linux.run("ls /sys/firmware/acpi/tables").split()
             if re.fullmatch(r"[A-Z]{4}\d?", name)]
    assert sorted(names) == ["APIC", "DSDT", "FACP", "FACS", "SSDT"]
    text = {}
    for name in names:
        path = tmp_path / f"{name}.aml"
        path.write_bytes(from_guest(linux, f"/sys/firmware/acpi/tables/{name}"))
        others = ["-e", tmp_path / "SSDT.aml"] if name == "DSDT" and "SSDT" in text else []
        log = tool("iasl", "-vs", *others, "-d", path)
        assert "rror" not in log.replace("0 Errors", ""), log
        text[name] = (tmp_path / f"{name}.dsl").read_text(encoding="utf-8")
    assert "Name (MMIB, 0x10000000)" in text["SSDT"]
    assert '"BOOT0000"' in text["DSDT"]
    assert re.search(r"SCI Interrupt : 0009", text["FACP"])
    assert re.search(r"Address : 0+0CF9\n", text["FACP"])
    assert re.search(r"Source : 00\n.*Interrupt : 0+2$", text["APIC"], re.MULTILINE)
    # The wiring of the board: INTA of device 3 ends on PIRQ C, and that on IRQ 11.
    assert re.search(r"0x0003FFFF,\s+(0x00|Zero),\s+(0x00|Zero),\s+0x0B", text["DSDT"])


def test_nvramtool_finds_layout_and_checksum_in_the_table(linux):
    values = linux.run("/tools/nvram -t -a")
    assert "boot_option = Fallback" in values
    assert "last_boot = Normal" in values
    assert "reboot_counter = 0x1" in values
    assert "debug_level = Default" in values
    assert "0x" in linux.run("/tools/nvram -c")
    assert "QEMU x86 i440fx" in linux.run("/tools/nvram -l mainboard")
    assert "option_checksum" in linux.run("/tools/nvram -l")


def test_option_set_by_nvramtool_counts_after_the_next_reset(machine, default_rom, tools_disk):
    guest = machine(default_rom, memory=256, reboot=True, args=disk_arguments(tools_disk))
    shell = Shell(guest)
    shell.run(INSTALL_TOOLS)
    shell.run("/tools/nvram -t -w debug_level=Debug")
    shell.run("/tools/nvram -t -w boot_option=Normal")
    assert "debug_level = Debug" in shell.run("/tools/nvram -t -a")
    before = guest.text
    assert "Booting NORMAL" in before
    guest.send("reboot -f\n")
    guest.expect(r"Booting NORMAL", 60)
    guest.expect(r"Linux version", 60)
    second = guest.text[len(before):]
    assert len(second.split("Linux version")[0]) > len(before.split("Linux version")[0]) * 1.2
    assert "CMOS options are not valid" not in second


def test_host_nvramtool_reads_the_layout_and_defaults_of_the_image(default_rom, tmp_path):
    image = shutil.copyfile(default_rom, tmp_path / "image.rom")
    for name in ("cmos_layout.bin", "cmos.default"):
        tool("cbfstool", image, "extract", "-r", "FALLBACK", "-n", name, "-f", tmp_path / name)
    listing = tool("nvramtool", "-y", LAYOUT, "-D", tmp_path / "cmos.default", "-a")
    assert "boot_option = Fallback" in listing
    assert "debug_level = Default" in listing
    tool("nvramtool", "-y", LAYOUT, "-L", tmp_path / "expected")
    assert (tmp_path / "cmos_layout.bin").read_bytes() == (tmp_path / "expected").read_bytes()


def test_processor_like_the_geode_has_no_apic_and_linux_takes_the_8259(machine, default_rom):
    guest = machine(default_rom, memory=256, cpu="pentium,family=5,model=10,stepping=2,"
                    "vendor=AuthenticAMD,+cmov,+3dnow,+3dnowext,+mmxext,-apic",
                    args=["-nic", "user,model=e1000"])
    shell = Shell(guest)
    log = shell.run("dmesg")
    assert "ACPI: Using PIC for interrupt routing" in log
    assert "ACPI: APIC" not in log
    assert not re.search(r"ACPI (BIOS )?(Error|Warning)|\[Firmware Bug\]", log)
    lease = shell.run("udhcpc -i eth0 -n -q -t 10 && cat /run/dhcp.eth0", timeout=90)
    assert "dhcp_ip='10.0.2.15'" in lease
    assert shell.poweroff() == 0


def test_power_button_switches_the_machine_off(linux):
    # The last test on this machine.
    linux.machine.monitor("system_powerdown")
    linux.machine.expect("Power button pressed", 60)
    assert linux.machine.wait_exit(60) == 0
