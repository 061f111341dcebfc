/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of the pins: set/clear pairs, locks, conditioning channels, mapper. */
#include "cs5536/gpio_priv.h"

#include "strict/rules.h"

/* Which bit of LOCK_EN protects a feature; 16: none does. */
static const uint8_t lock_bit[GPIO_FEATURES] = {
	[OUT_VAL] = 0,	   [OUT_EN] = 1,      [OUT_OD] = 2,	  [OUT_INV] = 3,
	[OUT_AUX1] = 4,	   [OUT_AUX2] = 5,    [PU_EN] = 6,	  [PD_EN] = 7,
	[IN_EN] = 8,	   [IN_INV] = 9,      [IN_FLTR] = 10,	  [IN_EVNTCNT] = 11,
	[READ_BACK] = 16,  [IN_AUX1] = 12,    [EVENTS_EN] = 13,	  [LOCK_EN] = 16,
	[POSEDGE_EN] = 14, [NEGEDGE_EN] = 15, [POSEDGE_STS] = 14, [NEGEDGE_STS] = 15,
};

static bool high_bank(unsigned i)
{
	return i >= GPIO_HIGH;
}

/*
 * A set/clear pair: a one in the low half sets, in the high half clears; both ones or both zeros
 * leave the pin alone. The complement is read in the high half.
 */
static int atomic_pre_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct gpio *g = f->owner;
	unsigned feature = i - (high_bank(i) ? GPIO_HIGH : 0);
	unsigned lock = lock_bit[feature];
	uint32_t on = (uint32_t)*val & ~(uint32_t)(*val >> 16) & 0xffff;
	uint32_t off = (uint32_t)(*val >> 16) & ~(uint32_t)*val & 0xffff;
	uint32_t now = ((uint32_t)old | on) & ~off & 0xffff;

	if (g->value[LOCK_EN + (high_bank(i) ? GPIO_HIGH : 0)] >> lock & 1) {
		if (now != (old & 0xffff))
			rule_broken(g->env->rules, RULE_GPIO_LOCKED, "%s is locked",
				    f->table->reg[i].name);
		now = (uint32_t)old & 0xffff;
	} else if (g->resumed && high_bank(i) && (on | off) != 0xffff) {
		rule_broken(g->env->rules, RULE_GPIO_RESUME,
			    "%s: pins left alone after a wake may be cleared",
			    f->table->reg[i].name);
	}
	*val = now | (~now & 0xffff) << 16;
	return 0;
}

static void changed(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	gpio_update_all(f->owner);
}

static uint64_t read_back(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct gpio *g = f->owner;
	unsigned first = high_bank(i) ? 16 : 0;
	uint32_t in = 0;

	(void)val;
	for (unsigned n = 0; n < 16; n++)
		in |= (uint32_t)g->in[first + n].level << n;
	return in | (~in & 0xffff) << 16;
}

/* Each pin named takes one off the count of the channel it is assigned to. */
static void decrement(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct gpio *g = f->owner;
	unsigned first = i == GPIO_DEC_HIGH ? 16 : 0;

	(void)old;
	f->value[i] = 0;
	for (unsigned n = 0; n < 16; n++) {
		struct gpio_channel *c = gpio_channel_of(g, first + n);

		if ((val >> n & 1) && c && g->value[gpio_channel_reg(c->n, EVENT_COUNT)])
			g->value[gpio_channel_reg(c->n, EVENT_COUNT)]--;
	}
	gpio_update_all(g);
}

#define SET_CLEAR(NAME, ADDR, RESET)                                           \
	{                                                                      \
		.name = (NAME), .addr = (ADDR), .width = 32, .reset = (RESET), \
		.pre_write = atomic_pre_write, .post_write = changed,          \
	}

/* One bank. The two banks differ in place and in the reset state of pull-ups and inputs. */
#define BANK(L, B, PU, PD, IN)                                                                   \
	SET_CLEAR("GPIO" L "_OUT_VAL", (B) + 0x00, 0xffff0000),                                  \
		SET_CLEAR("GPIO" L "_OUT_EN", (B) + 0x04, 0xffff0000),                           \
		SET_CLEAR("GPIO" L "_OUT_OD_EN", (B) + 0x08, 0xffff0000),                        \
		SET_CLEAR("GPIO" L "_OUT_INVRT_EN", (B) + 0x0c, 0xffff0000),                     \
		SET_CLEAR("GPIO" L "_OUT_AUX1_SEL", (B) + 0x10, 0xffff0000),                     \
		SET_CLEAR("GPIO" L "_OUT_AUX2_SEL", (B) + 0x14, 0xffff0000),                     \
		SET_CLEAR("GPIO" L "_PU_EN", (B) + 0x18, (PU)),                                  \
		SET_CLEAR("GPIO" L "_PD_EN", (B) + 0x1c, (PD)),                                  \
		SET_CLEAR("GPIO" L "_IN_EN", (B) + 0x20, (IN)),                                  \
		SET_CLEAR("GPIO" L "_IN_INV_EN", (B) + 0x24, 0xffff0000),                        \
		SET_CLEAR("GPIO" L "_IN_FLTR_EN", (B) + 0x28, 0xffff0000),                       \
		SET_CLEAR("GPIO" L "_IN_EVNTCNT_EN", (B) + 0x2c, 0xffff0000),                    \
		{.name = "GPIO" L "_READ_BACK",                                                  \
		 .addr = (B) + 0x30,                                                             \
		 .width = 32,                                                                    \
		 .reset = 0xffff0000,                                                            \
		 .ro = 0xffffffff,                                                               \
		 .read = read_back},                                                             \
		SET_CLEAR("GPIO" L "_IN_AUX1_SEL", (B) + 0x34, (IN)),                            \
		SET_CLEAR("GPIO" L "_EVNT_EN", (B) + 0x38, 0xffff0000),                          \
		{.name = "GPIO" L "_LOCK_EN",                                                    \
		 .addr = (B) + 0x3c,                                                             \
		 .width = 32,                                                                    \
		 .reserved = 0xffff0000},                                                        \
		SET_CLEAR("GPIO" L "_IN_POSEDGE_EN", (B) + 0x40, 0xffff0000),                    \
		SET_CLEAR("GPIO" L "_IN_NEGEDGE_EN", (B) + 0x44, 0xffff0000),                    \
		{.name = "GPIO" L "_POSEDGE_STS",                                                \
		 .addr = (B) + 0x48,                                                             \
		 .width = 32,                                                                    \
		 .w1c = 0xffff,                                                                  \
		 .ro = 0xffff0000,                                                               \
		 .probed = true,                                                                 \
		 .post_write = changed},                                                         \
	{                                                                                        \
		.name = "GPIO" L "_NEGEDGE_STS", .addr = (B) + 0x4c, .width = 32, .w1c = 0xffff, \
		.ro = 0xffff0000, .probed = true, .post_write = changed                          \
	}

