/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX display: a linear frame buffer in RAM on the CRT, 32 bits a pixel. The graphics blocks have
 * no PCI header of their own; the node's reg says where they and the frame buffer are seen:
 * reg 0 frame buffer, reg 1 graphics processor, display controller and video processor, 16 KiB each. With
 * the SMI handler there is a header, and its base address registers say it.
 */
#include <arch/cpu.h>
#include <arch/io.h>
#include <boot/context.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/device.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include <lib/errors.h>
#include "chip.h"
#include "display.h"
#include "display_modes.h"
#include "ramstage.h"

#define MIB		(1024u * 1024u)
#define PAGE_SHIFT	12
#define BLOCK_SIZE	0x4000u
#define BYTES_PER_PIXEL 4u
#define LOCK_POLLS	1000

/* Where the parts of the display are seen, and the RAM behind the frame buffer. */
struct places {
	uint32_t frame;
	uint32_t frame_ram;
	uint32_t frame_size;
	uint32_t gp;
	uint32_t dc;
	uint32_t vp;
};

static const struct amd_geode_lx_config *host_config(void)
{
	const struct device *dev;

	for_each_device(dev) {
		if (dev->ops == &amd_geode_lx_ops)
			return dev->node->config;
	}
	return NULL;
}

/* The header that the SMI handler gives; NULL: there is none. */
static const struct device *pci_header(void)
{
	return device_find_pci(NULL, PCI_VENDOR_AMD, PCI_DEVICE_LX_GRAPHICS);
}

static bool bar(const struct device *header, unsigned n, uint32_t *base)
{
	const struct resource *res = device_find_resource(header, (uint16_t)(PCI_BAR0 + 4 * n));

	if (!res || !(res->flags & RES_ASSIGNED))
		return false;
	*base = (uint32_t)res->base;
	return true;
}

static int find_places(const struct device *dev, struct places *p)
{
	const struct amd_geode_lx_config *host = host_config();
	const struct device *header = pci_header();
	const struct dt_node *node = dev->node;

	if (!host || node->reg_count < 2 || node->reg[1].size < 3 * BLOCK_SIZE)
		return ERR_INVALID;
	p->frame = (uint32_t)node->reg[0].base;
	p->frame_size = host->framebuffer_mib * MIB;
	p->frame_ram = (uint32_t)device_ram()->low_top;
	p->gp = (uint32_t)node->reg[1].base;
	p->dc = p->gp + BLOCK_SIZE;
	p->vp = p->dc + BLOCK_SIZE;
	if (header && (!bar(header, 0, &p->frame) || !bar(header, 1, &p->gp) ||
		       !bar(header, 2, &p->dc) || !bar(header, 3, &p->vp)))
		return ERR_NO_SPACE;
	return p->frame_size && p->frame_size <= node->reg[0].size ? 0 : ERR_RANGE;
}

/* Descriptors (data book 4.2.3): 16 KiB to a port of a GLIU. */
static uint64_t p2d_bm(unsigned port, uint32_t base)
{
	return (uint64_t)port << 61 | (uint64_t)(base >> PAGE_SHIFT) << 20 |
	       (0xfffff & ~((BLOCK_SIZE >> PAGE_SHIFT) - 1));
}

/* A range that is seen at base and goes to a port as if it were at `target`. */
static uint64_t p2d_ro(unsigned port, uint32_t base, uint32_t size, uint32_t target)
{
	const uint64_t offset = (target - base) >> PAGE_SHIFT;

	return (uint64_t)port << 61 | offset << 40 |
	       (uint64_t)((base + size - 1) >> PAGE_SHIFT) << 20 | base >> PAGE_SHIFT;
}

/* The display controller's registers must be at offset 0 behind its descriptor. */
static int set_resources(struct device *dev)
{
	struct places p;
	int err = find_places(dev, &p);

	if (err)
		return err;
	/* The base address registers have done it, and the places of the tree are anybody's. */
	if (pci_header()) {
		for (struct resource *res = dev->res; res; res = res->next)
			res->flags &= (uint16_t)~RES_RESERVED;
		return 0;
	}
	wrmsr(GLIU0_P2D_RO0, p2d_ro(GLIU0_PORT_GLMC, p.frame, p.frame_size, p.frame_ram));
	wrmsr(GLIU0_P2D_RO1, p2d_ro(GLIU0_PORT_DC, p.dc, BLOCK_SIZE, 0));
	wrmsr(GLIU0_P2D_BM2, p2d_bm(GLIU0_PORT_GP, p.gp));
	wrmsr(GLIU0_P2D_BM3, p2d_bm(GLIU0_PORT_GLIU1, p.vp));
	wrmsr(GLIU1_P2D_BM5, p2d_bm(GLIU1_PORT_VP, p.vp));
	/* Writes to the frame buffer are gathered, the blocks' registers are not. */
	wrmsr(RCONF7, (uint64_t)((p.frame + p.frame_size - 1) >> PAGE_SHIFT) << 44 | p.frame |
			      RCONF_ENABLE | RCONF_WRITE_COMBINE);
	return 0;
}

