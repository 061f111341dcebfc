# SPDX-License-Identifier: GPL-2.0-or-later
"""Inputs for the image tools made on the spot: no stage or payload of a real build is needed."""

import os
import struct
import subprocess
import sys

sys.dont_write_bytecode = True
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "util"))

GCC = "i686-linux-gnu-gcc"
VENDOR, PART = "Emulation", "Test board"
LINKER_SCRIPT = """
PHDRS { all PT_LOAD FLAGS(5); }
SECTIONS { . = 0x100000; .text : { *(.text .rodata) } :all /DISCARD/ : { *(*) } }
"""


def bootblock(rom_kb, vendor=VENDOR, part=PART):
    """A bootblock that only has the identification at its end."""
    strings = vendor.encode() + b"\0" + part.encode() + b"\0"
    size = 1024
    words = struct.pack("<3I", size, size - len(vendor) - 1, rom_kb * 1024)
    return strings.ljust(size - 0x1C, b"\xff") + words + b"\xeb\xfe" + bytes(14)


class Inputs:
    """Files and command line of one mkimage run; change `options` or files before run()."""

    def __init__(self, folder):
        self.folder = folder
        self.out = folder / "test.rom"
        self.options = {"ROM_SIZE_KB": 512, "NORMAL_SIZE_KB": 256,
                        "STAGE_COMPRESSION_LZ4": "y", "PAYLOAD_COMPRESSION_LZMA": "y",
                        "NORMAL_BOOT_ORDER": '"first second"', "FALLBACK_BOOT_ORDER": '"first"',
                        "MAINBOARD_VENDOR": f'"{VENDOR}"', "MAINBOARD_PART": f'"{PART}"'}
        self.nrv2b = os.path.join(TOP, "build", "util", "nrv2b")
        (folder / "bootblock.bin").write_bytes(bootblock(512))
        (folder / "ramstage.bin").write_bytes(b"ramstage code " * 2000)
        self.link("romstage.elf", "--emit-relocs")
        self.payloads = {}
        self.payload("first", [("img/first", "elf", self.link("first.elf"), "payload")])
        text = self.write("second.raw", bytes(range(256)) * 100)
        self.payload("second", [("img/second", "raw", text, "payload"),
                                ("img/second.initrd", "raw", text, "none")])

    def write(self, name, content):
        """A file in the test's folder; its path."""
        (self.folder / name).write_bytes(content)
        return str(self.folder / name)

    def link(self, name, *flags):
        """A small ELF whose one word of data holds an address."""
        source = self.folder / "stage.S"
        source.write_text(".globl _start\n_start: jmp _start\n.align 4\n.long _start\n"
                          ".fill 3000, 1, 0x61\n")
        script = self.folder / "stage.ld"
        script.write_text(LINKER_SCRIPT)
        out = self.folder / name
        subprocess.run([GCC, "-nostdlib", "-static", "-Wl,-T," + str(script),
                        "-Wl,--build-id=none", *["-Wl," + flag for flag in flags], "-o", str(out),
                        str(source)], check=True, capture_output=True)
        return str(out)

    def payload(self, name, files, bootline=None):
        """A recipe's output folder."""
        folder = self.folder / "payloads" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "files").write_text("".join("\t".join(file) + "\n" for file in files))
        (folder / "bootline").write_text((bootline or f"{name}  img/{name}") + "\n")
        self.payloads[name] = folder

    def run(self, *more):
        """Runs mkimage; the completed process."""
        config = self.folder / "config"
        config.write_text("# a comment\n" + "".join(
            f"CONFIG_{name}={value}\n" for name, value in self.options.items()))
        command = [os.path.join(TOP, "util", "mkimage"), "--config", config, "--out", self.out,
                   "--bootblock", self.folder / "bootblock.bin",
                   "--romstage", self.folder / "romstage.elf",
                   "--ramstage", self.folder / "ramstage.bin", "--nrv2b", self.nrv2b,
                   "--version", "1.0-test", *more]
        for folder in self.payloads.values():
            command += ["--payload-dir", folder]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def image(self):
        """Runs mkimage, which must succeed; the image's bytes."""
        done = self.run()
        assert done.returncode == 0, done.stderr
        return self.out.read_bytes()

    def failure(self, *more):
        """Runs mkimage, which must fail and leave no image; its message."""
        done = self.run(*more)
        assert done.returncode == 1, f"status {done.returncode}: {done.stdout}{done.stderr}"
        assert not self.out.exists()
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr


def cbfstool(*arguments):
    """Debian's cbfstool; its output."""
    done = subprocess.run(["/usr/sbin/cbfstool", *map(str, arguments)], capture_output=True,
                          text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
