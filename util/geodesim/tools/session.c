/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Build a machine from options, run it, write back what persists. */
#include "tools/session.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "machine/linux.h"
#include "report/collect.h"
#include "strict/rules.h"
#include "tools/gdb.h"
#include "tools/session_files.h"
#include "tools/session_io.h"
#include "tools/session_report.h"
#include "tools/symbols.h"

#define EXIT_VIOLATIONS 9

static uint64_t host_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static int load_linux(struct session *s)
{
	const struct replay_file *kernel, *initrd;
	struct linux_boot boot = {.command_line = s->o.append, .ram_bytes = s->m->ram.size};

	if (session_read(s, "kernel", s->o.kernel, &kernel) ||
	    session_read(s, "initrd", s->o.initrd, &initrd))
		return -1;
	if (!kernel)
		return 0;
	boot.kernel = kernel->bytes;
	boot.kernel_size = kernel->size;
	if (initrd) {
		boot.initrd = initrd->bytes;
		boot.initrd_size = initrd->size;
	}
	if (s->kind->warm_start && s->kind->warm_start(s, &boot.ram_bytes))
		return -1;
	return linux_boot_load(s->m, &boot, s->err, sizeof(s->err));
}

static void time_is_over(void *o, uint64_t due)
{
	struct session *s = o;

	(void)due;
	machine_stop_now(s->m, MACHINE_STOP_WANTED, 0, "board time %g s", s->o.stop_time);
}

static void limit_is_reached(void *o, uint64_t due)
{
	(void)due;
	machine_stop_now(o, MACHINE_STOP_TIME, 0, "time limit");
}

static int add_tests(struct session *s)
{
	const struct replay_file *script;
	char err[512];

	if (session_read(s, "script", s->o.script, &script))
		return -1;
	s->has_script = script != NULL;
	if (script && script_parse(&s->script, script->bytes, script->size, err, sizeof(err))) {
		snprintf(s->err, sizeof(s->err), "%s: %s", s->o.script, err);
		return -1;
	}
	if (script && s->kind->script && s->kind->script(s))
		return -1;
	if (s->o.exit_port)
		machine_add_exit_port(s->m, s->o.exit_port);
	s->m->stop_on_reset = s->o.no_reboot;
	event_init(&s->stop_time, "stop.time", time_is_over, s);
	event_init(&s->time_limit, "time.limit", limit_is_reached, s->m);
	if (s->o.stop_time > 0)
		event_schedule(&s->m->clock, &s->stop_time,
			       clock_at_ps(&s->m->clock, (uint64_t)(s->o.stop_time * 1e12)));
	if (s->o.time_limit > 0)
		event_schedule(&s->m->clock, &s->time_limit,
			       clock_at_ps(&s->m->clock, (uint64_t)(s->o.time_limit * 1e12)));
	return 0;
}

static int open_trace(struct session *s)
{
	uint32_t mask;

	if (!s->o.trace[0])
		return 0;
	if (trace_parse_classes(s->o.trace, &mask)) {
		snprintf(s->err, sizeof(s->err), "--trace %s: unknown class, see --help",
			 s->o.trace);
		return -1;
	}
	s->trace_out = stderr;
	if (s->o.trace_file[0])
		s->trace_out = fopen(s->o.trace_file, "w");
	if (!s->trace_out) {
		snprintf(s->err, sizeof(s->err), "%s: cannot be written", s->o.trace_file);
		return -1;
	}
	machine_trace(s->m, s->trace_out, mask);
	return 0;
}

static bool find_symbol(void *o, uint32_t pc, char *text, size_t size)
{
	const struct machine *m = o;

	return symbols_find(((struct session *)m->tools)->symbols, pc, text, size);
}

/* The machine is the rules' opaque (frame of every kind that has rules). */
static int open_symbols(struct session *s)
{
	const char *path[OPTIONS_ELFS];
	struct rules *rules = s->kind->rules ? s->kind->rules(s) : NULL;

	if (!s->o.elfs)
		return 0;
	for (unsigned n = 0; n < s->o.elfs; n++)
		path[n] = s->o.symbols[n];
	s->symbols = symbols_open(path, s->o.elfs, s->err, sizeof(s->err));
	if (!s->symbols)
		return -1;
	s->m->tools = s;
	if (rules)
		rules->symbol = find_symbol;
	return 0;
}

