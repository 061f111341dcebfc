# SPDX-License-Identifier: GPL-2.0-or-later
"""The firmware of record on every board: it runs to its end, prints what real boards printed,
finds what it expects of the hardware and is accused of nothing that it does not do."""

import functools
import os
import re
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE] + [os.path.join(os.path.dirname(HERE), name) for name in ("run", "boot")]

import build  # noqa: E402
import sim  # noqa: E402
import spd  # noqa: E402

# Each with the device of which a script asserts INTA.
BOARDS = {"norwich": ("amd/norwich", "0d"), "db800": ("amd/db800", "0e"),
          "alix1c": ("pcengines/alix1c", "0c"), "alix2c": ("pcengines/alix2c", "0c"),
          "alix2d": ("pcengines/alix2d", "0c"), "alix6": ("pcengines/alix6", "0c"),
          "dbe61": ("artecgroup/dbe61", "0d"), "literunner": ("lippert/literunner-lx", "0d"),
          "pl6064": ("winent/pl6064", "0d"), "geos": ("traverse/geos", "0d")}
ALIX = ("alix1c", "alix2c", "alix2d", "alix6")

# What the memory set-up comes to: with correct SPD bytes, of a bus or a table, with the table of the
# ALIX ports, with 128 MiB. CF07 and the delays are on record; CF8F and CF1017 follow from the
# formulas.
def memory(board):
    """The lines."""
    cf07 = {"dbe61": "10075012:00005740"}.get(board, "10076013:00005740")
    return ["MC_CF07 10076013:00061A40" if board in ALIX else "MC_CF07 " + cf07,
            "MC_CF8F 18000108:398111A3" if board in ALIX else "MC_CF8F 18000108:3B8332A3",
            "MC_CF1017 00000000:240ED101", "DELAY F2F100FF:56960444"]


# An ALIX.1C's log with 256 MiB, then what follows once VSA has taken 8 MiB for the screen.
LOG = """\
MSR 10000020 20000000:000FFF80
MSR 10000021 20000000:080FFFE0
MSR 1000002C 2000FFFF:FFFF0003
MSR 10000028 2000000F:FDF00100
MSR 10000026 28FBE080:400FFFE0
MSR 10000080 00000000:00000003
MSR 40000020 20000000:000FFF80
MSR 40000021 20000000:080FFFE0
MSR 4000002E 2000FFFF:FFFF0003
MSR 4000002A 2000000F:FDF00100
MSR 40000023 20000080:400FFFE0
MSR 40000080 00000000:00000001
MSR 400000E3 60000000:033000F0
MSR 00001808 25FFFC02:10FFDF00
MSR 0000180A 00000000:00000000
MSR 50002018 0009F000:00000130
MSR 50002019 0FFDF000:00100130
MSR 5000201A 8041F000:80400120
MSR 50002011 04000300:00800F01
usable 0FFDFFFF
VSA: Signature *[0x20-0x23] is B0:10:E6:80
Calling VSA module...
... VSA module returned.
VSM: VSA2 VR signature verified.
VRC_VG value: 00002808
MSR 10000028 2000000F:7DF00100
MSR 4000002A 2000000F:7DF00100
MSR 50002019 0F7DF000:00100130
MSR 00001808 25FFFC02:10F7DF00
MSR 0000180E 8041F000:80400104
MSR 100000E3 00000000:F030AC18
PCI: Using configuration type 1
RAM top 0F7E0000
""".splitlines()



def log(mib):
    """The same with another size: ends of memory, and where the SMM window is in it."""
    end = (mib << 20) - 0x20000 - 0x1000
    page = end >> 12
    offset = page + 1 - 0x80400 & 0xFFFFF
    small = page - 0x800
    replace = {"2000000F:FDF00100": f"200000{page >> 12:02X}:{page & 0xFFF:03X}00100",
               "28FBE080:": f"{0x20000000 | offset << 8 | 0x80:08X}:",
               "10FFDF00": f"{0x10000000 | page << 8:08X}", "0FFDF000": f"{end:08X}",
               "0FFDFFFF": f"{end + 0xFFF:08X}",
               "2000000F:7DF00100": f"200000{small >> 12:02X}:{small & 0xFFF:03X}00100",
               "0F7DF000": f"{small << 12:08X}", "10F7DF00": f"{0x10000000 | small << 8:08X}",
               "0F7E0000": f"{(small + 1) << 12:08X}"}
    pattern = re.compile("|".join(replace))
    return [pattern.sub(lambda m: replace[m[0]], line) for line in LOG]


VIRTUAL = """\
PCI 01.0 1022:2080 06000033
PCI 01.1 1022:2081 03000000
PCI 01.2 1022:2082 10100000
PCI 0F.0 1022:2090 06010003
PCI 0F.2 1022:209A 01018001
PCI 0F.3 1022:2093 04010001
PCI 0F.4 1022:2094 0C031002
PCI 0F.5 1022:2095 0C032002
""".splitlines()

