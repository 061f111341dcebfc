# SPDX-License-Identifier: GPL-2.0-or-later
# Every stage's console is the bootblock's (boot/services.def).
bootblock-y += init.o memory.o printk.o uart8250.o vsnprintk.o
