/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the PIIX adds to the ISA bus; included in the device of the ISA bridge. */

// Fixed I/O of the chipset, so that the OS puts nothing else there
Device (MBRD)
{
	Name (_HID, EisaId ("PNP0C02"))
	Name (_UID, 1)

	Name (RBUF, ResourceTemplate ()
	{
		IO (Decode16, 0x0092, 0x0092, 1, 1)
		IO (Decode16, 0x00B2, 0x00B2, 1, 2)
		IO (Decode16, 0x0000, 0x0000, 1, 4, GPIO)
		IO (Decode16, 0x0000, 0x0000, 1, 0x40, PMIO)
	})

	Method (_CRS, 0, Serialized)
	{
		CreateWordField (RBUF, ^PMIO._MIN, PMIN)
		CreateWordField (RBUF, ^PMIO._MAX, PMAX)
		PMIN = PMBS
		PMAX = PMBS
		CreateWordField (RBUF, ^GPIO._MIN, GMIN)
		CreateWordField (RBUF, ^GPIO._MAX, GMAX)
		GMIN = GPEB
		GMAX = GPEB
		Return (RBUF)
	}
}

// Device resources B, D and F (0x5F, 0x63, 0x67) of the PM function say which ports are decoded
Device (^PM)
{
	Name (_ADR, 0x00010003)

	OperationRegion (DEVR, PCI_Config, 0x5C, 0x0C)
	Field (DEVR, ByteAcc, NoLock, Preserve)
	{
		Offset (0x03),
		, 7,
		LPEN, 1,
		Offset (0x0B),
		, 3,
		CAEN, 1,
		, 3,
		CBEN, 1
	}
}

Device (COM1)
{
	Name (_HID, EisaId ("PNP0501"))
	Name (_UID, 1)

	Method (_STA)
	{
		Return (\_SB.PCI0.PM.CAEN * 0x0F)
	}

	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x03F8, 0x03F8, 1, 8)
		IRQNoFlags () {4}
	})
}

Device (COM2)
{
	Name (_HID, EisaId ("PNP0501"))
	Name (_UID, 2)

	Method (_STA)
	{
		Return (\_SB.PCI0.PM.CBEN * 0x0F)
	}

	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x02F8, 0x02F8, 1, 8)
		IRQNoFlags () {3}
	})
}

Device (LPT)
{
	Name (_HID, EisaId ("PNP0400"))

	Method (_STA)
	{
		Return (\_SB.PCI0.PM.LPEN * 0x0F)
	}

	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0378, 0x0378, 1, 8)
		IRQNoFlags () {7}
	})
}
