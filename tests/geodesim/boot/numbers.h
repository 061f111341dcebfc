/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the numbers image offer one another. */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "boot.h"

/* numbers_clock.c */
void say_value(const char *name, u32 at, u32 val);
void say_core_clock(void);

/* numbers_os.c */
void numbers_os(void);
void numbers_golden(void);

#endif
