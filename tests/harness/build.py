# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds ROM variants through the Makefile, once each, whatever the number of test processes."""

import fcntl
import hashlib
import os
import subprocess

from .paths import BUILD, TOP, scaled

TARGET = "emulation/qemu-i440fx"
# A whole image with both regions and room for test payloads, cheap to copy.
SMALL = """CONFIG_ROM_SIZE_KB=1024
CONFIG_NORMAL_SIZE_KB=512
CONFIG_NORMAL_BOOT_ORDER=""
CONFIG_FALLBACK_BOOT_ORDER=""
"""


def build_rom(fragment="", target=TARGET, compiler="gcc"):
    """Path of the image of `target`, with the .config lines of `fragment` over its defconfig."""
    if not fragment and compiler == "gcc":
        out = os.path.join(BUILD, target)
        make([f"TARGET={target}"])
        return os.path.join(out, "geodeboot.rom")
    out = variant_folder(fragment, target, compiler)
    make(variant_arguments(fragment, target, compiler))
    return os.path.join(out, "geodeboot.rom")


def variant_folder(fragment, target=TARGET, compiler="gcc"):
    """Where a variant is built."""
    key = hashlib.sha256((compiler + fragment).encode()).hexdigest()[:12]
    return os.path.join(BUILD, "tests", target, key)


def variant_arguments(fragment, target=TARGET, compiler="gcc"):
    """What make needs to build a variant; writes its fragment."""
    out = variant_folder(fragment, target, compiler)
    os.makedirs(out, exist_ok=True)
    path = os.path.join(out, "fragment.config")
    if not os.path.exists(path):
        with open(path, "w", encoding="utf-8") as file:
            file.write(fragment)
    return [f"TARGET={target}", f"OUT={out}", f"FRAGMENTS={path}", f"COMPILER={compiler}"]


def make(arguments, fails=False):
    """Runs make in the tree; its output. With `fails` it must fail, else it must not.

    One at a time: variants share the host tools under build/util.
    """
    os.makedirs(BUILD, exist_ok=True)
    with open(os.path.join(BUILD, ".test-lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        environment = {name: value for name, value in os.environ.items()
                       if name not in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")}
        done = subprocess.run(["make", "-j2", *arguments], cwd=TOP, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False, timeout=scaled(900))
    assert bool(done.returncode) == fails, f"make {' '.join(arguments)}:\n{done.stdout[-6000:]}"
    return done.stdout


def compile_payload(source, out, *flags):
    """Compiles one file of tests/payloads into an ELF payload at `out`; its path."""
    folder = os.path.join(TOP, "tests", "payloads")
    command = ["i686-linux-gnu-gcc", "-Os", "-march=i586", "-ffreestanding", "-fno-pic", "-static",
               "-nostdlib", "-fno-asynchronous-unwind-tables", "-fno-stack-protector", "-Wall",
               "-Wextra", "-Werror", "-Wl,-z,noexecstack,--build-id=none",
               "-I" + os.path.join(TOP, "src", "include"), *flags,
               "-Wl,-T," + os.path.join(folder, "payload.ld"), "-o", str(out), os.path.join(folder, source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return str(out)


def compile_kernel(out, data=None):
    """Assembles tests/payloads/entry.S, a bzImage that tells the instruction count; its path."""
    source = os.path.join(TOP, "tests", "payloads", "entry.S")
    command = ["i686-linux-gnu-gcc", "-c", "-o", f"{out}.o", source]
    if data:
        command.insert(1, f'-DDATA="{data}"')
    for step in (command, ["i686-linux-gnu-objcopy", "-O", "binary", "-j", ".text", f"{out}.o",
                           str(out)]):
        done = subprocess.run(step, capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr
    return str(out)


def nrv2b():
    """Path of our NRV2B encoder."""
    make(["build/util/nrv2b"])
    return os.path.join(BUILD, "util", "nrv2b")
