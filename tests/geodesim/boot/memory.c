/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every byte of memory holds its address, then everything is read back: a DRAM decode that is
 * wrong anywhere shows two addresses in one place.
 *
 * The stack is in memory too, so the test moves it: page S1 while S2 and all else are filled, then
 * S2 while S1 is filled and all but S2 is checked, then S1 again.
 */
#include "boot.h"

#define S1	    0x9f000u
#define S2	    0x9e000u
#define PAGE	    0x1000u
#define HIDDEN	    (SMM_BASE + SMM_SIZE)
#define HIDDEN_SIZE 0x20000u

struct test {
	u32 ram_mib, ram_end;
	u32 sum, bad;
};

struct piece {
	u32 from, to, add;
};

/* Everything but the two stacks; each address is tested by the memory address it leads to. */
static unsigned pieces(const struct test *t, struct piece p[6])
{
	p[0] = (struct piece){0, S2, 0};
	p[1] = (struct piece){HIDDEN, HIDDEN + HIDDEN_SIZE, 0xa0000 - HIDDEN};
	p[2] = (struct piece){0xc0000, 0x100000, 0};
	p[3] = (struct piece){0x100000, t->ram_end - SMM_SIZE, 0};
	p[4] = (struct piece){SMM_BASE, SMM_BASE + SMM_SIZE, t->ram_end - SMM_SIZE - SMM_BASE};
	return 5;
}

/*
 * With BOOT_SAMPLE only one cache line of each 64 KiB above 2 MiB is used: enough to see any
 * address line that is missing, in a fraction of the time.
 */
#ifdef BOOT_SAMPLE
#define SAMPLED 0x200000u
#define DONE	"RAM sample ok "
#else
#define SAMPLED 0xffffffffu
#define DONE	"RAM ok "
#endif

static u32 line(u32 block)
{
	return block + (block >> 4 & 0xf000);
}

static void fill(const struct piece *p)
{
	u32 all = p->from < SAMPLED && p->to > SAMPLED ? SAMPLED : p->to;

	pattern_fill(p->from, all, p->add);
	for (u32 at = all; at < p->to; at += 0x10000)
		pattern_fill(line(at), line(at) + 32, p->add);
}

static void check(struct test *t, const struct piece *p)
{
	u32 all = p->from < SAMPLED && p->to > SAMPLED ? SAMPLED : p->to;

	t->bad += pattern_check(p->from, all, p->add, &t->sum);
	for (u32 at = all; at < p->to; at += 0x10000)
		t->bad += pattern_check(line(at), line(at) + 32, p->add, &t->sum);
}

static void third(void *argument)
{
	struct test t = *(struct test *)argument; /* S2 is filled now */

	pattern_fill(S2, S2 + PAGE, 0);
	check(&t, &(struct piece){S2, S2 + PAGE, 0});
	gliu_hidden_close();
	if (t.bad) {
		say("RAM bad: ");
		say_dec(t.bad);
		stop(" dwords\n");
	}
	say(DONE);
	say_dec(t.ram_mib);
	say(" ");
	say_hex(t.sum, 8);
	say("\n");
	at_end(t.ram_mib);
	cpu_rom_closed();
	hand_over();
}

static void second(void *argument)
{
	struct test t = *(struct test *)argument;
	struct piece p[6];
	unsigned n = pieces(&t, p);

	pattern_fill(S1, S1 + PAGE, 0);
	for (unsigned i = 0; i < n; i++)
		check(&t, &p[i]);
	check(&t, &(struct piece){S1, S1 + PAGE, 0});
	call_on_stack((void *)(S1 + PAGE), third, &t);
}

static void first(void *argument)
{
	struct test t = *(struct test *)argument;
	struct piece p[6];
	unsigned n = pieces(&t, p);

	for (unsigned i = 0; i < n; i++)
		fill(&p[i]);
	call_on_stack((void *)(S2 + PAGE), second, &t);
}

/** memory_test - test all of it, say so, end. */
void memory_test(u32 ram_mib, u32 ram_pages)
{
	struct test t = {.ram_mib = ram_mib, .ram_end = ram_pages * 4096};

	call_on_stack((void *)(S1 + PAGE), first, &t);
}
