/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The security block (LX data book 6.11, 6.12): AES by DMA, random numbers, the EEPROM. */
#include "lx/aes.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <string.h>

#include "strict/rules.h"

#define AES_BASE   UINT32_C(0x58000000)
#define AES_DEVICE 0x00130400 /* CAP; the revision byte is not known (sheet 3.2) */
#define CHUNK	   4096u      /* bytes the engine works on between two looks at the clock */
#define BLOCK_NS   110	      /* 44 GeodeLink clocks a block at 400 MHz: an estimate */
#define RANDOM_NS  2000	      /* an estimate: the data book gives no rate */
#define EEPROM_NS  1000000    /* a byte over the EEPROM's 100 kHz two-wire bus, about 1 ms */
#define SECRET	   2u	      /* EEPROM bytes 2-17 are the hidden key */

enum {
	CTL_A = 0x00,
	CTL_B = 0x04,
	INT = 0x08,
	SOURCE_A = 0x10,
	SOURCE_B = 0x20,
	KEY = 0x30,
	IV = 0x40,
	RANDOM = 0x50,
	RANDOM_STATUS = 0x54,
	EE_COMM = 0x800,
	EE_ADDR = 0x804,
	EE_DATA = 0x808,
	EE_STATE = 0x80c,
};

#define CTL_START   0x01u
#define CTL_ENCRYPT 0x02u
#define CTL_WKEY    0x04u
#define CTL_CBC	    0x20u
#define INT_EEPROM  2 /* after A and B */
#define COMM_START  0x01u
#define COMM_WRITE  0x02u

