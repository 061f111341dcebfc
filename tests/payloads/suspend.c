/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that suspends to RAM as an operating system does: fills all RAM that it was given, sets the waking vector
 * and the sleep type, and looks at everything after the wake. First with an event that comes too early, so that the
 * machine stays on, then until the power button, then until the alarm of the clock. It ends a simulator by its exit
 * port (-DEXIT_PORT): 0 when all was right.
 */
#include "tables.h"

#define FADT_FACS	  36
#define FADT_PM1_EVENT	  56
#define FADT_PM1_CNT	  64
#define FACS_VECTOR	  12
#define PWRBTN		  0x0100u
#define RTC		  0x0400u
#define WAK		  0x8000u
#define ALL_STATUS	  0x8721u
#define SCI_EN		  0x0001u
#define S3		  (3u << 10)
#define SLP_EN		  0x2000u
#define MIB		  0x100000u
#define OWN_START	  (2 * MIB)
#define OWN_END		  (4 * MIB)
#define STUB		  0x8000u
#define STUB_END	  0x9000u
#define STEP		  52
#define ISA_BRIDGE	  0x80007800u
#define IDE		  0x80007a00u

/* The clock, with the bytes of the alarm's date that the FADT names. */
#define RTC_SECONDS	  0
#define RTC_SECONDS_ALARM 1
#define RTC_MINUTES_ALARM 3
#define RTC_HOURS_ALARM	  5
#define RTC_B		  0x0b
#define RTC_B_ALARM	  0x20
#define RTC_C		  0x0c
#define RTC_DAY_ALARM	  0x3d
#define RTC_MONTH_ALARM	  0x3e
#define RTC_ANY		  0xff

__asm__(".globl _start, resumed\n"
	"_start: cli\n mov 4(%esp), %eax\n mov $stack + 4096, %esp\n push %eax\n call payload_main\n"
	"resumed: mov $0x10, %eax\n mov %eax, %ds\n mov %eax, %es\n mov %eax, %ss\n"
	" mov $stack + 4096, %esp\n call awake\n"
	/* Copied to STUB, where the firmware enters it in real mode. */
	".globl stub, stub_end\n .code16\n"
	"stub: cli\n mov %cs, %ax\n mov %ax, %ds\n lgdtl gdt_pointer - stub\n"
	" mov %cr0, %eax\n or $1, %al\n mov %eax, %cr0\n ljmpl $8, $resumed\n"
	".balign 8\n gdt: .quad 0, 0x00cf9b000000ffff, 0x00cf93000000ffff\n"
	"gdt_pointer: .word 23\n .long gdt - stub + 0x8000\n stub_end:\n .code32\n");

extern const uint8_t stub[], stub_end[];

/* Text; the machine may be off right behind it. */
static void tell(const char *text)
{
	put(text);
	drain();
}

static void say(const char *name, uint32_t value)
{
	put(name);
	put_hex(value, 8);
	tell("\r\n");
}

static uint32_t pattern(uint32_t address)
{
	return address * 2654435761u ^ address >> 7;
}

static uint32_t cells, wrong, first_wrong;

/* Fills or checks a range. */
static void go_over(uint32_t at, uint32_t end, int fill)
{
	for (; at < end; at += STEP) {
		if ((at >= OWN_START && at < OWN_END) || (at >= STUB && at < STUB_END))
			continue;
		if (fill) {
			*(volatile uint32_t *)at = pattern(at);
			cells++;
		} else if (word(at) != pattern(at)) {
			first_wrong = wrong++ ? first_wrong : at;
		}
	}
}

/* All RAM of the coreboot table's memory record. */
static void go_over_ram(const uint32_t *header, int fill)
{
	for (const uint32_t *range = NULL; (range = next_range(header, range));) {
		if (range[4] == MEMORY_RAM)
			go_over(range[0] ? range[0] : 4, range[0] + range[2] - 4, fill);
	}
}

