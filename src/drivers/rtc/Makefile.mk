# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-License-Identifier: GPL-2.0-or-later
# The real-time clock, and the options in its CMOS RAM, which every stage may read.
bootblock-y += option_store.o
romstage-y += option_store.o
ramstage-y += option_store.o rtc.o
