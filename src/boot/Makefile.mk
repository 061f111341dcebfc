# SPDX-License-Identifier: GPL-2.0-or-later
# What services.def names is in the bootblock alone.
bootblock-y += bootblock.o context.o delay.o region.o select.o services.o steps.o timestamp.o
romstage-y += cbmem.o context.o romstage.o service_calls.o stage.o
ramstage-y += cbmem.o heap.o picture.o ramstage.o service_calls.o
