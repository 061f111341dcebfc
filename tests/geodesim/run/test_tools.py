# SPDX-License-Identifier: GPL-2.0-or-later
"""The simulator's tools: exit codes, stop conditions, traces, record and replay, gdb."""

import os
import re
import subprocess
import threading

import pytest

import sim

HERE = os.path.dirname(os.path.abspath(__file__))
ROM_BYTES = 512 * 1024


@pytest.fixture(scope="module")
def firmware():
    """(ROM image, ELF file with symbols) of the small test firmware."""
    os.makedirs(sim.WORK, exist_ok=True)
    elf, rom = (os.path.join(sim.WORK, name) for name in ("firmware.elf", "firmware.rom"))
    subprocess.run(["i686-linux-gnu-gcc", "-g", "-Og", "-march=i586", "-ffreestanding", "-fno-pic",
                    "-static", "-nostdlib", "-fno-stack-protector",
                    "-fno-asynchronous-unwind-tables", "-Wall", "-Wextra", "-Werror",
                    "-Wl,--build-id=none,-z,noexecstack",
                    "-Wl,-T," + os.path.join(HERE, "firmware.ld"), "-o", elf, os.path.join(HERE, "firmware.S"),
                    os.path.join(HERE, "firmware.c")], check=True, timeout=60)
    subprocess.run(["i686-linux-gnu-objcopy", "-O", "binary", elf, rom], check=True, timeout=60)
    assert os.path.getsize(rom) == ROM_BYTES
    return rom, elf


def script(tmp_path, text):
    """A script file with this text."""
    path = tmp_path / "script"
    path.write_text(text)
    return path


def test_help_names_every_option_and_bad_options_are_refused():
    text = sim.run(["--help"], check=0).stdout.decode()
    for option in ("--rom", "--bare-linux", "--disk", "--gdb", "--replay", "--trace", "--stop-on"):
        assert option in text
    for bad in (["--ram", "x"], ["--frobnicate"], ["--time", "-1"], ["--disk", "/nonexistent",
                "--rom", "/dev/null"], ["--rom", "/nonexistent"], []):
        done = sim.run(bad, check=1)
        assert done.stderr.startswith(b"geodesim") or b"--frobnicate" in done.stderr


def test_the_guest_decides_the_exit_code(firmware, tmp_path):
    done = sim.run(["--rom", firmware[0], "--exit-port", "0xf4", "--script",
                    script(tmp_path, "expect type a key\nsend x\nexpect never\n")], check=64 + 5)
    assert b"firmware runs\r\ntype a key\r\nend\r\n" in done.stdout


def test_runs_stop_on_post_codes_texts_and_time(firmware, tmp_path):
    rom = ["--rom", firmware[0], "--serial", "null"]
    done = sim.run(rom + ["--stop-on", "post:2d"], check=0)
    assert b"POST code 2D" in done.stderr
    done = sim.run(rom + ["--stop-on", "text:a key"], check=0)
    assert b'serial text "a key"' in done.stderr
    sim.run(rom + ["--time", "0.25"], check=2)
    sim.run(["--rom", firmware[0], "--script", script(tmp_path, "timeout 0.5\nexpect xyz\n")],
            check=6)


def test_a_reset_restarts_the_firmware_or_ends_the_run(firmware, tmp_path):
    steps = "expect type a key\nsend r\nexpect firmware runs\nexpect type a key\n"
    done = sim.run(["--rom", firmware[0], "--script", script(tmp_path, steps)], check=0)
    assert b"resets: 1" in done.stderr
    sim.run(["--rom", firmware[0], "--no-reboot", "--script", script(tmp_path, steps)], check=5)


def test_traces_show_ports_post_codes_and_instructions(firmware, tmp_path):
    trace = tmp_path / "trace"
    sim.run(["--rom", firmware[0], "--serial", "null", "--stop-on", "post:22", "--trace",
             "io,post,instructions", "--trace-file", trace], check=0)
    lines = trace.read_text().splitlines()
    assert re.match(r"\d+ instructions F000:0000FFF0 FFFFFFF0 ", lines[0])
    assert any(line.endswith("post 11") for line in lines)
    assert any(line.endswith("io out 0080 size 1 = 22") for line in lines)
    clocks = [int(line.split()[0]) for line in lines]
    assert clocks == sorted(clocks)


