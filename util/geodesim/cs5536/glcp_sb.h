/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The companion's GeodeLink control processor: revision, clock and reset MSRs (5170xxxx). */
#ifndef GEODESIM_CS5536_GLCP_SB_H
#define GEODESIM_CS5536_GLCP_SB_H

#include "frame/signal.h"
#include "geodelink/gl.h"
#include "geodelink/gld.h"

#define GLCP_SB_MSRS	 28
#define GLCP_SB_REVISION 0x03 /* stepping B1, as on every board dump */

/* Clocks in PMCLKOFF, PMCLKDISABLE ... (cs5536 sheet 1.7). */
enum glcp_sb_clock {
	GLCP_SB_CLK_ATA = 12,
	GLCP_SB_CLK_LPC = 18,
	GLCP_SB_CLK_SMB = 20,
	GLCP_SB_CLK_PIT = 21,
	GLCP_SB_CLK_UART1 = 22,
	GLCP_SB_CLK_UART2 = 23,
	GLCP_SB_CLK_USB = 45,
	GLCP_SB_CLK_USB_PHY = 46,
};

struct glcp_sb {
	const struct env *env;
	struct gld gld;
	uint64_t value[GLCP_SB_MSRS];
	struct reg_cover cover[GLCP_SB_MSRS];
	struct signal reset; /* pulse: SYS_RST wants a hard reset of the whole board */
};

/** glcp_sb_init - power-on. glcp_sb_reset - hard reset. */
void glcp_sb_init(struct glcp_sb *g, const struct env *env);
void glcp_sb_reset(struct glcp_sb *g);

/** glcp_sb_device - what sits on port 7 of the companion's GLIU. */
struct gl_device glcp_sb_device(struct glcp_sb *g);

/** glcp_sb_clock_off - did software force that clock off? */
bool glcp_sb_clock_off(const struct glcp_sb *g, enum glcp_sb_clock clock);

/** glcp_sb_regs - the nth register file, NULL after the last. */
const struct reg_file *glcp_sb_regs(const struct glcp_sb *g, unsigned n);

#endif
