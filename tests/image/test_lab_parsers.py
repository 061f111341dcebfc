# SPDX-License-Identifier: GPL-2.0-or-later
"""LAB's readers of GRUB's and extlinux's configurations, run by the busybox of LAB."""

import os
import random
import subprocess

import pytest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIB = os.path.join(TOP, "payloads/lab/rootfs/lib/lab")


@pytest.fixture(scope="session")
def awk():
    """Function: runs an awk script with variables; the entries and the time-out it prints."""
    out = os.path.join(TOP, "build/debian")
    subprocess.run([os.path.join(TOP, "util/debian-fetch"), out, "busybox-static"], check=True,
                   timeout=600)
    busybox = os.path.join(out, "busybox-static/bin/busybox")

    def run(script, **variables):
        command = [busybox, "awk"]
        for name, value in variables.items():
            command += ["-v", f"{name}={value}"]
        done = subprocess.run([*command, "-f", os.path.join(LIB, script)], capture_output=True,
                              text=True, check=True, timeout=60)
        assert done.stderr == ""
        return parse(done.stdout)
    return run


def parse(text):
    """(time-out, [entry]) of the readers' output; an entry is a dictionary."""
    timeout, entries = None, []
    for line in text.splitlines():
        key, value = line.split("\t", 1)
        if key == "timeout":
            timeout = int(value)
        elif key == "title":
            entries.append({"title": value, "initrd": []})
        elif key == "initrd":
            entries[-1]["initrd"].append(value)
        else:
            entries[-1][key] = value
    return timeout, entries


