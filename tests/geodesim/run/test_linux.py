# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's kernel and busybox on the bare machine, against the same programs on the host."""

import hashlib
import os
import subprocess

import sim


def host(*command, **more):
    """Output of a program on the host."""
    return subprocess.run(command, check=True, capture_output=True, timeout=300, **more).stdout


def test_the_kernel_sees_the_processor_and_its_parts(guest):
    cpu, _ = guest.shell("cat /proc/cpuinfo")
    assert "Geode(TM) Integrated Processor by AMD PCS" in cpu
    assert "AuthenticAMD" in cpu
    interrupts, _ = guest.shell("cat /proc/interrupts")
    for line in ("timer", "i8042", "ttyS0", "rtc0"):
        assert line in interrupts
    pci, _ = guest.shell("cat /sys/bus/pci/devices/*/vendor /sys/bus/pci/devices/*/device")
    assert pci.split() == ["0x8086", "0x8086", "0x8086", "0x1234",
                           "0x1237", "0x7000", "0x7010", "0x5a10"]


def test_the_clock_runs_as_fast_as_the_timer_says(guest):
    before, _ = guest.shell("hwclock -r; cat /proc/uptime")
    after, _ = guest.shell("sleep 3; hwclock -r; cat /proc/uptime")
    seconds = [int(text.split()[3].split(":")[2]) for text in (before, after)]
    uptime = [float(text.splitlines()[1].split()[0]) for text in (before, after)]
    assert 3.0 <= uptime[1] - uptime[0] < 6
    assert abs((seconds[1] - seconds[0]) % 60 - (uptime[1] - uptime[0])) < 1.5


def test_the_disk_is_read_by_dma_without_an_error(guest, data):
    output, status = guest.shell("modprobe ata_piix; modprobe sd_mod; n=0; while [ ! -b /dev/sda "
                                 "] && [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; "
                                 "dmesg | grep -E 'ata1|DMA'; md5sum /dev/sda", 240)
    assert status == 0
    with open(data, "rb") as file:
        assert hashlib.md5(file.read()).hexdigest() in output
    assert "MWDMA2" in output
    assert "failed" not in output


def test_what_is_written_to_the_disk_is_there_again(guest):
    output, status = guest.shell("dd if=/bin/busybox of=/dev/sda bs=4k seek=100 conv=fsync 2>&1; "
                                 "echo 3 >/proc/sys/vm/drop_caches; "
                                 "s=$(stat -c %s /bin/busybox); "
                                 "dd if=/dev/sda bs=4k skip=100 2>/dev/null | head -c $s | "
                                 "cmp - /bin/busybox && echo SAME", 120)
    assert status == 0 and "SAME" in output
    guest.shell("echo 3 >/proc/sys/vm/drop_caches")


def test_busybox_applets_print_what_they_print_on_the_host(guest):
    expected = host(sim.BUSYBOX, "sh", "/dev/stdin", input=open(
        os.path.join(os.path.dirname(__file__), "applets.sh"), "rb").read(),
        env={"BB": sim.BUSYBOX, "PATH": "/nonexistent", "TZ": "UTC"}, stderr=None)
    output, status = guest.shell(
        "env -i BB=/bin/busybox PATH=/nonexistent TZ=UTC /bin/busybox sh /applets.sh 2>/dev/null "
        ">/tmp/out; md5sum </tmp/out; tail -n 1 /tmp/out; wc -l </tmp/out", 300)
    assert status == 0
    total = expected.decode().splitlines()[-1]
    assert int(total.split()[1]) >= 300
    assert total in output
    wrong = hashlib.md5(expected).hexdigest() not in output
    assert not wrong, first_difference(guest, expected)


def first_difference(guest, expected):
    """Fetches the guest's output to say where it differs."""
    text, _ = guest.shell("cat /tmp/out", 120)
    for number, (a, b) in enumerate(zip(text.splitlines(), expected.decode().splitlines())):
        if a != b:
            return f"line {number}: guest {a!r}, host {b!r}"
    return "same lines, different length"


def test_floating_point_results_equal_the_hosts_to_the_bit(guest, programs):
    expected = host(programs["fp"]).decode()
    output, status = guest.shell("fp", 120)
    assert status == 0
    assert output.splitlines() == expected.splitlines()


def test_forks_signals_and_faults_come_out_right(guest, programs):
    assert "STRESS OK" in host(programs["stress"]).decode()
    output, status = guest.shell("stress", 240)
    assert status == 0 and "STRESS OK" in output


def test_fifty_megabytes_are_hashed_and_compressed_as_on_the_host(guest, data):
    with open(data, "rb") as file:
        content = bytearray(file.read())
    with open(sim.BUSYBOX, "rb") as file:
        program = file.read()
    content[409600:409600 + len(program)] = program
    # dd rounds nothing: the program's last block is short.
    packed = subprocess.run([sim.BUSYBOX, "gzip", "-1", "-c"], input=bytes(content), check=True,
                            capture_output=True, timeout=300).stdout
    output, status = guest.shell("sha256sum </dev/sda; gzip -1 -c </dev/sda | md5sum; "
                                 "dd if=/dev/sda bs=1M count=4 2>/dev/null | gzip -c | gunzip -c | "
                                 "sha1sum", 1500)
    assert status == 0
    assert hashlib.sha256(content).hexdigest() in output
    assert hashlib.md5(packed).hexdigest() in output
    assert hashlib.sha1(content[:4 << 20]).hexdigest() in output
