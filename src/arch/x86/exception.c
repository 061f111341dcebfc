/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPU exceptions: print registers and the stage at fault, post a code and halt. */
#include <arch/cpu.h>
#include <arch/exception.h>
#include <arch/segments.h>
#include <boot/context.h>
#include <console/console.h>
#include <console/post.h>
#include <string.h>

#define STUB_SIZE	  4
#define GATE_INTERRUPT_32 0x8e00u /* present, ring 0, 32-bit interrupt gate */
#define VECTOR_PAGE_FAULT 14
#define VECTOR_RESERVED	  15
#define STACK_WORDS_SHOWN 8

extern const uint8_t exception_stubs[];

_Noreturn void exception_report(const struct exception_frame *frame);

/* One string, walked: neither padding nor pointers. */
static const char names[] = "divide error\0"
			    "debug\0"
			    "NMI\0"
			    "breakpoint\0"
			    "overflow\0"
			    "bound range\0"
			    "invalid opcode\0"
			    "no coprocessor\0"
			    "double fault\0"
			    "coprocessor overrun\0"
			    "invalid TSS\0"
			    "segment not present\0"
			    "stack fault\0"
			    "general protection\0"
			    "page fault\0"
			    "reserved\0"
			    "x87 error\0"
			    "alignment check\0"
			    "machine check\0"
			    "SIMD error\0";

static const char *exception_name(uint32_t vector)
{
	const char *name = names;

	for (vector = vector < 20 ? vector : VECTOR_RESERVED; vector; vector--)
		name += strlen(name) + 1;
	return name;
}

void exception_report(const struct exception_frame *f)
{
	/* The CPU pushed no ESP: below ring changes the old stack starts behind the frame. */
	const uint32_t *stack = (const uint32_t *)(f + 1);

	post_code(POST_EXCEPTION);
	pr_emerg("\nException %u (%s) in %s, error code %08x\n", f->vector,
		 exception_name(f->vector), context()->stage, f->error);
	pr_emerg("eip %08x cs %04x eflags %08x", f->eip, f->cs, f->eflags);
	if (f->vector == VECTOR_PAGE_FAULT)
		pr_emerg(" cr2 %08x", read_cr2());
	pr_emerg(
		"\neax %08x ebx %08x ecx %08x edx %08x\nesi %08x edi %08x ebp %08x esp %08x\nstack",
		f->eax, f->ebx, f->ecx, f->edx, f->esi, f->edi, f->ebp, (uint32_t)(uintptr_t)stack);
	for (unsigned int i = 0; i < STACK_WORDS_SHOWN; i++)
		pr_emerg(" %08x", stack[i]);
	pr_emerg("\nStopped. eip minus the stage's load address is an address in its .elf file.\n");
	console_uart_drain();
	cpu_halt();
}

void exception_init(void)
{
	struct stage_context *ctx = context();
	struct __attribute__((packed)) {
		uint16_t limit;
		uint32_t base;
	} pointer = {sizeof(ctx->idt) - 1, (uint32_t)(uintptr_t)ctx->idt};

	for (unsigned int i = 0; i < IDT_ENTRIES; i++) {
		uint32_t stub = (uint32_t)(uintptr_t)exception_stubs + i * STUB_SIZE;

		ctx->idt[i][0] = ((uint32_t)FLAT_CODE << 16) | (stub & 0xffff);
		ctx->idt[i][1] = (stub & 0xffff0000) | GATE_INTERRUPT_32;
	}
	__asm__ volatile("lidt %0" : : "m"(pointer));
}
