/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * explain: what the firmware of a Geode LX board programs into the memory controller, field by field, and why: the
 * firmware's own code (src/lib/spd.c, timings.c), the board's own device tree.
 *
 * explain [-c MHZ] [SPD-FILE [SPD-FILE]]: -c is the GeodeLink clock that the straps select (400); the files are the
 * EEPROMs' contents in the board's sockets, "none" for an empty one. Soldered memory comes from the tree.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <lib/errors.h>
#include <northbridge/amd/geode_lx/chip.h>
#include <northbridge/amd/geode_lx/clocks.h>
#include <northbridge/amd/geode_lx/timings.h>

/* The board's table names it; here it only tells which entry is the northbridge's. */
const struct chip_romstage_ops amd_geode_lx_romstage_ops;

static const struct row {
	const char *name, *reg;
	unsigned shift, bits;
	const char *source, *formula;
} rows[] = {
#define FIELD(name, reg, shift, bits, source, formula) {#name, #reg, shift, bits, source, formula},
#include <northbridge/amd/geode_lx/fields.def>
#undef FIELD
};

static uint8_t spd[GEODE_LX_SLOTS][SPD_SIZE];

static const struct amd_geode_lx_config *board_config(void)
{
	for (unsigned i = 0; i < devtree_romstage_count; i++) {
		if (devtree_romstage[i].ops == &amd_geode_lx_romstage_ops)
			return devtree_romstage[i].config;
	}
	fprintf(stderr, "explain: the board has no Geode LX\n");
	exit(1);
}

static bool read_file(const char *path, uint8_t *bytes)
{
	FILE *file;

	if (strcmp(path, "none") == 0)
		return false;
	file = fopen(path, "rb");
	if (!file || fread(bytes, SPD_SIZE, 1, file) != 1) {
		fprintf(stderr, "explain: %s: no file of at least %d bytes\n", path, SPD_SIZE);
		exit(1);
	}
	fclose(file);
	return true;
}

static void take_module(struct geode_lx_memory *memory, unsigned slot)
{
	struct ddr_module *m = &memory->module[slot];
	struct spd_refusal refusal = {0};

	if (spd_decode(spd[slot], m, &refusal)) {
		printf("Module %u: refused: %s (SPD byte %u is %02x)\n", slot, refusal.reason,
		       refusal.byte, refusal.value);
		return;
	}
	memory->present[slot] = true;
	printf("Module %u: %u MiB, %u rank(s) of %u MiB, %u chips of %u bits, %u rows, %u columns, %u banks\n",
	       slot, m->rank_mib * m->ranks, m->ranks, m->rank_mib, m->chips, m->chip_width,
	       m->rows, m->columns, m->banks);
	for (unsigned cas = CAS_MIN; cas <= CAS_MAX; cas++) {
		if (m->cycle_ps[cas])
			printf("  CL %u%s: cycle of at least %u ps\n", cas / 2, cas & 1 ? ".5" : "",
			       m->cycle_ps[cas]);
	}
}

/* The SPD bytes a field comes from, "27: 3c 48": of all modules, or of the one whose number is in the name. */
static void print_source(const struct geode_lx_memory *memory, const struct row *row)
{
	const bool one = row->name[0] == 'D' && row->name[2] == '_';
	char *list = strdup(row->source);

	for (char *byte = strtok(list, " "); byte; byte = strtok(NULL, " ")) {
		if (*byte == '-' || (one && !memory->present[row->name[1] - '0']))
			continue;
		printf("  SPD %s:", byte);
		for (unsigned slot = 0; slot < GEODE_LX_SLOTS; slot++) {
			if (memory->present[slot] && (!one || slot == (unsigned)row->name[1] - '0'))
				printf(" %02x", spd[slot][atoi(byte)]);
		}
	}
	free(list);
}

static void print_row(const struct geode_lx_memory *memory, const struct geode_lx_plan *plan,
		      unsigned i)
{
	const struct row *row = &rows[i];
	const uint32_t need = plan->need_ps[i], value = plan->field[i];

	printf("%-7s %2u:%-2u %-12s = %-4u allowed 0 to %u", row->reg, row->shift + row->bits - 1,
	       row->shift, row->name, value, (1u << row->bits) - 1);
	if (need) {
		uint64_t ps = (uint64_t)value * GEODE_LX_PERIOD_PS / memory->multiplier;
		const bool refresh = i == GEODE_LX_REF_INT;

		if (refresh)
			ps *= 16;
		printf("; %llu ps, %s %u ps, margin %lld ps", (unsigned long long)ps,
		       refresh ? "at most" : "at least", need,
		       refresh ? (long long)(need - ps) : (long long)(ps - need));
	}
	printf("\n        %s", row->formula);
	print_source(memory, row);
	putchar('\n');
}

int main(int argc, char **argv)
{
	const struct amd_geode_lx_config *config = board_config();
	struct geode_lx_memory memory = {.terminated = config->ddr_terminated};
	struct geode_lx_refusal refusal = {0};
	struct geode_lx_plan plan;
	uint32_t mhz = config->geodelink_mhz ? config->geodelink_mhz : 400;
	unsigned slot = 0;
	int option, err;

	while ((option = getopt(argc, argv, "c:")) == 'c')
		mhz = (uint32_t)atoi(optarg);
	if (option != -1)
		return 2;
	if (config->soldered_spd[SPD_MEMORY_TYPE]) {
		memcpy(spd[0], config->soldered_spd, SPD_SIZE);
		take_module(&memory, slot++);
	}
	for (; slot < GEODE_LX_SLOTS && optind < argc; slot++, optind++) {
		if (read_file(argv[optind], spd[slot]))
			take_module(&memory, slot);
	}
	memory.multiplier = geode_lx_clock_steps(mhz);
	for (slot = 0; slot < GEODE_LX_SLOTS; slot++) {
		const uint8_t most =
			geode_lx_multiplier_for(spd_cycle_ps(spd[slot][SPD_CYCLE_CL_MAX]));

		if (memory.present[slot] && memory.multiplier > most)
			memory.multiplier = most;
	}
	printf("GeodeLink %u MHz (multiplier %u), memory clock T = %u/%u ps\n",
	       geode_lx_clock_mhz(memory.multiplier), memory.multiplier, GEODE_LX_PERIOD_PS,
	       memory.multiplier);
	err = geode_lx_plan(&memory, &plan, &refusal);
	if (err == ERR_NO_DEVICE) {
		printf("No memory: give SPD files\n");
		return 1;
	}
	if (err) {
		printf("Module %u: refused: %s (SPD byte %u is %02x)\n", refusal.slot,
		       refusal.reason, refusal.byte, spd[refusal.slot][refusal.byte]);
		return 1;
	}
	for (unsigned i = 0; i < GEODE_LX_FIELDS; i++)
		print_row(&memory, &plan, i);
	printf("GLCP_DELAY_CONTROLS = %016llx\n", (unsigned long long)plan.delay_controls);
	printf("        by number of modules, their chips, clock, termination (porting guide 40680B)\n");
	printf("RAM: %u MiB\n", plan.total_mib);
	return 0;
}
