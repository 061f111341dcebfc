/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: the USB 2.0 block (data book 6.5): OHCI, EHCI, device and option controller get
 * addresses, port 4 goes to the host or to the device controller.
 */
#include <arch/cpu.h>
#include <arch/io.h>
#include <lib/errors.h>
#include "chip.h"
#include "ramstage.h"

#define GLPCI_R0       0x51000020
#define GLIU_P2D_BM0   0x51010020
#define PORT_USB       2ull
#define USB_MSR_CONFIG 0x51200001
#define CONFIG_SSDEN   (1ull << 35) /* serial short detection */
#define USB_MSR_DIAG   0x51200005
#define DIAG_SHORT     (1ull << 36) /* set by reset without a short; write 1 to clear (erratum 57) */
#define USB_OHCB       0x51200008
#define USB_EHCB       0x51200009
#define USB_UDCB       0x5120000a
#define USB_UOCB       0x5120000b
#define BASE_MEMEN     (1ull << 33)
#define EHCB_FLADJ     (0x20ull << 40)

/* The block's addresses: one aligned piece of 32 KiB. */
#define BLOCK_SIZE     0x8000u
#define OHCI	       0x0000u
#define EHCI	       0x1000u
#define UOC	       0x2000u
#define UDC	       0x4000u

#define EHCI_HCCPARAMS 0x08
#define HCCPARAMS      0x5012u /* legacy support at 50h of the configuration space, IST 1 */
#define EHCI_IPREG04   0xa0
#define IPREG04_PARAMS 0x2u /* HCCPARAMS can be written */
#define UOC_CAP	       0x00
#define UOC_CAP_APU    0x8000u
#define UOC_MUX	       0x04
#define UOC_MUX_PUEN   0x4u
#define UOC_MUX_HOST   2u
#define UOC_MUX_DEVICE 3u
#define UOC_CTL	       0x0c
#define UOC_CTL_PADEN  0x80u
#define UDC_DEVCTL     0x404
#define UDC_DEVCTL_SD  0x400u /* not connected until a driver wants to be */

const char cs5536_usb_block[] = "USB";

static int scan(struct device *dev)
{
	cs5536_block_add(cs5536_chip(dev), RES_MEM, BLOCK_SIZE, cs5536_usb_block);
	return 0;
}

static int set_resources(struct device *dev)
{
	const uint32_t base = cs5536_block_base(cs5536_chip(dev), cs5536_usb_block);

	if (!base)
		return ERR_NO_SPACE;
	wrmsr(GLIU_P2D_BM0,
	      PORT_USB << 61 | (uint64_t)(base >> 12) << 20 | (0xfffff & ~(BLOCK_SIZE / 4096 - 1)));
	wrmsr(GLPCI_R0, (uint64_t)(base + BLOCK_SIZE - 4096) << 32 | base | 1);
	wrmsr(USB_OHCB, BASE_MEMEN | (base + OHCI));
	wrmsr(USB_EHCB, BASE_MEMEN | EHCB_FLADJ | (base + EHCI));
	wrmsr(USB_UDCB, BASE_MEMEN | (base + UDC));
	wrmsr(USB_UOCB, BASE_MEMEN | (base + UOC));
	return 0;
}

static void change(uintptr_t address, uint32_t clear, uint32_t set)
{
	write32(address, (read32(address) & ~clear) | set);
}

/* The order matters: the porting guide's sequence for port 4 (PBZ 6466). */
static int init(struct device *dev)
{
	const struct amd_cs5536_usb_config *config = dev->node->config;
	const uint32_t base = cs5536_block_base(cs5536_chip(dev), cs5536_usb_block);

	if (!base)
		return 0;
	wrmsr(USB_MSR_CONFIG, rdmsr(USB_MSR_CONFIG) | CONFIG_SSDEN);
	wrmsr(USB_MSR_DIAG, rdmsr(USB_MSR_DIAG) | DIAG_SHORT);
	change(base + EHCI + EHCI_IPREG04, 0, IPREG04_PARAMS);
	write32(base + EHCI + EHCI_HCCPARAMS, HCCPARAMS);
	change(base + UOC + UOC_MUX, ~UOC_MUX_PUEN,
	       config->port4_device ? UOC_MUX_DEVICE : UOC_MUX_HOST);
	if (config->port4_device) {
		change(base + UDC + UDC_DEVCTL, 0, UDC_DEVCTL_SD);
		change(base + UOC + UOC_CTL, 0, UOC_CTL_PADEN);
		change(base + UOC + UOC_CAP, 0, UOC_CAP_APU);
	}
	return 0;
}

const struct device_ops amd_cs5536_usb_ops = {
	.scan = scan,
	.set_resources = set_resources,
	.init = init,
};
