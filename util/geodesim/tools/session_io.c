/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inputs and outputs of a running machine: serial ports, keys, script, stop conditions. */
#include "tools/session_io.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "report/collect.h"
#include "tools/gdb.h"

#define THROTTLE_SLACK_NS 20000000u

static uint64_t host_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static void deliver(struct session *s, const char *channel, const uint8_t *bytes, size_t count)
{
	if (strcmp(channel, "stop") == 0) {
		machine_stop_now(s->m, MACHINE_STOP_HOST, 0, "stopped by the user");
	} else if (strcmp(channel, "key") == 0 && count == 3 && s->m->keyboard) {
		kbc_key(s->m->keyboard, (uint16_t)(bytes[0] << 8 | bytes[1]), bytes[2]);
	} else if (strcmp(channel, "net0") == 0 && s->kind->frame) {
		s->kind->frame(s, bytes, count);
	} else if (strncmp(channel, "serial", 6) == 0) {
		unsigned n = (unsigned)(channel[6] - '0');

		if (n < MACHINE_SERIAL && s->m->serial[n])
			uart16550_receive(s->m->serial[n], bytes, (unsigned)count);
	}
}

void session_input(struct session *s, const char *channel, const uint8_t *bytes, size_t count)
{
	replay_put(&s->replay, clock_now(&s->m->clock), channel, bytes, count);
	deliver(s, channel, bytes, count);
}

static void press(struct session *s, uint16_t code)
{
	kbc_key(s->m->keyboard, code, true);
	kbc_key(s->m->keyboard, code, false);
}

static void script_wait(struct session *s, double seconds)
{
	event_schedule(&s->m->clock, &s->script_timeout,
		       clock_after_ns(&s->m->clock, (uint64_t)(seconds * 1e9)));
}

/* One step that needs no waiting. 0, or -1 with s->err set. */
static int script_do(struct session *s, const struct script_step *st)
{
	switch (st->verb) {
	case SCRIPT_SEND: deliver(s, "serial0", st->text, st->length); return 0;
	case SCRIPT_TIMEOUT: s->script.timeout = st->seconds; return 0;
	case SCRIPT_KEY:
		if (s->m->keyboard)
			press(s, (uint16_t)st->n[0]);
		return 0;
	case SCRIPT_RESET: machine_request_reset(s->m, MACHINE_RESET_HARD); return 0;
	case SCRIPT_SCREENSHOT:
		if (s->kind->screenshot)
			return s->kind->screenshot(s, (const char *)st->text);
		break;
	default:
		if (s->kind->act)
			return s->kind->act(s, st);
	}
	snprintf(s->err, sizeof(s->err), "this machine has nothing to do that with");
	return -1;
}

/* Do all steps that need no waiting. The script is an input file: nothing of it is recorded. */
static void script_act(struct session *s)
{
	const struct script_step *st;

	while ((st = script_now(&s->script)) != NULL) {
		switch (st->verb) {
		case SCRIPT_EXPECT:
		case SCRIPT_POST: script_wait(s, s->script.timeout); return;
		case SCRIPT_WAIT: script_wait(s, st->seconds); return;
		case SCRIPT_STOP:
			machine_stop_now(s->m, MACHINE_STOP_WANTED, 0, "script done");
			break;
		default:
			if (script_do(s, st)) {
				machine_stop_now(s->m, MACHINE_STOP_SCRIPT, 0,
						 "script line %u: %.90s", st->line, s->err);
				s->err[0] = '\0';
				return;
			}
		}
		script_next(&s->script);
	}
	event_cancel(&s->m->clock, &s->script_timeout);
	machine_stop_now(s->m, MACHINE_STOP_WANTED, 0, "script done");
}

static void script_timeout_fire(void *o, uint64_t due)
{
	struct session *s = o;
	const struct script_step *st = script_now(&s->script);

	(void)due;
	if (st && st->verb == SCRIPT_WAIT) {
		script_next(&s->script);
		script_act(s);
	} else if (st) {
		machine_stop_now(s->m, MACHINE_STOP_SCRIPT, 0,
				 "script line %u: nothing for %g seconds: %.60s", st->line,
				 s->script.timeout, (const char *)st->text);
	}
}

/* Does what was heard last end with @text? */
static bool just_heard(const struct session *s, const char *text)
{
	size_t n = strlen(text), ring = sizeof(s->heard);

	for (size_t i = 0; i < n; i++) {
		if (s->heard[(s->heard_at + ring - n + i) % ring] != (uint8_t)text[i])
			return false;
	}
	return true;
}

