/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A script: talks to the guest and makes faults, timed by the board's clock: deterministic. */
#ifndef GEODESIM_TOOLS_SCRIPT_H
#define GEODESIM_TOOLS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define SCRIPT_TEXT    512
#define SCRIPT_NUMBERS 3

enum script_verb {
	SCRIPT_EXPECT,
	SCRIPT_POST,
	SCRIPT_WAIT,
	SCRIPT_SEND,
	SCRIPT_TIMEOUT,
	SCRIPT_KEY,
	SCRIPT_STOP,
	SCRIPT_RESET,
	SCRIPT_SCREENSHOT,
	/* From here on faults and the world around the board: struct session_kind's act(). */
	SCRIPT_NACK,
	SCRIPT_NACK_ADDRESS,
	SCRIPT_SPD,
	SCRIPT_HANG,
	SCRIPT_FLIP,
	SCRIPT_STUCK,
	SCRIPT_DIMM,
	SCRIPT_FLASH_CUT,
	SCRIPT_PRESS,
	SCRIPT_HOLD,
	SCRIPT_RELEASE,
	SCRIPT_PLUG,
	SCRIPT_UNPLUG,
	SCRIPT_MEDIUM,
	SCRIPT_USB_KEY,
	SCRIPT_CABLE,
	SCRIPT_IRQ,
	SCRIPT_PLL_LOCK,
	SCRIPT_DLL,
	SCRIPT_GPIO,
	SCRIPT_DISK_BAD,
	SCRIPT_DISK_WRITES,
	SCRIPT_BATTERY,
	SCRIPT_TEMPERATURE,
	SCRIPT_CODEC,
	SCRIPT_DOT_LOCK,
	SCRIPT_USB_LOSE,
	SCRIPT_FLASH_PROTECT,
	SCRIPT_PCI_ERROR,
};

struct script_step {
	enum script_verb verb;
	unsigned line;
	uint8_t text[SCRIPT_TEXT + 1]; /* texts with escapes resolved, names, paths; ends in NUL */
	size_t length;
	double seconds;
	uint32_t n[SCRIPT_NUMBERS]; /* in the order of the verb's form */
	unsigned numbers;
	unsigned choice; /* which of the form's words: the first is 0 */
};

struct script {
	struct script_step *step;
	unsigned count, at;
	size_t matched; /* bytes of the present expect */
	double timeout; /* board seconds an expect may take */
};

/**
 * script_parse - one command a line; # starts a comment line; script_help() lists the commands
 * Escapes in texts: \n \r \t \e \\ \xNN. Returns 0, or -1 with the reason (and line) in @err.
 */
int script_parse(struct script *s, const uint8_t *bytes, size_t size, char *err, size_t err_size);

/** script_help - print every command with its form and what it does. */
void script_help(FILE *out);

/** script_has - is there a step with @verb? */
bool script_has(const struct script *s, enum script_verb verb);

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
