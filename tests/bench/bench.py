#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Measures boots, sizes and decoders, beside SeaBIOS and qboot, into build/bench (doc/testing.md)."""

import csv
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import boot  # noqa: E402
import chart  # noqa: E402
from harness.build import TARGET, build_rom, compile_kernel, nrv2b  # noqa: E402
from harness.paths import BUILD  # noqa: E402
from harness.rom import Rom, tool  # noqa: E402

from image import cbfs, rommap  # noqa: E402

OUT = os.path.join(BUILD, "bench")
SMALL = """CONFIG_ROM_SIZE_KB=2048
CONFIG_NORMAL_SIZE_KB=1024
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER=""
"""
COMMAND_LINE = "earlyprintk=serial,ttyS0,115200 console=ttyS0,115200"
LINUX = f"""CONFIG_NORMAL_SIZE_KB=0
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER="linux"
CONFIG_PAYLOAD_LINUX_CMDLINE="{COMMAND_LINE}"
"""
CARDS = ["-device", "e1000,romfile=", "-device", "VGA,romfile="]
STAGES = ("bootblock", "romstage", "ramstage")
PEERS = (("SeaBIOS, -kernel", []), ("qboot, -kernel", ["-bios", "qboot.rom"]))
SAMPLE = os.path.join(BUILD, "debian", "busybox-static", "bin", "busybox")
SAMPLE_SIZE = 512 * 1024
LIMITS = {"instructions to payload entry": 1_000_000, "stages, bytes stored": 65536,
          "default log, bytes": 2048, "LZMA, % of the SDK's instructions": 100}


def entry_rom(original, folder, kernel, compression="none"):
    """A ROM whose NORMAL region boots the test kernel."""
    rom = Rom(original, os.path.join(folder, "entry.rom"))
    rom.add("NORMAL", "img/entry", kernel, compression=compression)
    rom.add_text("NORMAL", "bootorder", "entry  img/entry\n")
    rom.update_manifest("NORMAL")
    return rom


def boots(folder, small):
    """Instructions to the entry of the test kernel, without and with cards; our log."""
    kernel = compile_kernel(os.path.join(folder, "entry"))
    rom = entry_rom(small, folder, kernel)
    runs = [("geodeboot", ["-bios", rom.path])]
    runs += [(name, options + ["-kernel", kernel]) for name, options in PEERS]
    found = {}
    for name, options in runs:
        bare, log = boot.to_entry(options)
        cards, _ = boot.to_entry(options + CARDS)
        found[name] = {"entry": bare, "entry with e1000 and VGA": cards, "log": len(log)}
        print(f"  {name}: {bare} instructions to the payload, {cards} with cards", flush=True)
    return found


def linux_files(rom):
    """Kernel and initrd of an image, extracted by cbfstool: what the peers boot too."""
    paths = {}
    for name in ("img/linux", "img/linux.initrd"):
        paths[name] = os.path.join(OUT, os.path.basename(name))
        tool("cbfstool", rom, "extract", "-r", "FALLBACK", "-n", name, "-f", paths[name])
    return paths["img/linux"], paths["img/linux.initrd"]


def first_lines(folder):
    """Instructions to the first line of the same Linux with the same initrd and command line."""
    rom = build_rom(LINUX)
    kernel, initrd = linux_files(rom)
    direct = ["-kernel", kernel, "-initrd", initrd, "-append", COMMAND_LINE]
    found = {}
    for name, options in [("geodeboot", ["-bios", rom])] + [
            (name, options + direct) for name, options in PEERS]:
        found[name] = boot.to_first_line(options, folder)
        print(f"  {name}: {found[name]} instructions to \"Linux version\"", flush=True)
    return found


def stages(rom):
    """Stored and raw bytes of each stage of the default image."""
    with open(rom, "rb") as file:
        image = file.read()
    return {file["name"]: {"stored": file["stored"], "raw": file["size"],
                           "compression": file["algorithm"]}
            for file in rommap.entries(image, cbfs.areas(image)["FALLBACK"])
            if file["name"] in STAGES}


def decoders(folder, small):
    """Ratio and guest instructions per byte of each decoder, as the firmware runs it."""
    sample = os.path.join(folder, "sample")
    with open(SAMPLE, "rb") as source, open(sample, "wb") as file:
        file.write(source.read(SAMPLE_SIZE))
    kernel = compile_kernel(os.path.join(folder, "sample-kernel"), sample)
    size = os.path.getsize(kernel)
    plain, _ = boot.to_entry(["-bios", entry_rom(small, folder, kernel).path])
    found = {}
    for method in ("lz4", "nrv2b", "lzma"):
        packed = os.path.join(folder, f"packed.{method}")
        if method == "nrv2b":
            tool(nrv2b(), "-c", "--precompressed", kernel, packed)
        else:
            tool("cbfs-compression-tool", "compress", kernel, packed, method)
        stored = os.path.getsize(packed) - 8
        rom = entry_rom(small, folder, packed, "precompression")
        count, _ = boot.to_entry(["-bios", rom.path])
        # The manifest's hash runs over the stored bytes and is cheaper for fewer; that is part of it.
        found[method] = {"raw": size, "stored": stored, "ratio": stored / size,
                         "instructions per byte": (count - plain) / size}
        print(f"  {method}: {100 * stored / size:.1f} % stored, "
              f"{(count - plain) / size:.1f} instructions per byte", flush=True)
    return found


