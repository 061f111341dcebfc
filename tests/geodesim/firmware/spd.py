# SPDX-License-Identifier: GPL-2.0-or-later
"""SPD contents of DDR modules, made from JEDEC's layout (Standard 21-C, 4.1.2, annex D), legal and broken.

A second reading of the standard: nothing here comes from the firmware's decoder.
"""

import random

# Chips by density in Mbit: {width: (row bits, column bits)} (JESD79, table 2).
CHIPS = {
    64: {8: (12, 9), 16: (12, 8)},
    128: {8: (12, 10), 16: (12, 9)},
    256: {4: (13, 11), 8: (13, 10), 16: (13, 9)},
    512: {4: (13, 12), 8: (13, 11), 16: (13, 10)},
    1024: {8: (14, 11), 16: (14, 10)},
}
CYCLE_CODES = {4: 0x40, 5: 0x50, 6: 0x60, 7.5: 0x75, 10: 0xA0, 12: 0xC0}
GRADE_CYCLE = {200: 10, 266: 7.5, 333: 6, 400: 5}
# Byte 12's code and the interval in ns.
REFRESH = {0x80: 15600, 0x82: 7800, 0x02: 7800, 0x00: 15600, 0x81: 3900}
CAS_BIT = {1.5: 1, 2: 2, 2.5: 3, 3: 4}


