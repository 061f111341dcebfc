/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keyboard emulation, the NAND registers and the companion's GLCP. */
#include "divil_bench.h"

#include "cs5536/glcp_sb.h"

#define KEL_PAGE 0xfe01a000u
#define KEL_ON	 (UINT64_C(0xfffff00100000000) | KEL_PAGE)

enum { CONTROL = 0x100, INPUT = 0x104, OUTPUT = 0x108, STATUS = 0x10c };

static uint32_t kel(struct rig *r, uint32_t reg)
{
	return (uint32_t)mem_in(r, KEL_PAGE + reg, 4);
}

static void set_kel(struct rig *r, uint32_t reg, uint32_t val)
{
	mem_out(r, KEL_PAGE + reg, 4, val);
}

static void kel_appears_where_its_lbar_says(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	assert_int_equal(kel(r, CONTROL), 0xffffffff);
	wr(r, 9, KEL_ON);
	assert_int_equal(kel(r, CONTROL), 0);
	/* The rest of the page is OHCI's: without a GLIU it is nobody's. */
	assert_int_equal(kel(r, 0), 0xffffffff);
	/* A cycle that KEL has already passed on is not caught again. */
	assert_int_equal(r->dev.mem_read(r->dev.opaque, KEL_PAGE + CONTROL, 4, GL_BIZARRO),
			 0xffffffff);
	assert_null(r->dev.mem_page(r->dev.opaque, KEL_PAGE, false, 0));
	rig_free(r);
}

/* OHCI behind the companion's GLIU: notes what reaches it. */
struct fake_ohci {
	uint32_t addr, val;
	unsigned flags, requests;
};

static uint64_t ohci_load(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct fake_ohci *f = o;

	(void)size;
	f->addr = addr;
	f->flags = flags;
	f->requests++;
	return 0x110;
}

static void ohci_store(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	ohci_load(o, addr, size, flags);
	((struct fake_ohci *)o)->val = (uint32_t)val;
}

/* As firmware sets it up: a descriptor for bizarro cycles only, and KEL's LBAR on the same page. */
static void the_rest_of_the_page_reaches_ohci_as_bizarro_cycles(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct fake_ohci ohci = {0};
	struct gliu *g = calloc(1, sizeof(*g));

	(void)state;
	assert_non_null(g);
	gliu_init(g, &r->env, &gliu_sb_shape, 66000000);
	gliu_attach(g, 4, r->dev);
	gliu_attach(g, 2,
		    (struct gl_device){.name = "USB",
				       .opaque = &ohci,
				       .mem_read = ohci_load,
				       .mem_write = ohci_store});
	r->d.gliu = g;
	gld_msr_write(&g->gld, 0x23, UINT64_C(0x500000fe01afffff));
	assert_int_equal(gliu_mem_read(g, 1, KEL_PAGE, 4, 0), 0xffffffff);
	wr(r, 9, KEL_ON);
	assert_int_equal(gliu_mem_read(g, 1, KEL_PAGE, 4, 0), 0x110);
	assert_int_equal(ohci.requests, 1);
	assert_true(ohci.flags & GL_BIZARRO);
	gliu_mem_write(g, 1, KEL_PAGE + 8, 4, 0x77, 0);
	assert_int_equal(ohci.addr, KEL_PAGE + 8);
	assert_int_equal(ohci.val, 0x77);
	/* KEL keeps its own four registers. */
	gliu_mem_write(g, 1, KEL_PAGE + CONTROL, 4, 8, 0);
	assert_int_equal(gliu_mem_read(g, 1, KEL_PAGE + CONTROL, 4, 0), 8);
	assert_int_equal(ohci.requests, 2);
	free(g);
	rig_free(r);
}

