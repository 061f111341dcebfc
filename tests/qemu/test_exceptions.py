# SPDX-License-Identifier: GPL-2.0-or-later
"""What the console shows when the firmware itself faults."""

import os
import socket
import tempfile
import time

import pytest

from harness.cmos import cmos
from harness.paths import scaled

EIP = 8  # number of the register in gdb's protocol for i386
SCRATCH = 0x8000  # conventional memory that nobody uses while the menu waits


class Gdb:
    """QEMU's gdb stub, as far as planting an instruction needs it (gdb manual, appendix E)."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(scaled(20))
        self.received = b""
        limit = time.monotonic() + scaled(20)
        while True:
            try:
                self.socket.connect(path)
                return
            except OSError:
                assert time.monotonic() < limit, "no gdb stub"
                time.sleep(0.05)

    def send(self, text):
        """Sends a packet."""
        self.socket.sendall(f"${text}#{sum(text.encode()) & 0xff:02x}".encode())

    def packet(self):
        """The text of the next packet from QEMU."""
        while True:
            start = self.received.find(b"$")
            end = self.received.find(b"#", start)
            if 0 <= start < end and len(self.received) >= end + 3:
                text = self.received[start + 1:end]
                self.received = self.received[end + 3:]
                self.socket.sendall(b"+")
                return text.decode("latin-1")
            self.received += self.socket.recv(4096)

    def set(self, text):
        """Sends a packet that is answered with OK; reports of the stop may come before it."""
        self.send(text)
        answer = self.packet()
        while answer.startswith("T"):
            answer = self.packet()
        assert answer == "OK", f"{text}: {answer}"

    def stop(self):
        """Waits until the guest stands, and makes single registers writable."""
        self.send("?")
        assert self.packet()[0] in "ST"
        self.send("qXfer:features:read:target.xml:0,ffb")
        while "<target>" not in self.packet():
            pass


@pytest.mark.parametrize("code, fault", [
    ("0f0b", r"6 \(invalid opcode\)"),
    ("31c9f7f1", r"0 \(divide error\)"),
    ("b8f87f00008ed8", r"13 \(general protection\) in ramstage, error code 00007ff8"),
], ids=["invalid opcode", "division by zero", "selector behind the table"])
def test_fault_shows_stage_registers_and_vector_and_halts(machine, payload_rom, hello, code,
                                                          fault):
    folder = tempfile.mkdtemp(prefix="geodeboot-gdb.")
    path = os.path.join(folder, "stub")
    rom = payload_rom(NORMAL=[("first", hello("first"))])
    guest = machine(rom.path, cmos=cmos(boot_timeout=9), args=[
        "-chardev", f"socket,id=stub,path={path},server=on,wait=off", "-gdb", "chardev:stub"])
    guest.expect("Press any key within")
    guest.send(" ")
    guest.expect("NORMAL boot menu")
    gdb = Gdb(path)
    gdb.stop()
    gdb.set(f"M{SCRATCH:x},{len(code) // 2:x}:{code}")
    gdb.set(f"P{EIP:x}={SCRATCH.to_bytes(4, 'little').hex()}")
    gdb.send("c")
    assert "in ramstage" in guest.expect(f"Exception {fault}.*\n").group(0)
    guest.expect(r"eip 0000800\d cs [0-9a-f]{4} eflags [0-9a-f]{8}")
    guest.expect(r"eax [0-9a-f]{8} ebx [0-9a-f]{8} ecx [0-9a-f]{8} edx [0-9a-f]{8}")
    time.sleep(1)
    assert guest.process.poll() is None, "halted, not reset"
    assert "payload first runs" not in guest.text
    gdb.socket.close()
    os.unlink(path)
    os.rmdir(folder)
