# SPDX-License-Identifier: GPL-2.0-or-later
"""memtest86+, GRUB and LAB from ROM, doing what people want them for."""

import functools
import glob
import http.server
import os
import re
import shutil
import threading

import pytest

from harness.build import build_rom
from harness.cmos import cmos
from harness.disks import Partition, make_disk
from harness.linux import Shell
from harness.paths import BUILD

VARIANT = """CONFIG_NORMAL_SIZE_KB=0
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER="lab memtest86plus grub"
"""
LAB, MEMTEST, GRUB = 1, 2, 3    # values of the CMOS option boot_default
LAB_PROMPT = r"Number or letter; options for the kernel may follow"
UUID = "7f0c8d7e-6a39-4f0e-9a35-2f7d4a1b9c01"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")

# no_timer_check everywhere: on a busy host QEMU's timer can be too late for Linux's liking.

# As Debian's grub-mkconfig writes it, with /boot on a partition of its own.
GRUB_CONFIG = f"""
if [ -s $prefix/grubenv ]; then
  set have_grubenv=true
  load_env
fi
if [ "${{next_entry}}" ] ; then
   set default="${{next_entry}}"
   set next_entry=
else
   set default="${{saved_entry}}"
fi
if [ x"${{feature_menuentry_id}}" = xy ]; then
  menuentry_id_option="--id"
else
  menuentry_id_option=""
fi
function load_video {{
  insmod all_video
}}
set timeout=2
menuentry 'Without a file' --class debian $menuentry_id_option 'gone' {{
	search --no-floppy --fs-uuid --set=root {UUID}
	linux	/vmlinuz-gone root=/dev/sda2
}}
menuentry "Not a kernel" {{
	set root='hd0,msdos1'
	linux	/text root=/dev/sda2
}}
submenu 'Advanced options' $menuentry_id_option 'gnulinux-advanced' {{
	menuentry 'Debian (saved)' --class os $menuentry_id_option 'gnulinux-saved' {{
		load_video
		insmod ext2
		set root='hd0,msdos9'
		if [ x$feature_platform_search_hint = xy ]; then
		  search --no-floppy --fs-uuid --set=root --hint-bios=hd0,msdos1 {UUID}
		else
		  search --no-floppy --fs-uuid --set=root {UUID}
		fi
		echo	'Loading ...'
		linux	/vmlinuz from=grub-disk "two words" console=ttyS0 no_timer_check
		initrd	/initrd.img
	}}
}}
"""
EXTLINUX_CONFIG = """DEFAULT second
TIMEOUT 600
LABEL first
  MENU LABEL Without ^initrd
  LINUX ../vmlinuz
  APPEND initrd=../nothing quiet
LABEL second
  KERNEL /vmlinuz
  INITRD /initrd.img
  APPEND from=stick console=ttyS0 no_timer_check
"""


def environment_block(**variables):
    """What grub-editenv writes."""
    text = "# GRUB Environment Block\n" + "".join(f"{name}={value}\n"
                                                 for name, value in variables.items())
    return text.encode().ljust(1024, b"#")


@pytest.fixture(scope="session")
def rom():
    """An image with LAB, memtest86+ and GRUB."""
    return build_rom(VARIANT)


@pytest.fixture(scope="session")
def linux(default_rom):
    """Paths of a kernel and an initramfs that ends in a shell: those of the Linux payload."""
    folder = os.path.dirname(default_rom)
    return (glob.glob(os.path.join(BUILD, "debian/linux-image-686/boot/vmlinuz-*"))[0],
            os.path.join(folder, "payloads/linux/initrd"))


@pytest.fixture(scope="session")
def disk(linux, tmp_path_factory):
    """A disk with a boot partition and a root partition with GRUB's configuration."""
    kernel, initrd = linux
    saved = environment_block(saved_entry="gnulinux-advanced>gnulinux-saved")
    return make_disk(
        str(tmp_path_factory.mktemp("disk") / "disk.img"),
        Partition("ext2", 24, {"/vmlinuz": kernel, "/initrd.img": initrd,
                               "/text": b"This is no kernel.\n" * 100}, "BOOT", UUID),
        Partition("ext4", 8, {"/boot/grub/grub.cfg": GRUB_CONFIG.encode(),
                              "/boot/grub/grubenv": saved,
                              "/etc/motd": b"read from the IDE disk\n"}, "ROOT"))


def ide(path):
    """QEMU options for a disk nobody writes to."""
    return ["-drive", f"file={path},format=raw,if=ide,snapshot=on,file.locking=off"]


def command_line(guest):
    """The command line of the Linux payload's kernel once its shell is there."""
    return Shell(guest).run("cat /proc/cmdline")


# --- memtest86+ ---

def test_memtest_finishes_a_test_without_errors(machine, rom):
    guest = machine(rom, memory=32, cmos=cmos(boot_default=MEMTEST))
    guest.expect(r"Memtest86\+", 180)
    guest.expect(r"#0 ", 180)
    number = int(guest.expect(r"#([1-9]\d*) +\[", 240)[1])
    assert number >= 1
    guest.expect(r"Errors: \d+", 60)
    assert set(re.findall(r"Errors: (\d+)", guest.text)) == {"0"}


