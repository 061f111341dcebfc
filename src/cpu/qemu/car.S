/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU models no cache, and RAM works from the first instruction: the "cache-as-RAM" is RAM. */
	.section .text
	.globl cpu_car_setup
cpu_car_setup:
	movl	$(CONFIG_CAR_BASE + CONFIG_CAR_SIZE), %esp
	jmp	car_ready
