/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wires between DIVIL and the blocks behind its LBARs (cs5536 sheet 2.5, 4.2, 6). */
#include "cs5536/divil.h"
#include "cs5536/divil_msr.h"

/* UART1: TX GPIO8, RX GPIO9; UART2: TX GPIO4, RX GPIO3. */
static bool uart_pin(void *opaque, unsigned uart, bool tx)
{
	const struct sbio *s = ((struct divil *)opaque)->sbio;

	if (tx)
		return gpio_drives_aux1(&s->gpio, uart ? GPIO_UART2_TX : GPIO_UART1_TX);
	return gpio_hears_aux1(&s->gpio, uart ? GPIO_UART2_RX : GPIO_UART1_RX);
}

static void pm1_written(void *opaque, bool level)
{
	if (level)
		divil_ssmi(opaque, DIVIL_SMI_PM1_CNT);
}

static void pm2_written(void *opaque, bool level)
{
	if (level)
		divil_ssmi(opaque, DIVIL_SMI_PM2_CNT);
}

static void watchdog(void *opaque, bool level)
{
	if (level)
		divil_reset_board(opaque, PMS_CAUSE_WATCHDOG);
}

void divil_attach_sbio(struct divil *d, struct sbio *s)
{
	struct signal *y = d->irqmap.in[IRQMAP_Y], *z = d->irqmap.in[IRQMAP_Z];

	d->sbio = s;
	divil_attach(d, DIVIL_SMB, smb_io(&s->smb));
	divil_attach(d, DIVIL_GPIO, gpio_io(&s->gpio));
	divil_attach(d, DIVIL_MFGPT, mfgpt_io(&s->mfgpt));
	divil_attach(d, DIVIL_ACPI, acpi_io(&s->acpi));
	divil_attach(d, DIVIL_PMS, pms_io(&s->pms));
	for (unsigned n = 0; n < 8; n++) {
		divil_link(d, &s->mfgpt.z[n], &z[n]);
		divil_link(d, &s->gpio.irq[n], &z[IRQMAP_Z_GPIO + n]);
	}
	divil_link(d, &s->acpi.sci, &y[IRQMAP_Y_SCI]);
	divil_link(d, &s->smb.irq, &y[IRQMAP_Y_SMB]);
	divil_link(d, &s->gpio.aux1_in[GPIO_IDE_IRQ], &d->irqmap.in[IRQMAP_PRIMARY][IRQMAP_IDE]);
	divil_link(d, &s->acpi.asmi, &d->pm_smi);
	divil_link(d, &s->mfgpt.nmi, &d->mfgpt_nmi);
	divil_link(d, &d->rtc.alarm, &s->acpi.rtc_alarm);
	divil_link(d, &d->pic.intr, &s->acpi.gpe[ACPI_GPE_PIC_IRQ]);
	divil_link(d, &d->irqmap.asmi, &s->acpi.gpe[ACPI_GPE_PIC_ASMI]);
	divil_link(d, &d->uart[0].uart.irq, &s->acpi.gpe[ACPI_GPE_UART1]);
	divil_link(d, &d->uart[1].uart.irq, &s->acpi.gpe[ACPI_GPE_UART2]);
	signal_connect(&s->acpi.pm1_write, &d->hook[5], pm1_written, d);
	signal_connect(&s->acpi.pm2_write, &d->hook[6], pm2_written, d);
	signal_connect(&s->mfgpt.reset, &d->hook[7], watchdog, d);
	for (unsigned n = 0; n < 2; n++) {
		d->uart[n].pin = uart_pin;
		d->uart[n].pin_opaque = d;
	}
	divil_msrs_changed(d);
}
