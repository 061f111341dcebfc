/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expanding compressed files: one entry for all methods, and each method for itself. */
#ifndef LIB_COMPRESS_H
#define LIB_COMPRESS_H

#include <stddef.h>
#include <stdint.h>

/* Ids of CBFS's compression attribute and of SELF segments; NRV2B's is geodeboot's own ("NRV2"). */
#define COMPRESS_NONE	     0u
#define COMPRESS_LZMA	     1u
#define COMPRESS_LZ4	     2u
#define COMPRESS_NRV2B	     0x4e525632u

/*
 * Bytes of scratch memory, 4-byte aligned, that are enough for every stream decompress() accepts:
 * LZMA's probabilities for lc + lp <= 4, (1846 + (768 << 4)) * 2 = 28268 bytes. What cbfstool
 * writes needs 6764, `lzma` and `xz --format=lzma` 15980. The other methods need none.
 */
#define DECOMPRESS_WORK_SIZE 28272u

/*
 * Expands `n` bytes at `src` into at most `cap` bytes at `dst`; the two must not overlap.
 * *out becomes the number of bytes produced; after an error it is 0 and dst holds rubbish, but no
 * byte beyond dst + cap was written and no byte outside src was read.
 * `work`: scratch memory of `work_size` bytes, for LZMA only; may be NULL for the other methods.
 * Returns 0 or
 *   ERR_UNSUPPORTED  unknown method, or a variant that the decoder lacks
 *   ERR_CORRUPT      the stream breaks its format
 *   ERR_TRUNCATED    the stream ends too early
 *   ERR_NO_SPACE     more than `cap` bytes would come out
 *   ERR_NO_MEMORY    work_size is too small for this stream
 *   ERR_CHECKSUM     a checksum inside the stream does not match
 *   ERR_SIZE         the size the stream declares is not what came out, or bytes follow its end
 */
int decompress(uint32_t method, const void *src, size_t n, void *dst, size_t cap, size_t *out,
	       void *work, size_t work_size);

/* Name of a method for messages: "none", "lzma", "lz4", "nrv2b" or "unknown compression". */
const char *compress_name(uint32_t method);

/*
 * One LZ4 frame (specification 1.6.x): independent or linked blocks of any size, stored blocks,
 * block, content and header checksums and content size are checked where present. No dictionaries,
 * no concatenated or skippable frames. Arguments, result and errors as decompress().
 */
int lz4_decode(const void *src, size_t n, void *dst, size_t cap, size_t *out);

/*
 * One LZMA-alone file: 13-byte header (properties, dictionary size, size or all ones) and stream.
 * Arguments, result and errors as decompress(); work must be 4-byte aligned.
 */
int lzma_decode(const void *src, size_t n, void *dst, size_t cap, size_t *out, void *work,
		size_t work_size);

/*
 * One NRV2B stream, le32 variant (bits in little-endian 32-bit words), with end marker and nothing
 * behind it. Arguments, result and errors as decompress().
 */
int nrv2b_decode(const void *src, size_t n, void *dst, size_t cap, size_t *out);

#endif