# Devices that these boards have by their own silicon, in modelled chips.
NICS = {"alix1c": ("0D",), "alix2c": ("09", "0A", "0B"), "alix2d": ("09", "0A", "0B"),
        "alix6": ("09", "0A"), "geos": ("0A", "0B")}

# What AMD's own firmware does against the books; rules of judgement only. A write recovery of two
# clocks is the register's reset value, which historic firmware leaves; VSA clears PM1_STS once
# with 16 bits.
WARNINGS = {"dram-write-recovery: tWR: 2 clocks, needed 3", "acpi-width: 16 bits written to ACPI "
            "register 00"}

# The checklists' items. The last one's item 10, the LiPPERT's watchdog, is in test_it8712f.c; here
# it is disarmed in time.
ITEMS = {"vsa": range(1, 13), "lx": range(1, 19), "cs5536": range(1, 21), "boards": range(1, 10)}


@functools.cache
def run(board, *defines, ram=None):
    """The finished run of the image; its serial text is in .lines."""
    path, device = BOARDS[board]
    rom, elf = build.image(board, *defines)
    script = os.path.join(build.WORK, "-".join((board, *defines)) + ".script")
    runs = 3 if "PROBES" in defines else 2
    modules = []
    for name in ram.split(",") if ram else ():
        modules.append(os.path.join(build.WORK, name + ".spd"))
        with open(modules[-1], "wb") as file:
            file.write(spd.build(name))
    with open(script, "w", encoding="utf-8") as file:
        file.write("timeout 20\n")
        file.write(f"expect [irq on]\nirq {device} A on\n"
                   f"expect [irq off]\nirq {device} A off\n" * runs)
        file.write("expect end\nstop\n")
    options = ["--ram", ",".join(modules)] if ram else []
    done = sim.run([*options, "--board", path, "--rom", rom, "--symbols", elf, "--script", script,
                    "--strict", "--full-speed", "--trace", "check,post"], timeout=120)
    done.text = done.stdout.decode("latin-1").replace("\r", "")
    done.lines = done.text.splitlines()
    return done


def in_order(lines, wanted):
    """What of wanted does not come, in this order, in lines."""
    rest = iter(lines)
    return [want for want in wanted if want not in rest]


@pytest.mark.parametrize("board", BOARDS)
def test_it_runs_to_its_end_twice_from_reset(board):
    """After power-on and after a full reset, each with one reset of the PLL."""
    done = run(board)
    assert "record ok" in done.lines and done.lines[-1] == "end", done.text[-2000:]
    passes = ["GLCP_SYS_RSTPLL 0000059C:0000182E", "Configuring PLL",
              "GLCP_SYS_RSTPLL 0000059C:07DE002E", "PLL configured"]
    assert not in_order(done.lines, passes + ["full reset"] + passes + ["record ok"])
    assert done.lines.count("Configuring PLL") == 2


@pytest.mark.parametrize("board", BOARDS)
def test_the_log_is_a_real_boards_log(board):
    """Values of an ALIX.1C with 256 MiB, headers of all."""
    lines = run(board).lines
    assert not in_order(lines, memory(board) + log(128 if board == "dbe61" else 256))
    assert not in_order(lines, sorted(
        VIRTUAL + [f"PCI {n}.0 1106:3053 02000096" for n in NICS.get(board, ())]))
    bus = [line[7:11] for line in lines if line.startswith("SPD 50")]
    read = "0D 05 15 09 02 05 11 03 04 1F 04"
    assert [at.strip()[:2] for at in bus][:11] == read.split(), bus
    assert all(line.endswith(" FF") for line in lines if line.startswith("SPD 51"))


def test_a_board_whose_flash_lacks_vsa_shows_what_one_showed():
    """On record of an ALIX.1C: no signature, FFFF for the screen, and only what silicon has."""
    done = run("alix1c", "WITHOUT_VSA")
    assert not in_order(done.lines, ["VSA: Signature *[0x20-0x23] is FF:FF:FF:FF",
                                     "VRC_VG value: 0000FFFF", "PCI: Using configuration type 1",
                                     "PCI 0D.0 1106:3053 02000096", "PCI 0F.0 1022:208F 06800000",
                                     "end"]), done.text[-2000:]
    assert "Calling VSA module..." not in done.lines


@pytest.mark.parametrize("board", ["norwich", "alix1c", "dbe61"])
def test_coreboots_third_version(board):
    """Its cache-as-RAM at 512 KiB, and delays for a board without termination."""
    done = run(board, "V3")
    delay = {"norwich": "82F100FF", "alix1c": "82F100AA", "dbe61": "82F100AA"}[board]
    assert not in_order(done.lines, [f"DELAY {delay}:56960444", "record ok", "end"])
    assert b"\nviolations: 0\n" in done.stderr, done.stderr[-2000:]


# The sheet's worked values of VSA's two descriptors.
SIZES = {"256Mb-x16-1-400": (128, "20000007:FDF00100", "287BE080:400FFFE0"),
         "512Mb-x16-2-400": (512, "2000001F:FDF00100", "29FBE080:400FFFE0"),
         "512Mb-x8-2-400": (1024, "2000003F:FDF00100", "2BFBE080:400FFFE0"),
         "256Mb-x16-1-400,256Mb-x16-1-400": (256, "2000000F:FDF00100", "28FBE080:400FFFE0"),
         "256Mb-x16-1-400,256Mb-x8-1-400": (384, "20000017:FDF00100", "297BE080:400FFFE0")}


