/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checking a load plan against the memory map, and running it around what must stay in memory. */
#include <lib/compress.h>
#include <lib/errors.h>
#include <lib/load.h>
#include <string.h>

#define BUFFER_ALIGN 16u

int load_check(struct load_plan *plan, const struct memmap *map)
{
	bool entry_found = false;
	unsigned int i, j;

	for (i = 0; i < plan->count; i++) {
		const struct load_segment *seg = &plan->seg[i];

		plan->bad = i;
		if (seg->memsz - 1 > UINT32_MAX - seg->dest)
			return ERR_RANGE;
		if (!memmap_is(map, seg->dest, seg->memsz, MEM_RAM))
			return ERR_NOT_RAM;
		for (j = 0; j < i; j++) {
			if (mem_overlap(seg->dest, seg->memsz, plan->seg[j].dest,
					plan->seg[j].memsz))
				return ERR_OVERLAP;
		}
		if (plan->entry >= seg->dest && plan->entry - seg->dest < seg->memsz)
			entry_found = true;
	}
	return entry_found ? 0 : ERR_ENTRY;
}

/* A part of a segment that is loaded in one go, to its place or to the buffer. */
struct piece {
	uint32_t offset; /* in the segment's memory */
	uint32_t size;
	bool kept; /* its place holds something that must survive until the jump */
};

static bool hits_kept(const struct load_env *env, uint64_t base, uint64_t size)
{
	unsigned int i;

	for (i = 0; i < env->keep_count; i++) {
		if (mem_overlap(base, size, env->keep[i].base, env->keep[i].size))
			return true;
	}
	return false;
}

/* The piece that begins at piece->offset: a compressed segment is one piece, others are cut. */
static void find_piece(const struct load_env *env, const struct load_segment *seg,
		       struct piece *piece)
{
	uint64_t at = (uint64_t)seg->dest + piece->offset;
	uint64_t end = (uint64_t)seg->dest + seg->memsz;
	unsigned int i;

	piece->kept = false;
	if (seg->compression != COMPRESS_NONE) {
		piece->size = seg->memsz;
		piece->kept = hits_kept(env, at, piece->size);
		return;
	}
	for (i = 0; i < env->keep_count; i++) {
		const struct mem_range *k = &env->keep[i];

		if (mem_overlap(at, 1, k->base, k->size)) {
			piece->kept = true;
			if (k->size - (at - k->base) < end - at)
				end = k->base + k->size;
			break;
		}
		if (k->size && k->base > at && k->base < end)
			end = k->base;
	}
	piece->size = (uint32_t)(end - at);
}

static uint64_t buffer_size(uint32_t size)
{
	return ((uint64_t)size + BUFFER_ALIGN - 1) & ~(uint64_t)(BUFFER_ALIGN - 1);
}

/* Bytes of buffer that the plan needs: one aligned part for every kept piece. */
static uint64_t buffer_total(const struct load_plan *plan, const struct load_env *env)
{
	uint64_t total = 0;
	unsigned int i;

	for (i = 0; i < plan->count; i++) {
		struct piece piece = {0};

		for (; piece.offset < plan->seg[i].memsz; piece.offset += piece.size) {
			find_piece(env, &plan->seg[i], &piece);
			if (piece.kept)
				total += buffer_size(piece.size);
		}
	}
	return total;
}

/* RAM for hand-off and buffer, clear of what the plan writes and of what must be kept. */
static int find_buffer(const struct load_plan *plan, const struct load_env *env, uint32_t *base)
{
	struct mem_range used[LOAD_MAX_SEGMENTS + LOAD_MAX_CLEAR + LOAD_MAX_KEEP];
	struct mem_request req = {
		.size = buffer_size(env->stub_size) + buffer_total(plan, env),
		.align = BUFFER_ALIGN,
		.max = UINT32_MAX,
		.highest = true,
		.used = used,
	};
	uint64_t place;
	unsigned int i;
	int err;

	for (i = 0; i < plan->count; i++)
		used[req.used_count++] =
			(struct mem_range){plan->seg[i].dest, plan->seg[i].memsz, MEM_RAM};
	for (i = 0; i < plan->clear_count; i++)
		used[req.used_count++] = plan->clear[i];
	for (i = 0; i < env->keep_count; i++)
		used[req.used_count++] = env->keep[i];

	*base = 0;
	if (!req.size)
		return 0;
	err = memmap_find(env->map, &req, &place);
	*base = (uint32_t)place;
	return err;
}

/* Puts a piece's contents at physical address `to`. */
static int fill_piece(const struct load_segment *seg, const struct piece *piece,
		      const struct load_env *env, uint32_t to)
{
	uint8_t *dest = (uint8_t *)(env->memory + to);
	size_t given = 0;

	if (seg->compression != COMPRESS_NONE) {
		int err = decompress(seg->compression, seg->src, seg->stored, dest, piece->size,
				     &given, env->work, env->work_size);

		if (err)
			return err;
		if (seg->filesz && given != seg->filesz)
			return ERR_SIZE;
	} else if (piece->offset < seg->filesz) {
		given = seg->filesz - piece->offset;
		if (given > piece->size)
			given = piece->size;
		memcpy(dest, (const uint8_t *)seg->src + piece->offset, given);
	}
	memset(dest + given, 0, piece->size - given);
	return 0;
}

int load_run(struct load_plan *plan, const struct load_env *env, struct load_result *result)
{
	uint32_t buffer;
	unsigned int i;
	int err;

	result->copies = 0;
	plan->bad = 0;
	if (env->keep_count > LOAD_MAX_KEEP)
		return ERR_NO_SPACE;
	err = find_buffer(plan, env, &buffer);
	if (err)
		return err;
	result->stub = buffer;
	buffer += (uint32_t)buffer_size(env->stub_size);

	for (i = 0; i < plan->count; i++) {
		const struct load_segment *seg = &plan->seg[i];
		struct piece piece = {0};

		plan->bad = i;
		for (; piece.offset < seg->memsz; piece.offset += piece.size) {
			uint32_t to = seg->dest + piece.offset;

			find_piece(env, seg, &piece);
			if (piece.kept) {
				if (result->copies == LOAD_MAX_COPIES)
					return ERR_NO_SPACE;
				result->copy[result->copies++] =
					(struct load_copy){to, buffer, piece.size};
				to = buffer;
				buffer += (uint32_t)buffer_size(piece.size);
			}
			err = fill_piece(seg, &piece, env, to);
			if (err)
				return err;
		}
	}
	return 0;
}
