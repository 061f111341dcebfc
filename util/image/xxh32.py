# SPDX-License-Identifier: GPL-2.0-or-later
"""XXH32, the hash of the manifests (algorithm: xxHash specification, doc/xxhash_spec.md)."""

import struct

PRIME1, PRIME2, PRIME3 = 2654435761, 2246822519, 3266489917
PRIME4, PRIME5 = 668265263, 374761393
MASK = 0xFFFFFFFF


def _rotate(value, bits):
    value &= MASK
    return (value << bits | value >> (32 - bits)) & MASK


def xxh32(data, seed=0):
    """The 32-bit hash of bytes-like `data`, as an integer."""
    size = len(data)
    whole = size & ~15
    if size >= 16:
        a, b = (seed + PRIME1 + PRIME2) & MASK, (seed + PRIME2) & MASK
        c, d = seed, (seed - PRIME1) & MASK
        # The four lanes are written out: images are many MiB and a call per lane costs seconds.
        for w, x, y, z in struct.iter_unpack("<4I", memoryview(data)[:whole]):
            a = (a + w * PRIME2) & MASK
            a = ((a << 13 | a >> 19) & MASK) * PRIME1 & MASK
            b = (b + x * PRIME2) & MASK
            b = ((b << 13 | b >> 19) & MASK) * PRIME1 & MASK
            c = (c + y * PRIME2) & MASK
            c = ((c << 13 | c >> 19) & MASK) * PRIME1 & MASK
            d = (d + z * PRIME2) & MASK
            d = ((d << 13 | d >> 19) & MASK) * PRIME1 & MASK
        value = _rotate(a, 1) + _rotate(b, 7) + _rotate(c, 12) + _rotate(d, 18)
    else:
        value = seed + PRIME5
    value = (value + size) & MASK
    words = whole + ((size - whole) & ~3)
    for (word,) in struct.iter_unpack("<I", memoryview(data)[whole:words]):
        value = _rotate(value + word * PRIME3, 17) * PRIME4 & MASK
    for byte in memoryview(data)[words:]:
        value = _rotate(value + byte * PRIME5, 11) * PRIME1 & MASK
    value = (value ^ value >> 15) * PRIME2 & MASK
    value = (value ^ value >> 13) * PRIME3 & MASK
    return value ^ value >> 16
