/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBFS payloads: plan, check, load with all decoders behind. */
#include "loading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct load_plan plan;

	if (self_plan(data, size, &plan) == 0)
		load_in_machine(&plan, data, size);
	return 0;
}
