/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536, ramstage: the USB 2.0 block (data book 6.5): OHCI, EHCI, device and option controller get
 * addresses, port 4 goes to the host or to the device controller.
 */
#include <stddef.h>
#include <arch/cpu.h>
#include <arch/io.h>
#include <device/pci.h>
#include <device/pci_ids.h>
#include <lib/errors.h>
#include "chip.h"
#include "ramstage.h"

#define GLPCI_R0	  0x51000020
#define GLIU_P2D_BM0	  0x51010020
#define PORT_USB	  2ull
#define USB_MSR_CONFIG	  0x51200001
#define CONFIG_SSDEN	  (1ull << 35) /* serial short detection */
#define USB_MSR_DIAG	  0x51200005
#define DIAG_SHORT	  (1ull << 36) /* set by reset without a short; write 1 to clear (erratum 57) */
#define USB_OHCB	  0x51200008
#define USB_EHCB	  0x51200009
#define USB_UDCB	  0x5120000a
#define USB_UOCB	  0x5120000b
#define BASE_MEMEN	  (1ull << 33)
#define EHCB_FLADJ	  (0x20ull << 40)

/* The block's addresses: one aligned piece of 32 KiB. */
#define BLOCK_SIZE	  0x8000u
#define OHCI		  0x0000u
#define EHCI		  0x1000u
#define UOC		  0x2000u
#define UDC		  0x4000u

#define EHCI_HCCPARAMS	  0x08
#define HCCPARAMS	  0x5012u /* legacy support at 50h of the configuration space, IST 1 */
#define EHCI_IPREG04	  0xa0
#define IPREG04_PARAMS	  0x2u /* HCCPARAMS can be written */
#define UOC_CAP		  0x00
#define UOC_CAP_APU	  0x8000u
#define UOC_MUX		  0x04
#define UOC_MUX_PUEN	  0x4u
#define UOC_MUX_HOST	  2u
#define UOC_MUX_DEVICE	  3u
#define UOC_CTL		  0x0c
#define UOC_CTL_PADEN	  0x80u
#define UDC_DEVCTL	  0x404
#define UDC_DEVCTL_SD	  0x400u /* not connected until a driver wants to be */

/* The SMI handler's way to make a function disappear. */
#define HEADER_REMOVE	  0x7c
#define HEADER_REMOVE_KEY 0xdeadbeef

const char cs5536_usb_block[] = "USB";

/* The SMI handler gives four, each with a base address register. */
static bool has_headers(void)
{
	return device_find_pci(NULL, PCI_VENDOR_AMD, CS5536_EHCI_ID);
}

static int scan(struct device *dev)
{
	if (!has_headers())
		cs5536_block_add(cs5536_chip(dev), RES_MEM, BLOCK_SIZE, cs5536_usb_block);
	return 0;
}

static int set_resources(struct device *dev)
{
	const uint32_t base = cs5536_block_base(cs5536_chip(dev), cs5536_usb_block);

	if (has_headers()) {
		wrmsr(USB_EHCB, rdmsr(USB_EHCB) | EHCB_FLADJ);
		return 0;
	}
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

/* Where the registers of three of the functions are. */
struct places {
	uint32_t ehci, uoc, udc;
};

/* False when one of them got no address. */
static bool find_places(const struct device *dev, struct places *at)
{
	const uint32_t base = cs5536_block_base(cs5536_chip(dev), cs5536_usb_block);

	at->ehci = base + EHCI;
	at->uoc = base + UOC;
	at->udc = base + UDC;
	if (!has_headers())
		return base;
	at->ehci = cs5536_function_base(CS5536_EHCI_ID);
	at->uoc = cs5536_function_base(CS5536_UOC_ID);
	at->udc = cs5536_function_base(CS5536_UDC_ID);
	return at->ehci && at->uoc && at->udc;
}

/* Nothing is connected to a device controller without its port: the handler takes these headers away. */
static void remove_headers(void)
{
	static const uint16_t ids[] = {CS5536_UDC_ID, CS5536_UOC_ID};

	for (unsigned i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		const struct device *dev = device_find_pci(NULL, PCI_VENDOR_AMD, ids[i]);

		if (dev)
			pci_write32(pci_address_of(dev), HEADER_REMOVE, HEADER_REMOVE_KEY);
	}
}

/* The order matters: the porting guide's sequence for port 4 (PBZ 6466). */
static int init(struct device *dev)
{
	const struct amd_cs5536_usb_config *config = dev->node->config;
	struct places at;

	if (!find_places(dev, &at))
		return 0;
	wrmsr(USB_MSR_CONFIG, rdmsr(USB_MSR_CONFIG) | CONFIG_SSDEN);
	wrmsr(USB_MSR_DIAG, rdmsr(USB_MSR_DIAG) | DIAG_SHORT);
	change(at.ehci + EHCI_IPREG04, 0, IPREG04_PARAMS);
	write32(at.ehci + EHCI_HCCPARAMS, HCCPARAMS);
	change(at.uoc + UOC_MUX, ~UOC_MUX_PUEN,
	       config->port4_device ? UOC_MUX_DEVICE : UOC_MUX_HOST);
	if (config->port4_device) {
		change(at.udc + UDC_DEVCTL, 0, UDC_DEVCTL_SD);
		change(at.uoc + UOC_CTL, 0, UOC_CTL_PADEN);
		change(at.uoc + UOC_CAP, 0, UOC_CAP_APU);
	} else {
		remove_headers();
	}
	return 0;
}

const struct device_ops amd_cs5536_usb_ops = {
	.scan = scan,
	.set_resources = set_resources,
	.init = init,
	.smm_prepare = CONFIG(SMM_HANDLER) ? cs5536_smm_usb : NULL,
};
