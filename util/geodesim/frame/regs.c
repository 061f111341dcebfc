/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register tables: lookup, masked writes, byte-wise access, documents and coverage. */
#include "frame/regs.h"

#include <inttypes.h>
#include <string.h>

static uint64_t width_mask(unsigned width)
{
	return width >= 64 ? UINT64_MAX : (UINT64_C(1) << width) - 1;
}

static bool is_msr_space(const struct reg_table *t)
{
	return strcmp(t->space, "msr") == 0;
}

/* Addresses a register covers: an MSR is one number, others are bytes. */
static unsigned reg_span(const struct reg_table *t, const struct reg *r)
{
	return is_msr_space(t) ? 1 : r->width / 8u;
}

void reg_file_init(struct reg_file *f, const struct reg_table *table, void *owner, uint64_t *value,
		   struct reg_cover *cover)
{
	memset(f, 0, sizeof(*f));
	f->table = table;
	f->owner = owner;
	f->value = value;
	f->cover = cover;
	if (cover)
		memset(cover, 0, table->count * sizeof(*cover));
	reg_file_reset(f);
}

void reg_file_reset(struct reg_file *f)
{
	for (unsigned i = 0; i < f->table->count; i++)
		f->value[i] = f->table->reg[i].reset;
}

int reg_find(const struct reg_table *t, uint32_t addr)
{
	unsigned lo = 0, hi = t->count;
	bool msr = is_msr_space(t);

	while (lo < hi) {
		unsigned mid = lo + (hi - lo) / 2;
		const struct reg *r = &t->reg[mid];

		if (addr < r->addr)
			hi = mid;
		else if (addr - r->addr < (msr ? 1u : r->width / 8u))
			return (int)mid;
		else
			lo = mid + 1;
	}
	return -1;
}

uint64_t reg_read(struct reg_file *f, unsigned i)
{
	const struct reg *r = &f->table->reg[i];
	uint64_t val = f->value[i];

	if (f->cover)
		f->cover[i].reads++;
	if (r->read)
		val = r->read(f, i, val);
	return val & width_mask(r->width);
}

uint64_t reg_peek(const struct reg_file *f, unsigned i)
{
	return f->value[i];
}

void reg_poke(struct reg_file *f, unsigned i, uint64_t val)
{
	f->value[i] = val & width_mask(f->table->reg[i].width);
}

static void note(const struct reg_file *f, unsigned i, enum reg_note n, uint64_t val)
{
	if (f->note)
		f->note(f->note_opaque, f, i, n, val);
}

int reg_write(struct reg_file *f, unsigned i, uint64_t val, uint64_t lanes)
{
	const struct reg *r = &f->table->reg[i];
	uint64_t old = f->value[i];
	uint64_t plain, merged, changed;

	lanes &= width_mask(r->width);
	val &= lanes;
	changed = (val ^ old) & lanes;
	if (f->cover) {
		f->cover[i].writes++;
		f->cover[i].wrote1 |= val;
		f->cover[i].wrote0 |= ~val & lanes;
	}
	if (changed & r->reserved)
		note(f, i, REG_NOTE_RESERVED, val);
	if ((changed & r->ro) && !r->probed)
		note(f, i, REG_NOTE_READ_ONLY, val);
	if (changed & reg_unmodelled(f->table, i))
		note(f, i, REG_NOTE_UNMODELLED, val);

	plain = lanes & ~(r->ro | r->reserved | r->w1c);
	merged = (old & ~plain) | (val & plain);
	merged &= ~(val & r->w1c);
	if (r->pre_write) {
		int rc = r->pre_write(f, i, old, &merged);

		if (rc < 0) {
			note(f, i, REG_NOTE_REFUSED, val);
			return rc;
		}
	}
	f->value[i] = merged & width_mask(r->width);
	if (r->post_write)
		r->post_write(f, i, old, f->value[i]);
	return 0;
}

uint64_t reg_read_bytes(struct reg_file *f, uint32_t addr, unsigned size, uint64_t hole)
{
	uint64_t out = hole & width_mask(size * 8);
	unsigned done = 0;

	while (done < size) {
		int i = reg_find(f->table, addr + done);
		unsigned skip, n;
		uint64_t lanes, val;

		if (i < 0) {
			done++;
			continue;
		}
		skip = addr + done - f->table->reg[i].addr;
		n = f->table->reg[i].width / 8u - skip;
		if (n > size - done)
			n = size - done;
		val = reg_read(f, (unsigned)i) >> (skip * 8);
		lanes = width_mask(n * 8) << (done * 8);
		out = (out & ~lanes) | ((val << (done * 8)) & lanes);
		done += n;
	}
	return out;
}

