# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages that --report writes: read back and held against what the run itself tells."""

import os
import re
import sys
import types
import xml.etree.ElementTree as xml

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("run", "boot")]

import sim  # noqa: E402
import test_boot as boot  # noqa: E402

boot.WORK = os.path.join(sim.TOP, "build", "geodesim", "report-test")
BOARD = os.path.join(sim.TOP, "util", "geodesim", "boards", "amd", "norwich.cfg")
RAM = "64Mb-x16-1-400"


def read(path):
    """The page as a tree. It is XML, but for its first line."""
    with open(path, encoding="utf-8") as file:
        return xml.fromstring(file.read())


def words(element):
    """All text of an element."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def run(folder, image=(), options=(), ram=RAM, board="amd/norwich", report=True):
    """A run of the boot image; its page, its summary as a dictionary, the finished process."""
    rom, elf = boot.image(*image)
    summary = os.path.join(folder, "summary")
    args = ["--board", board, "--rom", rom, "--symbols", elf, "--ram", boot.modules(ram),
            "--stop-on", "text:end\r\n", "--stop-on", "time:5", "--summary", summary, *options]
    done = sim.run(args + (["--report", folder] if report else []))
    lines = open(summary, encoding="utf-8").read().splitlines()
    return types.SimpleNamespace(
        done=done, summary=dict(line.split(": ", 1) for line in lines if ": " in line),
        page=read(os.path.join(folder, "index.html")) if report else None)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The correct image."""
    return run(str(tmp_path_factory.mktemp("good")), options=["--trace", "post", "--strict"])


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    """A USB controller's transfers go where no bus master may go."""
    return run(str(tmp_path_factory.mktemp("bad")), ("boot", "DMA_OUTSIDE"), ["--strict"])


def by_id(page, name):
    """The element with this id."""
    found = [e for e in page.iter() if e.get("id") == name]
    assert len(found) == 1, (name, found)
    return found[0]


def rows(page, name):
    """The texts of a table's cells, row by row without the heading."""
    return [[words(cell) for cell in row] for row in by_id(page, name).iter("tr")][1:]


def test_the_page_needs_nothing_else(good):
    """No script, no style sheet, picture or font from elsewhere."""
    for element in good.page.iter():
        assert element.tag not in ("script", "link", "img", "iframe", "object"), element.tag
        for name in ("src", "href", "style"):
            value = element.get(name, "")
            assert "//" not in value and "url(" not in value, (element.tag, value)
    assert "@import" not in words(next(good.page.iter("style")))


def test_every_link_leads_somewhere(good):
    ids = {e.get("id") for e in good.page.iter()}
    links = [e.get("href") for e in good.page.iter("a")]
    assert len(links) == 7 and all(link[1:] in ids for link in links), links


def test_ids_are_unique(good):
    ids = [e.get("id") for e in good.page.iter() if e.get("id") and e.tag != "pattern"]
    assert len(ids) == len(set(ids)), ids


@pytest.mark.parametrize("table", ["by-stage", "by-post", "by-class"])
def test_times_add_up_to_the_board_time(good, table):
    """To the picosecond; the summary tells nanoseconds."""
    cells = [int(e.get("data-ps")) for e in by_id(good.page, table).iter("td") if e.get("data-ps")]
    total = int(by_id(good.page, "board-time").get("data-ps"))
    assert len(cells) > 1 and sum(cells) == total
    seconds, nanoseconds = good.summary["board time"].split()[0].split(".")
    assert total // 1000 == int(seconds) * 10**9 + int(nanoseconds)


def test_a_report_does_not_change_the_run(good, tmp_path):
    plain = run(str(tmp_path), report=False)
    assert plain.summary == good.summary
    assert plain.done.stdout == good.done.stdout


