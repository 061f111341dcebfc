/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which registers a test program used: linked into every one, silent unless asked. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "frame/regs.h"

/*
 * The linker leads every reg_file_init() here (--wrap). Each register file gets coverage that
 * outlives its owner; at the end it goes to the file that the environment variable
 * GEODESIM_TOUCHED names. tests/geodesim/registers/untouched.py puts the files together.
 */
struct cover {
	const struct reg_table *table;
	struct cover *next;
	struct reg_cover reg[];
};

static struct cover *covers;

void __real_reg_file_init(struct reg_file *f, const struct reg_table *table, void *owner,
			  uint64_t *value, struct reg_cover *cover);
void __wrap_reg_file_init(struct reg_file *f, const struct reg_table *table, void *owner,
			  uint64_t *value, struct reg_cover *cover);

static void write_out(void)
{
	FILE *out = fopen(getenv("GEODESIM_TOUCHED"), "w");

	for (struct cover *c = covers; out && c; c = c->next) {
		for (unsigned i = 0; i < c->table->count; i++) {
			if (c->reg[i].reads || c->reg[i].writes)
				fprintf(out, "%s|%s|%" PRIX32 "|%" PRIu32 "|%" PRIu32 "\n",
					c->table->name, c->table->space, c->table->reg[i].addr,
					c->reg[i].reads, c->reg[i].writes);
		}
	}
	if (!out || fclose(out))
		_Exit(1);
	while (covers) {
		struct cover *next = covers->next;

		free(covers);
		covers = next;
	}
}

void __wrap_reg_file_init(struct reg_file *f, const struct reg_table *table, void *owner,
			  uint64_t *value, struct reg_cover *cover)
{
	struct cover *c = NULL;

	if (getenv("GEODESIM_TOUCHED"))
		c = calloc(1, sizeof(*c) + table->count * sizeof(c->reg[0]));
	if (!c) {
		__real_reg_file_init(f, table, owner, value, cover);
		return;
	}
	if (!covers)
		atexit(write_out);
	c->table = table;
	c->next = covers;
	covers = c;
	__real_reg_file_init(f, table, owner, value, c->reg);
}
