/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The companion's small blocks and the wires between them. */
#include "cs5536/sbio.h"

#include <string.h>

/* Active-low pins become asserted inputs. */
static void power_button(void *opaque, bool level)
{
	struct sbio *s = opaque;

	signal_set(&s->acpi.power_button, !level);
	signal_set(&s->pms.button, !level);
}

static void sleep_button(void *opaque, bool level)
{
	struct sbio *s = opaque;

	signal_set(&s->acpi.sleep_button, !level);
}

static void thermal_alarm(void *opaque, bool level)
{
	struct sbio *s = opaque;

	signal_set(&s->pms.thermal, !level);
}

static void low_battery(void *opaque, bool level)
{
	struct sbio *s = opaque;

	signal_set(&s->pms.low_bat, !level);
}

static void sleep_clock(void *opaque, bool level)
{
	struct sbio *s = opaque;

	signal_set(&s->gpio.aux1_out[GPIO_SLP_CLK], !level);
}

static void sleeping(void *opaque, bool level)
{
	struct sbio *s = opaque;

	mfgpt_sleep(&s->mfgpt, level);
}

/* Without power the working domain does nothing; with it back, its registers are at reset. */
static void standby(void *opaque, bool level)
{
	struct sbio *s = opaque;

	s->resumed = !level && !s->pms.cold && !s->pms.rails_lost;
	if (!level)
		return;
	smb_reset(&s->smb);
	mfgpt_reset(&s->mfgpt);
	gpio_reset(&s->gpio, false);
}

static void link(struct sbio *s, unsigned *n, struct signal *from, struct signal *to)
{
	to->level = from->level;
	to->drivers = from->level;
	signal_link(from, &s->link[(*n)++], to, 0);
}

static void wire(struct sbio *s)
{
	struct signal *aux1 = s->gpio.aux1_out, *aux2 = s->gpio.aux2_out;
	struct signal *in = s->gpio.aux1_in;
	unsigned n = 0;

	for (unsigned i = 0; i < 6; i++)
		link(s, &n, &s->gpio.pme[i], &s->acpi.gpe[ACPI_GPE_PME0 + i]);
	link(s, &n, &s->gpio.pme[6], &s->acpi.gpe[ACPI_GPE_PME6]);
	link(s, &n, &s->gpio.pme[7], &s->acpi.gpe[ACPI_GPE_PME7]);
	link(s, &n, &s->smb.irq, &s->acpi.gpe[ACPI_GPE_SMB]);
	link(s, &n, &s->mfgpt.out[0], &aux1[5]);
	link(s, &n, &s->mfgpt.out[0], &aux2[6]);
	link(s, &n, &s->mfgpt.out[1], &aux1[6]);
	link(s, &n, &s->mfgpt.out[2], &aux1[7]);
	link(s, &n, &s->mfgpt.out[7], &aux1[27]);
	link(s, &n, &s->pms.work_aux, &aux1[GPIO_WORK_AUX]);
	link(s, &n, &s->gpio.pin[GPIO_WORK_AUX], &s->pms.work_aux_pin);
	signal_connect(&in[GPIO_PWR_BUT], &s->hook[0], power_button, s);
	signal_connect(&in[GPIO_INTD], &s->hook[1], sleep_button, s);
	signal_connect(&in[GPIO_THRM_ALRM], &s->hook[2], thermal_alarm, s);
	signal_connect(&in[GPIO_LOW_BAT], &s->hook[3], low_battery, s);
	signal_connect(&s->pms.slp_clk, &s->hook[4], sleep_clock, s);
	signal_connect(&s->pms.sleeping, &s->hook[5], sleeping, s);
	signal_connect(&s->pms.standby, &s->hook[6], standby, s);
	s->gpio.aux1_out[GPIO_SLP_CLK].level = true;
}

void sbio_init(struct sbio *s, const struct env *env)
{
	memset(s, 0, sizeof(*s));
	gpio_init(&s->gpio, env);
	smb_init(&s->smb, env, &s->gpio);
	mfgpt_init(&s->mfgpt, env);
	acpi_init(&s->acpi, env);
	pms_init(&s->pms, env, &s->acpi);
	wire(s);
}

void sbio_reset(struct sbio *s, unsigned cause)
{
	bool resumed = s->resumed;

	smb_reset(&s->smb);
	mfgpt_reset(&s->mfgpt);
	acpi_reset(&s->acpi);
	pms_reset(&s->pms, cause);
	gpio_reset(&s->gpio, resumed);
	s->resumed = false;
}

void sbio_power_cut(struct sbio *s)
{
	smb_reset(&s->smb);
	mfgpt_power_cut(&s->mfgpt);
	gpio_power_cut(&s->gpio);
	acpi_power_cut(&s->acpi);
	pms_power_cut(&s->pms);
	s->resumed = false;
}

void sbio_press_power(struct sbio *s, bool down)
{
	gpio_drive(&s->gpio, GPIO_PWR_BUT, down ? GPIO_DRIVE_LOW : GPIO_FREE);
}

void sbio_press_sleep(struct sbio *s, bool down)
{
	gpio_drive(&s->gpio, GPIO_INTD, down ? GPIO_DRIVE_LOW : GPIO_FREE);
}

const struct reg_file *sbio_regs(const struct sbio *s, unsigned n)
{
	switch (n) {
	case 0: return gpio_regs(&s->gpio, 0);
	case 1: return smb_regs(&s->smb, 0);
	case 2: return mfgpt_regs(&s->mfgpt, 0);
	case 3: return acpi_regs(&s->acpi, 0);
	case 4: return pms_regs(&s->pms, 0);
	default: return NULL;
	}
}
