# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-License-Identifier: GPL-2.0-or-later
# The real-time clock, and the options in its CMOS RAM. Romstage needs the bootblock's services for them alone.
bootblock-y += option_store.o
ramstage-y += option_values.o rtc.o
