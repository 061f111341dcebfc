# SPDX-License-Identifier: GPL-2.0-or-later
"""A QEMU machine driven over its serial port, as a user at a terminal would drive it."""

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time

from .paths import scaled
from .qmp import Qmp

QEMU = "qemu-system-i386"
CMOS_INDEX, CMOS_DATA = 0x70, 0x71


class Machine:
    """QEMU's 'pc' with a ROM image. Use it in a with statement: it never outlives the block.

    rom: image for -bios, or None for QEMU's own firmware.
    memory: MiB. cpu: -cpu. args: more QEMU options, in front of which nothing but the
    board, the serial port and the monitor is set: no network, no display.
    cmos: {index: value} written before the first instruction.
    icount: one instruction per nanosecond of guest time (deterministic, TSC counts instructions).
    reboot: let the guest reset; otherwise a reset ends QEMU.
    log: file that gets the command line and everything the guest says.
    """

    def __init__(self, rom, log, memory=128, cpu=None, args=(), cmos=None, icount=False,
                 reboot=False, machine="pc", stopped=False):
        self.folder = tempfile.mkdtemp(prefix="geodeboot-qemu.")
        monitor = os.path.join(self.folder, "monitor")
        self.command = [QEMU, "-M", machine, "-accel", "tcg", "-m", str(memory),
                        "-display", "none", "-vga", "none", "-nic", "none", "-serial", "stdio",
                        "-qmp", f"unix:{monitor},server=on,wait=off"]
        if rom:
            self.command += ["-bios", str(rom)]
        if cpu:
            self.command += ["-cpu", cpu]
        if icount:
            self.command += ["-icount", "shift=0,sleep=off"]
        if not reboot:
            self.command += ["-no-reboot"]
        if cmos or stopped:
            self.command += ["-S"]
        self.command += [str(argument) for argument in args]
        self.log_path = str(log)
        self.output = bytearray()
        self.position = 0
        self.changed = threading.Condition()
        self.ended = False
        self.monitor_path = monitor
        self._qmp = None
        os.makedirs(os.path.dirname(self.log_path), exist_ok=True)
        self.log = open(self.log_path, "wb", buffering=0)
        self.log.write((" ".join(self.command) + "\n\n").encode())
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        try:
            if cmos:
                for index, value in cmos.items():
                    self.write_cmos(index, value)
                if not stopped:
                    self.resume()
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _read(self):
        while True:
            data = os.read(self.process.stdout.fileno(), 65536)
            with self.changed:
                if data:
                    self.output += data
                    self.log.write(data)
                else:
                    self.ended = True
                self.changed.notify_all()
            if not data:
                return

    @property
    def text(self):
        """Everything the guest has said so far, without carriage returns."""
        with self.changed:
            return self.output.decode("utf-8", "replace").replace("\r", "")

    def expect(self, pattern, timeout=60):
        """Waits until the regular expression appears behind the last match; returns the match.

        Fails with the end of the output when it does not come, or at once when QEMU ends.
        """
        compiled = re.compile(pattern, re.MULTILINE)
        limit = time.monotonic() + scaled(timeout)
        with self.changed:
            while True:
                text = self.output.decode("utf-8", "replace").replace("\r", "")
                match = compiled.search(text, self.position)
                if match:
                    self.position = match.end()
                    return match
                left = limit - time.monotonic()
                if self.ended or left <= 0:
                    why = "QEMU ended" if self.ended else f"{scaled(timeout):.0f} s went by"
                    raise AssertionError(f"{why} without {pattern!r}; the guest said last:\n"
                                         + "\n".join(text[self.position:].splitlines()[-40:])
                                         + f"\n(all of it: {self.log_path})")
                self.changed.wait(left)

    def send(self, text):
        """Types on the serial console."""
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def wait_exit(self, timeout=60):
        """Waits until QEMU ends by itself; its exit status."""
        try:
            status = self.process.wait(scaled(timeout))
        except subprocess.TimeoutExpired:
            tail = "\n".join(self.text.splitlines()[-40:])
            raise AssertionError(f"QEMU still ran after {scaled(timeout):.0f} s; the guest said "
                                 f"last:\n{tail}\n(all of it: {self.log_path})") from None
        self.reader.join(10)
        return status

    @property
    def qmp(self):
        """The machine protocol connection, made when first used."""
        if self._qmp is None:
            self._qmp = Qmp(self.monitor_path, scaled(20))
        return self._qmp

    def monitor(self, line):
        """A command of the human monitor; its output."""
        return self.qmp.human(line)

    def resume(self):
        """Lets a stopped machine run."""
        self.qmp.command("cont")

    def write_cmos(self, index, value):
        """Sets one CMOS byte; the machine must be stopped."""
        self.monitor(f"o /b {CMOS_INDEX:#x} {index:#x}")
        self.monitor(f"o /b {CMOS_DATA:#x} {value:#x}")

    def read_cmos(self, index):
        """One CMOS byte; the machine must be stopped."""
        self.monitor(f"o /b {CMOS_INDEX:#x} {index:#x}")
        return int(self.monitor(f"i /b {CMOS_DATA:#x}").split("=")[-1], 16)

    def registers(self):
        """The registers by lower-case name, as numbers (general ones and EIP)."""
        found = re.findall(r"\b(E[A-Z]{2})=([0-9a-f]{8})", self.monitor("info registers"))
        return {name.lower(): int(value, 16) for name, value in found}

    def close(self):
        """Ends QEMU, whatever it does."""
        if self._qmp:
            self._qmp.close()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.reader.join(10)
        self.process.stdin.close()
        self.process.stdout.close()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)
