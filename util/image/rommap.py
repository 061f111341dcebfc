# SPDX-License-Identifier: GPL-2.0-or-later
"""The ROM map a build ends with: regions, files, sizes raw and stored, free space."""

import struct

from . import cbfs

ROW = "  {:<26} {:<12} {:>10} {:>9} {:>9} {:>6}  {}\n"
PSEUDO_ENTRY, PSEUDO_BSS, PSEUDO_PARAMETER = b"ENTR", b"BSS ", b"PARA"


def self_sizes(data):
    """(bytes in memory, algorithms) of a SELF payload's segments."""
    size, used = 0, set()
    for at in range(0, len(data) - 27, 28):
        kind, algorithm, _, _, _, memory = struct.unpack_from(">4sIIQII", data, at)
        if kind == PSEUDO_ENTRY:
            break
        if kind not in (PSEUDO_BSS, PSEUDO_PARAMETER):
            size += memory
            used.add(cbfs.ALGORITHMS.get(algorithm, "unknown"))
    return size, used - {"none"} or {"none"}


def entries(image, region):
    """Each file of a region as a dict; used by the printed map and by the bench."""
    found = []
    for file in cbfs.files(image[region.offset:region.offset + region.size]):
        if file.free:
            continue
        size, algorithm = file.size, cbfs.ALGORITHMS.get(file.algorithm, "unknown")
        if file.type == cbfs.TYPE_SELF:
            size, used = self_sizes(file.data)
            algorithm = "+".join(sorted(used))
        found.append({"name": file.name, "type": cbfs.TYPES.get(file.type, f"0x{file.type:x}"),
                      "offset": region.offset + file.offset, "size": size,
                      "stored": file.stored, "algorithm": algorithm, "total": file.total})
    return found


def free_bytes(image, region):
    """Bytes a new file of the region could take at most, and in all gaps together."""
    gaps = [file.stored for file in
            cbfs.files(image[region.offset:region.offset + region.size]) if file.free]
    return max(gaps, default=0), sum(gaps)


def text(image, title):
    """The whole map as text."""
    regions = cbfs.areas(image)
    out = f"{title}: {len(image) // 1024} KiB\n"
    for region in regions.values():
        if region.name in ("FMAP", "COREBOOT"):
            continue
        largest, free = free_bytes(image, region)
        out += (f"{region.name}: 0x{region.offset:08x}..0x{region.offset + region.size - 1:08x}, "
                f"{region.size / 1024:.0f} KiB, {(region.size - free) / 1024:.1f} used, "
                f"{free / 1024:.1f} free")
        out += f" (largest gap {largest / 1024:.1f})\n" if largest != free else "\n"
        out += ROW.format("file", "type", "offset", "raw", "stored", "ratio", "compression")
        for file in entries(image, region):
            ratio = f"{100 * file['stored'] / file['size']:.0f}%" if file["size"] else "-"
            out += ROW.format(file["name"], file["type"], f"0x{file['offset']:08x}",
                              file["size"], file["stored"], ratio, file["algorithm"])
    return out
