/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536: byte and word accesses to the ACPI ports. The chip wants 32 bits at once (errata 17 and 18): other accesses
 * to all but the timer are trapped (ROUTE_TRAP, smm_pci.c) and made as 32 bits here, without writing back status bits
 * that the program did not mean.
 */
#include <stddef.h>
#include <smm/hw.h>
#include <smm/modules.h>
#include <smm/pci.h>

#define ISA		0
#define ACPI_BAR	0x24

/* What is kept of the bytes that are not written; the rest of them is written as 0. */
#define PM1_STS		0x00
#define KEEP_PM1_EN	0xffff0000u
#define PM1_CNT		0x08
#define KEEP_NO_COMMAND 0xfffffdffu
#define GPE0_STS	0x18

static uint32_t kept(unsigned reg)
{
	switch (reg) {
	case PM1_STS: return KEEP_PM1_EN;
	case PM1_CNT: return KEEP_NO_COMMAND;
	case GPE0_STS: return 0;
	default: return 0xffffffff;
	}
}

bool smm_acpi_serve(struct smm_event *ev, uint32_t events)
{
	const struct vpci_register *bar = vpci_find(&cs5536_vpci, ISA, ACPI_BAR);
	const uint16_t port = ev->header->io_port & 0xfffc;
	const unsigned shift = 8 * (ev->header->io_port & 3u);
	const uint32_t width = ev->width << shift;
	uint32_t value;

	(void)events;
	if (!bar || !bar->value || port - bar->value >= ~bar->mask + 1)
		return false;
	/* The accesses from here are none of an SMI's business. */
	vpci_traps(&cs5536_vpci, ISA, bar, false);
	value = smm_in(port, 4);
	if (!smm_io_read(ev))
		smm_out(port, 4,
			(value & ~width & kept(port - bar->value)) |
				(ev->header->io_data << shift & width));
	vpci_traps(&cs5536_vpci, ISA, bar, true);
	if (smm_io_read(ev))
		smm_io_result(ev, value >> shift);
	return true;
}

void smm_acpi_init(const struct smm_params *params)
{
	const struct vpci_register *bar = vpci_find(&cs5536_vpci, ISA, ACPI_BAR);

	(void)params;
	if (bar && bar->value)
		vpci_traps(&cs5536_vpci, ISA, bar, true);
}