def test_post_codes_are_those_shown_in_their_order(good):
    shown = re.findall(r"post .*?\b([0-9A-Fa-f]{2})$", good.done.stderr.decode(), re.M)
    table = [row[0] for row in rows(good.page, "by-post")]
    assert table[0].startswith("none") and len(table) > 4
    assert table[1:] == list(dict.fromkeys(code.upper() for code in shown))


def test_resets_are_lines_across_the_timeline(good):
    lines = [e for e in by_id(good.page, "timeline-picture").iter("line")
             if e.get("class") == "reset"]
    assert len(lines) == int(good.summary["resets"]) > 0
    assert words(lines[0]).endswith("chip reset")


def test_serial_lines_are_listed_with_their_time(good):
    text = words(next(by_id(good.page, "timeline").iter("pre")))
    sent = [line.strip() for line in good.done.stdout.decode().splitlines() if line.strip()]
    assert len(sent) > 4
    for line in sent:
        assert line in text, line


def test_stages_are_the_files_with_symbols(good):
    names = [row[0] for row in rows(good.page, "by-stage")]
    assert any(name.endswith(".elf") for name in names), names


def test_a_run_without_mistakes_says_so(good):
    assert "All of" in words(by_id(good.page, "rules"))
    assert not [e for e in good.page.iter() if e.get("id") == "breaches"]


def test_a_violation_is_there_with_rule_source_place_and_line(bad):
    assert bad.done.returncode == 9
    row, = rows(bad.page, "breaches")
    assert row[0] == "violation"
    assert row[1].startswith("dma-outside-regions")
    assert "GLPCI region" in row[2] and "LX data book 6.16.2" in row[2]
    assert re.fullmatch(r"[0-9A-F]{8} usb_frames at \w+\.[ch]:\d+", row[3]), row
    assert f"violation dma-outside-regions: {row[1].removeprefix('dma-outside-regions')} at" in \
        bad.done.stderr.decode()


def test_a_violation_is_marked_on_the_timeline(bad):
    marks = [words(e) for e in by_id(bad.page, "timeline-picture").iter("path")]
    assert len(marks) == 1 and marks[0].startswith("dma-outside-regions: ")


def with_exception(folder, text):
    """norwich with an exception."""
    path = os.path.join(folder, "board.cfg")
    with open(BOARD, encoding="utf-8") as file, open(path, "w", encoding="utf-8") as out:
        out.write(file.read() + f"\nexceptions = ( {{ {text} }} );\n")
    return path


def test_a_known_exception_is_shown_with_its_reason(tmp_path):
    """It does not count as a violation."""
    board = with_exception(tmp_path, 'rule = "dma-outside-regions"; reason = "known of <this>";')
    one = run(str(tmp_path), ("boot", "DMA_OUTSIDE"), ["--strict"], board=board)
    assert one.done.returncode == 0
    assert one.summary["violations"] == "0" and one.summary["known exceptions"] == "1"
    assert "the board file says: known of <this>" in one.done.stderr.decode()
    row, = rows(one.page, "breaches")
    assert row[0] == "known" and row[1].endswith("the board file says: known of <this>")


def test_an_exception_for_other_breaches_of_the_rule_does_not_help(tmp_path):
    board = with_exception(tmp_path, 'rule = "dma-outside-regions"; only = "bus master reads";'
                                     ' reason = "no";')
    one = run(str(tmp_path), ("boot", "DMA_OUTSIDE"), ["--strict"], board=board)
    assert one.done.returncode == 9 and rows(one.page, "breaches")[0][0] == "violation"


def test_margins_name_the_timing_that_is_too_tight(tmp_path):
    ram = {name: ram for name, _, _, ram in boot.mistakes()}["TRAS_TOO_SHORT"]
    one = run(str(tmp_path), ("boot", "TRAS_TOO_SHORT"), ram=ram)
    table = {row[0]: row for row in rows(one.page, "dram-timings")}
    assert table["tRAS"][5] == "too tight" and table["tRAS"][3].startswith("-")
    assert [name for name, row in table.items() if row[5] != "ok"] == ["tRAS"]


