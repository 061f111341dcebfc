# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs the stock tools; a failed step says what it was for and what the tool said."""

import os
import shutil
import subprocess
import sys

from .errors import ImageError

PACKAGE = {"cbfstool": "coreboot-utils", "fmaptool": "coreboot-utils",
           "cbfs-compression-tool": "coreboot-utils"}
# Debian puts cbfstool into sbin, which is not on every user's path.
SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


def run(command, purpose):
    """Runs a command; raises ImageError with the tool's own words when it fails."""
    program = shutil.which(command[0], path=SEARCH)
    if program is None:
        package = PACKAGE.get(command[0])
        how = f"install the package {package} (util/install-deps does)" if package \
            else "run make to build it"
        raise ImageError(f"{purpose}: {command[0]} is not there: {how}")
    command = [program] + [str(argument) for argument in command[1:]]
    if os.environ.get("V") == "1":
        print("  " + " ".join(command), file=sys.stderr)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False)
    if done.returncode:
        said = "\n    ".join(done.stdout.strip().splitlines()) or f"status {done.returncode}"
        raise ImageError(f"{purpose} failed; {os.path.basename(program)} says:\n    {said}")
    return done.stdout
