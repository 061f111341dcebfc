# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-y += reset.o id.o exception.o exception_entry.o
ramstage-y += ramstage_header.o gdt.o handoff.o
ramstage-$(CONFIG_SMM_VSA2) += realmode.o realmode_switch.o
ramstage-$(CONFIG_ACPI_RESUME) += wakeup.o wakeup_code.o