@pytest.fixture
def grub(awk, tmp_path):
    """Function: reads a grub.cfg on sda2 beside a boot partition sda1 and other files."""
    def read(config, **files):
        for disk in ("sda1", "sda2"):
            (tmp_path / disk / "boot/grub").mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = tmp_path / name.replace("__", "/").replace("DOT", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        (tmp_path / "sda2/boot/grub/grub.cfg").write_text(config)
        (tmp_path / "devices").write_text(f"sda1\t{tmp_path}/sda1\t0\t1\n"
                                          f"sda2\t{tmp_path}/sda2\t0\t2\n")
        timeout, entries = awk("grub.awk", config=tmp_path / "sda2/boot/grub/grub.cfg",
                               devices=tmp_path / "devices", device="sda2")
        for entry in entries:
            entry["linux"] = entry["linux"].removeprefix(f"{tmp_path}/")
            entry["initrd"] = [path.removeprefix(f"{tmp_path}/") for path in entry["initrd"]]
        return timeout, entries
    return read


def chosen(entries):
    """Titles of the entries marked as default."""
    return [entry["title"] for entry in entries if entry["default"] == "1"]


def test_grub_entry_gives_kernel_initrds_and_options(grub):
    timeout, entries = grub("""
set timeout=7 # comment; with { signs
menuentry 'It''s "one"' --class debian --id one {
    linux  /vmlinuz root=/dev/sda2 \\
        quiet 'a b'
    initrd /ucode.img /initrd.img
}
""")
    assert timeout == 7
    assert entries == [{"title": 'Its "one"', "device": "sda2", "linux": "sda2/vmlinuz",
                        "initrd": ["sda2/ucode.img", "sda2/initrd.img"],
                        "append": 'root=/dev/sda2 quiet "a b"', "default": "1"}]


@pytest.mark.parametrize("path", ["(hd0,msdos1)/k", "(hd0,1)/k", "($root)/k", "/k", "(sda1)/k"])
def test_grub_devices_lead_to_other_partitions(grub, path):
    _, entries = grub("menuentry x {\n set root='hd0,msdos1'\n linux %s\n}\n" % path)
    assert entries[0]["linux"] == "sda1/k" and entries[0]["device"] == "sda1"


def test_grub_search_by_file_sets_root_or_another_variable(grub):
    _, entries = grub("""
search --no-floppy --file --set=there /only/here
menuentry x { linux ($there)/k ; initrd /i }
menuentry y {
    search --file /only/here
    linux /k
}
""", sda1__only__here="")
    assert entries[0]["linux"] == "sda1/k" and entries[0]["initrd"] == ["sda2/i"]
    assert entries[1]["linux"] == "sda1/k"


def test_grub_root_set_in_an_entry_does_not_reach_the_next(grub):
    _, entries = grub("menuentry a {\nset root=(hd0,1)\nlinux /k\n}\nmenuentry b {\nlinux /k\n}\n")
    assert [entry["linux"] for entry in entries] == ["sda1/k", "sda2/k"]


@pytest.mark.parametrize("condition, taken", [
    ("[ a = a ]", True), ("[ a = b ]", False), ("[ a != b ]", True), ("[ -n x ]", True),
    ("[ -z \"\" ]", True), ("[ \"${nothing}\" ]", False), ("[ x$nothing = x ]", True),
    ("test -f /etc/motd", True), ("[ -e (hd0,1)/etc/motd ]", False), ("! true", False),
    ("! [ 1 = 2 ]", True), ("[ 2 -eq 2 ]", True), ("[ ! -f /etc/motd ]", False),
    ("[ -s $prefix/grubenv ]", False), ("false", False), ("search --file /gone", False)])
def test_grub_conditions(grub, condition, taken):
    _, entries = grub("if %s; then set w=yes; else set w=no; fi\n"
                      "menuentry x {\n linux /$w\n}\n" % condition, sda2__etc__motd="text")
    assert entries[0]["linux"] == "sda2/" + ("yes" if taken else "no")


def test_grub_elif_takes_the_first_that_holds(grub):
    _, entries = grub("""
if [ $grub_platform = xen ]; then
  set w=1
elif [ "$grub_platform" = "pc" ]; then
  if false; then set w=2; else set w=3; fi
elif true; then
  set w=4
else
  set w=5
fi
menuentry x { linux /$w ; }
""")
    assert entries[0]["linux"] == "sda2/3"


MENU = """
menuentry first --id f { linux /1 ; }
submenu 'More' --id more {
  menuentry second --id s { linux /2 ; }
  submenu Deep { menuentry third { linux /3 ; } ; }
}
menuentry windows { chainloader +1 ; }
menuentry fourth { linux /4 ; }
"""


@pytest.mark.parametrize("default, title", [
    ("", "first"), ("0", "first"), ("3", "fourth"), ("fourth", "fourth"), ("1>0", "second"),
    ("More>second", "second"), ("more>s", "second"), ("s", "second"), ("1>1>0", "third"),
    ("More>Deep>third", "third"), ("1", "second"), ("nonsense", "first")])
def test_grub_default_by_number_title_or_id_within_submenus(grub, default, title):
    _, entries = grub(f"set default='{default}'\n{MENU}")
    assert [entry["title"] for entry in entries] == ["first", "second", "third", "fourth"]
    assert chosen(entries) == [title]


def test_grub_saved_entry_and_sourced_file_are_followed(grub):
    _, entries = grub("""
load_env
set default="${saved_entry}"
if [ -f ${prefix}/custom.cfg ]; then
  source ${prefix}/custom.cfg;
fi
""", sda2__boot__grub__grubenv="# GRUB Environment Block\nsaved_entry=b\n####",
                      sda2__boot__grub__customDOTcfg="menuentry a { linux /a ; }\n"
                      "menuentry b { linux /b ; }\n")
    assert chosen(entries) == ["b"]


def test_grub_loops_functions_and_unknown_words_do_no_harm(grub):
    _, entries = grub("""
function pick { set w=wrong ; if true; then menuentry no { linux /no ; } ; fi ; }
for i in 1 2; do set w=wrong; done
while true; do set w=wrong; done
blscfg
terminal_output gfxterm
$unknown
menuentry yes { video_mode 1 ; linux /k$w ; }
} } fi done
""")
    assert [(entry["title"], entry["linux"]) for entry in entries] == [("yes", "sda2/k")]


def test_grub_file_that_includes_itself_ends(grub):
    _, entries = grub("menuentry x { linux /k ; }\nsource $prefix/grub.cfg\n")
    assert 1 <= len(entries) <= 8


def test_grub_path_on_an_unknown_device_stays_as_written(grub):
    _, entries = grub("menuentry x { linux (hd7,1)/k ; }\n")
    assert entries[0]["linux"] == "(hd7,1)/k"


def test_grub_names_cannot_run_commands(grub, tmp_path):
    mark = tmp_path / "mark"
    grub(f"search --file /'; touch {mark}; '\nsearch --label \"x; touch {mark}\"\n"
         f"search --fs-uuid '$(touch {mark})'\n"
         f"if [ -f \"/'; touch {mark}; '\" ]; then true; fi\n")
    assert not mark.exists()


@pytest.mark.parametrize("text", ["", "menuentry", "menuentry {", "menuentry 'x", "if", "if [",
                                  "submenu a {", "function", "set", "}", "menuentry x { linux",
                                  "\x00\xff\n{{{", "if true; then menuentry x { linux /k"])
def test_grub_broken_scripts_end_without_an_error(grub, text):
    grub(text)


@pytest.fixture
def extlinux(awk, tmp_path):
    """Function: reads a configuration in /boot/extlinux below a mount point."""
    def read(text, top="/mnt/sda1", base="/boot/extlinux/"):
        (tmp_path / "extlinux.conf").write_text(text)
        return awk("extlinux.awk", config=tmp_path / "extlinux.conf", top=top, base=base,
                   device="sda1")
    return read


def test_extlinux_labels_give_entries_with_relative_and_absolute_paths(extlinux):
    timeout, entries = extlinux("""# comment
DEFAULT two
TIMEOUT 45
APPEND quiet
label one
  menu label ^One of them
  kernel ../vmlinuz
  append initrd=a.img,/b.img root=/dev/sda1
LABEL two\r
  LINUX /vmlinuz\r
  INITRD /initrd
label three
  kernel chain.c32
LABEL four
  KERNEL vmlinuz
  APPEND -
""")
    assert timeout == 5
    assert entries == [
        {"title": "One of them", "device": "sda1", "linux": "/mnt/sda1/boot/extlinux/../vmlinuz",
         "initrd": ["/mnt/sda1/boot/extlinux/a.img", "/mnt/sda1/b.img"],
         "append": "root=/dev/sda1", "default": "0"},
        {"title": "two", "device": "sda1", "linux": "/mnt/sda1/vmlinuz",
         "initrd": ["/mnt/sda1/initrd"], "append": "quiet", "default": "1"},
        {"title": "four", "device": "sda1", "linux": "/mnt/sda1/boot/extlinux/vmlinuz",
         "initrd": [], "append": "", "default": "0"}]


def test_extlinux_menu_default_and_ontimeout_choose(extlinux):
    _, entries = extlinux("LABEL a\nKERNEL k\nLABEL b\nMENU DEFAULT\nKERNEL k\n")
    assert chosen(entries) == ["b"]
    _, entries = extlinux("DEFAULT b\nONTIMEOUT a\nLABEL a\nKERNEL k\nLABEL b\nKERNEL k\n")
    assert chosen(entries) == ["a"]


def test_extlinux_include_is_followed_beside_the_file_only(extlinux, tmp_path):
    (tmp_path / "more.conf").write_text("LABEL more\nKERNEL k\nINCLUDE extlinux.conf\n")
    _, entries = extlinux("INCLUDE /boot/extlinux/more.conf\nINCLUDE /etc/passwd\n")
    assert entries and {entry["title"] for entry in entries} == {"more"}


def test_extlinux_network_paths_stay_as_they_are(extlinux):
    _, entries = extlinux("LABEL a\nKERNEL http://h/k\nINITRD sub/i\nLABEL b\nKERNEL /k\n", top="",
                          base="")
    assert [entry["linux"] for entry in entries] == ["http://h/k", "/k"]
    assert entries[0]["initrd"] == ["sub/i"]


@pytest.mark.parametrize("text", ["", "LABEL", "KERNEL x", "DEFAULT", "MENU", "APPEND -", "\x00\n",
                                  "INCLUDE", "LABEL a\nAPPEND initrd="])
def test_extlinux_broken_files_end_without_an_error(extlinux, text):
    assert extlinux(text)[1] == []


def test_randomly_damaged_configurations_end(grub, extlinux):
    numbers = random.Random(1999)
    words = ("{", "}", "'", '"', "\\", "if", "fi", "then", "else", ";", "\n", "menuentry", "$", "#")
    for _ in range(60):
        text = list(MENU + "if [ a = b ]; then linux /x; elif true; then set a=b; fi\n")
        for _ in range(numbers.randrange(1, 8)):
            at = numbers.randrange(len(text))
            text[at:at + numbers.randrange(3)] = numbers.choice(words)
        grub("".join(text))
        extlinux("".join(text))
