/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing a whole board by a running program: it must come back, whatever the program does. */
#include <stdlib.h>
#include <string.h>

#include "../geodesim/geodelink/geode_bench.h"
#include "parts/usb_keyboard.h"
#include "parts/usb_storage.h"
#include "parts/vt6105m.h"

#define CODE	     0x100000u
#define CODE_BYTES   0x10000u
#define DISK	     (64u * 512u)
#define CLOCKS	     500000u
#define INSTRUCTIONS 300u

/* What a program is made of: the input's bytes pick instructions, then numbers that follow from
 * them: building a board takes long, so that every run shall do much. */
struct program {
	const uint8_t *at, *end;
	uint64_t random;
	uint8_t code[CODE_BYTES];
	uint32_t size;
};

static uint32_t take(struct program *p, unsigned n)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < n; i++) {
		p->random ^= p->random << 13;
		p->random ^= p->random >> 7;
		p->random ^= p->random << 17;
		if (p->at == p->end) {
			v |= (uint32_t)(p->random >> 24 & 0xff) << (8 * i);
			continue;
		}
		p->random += *p->at * UINT64_C(0x9e3779b97f4a7c15);
		v |= (uint32_t)*p->at++ << (8 * i);
	}
	return v;
}

static void emit(struct program *p, const void *bytes, uint32_t n)
{
	if (p->size + n > CODE_BYTES - 16)
		return;
	memcpy(p->code + p->size, bytes, n);
	p->size += n;
}

/* An opcode and a 32-bit immediate. */
static void emit_imm(struct program *p, uint8_t opcode, uint32_t val)
{
	uint8_t bytes[5] = {opcode};

	memcpy(bytes + 1, &val, 4);
	emit(p, bytes, 5);
}

static uint32_t msr(struct program *p)
{
	static const uint32_t base[] = {0x00000000, 0x10000000, 0x20000000, 0x40000000, 0x4c000000,
					0x50000000, 0x51000000, 0x51010000, 0x51200000, 0x51300000,
					0x51400000, 0x51500000, 0x51700000, 0x54000000, 0x58000000,
					0x80000000, 0xa0000000, 0x48000000, 0x00001000, 0x00001800};

	return base[take(p, 1) % (sizeof(base) / sizeof(base[0]))] | (take(p, 2) & 0x20ff);
}

static uint32_t port(struct program *p)
{
	static const uint16_t base[] = {0x20,	0x40,	0x60,	0x70,	0xa0,  0xc0,   0x1f0,
					0x3c0,	0x3d0,	0x3f8,	0xcf8,	0xcfc, 0x6000, 0x6100,
					0x6200, 0x9c00, 0x9d00, 0xac18, 0x2e,  0x1880, 0x2000};

	return base[take(p, 1) % (sizeof(base) / sizeof(base[0]))] + (take(p, 1) & 0x7f);
}

static uint32_t address(struct program *p)
{
	static const uint32_t base[] = {0x00000000, 0x000a0000, 0x000b8000, 0x000f0000,
					0x00100000, 0x00200000, 0x01fe0000, 0x80400000,
					0xe0000000, 0xfe000000, 0xfe004000, 0xfe008000,
					0xfe01a000, 0xfe01b000, 0xffbc0000, 0xfff80000};

	return base[take(p, 1) % (sizeof(base) / sizeof(base[0]))] + take(p, 2);
}

static void instruction(struct program *p)
{
	static const uint8_t out[3][2] = {{0xee}, {0x66, 0xef}, {0xef}};
	static const uint8_t in[3][2] = {{0xec}, {0x66, 0xed}, {0xed}};
	uint8_t what = (uint8_t)take(p, 1), bytes[32];
	unsigned n = what >> 4;

	switch (what & 15) {
	case 0:
	case 1:
		emit_imm(p, 0xb9, msr(p)); /* mov ecx; mov eax; mov edx; wrmsr */
		emit_imm(p, 0xb8, take(p, 4));
		emit_imm(p, 0xba, take(p, 4));
		emit(p, "\x0f\x30", 2);
		break;
	case 2:
		emit_imm(p, 0xb9, msr(p));
		emit(p, "\x0f\x32", 2);
		break;
	case 3:
	case 4:
		emit_imm(p, 0xba, port(p));
		emit_imm(p, 0xb8, take(p, 4));
		emit(p, out[n % 3], n % 3 == 1 ? 2 : 1);
		break;
	case 5:
		emit_imm(p, 0xba, port(p));
		emit(p, in[n % 3], n % 3 == 1 ? 2 : 1);
		break;
	case 6:
	case 7:
		emit_imm(p, 0xbf, address(p)); /* mov edi; mov dword [edi], imm */
		emit(p, "\xc7\x07", 2);
		emit_imm(p, (uint8_t)take(p, 1), take(p, 3));
		p->size -= p->size ? 1 : 0; /* four of these five bytes are the operand */
		break;
	case 8:
		emit_imm(p, 0xbe, address(p)); /* mov esi; mov eax, [esi] */
		emit(p, "\x8b\x06", 2);
		break;
	case 9: /* copy between devices and memory */
		emit_imm(p, 0xbe, address(p));
		emit_imm(p, 0xbf, address(p));
		emit_imm(p, 0xb9, take(p, 1));
		emit(p, "\xf3\xa5", 2);
		break;
	case 10: /* a string of ports */
		emit_imm(p, 0xba, port(p));
		emit_imm(p, 0xbf, address(p));
		emit_imm(p, 0xb9, take(p, 1));
		emit(p, n & 1 ? "\xf3\x6f" : "\xf3\x6d", 2);
		break;
	case 11: emit(p, "\xfb\xf4", 2); break; /* sti; hlt */
	case 12:
		emit_imm(p, 0xb9, take(p, 1) * 16);
		emit(p, "\xe2\xfe", 2);
		break;				/* time passes */
	case 13: emit(p, "\x0f\x09", 2); break; /* wbinvd */
	case 14: emit(p, "\x0f\x38", 2); break; /* smint */
	default:				/* anything */
		for (unsigned i = 0; i <= n; i++)
			bytes[i] = (uint8_t)take(p, 1);
		emit(p, bytes, n + 1);
	}
}

