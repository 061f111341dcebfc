# SPDX-License-Identifier: GPL-2.0-or-later
# SPDX-License-Identifier: GPL-2.0-or-later
# The tables, and the board's DSDT for them.
ramstage-y += table_buffer.o cbtable.o acpi.o smbios.o pirq.o tables.o low_memory.o dsdt.o
ramstage-y += describe_acpi.o describe_coreboot.o describe_pirq.o describe_smbios.o

$(OUT)/ramstage/src/tables/dsdt.o: $(GEN)/dsdt.aml

# cpp joins the parts that the chips bring, iasl compiles.
$(GEN)/dsdt.aml: mainboard/$(BOARD)/dsdt.asl $(GEN)/prt.asl $(GEN)/config.h
	$(call say,IASL,$<)
	$(Q)$(CC) -E -P -x assembler-with-cpp -undef -nostdinc -I. -I$(GEN) -include $(GEN)/config.h -MMD -MP \
		-MT $@ -MF $(GEN)/dsdt.d $< -o $(GEN)/dsdt.asl
	$(Q)iasl -vs -we -p $(GEN)/dsdt $(GEN)/dsdt.asl > $(GEN)/dsdt.log 2>&1 || \
		{ cat $(GEN)/dsdt.log; echo "$<: iasl refuses it; the joined text is $(GEN)/dsdt.asl" >&2; exit 1; }

-include $(GEN)/dsdt.d
