/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host-differential test: random instruction sequences on geodesim's processor and on the host's. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compare.h"
#include "gen.h"
#include "sim.h"

struct options {
	const char *host;     /* the 32-bit program */
	const char *coverage; /* file for the opcode coverage */
	uint64_t seed, count;
	unsigned kinds, max_failures;
	bool show; /* print the one case and both results even if they agree */
};

struct diff {
	struct options opt;
	struct diff_batch *shared;
	struct diff_result *results; /* the simulator's, of a batch */
	struct sim *sim;
	pid_t child;
	int to_child, from_child;
	uint64_t ended, failures;
};

static int die(const char *what)
{
	perror(what);
	return -1;
}

static int start_host(struct diff *d)
{
	char path[32];
	int fd = memfd_create("diff-batch", 0), in[2], out[2];

	if (fd < 0 || ftruncate(fd, sizeof(struct diff_batch)))
		return die("shared memory");
	d->shared = mmap(NULL, sizeof(*d->shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (d->shared == MAP_FAILED)
		return die("shared memory");
	if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC))
		return die("pipe");
	d->child = fork();
	if (d->child < 0)
		return die("fork");
	if (!d->child) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		dup2(in[0], 0);
		dup2(out[1], 1);
		execl(d->opt.host, d->opt.host, path, (char *)NULL);
		die(d->opt.host);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	d->to_child = in[1];
	d->from_child = out[0];
	return 0;
}

/* Let the host run what is in the shared memory; host_wait() must follow. */
static int host_begin(struct diff *d)
{
	return write(d->to_child, "r", 1) == 1 ? 0 : die("host side");
}

static int host_wait(struct diff *d)
{
	char byte;

	if (read(d->from_child, &byte, 1) == 1)
		return 0;
	fprintf(stderr, "diff: the host side ended unexpectedly\n");
	return -1;
}

/* Run one case on both sides; true when they agree. */
static bool agrees(struct diff *d, struct diff_case *c, struct diff_result *sim)
{
	d->shared->cases[0] = *c;
	d->shared->count = 1;
	if (host_begin(d))
		exit(2);
	sim_run(d->sim, c, sim);
	if (host_wait(d))
		exit(2);
	c->host = d->shared->cases[0].host;
	return compare_results(c, sim);
}

/* The case without unit n; false when that would read an undefined flag. */
static bool without_unit(struct diff_case *out, const struct diff_case *c, unsigned n)
{
	uint32_t at = 0;

	*out = *c;
	for (unsigned k = 0; k < n; k++)
		at += c->unit[k].len;
	memmove(out->code + at, c->code + at + c->unit[n].len, c->code_len - at - c->unit[n].len);
	out->code_len -= c->unit[n].len;
	for (unsigned k = n; k + 1 < c->units; k++)
		out->unit[k] = c->unit[k + 1];
	out->units--;
	return gen_undefined(out) >= 0;
}

/*
 * Drop instructions one by one while the sides still differ. Calls contain their own address, so
 * cutting in front of one changes what it does: then the cut just does not keep the difference.
 */
static void shrink(struct diff *d, struct diff_case *c)
{
	struct diff_case smaller;
	struct diff_result sim;
	bool progress = true;

	while (progress && c->units > 1) {
		progress = false;
		for (unsigned n = 0; n < c->units && !progress; n++) {
			if (without_unit(&smaller, c, n) && !agrees(d, &smaller, &sim)) {
				*c = smaller;
				progress = true;
			}
		}
	}
}

static void report(struct diff *d, uint64_t seed, struct diff_case *c)
{
	struct diff_result sim;
	bool ok;

	shrink(d, c);
	ok = agrees(d, c, &sim);
	printf("case %llu (kinds %u): %s\n", (unsigned long long)seed, d->opt.kinds,
	       ok ? "agrees" : "DIFFERS");
	compare_print(c, &sim, stdout);
	fflush(stdout);
}

/* Compare a batch; cases to report are copied first, since reporting uses the shared memory. */
static int compare_batch(struct diff *d, uint64_t seed, uint32_t n)
{
	struct diff_case *kept = calloc(n ? n : 1, sizeof(*kept));
	uint64_t *seeds = calloc(n ? n : 1, sizeof(*seeds));
	uint32_t count = 0;

	if (!kept || !seeds) {
		free(kept);
		free(seeds);
		return die("memory");
	}
	for (uint32_t k = 0; k < n; k++) {
		const struct diff_case *c = &d->shared->cases[k];
		bool same = compare_results(c, &d->results[k]);

		d->ended += c->host.vector == DIFF_END;
		d->failures += !same;
		if ((same && !d->opt.show) || d->failures > d->opt.max_failures)
			continue;
		kept[count] = *c;
		seeds[count++] = seed + k;
	}
	for (uint32_t k = 0; k < count; k++)
		report(d, seeds[k], &kept[k]);
	free(kept);
	free(seeds);
	return 0;
}