def decode_speed():
    """Rows of `make bench-decode`: the firmware's decoders beside the LZMA SDK built with -O2."""
    with open(os.path.join(OUT, "decode.tsv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def lzma_against_sdk(rows):
    """Our LZMA decoder's instructions as a percentage of the SDK's, the worst of all files."""
    cost = {(row["file"], row["decoder"]): int(row["instructions"]) for row in rows
            if row["method"] == "lzma"}
    return max(round(100 * cost[name, "firmware"] / cost[name, "SDK -O2"])
               for name, _ in cost)


def table(results):
    """All results as text."""
    lines = ["Guest instructions from reset (QEMU TCG, -icount shift=0)", "",
             f"  {'':20} {'payload entry':>15} {'with e1000, VGA':>16} {'Linux version':>16}"]
    for name, one in results["boots"].items():
        lines.append(f"  {name:20} {chart.number(one['entry']):>15} "
                     f"{chart.number(one['entry with e1000 and VGA']):>16} "
                     f"{chart.number(results['first lines'][name]):>16}")
    lines += ["", "Stages of the default image, bytes", "",
              f"  {'':20} {'raw':>15} {'stored':>16} {'compression':>16}"]
    for name, one in results["stages"].items():
        lines.append(f"  {name:20} {one['raw']:>15} {one['stored']:>16} {one['compression']:>16}")
    lines.append(f"  {'together':20} {'':>15} {results['stages together']:>16}")
    lines += ["", f"Decoders on {SAMPLE_SIZE // 1024} KiB of i386 program, as the firmware runs them",
              "", f"  {'':20} {'stored':>15} {'ratio':>16} {'instr. per byte':>16}"]
    for name, one in results["decoders"].items():
        lines.append(f"  {name:20} {one['stored']:>15} {100 * one['ratio']:>15.1f}% "
                     f"{one['instructions per byte']:>16.1f}")
    lines += ["", "The same decoders as host programs, beside the LZMA SDK (make bench-decode)", "",
              f"  {'':20} {'decoder':>15} {'MB/s':>16} {'instr. per byte':>16}"]
    for row in results["decode speed"]:
        lines.append(f"  {row['file']:20} {row['method'] + ' ' + row['decoder']:>15} "
                     f"{row['mb_per_s']:>16} {row['instructions_per_byte']:>16}")
    lines += ["", "Limits", ""]
    for name, (value, limit) in results["limits"].items():
        lines.append(f"  {name:34} {chart.number(value):>12} of {chart.number(limit):>10}  "
                     f"{'ok' if value <= limit else 'OVER'}")
    return "\n".join(lines) + "\n"


def picture(results):
    """All results as SVG."""
    return chart.svg([
        ("Reset to payload entry", "guest instructions",
         [(name, one["entry"]) for name, one in results["boots"].items()]),
        ("Reset to payload entry, with e1000 and VGA", "guest instructions",
         [(name, one["entry with e1000 and VGA"]) for name, one in results["boots"].items()]),
        ("Reset to \"Linux version\"", "millions of guest instructions",
         [(name, count / 1e6) for name, count in results["first lines"].items()]),
        ("Stages", "bytes stored",
         [(name, one["stored"]) for name, one in results["stages"].items()]),
        ("Compression", "% of the size",
         [(name, 100 * one["ratio"]) for name, one in results["decoders"].items()]),
        ("Decoding", "guest instructions per byte",
         [(name, one["instructions per byte"]) for name, one in results["decoders"].items()])])


def main():
    """Runs everything; 1 when a limit is passed."""
    os.makedirs(OUT, exist_ok=True)
    small = build_rom(SMALL)
    with tempfile.TemporaryDirectory(prefix="bench.", dir=OUT) as folder:
        results = {"boots": boots(folder, small), "stages": stages(build_rom()),
                   "decoders": decoders(folder, small), "first lines": first_lines(folder),
                   "decode speed": decode_speed()}
    results["stages together"] = sum(one["stored"] for one in results["stages"].values())
    ours = results["boots"]["geodeboot"]
    values = (ours["entry with e1000 and VGA"], results["stages together"], ours["log"],
              lzma_against_sdk(results["decode speed"]))
    results["limits"] = {name: (value, limit)
                         for (name, limit), value in zip(LIMITS.items(), values)}
    for name, text in (("results.json", json.dumps(results, indent=1) + "\n"),
                       ("results.txt", table(results)), ("results.svg", picture(results))):
        with open(os.path.join(OUT, name), "w", encoding="utf-8") as file:
            file.write(text)
    print(f"\n{table(results)}\n{TARGET}: results.txt, .svg and .json are in {OUT}")
    return int(any(value > limit for value, limit in results["limits"].values()))


if __name__ == "__main__":
    sys.exit(main())
