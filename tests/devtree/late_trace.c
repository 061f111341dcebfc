/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Brings a Geode LX board up on the host as ramstage does and prints every register write, the memory map, what its
 * devices say for ACPI and the framebuffer. Linked with the board's generated tables.
 */
#include <stdio.h>
#include <boot/context.h>
#include <device/chip.h>
#include <device/pci.h>
#include <lib/memmap.h>
#include <superio/winbond/w83627hf/chip.h>
#include <tables/acpi.h>
#include "mock.h"

#define DOTPLL	      0x4c000015
#define DOTPLL_LOCKED 0x02000000
#define RAM_TOP	      0x0f7e0000

void geode_lx_blank(void *picture, size_t size)
{
	printf("blank %p %zx\n", picture, size);
}

/* The companion's header, and a network card in each of two slots. */
static void make_machine(void)
{
	mock_function(-1, PCI_DEVFN(15, 0), 0x1022, 0x208f, 0x068000);
	for (unsigned slot = 12; slot < 14; slot++) {
		int card = mock_function(-1, PCI_DEVFN(slot, 0), 0x1106, 0x3053, 0x020000);

		mock_bar(card, 0x10, 256, 1);
		mock_bar(card, 0x14, 256, 0);
		mock_at(card)->config[PCI_INT_PIN] = 1;
	}
	mock_msr(DOTPLL, DOTPLL_LOCKED);
}

static void print_tables(const struct ram_info *ram)
{
	struct acpi_fadt fadt = {0};
	struct framebuffer fb = {0};
	struct memmap map = {0};
	struct device *dev;

	for_each_device(dev) {
		if (dev->ops->acpi_fadt)
			dev->ops->acpi_fadt(dev, &fadt);
		for (struct resource *res = dev->res; res; res = res->next)
			printf("resource %llx %llx\n", (unsigned long long)res->base,
			       (unsigned long long)res->size);
	}
	printf("fadt");
	for (unsigned i = 0; i < sizeof(fadt); i++)
		printf(" %02x", ((const uint8_t *)&fadt)[i]);
	printf("\n");
	if (device_framebuffer(&fb))
		printf("framebuffer %ux%u\n", fb.width, fb.height);
	if (device_memmap(ram, &map))
		printf("memory map failed\n");
	for (unsigned i = 0; i < map.count; i++)
		printf("memory %llx %llx %u\n", (unsigned long long)map.range[i].base,
		       (unsigned long long)map.range[i].size, map.range[i].type);
}

int main(void)
{
	const struct ram_info ram = {.low_top = RAM_TOP};
	struct device *dev;
	int err;

	mock_reset();
	make_machine();
	err = device_scan(&ram);
	for_each_device(dev) {
		if (dev->ops == &winbond_w83627hf_ops)
			err |= winbond_w83627hf_bootblock_ops.init(dev->node->config);
	}
	err |= device_resources();
	err |= device_enable();
	err |= device_init();
	print_tables(&ram);
	printf("%s", mock_log());
	fprintf(stderr, "%s", mock_messages());
	printf("result %d\n", err);
	return 0;
}
