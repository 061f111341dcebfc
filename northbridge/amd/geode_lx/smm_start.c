/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Geode LX, ramstage: the SMI handler's memory, and the events that reach it (data book 33234H, 4.2.3 and the SMI
 * registers of each module).
 */
#include <arch/cpu.h>
#include <boot/context.h>
#include <device/device.h>
#include <smm/image.h>
#include "chip.h"
#include "memory_map.h"
#include "ramstage.h"

#define MIB		 (1024u * 1024u)

#define GLPCI_PBUS	 0x50002012 /* 6.16.2.3: configuration accesses to these devices are SMIs */
#define NORTH_DEVICE	 1

#define FUNCTION_HOST	 0x01
#define FUNCTION_DISPLAY 0x02
#define FUNCTION_AES	 0x04

/*
 * Status bits are cleared, control bits set: what is 1 here is off. On are: ports led to port 0 of GLIU0,
 * configuration accesses to devices that are not on PCI, and what the companion sends. An event that is
 * an SMI must not be an error too. What no module serves stays off.
 */
static const struct {
	uint32_t msr;
	uint64_t value;
} events[] = {
	/* Ports AC1Ch to AC1Fh to port 0: the host bridge's base address register as it starts. */
	{0x100000e3, CONFIG(SMM_VIRTUAL_REGISTERS) ? 0x00000000f030ac18ull : 0},
	{0x10002003, 0x0000000000000001ull}, /* GLIU0: errors of traps */
	{0x10002002,
	 CONFIG(SMM_VIRTUAL_REGISTERS) ? 0x0000001f0000001eull : 0x0000001f0000001full}, /* GLIU0 */
	{0x40002002, 0x0000001f0000001full},						 /* GLIU1 */
	{0x50002002, CONFIG(SMM_PCI) ? 0x00000000003f0037ull : 0x00000000003f003full},	 /* GLPCI */
	{0x80002002, 0x1001ffff1001ffffull},						 /* DC */
	{0x4c002002, 0x00000000000f000full}, /* GLCP: the companion only */
};

int geode_lx_smm_prepare(const struct dt_node *node, struct smm_params *params)
{
	const struct amd_geode_lx_config *config = node->config;
	const uint32_t frame_buffer = config->framebuffer_mib * MIB;
	const uint32_t frame_ram = (uint32_t)context()->ram.low_top;

	geode_lx_map_smm(SMM_BASE, frame_ram + frame_buffer, SMM_SIZE);
	params->companion_device = config->companion_device;
	params->north_functions |= FUNCTION_HOST | FUNCTION_AES;
	params->framebuffer_ram = frame_ram;
	params->framebuffer_size = frame_buffer;
	return 0;
}

void geode_lx_smm_enable(const struct dt_node *node)
{
	const struct amd_geode_lx_config *config = node->config;

	for (unsigned i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		wrmsr(events[i].msr, events[i].value);
	if (CONFIG(SMM_PCI))
		wrmsr(GLPCI_PBUS, 1u << NORTH_DEVICE | 1u << config->companion_device);
}

int geode_lx_smm_display(const struct dt_node *node, struct smm_params *params)
{
	(void)node;
	params->north_functions |= FUNCTION_DISPLAY;
	return 0;
}