/* Cases seed .. seed + n - 1: the host's side runs them while this one does. */
static int run_batch(struct diff *d, uint64_t seed, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++)
		gen_case(&d->shared->cases[k], seed + k, d->opt.kinds);
	d->shared->count = n;
	if (host_begin(d))
		return -1;
	for (uint32_t k = 0; k < n; k++)
		sim_run(d->sim, &d->shared->cases[k], &d->results[k]);
	if (host_wait(d))
		return -1;
	return compare_batch(d, seed, n);
}

static int coverage(struct diff *d)
{
	FILE *out;

	if (!d->opt.coverage)
		return 0;
	out = fopen(d->opt.coverage, "w");
	if (!out)
		return die(d->opt.coverage);
	sim_coverage(d->sim, out);
	return fclose(out) ? die(d->opt.coverage) : 0;
}

static int run_all(struct diff *d)
{
	uint64_t done = 0;

	while (done < d->opt.count && d->failures < d->opt.max_failures) {
		uint64_t n = d->opt.count - done;

		if (n > DIFF_BATCH)
			n = DIFF_BATCH;
		if (run_batch(d, d->opt.seed + done, (uint32_t)n))
			return 2;
		done += n;
	}
	if (coverage(d))
		return 2;
	printf("%llu sequences from seed %llu: %llu ran to their end, %llu in the same fault or "
	       "trap, %llu differ\n",
	       (unsigned long long)done, (unsigned long long)d->opt.seed,
	       (unsigned long long)d->ended,
	       (unsigned long long)(done - d->ended - (d->failures < done ? d->failures : 0)),
	       (unsigned long long)d->failures);
	return d->failures ? 1 : 0;
}

static const char usage[] =
	"usage: diff --host PROGRAM [--seed N] [--count N] [--kinds MASK] [--failures N]\n"
	"            [--case N] [--coverage FILE]\n"
	"Runs random instruction sequences on geodesim's processor and, through PROGRAM\n"
	"(diff-host32), on this machine's, and prints a shrunk case for every difference.\n"
	"  --kinds MASK     1 integer, 2 x87, 4 MMX, 8 transcendental; default all (15)\n"
	"  --case N         run and print the one case of seed N\n"
	"  --failures N     stop after N differences (default 5)\n"
	"  --coverage FILE  write which opcodes were executed\n"
	"Exit code: 0 no difference, 1 differences, 2 could not run.\n";

static int parse(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {
		{"host", required_argument, NULL, 'h'},	    {"seed", required_argument, NULL, 's'},
		{"count", required_argument, NULL, 'n'},    {"kinds", required_argument, NULL, 'k'},
		{"failures", required_argument, NULL, 'f'}, {"case", required_argument, NULL, 'c'},
		{"coverage", required_argument, NULL, 'v'}, {NULL, 0, NULL, 0},
	};
	int c;

	while ((c = getopt_long(argc, argv, "", longs, NULL)) >= 0) {
		switch (c) {
		case 'h': o->host = optarg; break;
		case 's': o->seed = strtoull(optarg, NULL, 0); break;
		case 'n': o->count = strtoull(optarg, NULL, 0); break;
		case 'k': o->kinds = (unsigned)strtoul(optarg, NULL, 0) & GEN_ALL; break;
		case 'f': o->max_failures = (unsigned)strtoul(optarg, NULL, 0); break;
		case 'v': o->coverage = optarg; break;
		case 'c':
			o->seed = strtoull(optarg, NULL, 0);
			o->count = 1;
			o->show = true;
			break;
		default: return -1;
		}
	}
	return o->host && (o->kinds & ~GEN_TRANSCENDENTAL) && optind == argc ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct diff d = {
		.opt = {.seed = 1, .count = 10000, .kinds = GEN_ALL, .max_failures = 5},
	};
	int result;

	if (parse(argc, argv, &d.opt)) {
		fputs(usage, stderr);
		return 2;
	}
	signal(SIGPIPE, SIG_IGN);
	d.results = malloc(DIFF_BATCH * sizeof(*d.results));
	d.sim = sim_new();
	if (!d.results || !d.sim || start_host(&d)) {
		fprintf(stderr, "diff: cannot start\n");
		return 2;
	}
	result = run_all(&d);
	close(d.to_child);
	waitpid(d.child, NULL, 0);
	sim_free(d.sim);
	free(d.results);
	return result;
}
