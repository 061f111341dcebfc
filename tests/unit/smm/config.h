/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host tests of the SMI handler: everything is on. */
#define CONFIG(option) 1
