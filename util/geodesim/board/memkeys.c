/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key "memory" of a board file: sockets, modules, soldered chips; and other memory for a run. */
#include "board/keys.h"

#include <stdio.h>

/* memory = ( { ... }, { ... } ) */

struct memory {
	struct spd_geometry g;
	uint32_t address, mib;
};

static int read_socket(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 0x50, 0x57, &((struct memory *)to)->address);
}

static int read_mib(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 32, 1024, &((struct memory *)to)->mib);
}

static int read_ddr(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 200, 400, &n))
		return -1;
	if (n != 200 && n != 266 && n != 333 && n != 400)
		return reader_fail(r, s, "ddr must be 200, 266, 333 or 400");
	((struct memory *)to)->g.speed = (uint16_t)n;
	return 0;
}

static int read_rows(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 11, 14, &((struct memory *)to)->g.rows);
}

static int read_columns(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 8, 12, &((struct memory *)to)->g.columns);
}

static int read_banks(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 2, 4, &((struct memory *)to)->g.banks);
}

static int read_ranks(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 1, 2, &((struct memory *)to)->g.ranks);
}

static int read_width(struct reader *r, const config_setting_t *s, void *to)
{
	return keys_small(r, s, 4, 16, &((struct memory *)to)->g.width);
}

static const struct reader_key memory_keys[] = {
	{"socket", read_socket, false},
	{"mib", read_mib, false},
	{"ddr", read_ddr, false},
	{"rows", read_rows, false},
	{"columns", read_columns, false},
	{"banks", read_banks, false},
	{"ranks", read_ranks, false},
	{"width", read_width, false},
	{0},
};

static int read_place(struct reader *r, const config_setting_t *s, struct board *b, unsigned n)
{
	struct memory m = {.g = {.speed = 400}};

	if (reader_group(r, s, memory_keys, "a memory place", &m))
		return -1;
	b->dimm_place[n] = true;
	b->dimm_address[n] = (uint8_t)m.address;
	if (!m.mib && !m.g.rows)
		return m.address ? 0
				 : reader_fail(r, s,
					       "soldered memory needs mib, or rows, columns, "
					       "banks, ranks and width");
	if (m.mib && m.g.rows)
		return reader_fail(r, s, "memory is given twice: keep mib, or rows and the others");
	if (m.mib && spd_for_size(m.mib, m.g.speed, &m.g))
		return reader_fail(r, s,
				   "there is no usual module of %u MiB: give rows, columns, "
				   "banks, ranks and width",
				   m.mib);
	if (spd_build(&m.g, b->spd[n]))
		return reader_fail(r, s,
				   "no DDR chip has %u rows, %u columns, %u banks and %u bits",
				   m.g.rows, m.g.columns, m.g.banks, m.g.width);
	b->config.dimm[n].spd = b->spd[n];
	b->config.dimm[n].spd_address = (uint8_t)m.address;
	return 0;
}

int keys_memory(struct reader *r, const config_setting_t *s, void *to)
{
	unsigned count;

	if (reader_list(r, s, 1, GEODE_DIMMS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		if (read_place(r, config_setting_get_elem(s, n), to, n))
			return -1;
	}
	return 0;
}

static void fit(struct board *b, unsigned n)
{
	b->config.dimm[n].spd = b->spd[n];
	b->config.dimm[n].spd_address = b->dimm_address[n];
}

static int check_place(const struct board *b, unsigned n, char *err, size_t err_size)
{
	if (n < GEODE_DIMMS && b->dimm_place[n])
		return 0;
	snprintf(err, err_size, "%s has no memory place number %u", b->key, n + 1);
	return -1;
}

int board_fit_mib(struct board *b, unsigned n, unsigned mib, char *err, size_t err_size)
{
	struct spd_geometry g;

	if (check_place(b, n, err, err_size))
		return -1;
	if (mib == 0) {
		b->config.dimm[n] = (struct geode_dimm){0};
		return 0;
	}
	if (spd_for_size(mib, 400, &g) || spd_build(&g, b->spd[n])) {
		snprintf(err, err_size,
			 "there is no usual DDR module of %u MiB: 32, 64, 128, 256, 512 or 1024",
			 mib);
		return -1;
	}
	fit(b, n);
	return 0;
}

int board_fit_spd(struct board *b, unsigned n, const uint8_t *bytes, size_t size, char *err,
		  size_t err_size)
{
	if (check_place(b, n, err, err_size) || spd_load(bytes, size, b->spd[n], err, err_size))
		return -1;
	fit(b, n);
	return 0;
}
