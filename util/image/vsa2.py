# SPDX-License-Identifier: GPL-2.0-or-later
"""AMD's SMI handler VSA2: the user's file, and whether it can be one."""

from .errors import ImageError

# Name in CBFS, and limit: src/include/smm/vsa2.h.
NAME = "vsa2"
MAX_SIZE = 128 * 1024
# The entry's first instructions: mov $0x10, %al; out %al, $0x80.
ENTRY = 0x20
SIGNATURE = bytes((0xB0, 0x10, 0xE6, 0x80))


def checked(config):
    """Path of the image that the configuration names; an ImageError when it cannot be one."""
    path = config.text("VSA2_FILE", "")
    if not path:
        raise ImageError("CONFIG_SMM_VSA2 wants AMD's image, but CONFIG_VSA2_FILE is empty: set it "
                         "to the file's path, or choose another SMI handler")
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError as error:
        raise ImageError(f"cannot read CONFIG_VSA2_FILE=\"{path}\": {error.strerror}") from error
    if not data:
        raise ImageError(f"CONFIG_VSA2_FILE=\"{path}\" is empty")
    if len(data) > MAX_SIZE:
        raise ImageError(f"CONFIG_VSA2_FILE=\"{path}\" has {len(data)} bytes; more than {MAX_SIZE} "
                         "do not fit into the handler's memory")
    entry = data[ENTRY:ENTRY + len(SIGNATURE)]
    if entry != SIGNATURE:
        raise ImageError(f"CONFIG_VSA2_FILE=\"{path}\" is no VSA2 image: at offset "
                         f"{ENTRY:#x} there is \"{entry.hex(' ')}\", not \"{SIGNATURE.hex(' ')}\"; a "
                         "compressed file must be expanded first")
    return path
