/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing the CS5536's bus masters: USB registers and lists, IDE, audio, plugs, keys, time. */
#include <stdlib.h>
#include <string.h>

#include "cs5536/acc.h"
#include "cs5536/ide.h"
#include "cs5536/usb.h"
#include "parts/usb_keyboard.h"
#include "parts/usb_storage.h"
#include "strict/rules.h"
#include "geodesim_bench.h"
#include "input.h"

#define DISK_BYTES (64u * 512u)
#define OHCI_BASE  0xfe01a000u
#define EHCI_BASE  0xfe01b000u
#define UDC_BASE   0xfe01e000u
#define UOC_BASE   0xefc00000u
#define OPS_MAX	   300u
#define STEP_MAX   1000000u /* core clocks: 2 ms */

struct bench {
	struct clock clock;
	uint64_t now;
	struct rules rules;
	struct env env;
	struct usb usb;
	struct ide ide;
	struct acc acc;
	struct usb_keyboard keyboard;
	struct usb_storage stick;
	struct diskimage image;
	uint8_t disk[DISK_BYTES];
	uint8_t memory[MEMORY_BYTES];
};

static uint64_t now(void *o)
{
	return ((struct bench *)o)->now;
}

static void pass_time(struct bench *b, uint32_t clocks)
{
	run_until(&b->clock, &b->now, b->now + clocks % STEP_MAX);
}

static uint32_t window(struct input *in)
{
	static const uint32_t base[4] = {OHCI_BASE, EHCI_BASE, OHCI_BASE, UOC_BASE};
	uint32_t pick = take(in, 1);

	if (pick >= 0xf8)
		return UDC_BASE + take(in, 2) % 0x2000;
	if (pick >= 0xf0)
		return take(in, 4);
	return base[pick >> 5 & 3] + (pick & 0x1f) * 4;
}

static uint16_t port(struct input *in)
{
	uint32_t pick = take(in, 1);

	return (uint16_t)(pick < 0x40	? 0x1f0 + pick % 16
			  : pick < 0x50 ? 0x3f6
			  : pick < 0xc0 ? 0x18a0 + pick % 16
					: take(in, 2));
}

static void msr(struct bench *b, struct input *in)
{
	struct gl_device dev[3] = {usb_device(&b->usb), ide_device(&b->ide), acc_device(&b->acc)};
	uint32_t pick = take(in, 1), index = take(in, 1) % 24;
	uint64_t val = take(in, 4);

	dev[pick % 3].msr_read(dev[pick % 3].opaque, index);
	val |= (uint64_t)take(in, 4) << 32;
	if (pick % 3 == 0 && index >= 8 && (pick & 0xc0)) /* mostly the functions stay in reach */
		val |= UINT64_C(0x600000000);
	dev[pick % 3].msr_write(dev[pick % 3].opaque, index, val);
}

static void plug(struct bench *b, uint8_t what)
{
	struct usb_dev *dev = what & 8 ? &b->stick.dev : &b->keyboard.dev;

	for (unsigned n = 0; n < USB_PORTS; n++) {
		if (b->usb.plugged[n] == dev)
			usb_plug(&b->usb, n, NULL);
	}
	if (what & 4)
		usb_plug(&b->usb, what & 3, dev);
}

static void act(struct bench *b, struct input *in)
{
	struct gl_device usb = usb_device(&b->usb), ide = ide_device(&b->ide),
			 acc = acc_device(&b->acc);
	uint8_t what = (uint8_t)take(in, 1);
	unsigned size = 1u << (what >> 4 & 3), narrow = size > 4 ? 4 : size;
	uint32_t addr, len;

	switch (what & 15) {
	case 0:
	case 1:
	case 2: usb.mem_write(usb.opaque, window(in), 4, take(in, 4), 0); break;
	case 3: usb.mem_write(usb.opaque, window(in), size, take(in, 4), 0); break;
	case 4: usb.mem_read(usb.opaque, window(in), size, 0); break;
	case 5:
	case 6: /* memory: lists, buffers */
		addr = take(in, 2);
		for (len = take(in, 1) & 0x7f; len; len--)
			b->memory[addr++ % MEMORY_BYTES] = (uint8_t)take(in, 1);
		break;
	case 7:
		addr = take(in, 2);
		len = take(in, 4);
		memcpy(b->memory + addr % (MEMORY_BYTES - 4), &len, 4);
		break;
	case 8: ide.io_write(ide.opaque, port(in), narrow, take(in, 4), 0); break;
	case 9: ide.io_read(ide.opaque, port(in), narrow, 0); break;
	case 10: acc.io_write(acc.opaque, (uint16_t)take(in, 1), narrow, take(in, 4), 0); break;
	case 11: acc.io_read(acc.opaque, (uint16_t)take(in, 1), narrow, 0); break;
	case 12: msr(b, in); break;
	case 13: plug(b, what >> 4); break;
	case 14: usb_keyboard_key(&b->keyboard, (uint8_t)take(in, 1), what & 0x80); break;
	default: pass_time(b, take(in, 3)); break;
	}
}

