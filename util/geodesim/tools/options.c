/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: one table of options for parsing, help and recording. */
#define _GNU_SOURCE
#include "tools/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tools/script.h"

struct option_row {
	const char *name;
	const char *arg; /* NULL: a switch */
	bool recorded;
	int (*set)(struct options *o, const char *value);
	const char *help;
};

static int copy(char *to, size_t size, const char *value)
{
	if (strlen(value) >= size)
		return -1;
	strcpy(to, value);
	return 0;
}

static int number(const char *value, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(value, &end, 0);
	return errno || end == value || *end || *value == '-' || *out > max ? -1 : 0;
}

#define TEXT_SETTER(field)                                           \
	static int set_##field(struct options *o, const char *value) \
	{                                                            \
		return copy(o->field, sizeof(o->field), value);      \
	}

#define SWITCH_SETTER(field)                                         \
	static int set_##field(struct options *o, const char *value) \
	{                                                            \
		(void)value;                                         \
		o->field = true;                                     \
		return 0;                                            \
	}

TEXT_SETTER(machine)
TEXT_SETTER(kernel)
TEXT_SETTER(initrd)
TEXT_SETTER(append)
TEXT_SETTER(rom)
TEXT_SETTER(flash)
TEXT_SETTER(cmos)
TEXT_SETTER(script)
TEXT_SETTER(trace)
TEXT_SETTER(trace_file)
TEXT_SETTER(gdb)
TEXT_SETTER(record)
TEXT_SETTER(replay)
TEXT_SETTER(coverage)
TEXT_SETTER(summary)
TEXT_SETTER(report)
TEXT_SETTER(ram)
TEXT_SETTER(board_dir)
TEXT_SETTER(tftp)
TEXT_SETTER(flash_out)
TEXT_SETTER(screenshot)
SWITCH_SETTER(snapshot)
SWITCH_SETTER(no_reboot)
SWITCH_SETTER(registers)
SWITCH_SETTER(rules)
SWITCH_SETTER(strict)
SWITCH_SETTER(quiet)
SWITCH_SETTER(full_speed)
SWITCH_SETTER(bare_runner)

static int set_disk(struct options *o, const char *value)
{
	for (unsigned n = 0; n < OPTIONS_DISKS; n++) {
		if (!o->disk[n][0])
			return copy(o->disk[n], sizeof(o->disk[n]), value);
	}
	return -1;
}

static int set_serial(struct options *o, const char *value)
{
	if (o->serials == OPTIONS_SERIAL)
		return -1;
	return copy(o->serial[o->serials++], OPTIONS_TEXT, value);
}

static int set_board(struct options *o, const char *value)
{
	strcpy(o->machine, "board");
	return value[0] ? copy(o->board, sizeof(o->board), value) : -1;
}

static int set_card(struct options *o, const char *value)
{
	return o->cards == OPTIONS_CARDS ? -1
					 : copy(o->card[o->cards++], sizeof(o->card[0]), value);
}

static int set_usb(struct options *o, const char *value)
{
	bool known = strcmp(value, "keyboard") == 0 || strcmp(value, "none") == 0 ||
		     (strncmp(value, "disk:", 5) == 0 && value[5]);

	return !known || o->usbs == OPTIONS_USB ? -1 : copy(o->usb[o->usbs++], OPTIONS_TEXT, value);
}

static int set_net(struct options *o, const char *value)
{
	bool known = strcmp(value, "user") == 0 || strcmp(value, "nat") == 0 ||
		     strcmp(value, "none") == 0;

	return known ? copy(o->net, sizeof(o->net), value) : -1;
}

static int set_symbols(struct options *o, const char *value)
{
	return o->elfs == OPTIONS_ELFS ? -1 : copy(o->symbols[o->elfs++], OPTIONS_TEXT, value);
}

static int set_cpu(struct options *o, const char *value)
{
	o->gx2 = strcmp(value, "gx2") == 0;
	return o->gx2 || strcmp(value, "lx") == 0 ? 0 : -1;
}

static int set_mhz(struct options *o, const char *value)
{
	uint64_t mhz;

	if (number(value, 10000, &mhz) || !mhz)
		return -1;
	o->cpu_khz = mhz * 1000;
	return 0;
}

static int set_rtc(struct options *o, const char *value)
{
	struct tm tm = {0};
	uint64_t n;
	char *end;

	if (number(value, UINT64_C(0xffffffffff), &n) == 0) {
		o->rtc = (int64_t)n;
		return 0;
	}
	end = strptime(value, "%Y-%m-%dT%H:%M:%S", &tm);
	if (!end || *end)
		return -1;
	o->rtc = timegm(&tm);
	return 0;
}

static int set_port(uint16_t *port, const char *value)
{
	uint64_t n;

	if (number(value, 0xffff, &n))
		return -1;
	*port = (uint16_t)n;
	return 0;
}

static int set_post_port(struct options *o, const char *value)
{
	return set_port(&o->post_port, value);
}

