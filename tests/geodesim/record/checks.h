/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of checks: one named item of a checklist at a time, "ok" or what was wrong. */
#ifndef CHECKS_H
#define CHECKS_H

#include "record.h"

/* What the stand-in for VSA saw. */
#define BOX32(at) (*(volatile u32 *)(BOX + (at)))

/** item - begin an item: the list, its number there, what it demands. Ends the one before. */
void item(const char *list, u32 number, const char *name);

/** want - part of the current item: @got must be @expect. */
void want(const char *what, u32 got, u32 expect);

/** items_end - the last item's result; returns how many failed. */
u32 items_end(void);

/* The checklists; seen: what the first stage kept. */
void check_before_vsa(const struct seen *seen);
void check_vsa(void);
void check_lx(const struct seen *seen);
void check_companion(const struct seen *seen);
void check_boards(const struct seen *seen);

/* Counted by the handlers of #GP and of interrupt 20h. */
extern volatile u32 fault_count, irq_count;

HW u32 config(u32 function, u32 at)
{
	outl(0xcf8, 0x80000000 | function << 8 | at);
	return inl(0xcfc);
}

#endif
