/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes after the memory test. */
#include "boot.h"

void at_end(u32 ram_mib)
{
	(void)ram_mib;
	post(0xf8);
}
