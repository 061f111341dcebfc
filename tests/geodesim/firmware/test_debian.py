# SPDX-License-Identifier: GPL-2.0-or-later
"""From ROM through GRUB to Debian's kernel on a CompactFlash: what Linux sees of each board, and how it leaves."""

import re

import pytest

import debian
from harness.build import build_rom
from test_boards import BOARDS as WIRING

WHOLE = "pcengines/alix2d"
SLOW = pytest.mark.slow
# Linux draws eight bars of grey this far apart on the screen.
BARS = 8


class Board:
    """What a board has: IRQs of its lines, PCI pins with their lines, devices and drivers; a card to plug in."""

    def __init__(self, name, ethernet, screen=True, udma=2, card=None, timer_irq=7, more=None, leds=0):
        wires, irqs, _ = WIRING[name]
        self.irqs = dict(zip("ABCD", irqs))
        self.pins = {f"{device:02x}:{pin}": line for device, lines in wires.items()
                     for pin, line in zip("ABCD", lines)}
        self.ethernet, self.screen, self.udma, self.card = ethernet, screen, udma, card
        self.usb_irq, self.timer_irq, self.more, self.leds = self.irqs["D"], timer_irq, more or {}, leds

    def drivers(self):
        """{device: what binds to it}."""
        wanted = {"01.0": "", "01.2": "Geode LX AES", "0f.0": "cs5535-mfd", "0f.2": "pata_cs5536",
                  "0f.4": "ohci-pci", "0f.5": "ehci-pci"}
        wanted.update({f"{device}.0": "via-rhine" for device in self.ethernet})
        if self.screen:
            wanted.update({"01.1": "lxfb", "0f.3": "snd_cs5535audio"})
        return {**wanted, **self.more}


# A card gives Linux a driver on lines without a device. ALIX.1C: IRQ 7 is the parallel port's. DB800: USB port 4 is a
# device. ALIX.2D: Linux knows its LEDs by the name in the SMBIOS table.
BOARDS = {board: Board(board, **about) for board, about in {
    "amd/norwich": {"ethernet": ["0c"], "udma": 5, "card": "slot4=vt6105m"},
    "amd/db800": {"ethernet": ["0e"], "udma": 5, "card": "slot1=vt6105m",
                  "more": {"0f.6": "amd5536udc-pci", "0f.7": ""}},
    "pcengines/alix1c": {"ethernet": ["0c", "0d"], "card": "slot4=vt6105m", "timer_irq": 15},
    "pcengines/alix2d": {"ethernet": ["09", "0a", "0b"], "screen": False, "leds": 3},
}.items()}
# After a restart the firmware is back, and its GRUB.
RESTART = "send reboot\\n\nexpect Restarting system\nexpect Booting NORMAL\nexpect Start from disk\nstop\n"
# Linux switches the board off when the button is pressed; that it is off shows the next press, which starts it.
BUTTON = "press power\nexpect reboot: Power down\nwait 1\npress power 0.01\nexpect Booting NORMAL\nstop\n"
# Linux 6.1 goes on looking after its USB hubs while it shuts their controllers down: a device that changes over from
# EHCI to OHCI then starts the OHCI again, whose bus master bit is cleared already.
UNPLUG = "unplug 1\nunplug 2\nwait 1\n"
BASIC = """timeout 300
expect Start from disk
send \\n
expect geodeboot:
wait 0.3
"""


def pull(pin):
    """Script lines: the pin is low for a millisecond, in which Linux takes the interrupt some hundred times."""
    where = pin.replace(":", " ")
    return f"expect pull {where}\nirq {where} on\nwait 0.001\nirq {where} off\n"


def counted(text, board, pin):
    """The lines whose counts a pin raised, when it has been pulled."""
    where = pin.replace(":", " ")
    counts = [dict(re.findall(r"(\d+):(\d+)", re.search(rf"^{when} {where}: (.*)$", text, re.M)[1]))
              for when in ("before", "after")]
    return [int(line) for line in counts[0] if int(counts[1][line]) - int(counts[0][line]) > 50]


@pytest.fixture(scope="session")
def disk(tmp_path_factory):
    """The CompactFlash, with ACPI."""
    return debian.compact_flash(tmp_path_factory.mktemp("disk"))


@pytest.fixture
def linux(boot, disk, tmp_path):
    """Function: boots Linux from the disk and runs look.sh; the text of each of its parts, and the run."""
    def run(name, leave):
        board = BOARDS[name]
        stick, sum_of_stick = debian.stick(tmp_path)
        folder, sum_of_file = debian.served(tmp_path)
        options = ["--disk", disk, "--snapshot", "--usb", f"disk:{stick}", "--usb", "keyboard", "--net", "user",
                   "--tftp", folder]
        options += ["--card", board.card] if board.card else []
        script = BASIC + ("send modprobe ext4; mount -r -t ext2 /dev/sda1 /mnt && sh /mnt/look.sh /mnt "
                          + f"{board.timer_irq} " + " ".join(board.pins) + "\\n\nexpect keys now\nusb-key 2 0a\n")
        if board.screen:
            script += f"expect look at /dev/fb0\nscreenshot {tmp_path}/screen.png\n"
        script += "".join(map(pull, board.pins)) + "expect =end=\n" + UNPLUG + leave
        done = boot(build_rom(target=name), *options, board=name, script=script, seconds=300, timeout=3000)
        text = done.output
        assert "=end=" in text, text[-4000:]
        parts = dict(re.findall(r"^=(\w+)=\n(.*?)(?=^=\w+=$)", text, re.M | re.S))
        parts["sums"] = (debian.beginning(disk, 64 * 65536), sum_of_stick, sum_of_file)
        return parts, done
    return run


