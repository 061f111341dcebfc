/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL: life cycle, wiring between its parts, SMI and NMI (cs5536 sheet 1.11, 2). */
#include "cs5536/divil.h"

#include <string.h>

#include "cs5536/divil_msr.h"

#define DIVIL_BASE 0x51400000u
/* Asynchronous sources: their status keeps the SMI line asserted until it is cleared. */
#define ASMI_BITS                                                           \
	(UINT32_C(1) << DIVIL_SMI_HLT | UINT32_C(1) << DIVIL_SMI_SHUTDOWN | \
	 UINT32_C(1) << DIVIL_SMI_KEL | UINT32_C(1) << DIVIL_SMI_PIC |      \
	 UINT32_C(1) << DIVIL_SMI_PM)

/*
 * The status of an enabled source is set while the source asks, also right after it was cleared. So
 * no event is lost; a handler that clears before it silences the source is called once more.
 */
void divil_smi_update(struct divil *d)
{
	uint64_t smi = divil_msr(d, DIVIL_MSR_SMI);
	uint32_t level = 0, status;

	if (d->kel.event.level && (d->kel.ctrl & KEL_EER))
		level |= UINT32_C(1) << DIVIL_SMI_KEL;
	if (d->irqmap.asmi.level)
		level |= UINT32_C(1) << DIVIL_SMI_PIC;
	if (d->pm_smi.level)
		level |= UINT32_C(1) << DIVIL_SMI_PM;
	status = (uint32_t)(smi >> 32) | (level & (uint32_t)smi);
	gld_set(&d->gld, DIVIL_MSR_SMI, (smi & UINT32_MAX) | (uint64_t)status << 32);
	signal_drive(&d->irqmap.in[IRQMAP_Y][IRQMAP_Y_KEL], 0,
		     d->kel.event.level && !(d->kel.ctrl & KEL_EER));
	signal_set(&d->asmi, status & ASMI_BITS);
}

/* Sets the status of an enabled source. */
static bool note_smi(struct divil *d, enum divil_smi source)
{
	uint64_t smi = divil_msr(d, DIVIL_MSR_SMI);

	if (!(smi >> source & 1))
		return false;
	gld_set(&d->gld, DIVIL_MSR_SMI, smi | UINT64_C(1) << (32 + source));
	return true;
}

bool divil_ssmi(struct divil *d, enum divil_smi source)
{
	if (!note_smi(d, source))
		return false;
	if (trace_on(d->env->trace, TRACE_SMI))
		trace_line(d->env->trace, TRACE_SMI, "divil source %u", source);
	env_ssmi(d->env, true);
	return true;
}

void divil_nmi_update(struct divil *d)
{
	bool legacy = divil_msr(d, DIVIL_MFGPT_NR) & MFGPT_NMI_LEG;
	bool masked = d->rtc.nmi_masked;
	bool timers = d->mfgpt_nmi.level && (!legacy || !masked);

	signal_set(&d->nmi, timers || (d->port61.nmi.level && !masked));
}

static void smi_changed(void *opaque, bool level)
{
	(void)level;
	divil_smi_update(opaque);
}

static void nmi_changed(void *opaque, bool level)
{
	(void)level;
	divil_nmi_update(opaque);
}

void divil_reset_board(struct divil *d, unsigned cause)
{
	d->reset_cause = cause;
	signal_pulse(&d->reset);
}

void divil_link(struct divil *d, struct signal *from, struct signal *to)
{
	if (d->links < sizeof(d->link) / sizeof(d->link[0]))
		signal_link(from, &d->link[d->links++], to, 1);
}

static void wire(struct divil *d)
{
	struct signal *primary = d->irqmap.in[IRQMAP_PRIMARY];
	struct signal *y = d->irqmap.in[IRQMAP_Y];

	divil_link(d, &d->pit.counter[0].out, &primary[IRQMAP_PIT]);
	divil_link(d, &d->kel.irq1, &primary[IRQMAP_KBD]);
	divil_link(d, &d->rtc.irq, &primary[IRQMAP_RTC]);
	divil_link(d, &d->kel.irq12, &primary[IRQMAP_MOUSE]);
	divil_link(d, &d->rtc.alarm, &y[IRQMAP_Y_RTC_ALARM]);
	divil_link(d, &d->flash.ready, &y[IRQMAP_Y_NAND_READY]);
	divil_link(d, &d->flash.distract, &y[IRQMAP_Y_NAND_DISTRACT]);
	divil_link(d, &d->uart[0].uart.irq, &y[IRQMAP_Y_UART1]);
	divil_link(d, &d->uart[1].uart.irq, &y[IRQMAP_Y_UART2]);
	/* Frame 2 of the serial stream is SMI#, which the mapper does not take. */
	for (unsigned n = 0; n < LPC_IRQS; n++) {
		if (n != 2)
			divil_link(d, &d->lpc.out[n], &d->irqmap.in[IRQMAP_LPC][n]);
	}
	signal_connect(&d->irqmap.asmi, &d->hook[0], smi_changed, d);
	signal_connect(&d->kel.event, &d->hook[1], smi_changed, d);
	signal_connect(&d->pm_smi, &d->hook[2], smi_changed, d);
	signal_connect(&d->port61.nmi, &d->hook[3], nmi_changed, d);
	signal_connect(&d->mfgpt_nmi, &d->hook[4], nmi_changed, d);
}

