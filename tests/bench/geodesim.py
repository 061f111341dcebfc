#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""geodesim's speed beside Bochs (Debian's package) on the same code, in the same run.

Writes build/bench/geodesim.tsv: for each kind of work the guest instructions, the processor
seconds each simulator needed for them (start-up subtracted), and instructions per second. The
Linux boot runs to the first program; its instructions are geodesim's count. Bochs has no Geode
board, so the boot on one stands alone. Arguments choose rows: integer, memory, string, x87, linux,
board.
"""

import os
import re
import resource
import struct
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
GEODESIM = os.path.join(TOP, "build", "geodesim", "geodesim")
DEBIAN = os.path.join(TOP, "build", "debian")
SOURCE = os.path.join(TOP, "tests", "bench", "geodesim")
OUT = os.path.join(TOP, "build", "bench")
BOOT_END = b"GUEST READY"
# Rounds of each kind: some seconds of work for the slower simulator.
KINDS = (("integer", 0, 4000), ("memory", 1, 300), ("string", 2, 4000), ("x87", 3, 1500))
LINUX_MIB = 128
BOCHSRC = """config_interface: textconfig
display_library: rfb, options="timeout=0"
romimage: file={rom}, address=0xffff0000
vgaromimage: file={folder}/vga.rom
megs: {megs}
cpu: model=p2_klamath, count=1, ips=500000000, reset_on_triple_fault=0
clock: sync=none, time0=1000000000
plugin_ctrl: es1370=0, sb16=0, e1000=0, ne2k=0, speaker=0, gameport=0, voodoo=0
pci: enabled=1, chipset=i440fx
com1: enabled=1, mode=file, dev={folder}/serial
log: {folder}/bochs.log
panic: action=fatal
error: action=ignore
info: action=ignore
{more}
"""


def cpu_seconds(command, **more):
    """Processor seconds a command needs; (seconds, finished process)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL,
                          timeout=1200, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime, done


def assemble(folder, source, *flags):
    """A 64 KiB ROM from one assembly file."""
    elf, rom = os.path.join(folder, "rom.elf"), os.path.join(folder, "rom.bin")
    subprocess.run(["i686-linux-gnu-gcc", "-nostdlib", "-static", "-Wl,-Ttext=0xffff0000,-e0,"
                    "--build-id=none", *flags, "-o", elf, os.path.join(SOURCE, source)],
                   check=True)
    subprocess.run(["i686-linux-gnu-objcopy", "-O", "binary", elf, rom], check=True)
    return rom


def bochs_command(folder, rom, megs=64, more=""):
    """Prepares Bochs; its command line. Its debugger build is told to run at once."""
    vga = bytearray(512)
    vga[0:4] = b"\x55\xaa\x01\xcb"
    vga[511] = -sum(vga) & 255
    files = {"vga.rom": vga, "commands": b"c\nq\n",
             "rc": BOCHSRC.format(folder=folder, rom=rom, megs=megs, more=more).encode()}
    for name, content in files.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    return ["bochs", "-q", "-f", os.path.join(folder, "rc"), "-rc",
            os.path.join(folder, "commands")]


def loops(folder, kind, rounds):
    """(instructions, geodesim seconds, Bochs seconds) of one kind of work."""
    flags = (f"-DKIND={kind}", f"-DROUNDS={rounds}")
    rom = assemble(folder, "loops.S", *flags, "-DGEODE")
    ours, done = cpu_seconds([GEODESIM, "--rom", rom, "--exit-port", "0x8900", "--serial", "null"])
    assert done.returncode == 64 + ord("S"), done.stderr
    count = int(re.search(rb"instructions: (\d+)", done.stderr)[1])
    rom = assemble(folder, "loops.S", *flags)
    theirs, done = cpu_seconds(bochs_command(folder, rom))
    assert b"shutdown requested" in done.stdout + done.stderr, (done.stdout + done.stderr)[-1000:]
    return count, ours, theirs


def linux_files(folder):
    """Paths of kernel and initial ramdisk."""
    boot = os.path.join(DEBIAN, "linux-image-686", "boot")
    kernel = os.path.join(boot, next(n for n in os.listdir(boot) if n.startswith("vmlinuz-")))
    initrd = os.path.join(folder, "initrd.gz")
    run = os.path.join(TOP, "tests", "geodesim", "run", "rootfs.list")
    subprocess.run([os.path.join(TOP, "util", "mkinitramfs"), "--kernel",
                    os.path.join(DEBIAN, "linux-image-686"), "--var",
                    "BUSYBOX=" + os.path.join(DEBIAN, "busybox-static"), "--compress", "gzip",
                    "-o", initrd, run], check=True, cwd=TOP)
    return kernel, initrd


