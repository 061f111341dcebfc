# SPDX-License-Identifier: GPL-2.0-or-later
"""geodesim as a child process, driven over its first serial port."""

import os
import re
import subprocess
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
GEODESIM = os.path.join(TOP, "build", "geodesim", "geodesim")
DEBIAN = os.path.join(TOP, "build", "debian")
# Programs and disks that tests make; each of several processes that test has its own.
WORK = os.path.join(TOP, "build", "geodesim", "linux",
                    os.environ.get("PYTEST_XDIST_WORKER", "main"))
BUSYBOX = os.path.join(DEBIAN, "busybox-static", "bin", "busybox")
PROMPT = "geodesim# "


def scaled(seconds):
    """A time limit, longer where GEODEBOOT_TEST_SLOWNESS says that the machine is slow."""
    return seconds * float(os.environ.get("GEODEBOOT_TEST_SLOWNESS", "1"))


def kernel():
    """Path of Debian's 686 kernel."""
    boot = os.path.join(DEBIAN, "linux-image-686", "boot")
    return os.path.join(boot, next(n for n in os.listdir(boot) if n.startswith("vmlinuz-")))


def linux_options(initrd, memory=64, append=""):
    """The options that start Linux with `initrd`."""
    return ["--bare-linux", kernel(), "--initrd", initrd, "--ram", str(memory), "--append",
            f"console=ttyS0,115200 nokaslr {append}".strip()]


def run(options, timeout=300, check=None, cwd=None):
    """Runs geodesim to its end; the finished process. check: the exit status it must have."""
    done = subprocess.run([GEODESIM, *map(str, options)], capture_output=True, check=False,
                          stdin=subprocess.DEVNULL, timeout=scaled(timeout), cwd=cwd)
    if check is not None:
        assert done.returncode == check, (done.returncode, done.stderr[-2000:],
                                          done.stdout[-2000:])
    return done


class Sim:
    """A running geodesim; use it in a with statement."""

    def __init__(self, options, log):
        self.output = bytearray()
        self.position = 0
        self.ended = False
        self.changed = threading.Condition()
        self.log = open(log, "wb", buffering=0)
        self.process = subprocess.Popen([GEODESIM, *map(str, options), "--serial", "stdio"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.reader.join(10)
        self.log.close()

    def _read(self):
        while True:
            data = os.read(self.process.stdout.fileno(), 65536)
            with self.changed:
                self.output += data
                self.log.write(data)
                self.ended = not data
                self.changed.notify_all()
            if not data:
                return

    def expect(self, pattern, timeout=60):
        """Waits for the regular expression behind the last match; returns the match."""
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
                assert not self.ended and left > 0, \
                    f"no {pattern!r}; the guest said last:\n{text[-2000:]}"
                self.changed.wait(left)

    def send(self, text):
        """Types text."""
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def shell(self, command, timeout=60):
        """Runs a command in the guest's shell; (output, status)."""
        self.send(command + '; echo "=done $?="\n')
        start = self.position
        match = self.expect(r"=done (\d+)=\n", timeout)
        self.expect(re.escape(PROMPT), timeout)
        text = self.output.decode("utf-8", "replace").replace("\r", "")
        return text[start:match.start()], int(match[1])
