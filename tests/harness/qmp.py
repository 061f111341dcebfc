# SPDX-License-Identifier: GPL-2.0-or-later
"""A small client of QEMU's machine protocol (docs/interop/qmp-spec)."""

import json
import socket
import time


class Qmp:
    """One connection to a QEMU that listens on a unix socket."""

    def __init__(self, path, timeout):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self._connect(path, timeout)
        self.file = self.socket.makefile("rw", encoding="utf-8")
        self._read()
        self.command("qmp_capabilities")

    def _connect(self, path, timeout):
        limit = time.monotonic() + timeout
        while True:
            try:
                self.socket.connect(path)
                return
            except OSError:
                if time.monotonic() > limit:
                    raise
                time.sleep(0.02)

    def _read(self):
        line = self.file.readline()
        if not line:
            raise ConnectionError("QEMU closed its monitor")
        return json.loads(line)

    def command(self, name, **arguments):
        """Runs a QMP command; its result."""
        self.file.write(json.dumps({"execute": name, "arguments": arguments}) + "\n")
        self.file.flush()
        while True:
            answer = self._read()
            if "return" in answer:
                return answer["return"]
            if "error" in answer:
                raise RuntimeError(f"QEMU refused {name} {arguments}: {answer['error']['desc']}")

    def human(self, line):
        """Runs a command of the human monitor; its output."""
        return self.command("human-monitor-command", **{"command-line": line})

    def close(self):
        """Ends the connection."""
        self.file.close()
        self.socket.close()
