/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot menu, on the serial console and the PS/2 keyboard. */
#include <arch/cpu.h>
#include <boot/context.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <drivers/kbc.h>
#include <drivers/option_store.h>
#include <payload/payload.h>

#define POLL_US 1000

int boot_key(void)
{
	int key = console_uart_getc();

	return key >= 0 ? key : kbc_getc();
}

static uint32_t timeout_ms(void)
{
	uint32_t seconds;

	if (option_get(OPTION_BOOT_TIMEOUT, &seconds) || !seconds)
		return CONFIG_BOOT_MENU_TIMEOUT_MS;
	return seconds == OPTION_NO_TIMEOUT ? 0 : seconds * 1000;
}

static bool key_within(uint32_t ms)
{
	/* Look once even when there is no time: the key may have been pressed during the boot. */
	for (uint32_t waited = 0;; waited++) {
		if (boot_key() >= 0)
			return true;
		if (waited >= ms)
			return false;
		delay_us(POLL_US);
	}
}

static char entry_key(unsigned int index)
{
	return (char)(index < 9 ? '1' + index : 'a' + (index - 9));
}

static void show(const struct boot_order *order, unsigned int preset)
{
	printk(PR_EMERG, "\n%s boot menu\n", region_name(order->region));
	for (unsigned int i = 0; i < order->count; i++)
		printk(PR_EMERG, " %c%c  %s\n", i == preset ? '*' : ' ', entry_key(i),
		       order->entry[i].title);
	printk(PR_EMERG, "Press a key from 1 on, or Enter for the entry with the star: ");
}

unsigned int boot_menu(const struct boot_order *order, unsigned int preset)
{
	uint32_t ms = timeout_ms();

	if (ms)
		pr_info("Press any key within %u s for the boot menu.\n", (ms + 999) / 1000);
	if (!key_within(ms))
		return preset;
	for (;;) {
		int key;

		show(order, preset);
		while ((key = boot_key()) < 0)
			delay_us(POLL_US);
		printk(PR_EMERG, "\n");
		if (key == '\r' || key == '\n')
			return preset;
		for (unsigned int i = 0; i < order->count; i++) {
			if (key == entry_key(i))
				return i;
		}
		printk(PR_EMERG, "There is no such entry.\n");
	}
}
