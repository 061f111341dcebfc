/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the OS cannot find out by itself about QEMU's 'pc' machine. Passed through cpp, then iasl. */
DefinitionBlock ("dsdt.aml", "DSDT", 1, "GEODEB", "GEODEBT", 1)
{
	#include <src/tables/acpi/values.asl>

	// SLP_TYP values of the PIIX4 power management block
	Name (\_S0, Package () {5, 5, 0, 0})
	Name (\_S5, Package () {0, 0, 0, 0})

	Scope (\_SB)
	{
		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (_BBN, 0)

			#include <northbridge/intel/i440fx/i440fx.asl>
			#include <prt.asl>

			Device (ISA)
			{
				Name (_ADR, 0x00010000)

				#include <src/tables/acpi/legacy.asl>
				#include <src/tables/acpi/keyboard.asl>
				#include <southbridge/intel/piix/isa.asl>
			}

			// I/O blocks of QEMU that no PCI register shows: CPU and PCI hot-plug
			Device (HOTP)
			{
				Name (_HID, EisaId ("PNP0C02"))
				Name (_UID, 2)
				Name (_CRS, ResourceTemplate ()
				{
					IO (Decode16, 0xAE00, 0xAE00, 1, 0x18)
					IO (Decode16, 0xAF00, 0xAF00, 1, 0x20)
				})
			}
		}
	}

	#include <src/tables/acpi/boot0000.asl>
}