static int open_serial(struct session *s)
{
	for (unsigned n = 0; n < OPTIONS_SERIAL; n++) {
		const char *where = n < s->o.serials				? s->o.serial[n]
				    : n == 0 && !s->has_script && !s->o.serials ? "stdio"
				    : n == 0 && !s->o.serials			? "stdout"
										: "null";

		if (serial_open(&s->serial[n], where, s->err, sizeof(s->err)))
			return -1;
	}
	return 0;
}

static void catch_signals(struct session *s)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	s->signal_fd = -1;
	if (sigprocmask(SIG_BLOCK, &set, NULL) == 0)
		s->signal_fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

void session_init(struct session *s)
{
	replay_off(&s->replay);
	options_defaults(&s->o);
	s->signal_fd = -1;
	for (unsigned n = 0; n < OPTIONS_SERIAL; n++)
		s->serial[n] = (struct serial){.in = -1, .out = -1, .listener = -1, .slave = -1};
	for (unsigned n = 0; n < OPTIONS_DISKS; n++)
		s->disk[n].fd = -1;
}

static int find_kind(struct session *s)
{
	static const struct session_kind *const kinds[] = {&session_bare, &session_board_kind};

	for (size_t n = 0; n < sizeof(kinds) / sizeof(kinds[0]); n++) {
		if (strcmp(kinds[n]->name, s->o.machine) == 0)
			s->kind = kinds[n];
	}
	if (s->kind)
		return 0;
	snprintf(s->err, sizeof(s->err), "machine %s is not known", s->o.machine);
	return -1;
}

int session_open(struct session *s)
{
	if (session_open_replay(s) || find_kind(s) || session_check_outputs(s))
		return -1;
	if (!s->o.rom[0] && !s->o.kernel[0]) {
		snprintf(s->err, sizeof(s->err), "nothing to run: give --rom or --bare-linux");
		return -1;
	}
	if (s->kind->open(s) || load_linux(s) || add_tests(s) || open_trace(s) || open_symbols(s) ||
	    open_serial(s) || session_observe(s))
		return -1;
	if (s->o.coverage[0] && cpu_enable_coverage(s->m->cpu)) {
		snprintf(s->err, sizeof(s->err), "out of memory");
		return -1;
	}
	catch_signals(s);
	if (s->o.gdb[0]) {
		s->gdb = gdb_open(s->m, s->o.gdb, s->err, sizeof(s->err));
		if (!s->gdb)
			return -1;
	}
	replay_start(&s->replay);
	session_io_start(s);
	return 0;
}

static int exit_code(const struct session *s)
{
	switch (s->m->stop) {
	case MACHINE_STOP_WANTED:
	case MACHINE_STOP_HOST: return 0;
	case MACHINE_STOP_TIME: return 2;
	case MACHINE_STOP_SHUTDOWN: return 3;
	case MACHINE_STOP_HALTED: return 4;
	case MACHINE_STOP_RESET: return 5;
	case MACHINE_STOP_SCRIPT: return 6;
	case MACHINE_STOP_POWER: return 7;
	case MACHINE_STOP_EXIT: return 64 + (s->m->stop_code & 0x7f);
	default: return 1;
	}
}

static void run_under_gdb(struct session *s)
{
	for (;;) {
		int rc = gdb_session(s->gdb);

		if (rc < 0)
			machine_stop_now(s->m, MACHINE_STOP_HOST, 0, "ended by gdb");
		if (rc < 0)
			return;
		if (rc > 0) {
			gdb_close(s->gdb);
			s->gdb = NULL;
			machine_run(s->m);
			return;
		}
		if (machine_run(s->m) != MACHINE_STOP_DEBUG)
			return;
		machine_continue(s->m);
	}
}

int session_run(struct session *s)
{
	int code;

	s->host_start_ns = host_ns();
	if (s->gdb)
		run_under_gdb(s);
	else
		machine_run(s->m);
	code = exit_code(s);
	if (code == 0 && s->o.strict && s->kind->rules && rules_violations(s->kind->rules(s)))
		code = EXIT_VIOLATIONS;
	if (s->gdb)
		gdb_exited(s->gdb, code);
	if (replay_end(&s->replay, clock_now(&s->m->clock), cpu_instructions(s->m->cpu))) {
		fprintf(stderr, "geodesim: the run ended differently from the recorded one\n");
		code = 8;
	}
	return code;
}

