/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bench for the CS5536 USB block: memory, a programmed block, devices, what rules said. */
#ifndef TESTS_GEODESIM_CS5536_USB_BENCH_H
#define TESTS_GEODESIM_CS5536_USB_BENCH_H

#include <stdlib.h>

#include "../parts/bench.h"
#include "cs5536/usb.h"
#include "parts/usb_keyboard.h"
#include "parts/usb_storage.h"
#include "strict/rules.h"

#define MEMORY_BYTES 0x100000u
#define OHCI_BASE    0xfe01a000u
#define EHCI_BASE    0xfe01b000u
#define UDC_BASE     0xfe01e000u
#define UOC_BASE     0xefc00000u
#define STICK_BYTES  (256u * 512u)

#define MEMEN_BMEN   UINT64_C(0x600000000)

struct usb_bench {
	struct bench b;
	struct rules rules;
	struct env env;
	struct usb usb;
	struct gl_device dev;
	uint8_t *memory;
	struct usb_keyboard keyboard;
	struct usb_storage stick;
	struct diskimage image;
	uint8_t *disk;
	struct edges irq;
	unsigned dma_errors;
};

static inline bool ub_read(void *o, uint32_t addr, void *buf, uint32_t len)
{
	struct usb_bench *u = o;

	if (addr > MEMORY_BYTES || len > MEMORY_BYTES - addr) {
		u->dma_errors++;
		memset(buf, 0xff, len);
		return false;
	}
	memcpy(buf, u->memory + addr, len);
	return true;
}

static inline bool ub_write(void *o, uint32_t addr, const void *buf, uint32_t len)
{
	struct usb_bench *u = o;

	if (addr > MEMORY_BYTES || len > MEMORY_BYTES - addr) {
		u->dma_errors++;
		return false;
	}
	memcpy(u->memory + addr, buf, len);
	return true;
}

static inline uint32_t r32(struct usb_bench *u, uint32_t addr)
{
	return (uint32_t)u->dev.mem_read(u->dev.opaque, addr, 4, 0);
}

static inline void w32(struct usb_bench *u, uint32_t addr, uint32_t val)
{
	u->dev.mem_write(u->dev.opaque, addr, 4, val, 0);
}

static inline uint64_t rdmsr(struct usb_bench *u, uint32_t index)
{
	return u->dev.msr_read(u->dev.opaque, index);
}

static inline void wrmsr(struct usb_bench *u, uint32_t index, uint64_t val)
{
	u->dev.msr_write(u->dev.opaque, index, val);
}

static inline uint32_t get32(struct usb_bench *u, uint32_t addr)
{
	uint32_t v;

	memcpy(&v, u->memory + addr, 4);
	return v;
}

static inline void put32(struct usb_bench *u, uint32_t addr, uint32_t val)
{
	memcpy(u->memory + addr, &val, 4);
}

static inline void run_ms(struct usb_bench *u, unsigned ms)
{
	bench_run_ns(&u->b, UINT64_C(1000000) * ms);
}

static inline void ub_setup(struct usb_bench *u)
{
	memset(u, 0, sizeof(*u));
	bench_init(&u->b);
	rules_init(&u->rules, NULL);
	u->env.clock = &u->b.clock;
	u->env.rules = &u->rules;
	u->memory = calloc(1, MEMORY_BYTES);
	u->disk = malloc(STICK_BYTES);
	assert_non_null(u->memory);
	assert_non_null(u->disk);
	for (uint32_t i = 0; i < STICK_BYTES; i++)
		u->disk[i] = (uint8_t)(i * 7 + (i >> 9));
	assert_int_equal(diskimage_from_memory(&u->image, u->disk, STICK_BYTES), 0);
	usb_keyboard_init(&u->keyboard);
	usb_storage_init(&u->stick, diskimage_if(&u->image), "0123456789AB");
	usb_init(&u->usb, &u->env,
		 (struct dma_if){.opaque = u, .read = ub_read, .write = ub_write});
	u->dev = usb_device(&u->usb);
	edges_watch(&u->irq, &u->b, &u->usb.irq);
	wrmsr(u, 8, MEMEN_BMEN | OHCI_BASE);
	wrmsr(u, 9, MEMEN_BMEN | UINT64_C(0x200000000000) | EHCI_BASE);
	wrmsr(u, 10, MEMEN_BMEN | UDC_BASE);
	wrmsr(u, 11, MEMEN_BMEN | UOC_BASE);
}

static inline void ub_teardown(struct usb_bench *u)
{
	diskimage_close(&u->image);
	free(u->disk);
	free(u->memory);
	rules_free(&u->rules);
}

static inline uint64_t broken(struct usb_bench *u, enum rule rule)
{
	return u->rules.broken[rule];
}

/* No rule at all was broken. */
static inline void assert_clean(struct usb_bench *u)
{
	for (unsigned i = 0; i < RULE_COUNT; i++) {
		if (u->rules.broken[i])
			fail_msg("rule %s: %s", rules_info((enum rule)i)->name,
				 u->rules.hits ? u->rules.hit[0].text : "?");
	}
}

#endif
