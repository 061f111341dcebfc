/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that holds $PIR against the wires: for each pin of each slot it asks for the pin to be pulled
 * ("pull 0d A"), waits for a request at the 8259 pair, compares with the IRQ that $PIR says, and asks to let
 * go. It ends a simulator by its exit port (-DEXIT_PORT): 0 when every pin was right.
 */
#include "payload.h"

#define PIC1		 0x20
#define PIC2		 0xa0
#define READ_REQUESTS	 0x0a
#define CASCADE		 0x0004u
#define F_SEGMENT	 0xf0000u
#define F_SEGMENT_END	 0x100000u
#define PIR_SIGNATURE	 0x52495024u /* "$PIR" */
#define PIR_HEADER	 32
#define PIR_SIZE	 6
#define PIR_ROUTER_DEVFN 9
#define PROCESSOR_DEVICE 1
#define MAX_POLLS	 4000000u

/* A row of $PIR (PCI IRQ routing table 1.0). */
struct __attribute__((packed)) row {
	uint8_t bus;
	uint8_t devfn;
	struct __attribute__((packed)) {
		uint8_t link;
		uint16_t irqs;
	} pin[4];
	uint8_t slot;
	uint8_t reserved;
};

PAYLOAD_ENTRY();

static void put_line(const char *what, const struct row *row, unsigned pin, unsigned irqs)
{
	const unsigned values[] = {row->devfn >> 3, irqs};
	char text[] = "00 A 0000\n";

	for (int i = 0; i < 2; i++)
		text[i] = "0123456789abcdef"[values[0] >> (4 - 4 * i) & 15];
	text[3] = (char)('A' + pin);
	for (int i = 0; i < 4; i++)
		text[5 + i] = "0123456789abcdef"[values[1] >> (12 - 4 * i) & 15];
	put(what);
	put(text);
}

/* The IRQs that are asked for now. */
static unsigned requests(void)
{
	outb(PIC1, READ_REQUESTS);
	outb(PIC2, READ_REQUESTS);
	return (inb(PIC1) | (unsigned)inb(PIC2) << 8) & ~CASCADE;
}

/* Waits until these are exactly the requests beyond `idle`, or for long enough. */
static unsigned wait_for(unsigned wanted, unsigned idle)
{
	unsigned now = 0;

	for (unsigned i = 0; i < MAX_POLLS; i++) {
		now = requests() & ~idle;
		if (now == wanted)
			break;
	}
	return now;
}

static const uint8_t *find_pir(void)
{
	for (uintptr_t at = F_SEGMENT; at < F_SEGMENT_END; at += 16) {
		if (*(volatile uint32_t *)at == PIR_SIGNATURE)
			return (const uint8_t *)at;
	}
	return 0;
}

/* Tries every wire that the table has. Returns how many were wrong. */
static unsigned try_wires(const uint8_t *pir)
{
	const struct row *row = (const struct row *)(pir + PIR_HEADER);
	const struct row *end = (const struct row *)(pir + *(const uint16_t *)(pir + PIR_SIZE));
	const unsigned idle = requests();
	unsigned wrong = 0;

	for (; row < end; row++) {
		/* What is inside of the processor and of the router has no wires. */
		if (row->devfn >> 3 == PROCESSOR_DEVICE || row->devfn == pir[PIR_ROUTER_DEVFN])
			continue;
		for (unsigned pin = 0; pin < 4; pin++) {
			unsigned irqs = row->pin[pin].irqs, seen;

			if (!row->pin[pin].link)
				continue;
			put_line("pull ", row, pin, irqs);
			seen = wait_for(irqs, idle);
			put_line("seen ", row, pin, seen);
			wrong += seen != irqs || !irqs;
			wrong += wait_for(0, idle) != 0;
		}
	}
	return wrong;
}

void payload_main(void);
void payload_main(void)
{
	const uint8_t *pir = find_pir();
	unsigned wrong = pir ? try_wires(pir) : 1;

	put(wrong ? "wiring wrong\n" : "wiring right\n");
	outb(EXIT_PORT, wrong ? 1 : 0);
	for (;;)
		__asm__ volatile("hlt");
}
