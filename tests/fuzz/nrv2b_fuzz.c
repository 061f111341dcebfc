/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NRV2B streams: the same verdict and bytes as libucl's safe decoder. */
#include "decode.h"
#include <ucl/ucl.h>

#define ROOM 80000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t theirs[ROOM];
	ucl_uint their_size = ROOM;
	size_t got;
	int err, ucl_err;
	uint8_t *out = decode(COMPRESS_NRV2B, data, size, ROOM, &got, &err);

	ucl_err = ucl_nrv2b_decompress_safe_le32(data, (ucl_uint)size, theirs, &their_size, NULL);
	MUST(!err == (ucl_err == UCL_E_OK));
	MUST(err || (got == their_size && !memcmp(out, theirs, got)));
	free(out);
	return 0;
}
