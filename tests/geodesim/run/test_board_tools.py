# SPDX-License-Identifier: GPL-2.0-or-later
"""What the command line does with boards, shown with a ROM of a few instructions."""

import os
import subprocess

import pytest

import sim

SIZE = 512 << 10
BOARD = "amd/norwich"
BOARDS = subprocess.run([sim.GEODESIM, "--board", "list"], capture_output=True, check=True,
                        timeout=20).stdout.decode().split()
# What --net is for: boards with an Ethernet, one without any place for it, others take a card.
ETHERNET = ["pcengines/alix1c", "pcengines/alix2c", "pcengines/alix2d", "pcengines/alix6",
            "traverse/geos"]
NO_PLACE = "artecgroup/dbe61"
SLOT = {"lippert/literunner-lx": "minipci"}


def image(folder, code):
    """A ROM whose reset vector jumps to `code` 512 bytes below the end."""
    rom = bytearray(b"\xff" * SIZE)
    rom[SIZE - 512:SIZE - 512 + len(code)] = code
    rom[SIZE - 16:SIZE - 13] = b"\xe9" + (0xfe00 - 0xfff3 & 0xffff).to_bytes(2, "little")
    path = folder / "image.rom"
    path.write_bytes(rom)
    return path


def post(code):
    """mov al, code; out 80h, al"""
    return bytes((0xb0, code, 0xe6, 0x80))


SPIN = b"\xeb\xfe"
# mov ecx, 20002001h; mov eax, -1; cdq; wrmsr: reserved bits of GLMC's GLD_MSR_CONFIG
RESERVED = bytes.fromhex("66b901200020 66b8ffffffff 6699 0f30")


@pytest.fixture
def rom(tmp_path):
    """Shows POST codes 41h and 42h, then loops."""
    return image(tmp_path, post(0x41) + post(0x42) + SPIN)


def run(rom, *options, board=BOARD, **more):
    return sim.run(["--board", board, "--rom", rom, "--serial", "null", *options], **more)


def test_boards_are_listed_and_unknown_ones_refused(rom, tmp_path):
    listed = sim.run(["--board", "list"], check=0).stdout.decode().split()
    assert BOARD in listed and len(listed) == 10
    for name in ("amd/rumba", "norwich", "/etc/passwd", "../amd/norwich"):
        done = run(rom, board=name, check=1)
        assert b"there is no board" in done.stderr and b"amd/norwich" in done.stderr
    done = run(rom, "--board-dir", tmp_path / "none", check=1)
    assert b"no such folder" in done.stderr


def test_a_mistake_in_a_board_file_is_named_by_line(rom, tmp_path):
    mine = tmp_path / "mine.cfg"
    mine.write_text('name = "Mine";\ncpu = { kind = "lx"; straps = 0x2e; };\nflsh = "x";\n')
    done = run(rom, board=mine, check=1)
    assert f"{mine}:".encode() in done.stderr and b"a board needs a key" in done.stderr


def test_a_board_of_ones_own_runs(rom, tmp_path):
    mine = tmp_path / "mine.cfg"
    mine.write_text('name = "Mine";\ncpu = { kind = "lx"; straps = 0x2e; };\n'
                    'memory = ( { mib = 64; } );\nflash = "SST49LF040";\nserial = [ "uart1" ];\n')
    run(rom, "--stop-on", "post:42", "--time", "1", board=mine, check=0)


def test_runs_end_at_post_codes_and_times(rom, tmp_path):
    done = run(rom, "--stop-on", "post:42", "--time", "1", check=0)
    assert b"POST code 42" in done.stderr
    done = run(rom, "--stop-on", "time:0.25", check=0)
    assert b"board time 0.25 s" in done.stderr
    run(rom, "--time", "0.1", check=2)
    run(rom, "--stop-on", "post:42", "--summary", tmp_path / "summary", check=0)
    assert (tmp_path / "summary").read_text().startswith("stop: POST code 42\n")


@pytest.mark.parametrize("ram, says", [
    ("48", "no usual DDR module of 48 MiB"), ("64,64,64", "no memory place number 3"),
    ("64,", "an element is empty"), ("/nonexistent", "/nonexistent"), ("-1", "no usual")])
def test_impossible_memory_is_refused(rom, ram, says):
    done = run(rom, "--ram", ram, check=1)
    assert says in done.stderr.decode()


def test_an_image_that_does_not_fit_is_refused_with_advice(tmp_path):
    for size in (1 << 20, 1000, 0):
        bad = tmp_path / "bad.rom"
        bad.write_bytes(bytes(size))
        done = run(bad, check=1)
        assert f"has {size} bytes".encode() in done.stderr and b"--flash" in done.stderr
    done = run(bad, "--flash", "W29", check=1)
    assert b"W29 is not known" in done.stderr and b"SST49LF040" in done.stderr


