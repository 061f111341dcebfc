/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stages of a boot: which program the processor runs, told by the addresses of ELF files. */
#ifndef GEODESIM_REPORT_STAGES_H
#define GEODESIM_REPORT_STAGES_H

#include <stddef.h>
#include <stdint.h>

#define STAGES_FILES  8
#define STAGES_RANGES 32
#define STAGES_MAX    (STAGES_FILES + 3)

struct stages {
	char name[STAGES_MAX][48];
	unsigned count;
	unsigned smm; /* the stage of system management mode */
	struct {
		uint32_t first, last;
		unsigned stage;
	} range[STAGES_RANGES];
	unsigned ranges;
	unsigned rom, memory; /* stages of code that is in no file */
};

/**
 * stages_init - one stage for each of @count ELF files at @path, one for what is in none of them,
 * and one for SMM. Without files ROM and memory are told apart. 0, or -1 with the reason in @err.
 */
int stages_init(struct stages *s, const char *const *path, unsigned count, char *err,
		size_t err_size);

/** stages_find - the stage of code at linear address @pc. */
unsigned stages_find(const struct stages *s, uint32_t pc);

#endif
