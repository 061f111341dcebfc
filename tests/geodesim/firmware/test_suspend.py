# SPDX-License-Identifier: GPL-2.0-or-later
"""Linux suspends to RAM, the clock's alarm wakes it, and USB stick and network are as they were."""

import re

import pytest

import debian
from harness.build import build_rom
from test_acpi import GRUB, RESUME, make_linux_disk, shell_script

# Where a network card is plugged in
CARDS = {"amd/norwich": "slot4=vt6105m", "amd/db800": "slot1=vt6105m"}
MODULES = "ehci-pci ohci-pci usb-storage sd_mod via-rhine"
USE = ("md5sum /dev/sda; rm -f /tmp/file; udhcpc -i eth0 -n -q -f -t 8 -T 2 -s /bin/true; "
       "tftp -g -r file -l /tmp/file 10.0.2.2; md5sum /tmp/file; grep -E 'hcd|eth0|rtc' /proc/interrupts")
STEPS = (
    "for m in ehci-pci ohci-pci usb-storage sd_mod via-rhine; do modprobe $m; done; sleep 5; cat /proc/partitions; "
    "ip addr add 10.0.2.15/24 dev eth0; ip link set eth0 up; sleep 3",
    USE,
    "cd /sys/class/rtc/rtc0; echo alarm $(cat name) $(cat wakealarm); date; echo 0 > wakealarm; echo +6 > wakealarm; "
    "echo mem > /sys/power/state; date; cd /; sleep 5; echo 3 > /proc/sys/vm/drop_caches",
    "echo awake; " + USE,
    "grep -H . /sys/firmware/acpi/interrupts/ff_rt_clk; "
    "dmesg | grep -iE 'PM:|usb|via-rhine|eth0|rtc|bug|warn|error' | tail -60; echo listed",
)


@pytest.mark.slow
@pytest.mark.parametrize("board", CARDS)
def test_usb_and_network_work_after_the_alarm_of_the_clock_woke_linux(boot, board, tmp_path):
    stick, sum_of_stick = debian.stick(tmp_path)
    folder, sum_of_file = debian.served(tmp_path)
    run = boot(build_rom(GRUB + RESUME, target=board), "--disk", make_linux_disk(tmp_path, MODULES),
               "--snapshot", "--usb", f"disk:{stick}", "--net", "user", "--tftp", folder, "--card",
               CARDS[board], board=board, seconds=200, timeout=1200,
               script=shell_script(STEPS) + "wait 0.1\nstop\n")
    before, _, after = run.output.partition("Booting NORMAL: waking up")
    for text in (before, after):
        assert f"{sum_of_stick}  /dev/sda" in text and f"{sum_of_file}  /tmp/file" in text, text
        assert "lease of 10.0.2.15 obtained from 10.0.2.2" in text
    assert "PM: suspend entry (deep)" in run.output and "PM: suspend exit" in after
    # The alarm woke it: nobody pressed the button.
    assert re.search(r"ff_rt_clk: *[1-9]\d* ", after), after
    assert "USB disconnect" not in after
    assert run.status == 0 and run.violations() == 0, run.output[-3000:]