static void serial_out(void *o, unsigned port, uint8_t byte)
{
	struct session *s = o;

	if (s->collect)
		collect_serial(s->collect, port, byte);
	if (port < OPTIONS_SERIAL)
		serial_write(&s->serial[port], byte);
	if (port != 0)
		return;
	s->heard[s->heard_at] = byte;
	s->heard_at = (s->heard_at + 1) % sizeof(s->heard);
	for (unsigned n = 0; n < s->o.stop_texts; n++) {
		if (just_heard(s, s->o.stop_text[n]))
			machine_stop_now(s->m, MACHINE_STOP_WANTED, 0, "serial text \"%s\"",
					 s->o.stop_text[n]);
	}
	if (s->has_script && script_heard(&s->script, byte))
		script_act(s);
}

static void post_out(void *o, uint8_t code)
{
	struct session *s = o;

	if (s->collect)
		collect_post(s->collect, code);
	for (unsigned n = 0; n < s->o.stop_posts; n++) {
		if (s->o.stop_post[n] == code)
			machine_stop_now(s->m, MACHINE_STOP_WANTED, 0, "POST code %02X", code);
	}
	if (s->has_script && script_post(&s->script, code))
		script_act(s);
}

/* Room on the line, so that nothing recorded is lost. */
static size_t room(const struct session *s, unsigned n)
{
	const struct uart16550 *u = s->m->serial[n];
	size_t left = u ? UART16550_WIRE - u->wire_count : 0;

	return left < REPLAY_BYTES_MAX ? left : REPLAY_BYTES_MAX;
}

static void poll_serial(struct session *s)
{
	static const char *const channel[OPTIONS_SERIAL] = {"serial0", "serial1"};
	uint8_t buf[REPLAY_BYTES_MAX];

	for (unsigned n = 0; n < OPTIONS_SERIAL; n++) {
		size_t max = room(s, n), count = max ? serial_read(&s->serial[n], buf, max) : 0;

		if (count)
			session_input(s, channel[n], buf, count);
		if (s->serial[n].quit)
			session_input(s, "stop", NULL, 0);
	}
}

static void poll_host(void *o)
{
	struct session *s = o;
	struct pollfd p = {.fd = s->signal_fd, .events = POLLIN};
	const struct replay_input *in;

	if (s->replay.mode == REPLAY_PLAY) {
		/* The clock of an input is that of the poll that saw it: the same poll comes. */
		while ((in = replay_peek(&s->replay)) && in->clock <= clock_now(&s->m->clock)) {
			deliver(s, in->channel, in->bytes, in->count);
			replay_pop(&s->replay);
		}
	} else {
		poll_serial(s);
		if (s->kind->network)
			s->kind->network(s);
	}
	if (s->signal_fd >= 0 && poll(&p, 1, 0) > 0)
		session_input(s, "stop", NULL, 0);
	if (s->gdb)
		gdb_poll(s->gdb);
}

/* Halted: let board time not run ahead of host time while somebody may type. */
static void idle(void *o, uint64_t board_ps)
{
	struct session *s = o;
	struct pollfd p[OPTIONS_SERIAL + 1];
	uint64_t now = host_ns(), board_ns, host;
	nfds_t n = 0;

	if (!s->throttle_ns) {
		s->throttle_ns = now;
		s->throttle_ps = board_ps;
	}
	board_ns = (board_ps - s->throttle_ps) / 1000;
	host = now - s->throttle_ns;
	if (host > board_ns + THROTTLE_SLACK_NS) { /* the board is behind: count from here */
		s->throttle_ns = now;
		s->throttle_ps = board_ps;
		return;
	}
	if (board_ns <= host + THROTTLE_SLACK_NS)
		return;
	for (unsigned i = 0; i < OPTIONS_SERIAL; i++) {
		p[n].fd = serial_poll_fd(&s->serial[i]);
		p[n++].events = POLLIN;
	}
	p[n].fd = s->signal_fd;
	p[n++].events = POLLIN;
	poll(p, n, (int)((board_ns - host) / 1000000));
}

/* Or does the world answer, in its own time? */
static bool anybody_types(const struct session *s)
{
	if (strcmp(s->o.net, "nat") == 0)
		return true;
	for (unsigned n = 0; n < OPTIONS_SERIAL; n++) {
		if (serial_live(&s->serial[n]))
			return true;
	}
	return false;
}

void session_io_start(struct session *s)
{
	s->m->tools = s;
	s->m->serial_out = serial_out;
	s->m->post_out = post_out;
	s->m->poll = poll_host;
	if (s->replay.mode != REPLAY_PLAY && !s->o.full_speed && anybody_types(s))
		s->m->idle = idle;
	event_init(&s->script_timeout, "script.timeout", script_timeout_fire, s);
	if (s->has_script)
		script_act(s);
}
