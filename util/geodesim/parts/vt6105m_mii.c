/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VT6105M's management interface to its transceiver, and automatic polling of the link. */
#include "parts/vt6105m_internal.h"

/* A management frame: 64 bits at 2.5 MHz (IEEE 802.3, 22.2.2.11, 22.2.4.5). */
#define FRAME_NS    UINT64_C(25600)

/* VIA's OUI 004063h, model 34h, revision 3: what ALIX boards' logs show for the VT6105M. */
#define PHY_ID	    UINT32_C(0x01018f43)
#define PHY_ADDRESS 1

static bool addressed(const struct vt6105m *v)
{
	return (vt_get(v, VT_MIIAD) & 31) == PHY_ADDRESS;
}

static uint16_t fetch(struct vt6105m *v)
{
	return addressed(v) ? miiphy_read(&v->phy, vt_get(v, VT_MIIADR) & 31) : 0xffff;
}

/* A management frame is over, or automatic polling has begun or ended. */
static void frame_over(void *o, uint64_t due)
{
	struct vt6105m *v = o;
	uint32_t command = vt_get(v, VT_MIICR), address = vt_get(v, VT_MIIADR);

	(void)due;
	if (command & MIICR_READ)
		vt_set(v, VT_MIIDATA, fetch(v));
	else if ((command & MIICR_WRITE) && addressed(v))
		miiphy_write(&v->phy, address & 31, (uint16_t)vt_get(v, VT_MIIDATA));
	vt_set(v, VT_MIICR, command & ~(uint32_t)(MIICR_READ | MIICR_WRITE));
	if (command & MIICR_AUTO) {
		vt_set(v, VT_MIIADR, (address & ~(uint32_t)MIIADR_IDLE) | MIIADR_DONE);
		vt_set(v, VT_MIIDATA, fetch(v));
		vt_mii_status(v);
	} else {
		vt_set(v, VT_MIIADR, (address & ~(uint32_t)MIIADR_DONE) | MIIADR_IDLE);
	}
}

void vt_mii_command(struct vt6105m *v, uint8_t old, uint8_t val)
{
	if (((old ^ val) & MIICR_AUTO) || (val & (MIICR_READ | MIICR_WRITE)))
		event_schedule(v->env->clock, &v->mii_done,
			       clock_after_ns(v->env->clock, FRAME_NS));
}

void vt_mii_status(struct vt6105m *v)
{
	vt_set(v, VT_MIISR,
	       (v->phy.link ? 0 : MIISR_NO_LINK) | (v->phy.link && !v->phy.fast ? MIISR_10 : 0));
}

static void link_changed(void *o, bool link)
{
	struct vt6105m *v = o;

	vt_mii_status(v);
	if ((vt_get(v, VT_MIICR) & MIICR_AUTO) && (vt_get(v, VT_MIIADR) & MIIADR_CHANGES))
		vt_interrupt(v, ISR_LINK);
	vt_wake(v, link ? WOL_LINK_ON : WOL_LINK_OFF);
}

void vt_mii_init(struct vt6105m *v, struct trace *trace)
{
	miiphy_init(&v->phy, v->env->clock, trace, PHY_ID);
	v->phy.changed = link_changed;
	v->phy.opaque = v;
	event_init(&v->mii_done, "mii", frame_over, v);
}

void vt_mii_reset(struct vt6105m *v)
{
	event_cancel(v->env->clock, &v->mii_done);
	miiphy_reset(&v->phy);
	vt_mii_status(v);
}
