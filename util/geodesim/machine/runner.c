/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --bare: the processor alone with memory, one program per line of JSON. */
#include "machine/runner.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "machine/json.h"

#define PAGE	     4096u
#define DEFAULT_KIB  16384
#define MOST_KIB     (1 << 20)
#define MOST_OUTS    (1u << 23)
#define ROM_MOST     (16u << 20)
#define ROM_LOW	     0x20000u /* of the ROM, also below 1 MiB */
#define REPORT_ERROR 160

struct out_record {
	uint16_t port;
	uint8_t size;
	uint32_t value;
};

struct runner {
	struct cpu *cpu;
	struct json json;
	uint8_t *mem, *start; /* memory now, and before the program ran */
	uint8_t *touched;     /* per page: written since the start */
	uint32_t size, kib;
	uint8_t *rom;
	uint32_t rom_size;
	uint32_t port_value;
	bool halted, shutdown;
	struct out_record *out;
	uint32_t outs, out_room;
	char error[REPORT_ERROR];
};

static int refuse(struct runner *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->error, sizeof(r->error), fmt, ap);
	va_end(ap);
	return -1;
}

/* Where in the ROM an address lies, or -1. */
static int64_t in_rom(const struct runner *r, uint32_t addr)
{
	uint32_t low = r->rom_size < ROM_LOW ? r->rom_size : ROM_LOW;

	if (!r->rom_size)
		return -1;
	if (addr >= 0u - r->rom_size)
		return addr - (0u - r->rom_size);
	if (addr < 0x100000 && addr >= 0x100000 - low)
		return r->rom_size - (0x100000 - addr);
	return -1;
}

static uint8_t *mem_page(void *o, uint32_t paddr, bool write, unsigned flags)
{
	struct runner *r = o;
	int64_t rom = in_rom(r, paddr);

	(void)flags;
	if (rom >= 0)
		return write ? NULL : r->rom + rom;
	if (paddr >= r->size)
		return NULL;
	if (write)
		r->touched[paddr / PAGE] = 1;
	return r->mem + paddr;
}
static uint64_t mem_read(void *o, uint32_t paddr, unsigned size, unsigned flags)
{
	(void)o;
	(void)paddr;
	(void)size;
	(void)flags;
	return UINT64_MAX;
}
static void mem_write(void *o, uint32_t paddr, unsigned size, uint64_t val, unsigned flags)
{
	(void)o;
	(void)paddr;
	(void)size;
	(void)val;
	(void)flags;
}
static uint32_t io_read(void *o, uint16_t port, unsigned size)
{
	struct runner *r = o;

	(void)port;
	return size == 4 ? r->port_value : r->port_value & ((1u << 8 * size) - 1);
}
/* Self-tests print their results on a port, character by character: millions of writes. */
static bool room_for_out(struct runner *r)
{
	uint32_t room = r->out_room ? 2 * r->out_room : 4096;
	struct out_record *more;

	if (r->outs < r->out_room)
		return true;
	if (room > MOST_OUTS)
		return false;
	more = realloc(r->out, room * sizeof(*more));
	if (!more)
		return false;
	r->out = more;
	r->out_room = room;
	return true;
}
static void io_write(void *o, uint16_t port, unsigned size, uint32_t val)
{
	struct runner *r = o;

	if (room_for_out(r))
		r->out[r->outs++] = (struct out_record){port, (uint8_t)size, val};
}
static bool msr_read(void *o, uint32_t msr, uint64_t *val)
{
	(void)o;
	(void)msr;
	*val = 0;
	return true;
}
static bool msr_write(void *o, uint32_t msr, uint64_t val)
{
	(void)o;
	(void)msr;
	(void)val;
	return true;
}
static uint8_t intr_ack(void *o)
{
	(void)o;
	return 0;
}
static void on_signal(void *o, enum cpu_signal s, uint64_t arg)
{
	struct runner *r = o;

	if (s == CPU_SIGNAL_HALTED && arg)
		r->halted = true;
	else if (s == CPU_SIGNAL_SHUTDOWN)
		r->shutdown = true;
	else
		return;
	cpu_stop(r->cpu);
}

static int set_memory(struct runner *r, int64_t kib)
{
	if (kib < 4 || kib > MOST_KIB)
		return refuse(r, "mem_kib: 4 to %d", MOST_KIB);
	kib = (kib + 3) & ~3;
	if ((uint32_t)kib != r->kib) {
		free(r->mem);
		free(r->start);
		free(r->touched);
		r->kib = (uint32_t)kib;
		r->size = r->kib << 10;
		r->mem = calloc(1, r->size);
		r->start = calloc(1, r->size);
		r->touched = calloc(1, r->size / PAGE);
		if (!r->mem || !r->start || !r->touched) {
			r->kib = 0;
			r->size = 0;
			return refuse(r, "out of memory");
		}
		return 0;
	}
	for (uint32_t p = 0; p < r->size / PAGE; p++) {
		if (!r->touched[p])
			continue;
		memset(r->mem + p * PAGE, 0, PAGE);
		memset(r->start + p * PAGE, 0, PAGE);
		r->touched[p] = 0;
	}
	return 0;
}