static void dc_write(const struct places *p, unsigned reg, uint32_t value)
{
	write32(p->dc + reg, value);
}

static void dc_change(const struct places *p, unsigned reg, uint32_t clear, uint32_t set)
{
	write32(p->dc + reg, (read32(p->dc + reg) & ~clear) | set);
}

static void vp_change(const struct places *p, unsigned reg, uint32_t clear, uint32_t set)
{
	write32(p->vp + reg, (read32(p->vp + reg) & ~clear) | set);
}

/* Everything dark and at rest: the order is the one AMD's drivers keep. */
static void display_off(const struct places *p)
{
	dc_change(p, DC_GENERAL_CFG, GENERAL_VGAE | GENERAL_VIDE, 0);
	vp_change(p, VP_VCFG, VCFG_VID_EN, 0);
	dc_write(p, DC_IRQ, IRQ_QUIET);
	dc_change(p, DC_GENLK_CTL, GENLK_ALL, 0);
	vp_change(p, VP_MISC, 0, MISC_DAC_DOWN);
	vp_change(p, VP_DCFG, DCFG_ON, 0);
	dc_change(p, DC_GENERAL_CFG, GENERAL_CMPE | GENERAL_DECE, 0);
	dc_change(p, DC_DISPLAY_CFG, DISPLAY_TGEN, 0);
	delay_us(1000);
	dc_change(p, DC_GENERAL_CFG, GENERAL_DFLE, 0);
}

/* Data book 6.14.2.14 */
static int set_pixel_clock(const struct display_mode *mode)
{
	uint32_t low = (uint32_t)rdmsr(GLCP_DOTPLL);

	low &= ~(DOTPLL_PD | DOTPLL_BYPASS | DOTPLL_HALFPIX);
	wrmsr(GLCP_DOTPLL, (uint64_t)mode->dotpll << 32 | low | DOTPLL_DOTRESET);
	delay_us(100);
	for (unsigned polls = 0; polls < LOCK_POLLS; polls++) {
		uint64_t pll = rdmsr(GLCP_DOTPLL);

		if (pll & DOTPLL_LOCK) {
			wrmsr(GLCP_DOTPLL, pll & ~(uint64_t)DOTPLL_DOTRESET);
			return 0;
		}
		delay_us(1);
	}
	pr_warn("display: the pixel clock's PLL did not lock in %u us\n", 100 + LOCK_POLLS);
	return ERR_TIMEOUT;
}

static void set_axis(const struct places *p, unsigned reg, const struct display_axis *axis)
{
	dc_write(p, reg, (uint32_t)(axis->total - 1) << 16 | (uint32_t)(axis->active - 1));
	dc_write(p, reg + 4,
		 (uint32_t)(axis->blank_end - 1) << 16 | (uint32_t)(axis->blank_start - 1));
	dc_write(p, reg + 8,
		 (uint32_t)(axis->sync_end - 1) << 16 | (uint32_t)(axis->sync_start - 1));
}

/* Code of DV_CTL for entries of at least one line. */
static uint32_t dirty_entry_code(uint32_t line_bytes)
{
	uint32_t code = 0;

	while (code < 3 && 1024u << code < line_bytes)
		code++;
	return code;
}

static void set_picture(const struct places *p, const struct display_mode *mode)
{
	const uint32_t line = mode->h.active * BYTES_PER_PIXEL;
	const uint32_t bytes = line * mode->v.active;

	dc_write(p, DC_FB_ST_OFFSET, 0);
	dc_write(p, DC_CB_ST_OFFSET, 0);
	dc_write(p, DC_CURS_ST_OFFSET, 0);
	dc_write(p, DC_GFX_SCALE, GFX_SCALE_NONE);
	dc_write(p, DC_IRQ_FILT_CTL, 0);
	dc_write(p, DC_DV_TOP, ((bytes + 1023) & ~1023u) | DV_TOP_ENABLE);
	dc_write(p, DC_GFX_PITCH, line / 8);
	dc_write(p, DC_LINE_SIZE, line / 8);
	set_axis(p, DC_H_ACTIVE_TIMING, &mode->h);
	set_axis(p, DC_V_ACTIVE_TIMING, &mode->v);
	dc_write(p, DC_FB_ACTIVE, (uint32_t)(mode->h.active - 1) << 16 | (mode->v.active - 1u));
	dc_write(p, DC_PHY_MEM_OFFSET, p->frame);
	dc_write(p, DC_DV_CTL,
		 p->frame_ram | dirty_entry_code(line) << DV_LINE_SIZE_SHIFT | DV_CLEAR);
}

