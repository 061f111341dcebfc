/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes, pipes, signals, page faults: prints STRESS OK when all came out right. */
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILDREN 200
#define SIGNALS	 2000

static volatile sig_atomic_t got, ticks;
static sigjmp_buf back;

static void count(int n)
{
	(void)n;
	got++;
}

static void tick(int n)
{
	(void)n;
	ticks++;
}

static void fault(int n)
{
	siglongjmp(back, n);
}

static void die(const char *what)
{
	printf("STRESS FAILED: %s\n", what);
	exit(1);
}

/* Each child changes its own copy of the memory and tells a sum through a pipe. */
static void forks(void)
{
	uint32_t *shared = malloc(64 * 1024);

	for (int i = 0; i < 16384; i++)
		shared[i] = (uint32_t)i;
	for (int c = 0; c < CHILDREN; c++) {
		uint32_t sum = 0, want = 0, told = 0;
		int p[2], status;
		pid_t pid;

		if (pipe(p))
			die("pipe");
		pid = fork();
		if (pid < 0)
			die("fork");
		if (pid == 0) {
			for (int i = 0; i < 16384; i += 7)
				shared[i] += (uint32_t)c;
			for (int i = 0; i < 16384; i++)
				sum = sum * 3 + shared[i];
			if (write(p[1], &sum, sizeof(sum)) != sizeof(sum))
				_exit(2);
			_exit(c & 63);
		}
		for (int i = 0; i < 16384; i++)
			want = want * 3 + (uint32_t)i + (i % 7 == 0 ? (uint32_t)c : 0);
		if (read(p[0], &told, sizeof(told)) != sizeof(told) || told != want)
			die("a child's memory");
		if (waitpid(pid, &status, 0) != pid || WEXITSTATUS(status) != (c & 63))
			die("a child's status");
		close(p[0]);
		close(p[1]);
		if (shared[7] != 7)
			die("copy on write");
	}
}

static void signals(void)
{
	struct sigaction sa = {.sa_handler = count};
	pid_t self = getpid();
	double x = 1;

	sigaction(SIGUSR1, &sa, NULL);
	for (int i = 0; i < SIGNALS; i++) {
		x = x * 1.0000001 + 0.5; /* the FPU's state lives across the handler */
		kill(self, SIGUSR1);
	}
	if (got != SIGNALS || x < 1000 || x > 1002)
		die("signals");
}

static void faults(void)
{
	struct sigaction sa = {.sa_handler = fault, .sa_flags = SA_NODEFER};
	char *page = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	volatile int zero = 0, n;

	sigaction(SIGSEGV, &sa, NULL);
	sigaction(SIGFPE, &sa, NULL);
	sigaction(SIGILL, &sa, NULL);
	for (int i = 0; i < 500; i++) {
		if (sigsetjmp(back, 1) == 0) {
			page[i % 8192] = 1;
			die("a write to a read-only page went through");
		}
		if (sigsetjmp(back, 1) == 0) {
			n = 5 / zero;
			die("a division by zero went through");
		}
		if (sigsetjmp(back, 1) == 0) {
			__asm__ volatile("ud2");
			die("an undefined opcode went through");
		}
	}
	(void)n;
}

static void preemption(void)
{
	struct sigaction sa = {.sa_handler = tick, .sa_flags = SA_RESTART};
	struct itimerval t = {{0, 4000}, {0, 4000}};
	volatile uint32_t a = 1;
	uint32_t b = 1;
	pid_t pid[4];

	for (int i = 0; i < 4; i++) {
		pid[i] = fork();
		if (pid[i] == 0) {
			for (uint32_t n = 0; n < 3000000; n++)
				a = a * 1664525u + 1013904223u;
			for (uint32_t n = 0; n < 3000000; n++)
				b = b * 1664525u + 1013904223u;
			_exit(a == b ? 0 : 1);
		}
	}
	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &t, NULL);
	for (int i = 0; i < 4; i++) {
		int status;

		if (waitpid(pid[i], &status, 0) != pid[i] || status != 0)
			die("a computing child");
	}
	/* A fast machine is through before five ticks: the timer must still bring them, within 5 s. */
	for (int i = 0; i < 500 && ticks < 5; i++)
		usleep(10000);
	if (ticks < 5)
		die("the interval timer");
}

int main(void)
{
	forks();
	signals();
	faults();
	preemption();
	printf("STRESS OK\n");
	return 0;
}
