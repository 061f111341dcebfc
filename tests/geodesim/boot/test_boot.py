# SPDX-License-Identifier: GPL-2.0-or-later
"""Boot images on geodesim's boards: the correct one, its mistakes, an SMI handler, the record."""

import functools
import os
import re
import subprocess
import sys
import zlib

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "run")]

import sim  # noqa: E402
import spd  # noqa: E402

# Each of several processes that test has a place of its own.
WORK = os.path.join(sim.TOP, "build", "geodesim", "boot",
                    os.environ.get("PYTEST_XDIST_WORKER", "main"))
BOARD = "amd/norwich"
COMMON = ["start.S", "console.c", "companion.c", "smbus.c", "spd.c", "pll.c", "cpu.c", "dram.c",
          "dram_start.c", "gliu.c", "superio.c"]
IMAGES = {
    "boot": COMMON + ["main.c", "memory.c", "end.c"],
    "smi": COMMON + ["main.c", "smi_test.c", "smi_traps.c", "smi_async.c", "smi_reads.c",
                     "smi_handler.S", "smi_install.S"],
    "numbers": COMMON + ["numbers.c", "numbers_os.c", "numbers_clock.c"],
    "clocks": COMMON + ["clocks.c", "numbers_clock.c"],
}
# Static functions stay functions, so that a report names the one at fault.
CFLAGS = ["-m32", "-march=i586", "-mmmx", "-O1", "-g", "-Wall", "-Wextra", "-Werror",
          "-ffreestanding", "-fno-pic", "-fno-stack-protector",
          "-fno-asynchronous-unwind-tables", "-fno-inline-functions-called-once",
          "-fno-inline-small-functions", "-fno-ipa-sra", "-fno-ipa-cp",
          "-I" + HERE]
LDFLAGS = ["-m32", "-no-pie", "-static", "-nostdlib", "-Wl,-z,noexecstack", "-Wl,--build-id=none",
           "-Wl,-T," + os.path.join(HERE, "boot.ld")]


def mistakes():
    """[(name, rule, function, modules)] of mistakes.def."""
    text = open(os.path.join(HERE, "mistakes.def"), encoding="utf-8").read()
    words = dict(re.findall(r'#define (\w+) "(.*)"', text))
    rows = re.findall(r'^MISTAKE\((\w+), "([\w -]+)", "([\w-]+)", ("[^"]*"|\w+),', text, re.M)
    return [(n, r, f, m.strip('"') if m[0] == '"' else words[m]) for n, r, f, m in rows]


@functools.cache
def compiled(source, flags):
    """The object file of a source with these flags."""
    out = os.path.join(WORK, f"{source}-{zlib.crc32(repr(flags).encode()):08x}.o")
    subprocess.run(["i686-linux-gnu-gcc", *CFLAGS, *flags, "-c", os.path.join(HERE, source), "-o",
                    out], check=True, timeout=60)
    return out


def object_file(source, macros, mistake):
    """The same, with only those flags that concern this source: most objects serve all images."""
    with open(os.path.join(HERE, source), encoding="utf-8") as file:
        text = file.read()
    flags = tuple(f"-D{macro}" for macro in macros if macro.split("=")[0] in text)
    if mistake and re.search(rf"\bMISTAKE(_|_IS\(){mistake}\b", text):
        flags += (f"-DBOOT_MISTAKE=M_{mistake}", f"-DMISTAKE_{mistake}")
    return compiled(source, flags)


@functools.cache
def image(kind="boot", mistake=None, macros=(), flash=512):
    """(ROM, ELF) of an image, with a mistake or without, for a flash chip of so many KiB."""
    os.makedirs(WORK, exist_ok=True)
    name = f"{kind}-{zlib.crc32(repr((mistake, macros, flash)).encode()):08x}"
    base = os.path.join(WORK, f"{kind}-{mistake.lower()}" if mistake else name)
    macros = (f"BOOT_{kind.upper()}", *macros)
    objects = [object_file(source, macros, mistake) for source in IMAGES[kind]]
    subprocess.run(["i686-linux-gnu-gcc", *LDFLAGS, *objects, "-lgcc", "-o", base + ".elf"],
                   check=True, timeout=60)
    subprocess.run(["objcopy", "-O", "binary", base + ".elf", base + ".rom"], check=True,
                   timeout=60)
    if flash > 512:
        with open(base + ".rom", "r+b") as file:
            code = file.read()
            file.seek(0)
            file.write(b"\xff" * ((flash - 512) << 10) + code)
    return base + ".rom", base + ".elf"


