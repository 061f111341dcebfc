/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that writes down what is there for a program, module by module of the SMI handler, whatever is left out of
 * it: configuration space of the devices that are not on PCI, virtual registers, ACPI ports, A20, what was noted in the
 * memory console, resets. It ends by a reset of the machine.
 */
#include "check.h"
#include "restart.h"
#include "smm_accesses.h"
#include "tables.h"

#define VR_DATA		   0xac1e
#define VR_UNLOCK	   0xfc53
#define VR_SIGNATURE	   0x0003
#define FLASH		   0x79
#define TO_FLASH	   0xdeadbeef
#define TAG_CONSOLE	   0x17
#define FADT_PM1_EVENT	   56
#define FADT_PM1_CNT	   64
#define FADT_GPE0	   80
#define FADT_GPE0_SIZE	   92
#define FADT_FLAGS	   112
#define FADT_RESET_ADDRESS 120
#define RESET_REGISTER	   0x400u
#define PWRBTN_RTC	   0x0500u
#define SLP_TYP_HIGH	   0x04u /* of the second byte of PM1_CNT */
#define GPE_USB		   0x40u
#define SOFT_RESET	   0x51400017
#define BIOS_CODE	   0x05
#define NO_CODE		   0x00

static void say(const char *name, uint32_t value)
{
	put(name);
	put_hex(value, 8);
	put("\r\n");
}

/* One line for each function of devices 1 and 15 that answers: all its registers that are not 0. */
static void configuration_space(void)
{
	for (unsigned devfn = HOST; devfn <= OTG; devfn = devfn == HOST + 7 ? ISA : devfn + 1) {
		if (read(devfn, 0) == 0xffffffff)
			continue;
		put("function ");
		put_hex(devfn, 2);
		for (unsigned reg = 0; reg < 256; reg += 4) {
			const uint32_t value = read(devfn, reg);

			if (!value)
				continue;
			put(" ");
			put_hex(reg, 2);
			put("=");
			put_hex(value, 8);
		}
		put("\r\n");
	}
}

/* What a driver does that wants the pins of IDE for flash, and back. */
static void change_to_flash(void)
{
	const uint32_t channel = read(IDE, 0x40);

	if (read(IDE, 0) == 0xffffffff)
		return;
	write(IDE, 0x40, TO_FLASH);
	say("flash ", read(FLASH, 0));
	if (read(FLASH, 0) == 0xffffffff)
		write(IDE, 0x40, channel);
	else
		write(FLASH, 0x40, 0xbeefdead);
}

/* The signature, and once more after a program has switched the bridge's ports off and on. */
static void virtual_registers(void)
{
	const uint32_t command = read(HOST, COMMAND);

	outw(VR_INDEX, VR_UNLOCK);
	outw(VR_INDEX, VR_SIGNATURE);
	say("virtual register ", inw(VR_DATA));
	write(HOST, COMMAND, command & ~1u);
	write(HOST, COMMAND, command | 1u);
	outw(VR_INDEX, VR_UNLOCK);
	outw(VR_INDEX, VR_SIGNATURE);
	say("virtual register again ", inw(VR_DATA));
}

/* Words and bytes as an operating system writes them, and what the whole registers are then. */
static void acpi_ports(uint32_t fadt)
{
	const uint16_t event = (uint16_t)word(fadt + FADT_PM1_EVENT);
	const uint16_t control = (uint16_t)word(fadt + FADT_PM1_CNT);
	const uint16_t gpe = (uint16_t)word(fadt + FADT_GPE0);

	say("reset register ",
	    word(fadt + FADT_FLAGS) & RESET_REGISTER ? word(fadt + FADT_RESET_ADDRESS) : 0);
	outw(event + 2, PWRBTN_RTC);
	say("event after a word ", inl(event));
	outb(control + 1, SLP_TYP_HIGH);
	say("control after a byte ", inl(control));
	outl(event, 0);
	outl(control, 1);
	say("general events at ", gpe);
	if (!gpe)
		return;
	outb((uint16_t)(gpe + 4), GPE_USB);
	say("general events after a byte ", inl((uint16_t)(gpe + 4)));
	outb((uint16_t)(gpe + 4), 0);
}

/* Port 92h lets the address's bit 20 through or not. */
static void a20(void)
{
	FOUND[0] = 1;
	FOUND[0x100000 / 4] = 0;
	outb(PORT_92, 0);
	say("A20 off ", FOUND[0x100000 / 4]);
	outb(PORT_92, 2);
	say("A20 on ", FOUND[0x100000 / 4]);
}

/* Lines of the memory console that the handler wrote. */
static void notes(void)
{
	const uint32_t *record = find_record(argument, TAG_CONSOLE);
	const uint32_t *ring;
	const char *text, *end;
	unsigned count = 0;

	if (!record) {
		put("no memory console\r\n");
		return;
	}
	ring = (const uint32_t *)record[2];
	text = (const char *)(ring + 2);
	end = text + (ring[1] & 0x80000000 ? ring[0] : ring[1] & 0x0fffffff);
	for (; text + 4 < end; text++) {
		if (text[0] == '\n' && text[1] == 'S' && text[2] == 'M' && text[3] == 'I')
			count++;
	}
	say("notes ", count);
}

static void reset_by(const char *how, uint8_t code, uint16_t port, uint8_t value)
{
	put(how);
	drain();
	shutdown_code(code);
	put(reset_here(port, value) ? ": goes on\r\n" : ": nothing\r\n");
}

void payload_main(void);

void payload_main(void)
{
	const uint32_t fadt = find_fadt();

	put("\r\nwhat is there\r\n");
	configuration_space();
	change_to_flash();
	virtual_registers();
	if (fadt)
		acpi_ports(fadt);
	a20();
	put_bios();
	notes();
	reset_by("port 92h with a code", BIOS_CODE, PORT_92, 0x01);
	outb(PORT_92, 0x02);
	reset_by("keyboard controller with a code", BIOS_CODE, KEYBOARD, PULSE);
	outb(PORT_92, 0x02);
	reset_by("port 92h", NO_CODE, PORT_92, 0x03);
	put("register of the companion\r\n");
	drain();
	__asm__ volatile("wrmsr" : : "a"(1), "d"(0), "c"(SOFT_RESET));
	put("the end\r\n");
	drain();
	outb(EXIT_PORT, 1);
	for (;;)
		__asm__ volatile("hlt");
}