static int set_exit_port(struct options *o, const char *value)
{
	return set_port(&o->exit_port, value);
}

static int seconds(const char *value, double *out)
{
	char *end;

	*out = strtod(value, &end);
	return end == value || *end || !(*out > 0 && *out < 1e6) ? -1 : 0;
}

static int set_time(struct options *o, const char *value)
{
	return seconds(value, &o->time_limit);
}

static int set_stop(struct options *o, const char *value)
{
	uint64_t code;

	if (strncmp(value, "time:", 5) == 0)
		return seconds(value + 5, &o->stop_time);
	if (strncmp(value, "text:", 5) == 0 && value[5] && o->stop_texts < OPTIONS_STOPS)
		return copy(o->stop_text[o->stop_texts++], sizeof(o->stop_text[0]), value + 5);
	if (strncmp(value, "post:", 5) == 0 && o->stop_posts < OPTIONS_STOPS) {
		char *end;

		code = strtoul(value + 5, &end, 16);
		if (!isxdigit((unsigned char)value[5]) || *end || code > 0xff)
			return -1;
		o->stop_post[o->stop_posts++] = (uint8_t)code;
		return 0;
	}
	return -1;
}

static int set_fault(struct options *o, const char *value)
{
	unsigned bit, level;
	char extra;

	if (o->faults == OPTIONS_FAULTS ||
	    sscanf(value, "%" SCNi32 ",%u,%u%c", (int32_t *)&o->fault[o->faults].addr, &bit, &level,
		   &extra) != 3 ||
	    bit > 7 || level > 1)
		return -1;
	o->fault[o->faults].bit = (uint8_t)bit;
	o->fault[o->faults++].stuck_at = level;
	return 0;
}

static int set_flash_cut(struct options *o, const char *value)
{
	char extra;

	return sscanf(value, "%u,%u%c", &o->flash_cut, &o->flash_cut_percent, &extra) == 2 &&
			       o->flash_cut && o->flash_cut_percent <= 100
		       ? 0
		       : -1;
}