static const struct reg msrs[AES_MSRS] = {
	{.name = "GLD_MSR_CAP", .addr = 0x2000, .width = 64, .reset = AES_DEVICE, .ro = UINT64_MAX},
	{.name = "GLD_MSR_CONFIG", .addr = 0x2001, .width = 64, .unmodelled = UINT64_MAX},
	/* SMIs for the three interrupts exist on the chip; nothing for these boards uses them. */
	{.name = "GLD_MSR_SMI", .addr = 0x2002, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_ERROR", .addr = 0x2003, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_PM", .addr = 0x2004, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_DIAG", .addr = 0x2005, .width = 64, .unmodelled = UINT64_MAX},
	/* Noise source, LFSR and EEPROM clock: the numbers come whatever is chosen. */
	{.name = "GLD_MSR_CTRL", .addr = 0x2006, .width = 64, .unmodelled = UINT64_MAX},
};
static const struct reg_why msr_why[] = {
	GLD_WHY_CONFIG(0x2000),
	GLD_WHY_PM(0x2000),
	GLD_WHY_DIAG(0x2000),
	{0x2002, 0x2002, "SMIs of the three interrupts: nothing for these boards uses them"},
	{0x2003, 0x2003, "no bus error happens here"},
	{0x2006, 0x2006,
	 "noise source, LFSR and EEPROM clock: the numbers come whatever is chosen"},
};
static const struct reg_table msr_table = REG_TABLE_WHY("aes", "msr", msrs, msr_why);

static struct aes *aes_of(struct reg_file *f)
{
	return f->owner;
}

static unsigned index_of(const struct aes *a, uint32_t offset)
{
	return (unsigned)reg_find(a->regs.table, offset);
}

static uint32_t get(const struct aes *a, uint32_t offset)
{
	return (uint32_t)reg_peek(&a->regs, index_of(a, offset));
}

static void set(struct aes *a, uint32_t offset, uint32_t val)
{
	reg_poke(&a->regs, index_of(a, offset), val);
}

static void update_irq(struct aes *a)
{
	uint32_t val = get(a, INT);

	signal_set(&a->irq, val >> 16 & ~val & 7);
}

static void done(struct aes *a, unsigned source)
{
	set(a, INT, get(a, INT) | 1u << (16 + source));
	update_irq(a);
}

static void get_bytes(const struct aes *a, uint32_t offset, uint8_t bytes[16])
{
	for (unsigned n = 0; n < 16; n++)
		bytes[n] = (uint8_t)(get(a, offset + (n & ~3u)) >> 8 * (n & 3));
}

static void set_bytes(struct aes *a, uint32_t offset, const uint8_t bytes[16])
{
	for (unsigned n = 0; n < 16; n += 4)
		set(a, offset + n,
		    bytes[n] | (uint32_t)bytes[n + 1] << 8 | (uint32_t)bytes[n + 2] << 16 |
			    (uint32_t)bytes[n + 3] << 24);
}

static void crypt_chunk(struct aes *a, uint32_t ctl, uint8_t *data, uint32_t len)
{
	const uint8_t *key = ctl & CTL_WKEY ? a->key : a->hidden_key;
	struct aes128_ctx ctx;
	uint8_t iv[AES_BLOCK_SIZE];

	get_bytes(a, IV, iv);
	if (ctl & CTL_ENCRYPT) {
		aes128_set_encrypt_key(&ctx, key);
		if (ctl & CTL_CBC)
			cbc_encrypt(&ctx, (nettle_cipher_func *)aes128_encrypt, AES_BLOCK_SIZE, iv,
				    len, data, data);
		else
			aes128_encrypt(&ctx, len, data, data);
	} else {
		aes128_set_decrypt_key(&ctx, key);
		if (ctl & CTL_CBC)
			cbc_decrypt(&ctx, (nettle_cipher_func *)aes128_decrypt, AES_BLOCK_SIZE, iv,
				    len, data, data);
		else
			aes128_decrypt(&ctx, len, data, data);
	}
	if (ctl & CTL_CBC)
		set_bytes(a, IV, iv); /* programs go on from here */
}

static void plan(struct aes *a)
{
	uint32_t len = a->left < CHUNK ? a->left : CHUNK;

	event_schedule(a->env->clock, &a->step,
		       clock_after_ns(a->env->clock, (len / AES_BLOCK_SIZE + 1) * BLOCK_NS));
}

static void start(struct aes *a, unsigned context)
{
	uint32_t at = context ? SOURCE_B : SOURCE_A;

	a->running = (int)context;
	a->waiting[context] = false;
	a->from = get(a, at);
	a->to = get(a, at + 4);
	a->left = get(a, at + 8);
	plan(a);
}

static void step(void *o, uint64_t due)
{
	struct aes *a = o;
	uint32_t ctl_at = a->running ? CTL_B : CTL_A;
	uint32_t len = a->left < CHUNK ? a->left : CHUNK;
	uint8_t data[CHUNK];

	(void)due;
	if (len) {
		a->mem.read(a->mem.opaque, a->from, data, len);
		crypt_chunk(a, get(a, ctl_at), data, len);
		a->mem.write(a->mem.opaque, a->to, data, len);
		a->from += len;
		a->to += len;
		a->left -= len;
	}
	if (a->left) {
		plan(a);
		return;
	}
	set(a, ctl_at, get(a, ctl_at) & ~CTL_START);
	done(a, (unsigned)a->running);
	a->running = -1;
	for (unsigned n = 0; n < 2; n++) {
		if (a->running < 0 && a->waiting[n])
			start(a, n);
	}
}

static void ctl_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct aes *a = aes_of(f);
	unsigned context = f->table->reg[i].addr == CTL_B;

	if (!(~old & val & CTL_START))
		return;
	if (a->running < 0)
		start(a, context);
	else
		a->waiting[context] = true;
}

static void int_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update_irq(aes_of(f));
}

static void key_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct aes *a = aes_of(f);
	unsigned at = f->table->reg[i].addr - KEY;

	(void)old;
	for (unsigned n = 0; n < 4; n++)
		a->key[at + n] = (uint8_t)(val >> 8 * n);
	reg_poke(f, i, 0);
}

static uint64_t random_status(struct reg_file *f, unsigned i, uint64_t val)
{
	struct aes *a = aes_of(f);

	(void)i;
	(void)val;
	return clock_now(a->env->clock) >= a->random_ready;
}

/* A generator in place of the noise source: the same seed gives the same numbers. */
static uint64_t random_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct aes *a = aes_of(f);
	uint64_t x = a->random;

	(void)val;
	if (clock_now(a->env->clock) < a->random_ready)
		return reg_peek(f, i); /* the old one again */
	x ^= x >> 12;		       /* xorshift64*, Vigna 2014 */
	x ^= x << 25;
	x ^= x >> 27;
	a->random = x;
	reg_poke(f, i, x * UINT64_C(0x2545f4914f6cdd1d) >> 32);
	a->random_ready = clock_after_ns(a->env->clock, RANDOM_NS);
	return reg_peek(f, i);
}

