#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""SPD contents of every legal DDR module of a Geode LX (JEDEC 21-C annex D, JESD79 timing tables).

    spd.py            lists the geometries
    spd.py NAME FILE  writes one, for example 256Mb-x16-1-400
"""

import sys

# Density of a chip in Mbit: rows, columns of the x4 part; each doubling of the width takes one.
CHIPS = {64: (12, 10), 128: (12, 11), 256: (13, 11), 512: (13, 12), 1024: (14, 12)}

# Cycle times at the highest CAS latency and one half, two halves lower, in 0.1 ns as the byte
# codes them; latencies; tRP, tRRD, tRCD in quarters of a ns; tRAS, tRC in ns; tRFC to 512 Mbit.
SPEEDS = {
    400: (0x50, 0x60, 0x75, 0x1C, 60, 40, 60, 40, 55, 70),
    333: (0x60, 0x75, 0x00, 0x0C, 72, 48, 72, 42, 60, 72),
    266: (0x75, 0xA0, 0x00, 0x0C, 80, 60, 80, 45, 65, 75),
    200: (0x80, 0xA0, 0x00, 0x0C, 80, 60, 80, 50, 70, 80),
}


def module_mib(density, width, ranks):
    """Size of a 64-bit module."""
    return density // 8 * (64 // width) * ranks


def geometries(speed=400):
    """Names of all modules up to 1 GiB, at `speed`."""
    return [f"{density}Mb-x{width}-{ranks}-{speed}"
            for density in CHIPS for width in (16, 8, 4) for ranks in (1, 2)
            if module_mib(density, width, ranks) <= 1024]


def parse(name):
    """(density, width, ranks, speed) of a name."""
    density, width, ranks, speed = name.split("-")
    return int(density[:-2]), int(width[1:]), int(ranks), int(speed)


def mib(name):
    """Size of the module called `name`."""
    return module_mib(*parse(name)[:3])


def build(name):
    """The 256 bytes."""
    density, width, ranks, speed = parse(name)
    rows, columns = CHIPS[density]
    columns -= {4: 0, 8: 1, 16: 2}[width]
    bank = module_mib(density, width, 1)
    tck, tck1, tck2, cas, trp, trrd, trcd, tras, trc, trfc = SPEEDS[speed]
    spd = bytearray(256)
    spd[0:3] = 0x80, 0x08, 0x07
    spd[3:9] = rows, columns, ranks, 64, 0, 0x04
    spd[9:14] = tck, 0x70, 0, 0x82 if density >= 256 else 0x80, width
    spd[15:23] = 1, 0x0E, 4, cas, 1, 2, 0x20, 0xC0
    spd[23:27] = tck1, 0x70 if tck1 else 0, tck2, 0x75 if tck2 else 0
    spd[27:32] = trp, trrd, trcd, tras, bank // 4 if bank < 1024 else 1
    spd[32:36] = 0x60, 0x60, 0x40, 0x40
    spd[41:46] = trc, 120 if density == 1024 else trfc, 0x30, 40, 50
    spd[62] = 0x10
    spd[63] = sum(spd[:63]) & 0xFF
    spd[73:91] = name.upper().encode().ljust(18)[:18]
    return bytes(spd)


def main():
    """The command line."""
    if len(sys.argv) == 1:
        print("\n".join(geometries()))
        return 0
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    with open(sys.argv[2], "wb") as file:
        file.write(build(sys.argv[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