def zero_page(kernel, initrd_at, initrd_size, line_at):
    """The boot parameters of the 32-bit boot protocol."""
    page = bytearray(4096)
    end = 0x202 + kernel[0x201]
    page[0x1f1:end] = kernel[0x1f1:end]
    page[0x210] = 0xff
    struct.pack_into("<III", page, 0x214, 0x100000, initrd_at, initrd_size)
    struct.pack_into("<I", page, 0x228, line_at)
    struct.pack_into("<QQIQQI", page, 0x2d0, 0, 0xa0000, 1, 0x100000,
                     (LINUX_MIB << 20) - 0x100000, 1)
    page[0x1e8] = 2
    return bytes(page)


def bochs_boot(folder, kernel, initrd, line):
    """Processor seconds until the first program speaks; None when it does not come."""
    with open(kernel, "rb") as file:
        image = file.read()
    size = os.path.getsize(initrd)
    at = ((LINUX_MIB << 20) - size) & ~4095
    setup = (image[0x1f1] + 1) * 512
    with open(initrd, "rb") as file:
        ramdisk = file.read()
    parts = ((0x90000, zero_page(image, at, size, 0x91000) + line.encode() + b"\0"),
             (0x100000, image[setup:]), (at, ramdisk))
    table, content = b"", b""
    for where, part in parts:
        part += bytes(-len(part) % 512)
        table += struct.pack("<III", where, 1 + len(content) // 512, len(part) // 512)
        content += part
    cylinders = (512 + len(content)) // (16 * 63 * 512) + 1
    disk = (table.ljust(512, b"\0") + content).ljust(cylinders * 16 * 63 * 512, b"\0")
    path = os.path.join(folder, "disk.img")
    with open(path, "wb") as file:
        file.write(disk)
    more = "ata0: enabled=1, ioaddr1=0x1f0, ioaddr2=0x3f0, irq=14\n" \
           f"ata0-master: type=disk, path={path}, mode=flat, cylinders={cylinders}, heads=16, spt=63"
    rom = assemble(folder, "linux.S")
    process = subprocess.Popen(bochs_command(folder, rom, LINUX_MIB, more),
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    try:
        limit = time.monotonic() + 1200
        while time.monotonic() < limit and process.poll() is None:
            time.sleep(0.2)
            with open(f"/proc/{process.pid}/stat", encoding="ascii") as file:
                ticks = int(file.read().rsplit(")", 1)[1].split()[11])
            path = os.path.join(folder, "serial")
            if os.path.exists(path):
                with open(path, "rb") as file:
                    if BOOT_END in file.read():
                        return ticks / os.sysconf("SC_CLK_TCK")
        return None
    finally:
        process.kill()
        process.wait()


def our_boot(folder, options, line):
    """(instructions, seconds) of geodesim's Linux boot."""
    kernel, initrd = linux_files(folder)
    ours, done = cpu_seconds([GEODESIM, "--bare-linux", kernel, "--initrd", initrd, *options,
                              "--append", line, "--serial", "null", "--stop-on",
                              "text:" + BOOT_END.decode(), "--time", "120"])
    assert done.returncode == 0, done.stderr
    return int(re.search(rb"instructions: (\d+)", done.stderr)[1]), ours


def linux(folder):
    """(instructions, geodesim seconds, Bochs seconds or None) of the Linux boot."""
    kernel, initrd = linux_files(folder)
    line = "console=ttyS0,115200 nokaslr acpi=off noapic"
    count, ours = our_boot(folder, ["--ram", str(LINUX_MIB)], line)
    return count, ours, bochs_boot(folder, kernel, initrd, line)


def main():
    """Measures, prints and writes the table."""
    os.makedirs(OUT, exist_ok=True)
    wanted = sys.argv[1:]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        _, base_ours, base_theirs = loops(folder, 0, 1)
        for name, kind, rounds in KINDS:
            if not wanted or name in wanted:
                count, ours, theirs = loops(folder, kind, rounds)
                rows.append((name, count, ours - base_ours, theirs - base_theirs))
        if not wanted or "linux" in wanted:
            rows.append(("linux boot", *linux(folder)))
        if not wanted or "board" in wanted:
            line = "console=ttyS0,115200 nokaslr acpi=off noapic pci=conf1"
            rows.append(("linux on a board",
                         *our_boot(folder, ["--board", "amd/norwich"], line), None))
    lines = ["work\tguest instructions\tgeodesim s\tBochs s\tgeodesim M/s\tBochs M/s\ttimes Bochs"]
    for name, count, ours, theirs in rows:
        other = f"{theirs:.2f}\t{count / ours / 1e6:.1f}\t{count / theirs / 1e6:.1f}\t" \
                f"{theirs / ours:.2f}" if theirs else f"-\t{count / ours / 1e6:.1f}\t-\t-"
        lines.append(f"{name}\t{count}\t{ours:.2f}\t{other}")
    text = "\n".join(lines) + "\n"
    print(text, end="")
    with open(os.path.join(OUT, "geodesim.tsv"), "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main()
