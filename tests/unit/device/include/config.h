/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration the device code is tested with. */
#define CONFIG_MAXIMUM_LOGLEVEL 8
#define CONFIG_CAR_SIZE		0x8000
#define CONFIG_FRAMEBUFFER	1
