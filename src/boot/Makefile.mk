# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-y += bootblock.o context.o delay.o region.o select.o steps.o timestamp.o
romstage-y += cbmem.o context.o delay.o region.o romstage.o stage.o steps.o timestamp.o
ramstage-y += cbmem.o delay.o heap.o picture.o ramstage.o region.o steps.o timestamp.o
