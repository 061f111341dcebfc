/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The standard display of QEMU (docs/specs/standard-vga): BAR 0 is the frame buffer, BAR 2 holds the
 * VGA ports at 400h and the 16-bit DISPI registers at 500h.
 */
#include <arch/io.h>
#include <console/console.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include <lib/errors.h>
#include "chip.h"

#define FRAME_BAR     0x10
#define MMIO_BAR      0x18

#define MMIO_VGA      0x400 /* ports 3C0h..3DFh */
#define MMIO_DISPI    0x500

#define VGA_ATTRIBUTE 0x00 /* 3C0h */
#define VGA_STATUS    0x1a /* 3DAh */
#define ATTRIBUTE_ON  0x20

enum {
	DISPI_ID,
	DISPI_WIDTH,
	DISPI_HEIGHT,
	DISPI_BITS,
	DISPI_ENABLE,
	DISPI_BANK,
	DISPI_VIRTUAL_WIDTH,
	DISPI_VIRTUAL_HEIGHT,
	DISPI_X,
	DISPI_Y,
	DISPI_MEMORY_64K,
};

#define DISPI_ID_MIN	0xb0c0
#define DISPI_ID_MAX	0xb0c5
#define DISPI_ENABLE_ON 0x01
#define DISPI_LINEAR	0x40

#define BITS_PER_PIXEL	32

static uint16_t read(uint32_t mmio, unsigned index)
{
	return read16(mmio + MMIO_DISPI + 2 * index);
}

static void write(uint32_t mmio, unsigned index, uint16_t value)
{
	write16(mmio + MMIO_DISPI + 2 * index, value);
}

/* Address of BAR 2, or 0 when the device decodes nothing or is no such display. */
static uint32_t mmio_of(const struct device *dev)
{
	const struct resource *res = device_find_resource(dev, MMIO_BAR);
	uint32_t mmio = res ? (uint32_t)res->base : 0;

	if (!mmio || !(dev->command & PCI_COMMAND_MEM))
		return 0;
	return read(mmio, DISPI_ID) >= DISPI_ID_MIN && read(mmio, DISPI_ID) <= DISPI_ID_MAX ? mmio
											    : 0;
}

static int init(struct device *dev)
{
	const struct qemu_std_vga_config *config = dev->node->config;
	const uint32_t bytes = (uint32_t)config->width * config->height * (BITS_PER_PIXEL / 8);
	uint32_t mmio;

	if (!CONFIG(FRAMEBUFFER))
		return 0;
	mmio = mmio_of(dev);
	if (!mmio)
		return 0;
	if (bytes > (uint32_t)read(mmio, DISPI_MEMORY_64K) << 16) {
		pr_warn("display: %ux%u needs more than its %u KiB of memory\n", config->width,
			config->height, read(mmio, DISPI_MEMORY_64K) * 64u);
		return ERR_NO_SPACE;
	}
	write(mmio, DISPI_ENABLE, 0);
	write(mmio, DISPI_WIDTH, config->width);
	write(mmio, DISPI_HEIGHT, config->height);
	write(mmio, DISPI_BITS, BITS_PER_PIXEL);
	write(mmio, DISPI_VIRTUAL_WIDTH, config->width);
	write(mmio, DISPI_VIRTUAL_HEIGHT, config->height);
	write(mmio, DISPI_X, 0);
	write(mmio, DISPI_Y, 0);
	write(mmio, DISPI_ENABLE, DISPI_ENABLE_ON | DISPI_LINEAR);
	/* The attribute controller blanks the screen until this bit is set; a read resets its index. */
	if (pci_class(dev) == PCI_CLASS_DISPLAY_VGA) {
		read8(mmio + MMIO_VGA + VGA_STATUS);
		write8(mmio + MMIO_VGA + VGA_ATTRIBUTE, ATTRIBUTE_ON);
	}
	return 0;
}

static bool framebuffer(const struct device *dev, struct framebuffer *fb)
{
	const struct resource *frame = device_find_resource(dev, FRAME_BAR);
	uint32_t mmio = CONFIG(FRAMEBUFFER) ? mmio_of(dev) : 0;

	if (!frame || !mmio || !(read(mmio, DISPI_ENABLE) & DISPI_ENABLE_ON))
		return false;
	*fb = (struct framebuffer){
		.base = frame->base,
		.width = read(mmio, DISPI_WIDTH),
		.height = read(mmio, DISPI_HEIGHT),
		.pitch = read(mmio, DISPI_VIRTUAL_WIDTH) * (BITS_PER_PIXEL / 8),
		.bits_per_pixel = BITS_PER_PIXEL,
		.red_position = 16,
		.red_size = 8,
		.green_position = 8,
		.green_size = 8,
		.blue_position = 0,
		.blue_size = 8,
		.reserved_position = 24,
		.reserved_size = 8,
	};
	return true;
}

const struct device_ops qemu_std_vga_ops = {
	.init = init,
	.framebuffer = framebuffer,
};
