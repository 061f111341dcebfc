/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cache of decoded basic blocks, exact under self-modifying code and DMA. */

#include <stdlib.h>
#include <string.h>

#include "cpu/internal.h"
#include "cpu/block.h"
#include "cpu/tlb.h"

#define ARENA_SIZE (8u << 20)
#define HASH_SIZE  16384u
#define JUMP_SIZE  4096u
#define PAGE_HASH  4096u
#define MANY	   64u /* blocks in a page that one write drops together */

/* A physical page that holds decoded code. */
struct code_page {
	struct code_page *next;
	uint32_t phys;
	uint32_t count;	   /* blocks */
	uint64_t used[64]; /* a bit per byte that blocks cover */
	struct block *blocks;
};

/* Linear address of the last branch target that mapped here, and its block. */
struct jump {
	uint32_t lin;
	uint32_t generation;
	struct block *block;
};

struct code_cache {
	uint32_t generation; /* lookups of older generations are void */
	size_t used;
	struct block *hash[HASH_SIZE];
	struct code_page *pages[PAGE_HASH];
	struct jump jumps[JUMP_SIZE];
	uint64_t present[(1u << 20) / 64]; /* a bit per physical page: struct code_page exists */
	/* A block that must not be kept: its code crosses a page or is not plain memory. */
	_Alignas(16) uint8_t single[sizeof(struct block) + 2 * sizeof(struct insn)];
	_Alignas(16) uint8_t arena[ARENA_SIZE];
};

struct code_cache *code_new(void)
{
	struct code_cache *c = calloc(1, sizeof(*c));

	if (c)
		c->generation = 1;
	return c;
}
void code_free(struct code_cache *code)
{
	free(code);
}

void code_forget_lookups(struct cpu *cpu)
{
	struct code_cache *c = cpu->code;

	if (++c->generation == 0) {
		memset(c->jumps, 0, sizeof(c->jumps));
		c->generation = 1;
	}
}

void code_flush(struct cpu *cpu)
{
	struct code_cache *c = cpu->code;

	if (c->used) {
		memset(c->hash, 0, sizeof(c->hash));
		memset(c->pages, 0, sizeof(c->pages));
		memset(c->present, 0, sizeof(c->present));
		/* The memory of the block being executed stays as it is until the next decode. */
		c->used = 0;
	}
	code_forget_lookups(cpu);
	cpu->attention |= ATT_CODE;
}

bool code_in_page(const struct cpu *cpu, uint32_t phys)
{
	return cpu->code->present[phys >> 18] >> (phys >> 12 & 63) & 1;
}

static void *take(struct code_cache *c, size_t size)
{
	void *p = c->arena + c->used;

	c->used += (size + 15) & ~(size_t)15;
	return p;
}

static struct code_page *find_page(struct code_cache *c, uint32_t phys)
{
	struct code_page *p = c->pages[(phys >> 12) % PAGE_HASH];

	while (p && p->phys != (phys & PAGE_MASK))
		p = p->next;
	return p;
}

/* The bits of word n that bytes at..at+len-1 of a page have. */
static uint64_t bits_in(uint32_t n, uint32_t at, uint32_t len)
{
	uint32_t first = at > n * 64 ? at - n * 64 : 0;
	uint32_t end = at + len - n * 64;

	return (~0ull << first) & (end >= 64 ? ~0ull : ~(~0ull << end));
}
static bool is_used(const struct code_page *p, uint32_t phys, uint32_t len)
{
	uint32_t at = phys & 0xfff;

	for (uint32_t n = at / 64; n <= (at + len - 1) / 64 && n < 64; n++)
		if (p->used[n] & bits_in(n, at, len))
			return true;
	return false;
}
static void set_used(struct code_page *p, uint32_t phys, uint32_t len)
{
	uint32_t at = phys & 0xfff;

	for (uint32_t n = at / 64; n <= (at + len - 1) / 64 && n < 64; n++)
		p->used[n] |= bits_in(n, at, len);
}

static void unhash(struct code_cache *c, struct block *b)
{
	struct block **at = &c->hash[(b->phys ^ b->phys >> 14) % HASH_SIZE];

	while (*at != b)
		at = &(*at)->hash_next;
	*at = b->hash_next;
	b->mode = BLOCK_DEAD;
}

void code_written(struct cpu *cpu, uint32_t phys, uint32_t len)
{
	struct code_cache *c = cpu->code;
	struct code_page *p;
	struct block **at;
	bool all;

	if (!code_in_page(cpu, phys))
		return;
	p = find_page(c, phys);
	if (!is_used(p, phys, len))
		return;
	all = p->count > MANY;
	memset(p->used, 0, sizeof(p->used));
	at = &p->blocks;
	while (*at) {
		struct block *b = *at;

		if (all || (b->phys < phys + len && phys < b->phys + b->bytes)) {
			*at = b->page_next;
			p->count--;
			unhash(c, b);
			cpu->attention |= ATT_CODE;
		} else {
			set_used(p, b->phys, b->bytes);
			at = &b->page_next;
		}
	}
	if (!p->blocks)
		c->present[phys >> 18] &= ~(1ull << (phys >> 12 & 63));
}

