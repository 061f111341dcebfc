/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the beam is, computed from board time and the pixel clock; what happens at which line. */
#include <string.h>

#include "lx/dc_internal.h"

#define PS_PER_S UINT64_C(1000000000000)

static unsigned low(uint32_t reg)
{
	return (reg & 0xfff) + 1;
}

static unsigned high(uint32_t reg)
{
	return (reg >> 16 & 0xfff) + 1;
}

static uint64_t dot_hz(const struct dc *d)
{
	return d->dot.hz ? d->dot.hz(d->dot.opaque) : 0;
}

/* The timing that the registers ask for; hz 0 when none runs. */
static struct dc_timing wanted(const struct dc *d)
{
	uint32_t gcfg = dc_get(d, DC_GENERAL_CFG);
	struct dc_timing t = {.hz = d->dot_hz};

	if ((gcfg & GCFG_VGAE) && !(gcfg & GCFG_VGAFT)) {
		struct vga_timing v;

		vga_timing(&d->vga, &v);
		t.hz /= v.divider;
		t.h_total = v.h_total;
		t.h_active = v.h_active;
		t.v_total = v.v_total;
		t.v_active = v.v_active;
		t.v_sync_start = v.v_sync_start;
		t.v_sync_end = v.v_sync_start + (v.v_sync_lines ? v.v_sync_lines : 16);
		if ((d->vga.seq_value[0] & 3) != 3 || !t.h_active)
			t.hz = 0;
	} else if (dc_get(d, DC_DISPLAY_CFG) & DCFG_TGEN) {
		t.h_active = low(dc_get(d, DC_H_ACTIVE));
		t.h_total = high(dc_get(d, DC_H_ACTIVE));
		t.v_active = low(dc_get(d, DC_V_ACTIVE)) & 0x7ff;
		t.v_total = high(dc_get(d, DC_V_ACTIVE)) & 0x7ff;
		t.v_sync_start = low(dc_get(d, DC_V_SYNC)) & 0x7ff;
		t.v_sync_end = high(dc_get(d, DC_V_SYNC)) & 0x7ff;
	} else {
		t.hz = 0;
	}
	if (t.h_active > t.h_total || t.v_active > t.v_total || !t.v_total)
		t.hz = 0;
	return t;
}

/* Pixels since the timing began. */
static uint64_t pixels_now(const struct dc *d)
{
	uint64_t ps = clock_ps(d->env->clock, clock_now(d->env->clock));

	if (ps < d->began_ps)
		return 0;
	return (uint64_t)((unsigned __int128)(ps - d->began_ps) * d->timing.hz / PS_PER_S);
}

struct dc_beam dc_beam_now(struct dc *d)
{
	const struct dc_timing *t = &d->timing;
	struct dc_beam b = {0};
	uint64_t pixels, lines;

	dc_look_at_clock(d);
	if (!t->hz)
		return b;
	pixels = pixels_now(d);
	lines = pixels / t->h_total;
	b.running = true;
	b.line = (unsigned)(lines % t->v_total);
	b.frame = lines / t->v_total;
	b.v_active = b.line < t->v_active;
	b.v_sync = b.line >= t->v_sync_start && b.line < t->v_sync_end;
	b.active = b.v_active && pixels % t->h_total < t->h_active;
	return b;
}

uint8_t dc_vga_retrace(struct dc *d)
{
	struct dc_beam b = dc_beam_now(d);

	return (b.active ? 0 : 1) | (b.v_sync ? 8 : 0);
}

static void frame_starts(struct dc *d)
{
	d->shown_fb = dc_get(d, DC_FB_ST_OFFSET);
	d->shown_cursor_x = dc_get(d, DC_CURSOR_X);
	d->shown_cursor_y = dc_get(d, DC_CURSOR_Y);
	d->flipped = true;
	signal_set(&d->vblank, false);
}

