/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The opcode coverage report. */

#include <stdlib.h>

#include "cpu/coverage.h"
#include "cpu/block.h"

int cpu_enable_coverage(struct cpu *cpu)
{
	if (!cpu->cov)
		cpu->cov = calloc(1, sizeof(*cpu->cov));
	code_flush(cpu);
	return cpu->cov ? 0 : -1;
}
void coverage_free(struct coverage *cov)
{
	free(cov);
}

void coverage_count(struct coverage *cov, const struct insn *i, bool fpu)
{
	bool mem = i->flags & INSN_MEM;

	if (!fpu)
		cov->integer[i->map & 1][i->opcode][i->modrm >> 3 & 7][mem]
			    [!!(i->flags & INSN_OP32)]++;
	else if (i->map == 2)
		cov->threednow[i->opcode]++;
	else if (i->map == 1)
		cov->media[i->opcode][mem]++;
	else if (i->opcode >= 0xd8)
		cov->x87[i->opcode & 7][i->modrm]++;
}

static void line(FILE *out, unsigned map, unsigned opcode, int reg, const char *name, bool mem,
		 bool wide, uint32_t count)
{
	fprintf(out, "%s%02x", map ? "0f " : "", opcode);
	if (reg >= 0)
		fprintf(out, " /%d", reg);
	fprintf(out, "\t%s\t%s\t%s\t%u%s\n", name, mem ? "mem" : "reg", wide ? "32" : "16", count,
		count ? "" : "\tNEVER");
}

/* One row: a line per handler it has. A handler that serves both sizes is one line. */
static unsigned report(FILE *out, const struct coverage *cov, unsigned map, unsigned opcode,
		       int reg, const struct opcode *row)
{
	unsigned never = 0;

	for (unsigned mem = 0; mem < 2; mem++) {
		uint32_t n[2] = {0, 0};
		bool both;

		for (unsigned r = 0; r < 8; r++) {
			if (reg >= 0 && r != (unsigned)reg)
				continue;
			n[0] += cov->integer[map][opcode][r][mem][0];
			n[1] += cov->integer[map][opcode][r][mem][1];
		}
		if (!(row->flags & OP_MODRM) && mem)
			break;
		both = row->fn[mem][0] == row->fn[mem][1];
		for (unsigned wide = 0; wide < 2; wide++) {
			uint32_t count = both ? n[0] + n[1] : n[wide];

			if (!row->fn[mem][wide] || (both && wide))
				continue;
			line(out, map, opcode, reg, row->name, mem, wide, count);
			never += !count;
		}
		if (row->fn[0][0] == row->fn[1][0] && (row->flags & OP_REG))
			break;
	}
	return never;
}

void cpu_coverage(const struct cpu *cpu, FILE *out)
{
	const struct coverage *cov = cpu->cov;
	unsigned never = 0;

	if (!cov) {
		fprintf(out, "coverage was not enabled\n");
		return;
	}
	for (unsigned map = 0; map < 2; map++) {
		for (unsigned op = 0; op < 256; op++) {
			const struct opcode *row = &opcode_map[map][op];

			if (!row->name || (row->flags & OP_FPU))
				continue;
			if (!row->group) {
				never += report(out, cov, map, op, -1, row);
				continue;
			}
			for (int r = 0; r < 8; r++)
				if (row->group[r].name)
					never += report(out, cov, map, op, r, &row->group[r]);
		}
	}
	for (unsigned op = 0; op < 8; op++)
		for (unsigned m = 0; m < 256; m++)
			if (cov->x87[op][m])
				fprintf(out, "%02x %02x\tx87\t\t\t%u\n", 0xd8 + op, m,
					cov->x87[op][m]);
	for (unsigned op = 0; op < 256; op++)
		for (unsigned mem = 0; mem < 2; mem++)
			if (cov->media[op][mem])
				fprintf(out, "0f %02x\tmedia\t%s\t\t%u\n", op, mem ? "mem" : "reg",
					cov->media[op][mem]);
	for (unsigned op = 0; op < 256; op++)
		if (cov->threednow[op])
			fprintf(out, "0f 0f %02x\t3dnow\t\t\t%u\n", op, cov->threednow[op]);
	fprintf(out, "never executed: %u\n", never);
}
