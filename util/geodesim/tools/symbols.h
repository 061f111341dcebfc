/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Function and line of an address, from the symbols and DWARF of ELF files. */
#ifndef GEODESIM_TOOLS_SYMBOLS_H
#define GEODESIM_TOOLS_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbols;

/**
 * symbols_open - read @count ELF files, each at the addresses it was linked for
 * Stages that run one after the other may overlap: where several know an address the file given
 * first that has a function there wins. Returns NULL with the reason in @err.
 */
struct symbols *symbols_open(const char *const *path, unsigned count, char *err, size_t err_size);
void symbols_close(struct symbols *s);

/** symbols_find - "function at file.c:123", "function+12" or so for @addr; false: not known. */
bool symbols_find(struct symbols *s, uint32_t addr, char *text, size_t size);

#endif
