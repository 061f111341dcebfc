/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SMBus byte reads exactly as on record: all waits end after 1000 reads. */
#ifndef SMB_H
#define SMB_H

static int smb_wait(void)
{
	for (u32 i = 0; i < 1000; i++) {
		u8 sts = inb(0x6001);

		if (sts & 0x30)
			return 0;
		if (sts & 0x40)
			return 1;
	}
	return 0;
}

static int smb_send(u8 val)
{
	outb(0x6000, val);
	if (inb(0x6001) & 0x30)
		return 0;
	return smb_wait();
}

static int smb_start(void)
{
	outb(0x6003, inb(0x6003) | 0x01);
	if (inb(0x6001) & 0x20)
		return 0;
	return smb_wait();
}

static u8 smb_failed(void)
{
	u8 sts;

	outb(0x6003, 0x02);
	smb_wait();
	sts = inb(0x6001);
	outb(0x6001, sts);
	outb(0x6001, 0);
	return 0xff;
}

static u8 smb_byte(u8 device, u8 at)
{
	for (u32 i = 0; i < 1000; i++) {
		if (!(inb(0x6003) & 0x02))
			break;
		outb(0x6005, 0xff);
	}
	if (!smb_start() || !smb_send((u8)(device << 1)))
		return smb_failed();
	outb(0x6003, inb(0x6003) | 0x10);
	if (!smb_send(at) || !smb_start() || !smb_send((u8)(device << 1 | 1)))
		return smb_failed();
	outb(0x6003, 0x02);
	if (!smb_wait())
		return smb_failed();
	return inb(0x6000);
}

#endif