static void emulation_takes_over_the_ports(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 9, KEL_ON);
	assert_int_equal(in(r, 0x64, 1), 0xff);
	set_kel(r, CONTROL, 1);
	assert_int_equal(in(r, 0x64, 1), 0);
	/* A command of the guest waits for the handler, who is told. */
	wr(r, 2, 1 << DIVIL_SMI_KEL);
	wr(r, 0x1f, 0x12); /* EER */
	out(r, 0x64, 1, 0xaa);
	assert_int_equal(in(r, 0x64, 1) & 0x0a, 0x0a); /* input full, command */
	assert_true(r->d.asmi.level);
	assert_int_equal(rd(r, 2) >> 32, 1 << DIVIL_SMI_KEL);
	assert_int_equal(kel(r, CONTROL) & 2, 2);
	assert_int_equal(kel(r, INPUT), 0xaa);
	assert_int_equal(in(r, 0x64, 1) & 2, 0);
	wr(r, 2, rd(r, 2));
	assert_false(r->d.asmi.level);
	/* The handler answers; the guest reads it and gets its interrupt meanwhile. */
	set_kel(r, CONTROL, 9);
	set_kel(r, OUTPUT, 0x55);
	assert_true(r->d.pic.line[1].level);
	assert_int_equal(in(r, 0x64, 1) & 1, 1);
	assert_int_equal(in(r, 0x60, 1), 0x55);
	assert_false(r->d.pic.line[1].level);
	assert_int_equal(in(r, 0x64, 1) & 1, 0);
	/* The mouse's bytes come on IRQ 12. */
	set_kel(r, STATUS, 0x21);
	assert_true(r->d.pic.line[12].level);
	assert_false(r->d.pic.line[1].level);
	in(r, 0x60, 1);
	/* A handler may also put a byte before itself. */
	set_kel(r, INPUT, 0x77);
	assert_int_equal(in(r, 0x64, 1) & 2, 2);
	assert_int_equal(kel(r, INPUT), 0x77);
	assert_int_equal(in(r, 0x64, 1) & 2, 0);
	/* Off again: the ports are LPC's. */
	set_kel(r, CONTROL, 0);
	assert_int_equal(in(r, 0x60, 1), 0xff);
	rig_free(r);
}

static void without_eer_the_event_is_an_interrupt(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 9, KEL_ON);
	wr(r, 2, 1 << DIVIL_SMI_KEL);
	wr(r, 0x21, 0xb << 20); /* Y13 to group 11 */
	set_kel(r, CONTROL, 1);
	out(r, 0x60, 1, 0xed);
	assert_true(r->d.pic.line[11].level);
	assert_false(r->d.asmi.level);
	assert_int_equal(rd(r, 2) >> 32, 0);
	kel(r, INPUT);
	assert_false(r->d.pic.line[11].level);
	/* A character pending while the guest's buffer is empty is an event, too. */
	set_kel(r, CONTROL, 5);
	assert_true(r->d.pic.line[11].level);
	rig_free(r);
}

static void the_a20_sequence_asks_only_for_changes(void **state)
{
	struct rig *r = rig_new(NULL, false);

	(void)state;
	wr(r, 9, KEL_ON);
	set_kel(r, CONTROL, 1);
	out(r, 0x64, 1, 0xd1);
	assert_int_equal(kel(r, CONTROL) & 0x22, 0x20);
	out(r, 0x60, 1, 0xdd); /* A20State is 0 already */
	assert_int_equal(kel(r, CONTROL) & 2, 0);
	out(r, 0x60, 1, 0xdf);
	assert_int_equal(kel(r, CONTROL) & 2, 2);
	assert_int_equal(kel(r, INPUT), 0xdf);
	/* FFh ends the sequence without an event. */
	out(r, 0x64, 1, 0xff);
	assert_int_equal(kel(r, CONTROL) & 0x22, 0);
	rig_free(r);
}

/* A NAND chip that notes what it is told and gives 1, 2, 3, ... */
struct fake_nand {
	char log[200];
	uint8_t next;
	bool ready;
};

static void note(struct fake_nand *n, char kind, uint8_t val)
{
	size_t at = strlen(n->log);

	snprintf(n->log + at, sizeof(n->log) - at, "%c%02X ", kind, val);
}

static void nand_command(void *o, uint8_t val)
{
	note(o, 'c', val);
}

static void nand_address(void *o, uint8_t val)
{
	note(o, 'a', val);
}

