/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Error codes of every command-like function: 0 is success, these are negative. */
#ifndef LIB_ERRORS_H
#define LIB_ERRORS_H

/* The order is the order of the texts in src/lib/errors.c; append only. */
enum {
	ERR_NOT_FOUND = -1,    /* no file, area, entry or option of that name */
	ERR_CORRUPT = -2,      /* contents break the rules of their format */
	ERR_TRUNCATED = -3,    /* data end before the format says they do */
	ERR_RANGE = -4,	       /* an offset or size lies outside its container, or wraps */
	ERR_NO_SPACE = -5,     /* the destination is too small */
	ERR_UNSUPPORTED = -6,  /* well formed, but a feature this firmware lacks */
	ERR_CHECKSUM = -7,     /* a hash or checksum does not match */
	ERR_SIZE = -8,	       /* the real size is not the size that was declared */
	ERR_NO_MEMORY = -9,    /* no free RAM of the needed size and alignment */
	ERR_NOT_RAM = -10,     /* a load address is not usable RAM */
	ERR_OVERLAP = -11,     /* two things want the same addresses */
	ERR_ENTRY = -12,       /* the entry point is in none of the loaded segments */
	ERR_MACHINE = -13,     /* an executable for another machine */
	ERR_INVALID = -14,     /* an argument or a line of text that makes no sense */
	ERR_TIMEOUT = -15,     /* a bounded wait ended without an answer */
	ERR_NO_DEVICE = -16,   /* nothing answers there */
	ERR_IO = -17,	       /* a device reported a failure */
	ERR_UNKNOWN_TYPE = -18 /* none of the formats that can be loaded */
};

/*
 * Text for an error code, without newline, to be put behind "<what>: ".
 * Any value is accepted: 0 and positive give "no error", unknown codes "unknown error".
 */
const char *err_str(int err);

#endif
