/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keyboard and mouse behind an 8042 controller; included in the device of the ISA bridge. */
Device (KBD)
{
	Name (_HID, EisaId ("PNP0303"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0060, 0x0060, 1, 1)
		IO (Decode16, 0x0064, 0x0064, 1, 1)
		IRQNoFlags () {1}
	})
}

Device (MOU)
{
	Name (_HID, EisaId ("PNP0F13"))
	Name (_CRS, ResourceTemplate ()
	{
		IRQNoFlags () {12}
	})
}
