/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MSR access by index; unknown indexes are lost and named. */
#include "geodelink/gld.h"

#include <assert.h>
#include <inttypes.h>

#include "strict/rules.h"

#define INDEX_MASK 0x3fffu

void gld_init(struct gld *d, const struct env *env, const struct reg_table *table, void *owner,
	      uint64_t *values, struct reg_cover *cover, uint32_t base, uint32_t alias)
{
	*d = (struct gld){.base = base, .alias = alias, .env = env};
	reg_file_init(&d->regs, table, owner, values, cover);
	d->regs.note = rules_reg_note;
	d->regs.note_opaque = env->rules;
}

static int find(const struct gld *d, uint32_t msr)
{
	return reg_find(d->regs.table, msr & INDEX_MASK & ~d->alias);
}

uint64_t gld_msr_read(void *opaque, uint32_t msr)
{
	struct gld *d = opaque;
	int i = find(d, msr);

	if (i >= 0)
		return reg_read(&d->regs, (unsigned)i);
	rule_broken(d->env->rules, RULE_UNKNOWN_MSR, "%s: read of MSR %08" PRIX32,
		    d->regs.table->name, d->base | (msr & INDEX_MASK));
	return 0;
}

void gld_msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	struct gld *d = opaque;
	int i = find(d, msr);

	if (i >= 0)
		reg_write(&d->regs, (unsigned)i, val, UINT64_MAX);
	else
		rule_broken(d->env->rules, RULE_UNKNOWN_MSR,
			    "%s: write of MSR %08" PRIX32 " = %016" PRIX64, d->regs.table->name,
			    d->base | (msr & INDEX_MASK), val);
}

uint64_t gld_get(const struct gld *d, uint32_t index)
{
	int i = reg_find(d->regs.table, index);

	assert(i >= 0);
	return reg_peek(&d->regs, (unsigned)i);
}

void gld_set(struct gld *d, uint32_t index, uint64_t val)
{
	int i = reg_find(d->regs.table, index);

	assert(i >= 0);
	reg_poke(&d->regs, (unsigned)i, val);
}
