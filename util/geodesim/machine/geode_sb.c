/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536 on its board: GLIU_SB, its modules, and the wires between them
 * (cs5536 sheet 1.1). */
#include "machine/geode_internal.h"

#include <inttypes.h>
#include <stdio.h>

#include "cpu/smm.h"

enum { SB_GLPCI = 1, SB_USB, SB_IDE, SB_DIVIL, SB_ACC, SB_GLCP = 7 };

#define SUSPEND_NS 1000
#define BALL_OPTS  0x15u

/* Balls shared between blocks: BALL_OPTS decides. */
static void balls(struct geode *g)
{
	ide_set_pins(&g->ide, divil_ide_pins(&g->divil));
}

static void divil_msr_out(void *o, uint32_t msr, uint64_t val)
{
	struct geode *g = o;

	struct gl_device d = divil_device(&g->divil);

	d.msr_write(d.opaque, msr, val);
	if ((msr & 0x1fff) == BALL_OPTS)
		balls(g);
}

static uint64_t divil_msr_in(void *o, uint32_t msr)
{
	struct gl_device d = divil_device(&((struct geode *)o)->divil);

	return d.msr_read(d.opaque, msr);
}

static uint32_t divil_in(void *o, uint16_t port, unsigned size, unsigned flags)
{
	struct gl_device d = divil_device(&((struct geode *)o)->divil);

	return d.io_read(d.opaque, port, size, flags);
}

static void divil_out(void *o, uint16_t port, unsigned size, uint32_t val, unsigned flags)
{
	struct gl_device d = divil_device(&((struct geode *)o)->divil);

	d.io_write(d.opaque, port, size, val, flags);
}

static uint64_t divil_load(void *o, uint32_t addr, unsigned size, unsigned flags)
{
	struct gl_device d = divil_device(&((struct geode *)o)->divil);

	return d.mem_read(d.opaque, addr, size, flags);
}

static void divil_store(void *o, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct gl_device d = divil_device(&((struct geode *)o)->divil);

	d.mem_write(d.opaque, addr, size, val, flags);
}

static uint8_t *divil_page(void *o, uint32_t addr, bool write, unsigned flags)
{
	struct gl_device d = divil_device(&((struct geode *)o)->divil);

	return d.mem_page ? d.mem_page(d.opaque, addr, write, flags) : NULL;
}

/* DIVIL, with an ear at BALL_OPTS. */
static struct gl_device divil_with_balls(struct geode *g)
{
	struct gl_device d = divil_device(&g->divil);

	d.opaque = g;
	d.msr_read = divil_msr_in;
	d.msr_write = divil_msr_out;
	d.io_read = divil_in;
	d.io_write = divil_out;
	d.mem_read = divil_load;
	d.mem_write = divil_store;
	d.mem_page = divil_page;
	return d;
}

static void hard(struct geode *g, unsigned cause)
{
	g->reset_cause = cause;
	machine_request_reset(&g->m, MACHINE_RESET_HARD);
}

static void soft_reset(void *o, bool level)
{
	if (level)
		hard(o, PMS_CAUSE_SOFT);
}

static void divil_reset_wanted(void *o, bool level)
{
	struct geode *g = o;

	if (level)
		hard(g, g->divil.reset_cause);
}

static void init_wanted(void *o, bool level)
{
	if (level)
		machine_request_reset(o, MACHINE_RESET_INIT);
}

/* SUSP#: the processor stops at the next instruction boundary and says so. */
static void suspend_asked(void *o, bool level)
{
	struct geode *g = o;

	if (level)
		event_schedule(&g->m.clock, &g->suspend, clock_after_ns(&g->m.clock, SUSPEND_NS));
}

static void suspend_fire(void *o, uint64_t due)
{
	struct geode *g = o;

	(void)due;
	if (!smm_allows_suspend(g->m.cpu) && !g->off)
		event_schedule(&g->m.clock, &g->suspend, clock_after_ns(&g->m.clock, SUSPEND_NS));
	else
		pms_suspended(&g->sbio.pms);
}

