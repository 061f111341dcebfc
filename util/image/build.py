# SPDX-License-Identifier: GPL-2.0-or-later
"""Builds the flash image: FMAP, one CBFS for NORMAL and one for FALLBACK, by stock tools."""

import filecmp
import os
import shutil
import tempfile

from . import bootblock, cbfs, manifest, payloads, vsa2
from .compress import Packer
from .config import ERASE_BLOCK_KB
from .elf import Elf
from .errors import ImageError, kib
from .tools import run

FMAP_KB = 4
KIB = 1024
FOUR_GIB = 1 << 32


def flash_map(rom_kb, normal_kb):
    """The fmd text. cbfstool wants an area COREBOOT, which is the whole of FALLBACK here."""
    if rom_kb < 128 or rom_kb % ERASE_BLOCK_KB:
        raise ImageError(f"CONFIG_ROM_SIZE_KB={rom_kb} must be a multiple of "
                         f"{ERASE_BLOCK_KB} and at least 128")
    if normal_kb % ERASE_BLOCK_KB or not 0 <= normal_kb < rom_kb - FMAP_KB:
        raise ImageError(f"CONFIG_NORMAL_SIZE_KB={normal_kb} must be 0 or a multiple of "
                         f"{ERASE_BLOCK_KB} (an erase block) and leave room for FALLBACK in "
                         f"CONFIG_ROM_SIZE_KB={rom_kb}")
    normal = f"\tNORMAL(CBFS) {normal_kb}K\n" if normal_kb else ""
    return (f"FLASH@0x{FOUR_GIB - rom_kb * KIB:x} {rom_kb}K {{\n{normal}\tFMAP {FMAP_KB}K\n"
            "\tFALLBACK {\n\t\tCOREBOOT(CBFS)\n\t}\n}\n")


