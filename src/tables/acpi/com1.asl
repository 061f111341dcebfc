/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The serial port at 3F8h; included in the device of the ISA bridge. */
Device (COM1)
{
	Name (_HID, EisaId ("PNP0501"))
	Name (_UID, 1)
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x03F8, 0x03F8, 1, 8)
		IRQNoFlags () {4}
	})
}