def modules(names):
    """The --ram option for a comma list of spd.py names; "none" is an empty socket."""
    os.makedirs(WORK, exist_ok=True)
    files = []
    for name in names.split(","):
        path = os.path.join(WORK, name + ".spd")
        if name != "none":
            with open(path, "wb") as file:
                file.write(spd.build(name))
        files.append(path if name != "none" else "none")
    return ",".join(files)


def run(rom, elf, ram=None, board=BOARD, options=(), timeout=120):
    """Runs an image to its last words; the finished process."""
    args = ["--board", board, "--rom", rom, "--symbols", elf, "--stop-on", "text:end\r\n",
            "--trace", "check", *options]
    if ram:
        args += ["--ram", modules(ram)]
    return sim.run(args, timeout=timeout)


def broken(done):
    """[(severity, rule, details, function)] of all rules that a run broke, in order."""
    lines = [line for line in done.stderr.decode().splitlines() if " check " in line]
    found = [re.match(r"\d+ check (violation|warning) ([a-z0-9-]+): (.*) at [0-9A-F]{8}"
                      r"(?: (\w+) at \S+)? \(", line) for line in lines]
    assert all(found), lines
    return [hit.groups(default="") for hit in found]


def checksum(mib):
    """The sum of all dwords, each its own address."""
    size = mib << 20
    return size // 4 * (size - 4) // 2 & 0xFFFFFFFF


def silent(done, *texts):
    """A run said these texts and broke no rule."""
    for text in texts:
        assert text.encode() in done.stdout, (text, done.stdout[-500:], done.stderr[-2000:])
    assert done.returncode == 0 and not broken(done), done.stderr[-2000:]
    assert b"\ncomplaints: 0\nviolations: 0\nwarnings: 0\n" in done.stderr, done.stderr[-2000:]


def size(ram):
    """MiB of some modules."""
    return sum(spd.mib(name) for name in ram.split(",") if name != "none")


def boots(ram):
    """The correct image finds all of `ram`, sums it and breaks no rule."""
    silent(run(*image(), ram, options=["--strict"], timeout=300),
           f"RAM ok {size(ram)} {checksum(size(ram)):08X}\r\n", "end\r\n")


SAMPLE = [
    "64Mb-x16-1-400",
    "128Mb-x8-2-400",
    "256Mb-x16-2-333",
    "512Mb-x8-1-266",
    "none,256Mb-x16-1-400",
    "64Mb-x16-1-400,64Mb-x16-1-400",
    "128Mb-x16-2-400,128Mb-x16-2-400",
    "256Mb-x16-1-400,64Mb-x8-2-333",
    "64Mb-x4-1-200,1024Mb-x16-1-400",
]


@pytest.mark.parametrize("ram", SAMPLE)
def test_all_memory_works_and_no_rule_is_broken(ram):
    """Some modules alone and in pairs, and all speeds."""
    boots(ram)


def every():
    """Every geometry alone and twice, at the speeds in turn."""
    speeds = list(spd.SPEEDS)
    for i, name in enumerate(spd.geometries()):
        name = name[:-3] + str(speeds[i % len(speeds)])
        yield name
        yield f"{name},{name}"


@pytest.mark.parametrize("ram", every())
def test_a_line_of_each_64_kib_works_in_every_geometry(ram):
    """As above, but most of the memory is left alone, which saves minutes."""
    silent(run(*image(macros=("BOOT_SAMPLE",)), ram, options=["--strict"]),
           f"RAM sample ok {size(ram)} ", "end\r\n")


# What a board needs that has no SPD EEPROM or no UART of the CS5536 at its connector.
SOLDERED = {"pcengines": "512Mb-x16-1-400", "lippert": "512Mb-x16-1-400",
            "artecgroup": "256Mb-x16-1-400"}
CONSOLE = {"amd/db800": "W83627HF", "pcengines/alix1c": "W83627HF", "winent/pl6064": "W83627HF_48",
           "lippert/literunner-lx": "IT8712F", "artecgroup/dbe61": "UART2"}
FLASH_KIB = {"traverse/geos": 1024}
# Device and manufacturer: PC Engines' flash tool shows 9D37 on an ALIX.2; else by flashrom's list.
FLASH_ID = {"amd/norwich": "51BF", "amd/db800": "60BF", "pcengines/alix1c": "50BF",
            "pcengines": "9D37", "traverse/geos": "5BBF", "artecgroup/dbe61": "60BF",
            "lippert/literunner-lx": "51BF", "winent/pl6064": "51BF"}
