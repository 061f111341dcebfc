/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graphics on a whole board: descriptors, pixel PLL, VGA text, a linear picture, a fill. */
#include "board/spd.h"
#include "machine/geode.h"
#include "machine/geode_internal.h"
#include "machine/geode_warm.h"
#include "shot.h"

#define FLASH_BYTES 524288u
#define FB	    0xfd000000u /* as the processor and the display controller see it */
#define FB_RAM	    0x03000000u /* where in memory it is */
#define GP_AT	    0xfe000000u
#define DC_AT	    0xfe004000u
#define VP_AT	    0xfe008000u

struct rig {
	struct geode *g;
	struct video face; /* the bench's helpers, through the board's routes */
	uint8_t rom[FLASH_BYTES];
	uint8_t spd[SPD_BYTES];
};

static struct machine *board(void *o)
{
	return &((struct rig *)o)->g->m;
}

/* Offsets below 16 KiB are the display controller's registers, as on the bench. */
static uint32_t dc_address(uint32_t addr)
{
	return addr < DC_MMIO_SIZE ? DC_AT + addr : addr;
}

static uint64_t face_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	return board(o)->route_read(board(o), dc_address(addr), size, flags);
}

static void face_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	board(o)->route_write(board(o), dc_address(addr), size, val, flags);
}

static uint64_t vp_face_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	return board(o)->route_read(board(o), VP_AT + addr, size, flags);
}

static void vp_face_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	board(o)->route_write(board(o), VP_AT + addr, size, val, flags);
}

static void vp_face_msr(void *o, uint32_t msr, uint64_t val)
{
	warm_write(((struct rig *)o)->g, 0x48000000 | msr, val);
}

static uint32_t face_in(void *o, uint16_t port, unsigned size, unsigned flags)
{
	(void)flags;
	return board(o)->route_in(board(o), port, size);
}

static void face_out(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	(void)flags;
	board(o)->route_out(board(o), port, size, val);
}

/* The descriptors of firmware without an SMI handler (sheet 3.6), for 64 MiB. */
static void descriptors(struct geode *g)
{
	warm_write(g, 0x10000022, 0xa00000fe000ffffc);
	warm_write(g, 0x10000023, 0x400000fe008ffffc);
	warm_write(g, 0x10000024, 0x800000000a0fffe0);
	warm_write(g, 0x10000029, 0x206000fd7fffd000); /* + 06000h pages: FB to FB_RAM */
	warm_write(g, 0x1000002a, 0x801ffcfe007fe004); /* registers at offset 0 */
	warm_write(g, 0x100000e0, 0x800000003c0fffe0);
	warm_write(g, 0x40000025, 0x400000fe008ffffc);
}

static int setup(void **state)
{
	static struct rig rig;
	struct spd_geometry geometry;
	struct geode_config c = {
		.name = "test/video",
		.cpu = CPU_GEODE_LX,
		.boot_straps = 0x17,
		.pci_hz = 33333333,
		.flash = lpcflash_find("SST49LF040"),
		.rom = rig.rom,
		.dimm[0] = {.spd = rig.spd, .spd_address = 0x50},
	};
	char err[200];

	memset(&rig, 0, sizeof(rig));
	assert_int_equal(spd_for_size(64, 400, &geometry), 0);
	assert_int_equal(spd_build(&geometry, rig.spd), 0);
	rig.g = geode_new(&c, err, sizeof(err));
	if (!rig.g)
		fail_msg("%s", err);
	if (geode_warm_start(rig.g, err, sizeof(err)))
		fail_msg("%s", err);
	descriptors(rig.g);
	rig.face.dev = (struct gl_device){.opaque = &rig,
					  .mem_read = face_read,
					  .mem_write = face_write,
					  .io_read = face_in,
					  .io_write = face_out};
	rig.face.vp_dev = (struct gl_device){.opaque = &rig,
					     .mem_read = vp_face_read,
					     .mem_write = vp_face_write,
					     .msr_write = vp_face_msr};
	*state = &rig;
	return 0;
}

static int teardown(void **state)
{
	geode_free(((struct rig *)*state)->g);
	return 0;
}

/* As SoftVG and lxfb do it: the mode with the reset bit, poll for the lock, release. */
static void set_dot_pll(struct rig *r, uint32_t mode)
{
	unsigned polls = 0;

	warm_write(r->g, 0x4c000015, (uint64_t)mode << 32 | 1);
	while (!(warm_read(r->g, 0x4c000015) >> 25 & 1)) {
		assert_true(++polls < 1000);
		warm_wait(r->g, 10);
	}
	warm_change(r->g, 0x4c000015, 1, 0);
}