def check_devices(board, parts):
    """Every device is there, with its driver, and lspci shows sane BARs and interrupts."""
    found = dict(re.findall(r"^0000:00:(\S+) 0x\w+ 0x\w+ (.*)$", parts["drivers"], re.M))
    assert {device: found.get(device) for device in board.drivers()} == board.drivers()
    assert re.search(r"^cs5535-gpio cs5535-gpio$", parts["drivers"], re.M)
    assert re.search(r"^cs5535-mfgpt cs5535-mfgpt$", parts["drivers"], re.M)
    blocks = dict(re.findall(r"^00:(\w\w\.\d) (.*?)(?=^00:\w\w\.\d |\Z)", parts["lspci"], re.M | re.S))
    assert set(board.drivers()) <= set(blocks), parts["lspci"]
    ranges = []
    for device, block in blocks.items():
        assert len(re.findall(r"^[0-9a-f]{2}: ", block, re.M)) == 16, block
        regions = [line for line in block.splitlines() if "Region" in line]
        assert not [line for line in regions if "disabled" in line or "unassigned" in line or "virtual" in line], block
        for start, size, unit in re.findall(r"Memory at (\w+) .*\[size=(\d+)([KM]?)\]", block):
            start = int(start, 16)
            size = int(size) << {"": 0, "K": 10, "M": 20}[unit]
            assert 0x10000000 <= start < 0xf0000000 and start % size == 0, block
            assert all(start + size <= other or start >= end for other, end in ranges), block
            ranges.append((start, start + size))
    usb = blocks["0f.4"], blocks["0f.5"]
    assert all(f"Interrupt: pin D routed to IRQ {board.usb_irq}" in block for block in usb), usb
    for device in ("01.2", "0f.2", "0f.4", "0f.5"):
        assert "BusMaster+" in blocks[device].split("Status:")[0], blocks[device]


def check_storage(board, parts):
    """DMA on the CompactFlash as fast as the cable, the stick on EHCI, the keyboard on OHCI, by interrupts."""
    flash, stick, _ = parts["sums"]
    assert f"sda {flash}" in parts["disks"] and f"sdb {stick}" in parts["disks"]
    assert re.search(r"ata1: PATA max UDMA/100 cmd 0x1f0 ctl 0x3f6 bmdma 0x\w+ irq 14", parts["disks"])
    assert f"transfers XFER_UDMA_{board.udma}\n" in parts["disks"], parts["disks"]
    assert re.search(r"^sdb .* on 0000:00:0f\.5$", parts["disks"], re.M), parts["disks"]
    assert "keyboard on 0000:00:0f.4" in parts["keyboard"]
    assert "0001 0022 0001 0000" in parts["keyboard"]     # EV_KEY, KEY_G, down
    assert "0001 0022 0000 0000" in parts["keyboard"]
    assert int(re.search(r"^ *14: *(\d+) .*pata_cs5536", parts["interrupts"], re.M)[1]) > 20


def check_companion(board, parts):
    """GPIO, LEDs, timers, watchdog, security block, audio."""
    assert "cs5535-gpio\n32\n" in parts["gpio"]
    assert len(re.findall(r"\balix:\d", parts["gpio"])) == board.leds, parts["gpio"]
    assert "cs5535-clockevt" in parts["timers"] and re.search(r"\bacpi_pm\b", parts["timers"])
    assert int(re.search(rf"^ *{board.timer_irq}: *(\d+) .*cs5535-clockevt", parts["interrupts"], re.M)[1]) > 100
    start, end = map(float, re.search(r"uptime (\S+) to (\S+)", parts["timers"]).groups())
    clock = [int(second) for second in re.findall(r"clock .*?:(\d\d) .* to .*:(\d\d) ", parts["timers"])[0]]
    assert 2.9 < end - start < 4 and abs((clock[1] - clock[0]) % 60 - (end - start)) < 1.6
    assert "/dev/watchdog" in parts["watchdog"]
    assert parts["security"].startswith("geode\n")
    assert "aes: 3925841d02dc09fbdc118597196a0b32" in parts["security"]
    if board.screen:
        assert "CS5535 Audio" in parts["audio"] and "played" in parts["audio"]