static void display_on(const struct places *p, const struct display_mode *mode)
{
	vp_change(p, VP_DCFG, DCFG_SKEW | DCFG_POWER_DELAY | DCFG_NEGATIVE_SYNC,
		  DCFG_SKEW_DEFAULT | DCFG_POWER_DELAY_DEFAULT | DCFG_ON |
			  (mode->negative_sync ? DCFG_NEGATIVE_SYNC : 0));
	vp_change(p, VP_MISC, MISC_DAC_DOWN, MISC_GAMMA_BYPASS);
	dc_write(p, DC_DISPLAY_CFG,
		 DISPLAY_VISL | DISPLAY_PALB | DISPLAY_24BPP | DISPLAY_TRUP | DISPLAY_VDEN |
			 DISPLAY_GDEN | DISPLAY_TGEN);
	dc_write(p, DC_ARB_CFG, 0);
	dc_write(p, DC_GENERAL_CFG, GENERAL_FDTY | GENERAL_FIFO_PRIORITY | GENERAL_DFLE);
}

/* The user's wish, or the board's. */
static const struct display_mode *wanted_mode(const struct amd_geode_lx_display_config *config)
{
	if (CONFIG(GEODE_LX_MODE_640X480))
		return geode_lx_display_mode(640, 480);
	if (CONFIG(GEODE_LX_MODE_800X600))
		return geode_lx_display_mode(800, 600);
	if (CONFIG(GEODE_LX_MODE_1024X768))
		return geode_lx_display_mode(1024, 768);
	return geode_lx_display_mode(config->width, config->height);
}

/* The mode, the user's or the node's; NULL when there is no such one or its picture does not fit. */
static const struct display_mode *mode_of(const struct device *dev, const struct places *p)
{
	const struct amd_geode_lx_display_config *config = dev->node->config;
	const struct display_mode *mode = wanted_mode(config);

	if (!mode)
		return NULL;
	return (uint32_t)mode->h.active * mode->v.active * BYTES_PER_PIXEL > p->frame_size ? NULL
											   : mode;
}

static int init(struct device *dev)
{
	const struct display_mode *mode;
	struct places p;
	int err;

	if (!CONFIG(FRAMEBUFFER))
		return 0;
	err = find_places(dev, &p);
	if (err)
		return err;
	mode = mode_of(dev, &p);
	if (!mode) {
		pr_warn("display: no such mode, or the frame buffer of %u MiB is too small for it\n",
			p.frame_size / MIB);
		return ERR_UNSUPPORTED;
	}
	dc_write(&p, DC_UNLOCK, UNLOCK_CODE);
	display_off(&p);
	err = set_pixel_clock(mode);
	if (!err) {
		/* CRT */
		wrmsr(VP_MSR_CONFIG, rdmsr(VP_MSR_CONFIG) & ~(uint64_t)VP_CONFIG_OUTPUT);
		set_picture(&p, mode);
		geode_lx_blank((void *)(uintptr_t)p.frame,
			       (size_t)mode->h.active * mode->v.active * BYTES_PER_PIXEL);
		display_on(&p, mode);
	}
	dc_write(&p, DC_UNLOCK, 0);
	return err;
}

static bool framebuffer(const struct device *dev, struct framebuffer *fb)
{
	const struct display_mode *mode;
	struct places p;

	if (!CONFIG(FRAMEBUFFER) || find_places(dev, &p))
		return false;
	mode = mode_of(dev, &p);
	if (!mode || !(read32(p.dc + DC_DISPLAY_CFG) & DISPLAY_TGEN))
		return false;
	*fb = (struct framebuffer){
		.base = p.frame,
		.width = mode->h.active,
		.height = mode->v.active,
		.pitch = mode->h.active * BYTES_PER_PIXEL,
		.bits_per_pixel = 8 * BYTES_PER_PIXEL,
		.red_position = 16,
		.red_size = 8,
		.green_position = 8,
		.green_size = 8,
		.blue_position = 0,
		.blue_size = 8,
		.reserved_position = 24,
		.reserved_size = 8,
	};
	return true;
}

const struct device_ops amd_geode_lx_display_ops = {
	.set_resources = set_resources,
	.init = init,
	.framebuffer = framebuffer,
	.smm_prepare = CONFIG(SMM_HANDLER) ? geode_lx_smm_display : NULL,
	.vsa2 = CONFIG(SMM_VSA2) ? &geode_lx_vsa2_display_ops : NULL,
};