BOARDS = subprocess.run([sim.GEODESIM, "--board", "list"], capture_output=True, check=True,
                        timeout=20).stdout.decode().split()


@pytest.mark.parametrize("board", BOARDS)
def test_every_board_boots_and_no_rule_is_broken(board):
    """With the memory, the console and the flash chip that are on it."""
    macros = ("BOOT_SAMPLE", f"BOARD_CONSOLE={CONSOLE.get(board, 'UART1')}",)
    soldered = SOLDERED.get(board.split("/", maxsplit=1)[0])
    if soldered:
        macros += ("BOARD_SPD=" + ",".join(map(str, spd.build(soldered)[:64])),)
    mib = spd.mib(soldered) if soldered else 256
    flash = FLASH_ID.get(board) or FLASH_ID[board.split("/", maxsplit=1)[0]]
    silent(run(*image(macros=macros, flash=FLASH_KIB.get(board, 512)), board=board,
               options=["--strict"]),
           f"RAM sample ok {mib} ", f"\r\nflash {flash}\r\nend\r\n")


def test_a_super_io_told_the_wrong_clock_is_caught():
    """Its text is garbage then."""
    done = run(*image(macros=("BOARD_CONSOLE=W83627HF",)), board="winent/pl6064",
               options=["--stop-on", "post:7e"])
    assert {hit[1] for hit in broken(done)} == {"sio-clock"}, done.stderr[-2000:]
    assert b"RSTPLL" not in done.stdout


# Mistakes that do no harm alone.
WITH_A_SCRIPT = ["DLL_IGNORED", "INT_PIN_OFF", "INT_NOT_MAPPED"]


def full():
    """Every module alone in each socket, every pair of equal ones, each with the others."""
    names = spd.geometries()
    yield from names
    yield from (f"none,{n}" for n in names)
    yield from (f"{n},{n}" for n in names)
    for i, name in enumerate(names):
        for step in (1, 5, 11):
            yield f"{name},{names[(i + step) % len(names)]}"


@pytest.mark.slow
@pytest.mark.parametrize("ram", full())
def test_every_geometry(ram):
    """Takes long."""
    boots(ram)


@pytest.mark.parametrize("name,rules,function,ram",
                         [pytest.param(*row, id=row[0].lower()) for row in mistakes()
                          if row[0] not in WITH_A_SCRIPT])
def test_the_mistake_is_caught(name, rules, function, ram):
    """Under the right rule, in the right function, and nothing else is reported."""
    kind = "smi" if name.startswith("SMI_") else "boot"
    done = run(*image(kind, name), ram, options=["--strict", "--stop-on", "time:5"])
    found = broken(done)
    right, *follows = rules.split()
    assert {hit[1] for hit in found} == {right, *follows}, (found, done.stdout[-300:],
                                                           done.stderr[-300:])
    where = {hit[3] for hit in found if hit[1] == right}
    assert function in where or function == "-" and where == {""}, found
    if done.returncode in (0, 9):
        assert (done.returncode == 9) == ("violation" in {hit[0] for hit in found}), found


@pytest.mark.parametrize("faults,text", [
    ("pll-lock off", "PLLs not locked"),
    ("dll off", "the DRAM DLL did not start"),
    ("nack-address 50", "no DIMM"),
    ("nack 50 5", "SPD does not answer"),
    ("spd 50 2 1", "not DDR SDRAM"),
    ("spd 50 5 30", "DIMM not supported"),
    ("spd 50 4 1", "SPD contradicts itself"),
    ("expect cache-as-RAM left\nstuck 300000 3 0\nstuck 300000 4 1", "RAM bad: 1 dwords")])
def test_broken_hardware_is_seen_for_what_it_is(faults, text, tmp_path):
    """Where firmware does right, no rule is broken."""
    script = tmp_path / "script"
    script.write_text(f"{faults}\nexpect {text}\nstop\n")
    silent(run(*image(macros=("BOOT_SAMPLE",)), "64Mb-x16-1-400",
               options=["--strict", "--script", script]), text)


def test_a_dram_dll_that_did_not_start_is_not_to_be_ignored(tmp_path):
    """The part's erratum; only a full reset helps."""
    script = tmp_path / "script"
    script.write_text("dll off\nexpect DRAM started\nwait 0.5\nstop\n")
    done = run(*image(mistake="DLL_IGNORED"), "64Mb-x16-1-400", options=["--script", script])
    assert "dram-dll-failed" in {hit[1] for hit in broken(done)}, done.stderr[-2000:]


