/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the OS cannot find out by itself about PC Engines ALIX.2 and its relatives. Passed through cpp, then iasl. */
DefinitionBlock ("dsdt.aml", "DSDT", 1, "GEODEB", "GEODEBT", 1)
{
	#include <src/tables/acpi/values.asl>

	Scope (\_SB)
	{
		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (_BBN, 0)

			#include <northbridge/amd/geode_lx/geode_lx.asl>
			#include <prt.asl>

			Device (ISA)
			{
				Name (_ADR, 0x000F0000)

				#include <src/tables/acpi/legacy.asl>
				#include <southbridge/amd/cs5536/cs5536.asl>
				#include <src/tables/acpi/com1.asl>
				#include <src/tables/acpi/com2.asl>
			}
		}
	}

	#include <src/tables/acpi/boot0000.asl>
}