static void nand_write(void *o, uint8_t val)
{
	note(o, 'w', val);
}

static uint8_t nand_read(void *o)
{
	return ++((struct fake_nand *)o)->next;
}

static bool nand_ready(void *o)
{
	return ((struct fake_nand *)o)->ready;
}

static void attach_nand(struct rig *r, struct fake_nand *n)
{
	divil_flash_attach(&r->d.flash, 1,
			   (struct nand_if){.opaque = n,
					    .command = nand_command,
					    .address = nand_address,
					    .read = nand_read,
					    .write = nand_write,
					    .ready = nand_ready});
}

static void nand_cycles_follow_the_control_register(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct fake_nand n = {.ready = true};
	const uint32_t base = 0xd0000000;

	(void)state;
	attach_nand(r, &n);
	wr(r, 0x11, UINT64_C(0xfffff00700000000) | base);
	assert_int_equal(mem_in(r, base + 0x810, 1), 0xff); /* the pins are IDE's */
	wr(r, 0x15, 0x70);
	assert_int_equal(mem_in(r, base + 0x810, 1) & 8, 8);
	mem_out(r, base + 0x801, 1, 0x11); /* CE# is high: nobody listens */
	mem_out(r, base + 0x800, 1, 2);	   /* selected, CLE */
	mem_out(r, base + 0x801, 1, 0x90);
	mem_out(r, base + 0x800, 1, 4); /* ALE */
	mem_out(r, base + 0x803, 1, 0x05);
	mem_out(r, base + 0x80e, 1, 0); /* even: control again */
	mem_out(r, base + 0x000, 2, 0xbbaa);
	assert_string_equal(n.log, "c90 a05 wAA wBB ");
	assert_int_equal(mem_in(r, base + 0x010, 4), 0x04030201);
	/* Command completion, and the ready line as an interrupt. */
	assert_int_equal(mem_in(r, base + 0x810, 1) & 2, 2);
	mem_out(r, base + 0x810, 1, 2);
	assert_int_equal(mem_in(r, base + 0x810, 1) & 2, 0);
	n.ready = false;
	assert_int_equal(mem_in(r, base + 0x810, 1) & 8, 0);
	wr(r, 0x20, 5 << 24);
	mem_out(r, base + 0x800, 1, 8);
	assert_false(r->d.pic.line[5].level);
	n.ready = true;
	mem_in(r, base + 0x810, 1);
	assert_true(r->d.pic.line[5].level);
	rig_free(r);
}

static void nand_registers_show_in_ports_as_well(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct fake_nand n = {.ready = true};

	(void)state;
	attach_nand(r, &n);
	wr(r, 0x15, 0x70);
	wr(r, 0x11, UINT64_C(0xfff300000500)); /* I/O at 500h, NAND, on */
	out(r, 0x504, 1, 2);
	out(r, 0x505, 1, 0xff);
	out(r, 0x504, 1, 0);
	assert_int_equal(in(r, 0x500, 1), 1);
	assert_int_equal(in(r, 0x506, 1) & 8, 8);
	assert_string_equal(n.log, "cFF ");
	assert_int_equal(in(r, 0x507, 1), 0xff);
	rig_free(r);
}

