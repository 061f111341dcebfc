/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graphics processor's command buffer (LX data book 6.3.1). */
#include "lx/gp_internal.h"

#define FETCH_NS 40	  /* reading a command: an estimate */
#define DATA_MAX 0x1ffffu /* doublewords one command can carry */

/* What a command is: bits 30:29 of its first doubleword. */
enum { TYPE_BLT, TYPE_VECTOR, TYPE_LUT, TYPE_DATA };

#define CMD_WRAP 0x80000000u

/*
 * A BLT or vector command always has all its doublewords; bit n of the first one says whether
 * doubleword n + 1 is loaded. The mode register comes last and starts the operation.
 */
static const uint16_t blt_order[] = {
	GP_RASTER_MODE,	    GP_DST_OFFSET,   GP_SRC_OFFSET,   GP_STRIDE,
	GP_WID_HEIGHT,	    GP_SRC_COLOR_FG, GP_SRC_COLOR_BG, GP_PAT_COLOR_0,
	GP_PAT_COLOR_0 + 4, GP_PAT_DATA_0,   GP_PAT_DATA_1,   GP_CH3_OFFSET,
	GP_CH3_MODE_STR,    GP_CH3_WIDHI,    GP_BASE_OFFSET,  GP_BLT_MODE,
};
static const uint16_t vector_order[] = {
	GP_RASTER_MODE, GP_DST_OFFSET,	 GP_SRC_OFFSET,	 GP_STRIDE,
	GP_WID_HEIGHT,	GP_SRC_COLOR_FG, GP_PAT_COLOR_0, GP_PAT_COLOR_0 + 4,
	GP_PAT_DATA_0,	GP_PAT_DATA_1,	 GP_BASE_OFFSET, GP_VECTOR_MODE,
};

static uint32_t fetch_word(struct gp *g)
{
	uint32_t at = gp_get(g, GP_CMD_READ), last = gp_get(g, GP_CMD_BOT);
	uint32_t base = (uint32_t)(gld_get(&g->gld, 0x2001) >> 16 & 0xfff) << 20;
	uint8_t b[4] = {0};

	g->mem.read(g->mem.opaque, base + at, b, sizeof(b));
	/* The last line of the buffer is the one at GP_CMD_BOT, 32 bytes. */
	at = at + 4 == last + 32 ? gp_get(g, GP_CMD_TOP) & 0xffffff : (at + 4) & 0xffffff;
	gp_set(g, GP_CMD_READ, at);
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static void load(struct gp *g, uint32_t header, const uint16_t *order, unsigned count)
{
	bool vector = order[count - 1] == GP_VECTOR_MODE;

	for (unsigned n = 0; n < count; n++) {
		uint32_t val = fetch_word(g);

		if (!(header >> n & 1))
			continue;
		gp_set(g, order[n], val);
		if (n == count - 1)
			gp_begin(g, vector, val);
	}
}

static void load_lut(struct gp *g)
{
	uint32_t at = fetch_word(g), count = fetch_word(g) & DATA_MAX;

	for (uint32_t n = 0; n < count; n++)
		g->lut[(at + n) & (GP_LUT - 1)] = fetch_word(g);
}

static void load_data(struct gp *g)
{
	uint32_t kind = fetch_word(g), count = kind & DATA_MAX;

	for (uint32_t n = 0; n < count; n++) {
		uint32_t val = fetch_word(g);

		if (!(kind >> 29)) /* others feed channel 3 */
			gp_host_data(g, val);
	}
}

static void fetch(void *o, uint64_t due)
{
	struct gp *g = o;
	uint32_t header;

	(void)due;
	g->fetching = false;
	if (gp_get(g, GP_CMD_READ) == gp_get(g, GP_CMD_WRITE))
		return;
	header = fetch_word(g);
	switch (header >> 29 & 3) {
	case TYPE_BLT: load(g, header, blt_order, sizeof(blt_order) / sizeof(blt_order[0])); break;
	case TYPE_VECTOR:
		load(g, header, vector_order, sizeof(vector_order) / sizeof(vector_order[0]));
		break;
	case TYPE_LUT: load_lut(g); break;
	default: load_data(g); break;
	}
	if (header & CMD_WRAP)
		gp_set(g, GP_CMD_READ, gp_get(g, GP_CMD_TOP) & 0xffffff);
	if (gp_get(g, GP_CMD_READ) == gp_get(g, GP_CMD_WRITE))
		gp_interrupt(g, 0);
	gp_commands(g);
}

void gp_commands(struct gp *g)
{
	/* The next command waits for the operation, unless it carries the operation's data. */
	if (g->fetching || g->pending || (g->busy && !(g->job.host && !g->throttled)) ||
	    gp_get(g, GP_CMD_READ) == gp_get(g, GP_CMD_WRITE))
		return;
	g->fetching = true;
	event_schedule(g->env->clock, &g->fetch, clock_after_ns(g->env->clock, FETCH_NS));
}

void gp_commands_init(struct gp *g)
{
	event_init(&g->fetch, "gp command", fetch, g);
}
