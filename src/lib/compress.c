/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expanding by method id. */
#include <lib/compress.h>
#include <lib/errors.h>
#include <string.h>

int decompress(uint32_t method, const void *src, size_t n, void *dst, size_t cap, size_t *out,
	       void *work, size_t work_size)
{
	switch (method) {
	case COMPRESS_LZMA: return lzma_decode(src, n, dst, cap, out, work, work_size);
	case COMPRESS_LZ4: return lz4_decode(src, n, dst, cap, out);
	case COMPRESS_NRV2B: return nrv2b_decode(src, n, dst, cap, out);
	case COMPRESS_NONE: break;
	default: *out = 0; return ERR_UNSUPPORTED;
	}

	*out = 0;
	if (n > cap)
		return ERR_NO_SPACE;
	memcpy(dst, src, n);
	*out = n;
	return 0;
}

const char *compress_name(uint32_t method)
{
	switch (method) {
	case COMPRESS_NONE: return "none";
	case COMPRESS_LZMA: return "lzma";
	case COMPRESS_LZ4: return "lz4";
	case COMPRESS_NRV2B: return "nrv2b";
	default: return "unknown compression";
	}
}
