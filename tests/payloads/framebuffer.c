/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that prints the frame buffer's record of the coreboot table, and sets the pixels of three corners in red,
 * green and blue by what the record says. It ends a simulator by its exit port (-DEXIT_PORT): 0 when there is a record.
 */
#include <stddef.h>
#include <stdint.h>

#define COM1		0x3f8
#define LINE_STATUS	5
#define TAG_FRAMEBUFFER 0x12

/* The record of the coreboot table behind its tag and size. */
struct framebuffer {
	uint64_t address;
	uint32_t width, height, pitch;
	uint8_t bits, red_at, red_size, green_at, green_size, blue_at, blue_size;
} __attribute__((packed));

static uint8_t stack[4096] __attribute__((used, aligned(16)));

__asm__(".globl _start\n_start: cli\n mov 4(%esp), %eax\n mov $stack + 4096, %esp\n push %eax\n call payload_main\n");

static inline void outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
	return value;
}

static void put(const char *text)
{
	for (; *text; text++) {
		while (!(inb(COM1 + LINE_STATUS) & 0x20))
			;
		outb(COM1, (uint8_t)*text);
	}
}

static void put_hex(const char *name, uint32_t value)
{
	char text[9] = {0};

	for (int i = 7; i >= 0; i--, value >>= 4)
		text[i] = "0123456789abcdef"[value & 15];
	put(name);
	put(text);
}

static const struct framebuffer *find(const uint32_t *header)
{
	const uint32_t *record = (const uint32_t *)((const uint8_t *)header + header[1]);

	for (uint32_t left = header[5]; left--;
	     record = (const uint32_t *)((const uint8_t *)record + record[1])) {
		if (record[0] == TAG_FRAMEBUFFER)
			return (const struct framebuffer *)(record + 2);
	}
	return NULL;
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
	const struct framebuffer *fb = find(table);

	put("\r\n");
	if (fb) {
		put_hex("frame buffer ", fb->width);
		put_hex(" x ", fb->height);
		put_hex(" pitch ", fb->pitch);
		put_hex(" bits ", fb->bits);
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
