/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts of the error codes. */
#include <lib/errors.h>

/* One string, walked: no table of pointers that a relocating stage would have to adjust. */
static const char texts[] = "no error\0"
			    "not found\0"
			    "damaged\0"
			    "cut short\0"
			    "out of bounds\0"
			    "no room for it\0"
			    "not supported\0"
			    "wrong checksum\0"
			    "wrong size\0"
			    "not enough free RAM\0"
			    "not in usable RAM\0"
			    "overlaps\0"
			    "entry point outside its segments\0"
			    "for another machine\0"
			    "invalid\0"
			    "timed out\0"
			    "no device answers\0"
			    "device error\0"
			    "unknown file type\0";

const char *err_str(int err)
{
	const char *text = texts;

	for (; err < 0; err++) {
		while (*text++)
			;
		if (!*text)
			return "unknown error";
	}
	return text;
}