# --- GRUB ---

@pytest.fixture
def grub(machine, rom, disk):
    """GRUB at its command line: a function that runs a command and returns what it prints."""
    guest = machine(rom, memory=256, cmos=cmos(boot_default=GRUB), args=ide(disk))
    guest.expect("Start from disk", 90)
    guest.send("c")
    guest.expect("grub> ", 60)

    def run(command):
        start = guest.position
        guest.send(command + "\n")
        guest.expect("grub> ", 400)     # reading a kernel, byte by byte
        return ESCAPES.sub("", guest.text[start:guest.position])

    run.guest = guest
    return run


def test_grub_lists_the_memory_map(grub):
    ranges = re.findall(r"base_addr = 0x(\w+), length = 0x(\w+), (available|usable) RAM",
                        grub("lsmmap"))
    found = {int(base, 16): int(size, 16) for base, size, _ in ranges}
    assert max(found) == 0x100000, found
    assert 240 << 20 <= found[0x100000] < 255 << 20, found


def test_grub_reads_a_file_from_the_disk(grub):
    assert "read from the IDE disk" in grub("cat (ata0,msdos2)/etc/motd")


def test_grub_boots_a_kernel_from_the_disk(grub):
    grub("linux (ata0,msdos1)/vmlinuz console=ttyS0 no_timer_check from=grub")
    grub("initrd (ata0,msdos1)/initrd.img")
    grub.guest.send("boot\n")
    assert "from=grub" in command_line(grub.guest)


def test_grub_left_alone_starts_the_configuration_of_the_disk(machine, rom, linux, tmp_path):
    config = b"""set timeout=0
menuentry disk {
    linux /vmlinuz console=ttyS0 no_timer_check from=own-cfg
    initrd /initrd.img
}
"""
    path = make_disk(str(tmp_path / "disk.img"),
                     Partition("ext4", 32, {"/vmlinuz": linux[0], "/initrd.img": linux[1],
                                            "/boot/grub/grub.cfg": config}))
    guest = machine(rom, memory=256, cmos=cmos(boot_default=GRUB), args=ide(path))
    guest.expect("Start from disk", 90)
    assert "from=own-cfg" in command_line(guest)


# --- LAB: disks ---

def test_lab_left_alone_boots_what_grub_on_the_disk_would(machine, rom, disk):
    guest = machine(rom, memory=256, args=ide(disk))
    guest.expect(r"\* 3  Debian \(saved\) +sda1", 180)
    guest.expect(LAB_PROMPT + r" \(automatic start in 2 s\)")
    guest.expect("Starting it", 60)
    assert 'from=grub-disk "two words"' in command_line(guest)


def test_lab_boots_from_a_usb_stick_with_options_typed_in(machine, rom, linux, tmp_path):
    stick = make_disk(str(tmp_path / "stick.img"), Partition("vfat", 40, {
        "/vmlinuz": linux[0], "/initrd.img": linux[1],
        "/syslinux/syslinux.cfg": EXTLINUX_CONFIG.encode()}))
    guest = machine(rom, memory=256, args=[
        "-usb", "-drive", f"if=none,id=stick,file={stick},format=raw",
        "-device", "usb-storage,drive=stick"])
    guest.expect(r" 1  Without initrd +sda1", 180)
    guest.expect(r"\* 2  second +sda1")
    guest.expect(LAB_PROMPT + r" \(automatic start in 60 s\)")
    guest.send("1\n")
    guest.expect("Error: there is no initrd")
    guest.expect(LAB_PROMPT)
    guest.send("2 typed=yes\n")
    line = command_line(guest)
    assert "from=stick" in line and "typed=yes" in line


def test_lab_shows_a_missing_file_and_a_bad_kernel_and_comes_back(machine, rom, disk):
    guest = machine(rom, memory=256, args=ide(disk))
    guest.expect(LAB_PROMPT, 180)
    guest.send("1\n")
    guest.expect(r"Error: there is no kernel /sda1/vmlinuz-gone\n")
    guest.expect(LAB_PROMPT)
    guest.send("2\n")
    guest.expect(r"Error: /sda1/text cannot be started:\n +\S+")
    guest.expect(LAB_PROMPT)
    guest.send("99\n")
    guest.expect("Error: there is no entry 99")
    guest.expect(LAB_PROMPT)
    guest.send("s\n")
    guest.expect(r"lab:\S*# ")
    guest.send("exit\n")
    guest.expect(LAB_PROMPT)
    guest.send("p\n")
    assert guest.wait_exit(60) == 0


# --- LAB: network ---

