/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBFS payload files ("simple ELF"): the segment records cbfstool makes from an ELF file. */
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lib/load.h>
#include <string.h>

/* Record, big-endian (cbfstool 4.15). */
#define RECORD_SIZE   28u
#define REC_COMPRESS  4
#define REC_OFFSET    8
#define REC_LOAD      12
#define REC_LEN	      20
#define REC_MEMLEN    24
#define REC_TYPE_CODE 0x434f4445u
#define REC_TYPE_DATA 0x44415441u
#define REC_TYPE_BSS  0x42535320u
#define REC_TYPE_PARA 0x50415241u
#define REC_TYPE_ENTR 0x454e5452u

static int take_segment(const uint8_t *file, size_t size, const uint8_t *record, bool bss,
			struct load_plan *plan)
{
	uint32_t offset = read_be32(record + REC_OFFSET);
	struct load_segment seg = {
		.dest = (uint32_t)read_be64(record + REC_LOAD),
		.memsz = read_be32(record + REC_MEMLEN),
	};

	if (read_be64(record + REC_LOAD) > UINT32_MAX)
		return ERR_RANGE;
	if (!bss) {
		seg.stored = read_be32(record + REC_LEN);
		seg.compression = read_be32(record + REC_COMPRESS);
	}
	if (seg.stored && (offset > size || seg.stored > size - offset))
		return ERR_TRUNCATED;
	seg.src = file + (seg.stored ? offset : 0);
	if (seg.compression == COMPRESS_NONE) {
		seg.filesz = seg.stored;
		if (seg.filesz > seg.memsz)
			return ERR_CORRUPT;
	}
	if (!seg.memsz)
		return seg.stored ? ERR_CORRUPT : 0;
	if (plan->count == LOAD_MAX_SEGMENTS)
		return ERR_NO_SPACE;
	plan->seg[plan->count++] = seg;
	return 0;
}

int self_plan(const void *file, size_t size, struct load_plan *plan)
{
	const uint8_t *record = file;
	size_t left = size;

	memset(plan, 0, sizeof(*plan));
	for (; left >= RECORD_SIZE; left -= RECORD_SIZE, record += RECORD_SIZE) {
		uint32_t type = read_be32(record);
		int err;

		plan->bad = plan->count;
		switch (type) {
		case REC_TYPE_PARA: break;
		case REC_TYPE_ENTR:
			if (read_be64(record + REC_LOAD) > UINT32_MAX)
				return ERR_RANGE;
			plan->entry = (uint32_t)read_be64(record + REC_LOAD);
			return plan->count ? 0 : ERR_CORRUPT;
		case REC_TYPE_CODE:
		case REC_TYPE_DATA:
		case REC_TYPE_BSS:
			err = take_segment(file, size, record, type == REC_TYPE_BSS, plan);
			if (err)
				return err;
			break;
		default: return ERR_CORRUPT;
		}
	}
	return ERR_TRUNCATED;
}