/* Enter a freshly decoded block in its page. */
static void keep(struct cpu *cpu, struct block *b)
{
	struct code_cache *c = cpu->code;
	struct code_page *p = find_page(c, b->phys);
	struct block **slot = &c->hash[(b->phys ^ b->phys >> 14) % HASH_SIZE];

	if (!p) {
		struct code_page **head = &c->pages[(b->phys >> 12) % PAGE_HASH];

		p = take(c, sizeof(*p));
		p->phys = b->phys & PAGE_MASK;
		p->count = 0;
		memset(p->used, 0, sizeof(p->used));
		p->blocks = NULL;
		p->next = *head;
		*head = p;
	}
	if (!code_in_page(cpu, b->phys)) {
		c->present[b->phys >> 18] |= 1ull << (b->phys >> 12 & 63);
		tlb_forget_writes(cpu, b->phys);
	}
	set_used(p, b->phys, b->bytes);
	p->count++;
	b->page_next = p->blocks;
	p->blocks = b;
	b->hash_next = *slot;
	*slot = b;
}

static struct block *decode(struct cpu *cpu, uint32_t lin, uint32_t phys)
{
	struct code_cache *c = cpu->code;
	size_t most = sizeof(struct block) + (BLOCK_MAX + 1) * sizeof(struct insn);
	unsigned max = cpu->cov ? 1 : BLOCK_MAX;
	struct block *b;

	if (c->used + most + sizeof(struct code_page) + 64 > ARENA_SIZE)
		code_flush(cpu);
	b = (struct block *)(c->arena + c->used);
	b->phys = phys;
	b->mode = cpu->mode;
	memset(b->link, 0, sizeof(b->link));
	if (!decode_block(cpu, b, lin, phys, max)) {
		/* It must not outlive this execution; the arena may be reused at once. */
		memcpy(c->single, b, sizeof(*b) + 2 * sizeof(struct insn));
		return (struct block *)c->single;
	}
	take(c, sizeof(*b) + (b->count + 1u) * sizeof(struct insn));
	keep(cpu, b);
	return b;
}

struct block *code_find(struct cpu *cpu)
{
	struct code_cache *c = cpu->code;
	uint32_t lin = cpu->seg[CS].base + cpu->eip;
	struct jump *j = &c->jumps[(lin ^ lin >> 12) % JUMP_SIZE];
	struct block *b = j->block;
	uint32_t phys;

	if (likely(j->lin == lin && j->generation == c->generation && b->mode == cpu->mode &&
		   (uint64_t)cpu->eip + b->bytes - 1 <= cpu->seg[CS].limit))
		return b;

	if (cpu->eip > cpu->seg[CS].limit)
		cpu_gp(cpu, 0);
	phys = tlb_fetch(cpu, lin);
	for (b = c->hash[(phys ^ phys >> 14) % HASH_SIZE]; b; b = b->hash_next)
		if (b->phys == phys && b->mode == cpu->mode)
			break;
	if (b && (uint64_t)cpu->eip + b->bytes - 1 > cpu->seg[CS].limit) {
		/* The block goes on beyond the limit: decode again, one instruction only. */
		struct block *s = (struct block *)c->single;

		s->phys = phys;
		s->mode = cpu->mode;
		memset(s->link, 0, sizeof(s->link));
		decode_block(cpu, s, lin, phys, 1);
		return s;
	}
	if (!b) {
		b = decode(cpu, lin, phys);
		if (b == (struct block *)c->single)
			return b;
	}
	j->lin = lin;
	j->generation = c->generation;
	j->block = b;
	return b;
}

static bool leads(const struct cpu *cpu, const struct link *l, uint32_t lin)
{
	return l->lin == lin && l->generation == cpu->code->generation &&
	       l->block->mode == cpu->mode &&
	       (uint64_t)cpu->eip + l->block->bytes - 1 <= cpu->seg[CS].limit;
}

struct block *code_next(struct cpu *cpu, struct block *b)
{
	struct code_cache *c = cpu->code;
	uint32_t lin = cpu->seg[CS].base + cpu->eip;
	uint32_t generation;
	struct block *next;

	if (likely(leads(cpu, &b->link[0], lin)))
		return b->link[0].block;
	if (leads(cpu, &b->link[1], lin))
		return b->link[1].block;
	generation = c->generation;
	next = code_find(cpu);
	/* A flush on the way, or a block that is not kept: no link. */
	if (generation == c->generation && next != (struct block *)c->single &&
	    b != (struct block *)c->single && b->mode != BLOCK_DEAD) {
		b->link[1] = b->link[0];
		b->link[0] = (struct link){lin, generation, next};
	}
	return next;
}