@pytest.mark.parametrize("mistake,rules", [(None, set()), ("INT_PIN_OFF", {"irq-unrouted"}),
                                           ("INT_NOT_MAPPED", {"irq-unrouted"})])
def test_a_pci_device_that_asks_for_an_interrupt_must_be_heard(mistake, rules, tmp_path):
    """INTB#, from a slot."""
    script = tmp_path / "script"
    script.write_text("expect flash 51BF\nirq 0d A on\nwait 1\nstop\n")
    done = run(*image(mistake=mistake), "64Mb-x16-1-400", options=["--script", script])
    assert done.returncode == 0 and {hit[1] for hit in broken(done)} == rules, done.stderr[-2000:]


def test_an_smi_handler_finds_what_it_needs():
    """Every item of the check list for VSA, by its number."""
    done = run(*image("smi"), "64Mb-x16-1-400", options=["--stop-on", "text:SMI ok"])
    failed = re.findall(rb"SMI check .*|not free.*|the processor was not.*", done.stdout)
    assert b"SMI ok" in done.stdout and not failed, (done.stdout[-2000:], done.stderr[-1000:])
    items = re.findall(rb"item (\d+) [^:]*: (\d+) checks, 0 failed", done.stdout)
    assert [int(item) for item, _ in items] == list(range(1, 13)), done.stdout[-2000:]
    assert all(int(made) >= 4 for _, made in items), items
    assert not broken(done), done.stderr[-2000:]


def test_numbers_on_record_come_out():
    """Real boards' values, by the same steps."""
    done = run(*image("numbers"), board="pcengines/alix2d")
    lines = done.stdout.decode().splitlines()
    missing = []
    for row in open(os.path.join(HERE, "numbers.expect"), encoding="utf-8"):
        want = row.split("  #")[0].strip()
        if want and want[0] != "#" and not any(re.fullmatch(want, line) for line in lines):
            key = want.rsplit(" ", 1)[0]
            missing.append((row.strip(), [line for line in lines if line.startswith(key)]))
    assert not missing, missing
    assert "full reset" in lines
    # Historic firmware's DRAM table is wrong in ways that the board file knows.
    assert b"\nviolations: 0\n" in done.stderr and b"\nknown exceptions: 5\n" in done.stderr
    assert lines.count("first RSTPLL 4C000014 0000059C:0000182E") == 2


def test_the_spd_bytes_on_record_are_read_one_by_one(tmp_path):
    """What coreboot logged on an ALIX.1C: the one module, and nobody at 51h."""
    record = {0x0D: 0x08, 0x05: 0x01, 0x15: 0xFF, 0x09: 0x0A, 0x02: 0x07, 0x11: 0x04, 0x03: 0x03,
              0x04: 0x0A, 0x1F: 0x40}
    eeprom = spd.build("512Mb-x16-1-400")
    script = tmp_path / "script"
    script.write_text("".join(f"spd 50 {at:x} {eeprom[at] ^ val:x}\n"
                              for at, val in record.items() if eeprom[at] != val) +
                      "expect PCI 01.0\nstop\n")
    text = run(*image("numbers"), "512Mb-x16-1-400", options=["--script", script]).stdout
    read = {int(at, 16): int(val, 16)
            for at, val in re.findall(rb"SPD (5\w{3}) (\w{8})\r", text)}
    assert {at: read[0x5000 + at] for at in record} == record
    assert {read[0x5100 + at] for at in range(64)} == {0xFF}


@pytest.mark.parametrize("hi,pci,core", [
    (0x39C, 33, 500), (0x49C, 33, 500), (0x59C, 33, 500), (0x3DD, 66, 500), (0x3D9, 66, 433),
    (0x4D9, 66, 433), (0x4D3, 66, 333)])
def test_multipliers_on_record_give_the_clock_on_record(hi, pci, core, tmp_path):
    """With the reference clock their boards have; SeaBIOS measured 432 for 433."""
    text = open(os.path.join(sim.TOP, "util", "geodesim", "boards", BOARD + ".cfg"),
                encoding="utf-8").read()
    assert "pci_mhz = 33;" in text
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "board.cfg").write_text(text.replace("pci_mhz = 33", f"pci_mhz = {pci}"))
    done = run(*image("clocks", macros=(f"CLOCKS_HI=0x{hi:X}",)), board="test/board",
               options=["--board-dir", tmp_path])
    measured = re.search(rb"clocks per us (\d+)", done.stdout)
    assert f"RSTPLL 4C000014 {hi:08X}:07DE00".encode() in done.stdout, done.stdout
    assert measured and core - 2 <= int(measured[1]) <= core, done.stdout