@pytest.fixture
def server_files(linux, tmp_path):
    """A directory to serve: kernel, initramfs, a pxelinux configuration, a text."""
    folder = tmp_path / "server"
    (folder / "pxelinux.cfg").mkdir(parents=True)
    shutil.copy(linux[0], folder / "vmlinuz")
    shutil.copy(linux[1], folder / "initrd.img")
    (folder / "text").write_text("Neither kernel nor configuration.\n")
    (folder / "net.cfg").write_text("DEFAULT net\nLABEL net\n KERNEL vmlinuz\n INITRD initrd.img\n"
                                    " APPEND from=net-cfg console=ttyS0 no_timer_check\n")
    (folder / "pxelinux.cfg" / "default").write_text(
        "DEFAULT pxe\nLABEL pxe\n KERNEL /vmlinuz\n APPEND initrd=/initrd.img from=pxe "
        "console=ttyS0 no_timer_check\n")
    return folder


@pytest.fixture
def http_server(server_files):
    """An HTTP server on this host; its URL as QEMU's guest sees it."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        """Says nothing on the terminal."""

        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(server_files))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://10.0.2.2:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def network(files, bootfile=None):
    """QEMU options for its user network with a TFTP server."""
    option = f"user,model=e1000,tftp={files}"
    return ["-nic", option + (f",bootfile={bootfile}" if bootfile else "")]


def test_lab_without_a_disk_boots_by_dhcp_and_tftp(machine, rom, server_files):
    guest = machine(rom, memory=256, args=network(server_files, "net.cfg"))
    guest.expect("There is no disk", 180)
    guest.expect(r"eth0: address 10\.0\.2\.15", 60)
    guest.expect(r"Fetching tftp://10\.0\.2\.2/net\.cfg")
    guest.expect("Starting it", 120)
    assert "from=net-cfg" in command_line(guest)


def test_lab_finds_the_configuration_beside_pxelinux(machine, rom, server_files):
    guest = machine(rom, memory=256, args=network(server_files, "pxelinux.0"))
    guest.expect(LAB_PROMPT, 180)
    guest.send("n\n")
    guest.expect(r"Using tftp://10\.0\.2\.2/pxelinux\.cfg/default", 120)
    guest.expect(r"marked one; x goes back", 60)
    guest.send("\n")
    guest.expect("Starting it", 120)
    assert "from=pxe" in command_line(guest)


def test_lab_boots_by_dhcp_and_http(machine, rom, server_files, http_server):
    guest = machine(rom, memory=256, args=network(server_files, f"{http_server}/net.cfg"))
    guest.expect(rf"Fetching {http_server}/net\.cfg", 180)
    guest.expect(rf"Fetching {http_server}/vmlinuz")
    guest.expect("Starting it", 120)
    assert "from=net-cfg" in command_line(guest)


def test_lab_boots_a_kernel_from_a_url_typed_in(machine, rom, server_files, http_server):
    guest = machine(rom, memory=256, args=network(server_files))
    guest.expect(LAB_PROMPT, 180)
    guest.send("u\n")
    guest.expect("URL of a kernel or a configuration")
    guest.send(f"{http_server}/vmlinuz\n")
    guest.expect("Starting it", 120)
    # The kernel alone has no root file system: that it got so far is what shows.
    guest.expect("Unable to mount root fs|No working init", 120)


def test_lab_shows_network_errors_and_comes_back(machine, rom, server_files, http_server):
    guest = machine(rom, memory=256, args=network(server_files))
    guest.expect(LAB_PROMPT, 180)
    for url, complaint in ((f"{http_server}/gone", "404"),
                           ("tftp://10.0.2.2/gone", "[Ff]ile not found"),
                           ("http://10.0.2.2:1/x", "[Cc]onnection refused"),
                           ("ftp://10.0.2.2/x", "neither http:// nor tftp://")):
        guest.send("u\n")
        guest.expect("URL of a kernel")
        guest.send(url + "\n")
        guest.expect(rf"Error: cannot fetch {re.escape(url)}:\n.*{complaint}", 90)
        guest.expect(LAB_PROMPT)
    guest.send("u\n")
    guest.expect("URL of a kernel")
    guest.send(f"{http_server}/text\n")
    guest.expect("Error: .*/text is neither a kernel nor a configuration", 60)
    guest.expect(LAB_PROMPT)


def test_lab_says_that_there_is_no_link_and_comes_back(machine, rom, server_files):
    guest = machine(rom, memory=256, args=[
        "-netdev", f"user,id=n0,tftp={server_files}", "-device", "e1000,netdev=n0,id=card"],
        stopped=True)
    guest.monitor("set_link card off")
    guest.resume()
    guest.expect(r"Error: eth0: no link", 180)
    guest.expect(LAB_PROMPT)
    guest.monitor("set_link card on")
    guest.send("n\n")
    guest.expect(r"eth0: address 10\.0\.2\.15", 60)


def test_lab_says_that_no_dhcp_server_answers(machine, rom):
    guest = machine(rom, memory=256, args=["-netdev", "hubport,id=n0,hubid=0",
                                           "-device", "e1000,netdev=n0"])
    guest.expect("Error: eth0: no DHCP server answers", 240)
    guest.expect(LAB_PROMPT)


def test_lab_says_that_there_is_no_network_card(machine, rom):
    guest = machine(rom, memory=256)
    guest.expect("Error: there is no network card", 180)
    guest.expect(LAB_PROMPT)