/* FLTR_CNT is the filter's own running count: the filter is timed by events here, so what
 * software restores there has no effect. */
#define CHANNEL(N, A)                                                        \
	{"GPIO_FLTR" N "_AMNT", (A), 16, .post_write = changed},             \
		{"GPIO_FLTR" N "_CNT", (A) + 2, 16, .unmodelled = 0xffff},   \
		{"GPIO_EVNTCNT" N, (A) + 4, 16, .post_write = changed},      \
	{                                                                    \
		"GPIO_EVNTCNT" N "_COMP", (A) + 6, 16, .post_write = changed \
	}

#define FE_SEL(N, A)                                                                \
	{                                                                           \
		"GPIO_FE" N "_SEL", (A), 8, .reserved = 0xe0, .post_write = changed \
	}

static const struct reg gpio_reg[GPIO_REGS] = {
	BANK("L", 0x00, 0x1001effe, 0xefff1000, 0xffff0000),
	CHANNEL("0", 0x50),
	CHANNEL("1", 0x58),
	CHANNEL("2", 0x60),
	CHANNEL("3", 0x68),
	CHANNEL("4", 0x70),
	CHANNEL("5", 0x78),
	BANK("H", 0x80, 0x0000ffff, 0xffff0000, 0xefff1000),
	CHANNEL("6", 0xd0),
	CHANNEL("7", 0xd8),
	{"GPIO_MAP_X", 0xe0, 32, .post_write = changed},
	{"GPIO_MAP_Y", 0xe4, 32, .post_write = changed},
	{"GPIO_MAP_Z", 0xe8, 32, .post_write = changed},
	{"GPIO_MAP_W", 0xec, 32, .post_write = changed},
	FE_SEL("0", 0xf0),
	FE_SEL("1", 0xf1),
	FE_SEL("2", 0xf2),
	FE_SEL("3", 0xf3),
	FE_SEL("4", 0xf4),
	FE_SEL("5", 0xf5),
	FE_SEL("6", 0xf6),
	FE_SEL("7", 0xf7),
	{"GPIOL_EVNTCNT_DEC", 0xf8, 32, .ro = 0xffff0000, .probed = true, .post_write = decrement},
	{"GPIOH_EVNTCNT_DEC", 0xfc, 32, .ro = 0xffff0000, .probed = true, .post_write = decrement},
};

static const struct reg_why gpio_why[] = {
	{0x0, UINT32_MAX, "the filters' running counts: filters are timed by events here"},
};
const struct reg_table gpio_table = REG_TABLE_WHY("CS5536 GPIO", "io", gpio_reg, gpio_why);

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct gpio *g = opaque;

	return (uint32_t)reg_read_bytes(&g->regs, offset & 0xff, size, UINT64_MAX);
}

/* Part of a set/clear pair: the lanes not written are zeros and leave their pins alone. */
static void write_part(struct gpio *g, unsigned i, unsigned addr, unsigned size, uint32_t val)
{
	const struct reg *r = &g->regs.table->reg[i];
	unsigned shift = (addr - r->addr) * 8;
	uint64_t mask = size == 4 ? UINT32_MAX : (UINT64_C(1) << size * 8) - 1;

	if (r->pre_write && size != 4) {
		rule_broken(g->env->rules, RULE_GPIO_WIDTH, "%s written with %u bits", r->name,
			    size * 8);
		mask = UINT32_MAX;
	} else {
		mask <<= shift;
	}
	reg_write(&g->regs, i, (uint64_t)val << shift, mask);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct gpio *g = opaque;
	unsigned at = offset & 0xff;

	while (size) {
		unsigned n = 4 - at % 4;
		int i = reg_find(g->regs.table, at);

		if (n > size)
			n = size;
		if (i >= 0 && g->regs.table->reg[i].width == 32)
			write_part(g, (unsigned)i, at, n, n == 4 ? val : val & ((1u << n * 8) - 1));
		else
			reg_write_bytes(&g->regs, at, n, val);
		if (n == 4)
			return;
		val >>= n * 8;
		at += n;
		size -= n;
	}
}

struct io_if gpio_io(struct gpio *g)
{
	return (struct io_if){g, io_read, io_write};
}

const struct reg_file *gpio_regs(const struct gpio *g, unsigned n)
{
	return n ? NULL : &g->regs;
}
