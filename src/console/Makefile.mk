# SPDX-License-Identifier: GPL-2.0-or-later
# The console is the same in every stage.
console-objs := init.o memory.o printk.o uart8250.o vsnprintk.o
bootblock-y += $(console-objs)
romstage-y += $(console-objs)
ramstage-y += $(console-objs)
