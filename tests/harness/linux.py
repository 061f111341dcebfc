# SPDX-License-Identifier: GPL-2.0-or-later
"""The shell of the Linux payload, driven over the serial console."""

PROMPT = r"^geodeboot:\S* # |^geodeboot:\S*# "
# Read line by line without editing: ash's own line editor would repeat what it reads.
READER = ("stty -echo; dmesg -n 1; while IFS= read -r command; do "
          "eval \"$command\"; printf \"\\n=done %s=\\n\" $?; done")


class Shell:
    """A Linux payload's shell; made when the machine has been started, waits for its prompt."""

    def __init__(self, machine, timeout=180):
        self.machine = machine
        machine.expect(PROMPT, timeout)
        machine.send(f"exec sh -c '{READER}'\n")
        machine.send("echo ready=$((40 + 2))\n")
        machine.expect(r"ready=42\n\n=done 0=\n", 60)

    def run(self, command, timeout=60, status=0):
        """Runs a command line; its output. Fails unless it ends with `status` (None: any)."""
        start = self.machine.position
        self.machine.send(command + "\n")
        match = self.machine.expect(r"\n=done (\d+)=\n", timeout)
        output = self.machine.text[start:match.start()]
        assert status is None or int(match[1]) == status, \
            f"{command!r} ended with {match[1]}:\n{output}"
        return output

    def poweroff(self, timeout=60):
        """Shuts the machine down as a user does; QEMU's exit status."""
        self.machine.send("poweroff\n")
        return self.machine.wait_exit(timeout)