static int put(struct runner *r, int64_t addr, uint8_t byte)
{
	if (addr < 0 || addr >= r->size)
		return refuse(r, "ram: address %" PRId64 " is beyond memory (mem_kib)", addr);
	r->touched[addr / PAGE] = 1;
	r->mem[addr] = byte;
	r->start[addr] = byte;
	return 0;
}

static int set_ram(struct runner *r, unsigned list)
{
	const struct json_node *n = r->json.node;

	for (unsigned e = list ? n[list].child : 0; e; e = n[e].next) {
		unsigned a = n[e].child, b = a ? n[a].next : 0;

		if (!b || n[a].type != JSON_NUMBER || n[b].type != JSON_NUMBER)
			return refuse(r, "ram: entries are [address, byte]");
		if (put(r, n[a].number, (uint8_t)n[b].number))
			return -1;
	}
	return 0;
}

/* A string member as a file name. */
static FILE *open_named(struct runner *r, unsigned s)
{
	const struct json_node *n = &r->json.node[s];
	char name[1024];
	FILE *f;

	if (!s || n->type != JSON_STRING || n->text_len >= sizeof(name)) {
		refuse(r, "a file name is missing or too long");
		return NULL;
	}
	memcpy(name, n->text, n->text_len);
	name[n->text_len] = '\0';
	f = fopen(name, "rb");
	if (!f)
		refuse(r, "cannot open %s", name);
	return f;
}

static int load_files(struct runner *r, unsigned list)
{
	const struct json_node *n = r->json.node;

	for (unsigned e = list ? n[list].child : 0; e; e = n[e].next) {
		unsigned a = n[e].child, b = a ? n[a].next : 0;
		int64_t addr = a ? n[a].number : 0;
		FILE *f = open_named(r, b);
		int c, bad = 0;

		if (!f)
			return -1;
		while (!bad && (c = getc(f)) != EOF)
			bad = put(r, addr++, (uint8_t)c);
		fclose(f);
		if (bad)
			return -1;
	}
	return 0;
}

static int load_rom(struct runner *r, unsigned s)
{
	FILE *f;
	size_t got;

	free(r->rom);
	r->rom = NULL;
	r->rom_size = 0;
	if (!s)
		return 0;
	f = open_named(r, s);
	if (!f)
		return -1;
	r->rom = malloc(ROM_MOST);
	got = r->rom ? fread(r->rom, 1, ROM_MOST, f) : 0;
	fclose(f);
	if (!got || got % PAGE)
		return refuse(r, "rom: the size must be a multiple of 4 KiB, up to 16 MiB");
	r->rom_size = (uint32_t)got;
	return 0;
}

static int set_regs(struct runner *r, unsigned regs)
{
	/* CR0 first: what a selector means depends on it. */
	static const enum cpu_reg early[] = {CPU_REG_CR0, CPU_REG_EFLAGS};
	const struct json_node *n = r->json.node;
	unsigned m;

	for (unsigned k = 0; k < 2; k++) {
		m = json_member(&r->json, regs, cpu_reg_name(early[k]));
		if (m)
			cpu_set_reg(r->cpu, early[k], (uint64_t)n[m].number);
	}
	for (unsigned reg = 0; reg < CPU_REG_COUNT; reg++) {
		m = json_member(&r->json, regs, cpu_reg_name(reg));
		if (m && reg != CPU_REG_CR0 && reg != CPU_REG_EFLAGS)
			cpu_set_reg(r->cpu, reg, (uint64_t)n[m].number);
	}
	return 0;
}

static int prepare(struct runner *r, unsigned root)
{
	struct json *j = &r->json;
	unsigned from = json_member(j, root, "initial");

	if (!from)
		from = root;
	if (j->node[root].type != JSON_OBJECT)
		return refuse(r, "not an object");
	if (set_memory(r, json_get(j, root, "mem_kib", DEFAULT_KIB)) ||
	    load_rom(r, json_member(j, root, "rom")) ||
	    load_files(r, json_member(j, root, "load")) || set_ram(r, json_member(j, from, "ram")))
		return -1;
	r->port_value = (uint32_t)json_get(j, root, "in", 0xffffffff);
	r->outs = 0;
	r->halted = false;
	r->shutdown = false;
	cpu_reset(r->cpu);
	/* DM_CONFIG0 as firmware leaves it: the caches cannot be observed. */
	cpu_msr_write(r->cpu, 0x1800, UINT64_C(0x0000200000004022));
	return set_regs(r, json_member(j, from, "regs"));
}

static const char *execute(struct runner *r, unsigned root)
{
	unsigned until = json_member(&r->json, root, "until");
	uint64_t most = (uint64_t)json_get(&r->json, root, "max", 1000000);
	uint64_t end = cpu_instructions(r->cpu) + most;

	if (until && r->json.node[until].type == JSON_STRING && r->json.node[until].text_len == 4 &&
	    !memcmp(r->json.node[until].text, "insn", 4)) {
		cpu_step(r->cpu);
		return r->shutdown ? "shutdown" : r->halted ? "halt" : "insn";
	}
	while (!r->halted && !r->shutdown) {
		if (cpu_instructions(r->cpu) >= end)
			return "max";
		cpu_run(r->cpu, cpu_clock(r->cpu) + 10000);
	}
	return r->shutdown ? "shutdown" : "halt";
}

