#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Board time and bytes of each stage on a simulated Geode board, and the targets' budgets for them.

    board.py report            ALIX.2D from reset to the payload's entry, and payloads by compression
    board.py budget TARGET...  warns where a stage takes 5 % more than its target's budget

Board time is geodesim's, from the report's list of POST codes (doc/testing.md).
"""

import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness.build import build_rom, compile_payload  # noqa: E402
from harness.paths import BUILD, TOP, scaled  # noqa: E402
from harness.rom import Rom  # noqa: E402

from image import cbfs, rommap  # noqa: E402

TARGET = "pcengines/alix2d"
GEODESIM = os.path.join(TOP, "build", "geodesim", "geodesim")
OUT = os.path.join(BUILD, "bench")
# Each stage begins with its first POST code (doc/post-codes.md).
STAGES = {"bootblock": 0x01, "romstage": 0x40, "ramstage": 0x6E}
LOAD_PAYLOAD, JUMP_PAYLOAD = 0x7A, 0xF3
# One payload that every method gets into the flash; GRUB beside it would not fit with all.
PAYLOAD = 'CONFIG_NORMAL_BOOT_ORDER="memtest86plus"\nCONFIG_NORMAL_SIZE_KB=256\n'
METHODS = ("LZMA", "LZ4", "NRV2B", "NONE")
TOLERANCE = 1.05
AIM_MS = 60
FIRMWARE_LIMIT = 48 * 1024


def post_times(report):
    """[(seconds, code)] from the list of events in geodesim's report."""
    return [(float(time), int(code, 16)) for time, code in
            re.findall(r"^(?:<pre>)? *([0-9.]+)  POST +([0-9A-F]{2})$", report, re.M)]


def stage_ms(times):
    """Milliseconds of board time in each stage, and in "payload": loading it, up to its entry."""
    starts = {}
    for name, code in {**STAGES, "payload": LOAD_PAYLOAD, "end": JUMP_PAYLOAD}.items():
        found = [time for time, one in times if one == code]
        if not found:
            raise RuntimeError(f"POST code {code:02X} never came: {name} was not reached")
        starts[name] = found[0] * 1000
    starts["bootblock"] = 0
    names = list(starts)
    return {name: starts[names[i + 1]] - starts[name] for i, name in enumerate(names[:-1])}


def run(rom, board=TARGET):
    """Boots an image up to the jump to its payload, every rule kept; stage_ms() of it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [GEODESIM, "--board", board, "--rom", str(rom), "--strict", "--full-speed",
                   "--serial", "null", "--report", folder, "--time", "5",
                   "--stop-on", f"post:{JUMP_PAYLOAD:02x}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False,
                              timeout=scaled(120))
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stderr}")
        with open(os.path.join(folder, "index.html"), encoding="utf-8") as file:
            return stage_ms(post_times(file.read()))


def stored(rom):
    """Bytes stored of each file of FALLBACK."""
    with open(rom, "rb") as file:
        image = file.read()
    return {file["name"]: file["stored"]
            for file in rommap.entries(image, cbfs.areas(image)["FALLBACK"])}


def budget_of(config):
    """{(stage, "bytes" or "us"): number} of the budgets a .config sets."""
    found = re.findall(r"^CONFIG_BUDGET_(\w+)_(BYTES|US)=(\d+)$", config, re.M)
    return {(stage.lower(), unit.lower()): int(value) for stage, unit, value in found if int(value)}


def over_budget(budget, measured):
    """A line for each value that is more than 5 % above its budget."""
    return [f"{stage}: {measured[stage, unit]} {unit}, the budget is {limit}"
            for (stage, unit), limit in budget.items()
            if measured[stage, unit] > limit * TOLERANCE]


def measure(rom, board):
    """{(stage, unit): number} of an image, as budget_of() has it."""
    sizes, times = stored(rom), run(rom, board)
    measured = {(stage, "bytes"): sizes[stage] for stage in STAGES}
    measured.update({(stage, "us"): round(times[stage] * 1000) for stage in STAGES})
    return measured


def check_budgets(targets):
    """Prints warnings; 1 only when a target has no budget. A boot that fails raises."""
    for target in targets:
        rom = build_rom(target=target)
        with open(os.path.join(os.path.dirname(rom), ".config"), encoding="utf-8") as file:
            budget = budget_of(file.read())
        if not budget:
            print(f"{target}: its defconfig sets no BUDGET_...", file=sys.stderr)
            return 1
        lines = over_budget(budget, measure(rom, target))
        for line in lines:
            print(f"warning: {target}: {line}")
        print(f"budget: {target}: {len(lines)} of {len(budget)} over by more than 5 %")
    return 0


def payload_ms(folder):
    """What reading and expanding the payload takes: without a console, its boot less that of a few bytes."""
    rom = build_rom(PAYLOAD + "CONFIG_DEFAULT_LOGLEVEL=0\n", target=TARGET)
    copy = Rom(rom, os.path.join(folder, "empty.rom"))
    elf = compile_payload("halt.S", os.path.join(folder, "halt.elf"))
    copy.add_payload("NORMAL", "img/halt", elf)
    copy.add_text("NORMAL", "bootorder", "halt  img/halt\n")
    copy.update_manifest("NORMAL")
    return sum(run(rom).values()) - sum(run(copy.path).values())


def report():
    """Prints ALIX.2D's boot, writes it to build/bench/board.txt and .json; 0."""
    rom = build_rom(PAYLOAD, target=TARGET)
    sizes, times = stored(rom), run(rom)
    with tempfile.TemporaryDirectory(prefix="board.", dir=OUT) as folder:
        besides = sum(times.values()) - payload_ms(folder)
    payload = next(name for name in sizes if name.startswith("img/"))
    firmware = sum(sizes[stage] for stage in STAGES)
    lines = [f"{TARGET} on geodesim: reset to the payload's entry", "",
             f"  {'':12} {'ms':>8} {'bytes stored':>14}"]
    for name, time in times.items():
        lines.append(f"  {name:12} {time:>8.1f} {sizes[payload if name == 'payload' else name]:>14}")
    lines += [f"  {'together':12} {sum(times.values()):>8.1f}", "",
              f"  three stages: {firmware} bytes of {FIRMWARE_LIMIT}",
              f"  all but reading and expanding the payload: {besides:.1f} ms, the aim is {AIM_MS}",
              "", f"  {payload}, by compression", "",
              f"  {'':12} {'ms':>8} {'bytes stored':>14}"]
    methods = {}
    for method in METHODS:
        other = build_rom(PAYLOAD + f"CONFIG_PAYLOAD_COMPRESSION_{method}=y\n", target=TARGET)
        methods[method] = {"ms": sum(run(other).values()), "stored": stored(other)[payload]}
        lines.append(f"  {method:12} {methods[method]['ms']:>8.1f} {methods[method]['stored']:>14}")
    text = "\n".join(lines) + "\n"
    results = {"stages": times, "stored": sizes, "all but the payload": besides, "methods": methods}
    for name, content in (("board.txt", text), ("board.json", json.dumps(results, indent=1) + "\n")):
        with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
            file.write(content)
    print(text)
    return 0


def main():
    """The exit status."""
    os.makedirs(OUT, exist_ok=True)
    if sys.argv[1:] == ["report"]:
        return report()
    if sys.argv[1:2] == ["budget"] and len(sys.argv) > 2:
        return check_budgets(sys.argv[2:])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