unsigned reg_write_bytes(struct reg_file *f, uint32_t addr, unsigned size, uint64_t val)
{
	unsigned done = 0, missed = 0;

	while (done < size) {
		int i = reg_find(f->table, addr + done);
		unsigned skip, n;

		if (i < 0) {
			done++;
			missed++;
			continue;
		}
		skip = addr + done - f->table->reg[i].addr;
		n = f->table->reg[i].width / 8u - skip;
		if (n > size - done)
			n = size - done;
		reg_write(f, (unsigned)i, (val >> (done * 8)) << (skip * 8),
			  width_mask(n * 8) << (skip * 8));
		done += n;
	}
	return missed;
}

int reg_table_check(const struct reg_table *t, char *err, size_t err_size)
{
	for (unsigned i = 0; i < t->count; i++) {
		const struct reg *r = &t->reg[i];
		uint64_t all = r->ro | r->w1c | r->reserved | r->unmodelled | r->reset;
		const char *why = NULL;

		if (!r->name)
			why = "has no name";
		else if (r->width != 8 && r->width != 16 && r->width != 32 && r->width != 64)
			why = "has no valid width";
		else if (all & ~width_mask(r->width))
			why = "has bits beyond its width";
		else if ((r->ro & r->w1c) || (r->ro & r->reserved) || (r->w1c & r->reserved))
			why = "has overlapping masks";
		else if (i && r->addr - t->reg[i - 1].addr < reg_span(t, &t->reg[i - 1]))
			why = "overlaps the register before it";
		else if (i && r->addr < t->reg[i - 1].addr)
			why = "is not in order";
		if (why) {
			snprintf(err, err_size, "%s: register %u (%s, 0x%" PRIX32 ") %s", t->name,
				 i, r->name ? r->name : "?", r->addr, why);
			return -1;
		}
	}
	return 0;
}

uint64_t reg_unmodelled(const struct reg_table *t, unsigned i)
{
	const struct reg *r = &t->reg[i];

	return r->unmodelled & ~(r->ro | r->reserved | r->w1c);
}

const char *reg_why(const struct reg_table *t, unsigned i)
{
	for (unsigned n = 0; n < t->whys; n++) {
		if (t->reg[i].addr >= t->why[n].first && t->reg[i].addr <= t->why[n].last)
			return t->why[n].why;
	}
	return NULL;
}

void reg_table_document(FILE *out, const struct reg_table *t)
{
	fprintf(out, "### %s (%s)\n\n", t->name, t->space);
	fprintf(out, "| Address | Name | Bits | Reset | Read-only | Write 1 clears | Reserved | "
		     "Not modelled | Acts on | Why not modelled |\n"
		     "|---|---|---|---|---|---|---|---|---|---|\n");
	for (unsigned i = 0; i < t->count; i++) {
		const struct reg *r = &t->reg[i];
		const char *why = reg_why(t, i);
		bool written = r->pre_write || r->post_write;

		fprintf(out,
			"| %" PRIX32 " | %s | %u | %" PRIX64 " | %" PRIX64 " | %" PRIX64
			" | %" PRIX64 " | %" PRIX64 " | %s%s%s | %s |\n",
			r->addr, r->name, r->width, r->reset, r->ro, r->w1c, r->reserved,
			r->unmodelled, r->read ? "read" : "", r->read && written ? ", " : "",
			written ? "write" : "", why && reg_unmodelled(t, i) ? why : "");
	}
	fprintf(out, "\n");
}

void reg_file_coverage(FILE *out, const struct reg_file *f)
{
	for (unsigned i = 0; f->cover && i < f->table->count; i++) {
		const struct reg *r = &f->table->reg[i];
		const struct reg_cover *c = &f->cover[i];

		fprintf(out,
			"%s %s %" PRIX32 " %s reads=%" PRIu32 " writes=%" PRIu32 " ones=%" PRIX64
			" zeros=%" PRIX64 "\n",
			f->table->name, f->table->space, r->addr, r->name, c->reads, c->writes,
			c->wrote1, c->wrote0);
	}
}

const char *reg_note_name(enum reg_note n)
{
	static const char *const name[REG_NOTE_COUNT] = {
		[REG_NOTE_RESERVED] = "reserved bits changed",
		[REG_NOTE_READ_ONLY] = "read-only bits changed",
		[REG_NOTE_UNMODELLED] = "unmodelled bits changed",
		[REG_NOTE_REFUSED] = "value refused",
	};

	return n < REG_NOTE_COUNT ? name[n] : "unknown note";
}
