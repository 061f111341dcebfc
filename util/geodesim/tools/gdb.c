/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gdb server: registers, memory, step, breakpoints and watchpoints of the simulated processor. */
#include "tools/gdb.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/gdb_packet.h"
#include "tools/gdb_regs.h"

#define CHUNK	4096
#define WATCHES 16

/* A watchpoint, so that a stop can be told as one. */
struct watch {
	uint32_t addr, len;
	char type; /* of the Z packet; 0: free */
};

struct gdb {
	struct machine *m;
	struct gdb_link link;
	struct watch watch[WATCHES];
	bool started; /* gdb let the machine run once: stops are reported */
	char packet[GDB_PACKET], reply[GDB_PACKET];
};

/* The description gdb asks for: the registers of tools/gdb_regs.h in their order. */
static const char target_xml[] =
	"<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\">"
	"<target><architecture>i386</architecture>"
	"<feature name=\"org.gnu.gdb.i386.core\">"
	"<flags id=\"i386_eflags\" size=\"4\">"
	"<field name=\"CF\" start=\"0\" end=\"0\"/><field name=\"PF\" start=\"2\" end=\"2\"/>"
	"<field name=\"AF\" start=\"4\" end=\"4\"/><field name=\"ZF\" start=\"6\" end=\"6\"/>"
	"<field name=\"SF\" start=\"7\" end=\"7\"/><field name=\"TF\" start=\"8\" end=\"8\"/>"
	"<field name=\"IF\" start=\"9\" end=\"9\"/><field name=\"DF\" start=\"10\" end=\"10\"/>"
	"<field name=\"OF\" start=\"11\" end=\"11\"/></flags>"
	"<reg name=\"eax\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"ecx\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"edx\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"ebx\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"esp\" bitsize=\"32\" type=\"data_ptr\"/>"
	"<reg name=\"ebp\" bitsize=\"32\" type=\"data_ptr\"/>"
	"<reg name=\"esi\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"edi\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"eip\" bitsize=\"32\" type=\"code_ptr\"/>"
	"<reg name=\"eflags\" bitsize=\"32\" type=\"i386_eflags\"/>"
	"<reg name=\"cs\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"ss\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"ds\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"es\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"fs\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"gs\" bitsize=\"32\" type=\"int32\"/>"
	"<reg name=\"st0\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st1\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st2\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st3\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st4\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st5\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st6\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"st7\" bitsize=\"80\" type=\"i387_ext\"/>"
	"<reg name=\"fctrl\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"fstat\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"ftag\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"fiseg\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"fioff\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"foseg\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"fooff\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"<reg name=\"fop\" bitsize=\"32\" type=\"int\" group=\"float\"/>"
	"</feature></target>";

static void read_registers(struct gdb *g)
{
	uint8_t bytes[GDB_REG_BYTES];
	char *out = g->reply;

	for (unsigned n = 0; n < GDB_REGS; n++) {
		size_t size = gdb_reg_get(g->m->cpu, n, bytes);

		gdb_hex(out, bytes, size);
		out += 2 * size;
	}
}

static void write_registers(struct gdb *g, const char *p)
{
	uint8_t bytes[GDB_REG_BYTES];

	for (unsigned n = 0; n < GDB_REGS; n++) {
		size_t size = gdb_reg_size(n);

		if (gdb_unhex(bytes, p, size) != size)
			break;
		gdb_reg_set(g->m->cpu, n, bytes);
		p += 2 * size;
	}
	strcpy(g->reply, "OK");
}

static void read_memory(struct gdb *g, const char *p)
{
	uint32_t addr = gdb_number(&p), len;
	uint8_t bytes[CHUNK];
	size_t n;

	len = *p == ',' ? (p++, gdb_number(&p)) : 0;
	if (len > CHUNK)
		len = CHUNK;
	n = cpu_read_linear(g->m->cpu, addr, bytes, len);
	if (n == 0 && len)
		strcpy(g->reply, "E14");
	else
		gdb_hex(g->reply, bytes, n);
}

static void write_memory(struct gdb *g, const char *p)
{
	uint32_t addr = gdb_number(&p), len;
	uint8_t bytes[CHUNK];

	len = *p == ',' ? (p++, gdb_number(&p)) : 0;
	if (*p != ':' || len > CHUNK || gdb_unhex(bytes, p + 1, len) != len ||
	    cpu_write_linear(g->m->cpu, addr, bytes, len) != len)
		strcpy(g->reply, "E14");
	else
		strcpy(g->reply, "OK");
}

