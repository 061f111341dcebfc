/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packs and unpacks NRV2B files as LinuxBIOS's tool wrote them and as cbfstool takes them. */
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <lib/compress.h>
#include <lib/endian.h>
#include <lib/errors.h>
#include <ucl/ucl.h>
#include "file.h"

/* LinuxBIOS: u32 size, stream. cbfstool -c precompression: u32 method, u32 size, stream. */
#define PLAIN_HEAD	   4u
#define PRECOMPRESSED_HEAD 8u

/*
 * Smaller and 20 times faster than level 10 on large files, where that level's far matches cost more
 * than they save. What it makes of data that do not shrink can pass libucl's stated bound (one eighth
 * and 256 bytes), hence the room for twice the size.
 */
#define LEVEL		   8
#define ROOM(size)	   (2 * (size) + 256)

static const char usage[] =
	"usage: nrv2b -c|-d [--precompressed] INPUT OUTPUT\n"
	"\n"
	"  -c  pack INPUT: the stream is NRV2B with little-endian 32-bit words of bits\n"
	"  -d  unpack INPUT\n"
	"  --precompressed\n"
	"      the packed file begins with the method \"NRV2\" and the size, as\n"
	"      `cbfstool add -c precompression` takes it; without it, with the size alone,\n"
	"      as LinuxBIOS's nrv2b tool wrote it\n";

static struct bytes unpack(struct bytes in, size_t head, const char *name)
{
	struct bytes out;
	uint32_t size;
	int err;

	if (in.size < head)
		fail("%s: too short for a packed file", name);
	if (head == PRECOMPRESSED_HEAD && read_le32(in.data) != COMPRESS_NRV2B)
		fail("%s: method %08x is not NRV2B (%08x)", name, read_le32(in.data),
		     COMPRESS_NRV2B);
	size = read_le32(in.data + head - 4);
	if (size > FILE_MAX_SIZE)
		fail("%s: claims to unpack to %u bytes, more than the limit of %ld", name, size,
		     FILE_MAX_SIZE);
	out.data = allocate(size);
	err = nrv2b_decode(in.data + head, in.size - head, out.data, size, &out.size);
	if (err)
		fail("%s: %s", name, err_str(err));
	if (out.size != size)
		fail("%s: unpacks to %zu bytes, but claims %u", name, out.size, size);
	return out;
}

static struct bytes pack(struct bytes in, size_t head, const char *name)
{
	struct ucl_compress_config_t config;
	ucl_uint size = 0;
	struct bytes out, again;
	int err;

	/* -1 leaves a field at its default. */
	memset(&config, 0xff, sizeof(config));
	config.bb_endian = 0;
	config.bb_size = 32;
	if (ucl_init() != UCL_E_OK)
		fail("libucl does not start");

	out.data = allocate(head + ROOM(in.size));
	err = ucl_nrv2b_99_compress(in.data, (ucl_uint)in.size, out.data + head, &size, NULL, LEVEL,
				    &config, NULL);
	if (err != UCL_E_OK)
		fail("%s: libucl error %d", name, err);
	out.size = head + size;
	if (head == PRECOMPRESSED_HEAD)
		write_le32(out.data, COMPRESS_NRV2B);
	write_le32(out.data + head - 4, (uint32_t)in.size);

	/* Never hand out a file that the firmware could not unpack. */
	again = unpack(out, head, name);
	if (again.size != in.size || memcmp(again.data, in.data, in.size) != 0)
		fail("%s: the packed file does not give the input back", name);
	free(again.data);
	return out;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"precompressed", no_argument, NULL, 'p'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	size_t head = PLAIN_HEAD;
	struct bytes in, out;
	int mode = 0;
	int option;

	while ((option = getopt_long(argc, argv, "cd", options, NULL)) != -1) {
		switch (option) {
		case 'c':
		case 'd':
			if (mode && mode != option)
				fail("give either -c or -d");
			mode = option;
			break;
		case 'p': head = PRECOMPRESSED_HEAD; break;
		case 'h': fputs(usage, stdout); return 0;
		default: fputs(usage, stderr); return 2;
		}
	}
	if (!mode || argc - optind != 2) {
		fputs(usage, stderr);
		return 2;
	}
	in = read_whole(argv[optind]);
	out = mode == 'c' ? pack(in, head, argv[optind]) : unpack(in, head, argv[optind]);
	write_whole(argv[optind + 1], out);
	free(in.data);
	free(out.data);
	return 0;
}
