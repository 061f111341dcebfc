/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of checks, printed as it grows. */
#include "checks.h"
#include "print.h"

static struct {
	const char *list, *name;
	u32 number, bad, failed;
} now;

static void item_end(void)
{
	if (!now.list)
		return;
	if (!now.bad)
		print(": ok\n");
	else
		print("\n");
	now.failed += now.bad != 0;
	now.list = 0;
}

void item(const char *list, u32 number, const char *name)
{
	item_end();
	now.list = list;
	now.name = name;
	now.bad = 0;
	print("check ");
	print(list);
	put(' ');
	put((char)('0' + number / 10));
	put((char)('0' + number % 10));
	put(' ');
	print(name);
}

void want(const char *what, u32 got, u32 expect)
{
	if (got == expect)
		return;
	now.bad++;
	print(now.bad == 1 ? ": FAILED " : "; ");
	print(what);
	print(" expected ");
	print_hex(expect, 8);
	print(" got ");
	print_hex(got, 8);
}

u32 items_end(void)
{
	item_end();
	return now.failed;
}