def test_margins_of_the_correct_image_are_enough(good):
    table = rows(good.page, "dram-timings")
    assert len(table) >= 12
    for row in table:
        assert row[5] == "ok" and not row[3].startswith("-"), row
    assert "started" in words(by_id(good.page, "dram"))


def test_boxes_and_table_have_the_same_descriptors(good):
    pictures = [e for name in ("memory-map-picture", "port-map-picture")
                for e in by_id(good.page, name).iter("g") if e.get("class") == "desc"]
    tables = [row for name in ("memory-map", "port-map")
              for row in by_id(good.page, name).iter("tr")]
    told = sorted(re.search(r"MSR ([0-9A-F]{8})", words(e))[1] for e in pictures)
    assert len(told) > 8
    assert told == sorted(words(row[1]) for row in tables if row[0].tag == "td")


def test_texts_stay_inside_the_pictures(good):
    for picture in good.page.iter("svg"):
        width, height = map(float, picture.get("viewBox").split()[2:])
        for text in picture.iter("text"):
            assert 0 <= float(text.get("x")) <= width, words(text)
            assert 0 <= float(text.get("y")) <= height, words(text)


def test_the_coverage_table_tells_devices_apart(good):
    used = {row[0] for row in rows(good.page, "registers")}
    idle = words(by_id(good.page, "idle"))
    assert {"GLIU0", "GLMC", "GLCP", "GLPCI", "GLIU_SB"} <= used, used
    assert " acc " in f" {idle.lower()} ", idle
    for row in rows(good.page, "registers"):
        total, read_, written = map(int, row[2:5])
        assert 0 < max(read_, written) <= total, row


def test_the_bare_machine_has_a_page_without_maps(tmp_path):
    rom = os.path.join(tmp_path, "rom")
    with open(rom, "wb") as file:
        code = b"\xb0\x42\xe6\x80\xeb\xfe"  # mov al, 42h; out 80h, al; jmp $
        file.write(b"\xff" * 0xfff0 + code.ljust(16, b"\xff"))
    sim.run(["--rom", rom, "--stop-on", "time:0.01", "--report", tmp_path], check=0)
    page = read(os.path.join(tmp_path, "index.html"))
    assert [row[0] for row in rows(page, "by-post")][1:] == ["42"]
    assert "memory-map" not in {e.get("id") for e in page.iter()}
    assert "Nobody judges" in words(by_id(page, "rules"))


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    rom, elf = boot.image()
    done = sim.run(["--board", "amd/norwich", "--rom", rom, "--symbols", elf, "--stop-on",
                    "time:0.001", "--report", os.path.join(tmp_path, "no", "such")])
    assert done.returncode != 0 and b"No such file or directory" in done.stderr


def test_what_a_guest_sends_is_not_markup(tmp_path):
    """A serial line of markup is text."""
    rom = os.path.join(tmp_path, "rom")
    text = b"<script>&\n\0"
    # Eight bits a character; then a character and a pause, until a zero.
    loop = (b"\xba\xfb\x03\xb0\x03\xee\xbe\x00\xff\xba\xf8\x03"  # mov si, text; mov dx, 3f8h
            b"\x2e\xac\x08\xc0\x74\xfe\xee\xb9\x00\x00\xe2\xfe\xeb\xf2")  # cs lodsb ...
    with open(rom, "wb") as file:
        image = bytearray(b"\xff" * 0x10000)
        image[0xff00:0xff00 + len(text)] = text
        image[0xfe00:0xfe00 + len(loop)] = loop
        image[0xfff0:0xfff3] = b"\xe9\x0d\xfe"  # jmp FE00
        file.write(image)
    sim.run(["--rom", rom, "--stop-on", "time:0.2", "--report", tmp_path], check=0)
    page = read(os.path.join(tmp_path, "index.html"))
    assert "<script>&" in words(next(by_id(page, "timeline").iter("pre")))
    assert not list(page.iter("script"))
