/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script that talks to the first serial port, timed by the board's clock: deterministic. */
#ifndef GEODESIM_TOOLS_SCRIPT_H
#define GEODESIM_TOOLS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCRIPT_TEXT 512

enum script_verb {
	SCRIPT_EXPECT,
	SCRIPT_SEND,
	SCRIPT_TIMEOUT,
	SCRIPT_KEY,
	SCRIPT_POST,
	SCRIPT_STOP
};

struct script_step {
	enum script_verb verb;
	unsigned line;
	uint8_t text[SCRIPT_TEXT]; /* expect, send: with escapes resolved */
	size_t length;
	double seconds; /* timeout */
	uint16_t code;	/* key (set 2), post */
};

struct script {
	struct script_step *step;
	unsigned count, at;
	size_t matched; /* bytes of the present expect */
	double timeout; /* board seconds an expect may take */
};

/**
 * script_parse - one command a line: expect TEXT, send TEXT, timeout SECONDS, key CODE,
 * post XX, stop; # starts a comment line. Escapes in texts: \n \r \t \e \\ \xNN.
 * Returns 0, or -1 with the reason (and line) in @err.
 */
int script_parse(struct script *s, const uint8_t *bytes, size_t size, char *err, size_t err_size);

/** script_heard - a byte came from the guest. True when the present expect is fulfilled: the
 *  script went one step on. */
bool script_heard(struct script *s, uint8_t byte);

/** script_post - a POST code was shown; true when the script waited for it. */
bool script_post(struct script *s, uint8_t code);

/** script_now - the step to act on, or NULL at the end. script_next - it was done. */
const struct script_step *script_now(const struct script *s);
void script_next(struct script *s);

/** script_free - release the steps. */
void script_free(struct script *s);

#endif
