/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scripts: one table of commands for parsing and help. */
#include "tools/script.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX     10000
#define PRESS_SECONDS 0.1
#define SECONDS_MAX   1e6

/*
 * The commands. A form is a list of: t text to the end of the line with escapes, f path to the end
 * of the line, w word, s seconds, x hexadecimal, d decimal number, or words one of which must
 * follow, as in "[on|off]". What follows "?" may be left out.
 */
static const struct row {
	const char *word;
	enum script_verb verb;
	const char *form;
	const char *shown, *help;
} rows[] = {
	{"expect", SCRIPT_EXPECT, "t", "TEXT", "wait until the first serial port says TEXT"},
	{"post", SCRIPT_POST, "x", "XX", "wait for this POST code"},
	{"wait", SCRIPT_WAIT, "s", "SECONDS", "let so much board time pass"},
	{"send", SCRIPT_SEND, "t", "TEXT", "type TEXT into the first serial port"},
	{"timeout", SCRIPT_TIMEOUT, "s", "SECONDS", "what later waits may take (60)"},
	{"key", SCRIPT_KEY, "x", "CODE", "press and release a PS/2 key by its set 2 code"},
	{"stop", SCRIPT_STOP, "", "", "end the run well"},
	{"reset", SCRIPT_RESET, "", "", "the reset button"},
	{"screenshot", SCRIPT_SCREENSHOT, "f", "FILE", "picture of the screen, PNG"},
	{"nack", SCRIPT_NACK, "xx?d", "DEV OFFSET [TIMES]",
	 "EEPROM DEV does not acknowledge byte OFFSET"},
	{"nack-address", SCRIPT_NACK_ADDRESS, "x?d", "DEV [TIMES]", "nor its own address"},
	{"spd", SCRIPT_SPD, "xxx", "DEV OFFSET MASK", "these bits of a byte read inverted"},
	{"hang", SCRIPT_HANG, "xxd", "DEV OFFSET CLOCKS", "reading a byte leaves SDA low"},
	{"flip", SCRIPT_FLIP, "xd", "ADDR BIT", "invert a bit of DRAM once"},
	{"stuck", SCRIPT_STUCK, "xd[0|1]", "ADDR BIT 0|1", "a bit of DRAM reads the same for ever"},
	{"dimm", SCRIPT_DIMM, "d[break|repair]", "N break|repair",
	 "a module (0, 1) answers no more"},
	{"flash-cut", SCRIPT_FLASH_CUT, "dd", "N PERCENT",
	 "the power fails in the Nth flash operation from now"},
	{"press", SCRIPT_PRESS, "w?s", "NAME [SECONDS]", "a button of the board, or power"},
	{"hold", SCRIPT_HOLD, "w", "NAME", "put a button down"},
	{"release", SCRIPT_RELEASE, "w", "NAME", "and let go of it"},
	{"plug", SCRIPT_PLUG, "d[disk|keyboard]?f", "PORT disk FILE|keyboard",
	 "put something into a USB port (1 to 4)"},
	{"unplug", SCRIPT_UNPLUG, "d", "PORT", "pull it out"},
	{"medium", SCRIPT_MEDIUM, "d[out|in]", "PORT out|in", "take a USB disk's medium out"},
	{"usb-key", SCRIPT_USB_KEY, "dx", "PORT USAGE", "press and release a key by its HID usage"},
	{"cable", SCRIPT_CABLE, "w[out|in]", "NAME out|in", "the cable of an Ethernet"},
	{"irq", SCRIPT_IRQ, "x[A|B|C|D][off|on]", "DEV PIN off|on",
	 "PCI device DEV's pin is asserted from outside"},
	{"pll-lock", SCRIPT_PLL_LOCK, "[off|on]", "off|on", "the system PLLs lock (no more)"},
	{"dll", SCRIPT_DLL, "[off|on]", "off|on", "the DRAM DLL starts (no more)"},
	{"gpio", SCRIPT_GPIO, "d[low|high|free]", "N low|high|free",
	 "drive a pin of the companion"},
	{"disk-bad", SCRIPT_DISK_BAD, "dd", "DRIVE LBA",
	 "a sector of IDE drive 0 or 1 is unreadable"},
	{"disk-writes", SCRIPT_DISK_WRITES, "d[fail|work]", "DRIVE fail|work",
	 "what is written to an IDE drive fails"},
	{"battery", SCRIPT_BATTERY, "[dead|good]", "dead|good", "the clock's battery"},
	{"temperature", SCRIPT_TEMPERATURE, "dd", "BOARD PROCESSOR", "degrees the sensor measures"},
	{"codec", SCRIPT_CODEC, "[off|on]", "off|on", "the audio codec answers (no more)"},
	{"dot-lock", SCRIPT_DOT_LOCK, "[off|on]", "off|on", "the pixel PLL locks (no more)"},
	{"usb-lose", SCRIPT_USB_LOSE, "dd", "PORT N",
	 "the next N packets of a USB device are lost"},
	{"flash-protect", SCRIPT_FLASH_PROTECT, "[off|on]", "off|on",
	 "the flash's write protect pin"},
	{"pci-error", SCRIPT_PCI_ERROR, "[master-abort|target-abort|parity|system]",
	 "master-abort|target-abort|parity|system", "an error on the PCI bus"},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Resolve escapes; -1 for a bad one or too long a text. */
static int unescape(struct script_step *st, const char *p)
{
	st->length = 0;
	while (*p) {
		uint8_t byte = (uint8_t)*p++;

		if (st->length == SCRIPT_TEXT)
			return -1;
		if (byte == '\\') {
			switch (*p++) {
			case 'n': byte = '\n'; break;
			case 'r': byte = '\r'; break;
			case 't': byte = '\t'; break;
			case 'e': byte = 27; break;
			case '\\': break;
			case 'x':
				if (hex(p[0]) < 0 || hex(p[1]) < 0)
					return -1;
				byte = (uint8_t)(hex(p[0]) << 4 | hex(p[1]));
				p += 2;
				break;
			default: return -1;
			}
		}
		st->text[st->length++] = byte;
	}
	return 0;
}

/* The next word of a line; its length, 0 at the end. */
static size_t word_of(const char **p)
{
	*p += strspn(*p, " \t\r");
	return strcspn(*p, " \t\r");
}

static int parse_number(struct script_step *st, const char **p, int base)
{
	char *end;
	unsigned long long n = strtoull(*p, &end, base);

	if (!word_of(p) || **p == '-' || **p == '+' || end != *p + word_of(p) || n > UINT32_MAX ||
	    st->numbers == SCRIPT_NUMBERS)
		return -1;
	st->n[st->numbers++] = (uint32_t)n;
	*p = end;
	return 0;
}

static int parse_seconds(struct script_step *st, const char **p)
{
	char *end;

	st->seconds = strtod(*p, &end);
	if (!word_of(p) || end != *p + word_of(p) ||
	    !(st->seconds > 0 && st->seconds < SECONDS_MAX))
		return -1;
	*p = end;
	return 0;
}

/* A name, or a path to the end of the line. */
static int parse_name(struct script_step *st, const char **p, bool whole)
{
	size_t n = word_of(p);

	if (whole) {
		n = strlen(*p);
		while (n && ((*p)[n - 1] == '\r' || (*p)[n - 1] == ' '))
			n--;
	}
	if (!n || n > SCRIPT_TEXT)
		return -1;
	memcpy(st->text, *p, n);
	st->text[n] = '\0';
	st->length = n;
	*p += n;
	return 0;
}

/* One of the words in "[a|b]"; several such lists make one number: the last counts least. */
static int parse_choice(struct script_step *st, const char **p, const char **form)
{
	size_t n = word_of(p), length;
	const char *word = *form;
	unsigned which = 0, count = 0;
	bool found = false;

	do {
		word++;
		length = strcspn(word, "|]");
		if (length == n && n && memcmp(word, *p, n) == 0) {
			which = count;
			found = true;
		}
		count++;
		word += length;
	} while (*word == '|');
	*form = word + 1;
	*p += n;
	st->choice = st->choice * count + which;
	return found ? 0 : -1;
}

static int parse_form(struct script_step *st, const char *form, const char *p)
{
	while (*form) {
		if (*form == '?') {
			form++;
			if (!word_of(&p))
				return 0;
		}
		switch (*form) {
		case 't':
			if (*p == ' ')
				p++;
			return unescape(st, p) || st->length == 0 ? -1 : 0;
		case 'w':
		case 'f':
			if (parse_name(st, &p, *form++ == 'f'))
				return -1;
			break;
		case 's':
			form++;
			if (parse_seconds(st, &p))
				return -1;
			break;
		case '[':
			if (parse_choice(st, &p, &form))
				return -1;
			break;
		default:
			if (parse_number(st, &p, *form++ == 'x' ? 16 : 10))
				return -1;
		}
	}
	return word_of(&p) ? -1 : 0;
}

static const struct row *find_row(const char *line, const char **rest)
{
	size_t n = word_of(&line);

	*rest = line + n;
	for (size_t i = 0; i < ROWS; i++) {
		if (strlen(rows[i].word) == n && memcmp(rows[i].word, line, n) == 0)
			return &rows[i];
	}
	return NULL;
}

/* What no form can tell. */
static bool sensible(const struct script_step *st)
{
	switch (st->verb) {
	case SCRIPT_POST: return st->n[0] <= 0xff;
	case SCRIPT_KEY: return st->n[0] <= 0xffff;
	case SCRIPT_FLASH_CUT: return st->n[0] > 0 && st->n[1] <= 100;
	case SCRIPT_FLIP:
	case SCRIPT_STUCK: return st->n[1] <= 7;
	case SCRIPT_PLUG: return (st->choice == 0) == (st->length > 0);
	default: return true;
	}
}

static struct script_step *add_step(struct script *s, unsigned line, unsigned *room)
{
	struct script_step *more;

	if (s->count == *room) {
		*room = *room ? 2 * *room : 16;
		more = realloc(s->step, *room * sizeof(*more));
		if (!more)
			return NULL;
		s->step = more;
	}
	memset(&s->step[s->count], 0, sizeof(s->step[0]));
	s->step[s->count].line = line;
	return &s->step[s->count++];
}

/* press NAME: hold, wait, release. */
static int split_press(struct script *s, unsigned *room)
{
	struct script_step press = s->step[s->count - 1], *st;

	s->step[s->count - 1].verb = SCRIPT_HOLD;
	st = add_step(s, press.line, room);
	if (!st)
		return -1;
	st->verb = SCRIPT_WAIT;
	st->seconds = press.seconds > 0 ? press.seconds : PRESS_SECONDS;
	st = add_step(s, press.line, room);
	if (!st)
		return -1;
	*st = press;
	st->verb = SCRIPT_RELEASE;
	return 0;
}

static int parse_line(struct script *s, const char *line, unsigned number, unsigned *room,
		      char *err, size_t err_size)
{
	const char *rest;
	const struct row *row = find_row(line, &rest);
	struct script_step *st;

	if (!row) {
		snprintf(err, err_size, "script line %u: no such command: %.60s", number, line);
		return -1;
	}
	st = add_step(s, number, room);
	if (!st) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	st->verb = row->verb;
	if (parse_form(st, row->form, rest) || !sensible(st)) {
		snprintf(err, err_size, "script line %u: it must be: %s %s", number, row->word,
			 row->shown);
		return -1;
	}
	if (st->verb == SCRIPT_PRESS && split_press(s, room)) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	return 0;
}

int script_parse(struct script *s, const uint8_t *bytes, size_t size, char *err, size_t err_size)
{
	unsigned line_number = 0, room = 0;
	size_t at = 0;

	memset(s, 0, sizeof(*s));
	s->timeout = 60;
	while (at < size) {
		char line[4 * SCRIPT_TEXT];
		size_t n = 0;

		while (at + n < size && bytes[at + n] != '\n')
			n++;
		line_number++;
		if (n >= sizeof(line) || line_number > LINES_MAX || memchr(bytes + at, 0, n)) {
			snprintf(err, err_size, "script line %u: too long or not text",
				 line_number);
			return -1;
		}
		memcpy(line, bytes + at, n);
		line[n] = '\0';
		at += n + 1;
		if (line[strspn(line, " \t\r")] == '\0' || line[0] == '#')
			continue;
		if (parse_line(s, line, line_number, &room, err, err_size))
			return -1;
	}
	return 0;
}

void script_help(FILE *out)
{
	for (size_t i = 0; i < ROWS; i++)
		fprintf(out, "  %-12s %-24s %s\n", rows[i].word, rows[i].shown, rows[i].help);
}

bool script_has(const struct script *s, enum script_verb verb)
{
	for (unsigned n = 0; n < s->count; n++) {
		if (s->step[n].verb == verb)
			return true;
	}
	return false;
}

/* Continue a match after a mismatch: the longest border that still fits. */
static size_t fall_back(const struct script_step *st, size_t matched, uint8_t byte)
{
	for (size_t n = matched; n > 0; n--) {
		/* Would the last n-1 matched bytes and this one begin the text? */
		if (st->text[n - 1] == byte &&
		    memcmp(st->text, st->text + matched - (n - 1), n - 1) == 0)
			return n;
	}
	return 0;
}

bool script_heard(struct script *s, uint8_t byte)
{
	const struct script_step *st = script_now(s);

	if (!st || st->verb != SCRIPT_EXPECT)
		return false;
	if (st->text[s->matched] == byte)
		s->matched++;
	else
		s->matched = fall_back(st, s->matched, byte);
	if (s->matched < st->length)
		return false;
	script_next(s);
	return true;
}

bool script_post(struct script *s, uint8_t code)
{
	const struct script_step *st = script_now(s);

	if (!st || st->verb != SCRIPT_POST || st->n[0] != code)
		return false;
	script_next(s);
	return true;
}

const struct script_step *script_now(const struct script *s)
{
	return s->at < s->count ? &s->step[s->at] : NULL;
}

void script_next(struct script *s)
{
	if (s->at < s->count)
		s->at++;
	s->matched = 0;
}

void script_free(struct script *s)
{
	free(s->step);
	memset(s, 0, sizeof(*s));
}
