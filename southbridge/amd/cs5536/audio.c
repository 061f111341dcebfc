/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536, ramstage: the AC97 audio controller (data book 6.3) gets its ports. */
#include <stddef.h>
#include <arch/cpu.h>
#include <device/pci_ids.h>
#include <lib/errors.h>
#include "chip.h"
#include "ramstage.h"

#define GLPCI_R1     0x51000021
#define REGION_IO    (1ull << 32)
#define GLIU_IOD_BM1 0x510100e1
#define PORT_ACC     5ull
#define PORTS	     128u

const char cs5536_audio_block[] = "audio";

/* The SMI handler gives one, with a base address register: nothing is left to do. */
static bool has_header(void)
{
	return device_find_pci(NULL, PCI_VENDOR_AMD, CS5536_AUDIO_ID);
}

static int scan(struct device *dev)
{
	if (!has_header())
		cs5536_block_add(cs5536_chip(dev), RES_IO, PORTS, cs5536_audio_block);
	return 0;
}

static int set_resources(struct device *dev)
{
	const uint32_t base = cs5536_block_base(cs5536_chip(dev), cs5536_audio_block);

	if (has_header())
		return 0;
	if (!base)
		return ERR_NO_SPACE;
	wrmsr(GLIU_IOD_BM1, PORT_ACC << 61 | (uint64_t)base << 20 | (0xfffff & ~(PORTS - 1)));
	wrmsr(GLPCI_R1, (uint64_t)(base + PORTS - 4) << 44 | REGION_IO | (uint64_t)base << 12 | 1);
	return 0;
}

const struct device_ops amd_cs5536_audio_ops = {
	.scan = scan,
	.set_resources = set_resources,
	.smm_prepare = CONFIG(SMM_HANDLER) ? cs5536_smm_audio : NULL,
};