static void blank_starts(struct dc *d)
{
	bool vga = dc_get(d, DC_GENERAL_CFG) & GCFG_VGAE;

	if (vga)
		d->vga_events |= 4;
	dc_smi(d, vga ? VGA_EV_VBLANK : 0);
	signal_set(&d->vblank, true);
}

static void compare_line(struct dc *d)
{
	uint32_t irq = dc_get(d, DC_IRQ);

	if (!(irq & 1)) {
		dc_set(d, DC_IRQ, irq | 1u << 16);
		dc_update_lines(d);
	}
}

/* The lines of a frame at which something happens, and what. */
struct phase {
	unsigned line;
	void (*act)(struct dc *d);
};

#define PHASES 3

static void find_phases(const struct dc *d, struct phase p[PHASES])
{
	unsigned compare = dc_get(d, DC_IRQ_FILT_CTL) >> 16 & 0x7ff;

	p[0] = (struct phase){0, frame_starts};
	/* Without blank lines the frame's last line stands for them. */
	p[1] = (struct phase){d->timing.v_active < d->timing.v_total ? d->timing.v_active
								     : d->timing.v_total - 1,
			      blank_starts};
	p[2] = (struct phase){compare % d->timing.v_total, compare_line};
}

/* The first line after @line that is line @of of its frame. */
static uint64_t next_line(const struct dc *d, uint64_t line, unsigned of)
{
	uint64_t frame = line - line % d->timing.v_total;

	return frame + of > line ? frame + of : frame + d->timing.v_total + of;
}

static void schedule(struct dc *d)
{
	const struct dc_timing *t = &d->timing;
	uint64_t next = UINT64_MAX, ps;
	struct phase p[PHASES];

	find_phases(d, p);
	for (unsigned n = 0; n < PHASES; n++) {
		uint64_t at = next_line(d, d->lines_done, p[n].line);

		next = at < next ? at : next;
	}
	ps = (uint64_t)(((unsigned __int128)next * t->h_total * PS_PER_S + t->hz - 1) / t->hz);
	event_schedule(d->env->clock, &d->line_event, clock_at_ps(d->env->clock, d->began_ps + ps));
}

static void line_fire(void *o, uint64_t due)
{
	struct dc *d = o;
	struct phase p[PHASES];
	uint64_t lines;

	(void)due;
	dc_look_at_clock(d);
	if (!d->timing.hz)
		return;
	lines = pixels_now(d) / d->timing.h_total;
	find_phases(d, p);
	for (unsigned n = 0; n < PHASES; n++) {
		if (next_line(d, d->lines_done, p[n].line) <= lines)
			p[n].act(d);
	}
	d->lines_done = lines > d->lines_done ? lines : d->lines_done;
	schedule(d);
}

void dc_retime(struct dc *d, bool load)
{
	struct dc_timing t;
	bool native = !(dc_get(d, DC_GENERAL_CFG) & GCFG_VGAE);

	d->dot_hz = dot_hz(d);
	t = wanted(d);
	/* New values of the native timing are taken when TRUP allows it. */
	if (native && t.hz && t.hz == d->timing.hz && !load &&
	    !(dc_get(d, DC_DISPLAY_CFG) & DCFG_TRUP))
		return;
	if (memcmp(&t, &d->timing, sizeof(t)) == 0) {
		if (t.hz)
			schedule(d); /* the line compared may have changed */
		return;
	}
	d->timing = t;
	event_cancel(d->env->clock, &d->line_event);
	signal_set(&d->vblank, false);
	if (!t.hz)
		return;
	event_init(&d->line_event, "dc line", line_fire, d);
	d->began_ps = clock_ps(d->env->clock, clock_now(d->env->clock));
	d->lines_done = 0;
	frame_starts(d);
	schedule(d);
}

void dc_look_at_clock(struct dc *d)
{
	if (dot_hz(d) != d->dot_hz)
		dc_retime(d, true);
}

void dc_dot_clock_changed(struct dc *d)
{
	dc_look_at_clock(d);
}
