/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Geode LX: the processor, and the windows of its PCI bus; included in the device of PCI bus 0. */

// Halting is its one idle state
Device (\_SB.CPU0)
{
	Name (_HID, "ACPI0007")
	Name (_UID, 0)
}

Name (RBUF, ResourceTemplate ()
{
	WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode,
		0, 0x0000, 0x00FF, 0, 0x0100)
	IO (Decode16, 0x0CF8, 0x0CF8, 1, 8)
	WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
		0, 0x0000, 0x0CF7, 0, 0x0CF8)
	WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
		0, 0x0D00, 0xFFFF, 0, 0xF300)
	DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable, ReadWrite,
		0, 0x00000000, 0xEFFFFFFF, 0, 0xF0000000,,, HOLE)
})

Method (_CRS, 0, Serialized)
{
	CreateDWordField (RBUF, ^HOLE._MIN, HMIN)
	CreateDWordField (RBUF, ^HOLE._MAX, HMAX)
	CreateDWordField (RBUF, ^HOLE._LEN, HLEN)
	HMIN = MMIB
	HMAX = MMIE
	HLEN = MMIE - MMIB + 1
	Return (RBUF)
}