/* Keep the list of watchpoints; -1 when it is full. */
static int note_watch(struct gdb *g, char type, uint32_t addr, uint32_t len, bool insert)
{
	for (unsigned n = 0; n < WATCHES; n++) {
		struct watch *w = &g->watch[n];
		bool same = w->type == type && w->addr == addr && w->len == len;

		if (insert && !w->type) {
			*w = (struct watch){.addr = addr, .len = len, .type = type};
			return 0;
		}
		if (!insert && same)
			w->type = 0;
	}
	return insert ? -1 : 0;
}

/* Z and z packets: 0 and 1 breakpoints, 2 write, 3 read, 4 access watchpoints. */
static void breakpoint(struct gdb *g, const char *p, bool insert)
{
	struct cpu *cpu = g->m->cpu;
	char type = *p;
	uint32_t addr, len;
	int rc = 0;

	p += type && p[1] == ',' ? 2 : 0;
	addr = gdb_number(&p);
	len = *p == ',' ? (p++, gdb_number(&p)) : 1;
	switch (type) {
	case '0':
	case '1':
		if (insert)
			rc = cpu_add_breakpoint(cpu, addr);
		else
			cpu_remove_breakpoint(cpu, addr);
		break;
	case '2':
	case '3':
	case '4':
		rc = note_watch(g, type, addr, len, insert);
		if (insert && rc == 0)
			rc = cpu_add_watchpoint(cpu, addr, len, type != '2', type != '3');
		else if (!insert)
			cpu_remove_watchpoint(cpu, addr, len);
		break;
	default: return; /* empty reply: not supported */
	}
	strcpy(g->reply, rc < 0 ? "E28" : "OK");
}

static void read_target_xml(struct gdb *g, const char *p)
{
	size_t size = strlen(target_xml), off, len, n;

	off = gdb_number(&p);
	len = *p == ',' ? (p++, gdb_number(&p)) : 0;
	if (off > size)
		off = size;
	n = size - off < len ? size - off : len;
	if (n > GDB_PACKET - 2)
		n = GDB_PACKET - 2;
	g->reply[0] = off + n < size ? 'm' : 'l';
	memcpy(g->reply + 1, target_xml + off, n);
	g->reply[1 + n] = '\0';
}

static void query(struct gdb *g, const char *p)
{
	static const char features[] = "qXfer:features:read:target.xml:";

	if (strncmp(p, "qSupported", 10) == 0)
		snprintf(g->reply, GDB_PACKET,
			 "PacketSize=%x;qXfer:features:read+;QStartNoAckMode+;hwbreak+;"
			 "vContSupported+",
			 CHUNK * 2 + 64);
	else if (strcmp(p, "QStartNoAckMode") == 0)
		strcpy(g->reply, "OK");
	else if (strncmp(p, features, sizeof(features) - 1) == 0)
		read_target_xml(g, p + sizeof(features) - 1);
	else if (strcmp(p, "qAttached") == 0)
		strcpy(g->reply, "1");
	else if (strcmp(p, "qC") == 0)
		strcpy(g->reply, "QC1");
	else if (strcmp(p, "qfThreadInfo") == 0)
		strcpy(g->reply, "m1");
	else if (strcmp(p, "qsThreadInfo") == 0)
		strcpy(g->reply, "l");
}

/* Why the machine stands still: a watchpoint is told with its kind and address. */
static void stop_reply(struct gdb *g, bool ran)
{
	static const char *const kind[] = {"watch", "rwatch", "awatch"};
	uint32_t at = g->m->debug_addr;

	strcpy(g->reply, "T05thread:1;");
	for (unsigned n = 0; ran && n < WATCHES; n++) {
		const struct watch *w = &g->watch[n];

		if (w->type && at - w->addr < w->len)
			snprintf(g->reply, GDB_PACKET, "T05thread:1;%s:%x;", kind[w->type - '2'],
				 at);
	}
}

/* A resume with an address: continue there. */
static void resume_at(struct gdb *g, const char *p)
{
	if (*p) {
		uint32_t pc = gdb_number(&p);

		gdb_reg_set(g->m->cpu, GDB_REG_PC, (const uint8_t *)&pc);
	}
}

enum action { ANSWER, RUN, STEP, DETACH, KILL };

static enum action command(struct gdb *g, const char *p)
{
	unsigned n;
	uint8_t bytes[GDB_REG_BYTES];

