/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Times the firmware's decoders, and the LZMA SDK's as `gcc -O2` builds it, on one packed file.
 *
 * usage: decode METHOD FILE SECONDS
 *   METHOD   lzma, lz4, nrv2b: the firmware's own objects; sdk: the SDK's decoder
 *   FILE     a packed file without cbfstool's head
 *   SECONDS  repeat for about that long; 0: once, for counting instructions
 * prints: stored bytes, plain bytes, nanoseconds of the fastest run
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <lzma/LzmaDec.h>

#define MAX_SIZE     (64u << 20)

/* As in lib/compress.h, which declares its functions for the firmware's own calling convention. */
#define METHOD_LZMA  1u
#define METHOD_LZ4   2u
#define METHOD_NRV2B 0x4e525632u
#define WORK_SIZE    28272u

/* The firmware is compiled with arguments in registers. */
__attribute__((regparm(3))) int decompress(uint32_t method, const void *src, size_t n, void *dst,
					   size_t cap, size_t *out, void *work, size_t work_size);

static void *sdk_alloc(void *self, size_t size)
{
	(void)self;
	return malloc(size);
}

static void sdk_free(void *self, void *address)
{
	(void)self;
	free(address);
}

static int sdk_decode(const uint8_t *src, size_t n, uint8_t *dst, size_t cap, size_t *out)
{
	ISzAlloc alloc = {sdk_alloc, sdk_free};
	SizeT left = n - 13, produced = cap;
	ELzmaStatus status;
	uint64_t size;

	memcpy(&size, src + 5, sizeof(size));
	if (size < produced)
		produced = (SizeT)size;
	*out = 0;
	if (LzmaDecode(dst, &produced, src + 13, &left, src, 5, LZMA_FINISH_END, &status, &alloc))
		return -1;
	*out = produced;
	return 0;
}

/* Not inlined: the instruction counter is switched on in here. */
__attribute__((noinline)) int run(const char *method, const uint8_t *src, size_t n, uint8_t *dst,
				  size_t *out);

int run(const char *method, const uint8_t *src, size_t n, uint8_t *dst, size_t *out)
{
	static uint32_t work[(WORK_SIZE + 3) / 4];
	uint32_t id = METHOD_NRV2B;

	if (!strcmp(method, "sdk"))
		return sdk_decode(src, n, dst, MAX_SIZE, out);
	if (!strcmp(method, "lzma"))
		id = METHOD_LZMA;
	if (!strcmp(method, "lz4"))
		id = METHOD_LZ4;
	return decompress(id, src, n, dst, MAX_SIZE, out, work, sizeof(work));
}

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

int main(int argc, char **argv)
{
	static uint8_t packed[MAX_SIZE], plain[MAX_SIZE];
	uint64_t end, best = UINT64_MAX;
	size_t n, size = 0;
	FILE *file;

	if (argc != 4) {
		fprintf(stderr, "usage: decode lzma|lz4|nrv2b|sdk FILE SECONDS\n");
		return 2;
	}
	file = fopen(argv[2], "rb");
	if (!file) {
		perror(argv[2]);
		return 1;
	}
	n = fread(packed, 1, sizeof(packed), file);
	fclose(file);
	end = now_ns() + (uint64_t)(atof(argv[3]) * 1e9);
	do {
		uint64_t start = now_ns();

		if (run(argv[1], packed, n, plain, &size)) {
			fprintf(stderr, "%s: cannot be unpacked as %s\n", argv[2], argv[1]);
			return 1;
		}
		start = now_ns() - start;
		if (start < best)
			best = start;
	} while (now_ns() < end);
	printf("%zu %zu %llu\n", n, size, (unsigned long long)best);
	return 0;
}