/* Flat protected mode; faults and interrupts return at once, so that the program goes on. */
static void furnish(struct geode_bench *b, const struct program *p)
{
	static const uint64_t gdt[] = {0, 0x00cf9b000000ffff, 0x00cf93000000ffff};
	struct cpu *cpu = b->g->m.cpu;

	for (uint32_t i = 0; i < p->size; i++)
		bench_store(b, CODE + i, 1, p->code[i]);
	for (unsigned n = 0; n < 3; n++)
		bench_store(b, 0x2000 + 8 * n, 8, gdt[n]);
	for (unsigned n = 0; n < 256; n++)
		bench_store(b, 0x4000 + 8 * n, 8, 0x00008e0000080000 | 0x3000);
	/* add dword [esp], 2; and dword [esp], 10FFFFh; or dword [esp], 100000h; iret */
	for (unsigned n = 0; n < 19; n++)
		bench_store(b, 0x3000 + n, 1,
			    (uint8_t) "\x83\x04\x24\x02\x81\x24\x24\xff\xff\x10\x00"
				      "\x81\x0c\x24\x00\x00\x10\x00\xcf"[n]);
	cpu_set_reg(cpu, CPU_REG_GDTR_BASE, 0x2000);
	cpu_set_reg(cpu, CPU_REG_GDTR_LIMIT, 23);
	cpu_set_reg(cpu, CPU_REG_IDTR_BASE, 0x4000);
	cpu_set_reg(cpu, CPU_REG_IDTR_LIMIT, 0x7ff);
	cpu_set_reg(cpu, CPU_REG_CR0, 0x11);
	for (unsigned n = 0; n < 6; n++) {
		cpu_set_reg(cpu, CPU_REG_ES + n, n == 1 ? 0x08 : 0x10);
		cpu_set_reg(cpu, CPU_REG_ES_BASE + n, 0);
		cpu_set_reg(cpu, CPU_REG_ES_LIMIT + n, 0xffffffff);
		cpu_set_reg(cpu, CPU_REG_ES_ATTR + n, n == 1 ? 0xc09b : 0xc093);
	}
	cpu_set_reg(cpu, CPU_REG_ESP, 0x80000);
	cpu_set_reg(cpu, CPU_REG_EIP, CODE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct program p;
	static uint8_t sectors[DISK];
	struct usb_keyboard keyboard;
	struct usb_storage stick;
	struct diskimage image;
	struct geode_bench b;

	if (size < 4 || size > 4096)
		return 0;
	p = (struct program){.at = data, .end = data + size, .random = 0x123456789abcdef1};
	for (unsigned n = 0; n < INSTRUCTIONS || p.at < p.end; n++)
		instruction(&p);
	emit(&p, "\xfa\xf4", 2); /* cli; hlt */
	if (geode_bench_init(&b))
		abort();
	diskimage_from_memory(&image, sectors, sizeof(sectors));
	b.cfg.disk[0] = diskimage_if(&image);
	b.cfg.sio = GEODE_SIO_W83627HF;
	b.cfg.sio_port = 0x2e;
	b.cfg.sensor_address = 0x4c;
	b.cfg.pci[1] = (struct geode_pci){
		.kind = GEODE_PCI_VT6105M,
		.name = "eth",
		.device = 13,
		.line = {BENCH_LINE, GEODE_NONE, GEODE_NONE, GEODE_NONE},
	};
	if (geode_bench_on(&b) || geode_warm_start(b.g, b.err, sizeof(b.err)))
		abort();
	usb_keyboard_init(&keyboard);
	usb_storage_init(&stick, diskimage_if(&image), "0");
	usb_plug(&b.g->usb, 0, &keyboard.dev);
	usb_plug(&b.g->usb, 1, &stick.dev);
	furnish(&b, &p);
	b.g->m.stop_on_reset = true;
	b.g->m.end_clock = cpu_clock(b.g->m.cpu) + CLOCKS;
	machine_run(&b.g->m);
	geode_bench_free(&b);
	diskimage_close(&image);
	return 0;
}
