# SPDX-License-Identifier: GPL-2.0-or-later
"""The boot menu, as somebody at the serial console or the keyboard uses it."""

import pytest

from harness.cmos import cmos

PROMPT = r"Press any key within 9 s for the boot menu\.\n"
MENU = r"NORMAL boot menu\n \*1  one\n  2  two\n  3  three\n"


@pytest.fixture
def three(payload_rom, hello):
    """A ROM whose NORMAL region has three entries."""
    return payload_rom(NORMAL=[(name, hello(name)) for name in ("one", "two", "three")])


@pytest.mark.parametrize("key, name", [("1", "one"), ("2", "two"), ("3", "three"), ("\r", "one")])
def test_key_on_the_serial_console_starts_its_entry(machine, three, key, name):
    guest = machine(three.path, cmos=cmos(boot_timeout=9))
    guest.expect(PROMPT)
    guest.send(" ")
    guest.expect(MENU)
    guest.send(key)
    guest.expect(f"payload {name} runs")
    assert guest.wait_exit() == 0


def test_key_on_the_keyboard_starts_its_entry(machine, three):
    guest = machine(three.path, cmos=cmos(boot_timeout=9))
    guest.expect(PROMPT)
    guest.monitor("sendkey spc")
    guest.expect(MENU)
    guest.monitor("sendkey 3")
    guest.expect("payload three runs")
    assert guest.wait_exit() == 0


def test_timeout_starts_the_first_entry(machine, three):
    guest = machine(three.path, cmos=cmos(boot_timeout=1))
    guest.expect(r"Press any key within 1 s")
    guest.expect("payload one runs")
    assert guest.wait_exit() == 0


def test_no_timeout_does_not_wait_and_does_not_ask(machine, three):
    guest = machine(three.path)
    guest.expect("payload one runs")
    assert guest.wait_exit() == 0
    assert "Press any key" not in guest.text


def test_key_pressed_during_the_boot_opens_the_menu(machine, three):
    # A slow processor: the key comes after the first line, in the middle of the boot.
    guest = machine(three.path, args=["-icount", "shift=10,sleep=on"])
    guest.expect("^geodeboot ")
    guest.send("x")
    guest.expect(MENU)
    guest.send("2")
    guest.expect("payload two runs")


def test_key_without_an_entry_is_told_and_the_menu_comes_back(machine, three):
    guest = machine(three.path, cmos=cmos(boot_timeout=9))
    guest.expect(PROMPT)
    guest.send("q")
    guest.expect(MENU)
    guest.send("7")
    guest.expect("There is no such entry")
    guest.expect(MENU)
    guest.send("2")
    guest.expect("payload two runs")


def test_cmos_option_changes_the_default(machine, three):
    guest = machine(three.path, cmos=cmos(boot_default=3))
    guest.expect("payload three runs")
    assert guest.wait_exit() == 0


def test_menu_marks_the_default_of_the_cmos_option(machine, three):
    guest = machine(three.path, cmos=cmos(boot_default=2, boot_timeout=9))
    guest.expect(PROMPT)
    guest.send(" ")
    guest.expect(r"  1  one\n \*2  two\n  3  three\n")
    guest.send("\r")
    guest.expect("payload two runs")


def test_cmos_option_beyond_the_last_entry_is_told_and_the_first_boots(machine, three):
    guest = machine(three.path, cmos=cmos(boot_default=9))
    guest.expect("boot_default is 9, but there are only 3 entries")
    guest.expect("payload one runs")


def test_next_entry_is_tried_when_the_chosen_one_fails(machine, three):
    three.remove("NORMAL", "img/two")
    guest = machine(three.path, cmos=cmos(boot_default=2))
    guest.expect(r"img/two: not found")
    guest.expect("payload three runs")