static void set_up(struct bench *b)
{
	struct dma_if dma = memory_dma(b->memory);

	clock_init(&b->clock, 500000000, now, NULL, b);
	rules_init(&b->rules, NULL);
	b->env = (struct env){.clock = &b->clock, .rules = &b->rules};
	diskimage_from_memory(&b->image, b->disk, sizeof(b->disk));
	usb_keyboard_init(&b->keyboard);
	usb_storage_init(&b->stick, diskimage_if(&b->image), "0");
	usb_init(&b->usb, &b->env, dma);
	ide_init(&b->ide, &b->env, dma);
	acc_init(&b->acc, &b->env, dma, AC97_AD1888);
	ata_attach(&b->ide.ata, 0, diskimage_if(&b->image), "0");
	gld_msr_write(&b->usb.gld, 8, UINT64_C(0x600000000) | OHCI_BASE);
	gld_msr_write(&b->usb.gld, 9, UINT64_C(0x600000000) | EHCI_BASE);
	gld_msr_write(&b->usb.gld, 10, UINT64_C(0x600000000) | UDC_BASE);
	gld_msr_write(&b->usb.gld, 11, UINT64_C(0x600000000) | UOC_BASE);
	gld_msr_write(&b->ide.gld, 8, 0x18a1);
	gld_msr_write(&b->ide.gld, 0x10, 2);
	usb_plug(&b->usb, 0, &b->keyboard.dev);
	usb_plug(&b->usb, 1, &b->stick.dev);
	/* Both controllers run, their ports have power. */
	ohci_write(&b->usb.ohci, 0x18, 4, 0x1000);
	ohci_write(&b->usb.ohci, 0x50, 4, 0x10000);
	ohci_write(&b->usb.ohci, 0x04, 4, 0xbf);
	ehci_write(&b->usb.ehci, 0x28, 4, 0x2000);
	ehci_write(&b->usb.ehci, 0x24, 4, 0x4000);
	ehci_write(&b->usb.ehci, 0x10, 4, 0x10031);
}

/* The devices as addressed and configured, so that packets reach their classes. */
static void enumerate(struct bench *b)
{
	ehci_write(&b->usb.ehci, 0x50, 4, 1);
	ehci_write(&b->usb.ehci, 0x58, 4, 0x1000);
	ehci_write(&b->usb.ehci, 0x54, 4, 0x3000);
	b->usb.ehci.value[EHCI_PORTSC + 1] |= 4;
	b->usb.ohci.value[OHCI_RH_PORT] |= 2;
	b->stick.dev.address = 2;
	b->stick.dev.configuration = 1;
	b->keyboard.dev.address = 1;
	b->keyboard.dev.configuration = 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = {data, data + size};
	struct bench *b = calloc(1, sizeof(*b));

	if (!b)
		return 0;
	set_up(b);
	if (take(&in, 1) & 1)
		enumerate(b);
	for (unsigned n = 0; n < OPS_MAX && in.at < in.end; n++)
		act(b, &in);
	pass_time(b, STEP_MAX / 4);
	if (size & 1) {
		usb_reset(&b->usb);
		ide_reset(&b->ide);
		acc_reset(&b->acc);
		pass_time(b, STEP_MAX / 4);
	}
	diskimage_close(&b->image);
	rules_free(&b->rules);
	free(b);
	return 0;
}