	g->reply[0] = '\0';
	switch (*p) {
	case '?': stop_reply(g, false); break;
	case 'g': read_registers(g); break;
	case 'G': write_registers(g, p + 1); break;
	case 'p':
		p++;
		n = gdb_number(&p);
		if (n < GDB_REGS)
			gdb_hex(g->reply, bytes, gdb_reg_get(g->m->cpu, n, bytes));
		else
			strcpy(g->reply, "E16");
		break;
	case 'P':
		p++;
		n = gdb_number(&p);
		if (n < GDB_REGS && *p == '=' &&
		    gdb_unhex(bytes, p + 1, gdb_reg_size(n)) == gdb_reg_size(n)) {
			gdb_reg_set(g->m->cpu, n, bytes);
			strcpy(g->reply, "OK");
		} else {
			strcpy(g->reply, "E16");
		}
		break;
	case 'm': read_memory(g, p + 1); break;
	case 'M': write_memory(g, p + 1); break;
	case 'Z':
	case 'z': breakpoint(g, p + 1, *p == 'Z'); break;
	case 'H':
	case 'T': strcpy(g->reply, "OK"); break;
	case 'c': resume_at(g, p + 1); return RUN;
	case 's': resume_at(g, p + 1); return STEP;
	case 'C': return RUN; /* signals mean nothing to a machine */
	case 'S': return STEP;
	case 'D': strcpy(g->reply, "OK"); return DETACH;
	case 'k': return KILL;
	case 'q':
	case 'Q': query(g, p); break;
	case 'v':
		if (strcmp(p, "vCont?") == 0)
			strcpy(g->reply, "vCont;c;C;s;S");
		else if (strncmp(p, "vCont;c", 7) == 0 || strncmp(p, "vCont;C", 7) == 0)
			return RUN;
		else if (strncmp(p, "vCont;s", 7) == 0 || strncmp(p, "vCont;S", 7) == 0)
			return STEP;
		else if (strncmp(p, "vKill", 5) == 0)
			return KILL;
		break;
	default: break;
	}
	return ANSWER;
}

int gdb_session(struct gdb *g)
{
	if (g->started) {
		stop_reply(g, true);
		if (gdb_send(&g->link, g->reply))
			return 1;
	}
	for (;;) {
		enum action a;
		int n = gdb_receive(&g->link, g->packet);

		if (n == -1)
			return 1; /* gone: run on */
		if (n < 0)
			continue;
		a = command(g, g->packet);
		if (a == RUN || a == STEP)
			g->started = true;
		if (a == RUN) {
			/* Step off a breakpoint at the present place. */
			cpu_step(g->m->cpu);
			clock_run_due(&g->m->clock);
			return 0;
		}
		if (a == STEP) {
			cpu_step(g->m->cpu);
			clock_run_due(&g->m->clock);
			machine_continue(g->m);
			stop_reply(g, false);
		}
		if (a == KILL)
			return -1;
		if (gdb_send(&g->link, g->reply))
			return 1;
		if (strcmp(g->packet, "QStartNoAckMode") == 0)
			g->link.no_ack = true;
		if (a == DETACH)
			return 1;
	}
}

void gdb_poll(struct gdb *g)
{
	if (gdb_interrupted(&g->link))
		machine_stop_now(g->m, MACHINE_STOP_DEBUG, 0, "interrupted by gdb");
}

void gdb_exited(struct gdb *g, int code)
{
	snprintf(g->reply, GDB_PACKET, "W%02x", code & 0xff);
	gdb_send(&g->link, g->reply);
}

struct gdb *gdb_open(struct machine *m, const char *port, char *err, size_t err_size)
{
	struct sockaddr_in addr = {.sin_family = AF_INET};
	socklen_t len = sizeof(addr);
	char *end;
	unsigned long n = strtoul(port, &end, 10);
	struct gdb *g = calloc(1, sizeof(*g));
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	if (!g || listener < 0 || *end || end == port || n > 65535) {
		snprintf(err, err_size, "--gdb %s: not a TCP port", port);
		goto fail;
	}
	addr.sin_port = htons((uint16_t)n);
	addr.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	g->m = m;
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *)&addr, sizeof(addr)) || listen(listener, 1) ||
	    getsockname(listener, (struct sockaddr *)&addr, &len)) {
		snprintf(err, err_size, "--gdb %s: %s", port, strerror(errno));
		goto fail;
	}
	fprintf(stderr, "geodesim: waiting for gdb: target remote localhost:%u\n",
		ntohs(addr.sin_port));
	g->link.fd = accept(listener, NULL, NULL);
	if (g->link.fd < 0) {
		snprintf(err, err_size, "--gdb %s: %s", port, strerror(errno));
		goto fail;
	}
	setsockopt(g->link.fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	close(listener);
	return g;
fail:
	if (listener >= 0)
		close(listener);
	free(g);
	return NULL;
}

void gdb_close(struct gdb *g)
{
	if (!g)
		return;
	close(g->link.fd);
	free(g);
}
