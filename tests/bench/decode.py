#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Packs files with every method and measures how fast the firmware's decoders unpack them."""

import argparse
import os
import subprocess
import sys
import tempfile

# method, decoder under test, how the packed file is made
CASES = [("lzma", "lzma", "firmware"), ("lzma", "sdk", "SDK -O2"),
         ("lz4", "lz4", "firmware"), ("nrv2b", "nrv2b", "firmware")]
COLUMNS = ["file", "method", "decoder", "plain", "stored", "ratio", "mb_per_s", "instructions",
           "instructions_per_byte"]


def pack(path, method, nrv2b, folder):
    """Packs one file as cbfstool would store it; gives the path of the stream."""
    out = os.path.join(folder, os.path.basename(path) + "." + method)
    if not os.path.exists(out):
        if method == "nrv2b":
            subprocess.run([nrv2b, "-c", path, out], check=True)
            with open(out, "rb") as file:
                stream = file.read()[4:]
            with open(out, "wb") as file:
                file.write(stream)
        else:
            subprocess.run(["cbfs-compression-tool", "rawcompress", path, out, method], check=True,
                           stdout=subprocess.DEVNULL)
    return out


def speed(program, decoder, packed, seconds):
    """Stored bytes, plain bytes and nanoseconds of the fastest of many runs."""
    result = subprocess.run([program, decoder, packed, str(seconds)], check=True, text=True,
                            stdout=subprocess.PIPE, timeout=60 + seconds)
    return [int(word) for word in result.stdout.split()]


def instructions(program, decoder, packed, folder):
    """Instructions of one run, counted by callgrind inside run() alone."""
    data = os.path.join(folder, "callgrind.out")
    result = subprocess.run(
        ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--toggle-collect=run",
         "--callgrind-out-file=" + data, program, decoder, packed, "0"],
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=600)
    if result.returncode:
        sys.exit("decode.py: callgrind failed:\n" + result.stdout)
    with open(data, encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith(("summary:", "totals:")):
                return int(line.split()[1])
    sys.exit("decode.py: callgrind gave no total")


def measure(options):
    """One row of figures for each file and decoder."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for path in options.files:
            for method, decoder, label in CASES:
                packed = pack(path, method, options.nrv2b, folder)
                stored, plain, best = speed(options.program, decoder, packed, options.seconds)
                if plain != os.path.getsize(path):
                    sys.exit(f"decode.py: {path} as {method} came back with {plain} bytes")
                count = instructions(options.program, decoder, packed, folder)
                rows.append([os.path.basename(path), method, label, plain, stored,
                             f"{stored / plain:.3f}", f"{plain * 1000 / best:.0f}", count,
                             f"{count / plain:.2f}"])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="tests/bench/decode.c, built")
    parser.add_argument("--nrv2b", required=True, help="util/nrv2b, built")
    parser.add_argument("--out", required=True, help="tab-separated table to write")
    parser.add_argument("--seconds", type=float, default=1, help="time for each measurement")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    rows = [COLUMNS] + measure(options)
    with open(options.out, "w", encoding="ascii") as file:
        for row in rows:
            file.write("\t".join(str(cell) for cell in row) + "\n")
    widths = [max(len(str(row[i])) for row in rows) for i in range(len(COLUMNS))]
    for row in rows:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)).rstrip())


if __name__ == "__main__":
    main()
