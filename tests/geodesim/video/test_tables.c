/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every register of the reference sheet exists in the video blocks, and the tables are sound. */
#include "lx/aes.h"
#include "lx/gp.h"
#include "lx/vip.h"
#include "video.h"

struct blocks {
	struct video *video;
	struct gp gp;
	struct vip vip;
	struct aes aes;
};

static struct blocks *build(void **state)
{
	static struct blocks b;

	b.video = *state;
	gp_init(&b.gp, &b.video->env, video_mem(b.video), NULL);
	vip_init(&b.vip, &b.video->env);
	aes_init(&b.aes, &b.video->env, video_mem(b.video), 1, NULL);
	return &b;
}

static void check(const struct reg_file *f)
{
	char err[200] = "";

	if (reg_table_check(f->table, err, sizeof(err)))
		fail_msg("%s", err);
	assert_non_null(f->cover);
}

static void tables_are_well_formed(void **state)
{
	struct blocks *b = build(state);
	unsigned files = 0;

	for (unsigned n = 0; dc_regs(&b->video->dc, n); n++, files++)
		check(dc_regs(&b->video->dc, n));
	for (unsigned n = 0; vp_regs(&b->video->vp, n); n++, files++)
		check(vp_regs(&b->video->vp, n));
	for (unsigned n = 0; gp_regs(&b->gp, n); n++, files++)
		check(gp_regs(&b->gp, n));
	for (unsigned n = 0; vip_regs(&b->vip, n); n++, files++)
		check(vip_regs(&b->vip, n));
	for (unsigned n = 0; aes_regs(&b->aes, n); n++, files++)
		check(aes_regs(&b->aes, n));
	assert_int_equal(files, 2 + 5 + 2 + 2 + 2 + 2);
}

static void has(const struct reg_file *f, const uint16_t *offset, unsigned count)
{
	for (unsigned n = 0; n < count; n++) {
		if (reg_find(f->table, offset[n]) < 0)
			fail_msg("%s has no register at %03X", f->table->name, offset[n]);
	}
}

#define HAS(FILE, ...)                                             \
	do {                                                       \
		static const uint16_t list[] = {__VA_ARGS__};      \
		has((FILE), list, sizeof(list) / sizeof(list[0])); \
	} while (0)

static void every_register_of_the_sheet_exists(void **state)
{
	struct blocks *b = build(state);

	HAS(dc_regs(&b->video->dc, 0), 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2011,
	    0x2012);
	HAS(dc_regs(&b->video->dc, 1), 0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c, 0x20, 0x24,
	    0x28, 0x2c, 0x30, 0x34, 0x38, 0x40, 0x44, 0x48, 0x50, 0x54, 0x58, 0x5c, 0x60, 0x64,
	    0x6c, 0x70, 0x74, 0x80, 0x84, 0x88, 0x8c, 0x90, 0x94, 0x98, 0x9c, 0xa0, 0xa4, 0xa8,
	    0xb8, 0xbc, 0xc8, 0xd4, 0xe4, 0xe8, 0xec, 0x100, 0x104);
	HAS(dc_regs(&b->video->dc, 4), 0x00, 0x18, 0x30, 0x43, 0x44);
	HAS(vp_regs(&b->video->vp, 0), 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2011);
	HAS(vp_regs(&b->video->vp, 1), 0x000, 0x008, 0x010, 0x018, 0x020, 0x038, 0x040, 0x050,
	    0x0d8, 0x0f8, 0x118, 0x400, 0x408, 0x410, 0x418);
	HAS(gp_regs(&b->gp, 0), 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005);
	HAS(gp_regs(&b->gp, 1), 0x00, 0x04, 0x08, 0x0c, 0x10, 0x14, 0x18, 0x1c, 0x20, 0x24, 0x28,
	    0x2c, 0x30, 0x34, 0x38, 0x3c, 0x40, 0x44, 0x48, 0x4c, 0x50, 0x54, 0x58, 0x5c, 0x60,
	    0x64, 0x68, 0x6c, 0x70, 0x74, 0x78);
	HAS(vip_regs(&b->vip, 0), 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005);
	HAS(vip_regs(&b->vip, 1), 0x00, 0x08, 0x20, 0x24, 0x3c, 0x40, 0x44, 0x68, 0x6c);
	HAS(aes_regs(&b->aes, 0), 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006);
	HAS(aes_regs(&b->aes, 1), 0x00, 0x04, 0x08, 0x10, 0x14, 0x18, 0x20, 0x24, 0x28, 0x30, 0x34,
	    0x38, 0x3c, 0x40, 0x44, 0x48, 0x4c, 0x50, 0x54, 0x800, 0x804, 0x808, 0x80c);
}