static bool hidden(uint32_t at)
{
	return at >= SECRET && at < SECRET + 16;
}

/* Access control: bytes 0 and 1; a field of three bits protects unless all are ones. */
static uint32_t access_state(const struct aes *a)
{
	if (!a->eeprom) /* none answers: unlocked */
		return 0x3f3f;
	return (a->eeprom[0] & 0x3fu) | (uint32_t)(a->eeprom[1] & 0x3f) << 8;
}

static bool write_protected(const struct aes *a, uint32_t at)
{
	uint32_t state = get(a, EE_STATE);

	return at < AES_EEPROM / 2 ? (state & 7) != 7 : (state >> 3 & 7) != 7;
}

static void eeprom_done(void *o, uint64_t due)
{
	struct aes *a = o;
	uint32_t comm = get(a, EE_COMM), at = get(a, EE_ADDR) & (AES_EEPROM - 1);

	(void)due;
	set(a, EE_COMM, comm & ~COMM_START);
	if (!(comm & COMM_WRITE))
		set(a, EE_DATA, a->eeprom && !hidden(at) ? a->eeprom[at] : 0xff);
	else if (a->eeprom && !write_protected(a, at))
		a->eeprom[at] = (uint8_t)get(a, EE_DATA);
	done(a, INT_EEPROM);
}

static void comm_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct aes *a = aes_of(f);

	(void)i;
	if (~old & val & COMM_START)
		event_schedule(a->env->clock, &a->eeprom_event,
			       clock_after_ns(a->env->clock, EEPROM_NS));
}

#define DMA_REG(NAME, ADDR)                                                            \
	{                                                                              \
		.name = (NAME), .addr = (ADDR), .width = 32, .ro = 0xf, .probed = true \
	}
#define KEY_REG(NAME, ADDR)                                                            \
	{                                                                              \
		.name = (NAME), .addr = (ADDR), .width = 32, .post_write = key_written \
	}
#define IV_REG(NAME, ADDR)                                  \
	{                                                   \
		.name = (NAME), .addr = (ADDR), .width = 32 \
	}

/* Bits 4:3 choose coherent transactions; the model's always are. */
static const struct reg regs[AES_REGS] = {
	{.name = "SB_CTL_A",
	 .addr = CTL_A,
	 .width = 32,
	 .reserved = 0xffffffc0,
	 .unmodelled = 0x18,
	 .post_write = ctl_written},
	{.name = "SB_CTL_B",
	 .addr = CTL_B,
	 .width = 32,
	 .reserved = 0xffffffc0,
	 .unmodelled = 0x18,
	 .post_write = ctl_written},
	{.name = "SB_AES_INT",
	 .addr = INT,
	 .width = 32,
	 .reset = 0x7,
	 .w1c = 0x00070000,
	 .ro = 0xfff8fff8,
	 .probed = true,
	 .post_write = int_written},
	DMA_REG("SB_SOURCE_A", SOURCE_A),
	DMA_REG("SB_DEST_A", 0x14),
	DMA_REG("SB_LENGTH_A", 0x18),
	DMA_REG("SB_SOURCE_B", SOURCE_B),
	DMA_REG("SB_DEST_B", 0x24),
	DMA_REG("SB_LENGTH_B", 0x28),
	KEY_REG("SB_WKEY_0", KEY),
	KEY_REG("SB_WKEY_1", 0x34),
	KEY_REG("SB_WKEY_2", 0x38),
	KEY_REG("SB_WKEY_3", 0x3c),
	IV_REG("SB_CBC_IV_0", IV),
	IV_REG("SB_CBC_IV_1", 0x44),
	IV_REG("SB_CBC_IV_2", 0x48),
	IV_REG("SB_CBC_IV_3", 0x4c),
	{.name = "SB_RANDOM_NUM",
	 .addr = RANDOM,
	 .width = 32,
	 .side_effect = true,
	 .ro = 0xffffffff,
	 .read = random_read},
	{.name = "SB_RANDOM_NUM_STATUS",
	 .addr = RANDOM_STATUS,
	 .width = 32,
	 .ro = 0xffffffff,
	 .read = random_status},
	/* Its other bits (clock divider, test) have no pages at hand. */
	{.name = "SB_EEPROM_COMM",
	 .addr = EE_COMM,
	 .width = 32,
	 .unmodelled = 0xfffffffc,
	 .post_write = comm_written},
	{.name = "SB_EEPROM_ADDR", .addr = EE_ADDR, .width = 32},
	{.name = "SB_EEPROM_DATA", .addr = EE_DATA, .width = 32, .ro = 0xffffff00, .probed = true},
	{.name = "SB_EEPROM_SEC_STATE", .addr = EE_STATE, .width = 32, .ro = 0xffffffff},
};
static const struct reg_why why[] = {
	{0x0, 0x4, "coherence of transactions: always coherent here"},
	{0x800, 0x800, "clock divider and test of the EEPROM: no pages at hand"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("aes", "mmio", regs, why);

static uint64_t aes_msr_read(void *o, uint32_t msr)
{
	return gld_msr_read(&((struct aes *)o)->gld, msr);
}

static void aes_msr_write(void *o, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct aes *)o)->gld, msr, val);
}

