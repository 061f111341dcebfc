/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's side: a 32-bit program that runs test cases natively, batch by batch. */
#define _GNU_SOURCE
#include <asm/ldt.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "diff.h"
#include "host32.h"

_Static_assert(offsetof(struct diff_state, eflags) == IMAGE_EFLAGS, "layout of struct diff_state");
_Static_assert(offsetof(struct diff_state, fpu) == IMAGE_FPU, "layout of struct diff_state");
_Static_assert(DIFF_CODE == DIFF_CODE_ADDRESS && DIFF_DS_SEL == DIFF_DS_SELECTOR, "addresses");

struct diff_state host_image __attribute__((aligned(16)));
extern uint32_t host_saved[2];
void host_enter(void);
extern char host_leave[], host_faulted[];

/* What the last case ended with; written by the signal handler. */
static volatile uint32_t end_vector, end_error, end_cr2;

#define FLAT_CS 0x23
#define FLAT_DS 0x2b

/* A case faulted: note everything, then go on at host_faulted. */
static void on_signal(int sig, siginfo_t *info, void *context)
{
	ucontext_t *u = context;
	greg_t *g = u->uc_mcontext.gregs;
	struct diff_state *s = &host_image;

	(void)info;
	if (sig == SIGALRM || (g[REG_CS] & 0xffff) != DIFF_CS_SEL) {
		static const char message[] = "host side: fault or timeout outside a case\n";

		if (sig != SIGALRM || write(2, message, sizeof(message) - 1) < 0)
			_exit(3);
		_exit(2);
	}
	s->gpr[0] = g[REG_EAX];
	s->gpr[1] = g[REG_ECX];
	s->gpr[2] = g[REG_EDX];
	s->gpr[3] = g[REG_EBX];
	s->gpr[4] = g[REG_ESP];
	s->gpr[5] = g[REG_EBP];
	s->gpr[6] = g[REG_ESI];
	s->gpr[7] = g[REG_EDI];
	s->eip = g[REG_EIP];
	s->eflags = g[REG_EFL];
	memcpy(s->fpu, u->uc_mcontext.fpregs, sizeof(s->fpu));
	end_vector = g[REG_TRAPNO];
	end_error = g[REG_ERR];
	end_cr2 = end_vector == 14 ? u->uc_mcontext.cr2 : 0;
	g[REG_CS] = FLAT_CS;
	g[REG_DS] = FLAT_DS;
	g[REG_ES] = FLAT_DS;
	g[REG_SS] = FLAT_DS;
	g[REG_ESP] = host_saved[0];
	g[REG_UESP] = host_saved[0];
	g[REG_EIP] = (greg_t)host_faulted;
	g[REG_EFL] = 0x202;
}

static void die(const char *what)
{
	perror(what);
	exit(2);
}

static void segment(unsigned number, uint32_t base, uint32_t limit, unsigned contents)
{
	struct user_desc d;

	memset(&d, 0, sizeof(d));
	d.entry_number = number;
	d.base_addr = base;
	d.limit = limit;
	d.seg_32bit = 1;
	d.contents = contents; /* 0 data, 2 code */
	d.useable = 1;
	if (syscall(SYS_modify_ldt, 0x11, &d, sizeof(d)))
		die("modify_ldt (the kernel needs CONFIG_MODIFY_LDT_SYSCALL)");
}

static void *page_at(uint32_t address, int prot, int flags, int fd)
{
	void *p = mmap((void *)address, DIFF_PAGE, prot, flags | MAP_FIXED_NOREPLACE, fd, 0);

	if (p != (void *)address)
		die("mmap of a case's page");
	return p;
}

/* A page that a case can execute at an address and not write; returns where this side can. */
static uint8_t *code_page(uint32_t address)
{
	int fd = memfd_create("diff-code", 0);
	void *p;

	if (fd < 0 || ftruncate(fd, DIFF_PAGE))
		die("memfd_create");
	page_at(address, PROT_READ | PROT_EXEC, MAP_SHARED, fd);
	p = mmap(NULL, DIFF_PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED)
		die("mmap of a code page");
	close(fd);
	return p;
}

static void catch_signals(void)
{
	static const int caught[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGALRM};
	static char stack[65536];
	stack_t alt = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_signal;
	action.sa_flags = SA_SIGINFO | SA_ONSTACK;
	if (sigaltstack(&alt, NULL))
		die("sigaltstack");
	for (unsigned n = 0; n < sizeof(caught) / sizeof(caught[0]); n++) {
		if (sigaction(caught[n], &action, NULL))
			die("sigaction");
	}
}

static void run(struct diff_case *c, uint8_t *code, uint8_t *data)
{
	diff_place_code(c, code);
	memcpy(data, c->data, DIFF_PAGE);
	host_image = c->in;
	end_vector = DIFF_END;
	end_error = 0;
	end_cr2 = 0;
	host_enter();
	c->host.state = host_image;
	c->host.vector = end_vector;
	c->host.error = end_error;
	c->host.cr2 = end_cr2;
	memcpy(c->host.data, data, DIFF_PAGE);
}

/* A far jump to host_leave in the page that ends every case. */
static void build_exit(uint8_t *page)
{
	uint32_t target = (uint32_t)host_leave;

	page[0] = 0xea;
	memcpy(page + 1, &target, 4);
	page[5] = FLAT_CS;
	page[6] = 0;
}

int main(int argc, char **argv)
{
	uint8_t *code, *data;
	struct diff_batch *batch;
	char byte;
	int fd;

	if (argc != 2) {
		fprintf(stderr, "usage: diff-host32 SHARED-FILE (started by diff)\n");
		return 2;
	}
	fd = open(argv[1], O_RDWR);
	if (fd < 0)
		die(argv[1]);
	batch = mmap(NULL, sizeof(*batch), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (batch == MAP_FAILED)
		die("mmap of the batch");
	code = code_page(DIFF_CODE);
	data = page_at(DIFF_DATA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	memset(code, 0xf4, DIFF_PAGE);
	build_exit(code_page(DIFF_EXIT));
	segment(0, 0, DIFF_CS_LIMIT, 2);
	segment(1, 0, DIFF_LIMIT, 0);
	segment(2, DIFF_ES_BASE, DIFF_ES_LIMIT, 0);
	catch_signals();
	while (read(0, &byte, 1) == 1) {
		alarm(20);
		for (uint32_t n = 0; n < batch->count; n++)
			run(&batch->cases[n], code, data);
		alarm(0);
		if (write(1, &byte, 1) != 1)
			break;
	}
	return 0;
}