static void shoot(struct rig *r, struct shot *s)
{
	char path[64];

	snprintf(path, sizeof(path), "/tmp/geodesim-board-%d.png", (int)getpid());
	assert_int_equal(video_screenshot(&r->g->dc, &r->g->vp, path, s->why, sizeof(s->why)), 0);
	read_shot(path, s);
}

static void vga_text_is_shown_on_the_board(void **state)
{
	struct rig *r = *state;
	struct video *t = &r->face;
	struct shot s;

	shoot(r, &s);
	assert_non_null(strstr(s.why, "pixel clock"));
	free(s.rgb);
	set_dot_pll(r, 0x216c);
	dc_w(t, 0x00, 0x4758);
	dc_w(t, 0x84, FB);
	crt_on(t);
	vga_set_mode(t, &vga_mode_03);
	dc_w(t, 0x04, 0x81);
	for (unsigned n = 0; n < 64; n++)
		vga_color(t, (uint8_t)n, (uint8_t)n, 0, 63 - (uint8_t)n);
	vga_index(t, 0x3d4, 0x0a, 0x20);
	for (unsigned n = 0; n < 80 * 25; n++) {
		vga_poke(t, 0xb8000 + 2 * n, 'A');
		vga_poke(t, 0xb8000 + 2 * n + 1, 0x47);
	}
	shoot(r, &s);
	assert_string_equal(s.why, "");
	assert_int_equal(s.image.width, 720);
	assert_int_equal(shot_pixel(&s, 0, 0) & 0xff0000, from_six(4, 0, 0));
	free(s.rgb);
	/* The text lies at the frame buffer's start, in memory where the descriptor says. */
	assert_int_equal(board(r)->route_read(board(r), FB_RAM, 4, 0) & 0xffff, 0x4741);
	assert_int_equal(rules_violations(&r->g->rules), 0);
}

static void a_linear_picture_is_shown_on_the_board(void **state)
{
	struct rig *r = *state;
	struct video *t = &r->face;
	struct shot s;

	set_dot_pll(r, 0x215d);
	dc_w(t, 0x00, 0x4758);
	dc_w(t, 0x84, FB);
	crt_on(t);
	native_640x480(t, 0x02000200, 2560);
	for (unsigned n = 0; n < 640 * 480; n++)
		board(r)->route_write(board(r), FB + n * 4, 4, n * 5 & 0xffffff, 0);
	shoot(r, &s);
	assert_string_equal(s.why, "");
	for (unsigned n = 0; n < 640 * 480; n++)
		assert_int_equal(shot_pixel(&s, n % 640, n / 640), n * 5 & 0xffffff);
	free(s.rgb);
	/* 59.94 frames a second: the line counter runs with the PLL. */
	while (dc_r(t, 0x6c) >> 30 & 1)
		warm_wait(r->g, 10);
	while ((dc_r(t, 0x6c) & 0x7ff) != 0)
		warm_wait(r->g, 10);
	warm_wait(r->g, 16683);
	assert_true((dc_r(t, 0x6c) & 0x7ff) <= 1 || (dc_r(t, 0x6c) & 0x7ff) == 524);
	assert_int_equal(rules_violations(&r->g->rules), 0);
}

static void the_graphics_processor_fills_the_boards_memory(void **state)
{
	struct rig *r = *state;
	struct machine *m = board(r);
	unsigned polls = 0;

	for (unsigned n = 0; n < 64; n += 4)
		m->route_write(m, FB_RAM + n, 4, 0, 0);
	m->route_write(m, GP_AT + 0x4c, 4, FB, 0);
	m->route_write(m, GP_AT + 0x38, 4, 0x800000f0, 0);
	m->route_write(m, GP_AT + 0x18, 4, 0x12345678, 0);
	m->route_write(m, GP_AT + 0x08, 4, 2560, 0);
	m->route_write(m, GP_AT + 0x00, 4, 8, 0);
	m->route_write(m, GP_AT + 0x0c, 4, 10u << 16 | 1, 0);
	m->route_write(m, GP_AT + 0x40, 4, 0, 0);
	while (m->route_read(m, GP_AT + 0x44, 4, 0) & 1) {
		assert_true(++polls < 1000);
		warm_wait(r->g, 1);
	}
	assert_int_equal(m->route_read(m, FB_RAM + 4, 4, 0), 0);
	assert_int_equal(m->route_read(m, FB_RAM + 8, 4, 0), 0x12345678);
	assert_int_equal(m->route_read(m, FB_RAM + 44, 4, 0), 0x12345678);
	assert_int_equal(m->route_read(m, FB_RAM + 48, 4, 0), 0);
}

#define TEST(NAME) cmocka_unit_test_setup_teardown(NAME, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(vga_text_is_shown_on_the_board),
		TEST(a_linear_picture_is_shown_on_the_board),
		TEST(the_graphics_processor_fills_the_boards_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