static uint64_t aes_mem_read(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	(void)flags;
	return reg_read_bytes(&((struct aes *)o)->regs, addr & (AES_MMIO_SIZE - 1), size, 0);
}

static void aes_mem_write(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct aes *a = o;
	uint32_t at = addr & (AES_MMIO_SIZE - 1);

	(void)flags;
	if (reg_write_bytes(&a->regs, at, size, val))
		rule_broken(a->env->rules, RULE_VIDEO_HOLE, "write of security block offset %04X",
			    (unsigned)at);
}

void aes_init(struct aes *a, const struct env *env, struct dma_if mem, uint64_t seed,
	      uint8_t *eeprom)
{
	*a = (struct aes){.env = env, .mem = mem, .eeprom = eeprom, .seed = seed};
	gld_init(&a->gld, env, &msr_table, a, a->msr_value, a->msr_cover, AES_BASE, 0);
	reg_file_init(&a->regs, &reg_table, a, a->value, a->cover);
	a->regs.note = rules_reg_note;
	a->regs.note_opaque = env->rules;
	event_init(&a->step, "aes", step, a);
	event_init(&a->eeprom_event, "aes eeprom", eeprom_done, a);
	signal_init(&a->irq, "aes.irq");
	signal_init(&a->asmi, "aes.asmi");
	signal_init(&a->aerr, "aes.aerr");
	a->random = seed ? seed : UINT64_C(0x9e3779b97f4a7c15); /* the generator's state is not 0 */
	aes_reset(a);
}

void aes_reset(struct aes *a)
{
	reg_file_reset(&a->gld.regs);
	reg_file_reset(&a->regs);
	event_cancel(a->env->clock, &a->step);
	event_cancel(a->env->clock, &a->eeprom_event);
	a->running = -1;
	a->waiting[0] = a->waiting[1] = false;
	memset(a->key, 0, sizeof(a->key));
	if (a->eeprom)
		memcpy(a->hidden_key, a->eeprom + SECRET, sizeof(a->hidden_key));
	else
		memset(a->hidden_key, 0xff, sizeof(a->hidden_key));
	set(a, EE_STATE, access_state(a));
	a->random_ready = clock_now(a->env->clock);
	update_irq(a);
}

struct gl_device aes_device(struct aes *a)
{
	return (struct gl_device){
		.name = "aes",
		.opaque = a,
		.msr_read = aes_msr_read,
		.msr_write = aes_msr_write,
		.mem_read = aes_mem_read,
		.mem_write = aes_mem_write,
		.asmi = &a->asmi,
		.aerr = &a->aerr,
	};
}

const struct reg_file *aes_regs(const struct aes *a, unsigned n)
{
	const struct reg_file *const file[] = {&a->gld.regs, &a->regs};

	return n < 2 ? file[n] : NULL;
}