static void update_sleep(struct geode *g)
{
	g->m.asleep = g->off || g->sbio.pms.sleeping.level || g->glcp.suspend.level;
	cpu_stop(g->m.cpu);
}

static void sleeping_changed(void *o, bool level)
{
	(void)level;
	update_sleep(o);
}

/* The working domain loses its power; when it comes back that is a power-on
 * reset. */
static void standby_changed(void *o, bool level)
{
	struct geode *g = o;

	g->off = level;
	update_sleep(g);
	if (level) {
		/* The memory controller has no power: modules are on their own. */
		glmc_self_refresh(&g->glmc);
		glmc_reset(&g->glmc);
	} else {
		hard(g, 0);
	}
}

static void power_off_changed(void *o, bool level)
{
	struct geode *g = o;

	if (!level)
		return;
	glmc_power_off(&g->glmc);
	if (!g->stay_when_off)
		machine_stop_now(&g->m, MACHINE_STOP_POWER, 0, "the board switched itself off");
}

static void ide_irq_changed(void *o, bool level)
{
	gpio_drive(&((struct geode *)o)->sbio.gpio, GPIO_IDE_IRQ,
		   level ? GPIO_DRIVE_HIGH : GPIO_DRIVE_LOW);
}

static void wire(struct geode *g)
{
	struct signal(*in)[IRQMAP_LINES] = g->divil.irqmap.in;
	struct pms *p = &g->sbio.pms;

	geode_link(g, &g->usb.irq, &in[IRQMAP_Y][IRQMAP_Y_USB], 0);
	geode_link(g, &g->acc.irq, &in[IRQMAP_Y][IRQMAP_Y_AC97], 0);
	geode_link(g, &g->usb.pme, &g->sbio.acpi.gpe[ACPI_GPE_USB2], 0);
	geode_on(g, &g->ide.ata.irq, ide_irq_changed);
	geode_link(g, &g->divil.pic.intr, &g->glpci_sb.intr, 0);
	geode_link(g, &g->divil.nmi, &g->glpci_sb.nmi, 0);
	geode_on(g, &g->divil.reset, divil_reset_wanted);
	geode_on(g, &g->glcp_sb.reset, soft_reset);
	geode_on(g, &g->divil.init, init_wanted);
	geode_on(g, &p->suspend, suspend_asked);
	geode_on(g, &p->sleeping, sleeping_changed);
	geode_on(g, &p->standby, standby_changed);
	geode_on(g, &p->power_off, power_off_changed);
}

/* The processor uses memory that is fitted, but its request ended up on PCI. */
static void astray(struct geode *g, uint32_t addr)
{
	if (addr < glmc_fitted(&g->glmc) && (addr < 0xa0000 || addr > 0xfffff))
		rule_broken(&g->rules, RULE_NO_DESCRIPTOR, "%08" PRIX32 " goes to PCI",
			    addr & ~UINT32_C(0xfff));
}

static uint64_t subtractive_read(void *o, uint32_t addr, unsigned size)
{
	struct geode *g = o;
	struct mem_if mem = glpci_sb_mem(&g->glpci_sb);

	astray(g, addr);
	return mem.read(mem.opaque, addr, size);
}

static void subtractive_write(void *o, uint32_t addr, unsigned size, uint64_t val)
{
	struct geode *g = o;
	struct mem_if mem = glpci_sb_mem(&g->glpci_sb);

	astray(g, addr);
	mem.write(mem.opaque, addr, size, val);
}

static uint8_t *subtractive_page(void *o, uint32_t addr, bool write)
{
	struct mem_if mem = glpci_sb_mem(&((struct geode *)o)->glpci_sb);

	return mem.page(mem.opaque, addr, write);
}