static const struct option_row rows[] = {
	{"board", "VENDOR/BOARD", true, set_board, "build this board; list: which there are"},
	{"board-dir", "DIR", false, set_board_dir, "where board files are"},
	{"machine", "NAME", true, set_machine, "without a board: bare (default)"},
	{"cpu", "lx|gx2", true, set_cpu, "processor of the bare machine (default lx)"},
	{"cpu-mhz", "N", true, set_mhz, "its core clock (default 500)"},
	{"ram", "MIB|SPD[,...]", true, set_ram,
	 "memory in MiB (bare: default 64); boards: by socket, also none or an SPD file"},
	{"rom", "FILE", true, set_rom, "ROM at the top of 4 GiB; run from the reset vector"},
	{"flash", "CHIP", true, set_flash, "the ROM is this flash chip (SST49LF004A, ...)"},
	{"flash-out", "FILE", false, set_flash_out, "write the flash's contents here at the end"},
	{"bare-linux", "FILE", true, set_kernel, "start this Linux bzImage without firmware"},
	{"initrd", "FILE", true, set_initrd, "its initial ramdisk"},
	{"append", "TEXT", true, set_append, "its command line"},
	{"disk", "FILE", true, set_disk, "raw disk image, up to four: 0 master, 0 slave, 1 ..."},
	{"snapshot", NULL, true, set_snapshot, "keep changes of disks and flash in memory only"},
	{"usb", "disk:FILE|keyboard", true, set_usb, "plugged into the next USB port; none: skip"},
	{"card", "SLOT=KIND", true, set_card, "PCI card: vt6105m, generic"},
	{"net", "user|nat|none", true, set_net,
	 "cable of the first Ethernet: DHCP and TFTP alone, with a way out, nothing"},
	{"tftp", "DIR", true, set_tftp, "folder whose files TFTP serves"},
	{"cmos", "FILE", true, set_cmos, "battery file of the RTC (128 or 256 bytes)"},
	{"rtc", "TIME", true, set_rtc, "time at power-on: Unix seconds or 2007-06-27T12:00:00"},
	{"post-port", "PORT", true, set_post_port, "where POST codes are written (default 0x80)"},
	{"exit-port", "PORT", true, set_exit_port, "a byte written here ends the run: 64 + byte"},
	{"time", "SECONDS", true, set_time, "end after so much board time (exit code 2)"},
	{"no-reboot", NULL, true, set_no_reboot, "a reset ends the run (exit code 5)"},
	{"stop-on", "text:T|post:XX|time:S", true, set_stop,
	 "end well (0) at this serial text, POST code, board time"},
	{"script", "FILE", true, set_script, "script: input, faults, waiting (doc/simulator.md)"},
	{"memory-fault", "ADDR,BIT,0|1", true, set_fault, "memory bit stuck at 0 or 1"},
	{"flash-cut", "N,PERCENT", true, set_flash_cut, "power fails in the Nth flash operation"},
	{"strict", NULL, false, set_strict, "violations of rules make the exit code 9"},
	{"symbols", "ELF", false, set_symbols, "name functions and lines from this; up to eight"},
	{"serial", "WHERE", false, set_serial,
	 "stdio, stdout, null, file:F, pty, tcp:PORT; once per port"},
	{"trace", "CLASSES", false, set_trace, "comma list, see below"},
	{"trace-file", "FILE", false, set_trace_file, "where traces go (default stderr)"},
	{"gdb", "PORT", false, set_gdb, "wait for gdb on this local TCP port"},
	{"record", "FILE", false, set_record, "write all inputs of the run to FILE"},
	{"replay", "FILE", false, set_replay, "repeat a recorded run exactly"},
	{"coverage", "FILE", false, set_coverage, "write what registers and opcodes were used"},
	{"screenshot", "FILE", false, set_screenshot, "picture of the screen at the end, PNG"},
	{"summary", "FILE", false, set_summary, "write how the run ended (board time, clocks)"},
	{"report", "DIR", false, set_report, "write a report as an HTML page"},
	{"registers", NULL, false, set_registers, "print the machine's register tables and end"},
	{"rules", NULL, false, set_rules, "print the rules firmware is held to and end"},
	{"bare", NULL, false, set_bare_runner, "run single programs given as JSON lines on stdin"},
	{"full-speed", NULL, false, set_full_speed, "do not wait for host time while halted"},
	{"quiet", NULL, false, set_quiet, "no summary at the end"},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void help(FILE *out)
{
	fprintf(out, "Usage: geodesim [options]\nSimulates a Geode board.\n\n");
	for (size_t i = 0; i < ROWS; i++) {
		char left[40];

		snprintf(left, sizeof(left), "--%s%s%s", rows[i].name, rows[i].arg ? " " : "",
			 rows[i].arg ? rows[i].arg : "");
		fprintf(out, "  %-28s %s\n", left, rows[i].help);
	}
	fprintf(out,
		"\nTrace classes: instructions exceptions msr io mmio pci irq smi flash disk serial\n"
		"post check, or all.\n"
		"Serial on a terminal: Ctrl-A x ends the run, Ctrl-A Ctrl-A sends a Ctrl-A.\n"
		"Exit code: 0 a wanted end (--stop-on, script done, Ctrl-A x), 1 usage or host\n"
		"error, 2 --time is over, 3 processor shutdown, 4 halted for good, 5 reset with\n"
		"--no-reboot, 6 script failed, 7 power lost, 8 a replay ended differently, 9 rules\n"
		"were violated under --strict (when it would have been 0), 64 + byte the exit\n"
		"port.\n");
	fprintf(out, "\nScript commands, one a line:\n");
	script_help(out);
}

void options_defaults(struct options *o)
{
	memset(o, 0, sizeof(*o));
	strcpy(o->machine, "bare");
	o->cpu_khz = 500000;
	o->rtc = 946684800; /* 2000-01-01 */
	o->post_port = 0x80;
}

static int set_row(struct options *o, const struct option_row *row, const char *value)
{
	struct option_given *g = &o->given[o->givens];

	if (row->recorded) {
		if (o->givens == OPTIONS_GIVEN || copy(g->value, sizeof(g->value), value))
			return -1;
		g->name = row->name;
		o->givens++;
	}
	return row->set(o, value);
}

int options_set(void *opaque, const char *name, const char *value)
{
	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return rows[i].recorded ? set_row(opaque, &rows[i], value) : -1;
	}
	return -1;
}

int options_parse(struct options *o, int argc, char **argv)
{
	struct option table[ROWS + 2];
	int n, index;

	memset(table, 0, sizeof(table));
	for (size_t i = 0; i < ROWS; i++) {
		table[i].name = rows[i].name;
		table[i].has_arg = rows[i].arg ? required_argument : no_argument;
	}
	table[ROWS].name = "help";
	for (;;) {
		index = -1;
		n = getopt_long(argc, argv, "h", table, &index);
		if (n == -1)
			break;
		if (n == 'h' || index == (int)ROWS) {
			help(stdout);
			return 1;
		}
		if (n == '?')
			return -1;
		if (set_row(o, &rows[index], optarg ? optarg : "")) {
			fprintf(stderr, "geodesim: --%s %s: not a valid %s\n", rows[index].name,
				optarg ? optarg : "", rows[index].arg ? rows[index].arg : "option");
			return -1;
		}
	}
	if (optind < argc) {
		fprintf(stderr, "geodesim: %s: what is this? See --help\n", argv[optind]);
		return -1;
	}
	return 0;
}

void options_each(const struct options *o,
		  void (*fn)(void *opaque, const char *name, const char *value), void *opaque)
{
	for (unsigned n = 0; n < o->givens; n++)
		fn(opaque, o->given[n].name, o->given[n].value);
}