static void a_bus_scan_finds_the_device_ids(void **state)
{
	struct blocks *b = build(state);
	const struct {
		struct gl_device dev;
		uint16_t id;
	} want[] = {
		{dc_device(&b->video->dc), 0x03e4}, {gp_device(&b->gp), 0x03d4},
		{vp_device(&b->video->vp), 0x03f4}, {vip_device(&b->vip), 0x03c4},
		{aes_device(&b->aes), 0x1304},
	};

	for (unsigned n = 0; n < sizeof(want) / sizeof(want[0]); n++) {
		uint64_t cap = want[n].dev.msr_read(want[n].dev.opaque, 0x2000);

		assert_int_equal(cap >> 8 & 0xffff, want[n].id);
		assert_non_null(want[n].dev.asmi);
		assert_non_null(want[n].dev.aerr);
	}
	assert_int_equal(broken(b->video, RULE_UNKNOWN_MSR), 0);
}

static void unknown_msrs_are_named_by_their_whole_address(void **state)
{
	struct blocks *b = build(state);
	struct gl_device gp = gp_device(&b->gp);

	assert_int_equal(gp.msr_read(gp.opaque, 0x2020), 0);
	assert_int_equal(broken(b->video, RULE_UNKNOWN_MSR), 1);
	assert_non_null(strstr(b->video->rules.hit[0].text, "A0002020"));
}

/* What Linux' lxfb and X read and write without the 2000h. */
static void spare_and_padsel_answer_without_the_2000h(void **state)
{
	struct video *t = *state;

	t->dev.msr_write(t->dev.opaque, 0x0011, 0xc0);
	assert_int_equal(t->dev.msr_read(t->dev.opaque, 0x2011), 0xc0);
	t->vp_dev.msr_write(t->vp_dev.opaque, 0x0011, UINT64_C(0x3fdfffffff));
	assert_int_equal(t->vp_dev.msr_read(t->vp_dev.opaque, 0x2011), UINT64_C(0x3fdfffffff));
	assert_int_equal(broken(t, RULE_UNKNOWN_MSR), 0);
}

/* The values that coreboot, VSA2 and Open Firmware write on the record (sheet 3.2, 7.1). */
static void historic_msr_values_break_no_rule(void **state)
{
	struct blocks *b = build(state);
	struct gl_device dc = b->video->dev, vp = b->video->vp_dev, gp = gp_device(&b->gp),
			 vip = vip_device(&b->vip), aes = aes_device(&b->aes);

	dc.msr_write(dc.opaque, 0x2001, 0x720);
	dc.msr_write(dc.opaque, 0x2002, UINT64_C(0x1001ffff1001ffff));
	dc.msr_write(dc.opaque, 0x2003, UINT64_C(0x3f0000003f));
	dc.msr_write(dc.opaque, 0x2004, 0x15);
	dc.msr_write(dc.opaque, 0x2011, 0x42);
	dc.msr_write(dc.opaque, 0x2012, 0x302);
	gp.msr_write(gp.opaque, 0x2001, 0x10);
	gp.msr_write(gp.opaque, 0x2001, 0x0fde0000);
	gp.msr_write(gp.opaque, 0x2002, UINT64_C(0x100000001));
	gp.msr_write(gp.opaque, 0x2004, 1);
	vp.msr_write(vp.opaque, 0x2001, 0x00040c08);
	vp.msr_write(vp.opaque, 0x2001, 0x00043800);
	vp.msr_write(vp.opaque, 0x2004, 0x555);
	vip.msr_write(vip.opaque, 0x2001, 0x620);
	vip.msr_write(vip.opaque, 0x2002, 0x7fff7fff);
	vip.msr_write(vip.opaque, 0x2004, 5);
	vip.mem_write(vip.opaque, 0, 4, 0x42000001, 0);
	aes.msr_write(aes.opaque, 0x2001, 0x13);
	aes.msr_write(aes.opaque, 0x2004, 0x15);
	aes.msr_write(aes.opaque, 0x2006, 0x503);
	assert_int_equal(b->video->rules.hits, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(tables_are_well_formed, video_setup,
						video_teardown),
		cmocka_unit_test_setup_teardown(every_register_of_the_sheet_exists, video_setup,
						video_teardown),
		cmocka_unit_test_setup_teardown(a_bus_scan_finds_the_device_ids, video_setup,
						video_teardown),
		cmocka_unit_test_setup_teardown(unknown_msrs_are_named_by_their_whole_address,
						video_setup, video_teardown),
		cmocka_unit_test_setup_teardown(spare_and_padsel_answer_without_the_2000h,
						video_setup, video_teardown),
		cmocka_unit_test_setup_teardown(historic_msr_values_break_no_rule, video_setup,
						video_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