static void reset_msrs(struct divil *d)
{
	uint64_t loc = d->boot & 3, opts;

	reg_file_reset(&d->gld.regs);
	opts = divil_msr(d, DIVIL_BALL_OPTS);
	opts |= loc << BALL_PRI_SHIFT | loc << BALL_LATCHED_SHIFT | loc << BALL_SEC_SHIFT;
	if (d->boot == LPC_LOC_NOR)
		opts &= ~(uint64_t)BALL_IDE; /* the flash is on the IDE pins */
	gld_set(&d->gld, DIVIL_BALL_OPTS, opts);
	divil_msrs_changed(d);
}

int divil_init(struct divil *d, const struct env *env, const struct divil_config *cfg)
{
	memset(d, 0, sizeof(*d));
	d->env = env;
	d->boot = cfg->boot;
	d->gliu = cfg->gliu;
	gld_init(&d->gld, env, &divil_msr_table, d, d->value, d->cover, DIVIL_BASE, 0x2000);
	signal_init(&d->nmi, "divil.nmi");
	signal_init(&d->reset, "divil.reset");
	signal_init(&d->init, "divil.init");
	signal_init(&d->asmi, "divil.asmi");
	signal_init(&d->pm_smi, "divil.pm_smi");
	signal_init(&d->mfgpt_nmi, "divil.mfgpt_nmi");
	i8259_init(&d->pic, env->trace);
	i8254_init(&d->pit, env->clock);
	i8237_init(&d->dma, cfg->memory);
	mc146818_init(&d->rtc, env->clock);
	mc146818_set_time(&d->rtc, cfg->rtc_time);
	if (cfg->cmos && mc146818_load(&d->rtc, cfg->cmos, cfg->cmos_size))
		return -1;
	port61_init(&d->port61, &d->pit);
	port92_init(&d->port92, true);
	post_init(&d->post, env->trace, (struct io_if){0});
	irqmap_init(&d->irqmap, env, &d->pic);
	lpc_init(&d->lpc, env);
	uart_sb_init(&d->uart[0], env, 0);
	uart_sb_init(&d->uart[1], env, 1);
	kel_init(&d->kel, env);
	shadow_init(&d->shadow, &d->pic, &d->pit, &d->dma);
	divil_flash_init(&d->flash, env);
	wire(d);
	reset_msrs(d);
	return 0;
}

void divil_reset(struct divil *d)
{
	i8259_reset(&d->pic);
	i8254_reset(&d->pit);
	i8237_reset(&d->dma);
	mc146818_reset(&d->rtc);
	port61_reset(&d->port61);
	port92_reset(&d->port92, true);
	irqmap_reset(&d->irqmap);
	lpc_reset(&d->lpc);
	uart_sb_reset(&d->uart[0]);
	uart_sb_reset(&d->uart[1]);
	kel_reset(&d->kel);
	shadow_reset(&d->shadow);
	divil_flash_reset(&d->flash);
	reset_msrs(d);
}

void divil_attach(struct divil *d, enum divil_block block, struct io_if io)
{
	d->block[block % DIVIL_BLOCKS] = io;
}

int divil_attach_flash(struct divil *d, struct lpcflash *f)
{
	return lpc_attach_flash(&d->lpc, f);
}

struct gl_device divil_device(struct divil *d)
{
	return (struct gl_device){
		.name = "cs5536 DIVIL",
		.opaque = d,
		.msr_read = divil_msr_read,
		.msr_write = divil_msr_write,
		.mem_read = divil_mem_read,
		.mem_write = divil_mem_write,
		.mem_page = divil_mem_page,
		.io_read = divil_io_read,
		.io_write = divil_io_write,
		.asmi = &d->asmi,
	};
}

uint64_t divil_msr_read(void *opaque, uint32_t msr)
{
	return gld_msr_read(&((struct divil *)opaque)->gld, msr);
}

void divil_msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct divil *)opaque)->gld, msr, val);
}

void divil_shutdown(struct divil *d)
{
	if (divil_msr(d, DIVIL_LEG_IO) & LEG_RESET_SHUT) {
		divil_reset_board(d, PMS_CAUSE_SHUTDOWN);
		return;
	}
	note_smi(d, DIVIL_SMI_SHUTDOWN);
	divil_smi_update(d);
}

void divil_halt(struct divil *d)
{
	note_smi(d, DIVIL_SMI_HLT);
	divil_smi_update(d);
}

bool divil_ide_pins(const struct divil *d)
{
	return divil_msr(d, DIVIL_BALL_OPTS) & BALL_IDE;
}

void divil_serr(struct divil *d)
{
	port61_serr(&d->port61);
}

unsigned divil_dma_request(struct divil *d, unsigned channel, unsigned units)
{
	if ((divil_msr(d, DIVIL_DMA_MAP) >> (4 * (channel & 7)) & 15) != DMA_MAP_LPC)
		return 0;
	return i8237_request(&d->dma, channel & 7, units);
}

const struct reg_file *divil_regs(const struct divil *d, unsigned n)
{
	const struct reg_file *file[] = {
		&d->gld.regs,	 &d->kel.regs,	&d->flash.regs,	       &d->pic.regs,
		&d->pit.regs,	 &d->dma.regs,	&d->rtc.regs,	       &d->port61.regs,
		&d->port92.regs, &d->post.regs, &d->uart[0].uart.regs, &d->uart[1].uart.regs,
	};
	const unsigned count = sizeof(file) / sizeof(file[0]);

	if (n < count)
		return file[n];
	return n - count < d->lpc.flashes ? &d->lpc.flash[n - count]->regs : NULL;
}
