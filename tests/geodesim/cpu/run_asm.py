#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Assemble and run the processor test programs on geodesim --bare; print what failed."""

import argparse
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
FAIL, END = 0xE0, 0xE4
CHECK = re.compile(r"(\S+:)?\s*(CHECK|CHECKF|CHECKJ|FAULT|V86FAULT)\s")


def assemble(source, out):
    binary = out / (source.stem + ".bin")
    subprocess.run(
        ["nasm", "-f", "bin", "-I", str(source.parent) + "/", "-l", str(binary) + ".lst",
         "-o", str(binary), str(source)], check=True)
    return binary


def run(geodesim, binaries, coverage):
    jobs = [{"name": binary.stem, "load": [[0x10000, str(binary)]], "max": 20000000,
             "regs": {"cs": 0x1000, "eip": 0, "cr0": 0x10}} for binary in binaries]
    command = [geodesim, "--bare"] + (["--coverage", coverage] if coverage else [])
    done = subprocess.run(command, input="".join(json.dumps(job) + "\n" for job in jobs),
                          capture_output=True, text=True, timeout=240, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def line_of(source, number):
    """The source line of the number-th check."""
    lines = source.read_text().splitlines()
    checks = [n for n, text in enumerate(lines, 1) if CHECK.match(text)]
    return checks[number - 1] if 0 < number <= len(checks) else number


def judge(source, result):
    if "error" in result:
        return [result["error"]]
    faults = []
    failed = [value for port, _, value in result["out"] if port == FAIL]
    ends = [value for port, _, value in result["out"] if port == END]
    while failed:
        code = failed.pop(0)
        if code & 0x80000000 and len(failed) >= 2:
            eip, error = failed.pop(0), failed.pop(0)
            faults.append(f"unexpected exception {code & 0xff} at {eip:08x}, error {error:x}")
        else:
            faults.append(f"{source.name}:{line_of(source, code)}: check failed")
    if not ends or ends[-1] == 0:
        faults.append(f"did not reach its end: {result['stop']} at "
                      f"{result['regs']['cs']:04x}:{result['regs']['eip']:08x}")
    elif not faults:
        print(f"{source.stem}: {ends[-1]} checks, {result['instructions']} instructions: ok")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coverage", help="write the opcode coverage of all programs there")
    parser.add_argument("geodesim")
    parser.add_argument("out", type=pathlib.Path, help="folder for the assembled programs")
    parser.add_argument("source", type=pathlib.Path, nargs="*", help="programs; default: all")
    args = parser.parse_args()
    sources = args.source or sorted((HERE / "asm").glob("*.asm"))
    args.out.mkdir(parents=True, exist_ok=True)
    binaries = [assemble(source, args.out) for source in sources]
    bad = 0
    for source, result in zip(sources, run(args.geodesim, binaries, args.coverage), strict=True):
        for fault in judge(source, result):
            print(f"{source.stem}: {fault}")
            bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
