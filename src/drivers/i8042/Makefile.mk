# SPDX-License-Identifier: GPL-2.0-or-later
ramstage-y += i8042.o keyboard.o
