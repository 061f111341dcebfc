# SPDX-License-Identifier: GPL-2.0-or-later
"""Counts guest instructions from reset to a payload's entry and to the first line of a kernel.

Both counts are QEMU's own, not times: with -icount shift=0 the guest's clock advances one nanosecond
per instruction, so the time-stamp counter (1 GHz) counts instructions. The test kernel
tests/payloads/entry.S reads it with its first instruction. A real kernel does not print it, so for
its first line the run is recorded (-icount rr=record): the log holds the number of instructions
between any two events, and each byte that goes to the serial port is an event.
"""

import os
import struct
import subprocess
import time

from harness.paths import scaled
from harness.qmp import Qmp

FIRST_LINE = b"Linux version"
BASE = ["qemu-system-i386", "-M", "pc", "-m", "256", "-accel", "tcg", "-display", "none",
        "-vga", "none", "-nic", "none", "-rtc", "base=2007-06-27T12:00:00,clock=vm",
        "-no-reboot"]

# Events of QEMU 7.2's record log: one byte each, then this many bytes of data.
INSTRUCTIONS, CHARACTER_OUT = 0, 22
EVENT_DATA = {INSTRUCTIONS: 4, 1: 0, 2: 0, 3: 8, 4: 8, 8: 8, CHARACTER_OUT: 8, 28: 8, 29: 8}
EVENT_DATA.update({event: 0 for event in [*range(10, 22), *range(30, 48)]})
LOG_HEADER = 12


def to_entry(options):
    """Instructions until the test kernel's first, and everything that was printed on the way."""
    done = subprocess.run(BASE + ["-icount", "shift=0,sleep=off", "-serial", "stdio", *options],
                          capture_output=True, timeout=scaled(120), check=False)
    text = done.stdout.decode("latin-1").replace("\r", "")
    before, found, count = text.rpartition(" tsc ")
    if not found:
        raise RuntimeError(f"{' '.join(options)}: the test kernel did not run:\n{text}\n"
                           f"{done.stderr.decode('latin-1')}")
    return int(count.split()[0], 16), before.rpartition("entry ")[0]


def to_first_line(options, folder):
    """Instructions until the kernel prints the first character of its first line."""
    record = os.path.join(folder, "record")
    serial = os.path.join(folder, "serial")
    monitor = os.path.join(folder, "monitor")
    for path in (record, serial, monitor):
        if os.path.exists(path):
            os.unlink(path)
    command = BASE + ["-icount", f"shift=0,rr=record,rrfile={record}", "-serial",
                      f"file:{serial}", "-qmp", f"unix:{monitor},server=on,wait=off", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        try:
            qmp = Qmp(monitor, scaled(20))
            said = _wait_for_line(serial, process)
            qmp.command("quit")
            process.wait(30)
        finally:
            if process.poll() is None:
                process.kill()
    line = said.index(FIRST_LINE)
    first = said.rindex(b"\n", 0, line) + 1 if b"\n" in said[:line] else 0
    count = _instructions_before_character(record, first)
    os.unlink(record)
    return count


def _wait_for_line(path, process):
    limit = time.monotonic() + scaled(300)
    while time.monotonic() < limit and process.poll() is None:
        if os.path.exists(path):
            with open(path, "rb") as file:
                said = file.read()
            if FIRST_LINE in said and said[said.index(FIRST_LINE):].count(b"\n") > 1:
                return said
        time.sleep(0.2)
    raise RuntimeError(f"the kernel said nothing; QEMU: {process.stderr.read1().decode()}")


def _instructions_before_character(path, number):
    """Sums the instruction counts of a record log up to the output of a character (from 0)."""
    with open(path, "rb") as file:
        log = file.read()
    at, instructions, characters = LOG_HEADER, 0, 0
    while at < len(log):
        event = log[at]
        if event not in EVENT_DATA:
            raise RuntimeError(f"{path}: event {event} at {at} is not known: another QEMU?")
        if event == INSTRUCTIONS:
            instructions += struct.unpack_from(">I", log, at + 1)[0]
        elif event == CHARACTER_OUT:
            if characters == number:
                return instructions
            characters += 1
        at += 1 + EVENT_DATA[event]
    raise RuntimeError(f"{path}: only {characters} characters were recorded")
