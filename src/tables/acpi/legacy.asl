/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts every PC has behind its ISA or LPC bridge; included in that bridge's device. */
Device (PIC)
{
	Name (_HID, EisaId ("PNP0000"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0020, 0x0020, 1, 2)
		IO (Decode16, 0x00A0, 0x00A0, 1, 2)
		IO (Decode16, 0x04D0, 0x04D0, 1, 2)
		IRQNoFlags () {2}
	})
}

Device (TIMR)
{
	Name (_HID, EisaId ("PNP0100"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0040, 0x0040, 1, 4)
		IRQNoFlags () {0}
	})
}

Device (DMAC)
{
	Name (_HID, EisaId ("PNP0200"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0000, 0x0000, 1, 0x10)
		IO (Decode16, 0x0080, 0x0080, 1, 0x10)
		IO (Decode16, 0x00C0, 0x00C0, 1, 0x20)
		DMA (Compatibility, NotBusMaster, Transfer8) {4}
	})
}

Device (RTC)
{
	Name (_HID, EisaId ("PNP0B00"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0070, 0x0070, 1, 2)
		IRQNoFlags () {8}
	})
}

Device (SPKR)
{
	Name (_HID, EisaId ("PNP0800"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0061, 0x0061, 1, 1)
	})
}

Device (FPU)
{
	Name (_HID, EisaId ("PNP0C04"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x00F0, 0x00F0, 1, 0x10)
		IRQNoFlags () {13}
	})
}
