/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The constants util/devtree would give. */
#define DEVTREE_MODEL		 "test"
#define DEVTREE_CONSOLE		 1
#define DEVTREE_CONSOLE_BASE	 0x3f8
#define DEVTREE_CONSOLE_BAUD	 115200
#define DEVTREE_CONSOLE_CLOCK_HZ 1843200
#define DEVTREE_SPD_EEPROMS	 1
