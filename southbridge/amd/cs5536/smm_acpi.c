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

/* Suspend to RAM: SLP_EN with the SLP_TYP that \_S3 names (cs5536.asl). */
#define SLEEP		0x3c00u
#define SLEEP_S3	0x2c00u
#define PM1_STS_WAK	0x8000u

/* The machine was to suspend, but an event that may wake it came first: the OS waits for this status bit. */
static bool woken;

static uint32_t kept(unsigned reg)
{
	switch (reg) {
	case PM1_STS: return KEEP_PM1_EN;
	case PM1_CNT: return KEEP_NO_COMMAND;
	case GPE0_STS: return 0;
	default: return 0xffffffff;
	}
}

static void write(uint16_t port, unsigned reg, uint32_t value)
{
	if (CONFIG(ACPI_RESUME) && reg == PM1_STS && value & PM1_STS_WAK)
		woken = false;
	if (CONFIG(ACPI_RESUME) && reg == PM1_CNT && (value & SLEEP) == SLEEP_S3) {
		cs5536_suspend(port, value);
		woken = true;
	} else {
		smm_out(port, 4, value);
	}
}

bool smm_acpi_serve(struct smm_event *ev, uint32_t events)
{
	const struct vpci_register *bar = vpci_find(&cs5536_vpci[ISA], ACPI_BAR);
	const unsigned shift = 8 * (ev->port & 3u);
	const uint16_t port = ev->port & 0xfffc;
	const uint32_t width = ev->width << shift;
	uint32_t value;

	(void)events;
	if (!bar || !bar->value || port - bar->value >= -bar->mask)
		return false;
	/* The accesses from here are none of an SMI's business. */
	vpci_route(&cs5536_vpci[ISA], bar, VPCI_TRAPS);
	value = smm_in(port, 4);
	if (!ev->read)
		write(port, port - bar->value,
		      (value & ~width & kept(port - bar->value)) | (ev->data << shift & width));
	else if (CONFIG(ACPI_RESUME) && woken && port == bar->value + PM1_STS)
		value |= PM1_STS_WAK;
	vpci_route(&cs5536_vpci[ISA], bar, VPCI_TRAPS | VPCI_ON);
	if (ev->read)
		smm_io_result(ev, value >> shift);
	return true;
}

void smm_acpi_init(void)
{
	const struct vpci_register *bar = vpci_find(&cs5536_vpci[ISA], ACPI_BAR);

	if (bar && bar->value)
		vpci_route(&cs5536_vpci[ISA], bar, VPCI_TRAPS | VPCI_ON);
}
