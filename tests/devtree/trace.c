/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Brings QEMU's board up on the host and prints what it did: every register write, the memory map, what
 * its devices say for ACPI, its framebuffer. Linked with one board's generated tables.
 */
#include <stdio.h>
#include <boot/context.h>
#include <device/chip.h>
#include <device/pci.h>
#include <lib/memmap.h>
#include <tables/acpi.h>
#include "mock.h"
#include "tree.h"

static void make_machine(void)
{
	int vga, nic, bridge, behind;

	mock_function(-1, PCI_DEVFN(0, 0), 0x8086, 0x1237, 0x060000);
	mock_at(mock_function(-1, PCI_DEVFN(1, 0), 0x8086, 0x7000, 0x060100))->config[PCI_HEADER] =
		PCI_HEADER_MULTI_FUNCTION;
	mock_bar(mock_function(-1, PCI_DEVFN(1, 1), 0x8086, 0x7010, 0x010180), 0x20, 16, 1);
	mock_at(mock_function(-1, PCI_DEVFN(1, 3), 0x8086, 0x7113, 0x068000))->config[PCI_INT_PIN] =
		1;
	vga = mock_function(-1, PCI_DEVFN(2, 0), 0x1234, 0x1111, 0x030000);
	mock_bar(vga, 0x10, 16 << 20, 8);
	mock_bar(vga, 0x18, 4096, 0);
	bridge = mock_function(-1, PCI_DEVFN(4, 0), 0x1b36, 1, 0x060400);
	mock_bridge(bridge, true, true, true);
	nic = mock_function(-1, PCI_DEVFN(3, 0), 0x8086, 0x100e, 0x020000);
	behind = mock_function(bridge, PCI_DEVFN(7, 0), 0x8086, 0x100e, 0x020000);
	for (int i = 0; i < 2; i++) {
		int card = i ? behind : nic;

		mock_bar(card, 0x10, 128 << 10, 0);
		mock_bar(card, 0x14, 64, 1);
		mock_at(card)->config[PCI_INT_PIN] = 1;
	}
	/* 256 MiB of RAM */
	mock_cmos(0x34, 0x00);
	mock_cmos(0x35, 0x0f);
	/* an I/O APIC answers */
	mock_memory(0xfec00010, 0x00170020);
}

/* The display's registers, once it is known where they are. */
static void make_display(void)
{
	const struct device *vga = device_find_pci(NULL, 0x1234, 0x1111);
	const struct resource *mmio = vga ? device_find_resource(vga, 0x18) : NULL;

	if (!mmio)
		return;
	mock_memory((uint32_t)mmio->base + 0x500, 0xb0c5);
	mock_memory((uint32_t)mmio->base + 0x500 + 20, 0x100);
}

static void print_bytes(const char *what, const void *data, size_t size)
{
	const uint8_t *p = data;

	printf("%s", what);
	for (size_t i = 0; i < size; i++)
		printf(" %02x", p[i]);
	printf("\n");
}

static void print_tables(const struct ram_info *ram)
{
	struct acpi_fadt fadt = {0};
	struct acpi_apics apics = {0};
	struct framebuffer fb = {0};
	struct memmap map = {0};
	struct device *dev;

	for_each_device(dev) {
		if (dev->ops->acpi_fadt)
			dev->ops->acpi_fadt(dev, &fadt);
		if (dev->ops->acpi_madt)
			dev->ops->acpi_madt(dev, &apics);
	}
	print_bytes("fadt", &fadt, sizeof(fadt));
	print_bytes("madt", &apics, sizeof(apics));
	if (device_framebuffer(&fb))
		print_bytes("framebuffer", &fb, sizeof(fb));
	if (device_memmap(ram, &map))
		printf("memory map failed\n");
	for (unsigned i = 0; i < map.count; i++)
		printf("memory %llx %llx %u\n", (unsigned long long)map.range[i].base,
		       (unsigned long long)map.range[i].size, map.range[i].type);
}

int main(void)
{
	struct ram_info ram = {0};
	int err;

	mock_reset();
	make_machine();
	err = chips_bootblock_init();
	err |= chips_early_init();
	err |= chips_ram_init(&ram);
	err |= device_scan(&ram);
	err |= device_resources();
	err |= device_enable();
	make_display();
	err |= device_init();
	print_tables(&ram);
	printf("%s", mock_log());
	fprintf(stderr, "%s", mock_messages());
	printf("result %d\n", err);
	return 0;
}