def test_flash_is_programmed_and_power_can_fail_in_it(firmware, tmp_path):
    rom = tmp_path / "flash.rom"
    options = ["--rom", rom, "--flash", "SST49LF040", "--serial", "null"]
    original = open(firmware[0], "rb").read()
    rom.write_bytes(original)
    sim.run(options + ["--snapshot", "--stop-on", "text:type a key"], check=0)
    assert rom.read_bytes() == original
    done = sim.run(options + ["--flash-cut", "1,50"], check=7)
    assert b"power lost" in done.stderr
    assert rom.read_bytes()[0x1000] == 0x4f  # bits 7 to 4 of 42h, the rest still ones
    sim.run(options + ["--stop-on", "text:type a key"], check=0)
    assert rom.read_bytes()[0x1000] == 0x42


def test_the_battery_file_keeps_the_clock(firmware, tmp_path):
    cmos = tmp_path / "cmos"
    cmos.write_bytes(bytes(256))
    done = sim.run(["--rom", firmware[0], "--cmos", cmos, "--time", "0.01", "--serial", "null"],
                   check=2)
    assert done.returncode == 2 and cmos.stat().st_size == 256
    cmos.write_bytes(bytes(100))
    sim.run(["--rom", firmware[0], "--cmos", cmos, "--serial", "null"], check=1)


