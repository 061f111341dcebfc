/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parallel port at 378h; included in the device of the ISA bridge. */
Device (LPT)
{
	Name (_HID, EisaId ("PNP0400"))
	Name (_CRS, ResourceTemplate ()
	{
		IO (Decode16, 0x0378, 0x0378, 1, 8)
		IRQNoFlags () {7}
	})
}
