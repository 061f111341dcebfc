# SPDX-License-Identifier: GPL-2.0-or-later
bootblock-y += reset.o id.o
ramstage-y += ramstage_header.o gdt.o handoff.o
ramstage-$(CONFIG_ACPI_RESUME) += wakeup.o wakeup_code.o

exception-objs := exception.o exception_entry.o
bootblock-y += $(exception-objs)
romstage-y += $(exception-objs)
ramstage-y += $(exception-objs)
