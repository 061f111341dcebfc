/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LZMA-alone files, by the LZMA SDK's decoder (lzma-dev's LzmaDec.c, compiled where it lies). */
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <lzma/LzmaDec.h>

#define HEADER_SIZE  13u
#define SIZE_UNKNOWN UINT64_MAX

/* Gives the SDK its one allocation, the probabilities, from the caller's scratch memory. */
struct work_alloc {
	ISzAlloc api; /* first: the SDK hands back its address */
	void *work;
	size_t size;
};

static void *work_get(void *self, size_t size)
{
	struct work_alloc *alloc = self;

	return size <= alloc->size ? alloc->work : NULL;
}

static void work_put(void *self, void *address)
{
	(void)self;
	(void)address;
}

static int error_of(SRes result)
{
	switch (result) {
	case SZ_OK: return 0;
	case SZ_ERROR_MEM: return ERR_NO_MEMORY;
	case SZ_ERROR_UNSUPPORTED: return ERR_UNSUPPORTED;
	case SZ_ERROR_INPUT_EOF: return ERR_TRUNCATED;
	default: return ERR_CORRUPT;
	}
}

int lzma_decode(const void *src, size_t n, void *dst, size_t cap, size_t *out, void *work,
		size_t work_size)
{
	struct work_alloc alloc = {.api = {work_get, work_put}, .work = work, .size = work_size};
	const uint8_t *header = src;
	SizeT produced, consumed;
	ELzmaStatus status = LZMA_STATUS_NOT_SPECIFIED;
	uint64_t size;
	SRes result;

	*out = 0;
	if (n < HEADER_SIZE)
		return ERR_TRUNCATED;
	size = read_le64(header + LZMA_PROPS_SIZE);
	if (size != SIZE_UNKNOWN && size > cap)
		return ERR_NO_SPACE;
	produced = size == SIZE_UNKNOWN ? cap : (SizeT)size;
	consumed = n - HEADER_SIZE;
	result = LzmaDecode(dst, &produced, header + HEADER_SIZE, &consumed, header,
			    LZMA_PROPS_SIZE, LZMA_FINISH_END, &status, &alloc.api);
	/* The output is full, but the stream goes on. */
	if (result == SZ_ERROR_DATA && status == LZMA_STATUS_NOT_FINISHED)
		return size == SIZE_UNKNOWN ? ERR_NO_SPACE : ERR_SIZE;
	if (result != SZ_OK)
		return error_of(result);

	/* A stream of unknown size says where it ends; a full buffer without that is too small. */
	if (size == SIZE_UNKNOWN && status != LZMA_STATUS_FINISHED_WITH_MARK)
		return ERR_NO_SPACE;
	if (size != SIZE_UNKNOWN && produced != size)
		return ERR_SIZE;
	if (status == LZMA_STATUS_NOT_FINISHED || consumed != n - HEADER_SIZE)
		return ERR_SIZE;
	*out = produced;
	return 0;
}
