# SPDX-License-Identifier: GPL-2.0-or-later
"""A NORMAL newer than the FALLBACK beside it is refused, not misunderstood: a magic number for what they share."""

import os
import re
import subprocess

from image_inputs import TOP

RECORD = os.path.join(os.path.dirname(__file__), "stage_interface.txt")
HEADERS = ("console/console.h", "lib/errors.h", "arch/exception.h", "boot/stages.h", "boot/timestamp.h", "cpu/cpu.h",
           "boot/region.h", "lib/cbfs.h", "lib/xxhash.h", "lib/compress.h", "drivers/option_store.h", "boot/context.h")


def preprocessed(folder):
    """The declarations of the headers, one blank between words, and the names of the services in their order."""
    source = "".join(f"#include <{header}>\n" for header in HEADERS)
    source += "MAGIC CONTEXT_MAGIC;\n#define SERVICE(name) SERVICE_IS name;\n#include <boot/services.def>\n"
    (folder / "devtree.h").write_text("")   # a board's own, which declares nothing of this
    done = subprocess.run(["i686-linux-gnu-gcc", "-E", "-P", "-ffreestanding", "-I", os.path.join(TOP, "src/include"),
                           "-I", folder, "-"], input=source, capture_output=True, text=True, check=True, timeout=60)
    return re.sub(r"\s+", " ", done.stdout)


def interface(folder):
    """The magic number; prototypes of the services in order; structures that they and the context are made of."""
    text = preprocessed(folder)
    lines = ["magic " + re.search(r"MAGIC (\w+);", text)[1]]
    for name in re.findall(r"SERVICE_IS (\w+);", text):
        found = re.search(rf"(?:^|[;}}] )([^;{{}}]*[ *]{name}\([^;{{}}]*);", text)
        assert found, f"none of HEADERS declares the service {name}"
        lines.append(found[1])
    missing, known = ["stage_context"], set()
    while missing:
        name = missing.pop()
        known.add(name)
        found = re.search(rf"struct (?:__attribute__\(\(\w+\)\) )?{name} {{(?:[^{{}}]|{{[^{{}}]*}})*}}", text)
        if found:
            lines.append(found[0])
        missing += sorted(set(re.findall(r"struct (?!__attribute__)(\w+)", "\n".join(lines))) - known - set(missing))
    return "\n".join(lines) + "\n"


def test_what_fallback_and_a_newer_normal_share_changes_its_magic_number_with_every_change(tmp_path):
    with open(RECORD, encoding="ascii") as file:
        record = file.read()
    found = interface(tmp_path)
    if found == record:
        return
    new = os.path.join(TOP, "build", "stage_interface.txt")
    os.makedirs(os.path.dirname(new), exist_ok=True)
    with open(new, "w", encoding="ascii") as file:
        file.write(found)
    same = found.splitlines()[0] == record.splitlines()[0]
    assert found == record, ("services or struct stage_context have changed: "
                             + ("give CONTEXT_MAGIC (boot/context.h) another value, then " if same else "")
                             + f"copy {new} over {RECORD}")
