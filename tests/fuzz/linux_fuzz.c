/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux: any setup header; what gets a place is free RAM and the plan can be loaded. */
#include "loading.h"
#include <lib/linux.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct mem_range firmware = {0x1f0000, 0x8000, MEM_RAM};
	static uint8_t page[LINUX_ZERO_PAGE_SIZE];
	const struct load_segment initrd = {.src = data, .stored = size < 50 ? (uint32_t)size : 50};
	struct memmap map = {0};
	struct linux_info info = {.map = &map};
	struct linux_image image;
	struct linux_boot boot;
	struct load_plan plan;

	if (linux_parse(data, size, &image))
		return 0;
	MUST(inside(image.kernel, image.kernel_size, data, size));
	MUST(image.header_end <= size);
	memmap_add(&map, 0x1000, 0x9f000, MEM_RAM);
	memmap_add(&map, 0x100000, 0x100000, MEM_RAM);
	if (linux_place(&image, &map, &firmware, 1, 5, initrd.stored, &boot))
		return 0;
	linux_fill_zero_page(&image, &boot, &info, page);
	linux_plan(&image, &boot, page, "quiet", &initrd, &plan);
	MUST(load_check(&plan, &map) == 0);
	MUST(!boot.initrd || boot.initrd + (uint64_t)boot.initrd_size - 1 <= image.initrd_max);
	MUST(!mem_overlap(plan.clear[0].base, plan.clear[0].size, firmware.base, firmware.size));

	/* Only the file itself: page and command line are not part of the input. */
	plan.count = 1;
	load_in_machine(&plan, data, size);
	return 0;
}
