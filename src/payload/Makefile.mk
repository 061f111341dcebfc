# SPDX-License-Identifier: GPL-2.0-or-later
ramstage-y += boot.o handoff.o menu.o order.o start.o
