# SPDX-License-Identifier: GPL-2.0-or-later
"""The error every image tool ends with: a message that names the file or option to change."""


class ImageError(Exception):
    """Something the user can put right; the text says what and how."""


def kib(size):
    """A size for people: KiB with one digit, or bytes when that is all there is."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:.1f} KiB" if size % 1024 else f"{size // 1024} KiB"