static void print_ram(struct runner *r, FILE *out)
{
	const char *comma = "";

	fprintf(out, "\"ram\":[");
	for (uint32_t p = 0; p < r->size / PAGE; p++) {
		const uint8_t *now = r->mem + p * PAGE, *was = r->start + p * PAGE;

		if (!r->touched[p] || !memcmp(now, was, PAGE))
			continue;
		for (unsigned n = 0; n < PAGE; n++) {
			if (now[n] == was[n])
				continue;
			fprintf(out, "%s[%u,%u]", comma, p * PAGE + n, now[n]);
			comma = ",";
		}
	}
	fprintf(out, "],");
}

static void print_read(struct runner *r, unsigned root, FILE *out)
{
	const struct json_node *n = r->json.node;
	unsigned list = json_member(&r->json, root, "read");

	if (!list)
		return;
	fprintf(out, "\"read\":[");
	for (unsigned e = n[list].child; e; e = n[e].next) {
		unsigned a = n[e].child, b = a ? n[a].next : 0;

		fprintf(out, "\"");
		for (int64_t k = 0; b && k < n[b].number; k++) {
			int64_t at = n[a].number + k;

			if (at < 0 || at >= r->size)
				break;
			fprintf(out, "%02x", r->mem[at]);
		}
		fprintf(out, "\"%s", n[e].next ? "," : "");
	}
	fprintf(out, "],");
}

static void print_result(struct runner *r, unsigned root, const char *stop, uint64_t insns,
			 uint64_t clocks, FILE *out)
{
	unsigned name = json_member(&r->json, root, "name");

	fprintf(out, "{");
	if (name && r->json.node[name].type == JSON_STRING)
		fprintf(out, "\"name\":\"%.*s\",", (int)r->json.node[name].text_len,
			r->json.node[name].text);
	else if (name && r->json.node[name].type == JSON_NUMBER)
		fprintf(out, "\"name\":%" PRId64 ",", r->json.node[name].number);
	fprintf(out, "\"stop\":\"%s\",\"regs\":{", stop);
	for (unsigned reg = 0; reg < CPU_REG_COUNT; reg++)
		fprintf(out, "%s\"%s\":%" PRIu64, reg ? "," : "", cpu_reg_name(reg),
			cpu_get_reg(r->cpu, reg));
	fprintf(out, "},");
	print_ram(r, out);
	fprintf(out, "\"out\":[");
	for (uint32_t n = 0; n < r->outs; n++)
		fprintf(out, "%s[%u,%u,%" PRIu32 "]", n ? "," : "", r->out[n].port, r->out[n].size,
			r->out[n].value);
	fprintf(out, "],");
	print_read(r, root, out);
	fprintf(out, "\"instructions\":%" PRIu64 ",\"clocks\":%" PRIu64 "}\n", insns, clocks);
}

static void run_line(struct runner *r, const char *line, size_t len, FILE *out)
{
	unsigned root = json_parse(&r->json, line, len);
	uint64_t insns, clocks;
	const char *stop;

	if (!root)
		refuse(r, "column %zu: %s", r->json.error_at + 1, r->json.error);
	if (!root || prepare(r, root)) {
		fprintf(out, "{\"error\":\"%s\"}\n", r->error);
		fflush(out);
		return;
	}
	insns = cpu_instructions(r->cpu);
	clocks = cpu_clock(r->cpu);
	stop = execute(r, root);
	print_result(r, root, stop, cpu_instructions(r->cpu) - insns, cpu_clock(r->cpu) - clocks,
		     out);
	fflush(out);
}

int runner_run(FILE *in, FILE *out, enum cpu_model model, FILE *coverage)
{
	struct runner *r = calloc(1, sizeof(*r));
	struct cpu_bus bus = {
		.opaque = r,
		.mem_page = mem_page,
		.mem_read = mem_read,
		.mem_write = mem_write,
		.io_read = io_read,
		.io_write = io_write,
		.msr_read = msr_read,
		.msr_write = msr_write,
		.intr_ack = intr_ack,
		.signal = on_signal,
	};
	char *line = NULL;
	size_t size = 0;
	ssize_t len;

	if (!r)
		return -1;
	r->cpu = cpu_new(model, &bus);
	if (!r->cpu) {
		free(r);
		return -1;
	}
	if (coverage)
		cpu_enable_coverage(r->cpu);
	while ((len = getline(&line, &size, in)) > 0)
		if (line[strspn(line, " \t\r\n")] != '\0')
			run_line(r, line, (size_t)len, out);
	if (coverage)
		cpu_coverage(r->cpu, coverage);
	free(line);
	json_free(&r->json);
	cpu_free(r->cpu);
	free(r->rom);
	free(r->out);
	free(r->mem);
	free(r->start);
	free(r->touched);
	free(r);
	return 0;
}