def properties(text, address):
    """What the processor's region registers say of an address: bit 0 is "not cached"."""
    region = {int(number, 16): int(value, 16) for number, value in re.findall(r"^region (\w+) (\w+)$", text, re.M)}
    for number in range(0x1810, 0x1818):
        value = region[number]
        if value >> 8 & 1 and value >> 12 & 0xfffff <= address >> 12 <= value >> 44:
            return value & 0xff
    if 0xa0000 <= address < 0x100000:
        return region[0x180b + (address - 0x80000 >> 17) - 1] >> (address >> 14 & 7) * 8 & 0xff
    default = region[0x1808]
    if address >> 12 <= default >> 8 & 0xfffff:
        return default & 0xff
    return default >> (56 if address >> 12 >= default >> 36 & 0xfffff else 28) & 0xff


def check_memory(board, parts):
    """RAM is cached and fast; the memory of the display, of the devices and of the ROM is not cached."""
    assert 220000 < int(re.search(r"MemTotal: *(\d+)", parts["memory"])[1]) < 262144
    clocks, words, same = re.search(r"ram copy: (\d+) clocks for (\d+) dwords, (\w+)", parts["memory"]).groups()
    assert same == "equal" and 2 * int(words) < int(clocks) < 8 * int(words), parts["memory"]
    for start, end in re.findall(r"^(\w{8})-(\w{8}) : System RAM", parts["resources"], re.M):
        for address in int(start, 16), int(end, 16):
            assert properties(parts["memory"], address) & 0x3f in (0, 2), (hex(address), parts["memory"])
    for start in re.findall(r"^ *(\w{8})-\w{8} : Reserved", parts["resources"], re.M):
        assert int(start, 16) < 0x100000 or int(start, 16) >= 0xf0000000, parts["resources"]
    bars = re.findall(r"Region \d: Memory at (\w{8}) .*\[size=", parts["lspci"])
    assert len(bars) > 3
    for address in [int(bar, 16) for bar in bars] + [0xa0000, 0xb8000, 0xfff00000]:
        assert properties(parts["memory"], address) & 1, (hex(address), parts["memory"])
    if board.screen:
        assert re.search(r"fb copy: .*, equal", parts["display"]), parts["display"]


def check_interrupts(board, parts):
    """Each pin is counted at the IRQ of its line, and nowhere else."""
    for pin, line in board.pins.items():
        assert counted(parts["interrupts"], board, pin) == [board.irqs[line]], parts["interrupts"]


def check_screen(name, path):
    """The picture is the bars that Linux painted."""
    rows = debian.picture(path)
    debian.keep(path, f"firmware-debian-{name.replace('/', '-')}.png")
    width = len(rows[0])
    assert width >= 640 and len(rows) >= 480
    for y in (1, len(rows) // 2, len(rows) - 2):
        greys = [rows[y][(2 * bar + 1) * width // (2 * BARS)] for bar in range(BARS)]
        for bar, colour in enumerate(greys):
            assert all(abs(part - (bar + 1) * 31) <= 9 for part in colour), greys


def check_all(name, parts):
    """All of the above, and the network."""
    board = BOARDS[name]
    for check in (check_devices, check_storage, check_companion, check_memory, check_interrupts):
        check(board, parts)
    assert "lease of 10.0.2.15 obtained from 10.0.2.2" in parts["network"]
    assert parts["sums"][2] in parts["network"]
    assert not re.search(r"conflict|can.t claim|nobody cared|BUG|Oops|timed out", parts["complaints"])


def test_debian_on_a_compact_flash_sees_the_board_and_restarts_it(linux):
    parts, run = linux(WHOLE, RESTART)
    check_all(WHOLE, parts)
    assert run.status == 0 and run.violations() == 0, run.summary


@SLOW
@pytest.mark.parametrize("name", [name for name in BOARDS if name != WHOLE])
def test_debian_sees_the_other_boards_and_the_power_button_switches_them_off(linux, name, tmp_path):
    parts, run = linux(name, BUTTON)
    check_all(name, parts)
    check_screen(name, tmp_path / "screen.png")
    assert "Power button pressed" in run.output, run.output[-2000:]
    assert run.status == 0 and run.violations() == 0, run.summary


@SLOW
@pytest.mark.parametrize("name", BOARDS)
def test_without_acpi_the_pins_arrive_where_pir_says_and_restart_works(boot, name, tmp_path):
    board = BOARDS[name]
    disk = debian.compact_flash(tmp_path, "acpi=off")
    card = ["--card", board.card] if board.card else []
    script = BASIC + ("send modprobe ext4; mount -r -t ext2 /dev/sda1 /mnt && sh /mnt/pins.sh " + " ".join(board.pins)
                      + "\\n\n" + "".join(map(pull, board.pins)) + "expect =end=\nwait 0.3\n" + RESTART)
    run = boot(build_rom(target=name), "--disk", disk, "--snapshot", *card, board=name, script=script, seconds=300,
               timeout=3000)
    assert "=end=" in run.output, run.output[-4000:]
    for pin, line in board.pins.items():
        assert counted(run.output, board, pin) == [board.irqs[line]], run.output[-4000:]
    assert run.status == 0 and run.violations() == 0, run.summary