@pytest.mark.parametrize("ram", SIZES)
def test_other_sizes_of_memory(ram):
    """One module and two: values, and everything works."""
    mib, system, smm = SIZES[ram]
    done = run("norwich", ram=ram)
    assert not in_order(done.lines, log(mib) + ["record ok", "end"]), done.text[-2000:]
    assert {"MSR 10000028 " + system, "MSR 10000026 " + smm} <= set(done.lines)
    assert b"\nviolations: 0\n" in done.stderr, done.stderr[-2000:]


@pytest.mark.parametrize("board", BOARDS)
def test_it_is_not_accused_of_what_it_does_not_do(board):
    """No violation; the board file knows the ALIX table's timings."""
    done = run(board)
    errors = done.stderr.decode()
    assert "\nviolations: 0\n" in errors, errors[-3000:]
    found = re.findall(r"\n(known|warning) ((?!exceptions)[a-z0-9-]+: .*?)(?: at [0-9A-F]{8}.*)?\n", errors)
    warned = {text for kind, text in found if kind == "warning"}
    assert warned == WARNINGS, warned
    known = {text.split(":")[0] for kind, text in found if kind == "known"}
    assert known == ({"dram-timing", "dram-refresh"} if board in ALIX else set())
    assert done.returncode == 0


# Of each console, SPD source and Super I/O one; the others with make geodesim-record-full.
PROBED = [board if board in ("norwich", "alix1c", "alix2d", "dbe61", "literunner") else
          pytest.param(board, marks=pytest.mark.slow) for board in BOARDS]


@pytest.mark.parametrize("board", PROBED)
@pytest.mark.parametrize("checklist", ITEMS)
def test_checklist(checklist, board):
    """Every item is there after the last reset, and ok."""
    text = run(board, "PROBES").text
    last = text[text.rindex(" second stage\n"):]
    rows = dict(re.findall(rf"^check {checklist} (\d\d)(.*(?:\n(?!check |full|sleep|record).*)*)",
                           last, re.M))
    assert sorted(rows) == [f"{n:02}" for n in ITEMS[checklist]], rows
    assert all(": ok" in row for row in rows.values()), rows
    assert " FAILED " not in text


@pytest.mark.parametrize("board", PROBED)
def test_it_sleeps_and_wakes(board):
    """With probes: suspend to RAM after the full reset; the sign in the standby domain."""
    done = run(board, "PROBES")
    assert not in_order(done.lines, ["full reset", "sleep", "record ok", "end"]), done.text[-2000:]
    assert "the board does not sleep" not in done.lines


@pytest.mark.parametrize("board", PROBED)
def test_a_console_switched_off_is_silent(board):
    """By its pin, by its decoding."""
    assert "SILENT" not in run(board, "PROBES").text


@pytest.mark.parametrize("board", BOARDS)
def test_post_codes_come_in_the_order_on_record(board):
    """The boot's own, and VSA's between them."""
    posts = re.findall(r" post ([0-9A-F]{2})", run(board).stderr.decode())
    start = ["01", "10", "23", "A0", "A1" if board in ("geos", "literunner") else "A2"]
    memory = ["01", "10", "23", "A0", "70", "72", "73", "74", "75", "76", "7E"]
    vsa = ("10 11 12 14 15 1C 1D 1E 1F 13 14 15 1C 1D 1E 1F 13 14 15 1C 1D 1E 1F "
           "16 17 18 19 1A").split()
    once = (start + memory + (["02"] if board in ALIX else []) + ["11", "12", "13", "80", "39", "40"]
            + vsa + ["70", "7A", "7B"])
    assert posts == once + once + ["F8"], posts


def test_open_firmwares_way_of_starting_works():
    """No cache-as-RAM, its own memory map, an SMI handler in one page that 32-bit code answers."""
    rom, elf = build.image("norwich", kind="ofw")
    done = sim.run(["--board", "amd/norwich", "--rom", rom, "--symbols", elf, "--strict",
                    "--full-speed", "--stop-on", "text:end", "--stop-on", "time:2"], timeout=60)
    lines = done.stdout.decode().replace("\r", "").splitlines()
    assert not in_order(lines, ["GLCP_SYS_RSTPLL 0000049C:07DE002E", "MC_CF07 10076013:00005040",
                                "DELAY F2F100FF:56960444", "ofw ok"]), done.stdout.decode()[-2000:]
    errors = done.stderr.decode()
    assert "\nviolations: 0\n" in errors and done.returncode == 0, errors[-3000:]
    # One page of ordinary memory is its SMM region: it does not protect that from anybody.
    warned = set(re.findall(r"\nwarning ([a-z0-9-]+): ", errors))
    assert warned == {"dram-write-recovery", "smm-open"}, warned