class Module:
    """A legal module; `spd` has its bytes."""

    def __init__(self, rng, density=None, width=None, ranks=None, grade=None):
        self.density = density or rng.choice(list(CHIPS))
        self.width = width or rng.choice(list(CHIPS[self.density]))
        self.ranks = ranks or rng.choice((1, 2))
        self.grade = grade or rng.choice(list(GRADE_CYCLE))
        self.rows, self.columns = CHIPS[self.density][self.width]
        self.rank_mib = self.density * (64 // self.width) // 8
        self.mib = self.rank_mib * self.ranks
        self.cycles = self.choose_latencies(rng)
        self.spd = bytes(self.encode(rng))

    def choose_latencies(self, rng):
        """{CAS latency: shortest cycle in ns}: the grade's at the highest, no faster at lower ones."""
        highest = rng.choice((2, 2.5, 3))
        cycles = {highest: GRADE_CYCLE[self.grade]}
        for lower in (highest - 0.5, highest - 1):
            if lower >= 1.5 and rng.random() < 0.6:
                slower = [c for c in CYCLE_CODES if c >= max(cycles.values())]
                cycles[lower] = rng.choice(slower)
        return cycles

    def encode(self, rng):
        """The 128 bytes."""
        spd = bytearray(128)
        highest = max(self.cycles)
        spd[0:8] = bytes((128, 8, 7, self.rows, self.columns, self.ranks, 64, 0))
        spd[8] = 4
        spd[9] = CYCLE_CODES[self.cycles[highest]]
        spd[10] = rng.choice((0x60, 0x65, 0x70, 0x75))
        self.refresh = rng.choice(list(REFRESH))
        spd[12] = self.refresh
        spd[13] = self.width
        spd[15] = 1
        spd[16] = 0x0E
        spd[17] = 4
        spd[18] = sum(1 << CAS_BIT[cas] for cas in self.cycles)
        spd[19], spd[20] = 1, 2
        spd[21] = 0x20
        spd[22] = rng.choice((0x00, 0x40, 0xC0, 0xC1))
        for down, byte in ((0.5, 23), (1, 25)):
            if highest - down in self.cycles:
                spd[byte] = CYCLE_CODES[self.cycles[highest - down]]
                spd[byte + 1] = 0x75
        self.trp = rng.choice((15, 18, 20)) * 4
        self.trcd = rng.choice((15, 18, 20)) * 4
        self.tras = rng.choice((40, 42, 45, 50))
        spd[27] = self.trp
        spd[28] = rng.choice((10, 12, 15)) * 4
        spd[29] = self.trcd
        spd[30] = self.tras
        spd[31] = {16: 4, 32: 8, 64: 16, 128: 32, 256: 64, 512: 128, 1024: 1, 2048: 2}[
            self.rank_mib]
        spd[41] = -(-(self.tras * 4 + self.trp) // 4)
        spd[42] = 120 if self.density > 512 else rng.choice((70, 72, 75, 80))
        spd[43] = rng.choice((0x30, 0x34)) if self.grade != 200 else 0x34
        spd[63] = sum(spd[:63]) & 0xFF
        spd[64:72] = b"\x7f\x7f\x7f\x51\x00\x00\x00\x00"
        spd[73:91] = b"GEODEBOOT TEST DIM"
        return spd

    def __str__(self):
        latencies = " ".join(f"CL{c}:{t}" for c, t in sorted(self.cycles.items()))
        return f"{self.mib} MiB {self.density}x{self.width} ranks {self.ranks} DDR{self.grade} {latencies}"


def module(seed, **wanted):
    """The legal module of this number."""
    return Module(random.Random(seed), **wanted)


def with_bytes(spd, changes, checksum=True):
    """The SPD with {byte: value}, its checksum made right again."""
    data = bytearray(spd)
    for byte, value in changes.items():
        data[byte] = value
    if checksum:
        data[63] = sum(data[:63]) & 0xFF
    return bytes(data)


# What no controller of this kind can drive: {name: (changes, right checksum, byte to blame, words)}.
UNUSABLE = {
    "DDR2": ({2: 8}, True, 2, "DDR2"),
    "SDR SDRAM": ({2: 4}, True, 2, "not DDR"),
    "a registered module": ({21: 0x26}, True, 21, "registered"),
    "a buffered module": ({21: 0x21}, True, 21, "buffered"),
    "72 bits for error correction": ({6: 72, 11: 2}, True, 6, "72 bits"),
    "error correction": ({11: 2}, True, 11, "error correction"),
    "3.3 V": ({8: 1}, True, 8, "2.5 V"),
    "1.8 V": ({8: 5}, True, 8, "2.5 V"),
    "a wrong checksum": ({63: 0x5A}, False, 63, "checksum"),
    "ranks that differ": ({3: 0x2D}, True, 3, "ranks differ"),
    "no ranks": ({5: 0}, True, 5, "ranks"),
    "three ranks": ({5: 3}, True, 5, "ranks"),
    "eight banks": ({17: 8}, True, 17, "banks"),
    "no CAS latency": ({18: 0}, True, 18, "CAS"),
    "an absurd number of rows": ({3: 9}, True, 3, "row"),
    "an absurd number of columns": ({4: 14}, True, 4, "column"),
    "a size that is not its geometry's": ({31: 0x08}, True, 31, "size"),
    "no cycle time": ({9: 0}, True, 9, "cycle time"),
    "an absurd refresh interval": ({12: 0x8F}, True, 12, "refresh"),
    "no time from row to column": ({29: 0}, True, 29, "no time"),
    "a refresh that takes too long": ({42: 254}, True, 42, "too slow"),
    "a slow row": ({30: 120, 41: 140}, True, 30, "too slow"),
}


def random_damage(seed):
    """SPD of a legal module, and what is read instead: some bytes random or all, checksum mostly right."""
    rng = random.Random(seed)
    good = module(seed, density=512).spd
    data = bytearray(good)
    if rng.random() < 0.2:
        data = bytearray(rng.randbytes(128))
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        data[rng.randrange(64)] = rng.randrange(256)
    if rng.random() < 0.8:
        data[63] = sum(data[:63]) & 0xFF
    return good, bytes(data)


def script(good, bad, address=0x50):
    """A geodesim script that makes an EEPROM read `bad` where its file has `good`, and then waits."""
    return "timeout 60\n" + "".join(f"spd {address:x} {n:x} {a ^ b:x}\n"
                   for n, (a, b) in enumerate(zip(good, bad)) if a != b) + "wait 4\n"