void session_report(const struct session *s, FILE *out)
{
	const struct machine *m = s->m;
	const struct rules *rules = s->kind->rules ? s->kind->rules(s) : NULL;
	uint64_t clock = clock_now(&m->clock), ps = clock_ps(&m->clock, clock);

	fprintf(out,
		"stop: %s\nboard time: %" PRIu64 ".%09" PRIu64 " s\nclocks: %" PRIu64
		"\ninstructions: %" PRIu64 "\nresets: %" PRIu64 "\ncomplaints: %" PRIu64 "\n",
		m->stop_text, ps / UINT64_C(1000000000000), ps / 1000 % 1000000000, clock,
		cpu_instructions(m->cpu), m->resets, m->trace.checks);
	if (!rules)
		return;
	fprintf(out, "violations: %u\nwarnings: %u\nknown exceptions: %u\n",
		rules_violations(rules), rules_warnings(rules), rules_excused(rules));
	rules_summary(out, rules);
}

static int write_coverage(struct session *s)
{
	FILE *f = fopen(s->o.coverage, "w");

	if (!f) {
		snprintf(s->err, sizeof(s->err), "%s: cannot be written", s->o.coverage);
		return -1;
	}
	reg_file_coverage(f, cpu_msr_file(s->m->cpu));
	for (unsigned n = 0; s->kind->regs(s, n); n++)
		reg_file_coverage(f, s->kind->regs(s, n));
	cpu_coverage(s->m->cpu, f);
	return fclose(f) ? -1 : 0;
}

/* Has an earlier file the same table? */
static bool told_before(const struct session *s, unsigned n)
{
	for (unsigned k = 0; k < n; k++) {
		if (s->kind->regs(s, k)->table == s->kind->regs(s, n)->table)
			return true;
	}
	return false;
}

int session_registers(struct session *s, FILE *out)
{
	s->o.rom[0] = '\0';
	if (find_kind(s) || s->kind->open(s))
		return -1;
	reg_table_document(out, cpu_msr_file(s->m->cpu)->table);
	for (unsigned n = 0; s->kind->regs(s, n); n++) {
		if (!told_before(s, n))
			reg_table_document(out, s->kind->regs(s, n)->table);
	}
	return 0;
}

static void summary(const struct session *s)
{
	double seconds = (double)(host_ns() - s->host_start_ns) / 1e9;

	fprintf(stderr, "\n");
	session_report(s, stderr);
	fprintf(stderr, "host time: %.2f s, %.1f million instructions/s\n", seconds,
		seconds > 0 ? (double)cpu_instructions(s->m->cpu) / seconds / 1e6 : 0);
}

/* What survives the power switch: battery memory and flash, unless this was a replay. */
static int write_back(struct session *s)
{
	bool keep = !s->o.snapshot && s->replay.mode != REPLAY_PLAY;
	size_t cmos_size = 0;
	const uint8_t *cmos = s->kind->cmos(s, &cmos_size);
	int rc = 0;

	if (keep && s->o.cmos[0] && cmos)
		rc |= session_write(s, s->o.cmos, cmos, cmos_size);
	/* The bare machine's flash is its image; a board's is programmed from it. */
	if (keep && s->o.flash[0] && s->rom && !s->o.board[0])
		rc |= session_write(s, s->o.rom, s->rom, s->rom_size);
	if (s->o.flash_out[0] && s->rom)
		rc |= session_write(s, s->o.flash_out, s->rom, s->rom_size);
	if (s->o.coverage[0])
		rc |= write_coverage(s);
	rc |= session_write_report(s);
	if (s->o.screenshot[0] && s->kind->screenshot)
		rc |= s->kind->screenshot(s, s->o.screenshot);
	if (s->o.summary[0]) {
		FILE *f = fopen(s->o.summary, "w");

		if (f) {
			session_report(s, f);
			fclose(f);
		} else {
			snprintf(s->err, sizeof(s->err), "%s: cannot be written", s->o.summary);
			rc = -1;
		}
	}
	return rc;
}

int session_close(struct session *s)
{
	int rc = 0;

	for (unsigned n = 0; n < OPTIONS_SERIAL; n++)
		serial_close(&s->serial[n]);
	if (s->m && s->host_start_ns) {
		rc = write_back(s);
		if (!s->o.quiet)
			summary(s);
	}
	gdb_close(s->gdb);
	if (s->trace_out && s->trace_out != stderr && fclose(s->trace_out))
		rc = -1;
	collect_free(s->collect);
	if (s->built)
		s->kind->close(s);
	for (unsigned n = 0; n < OPTIONS_DISKS; n++)
		diskimage_close(&s->disk[n]);
	script_free(&s->script);
	free(s->rom);
	symbols_close(s->symbols);
	if (replay_close(&s->replay))
		rc = -1;
	if (s->signal_fd >= 0)
		close(s->signal_fd);
	return rc;
}