def test_a_recorded_run_is_repeated_elsewhere_without_its_files(firmware, tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    rom = first / "x.rom"
    rom.write_bytes(open(firmware[0], "rb").read())
    common = ["--trace", "io,irq,serial,post", "--trace-file", "trace", "--summary", "report"]
    process = subprocess.Popen([sim.GEODESIM, "--rom", "x.rom", "--record", "run.replay",
                                "--exit-port", "0xf4", *common], cwd=first,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    seen = b""
    while b"type a key" not in seen:
        byte = process.stdout.read(1)
        assert byte
        seen += byte
    process.stdin.write(b"q")  # at whatever moment the host gets to it
    process.stdin.flush()
    assert process.wait(60) == 69
    process.stdin.close()
    process.stdout.close()
    replay = (first / "run.replay").read_bytes()
    rom.unlink()
    (second / "other.name").write_bytes(replay)
    sim.run(["--replay", "other.name", *common, "--serial", "null"], check=69, cwd=second)
    for name in ("trace", "report"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
    (second / "other.name").write_bytes(replay.replace(b"serial0 71", b"serial0 72"))
    sim.run(["--replay", "other.name", "--serial", "null"], check=8, cwd=second)


def gdb(options, commands, elf=None, timeout=120):
    """Runs geodesim under a stock gdb; what gdb printed."""
    process = subprocess.Popen([sim.GEODESIM, *map(str, options), "--gdb", "0"],
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE)
    try:
        line = process.stderr.readline().decode()
        port = re.search(r"localhost:(\d+)", line)[1]
        threading.Thread(target=process.stderr.read, daemon=True).start()
        arguments = ["gdb", "-q", "-nx", "-batch", "-ex", "set architecture i386", "-ex",
                     f"target remote localhost:{port}"]
        for command in commands:
            arguments += ["-ex", command]
        done = subprocess.run(arguments + ([elf] if elf else []), capture_output=True, text=True,
                              check=False, timeout=sim.scaled(timeout), stdin=subprocess.DEVNULL)
        return done.stdout + done.stderr
    finally:
        process.kill()
        process.wait()


def test_gdb_debugs_firmware_by_its_symbols(firmware):
    output = gdb(["--rom", firmware[0], "--serial", "null"],
                 ["x/i $pc", "stepi", "printf \"at %x\\n\", $pc", "hbreak firmware_main",
                  "continue", "break count_up", "continue", "continue", "continue",
                  "print n", "info registers eflags cs", "print *counter", "delete",
                  "watch *(unsigned *)0x9000", "continue", "print *counter", "bt",
                  "set var *(unsigned *)0x9000 = 100", "print *counter", "set var $st0 = 1.5",
                  "print $st0", "printf \"words %x %x\\n\", $fctrl, $ftag", "kill"],
                 firmware[1])
    assert "Breakpoint 1, firmware_main" in output
    assert output.count("Breakpoint 2, count_up") == 3
    assert "$1 = 2" in output  # the third call adds 2
    assert "cs             0x8" in output
    assert "$2 = 1" in output
    assert "Hardware watchpoint 3" in output and "New value = 3" in output
    assert "$4 = 100" in output
    assert "$5 = 1.5" in output
    assert "words 37f ffff" in output
    assert "firmware_main" in output.split("New value = 3")[1]


@pytest.mark.slow
def test_gdb_stops_in_a_kernel(initrd, tmp_path):
    # The package's System.map is empty; the kernel itself tells its addresses.
    steps = (f"timeout 120\nexpect {sim.PROMPT}\n"
             "send grep -E ' (start_kernel|rest_init)$' /proc/kallsyms\\n\n"
             f"expect {sim.PROMPT}\nstop\n")
    said = sim.run(sim.linux_options(initrd) + ["--script", script(tmp_path, steps)], timeout=600,
                   check=0).stdout.decode()
    symbols = {name: address for address, name in re.findall(r"([0-9a-f]{8}) \w (\w+)", said)}
    output = gdb(sim.linux_options(initrd) + ["--serial", "null"],
                 [f"hbreak *0x{symbols['start_kernel']}", "continue", "printf \"pc %x\\n\", $pc",
                  "stepi 20", "print/x $cs", "watch *(int *)($esp - 4)", "continue", "delete",
                  f"hbreak *0x{symbols['rest_init']}", "continue",
                  "printf \"pc %x\\n\", $pc", "printf \"memory %x\\n\", *(int *)0x100200",
                  "printf \"page %x\\n\", *(unsigned short *)0xc00901fe", "kill"], timeout=600)
    assert f"pc {symbols['start_kernel']}" in output
    assert "$1 = 0x60" in output
    assert "New value" in output
    assert f"pc {symbols['rest_init']}" in output
    # The kernel's page tables are in force: no user memory yet, the zero page 3 GiB higher.
    assert "Cannot access memory at address 0x100200" in output
    assert "page aa55" in output


def test_two_boots_of_linux_are_the_same_to_the_clock(initrd, tmp_path):
    results = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        sim.run(sim.linux_options(initrd)
                + ["--stop-on", "text:Switched to clocksource", "--serial", "file:serial",
                   "--trace", "exceptions,irq,io,pci,msr,disk", "--trace-file", "trace",
                   "--summary", "report", "--time", "60"], timeout=600, check=0, cwd=folder)
        results.append([(folder / f).read_bytes() for f in ("serial", "trace", "report")])
    assert results[0] == results[1]
    assert len(results[0][1]) > 1000000


@pytest.mark.slow
def test_a_recorded_boot_with_typed_commands_repeats_elsewhere(initrd, tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    first.mkdir()
    second.mkdir()
    output = ["--summary", str(first / "report"), "--trace", "irq,disk,serial", "--trace-file",
              str(first / "trace")]
    options = sim.linux_options(initrd) + ["--record", first / "run.replay", "--exit-port", "0xf4"]
    with sim.Sim(options + output, first / "log") as guest:
        guest.expect("GUEST READY", 300)
        guest.expect(sim.PROMPT, 60)
        guest.shell("uname -a; cat /proc/interrupts", 60)
        guest.send("echo -n x | dd of=/dev/port bs=1 seek=244\n")
        assert guest.process.wait(sim.scaled(60)) == 64 + ord("x")
    sim.run(["--replay", first / "run.replay", "--summary", "report", "--trace", "irq,disk,serial",
             "--trace-file", "trace", "--serial", "file:log"], timeout=600, check=64 + ord("x"),
            cwd=second)
    for name in ("report", "trace"):
        assert (first / name).read_bytes() == (second / name).read_bytes()
