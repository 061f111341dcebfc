/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The serial port at 2F8h; included in the device of the ISA bridge. */
Device (COM2)
{
	Name (_HID, EisaId ("PNP0501"))
	Name (_UID, 2)
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x02F8, 0x02F8, 1, 8)
		IRQNoFlags () {3}
	})
}
