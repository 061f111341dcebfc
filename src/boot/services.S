/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bootblock's table of services, which struct stage_context points to (boot/services.def). */

	.section .rodata.services, "a"
	.balign 4
	.globl boot_services
boot_services:
#define SERVICE(name) .long name;
#include <boot/services.def>
