/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AMD Geode LX: memory controller, GeodeLink, clocks, PCI host bridge (data book 33234H, chapters 4 and 6). */
#ifndef NORTHBRIDGE_AMD_GEODE_LX_CHIP_H
#define NORTHBRIDGE_AMD_GEODE_LX_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct amd_geode_lx_config {
	/* PCI device number of the companion: where its MSRs are reached (6.16.2, GLPCI_EXT_MSR). */
	uint8_t companion_device DT_RANGE(1, 20) DT_DEFAULT(15);

	/* Clocks in MHz; 0: what the board's straps select (6.14.2.13, GLCP_SYS_RSTPLL). */
	uint16_t cpu_mhz DT_RANGE(0, 600) DT_DEFAULT(0);
	/* GeodeLink; twice the memory clock. Slower modules make it slower. */
	uint16_t geodelink_mhz DT_RANGE(0, 400) DT_DEFAULT(0);
	/* How long the reset that starts the PLLs holds, in 16 PCI clocks (HOLD_COUNT). */
	uint8_t pll_hold DT_RANGE(8, 255) DT_DEFAULT(0xde);

	/* SMBus addresses of the EEPROMs of both DIMM sockets; 0: there is no such socket. */
	uint8_t spd_address[2] DT_RANGE(0, 0x77) DT_DEFAULT(0);
	/* Soldered memory in the first place: the first 64 bytes of an SPD that tell what it is; 0: none. */
	uint8_t soldered_spd[64] DT_DEFAULT(0);
	/* The memory bus has termination resistors: decides the drive strength for one module (GLCP_DELAY_CONTROLS). */
	bool ddr_terminated;

	/* Memory for the display at the top of RAM, in MiB, even; 0: none. */
	uint8_t framebuffer_mib DT_RANGE(0, 254) DT_ALIGN(2) DT_DEFAULT(8);

	/* First and last I/O port, and first and last memory address, that PCI devices may get. */
	uint16_t io_window[2] DT_DEFAULT(0x1000, 0xffff);
	uint32_t memory_window[2] DT_RANGE(0x80000000, 0xefffffff)
		DT_DEFAULT(0x90000000, 0xefefffff);
};

/* The display: its node's reg says where the frame buffer and the registers are seen. */
struct amd_geode_lx_display_config {
	/* The mode, 32 bits a pixel at 60 Hz: 640x480, 800x600 or 1024x768. */
	uint16_t width DT_RANGE(640, 1024) DT_DEFAULT(1024);
	uint16_t height DT_RANGE(480, 768) DT_DEFAULT(768);
};

extern const struct chip_bootblock_ops amd_geode_lx_bootblock_ops;
extern const struct chip_romstage_ops amd_geode_lx_romstage_ops;
extern const struct device_ops amd_geode_lx_ops;
extern const struct device_ops amd_geode_lx_host_ops;
extern const struct device_ops amd_geode_lx_display_ops;

#endif
