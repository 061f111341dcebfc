/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that prints the ACPI tables and $PIR in hexadecimal, tries the registers that the FADT names as an
 * operating system does (8 and 16 bits at a time), waits for the power button and switches the machine off. It ends a
 * simulator by its exit port (-DEXIT_PORT) when the machine stays on.
 */
#include "tables.h"

#define PIC1		0x20
#define PIC2		0xa0
#define PIC_READ_IRR	0x0a
#define PIT_CONTROL	0x43
#define PIT_2		0x42
#define PORT_61		0x61
#define PIT_10_MS	11932
#define F_SEGMENT	0x000f0000u
#define F_SEGMENT_END	0x00100000u
#define FADT_FACS	36
#define FADT_DSDT	40
#define FADT_SCI	46
#define FADT_PM1_EVENT	56
#define FADT_PM1_CNT	64
#define FADT_PM_TIMER	76
#define FADT_GPE0	80
#define FADT_FLAGS	112
#define NO_POWER_BUTTON 0x10u
#define PWRBTN		0x0100u
#define RTC		0x0400u
#define ALL_STATUS	0x8721u
#define SCI_EN		0x0001u
#define S5		(5u << 10)
#define SLP_EN		0x2000u

PAYLOAD_ENTRY();

static void say(const char *name, uint32_t value)
{
	put(name);
	put_hex(value, 8);
	put("\r\n");
}

/* "NAME ADDRESS: BYTES", one line. */
static void dump(const char *name, uint32_t address, uint32_t length)
{
	char signature[5] = {0};

	if (!name) {
		for (int i = 0; i < 4; i++)
			signature[i] = (char)(word(address) >> 8 * i);
		name = signature;
	}
	put("table ");
	put(name);
	put(" ");
	put_hex(address, 8);
	put(": ");
	for (uint32_t i = 0; i < length; i++)
		put_hex(*(volatile uint8_t *)(address + i), 2);
	put("\r\n");
}

/* Prints all tables; the address of the FADT. */
static uint32_t tables(void)
{
	uint32_t fadt = 0;

	for (uint32_t at = F_SEGMENT; at < F_SEGMENT_END; at += 16) {
		if (word(at) == 0x52495024) /* "$PIR" */
			dump("$PIR", at, word(at + 6) & 0xffff);
		if (word(at) != 0x20445352 || word(at + 4) != 0x20525450) /* "RSD PTR " */
			continue;
		const uint32_t rsdt = word(at + RSDP_RSDT);

		dump("RSDP", at, 20);
		dump(0, rsdt, word(rsdt + 4));
		for (uint32_t i = HEADER; i < word(rsdt + 4); i += 4) {
			const uint32_t table = word(rsdt + i);

			dump(0, table, word(table + 4));
			if (word(table) == 0x50434146) /* "FACP" */
				fadt = table;
		}
	}
	if (fadt) {
		dump(0, word(fadt + FADT_DSDT), word(word(fadt + FADT_DSDT) + 4));
		dump(0, word(fadt + FADT_FACS), 64);
	}
	return fadt;
}

/* How many clocks of the PM timer 10 ms of the 8254 are. */
static uint32_t timer_in_10_ms(uint16_t port)
{
	uint32_t start;

	outb(PORT_61, (inb(PORT_61) & ~2) | 1);
	outb(PIT_CONTROL, 0xb0);
	outb(PIT_2, PIT_10_MS & 0xff);
	outb(PIT_2, PIT_10_MS >> 8);
	start = inl(port);
	while (!(inb(PORT_61) & 0x20))
		;
	return inl(port) - start;
}

static uint32_t requests(void)
{
	outb(PIC1, PIC_READ_IRR);
	outb(PIC2, PIC_READ_IRR);
	/* without the timer's */
	return (inb(PIC1) & ~1u) | (uint32_t)inb(PIC2) << 8;
}

/* Which interrupt the event's status bit raises, from none to one. */
static void wait_for(uint16_t event, uint16_t bit, const char *what)
{
	const uint32_t before = requests();

	put("waiting for ");
	put(what);
	put("\r\n");
	while (!(inw(event) & bit))
		;
	say("status ", inw(event));
	say("interrupts ", requests() & ~before);
	outw(event, bit);
	say("interrupts afterwards ", requests() & ~before);
}

void payload_main(void);

void payload_main(void)
{
	const uint32_t fadt = tables();
	const uint16_t event = (uint16_t)word(fadt + FADT_PM1_EVENT);
	const uint16_t control = (uint16_t)word(fadt + FADT_PM1_CNT);
	const uint16_t gpe = (uint16_t)word(fadt + FADT_GPE0);

	say("timer ", timer_in_10_ms((uint16_t)word(fadt + FADT_PM_TIMER)));
	say("control ", inw(control));
	outb(0x4d0, 0);
	outb(0x4d1, 0);
	if (word(fadt + FADT_SCI) & 0xfff8)
		outb(0x4d1, (uint8_t)(1u << ((word(fadt + FADT_SCI) & 15) - 8)));
	else
		outb(0x4d0, (uint8_t)(1u << (word(fadt + FADT_SCI) & 7)));
	for (uint16_t i = 0; i < 4; i++)
		outb(gpe + 4 + i, i ? 0 : 0x40);
	say("general events ", inl(gpe + 4));
	outb(gpe + 4, 0);
	outw(event + 2, word(fadt + FADT_FLAGS) & NO_POWER_BUTTON ? 0 : PWRBTN);
	outw(event, ALL_STATUS);
	if (!(word(fadt + FADT_FLAGS) & NO_POWER_BUTTON))
		wait_for(event, PWRBTN, "power button");
	outw(event + 2, RTC);
	say("enabled ", inw(event + 2));
	put("switching off\r\n");
	drain();
	outw(event + 2, word(fadt + FADT_FLAGS) & NO_POWER_BUTTON ? 0 : PWRBTN);
	outw(control, S5 | SCI_EN);
	outw(control, S5 | SLP_EN | SCI_EN);
	for (uint32_t i = 0; i < 1000000; i++)
		inb(0x80);
	put("still on\r\n");
	outb(EXIT_PORT, 1);
	for (;;)
		__asm__ volatile("hlt");
}
