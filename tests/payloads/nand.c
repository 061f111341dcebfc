/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that looks for a NAND chip as drivers do, by the LBARs of the companion's chip selects, and prints the
 * two bytes of each one's identity. It ends a simulator by its exit port (-DEXIT_PORT): 0 when it found one.
 */
#include "payload.h"

#define LBAR_FLSH0    0x51400010
#define CHIP_SELECTS  4
#define NAND_PAGE     0xfffff007u /* a page of memory, NAND, enabled */
#define CTL	      0x800
#define IO	      0x801
#define CTL_SELECTED  0x00 /* CE# low */
#define CTL_CLE	      0x02
#define CTL_ALE	      0x04
#define CTL_OFF	      0x01
#define READ_IDENTITY 0x90

PAYLOAD_ENTRY();

static uint16_t identity(volatile uint8_t *window)
{
	uint16_t id;

	window[CTL] = CTL_SELECTED | CTL_CLE;
	window[IO] = READ_IDENTITY;
	window[CTL] = CTL_SELECTED | CTL_ALE;
	window[IO] = 0;
	window[CTL] = CTL_SELECTED;
	id = window[0];
	id = (uint16_t)(id << 8 | window[0]);
	window[CTL] = CTL_OFF;
	return id;
}

void payload_main(void);

void payload_main(void)
{
	unsigned chips = 0;

	put("\r\n");
	for (uint32_t i = 0; i < CHIP_SELECTS; i++) {
		const uint64_t lbar = rdmsr(LBAR_FLSH0 + i);

		if (lbar >> 32 != NAND_PAGE)
			continue;
		put("chip select ");
		put_hex(i, 1);
		put(" identity ");
		put_hex(identity((volatile uint8_t *)(uintptr_t)(uint32_t)lbar), 4);
		put("\r\n");
		chips++;
	}
	drain();
	outb(EXIT_PORT, !chips);
	for (;;)
		__asm__ volatile("hlt");
}
