/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The first stage of record: what its files share. */
#ifndef RECORD_ROMSTAGE_H
#define RECORD_ROMSTAGE_H

#include "record.h"

/* Says at which POST code it stops, and stops. */
void die(u8 code);

/* One SPD byte, FF where there is none; printed as in an ALIX.1C's log. */
u8 spd_logged(struct seen *seen, u8 device, u8 at);

/* The GLIUs' clock by RSTPLL's multiplier. */
u32 gliu_mhz(void);

/* LiteRunner, before memory: its system management controller's write. */
void management(void);

/* Step 11. */
void dram(struct seen *seen);

#endif