/* The code's own laws: all ones give ones; one flipped bit flips half of every pair. */
static void nand_ecc_finds_a_flipped_bit(void **state)
{
	struct rig *r = rig_new(NULL, false);
	const uint32_t base = 0xd0000000;
	uint32_t good, bad, diff;

	(void)state;
	wr(r, 0x15, 0x70);
	wr(r, 0x10, UINT64_C(0xfffff00700000000) | base);
	for (unsigned bit = 0; bit < 2048; bit += 151) {
		uint32_t ecc[2];

		for (unsigned pass = 0; pass < 2; pass++) {
			mem_out(r, base + 0x815, 1, 7);
			for (unsigned i = 0; i < 256; i++) {
				uint8_t v = (uint8_t)(i * 7 + 3);

				if (pass && i == bit / 8)
					v ^= (uint8_t)(1 << (bit & 7));
				mem_out(r, base, 1, v);
			}
			ecc[pass] = (uint32_t)mem_in(r, base + 0x811, 1) |
				    (uint32_t)mem_in(r, base + 0x812, 1) << 8 |
				    (uint32_t)mem_in(r, base + 0x813, 1) << 16;
		}
		good = ecc[0];
		bad = ecc[1];
		diff = good ^ bad;
		/* Each of the eleven pairs differs in exactly one bit; the odd ones spell the place. */
		for (unsigned n = 0; n < 8; n++)
			assert_int_equal(diff >> (2 * n) & 3, bit >> (3 + n) & 1 ? 2 : 1);
		for (unsigned n = 0; n < 3; n++)
			assert_int_equal(diff >> (18 + 2 * n) & 3, bit >> n & 1 ? 2 : 1);
	}
	mem_out(r, base + 0x815, 1, 7);
	for (unsigned i = 0; i < 256; i++)
		mem_out(r, base, 1, 0xff);
	assert_int_equal(mem_in(r, base + 0x811, 1), 0xff);
	assert_int_equal(mem_in(r, base + 0x812, 1), 0xff);
	assert_int_equal(mem_in(r, base + 0x813, 1), 0xff);
	assert_int_equal(mem_in(r, base + 0x814, 1), 0); /* 256 bytes: the counter is round */
	mem_out(r, base + 0x814, 1, 0x80);
	mem_out(r, base, 1, 0xff);
	assert_int_equal(mem_in(r, base + 0x814, 1), 0x81);
	rig_free(r);
}

static void glcp_tells_the_stepping_and_resets_the_board(void **state)
{
	struct rig *r = rig_new(NULL, false);
	struct glcp_sb g;
	struct gl_device dev;
	struct edges e;
	char err[200];

	(void)state;
	glcp_sb_init(&g, &r->env);
	dev = glcp_sb_device(&g);
	edges_watch(&e, &r->b, &g.reset);
	if (reg_table_check(glcp_sb_regs(&g, 0)->table, err, sizeof(err)))
		fail_msg("%s", err);
	assert_null(glcp_sb_regs(&g, 1));
	assert_int_equal(dev.msr_read(dev.opaque, 0x17) & 0xff, 3);
	assert_int_equal(dev.msr_read(dev.opaque, 0x2000) >> 12 & 0xff, 2);
	for (unsigned i = 0; i < g.gld.regs.table->count; i++) {
		const struct reg *reg = &g.gld.regs.table->reg[i];
		uint64_t plain = ~(reg->ro | reg->reserved);

		if (reg->addr == 0x14)
			continue;
		dev.msr_write(dev.opaque, reg->addr, plain);
		assert_int_equal(dev.msr_read(dev.opaque, reg->addr) & plain, plain);
	}
	/* All forced off, nothing is active. */
	assert_true(glcp_sb_clock_off(&g, GLCP_SB_CLK_USB));
	assert_int_equal(dev.msr_read(dev.opaque, 0x11), 0);
	dev.msr_write(dev.opaque, 0x14, 0);
	assert_int_equal(e.rises, 0);
	dev.msr_write(dev.opaque, 0x14, 1);
	assert_int_equal(e.rises, 1);
	glcp_sb_reset(&g);
	assert_false(glcp_sb_clock_off(&g, GLCP_SB_CLK_USB));
	assert_int_equal(dev.msr_read(dev.opaque, 0x0e), 0);
	rig_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kel_appears_where_its_lbar_says),
		cmocka_unit_test(the_rest_of_the_page_reaches_ohci_as_bizarro_cycles),
		cmocka_unit_test(emulation_takes_over_the_ports),
		cmocka_unit_test(without_eer_the_event_is_an_interrupt),
		cmocka_unit_test(the_a20_sequence_asks_only_for_changes),
		cmocka_unit_test(nand_cycles_follow_the_control_register),
		cmocka_unit_test(nand_registers_show_in_ports_as_well),
		cmocka_unit_test(nand_ecc_finds_a_flipped_bit),
		cmocka_unit_test(glcp_tells_the_stepping_and_resets_the_board),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
