/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the CS5536 adds to the LPC bus, and the sleep states; included in the device of the ISA bridge. */

// The hardware does not look at SLP_TYP, but the SMI handler does
Name (\_S0, Package () {0, 0, 0, 0})
#ifdef CONFIG_ACPI_RESUME
Name (\_S3, Package () {3, 3, 0, 0})
#endif
Name (\_S5, Package () {5, 5, 0, 0})

// Fixed I/O of the chip, so that the OS puts nothing else there
Device (MBRD)
{
	Name (_HID, EisaId ("PNP0C02"))
	Name (_UID, 1)

	Name (RBUF, ResourceTemplate ()
	{
		IO (Decode16, 0x0072, 0x0072, 1, 2)
		IO (Decode16, 0x0092, 0x0092, 1, 1)
		IO (Decode16, 0x0000, 0x0000, 1, 0x40, PMIO)
	})

	Method (_CRS, 0, Serialized)
	{
		CreateWordField (RBUF, ^PMIO._MIN, PMIN)
		CreateWordField (RBUF, ^PMIO._MAX, PMAX)
		PMIN = PMBS
		PMAX = PMBS
		Return (RBUF)
	}
}

/*
 * Before switching off (an OS that suspends has chosen what may wake it): nothing old may count as a wake event, or the chip stays on. The ACPI block
 * takes 32 bits only.
 */
Method (\_PTS, 1, Serialized)
{
	OperationRegion (PMBL, SystemIO, \PMBS, 0x20)
	Field (PMBL, DWordAcc, NoLock, Preserve)
	{
		PM1E, 32,	// status in the low half, enables in the high half
		Offset (0x18),
		GP0S, 32
	}

	If (Arg0 == 5)
	{
		GP0S = 0xFFFFFFFF
		PM1E = 0x0100FFFF	// the power button may wake
	}
}

#ifdef CONFIG_SMM_ACPI
/* The USB host controllers share one general purpose event, which they have no power for while the machine sleeps. */
Device (\_SB.PCI0.OHCI)
{
	Name (_ADR, 0x000F0004)
	Name (_PRW, Package () {6, 0})
}

Device (\_SB.PCI0.EHCI)
{
	Name (_ADR, 0x000F0005)
	Name (_PRW, Package () {6, 0})
}
#endif
