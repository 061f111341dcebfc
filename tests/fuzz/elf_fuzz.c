/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF payloads: plan, checksum note, check, load. */
#include "loading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct load_plan plan;

	if (elf_plan(data, size, &plan))
		return 0;
	MUST(strnlen(plan.program, LOAD_NAME_SIZE) < LOAD_NAME_SIZE);
	MUST(strnlen(plan.version, LOAD_NAME_SIZE) < LOAD_NAME_SIZE);
	MUST(!plan.has_checksum || inside(plan.checksum, 2, data, size));
	elf_verify(data, size, &plan);
	load_in_machine(&plan, data, size);
	return 0;
}