def test_a_smaller_image_is_at_the_top_of_the_flash(rom, tmp_path):
    small = tmp_path / "small.rom"
    small.write_bytes(rom.read_bytes()[SIZE // 2:])
    done = run(small, "--stop-on", "post:42", "--flash-out", tmp_path / "out.rom", check=0)
    assert b"256 KiB at the top of the board's flash SST49LF040 of 512 KiB" in done.stderr
    assert (tmp_path / "out.rom").read_bytes() == b"\xff" * (SIZE // 2) + small.read_bytes()
    # A part of just that size, which is still not what changes the file.
    done = run(small, "--flash", "SST49LF020", "--stop-on", "post:42", check=0)
    assert b"at the top" not in done.stderr
    assert small.read_bytes() == rom.read_bytes()[SIZE // 2:]


def test_the_flash_is_written_out_and_the_image_stays(rom, tmp_path):
    before = rom.read_bytes()
    run(rom, "--stop-on", "post:42", "--flash-out", tmp_path / "out.rom", check=0)
    assert (tmp_path / "out.rom").read_bytes() == before == rom.read_bytes()


def test_violations_fail_a_strict_run_only(tmp_path):
    bad = image(tmp_path, RESERVED + post(0x42) + SPIN)
    options = ["--stop-on", "post:42", "--time", "1", "--trace", "check"]
    done = run(bad, *options, check=0)
    assert b"violation reserved-bits" in done.stderr
    run(bad, *options, "--strict", check=9)
    good = image(tmp_path, post(0x42) + SPIN)
    run(good, *options, "--strict", check=0)


def test_a_board_cannot_have_what_is_not_on_it(rom, tmp_path):
    disk = tmp_path / "disk.img"
    disk.write_bytes(bytes(65536))
    for options, says in ((["--disk", disk, "--disk", disk, "--disk", disk], b"takes 2"),
                          (["--usb", "keyboard"] * 4 + ["--usb", "keyboard"], b"--usb"),
                          (["--card", "slot9=generic"], b"these slots"),
                          (["--memory-fault", "0x100000,1,0"], b"stuck ADDR BIT")):
        done = run(rom, *options, check=1)
        assert says in done.stderr, done.stderr


def test_scripts_wait_and_fail_on_boards(rom, tmp_path):
    script = tmp_path / "script"
    script.write_text("post 41\npost 42\nwait 0.5\nnack 50 2\npress power 0.2\nstop\n")
    done = run(rom, "--script", script, check=0)
    assert b"script done" in done.stderr
    script.write_text("post 42\nnack 5f 2\n")
    done = run(rom, "--script", script, check=6)
    assert b"script line 2: no EEPROM has that address" in done.stderr
    script.write_text("timeout 0.1\npost 43\n")
    done = run(rom, "--script", script, check=6)
    assert b"script line 2: nothing for 0.1 seconds" in done.stderr


def test_a_recorded_run_needs_no_other_file(rom, tmp_path):
    board = tmp_path / "mine.cfg"
    board.write_text('name = "Mine";\ncpu = { kind = "lx"; straps = 0x2e; };\n'
                     'memory = ( { socket = 0x50; mib = 64; } );\nflash = "SST49LF040";\n'
                     'serial = [ "uart1" ];\nide = "cable80";\nusb_ports = 4;\n')
    spd = tmp_path / "module.spd"
    bytes_ = bytearray(128)
    for at, value in ((0, 128), (1, 8), (2, 7), (3, 13), (4, 9), (5, 1), (17, 4), (31, 0x20)):
        bytes_[at] = value
    bytes_[63] = sum(bytes_[:63]) & 0xff
    spd.write_bytes(bytes_)
    disk = tmp_path / "disk.img"
    disk.write_bytes(bytes(65536))
    script = tmp_path / "script"
    script.write_text(f"post 42\nplug 1 disk {disk}\nwait 0.1\nspd 50 2 1\nstop\n")
    record = tmp_path / "run.replay"
    run(rom, "--ram", spd, "--disk", disk, "--script", script, "--record", record, "--summary",
        tmp_path / "first", board=board, check=0)
    for file in (rom, spd, disk, script, board):
        file.unlink()
    sim.run(["--replay", record, "--serial", "null", "--summary", tmp_path / "second"], check=0)
    assert (tmp_path / "first").read_text() == (tmp_path / "second").read_text()


def test_the_registers_of_a_board_are_listed(rom):
    text = sim.run(["--board", BOARD, "--registers"], check=0).stdout.decode()
    for name in ("SYS_RSTPLL", "MC_CF07_DATA", "PM1_STS"):
        assert name in text


def test_a_dark_screen_is_a_picture_too(rom, tmp_path):
    done = run(rom, "--stop-on", "post:42", "--screenshot", tmp_path / "screen.png", check=0)
    assert (tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")
    assert b"dark" in done.stderr


def elf(folder):
    """An ELF file whose function covers the ROM's code."""
    source = folder / "code.S"
    source.write_text(".globl reset_code\n.type reset_code, @function\nreset_code:\n"
                      ".space 512\n.size reset_code, . - reset_code\n")
    out = folder / "code.elf"
    subprocess.run(["i686-linux-gnu-gcc", "-nostdlib", "-static", "-g", "-Wl,--build-id=none",
                    "-Wl,-Ttext=0xfffffe00,-e,0", "-o", out, source], check=True, timeout=60)
    return out


@pytest.mark.parametrize("board", BOARDS)
def test_every_option_works_on_every_board(board, tmp_path):
    bad = image(tmp_path, RESERVED + post(0x42) + SPIN)
    bad.write_bytes(bad.read_bytes()[SIZE // 2:])
    disk, cmos, script = tmp_path / "disk.img", tmp_path / "battery", tmp_path / "script"
    disk.write_bytes(bytes(65536))
    script.write_text("post 42\nwait 0.01\nstop\n")
    net = ["--net", "user", "--tftp", tmp_path] if board != NO_PLACE else ["--net", "none"]
    if board not in ETHERNET + [NO_PLACE]:
        net += ["--card", SLOT.get(board, "slot1") + "=vt6105m"]
    done = run(bad, "--ram", "64", "--disk", disk, *net, "--cmos", cmos, "--flash-out",
               tmp_path / "out.rom", "--symbols", elf(tmp_path), "--screenshot",
               tmp_path / "screen.png", "--script", script, "--report", tmp_path / "report",
               "--strict", "--trace", "check", board=board, check=9)
    text = done.stderr.decode()
    assert "stop: script done" in text and "violations: 1\n" in text
    assert "violation reserved-bits" in text and "reset_code" in text
    assert cmos.stat().st_size == 256
    assert (tmp_path / "out.rom").read_bytes().endswith(bad.read_bytes())
    assert (tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")
    page = (tmp_path / "report" / "index.html").read_text()
    assert "reserved-bits" in page and board in page
    done = run(bad, "--ram", "64", "--stop-on", "post:42", "--cmos", cmos, board=board, check=0)
    assert b"POST code 42" in done.stderr


@pytest.mark.parametrize("options, says", [
    (["--cmos", "{}/short"], "short: a battery file has 128 or 256 bytes"),
    (["--flash-out", "{}/none/out"], "out cannot be written at the end: folder"),
    (["--screenshot", "{}/none/out"], "out cannot be written at the end: folder"),
    (["--report", "{}/none/out/"], "out/ cannot be written at the end: folder"),
    (["--symbols", "{}/short"], "short: not a valid ELF file"),
    (["--symbols", "{}/none"], "none: No such file"),
    (["--disk", "{}/none"], "none: No such file"),
    (["--disk", "{}/short"], "short: not a whole number of sectors"),
    (["--script", "{}/none"], "none: No such file"),
    (["--script", "{}/typo"], "typo: script line 2: no such command: pres power"),
    (["--rom", "{}/none"], "none: No such file"),
    (["--ram", "{}/short"], "short: an SPD file has 128 or 256 bytes"),
    (["--net", "user"], "no Ethernet; a vt6105m may be a --card"),
    (["--net", "lan"], "--net lan: not a valid user|nat|none"),
    (["--tftp", "{}"], "needs --net user"),
    (["--card", "slot1=vt6105m", "--net", "user", "--tftp", "{}/none"], "needs a folder"),
    (["--usb", "disk:{}/none"], "none: No such file"),
    (["--stop-on", "post:xyz"], "not a valid text:T|post:XX|time:S"),
    (["--stop-on", "later"], "not a valid text:T|post:XX|time:S")])
def test_mistakes_on_the_command_line_name_the_file_and_the_remedy(rom, tmp_path, options, says):
    (tmp_path / "short").write_bytes(bytes(100))
    (tmp_path / "typo").write_text("post 42\npres power\n")
    done = run(rom, *[text.format(tmp_path) for text in options], check=1)
    assert says in done.stderr.decode(), done.stderr