static uint32_t config(uint32_t address)
{
	outl(0xcf8, address);
	return inl(0xcfc);
}

static const uint32_t *table;
static uint16_t event, control;
static uint32_t header[2][16];

static void read_headers(int n)
{
	for (uint32_t i = 0; i < 8; i++) {
		header[n][i] = config(ISA_BRIDGE + (i ? 0x0c + 4 * i : 0));
		header[n][8 + i] = config(IDE + (i ? 0x0c + 4 * i : 0));
	}
}

static void sleep_now(void)
{
	outw(control, S3 | SCI_EN);
	outw(control, S3 | SLP_EN | SCI_EN);
}

static uint8_t clock_byte(uint8_t index)
{
	outb(0x70, index);
	return inb(0x71);
}

static void set_clock_byte(uint8_t index, uint8_t value)
{
	outb(0x70, index);
	outb(0x71, value);
}

/* The alarm of the clock in two seconds, whatever the hour and the day. */
static void set_alarm(void)
{
	const uint8_t now = clock_byte(RTC_SECONDS);
	const unsigned then = (10u * (now >> 4) + (now & 15) + 2) % 60;

	set_clock_byte(RTC_SECONDS_ALARM, (uint8_t)(then / 10 << 4 | then % 10));
	set_clock_byte(RTC_MINUTES_ALARM, RTC_ANY);
	set_clock_byte(RTC_HOURS_ALARM, RTC_ANY);
	set_clock_byte(RTC_DAY_ALARM, RTC_ANY);
	set_clock_byte(RTC_MONTH_ALARM, RTC_ANY);
	set_clock_byte(RTC_B, clock_byte(RTC_B) | RTC_B_ALARM);
	clock_byte(RTC_C);
}

static _Noreturn void end(int right)
{
	tell(right ? "all as it was\r\n" : "WRONG\r\n");
	outb(EXIT_PORT, !right);
	for (;;)
		__asm__ volatile("hlt");
}

void awake(void);

void awake(void)
{
	static int wakes;
	int right;

	tell("awake\r\n");
	say("status ", inw(event));
	say("enabled ", inw(event + 2));
	say("control ", inw(control));
	right = inw(event) & WAK && inw(control) & SCI_EN;
	go_over_ram(table, 0);
	say("cells ", cells);
	say("wrong ", wrong);
	if (wrong)
		say("first wrong at ", first_wrong);
	read_headers(1);
	for (int i = 0; i < 16; i++) {
		if (header[0][i] != header[1][i]) {
			say("header was ", header[0][i]);
			say("header is ", header[1][i]);
			right = 0;
		}
	}
	right &= !wrong && cells > 1000000;
	if (!right || ++wakes == 2)
		end(right);
	outw(event, ALL_STATUS);
	outw(event + 2, RTC);
	set_alarm();
	tell("suspending until the alarm\r\n");
	sleep_now();
	tell("did not sleep\r\n");
	end(0);
}

void payload_main(const uint32_t *coreboot);

void payload_main(const uint32_t *coreboot)
{
	const uint32_t fadt = find_fadt();

	table = coreboot;
	event = (uint16_t)word(fadt + FADT_PM1_EVENT);
	control = (uint16_t)word(fadt + FADT_PM1_CNT);
	for (uint32_t i = 0; i < (uint32_t)(stub_end - stub); i++)
		*(volatile uint8_t *)(STUB + i) = stub[i];
	*(volatile uint32_t *)(word(fadt + FADT_FACS) + FACS_VECTOR) = STUB;
	read_headers(0);
	outw(event + 2, PWRBTN);
	outw(event, ALL_STATUS);

	tell("press early\r\n");
	while (!(inw(event) & PWRBTN))
		;
	sleep_now();
	tell("still on\r\n");
	say("status ", inw(event));
	outw(event, ALL_STATUS);
	say("status cleared ", inw(event));

	go_over_ram(table, 1);
	tell("suspending\r\n");
	sleep_now();
	tell("did not sleep\r\n");
	end(0);
}
