/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that prints the frame buffer's record of the coreboot table, and sets the pixels of three corners in red,
 * green and blue by what the record says. It ends a simulator by its exit port (-DEXIT_PORT): 0 when there is a record.
 */
#include "tables.h"

#define TAG_FRAMEBUFFER 0x12

/* The record of the coreboot table behind its tag and size. */
struct framebuffer {
	uint64_t address;
	uint32_t width, height, pitch;
	uint8_t bits, red_at, red_size, green_at, green_size, blue_at, blue_size;
} __attribute__((packed));

PAYLOAD_ENTRY_WITH_TABLE();

static void say(const char *name, uint32_t value)
{
	put(name);
	put_hex(value, 8);
}

static void corners(const struct framebuffer *fb)
{
	uint8_t *first = (uint8_t *)(uintptr_t)fb->address;
	uint8_t *last = first + (fb->height - 1) * fb->pitch;
	const uint32_t right = (fb->width - 1) * (fb->bits / 8u);

	*(volatile uint32_t *)first = 0xffu << fb->red_at;
	*(volatile uint32_t *)(first + right) = 0xffu << fb->green_at;
	*(volatile uint32_t *)(last + right) = 0xffu << fb->blue_at;
}

void payload_main(const uint32_t *table);

void payload_main(const uint32_t *table)
{
	const uint32_t *record = find_record(table, TAG_FRAMEBUFFER);
	const struct framebuffer *fb = record ? (const struct framebuffer *)(record + 2) : NULL;

	put("\r\n");
	if (fb) {
		say("frame buffer ", fb->width);
		say(" x ", fb->height);
		say(" pitch ", fb->pitch);
		say(" bits ", fb->bits);
		put("\r\n");
		corners(fb);
	} else {
		put("no frame buffer\r\n");
	}
	/* A picture or two for the screen. */
	for (uint32_t i = 0; i < 40000; i++)
		inb(COM1 + LINE_STATUS + 2);
	outb(EXIT_PORT, !fb);
	for (;;)
		__asm__ volatile("hlt");
}