class Builder:
    """One image build. Everything is made in `work`; the result appears only when complete."""

    def __init__(self, config, arguments, work):
        self.config = config
        self.arguments = arguments
        self.work = work
        self.rom = os.path.join(work, "rom")
        self.rom_kb = config.number("ROM_SIZE_KB")
        self.normal_kb = config.number("NORMAL_SIZE_KB", 0)
        self.packer = Packer(os.path.join(os.path.dirname(os.path.abspath(arguments.out)),
                                          "compressed"), arguments.nrv2b)
        self.payloads = {}
        for folder in arguments.payload_dir:
            payload = payloads.read(folder)
            self.payloads[payload.name] = payload

    @property
    def regions(self):
        """The regions of this image, the rewritable one first."""
        return ["NORMAL", "FALLBACK"] if self.normal_kb else ["FALLBACK"]

    def build(self):
        """Makes the image and returns its bytes."""
        self._create()
        self._add_bootblock()
        for region in self.regions:
            self._fill(region)
        for region in self.regions:
            update_manifest(self.rom, region)
        with open(self.rom, "rb") as file:
            return file.read()

    def _path(self, name, content):
        path = os.path.join(self.work, name)
        with open(path, "wb") as file:
            file.write(content)
        return path

    def _create(self):
        fmd = self._path("rom.fmd", flash_map(self.rom_kb, self.normal_kb).encode())
        fmap = os.path.join(self.work, "rom.fmap")
        run(["fmaptool", fmd, fmap], f"laying out the flash (CONFIG_ROM_SIZE_KB={self.rom_kb}, "
            f"CONFIG_NORMAL_SIZE_KB={self.normal_kb})")
        names = "COREBOOT,NORMAL" if self.normal_kb else "COREBOOT"
        run(["cbfstool", self.rom, "create", "-M", fmap, "-r", names], "creating the image")

    def _add_bootblock(self):
        path = self.arguments.bootblock
        code = bootblock.read_checked(path, self.rom_kb * KIB,
                                      self.config.text("MAINBOARD_VENDOR"),
                                      self.config.text("MAINBOARD_PART"))
        self._cbfstool("FALLBACK", "bootblock", len(code),
                       ["add", "-f", path, "-n", "bootblock", "-t", "bootblock",
                        "-b", str(-len(code))])
        self._cbfstool("FALLBACK", "cbfs master header", 32, ["add-master-header"])

    def _fill(self, region):
        arguments = self.arguments
        self._add_romstage(region)
        packed = self.packer.pack(arguments.ramstage, self.config.compression("STAGE"),
                                  "CONFIG_STAGE_COMPRESSION_*")
        self._add_raw(region, "ramstage", packed)
        if arguments.smm:
            packed = self.packer.pack(arguments.smm, "lzma", "the SMI handler")
            self._add_raw(region, "smm", packed)
        if self.config.enabled("SMM_VSA2"):
            packed = self.packer.pack(vsa2.checked(self.config), self.config.compression("VSA2"),
                                      "CONFIG_VSA2_FILE")
            self._add_raw(region, vsa2.NAME, packed)
        if arguments.picture:
            packed = self.packer.pack(arguments.picture, "lzma", "the boot picture")
            self._add_raw(region, "picture", packed)
        plain = (("cmos_layout.bin", arguments.cmos_layout, "cmos_layout"),
                 ("cmos.default", arguments.cmos_default, "cmos_default"),
                 ("config", arguments.defconfig or self.config.path, "raw"),
                 ("revision", self._path("revision", arguments.version.encode() + b"\n"), "raw"),
                 ("bootorder", self._boot_order(region), "raw"))
        for name, path, kind in plain:
            if path:
                self._add_raw(region, name, self.packer.pack(path, "none", name), kind)
        added = {}
        for name in self.config.boot_order(region):
            for file in self.payloads[name].files:
                if file.name not in added:
                    self._add_payload_file(region, file)
                elif not filecmp.cmp(added[file.name], file.path, shallow=False):
                    raise ImageError(f"payload {name} and another one both bring {file.name} to "
                                     f"{region}, with different contents ({added[file.name]}, "
                                     f"{file.path}): give one another name")
                added[file.name] = file.path

    def _boot_order(self, region):
        option = f"CONFIG_{region}_BOOT_ORDER"
        names = self.config.boot_order(region)
        for name in names:
            if name not in self.payloads:
                raise ImageError(f"{option} names {name!r}, which is not built: have "
                                 f"{', '.join(sorted(self.payloads)) or 'no payload at all'}")
        if len(set(names)) != len(names):
            raise ImageError(f"{option}=\"{' '.join(names)}\" names a payload twice")
        lines = [self.payloads[name].bootline for name in names]
        head = "# title  file [initrd=<file>] [-- <command line>]\n"
        return self._path(f"bootorder.{region}",
                          (head + "".join(line + "\n" for line in lines)).encode())

    def _add_romstage(self, region):
        elf = Elf(self.arguments.romstage)
        if len(elf.loads()) != 1:
            raise ImageError(f"{elf.path} has {len(elf.loads())} loadable segments: a stage that "
                             "runs in flash must have exactly one")
        # cbfstool moves the code silently without relocations, and it would crash.
        if not elf.has_relocations():
            raise ImageError(f"{elf.path} has no relocations, so it cannot be moved to its place "
                             "in flash: link it with --emit-relocs")
        self._cbfstool(region, "romstage", elf.file_bytes(),
                       ["add-stage", "-f", elf.path, "-n", "romstage", "--xip",
                        "-a", self.config.text("ROMSTAGE_ALIGN", "64")])

    def _add_raw(self, region, name, packed, kind="raw"):
        self._cbfstool(region, name, packed.stored,
                       ["add", "-f", packed.path, "-n", name, "-t", kind, "-c", packed.argument])

    def _payload_compression(self, region):
        if region == "FALLBACK" and self.config.enabled("FALLBACK_LZMA"):
            return "lzma"
        return self.config.compression("PAYLOAD")

    def _add_payload_file(self, region, file):
        algorithm = self._payload_compression(region) if file.compression == "payload" else "none"
        # cbfstool cannot compress a payload's segments as NRV2B; the ELF is packed whole instead.
        if file.kind == "elf" and algorithm != "nrv2b" and file.compression != "precompressed":
            elf = Elf(file.path)
            self._cbfstool(region, file.name, elf.file_bytes(),
                           ["add-payload", "-f", file.path, "-n", file.name, "-c", algorithm])
            return
        packed = self.packer.pack(file.path, algorithm, "CONFIG_PAYLOAD_COMPRESSION_*")
        if file.compression == "precompressed":
            packed.argument = "precompression"
        self._add_raw(region, file.name, packed)

    def _cbfstool(self, region, name, stored, command):
        try:
            run(["cbfstool", self.rom] + command + ["-r", region], f"adding {name} to {region}")
        except ImageError as error:
            if "too big" in str(error) or "not enough" in str(error).lower():
                raise ImageError(self._overflow(region, name, stored)) from error
            raise

    def _overflow(self, region, name, stored):
        with open(self.rom, "rb") as file:
            image = file.read()
        area = cbfs.areas(image)[region]
        files = cbfs.files(image[area.offset:area.offset + area.size])
        free = max((file.stored for file in files if file.free), default=0)
        inside = sorted((file for file in files if not file.free), key=lambda f: -f.stored)[:5]
        biggest = "\n".join(f"    {file.stored:>9}  {file.name}" for file in inside)
        grow = f"CONFIG_ROM_SIZE_KB={self.rom_kb}, CONFIG_NORMAL_SIZE_KB={self.normal_kb}"
        return (f"region {region} ({kib(area.size)}) has no room for {name}: it needs "
                f"{kib(stored)}, {kib(free)} are free.\n  The biggest files in it (bytes):\n"
                f"{biggest}\n  Take a payload out of CONFIG_{region}_BOOT_ORDER="
                f"\"{' '.join(self.config.boot_order(region))}\", compress better "
                f"(CONFIG_PAYLOAD_COMPRESSION_LZMA), or change the sizes ({grow}).")


def update_manifest(rom, region):
    """Writes a region's manifest anew; every other byte of the image stays."""
    with open(rom, "rb") as file:
        image = file.read()
    area = cbfs.areas(image).get(region)
    if area is None:
        raise ImageError(f"{rom} has no region {region}")
    files = cbfs.files(image[area.offset:area.offset + area.size])
    if any(file.name == manifest.NAME and not file.free for file in files):
        run(["cbfstool", rom, "remove", "-r", region, "-n", manifest.NAME],
            f"removing the old manifest of {region}")
    with tempfile.NamedTemporaryFile(prefix="manifest.") as text:
        text.write(manifest.make(files))
        text.flush()
        run(["cbfstool", rom, "add", "-r", region, "-f", text.name, "-n", manifest.NAME,
             "-t", "raw"], f"adding the manifest to {region}")


def make_image(config, arguments):
    """Builds the image at arguments.out and returns its bytes."""
    folder = os.path.dirname(os.path.abspath(arguments.out))
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mkimage.", dir=folder) as work:
        image = Builder(config, arguments, work).build()
        if len(image) != config.number("ROM_SIZE_KB") * KIB:
            raise ImageError(f"the image has {len(image)} bytes, not CONFIG_ROM_SIZE_KB")
        shutil.move(os.path.join(work, "rom"), arguments.out)
    return image