static void attach(struct geode *g)
{
	gliu_attach(&g->gliu_sb, SB_GLPCI, glpci_sb_device(&g->glpci_sb));
	gliu_attach(&g->gliu_sb, SB_USB, usb_device(&g->usb));
	gliu_attach(&g->gliu_sb, SB_IDE, ide_device(&g->ide));
	gliu_attach(&g->gliu_sb, SB_DIVIL, divil_with_balls(g));
	gliu_attach(&g->gliu_sb, SB_ACC, acc_device(&g->acc));
	gliu_attach(&g->gliu_sb, SB_GLCP, glcp_sb_device(&g->glcp_sb));
	divil_attach_sbio(&g->divil, &g->sbio);
	g->glpci.companion = (struct glpci_msr_target){
		.opaque = &g->glpci_sb,
		.device = glpci_sb_idsel,
		.read = glpci_sb_msr_read,
		.write = glpci_sb_msr_write,
	};
	g->m.io.subtractive = glpci_sb_io(&g->glpci_sb);
	g->m.mem.subtractive = (struct mem_if){.opaque = g,
					       .read = subtractive_read,
					       .write = subtractive_write,
					       .page = subtractive_page};
}

static uint8_t *out_page(void *o, uint32_t addr, bool write)
{
	return glpci_inbound_page(&((struct geode *)o)->glpci, addr, write);
}

static uint8_t intr_ack(struct machine *m)
{
	return i8259_ack(&((struct geode *)m)->divil.pic);
}

static void halted(struct machine *m)
{
	divil_halt(&((struct geode *)m)->divil);
}

/* The shutdown cycle reaches DIVIL, which may reset the board (LEG_IO) or tell
 * an SMI handler. */
static bool shut_down(struct machine *m)
{
	struct geode *g = (struct geode *)m;

	divil_shutdown(&g->divil);
	return m->reset_wanted != MACHINE_RESET_NONE;
}

int geode_build_sb(struct geode *g, char *err, size_t err_size)
{
	const struct env *env = &g->env_sb;
	struct divil_config divil = {
		.boot = g->cfg.flash ? lpc_location_of(g->cfg.flash) : LPC_LOC_ROM,
		.rtc_time = g->cfg.rtc_time,
		.cmos = g->cfg.cmos,
		.cmos_size = g->cfg.cmos_size,
		.gliu = &g->gliu_sb,
	};

	gliu_init(&g->gliu_sb, env, &gliu_sb_shape, g->cfg.pci_hz);
	g->gliu_sb.snoop = NULL; /* what goes to memory is seen at the processor's GLIUs */
	glpci_sb_init(&g->glpci_sb, env, &g->gliu_sb, &g->pci);
	g->glpci_sb.out = glpci_dma(&g->glpci);
	g->glpci_sb.out_page = out_page;
	g->glpci_sb.out_opaque = g;
	divil.memory = gliu_dma(&g->gliu_sb, SB_DIVIL);
	if (divil_init(&g->divil, env, &divil)) {
		snprintf(err, err_size, "battery file must have 128 or 256 bytes");
		return -1;
	}
	glcp_sb_init(&g->glcp_sb, env);
	sbio_init(&g->sbio, env);
	ide_init(&g->ide, env, gliu_dma(&g->gliu_sb, SB_IDE));
	usb_init(&g->usb, env, gliu_dma(&g->gliu_sb, SB_USB));
	acc_init(&g->acc, env, gliu_dma(&g->gliu_sb, SB_ACC), g->cfg.ac97_codec);
	event_init(&g->suspend, "susp#", suspend_fire, g);
	attach(g);
	wire(g);
	balls(g);
	g->m.intr_ack = intr_ack;
	g->m.halted = halted;
	g->m.shutdown = shut_down;
	g->m.post = &g->divil.post;
	return 0;
}

void geode_sb_reset(struct geode *g, unsigned cause)
{
	event_cancel(&g->m.clock, &g->suspend);
	gliu_reset(&g->gliu_sb);
	glpci_sb_reset(&g->glpci_sb);
	glcp_sb_reset(&g->glcp_sb);
	ide_reset(&g->ide);
	usb_reset(&g->usb);
	acc_reset(&g->acc);
	divil_reset(&g->divil);
	sbio_reset(&g->sbio, cause);
	balls(g);
}
