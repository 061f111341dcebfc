/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows the coreboot table to the OS: Linux' coreboot_table driver finds the memory console by it. */
Device (\_SB.CBTD)
{
	Name (_HID, "BOOT0000")
	Name (_UID, 0)

	Name (RBUF, ResourceTemplate ()
	{
		Memory32Fixed (ReadOnly, 0, 0, TABL)
	})

	Method (_CRS, 0, Serialized)
	{
		CreateDWordField (RBUF, ^TABL._BAS, BASE)
		CreateDWordField (RBUF, ^TABL._LEN, SIZE)
		BASE = CBTB
		SIZE = CBTS
		Return (RBUF)
	}
}
