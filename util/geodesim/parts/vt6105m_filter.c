/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which frames the VT6105M takes: station address, groups by hash or CAM, VLANs; magic packets. */
#include <string.h>

#include "parts/vt6105m_internal.h"

enum { RSR_MULTICAST = 0x2000, RSR_BROADCAST = 0x1000, RSR_PHYSICAL = 0x0800 };

uint32_t vt_crc(const uint8_t *bytes, size_t size)
{
	uint32_t crc = UINT32_MAX;

	for (size_t n = 0; n < size; n++) {
		crc ^= bytes[n];
		for (unsigned bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return ~crc;
}

/* The six most significant bits of the check sequence, sent first: bit-reversed low bits. */
static unsigned hash(const uint8_t *address)
{
	uint32_t crc = ~vt_crc(address, 6);
	unsigned h = 0;

	for (unsigned bit = 0; bit < 6; bit++)
		h = h << 1 | (crc >> bit & 1);
	return h;
}

static bool in_cam(const struct vt6105m *v, const uint8_t *address)
{
	for (unsigned n = 0; n < VT6105M_CAM; n++) {
		if ((v->cam_mask[0] >> n & 1) && memcmp(v->mcam[n], address, 6) == 0)
			return true;
	}
	return false;
}

static uint16_t address_hit(const struct vt6105m *v, const uint8_t *a)
{
	static const uint8_t broadcast[6] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
	uint32_t rcr = vt_get(v, VT_RCR);
	unsigned h;

	if (memcmp(a, broadcast, 6) == 0)
		return rcr & RCR_BROADCAST ? RSR_BROADCAST : 0;
	if (a[0] & 1) {
		h = hash(a);
		if (!(rcr & RCR_MULTICAST))
			return 0;
		return (vt_get(v, VT_MAR0 + h / 8) >> h % 8 & 1) || in_cam(v, a) ? RSR_MULTICAST
										 : 0;
	}
	for (unsigned n = 0; n < 6; n++) {
		if (a[n] != vt_get(v, VT_PAR0 + n))
			return rcr & RCR_PROMISCUOUS ? RSR_PHYSICAL : 0;
	}
	return RSR_PHYSICAL;
}

/* Tagged frames of VLANs nobody asked for are dropped when that filter is on. */
static bool vlan_hit(const struct vt6105m *v, const uint8_t *frame, size_t size)
{
	uint16_t vlan;

	if (size < 18 || frame[12] != 0x81 || frame[13] != 0x00)
		return true;
	vlan = (uint16_t)(frame[14] << 8 | frame[15]) & 0xfff;
	for (unsigned n = 0; n < VT6105M_CAM; n++) {
		if ((v->cam_mask[1] >> n & 1) && (v->vcam[n] & 0xfff) == vlan)
			return true;
	}
	return false;
}

uint16_t vt_accepts(const struct vt6105m *v, const uint8_t *frame, size_t size)
{
	uint16_t hit = size >= 6 ? address_hit(v, frame) : 0;

	if (hit && (vt_get(v, VT_BCR1) & BCR1_VIDFR) && !vlan_hit(v, frame, size))
		return 0;
	return hit;
}

bool vt_magic(const struct vt6105m *v, const uint8_t *frame, size_t size)
{
	for (size_t at = 0; at + 102 <= size; at++) {
		size_t n = 0;

		while (n < 102 && frame[at + n] == (n < 6 ? 0xff : vt_get(v, VT_PAR0 + n % 6)))
			n++;
		if (n == 102)
			return true;
	}
	return false;
}
