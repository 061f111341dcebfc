/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's MSRs (cs5536 sheet 2): the table, and what writing them does. */
#include "cs5536/divil.h"
#include "cs5536/divil_msr.h"

#define ALL	     UINT64_MAX
#define HIGH	     UINT64_C(0xffffffff00000000)
#define LBAR_IO_HIGH UINT64_C(0xffff0ffe00000000) /* all but IO_MASK and LBAR_EN */

static struct divil *owner(struct reg_file *f)
{
	return f->owner;
}

static void smi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	divil_smi_update(owner(f));
}

static void ports_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	divil_ports_changed(owner(f));
}

static void routes_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	ports_written(f, i, old, val);
	if (old != val)
		env_routes_changed(owner(f)->env);
}

static void leg_io_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct divil *d = owner(f);

	uart_sb_set_base(&d->uart[0], val >> LEG_UART1_SHIFT & 7);
	uart_sb_set_base(&d->uart[1], val >> LEG_UART2_SHIFT & 7);
	routes_written(f, i, old, val);
}

/* GPIO16 to GPIO22 are LPC_AD0-3, LDRQ#, SERIRQ and LFRAME#. */
static void ball_opts_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct divil *d = owner(f);
	uint32_t pins = 0;

	if (val & BALL_LPC)
		pins = UINT32_C(0x004f0000) | (val & BALL_LDRQ ? UINT32_C(1) << 20 : 0) |
		       (val & BALL_SERIRQ ? UINT32_C(1) << 21 : 0);
	lpc_pins(&d->lpc, val & BALL_LPC, (val & BALL_LPC) && (val & BALL_SERIRQ));
	if (d->sbio)
		gpio_set_lpc_pins(&d->sbio->gpio, pins);
	routes_written(f, i, old, val);
}

static void soft_irq_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	signal_drive(&owner(f)->irqmap.in[IRQMAP_Y][IRQMAP_Y_SOFT], 0, val & 1);
}

static void soft_reset_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	if (val & 1)
		divil_reset_board(owner(f), PMS_CAUSE_SOFT);
}

static void kel_ctrl_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	owner(f)->kel.ctrl = (uint8_t)val;
	divil_ports_changed(owner(f));
	divil_smi_update(owner(f));
}

static void mapper_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct divil *d = owner(f);

	(void)i;
	(void)old;
	(void)val;
	irqmap_program(
		&d->irqmap, divil_msr(d, DIVIL_PIC_YSEL) | divil_msr(d, DIVIL_PIC_YSEL + 1) << 32,
		divil_msr(d, DIVIL_PIC_ZSEL) | divil_msr(d, DIVIL_PIC_ZSEL + 1) << 32,
		(uint16_t)divil_msr(d, DIVIL_PIC_PRIM), (uint16_t)divil_msr(d, DIVIL_PIC_LPC));
}

static uint64_t xirr_low(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return irqmap_status(&owner(f)->irqmap) & UINT32_MAX;
}

static uint64_t xirr_high(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return irqmap_status(&owner(f)->irqmap) >> 32;
}

static void mfgpt_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct divil *d = owner(f);

	(void)i;
	(void)old;
	(void)val;
	if (d->sbio) {
		mfgpt_set_irq(&d->sbio->mfgpt, (uint32_t)divil_msr(d, DIVIL_MFGPT_IRQ));
		mfgpt_set_nr(&d->sbio->mfgpt, (uint32_t)divil_msr(d, DIVIL_MFGPT_NR));
	}
	divil_nmi_update(d);
}

static void mfgpt_setup_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct divil *d = owner(f);

	(void)old;
	reg_poke(f, i, 0);
	if (d->sbio)
		mfgpt_unlock(&d->sbio->mfgpt, (uint32_t)val);
}

static uint64_t floppy_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return owner(f)->shadow.floppy[(f->table->reg[i].addr - 0x30) & 3];
}

static void pic_shadow_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	owner(f)->shadow.pic_next = 0;
}

static uint64_t pic_shadow_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return shadow_pic(&owner(f)->shadow);
}

static void pit_shadow_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	owner(f)->shadow.pit_next = 0;
}

static uint64_t pit_shadow_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return shadow_pit(&owner(f)->shadow);
}

static void uart_conf_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	uart_sb_set_conf(&owner(f)->uart[f->table->reg[i].addr == 0x3e], (uint8_t)val);
	divil_ports_changed(owner(f));
}

static uint64_t dma_mode_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return shadow_dma_mode(&owner(f)->shadow, f->table->reg[i].addr - 0x41);
}

static uint64_t dma_mask_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)i;
	(void)val;
	return shadow_dma_mask(&owner(f)->shadow);
}

static void sirq_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	lpc_program_sirq(&owner(f)->lpc, (uint32_t)val);
}

/* The same counter as ACPI's PM_TMR. */
static uint64_t timer_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct divil *d = owner(f);

	(void)i;
	(void)val;
	if (d->sbio)
		return acpi_timer(&d->sbio->acpi);
	return (uint32_t)clock_ticks(d->env->clock, ACPI_TIMER_HZ);
}

/* A place in the RTC's memory, past its registers; anything else switches the function off. */
static uint8_t rtc_place(uint64_t val)
{
	return val > 0x0d && val < 0x80 ? (uint8_t)val : 0;
}

static void rtc_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct divil *d = owner(f);

	(void)i;
	(void)old;
	(void)val;
	d->rtc.day_alarm_at = rtc_place(divil_msr(d, DIVIL_RTC_DOMA));
	d->rtc.month_alarm_at = rtc_place(divil_msr(d, DIVIL_RTC_MONA));
	d->rtc.century_at = rtc_place(divil_msr(d, DIVIL_RTC_CEN));
}

/* Lock bits stay set until the next reset. */
static int rtc_lock_sticky(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)i;
	*val |= old;
	owner(f)->rtc.ram_lock = (uint8_t)*val;
	return 0;
}

#define LBAR_IO(NAME, ADDR, LOW)                                                         \
	{                                                                                \
		.name = (NAME), .addr = (ADDR), .width = 64, .ro = LBAR_IO_HIGH | (LOW), \
		.probed = true, .post_write = ports_written                              \
	}
#define FLASH(NAME, ADDR)                                                                 \
	{                                                                                 \
		.name = (NAME), .addr = (ADDR), .width = 64, .ro = UINT64_C(0x80000000f), \
		.probed = true, .post_write = routes_written                              \
	}
#define MAPPER(NAME, ADDR, RESET, RO)                                                      \
	{                                                                                  \
		.name = (NAME), .addr = (ADDR), .width = 64, .reset = (RESET), .ro = (RO), \
		.post_write = mapper_written                                               \
	}
#define FLOPPY(NAME, ADDR)                                                                  \
	{                                                                                   \
		.name = (NAME), .addr = (ADDR), .width = 64, .ro = ALL, .read = floppy_read \
	}
#define DMA_MODE(NAME, ADDR)                                                                  \
	{                                                                                     \
		.name = (NAME), .addr = (ADDR), .width = 64, .ro = ALL, .read = dma_mode_read \
	}
#define RTC_PLACE(NAME, ADDR)                                                       \
	{                                                                           \
		.name = (NAME), .addr = (ADDR), .width = 64, .ro = ~UINT64_C(0xff), \
		.post_write = rtc_written                                           \
	}

/*
 * Not modelled, and why: CONFIG and PM act on bus priorities and clock gating, which software cannot
 * see. ERROR: the decode errors it reports cannot happen here (what nobody answers reads as ones).
 * LBAR_KEL2 belongs to the CS5535. NOR and NAND timing: no time is charged for chips on the IDE pins.
 * AC_DMA: no legacy DMA into the audio block. UARTn_MOD, DONG: infrared. PIT_CNTRL: stopping the
 * counters in sleep. LPC_EADDR, ESTAT: LPC aborts read as ones; the status bits are not documented.
 * SMI 8, 9, 11, 12: what raises them is not documented; nobody uses them.
 */
static const struct reg divil_reg[] = {
	{.name = "GLD_MSR_CAP", .addr = 0x00, .width = 64, .reset = 0x5df500, .ro = ALL},
	{.name = "GLD_MSR_CONFIG", .addr = 0x01, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_SMI",
	 .addr = 0x02,
	 .width = 64,
	 .ro = UINT64_C(0xffff0000ffff0000),
	 .w1c = UINT64_C(0x0000ffff00000000),
	 .unmodelled = 0x1f00,
	 .probed = true,
	 .post_write = smi_written},
	{.name = "GLD_MSR_ERROR",
	 .addr = 0x03,
	 .width = 64,
	 .w1c = HIGH,
	 .unmodelled = ALL & ~HIGH},
	{.name = "GLD_MSR_PM", .addr = 0x04, .width = 64, .unmodelled = ALL},
	{.name = "GLD_MSR_DIAG", .addr = 0x05, .width = 64, .unmodelled = ALL},
	LBAR_IO("LBAR_IRQ", 0x08, 0xffff001f),
	{.name = "LBAR_KEL1",
	 .addr = 0x09,
	 .width = 64,
	 .ro = UINT64_C(0xffe00000fff),
	 .probed = true,
	 .post_write = routes_written},
	{.name = "LBAR_KEL2", .addr = 0x0a, .width = 64, .unmodelled = ALL},
	LBAR_IO("LBAR_SMB", 0x0b, 0xffff0007),
	LBAR_IO("LBAR_GPIO", 0x0c, 0xffff00ff),
	LBAR_IO("LBAR_MFGPT", 0x0d, 0xffff003f),
	LBAR_IO("LBAR_ACPI", 0x0e, 0xffff001f),
	LBAR_IO("LBAR_PMS", 0x0f, 0xffff007f),
	FLASH("LBAR_FLSH0", 0x10),
	FLASH("LBAR_FLSH1", 0x11),
	FLASH("LBAR_FLSH2", 0x12),
	FLASH("LBAR_FLSH3", 0x13),
	{.name = "LEG_IO",
	 .addr = 0x14,
	 .width = 64,
	 .reset = LEG_F_REMAP | LEG_RTC1 | LEG_RTC0,
	 .ro = HIGH,
	 .probed = true,
	 .reserved = 0x0088fffc,
	 .unmodelled = 0x70000000,
	 .post_write = leg_io_written},
	{.name = "BALL_OPTS",
	 .addr = 0x15,
	 .width = 64,
	 .reset = BALL_LPC | BALL_SERIRQ | BALL_LDRQ | BALL_IDE,
	 .ro = HIGH | 3u << BALL_LATCHED_SHIFT,
	 .probed = true,
	 .reserved = 0xfffff082,
	 .post_write = ball_opts_written},
	{.name = "SOFT_IRQ",
	 .addr = 0x16,
	 .width = 64,
	 .reserved = ~UINT64_C(1),
	 .post_write = soft_irq_written},
	{.name = "SOFT_RESET",
	 .addr = 0x17,
	 .width = 64,
	 .reserved = ~UINT64_C(1),
	 .post_write = soft_reset_written},
	{.name = "NORF_CTL", .addr = 0x18, .width = 64, .unmodelled = 0xfffffff0},
	{.name = "NORF_T01", .addr = 0x19, .width = 64, .reset = 0x07770777, .unmodelled = ALL},
	{.name = "NORF_T23", .addr = 0x1a, .width = 64, .reset = 0x07770777, .unmodelled = ALL},
	{.name = "NANDF_DATA", .addr = 0x1b, .width = 64, .reset = 0x07770777, .unmodelled = ALL},
	{.name = "NANDF_CTL", .addr = 0x1c, .width = 64, .reset = 0x777, .unmodelled = ALL},
	{.name = "reserved", .addr = 0x1d, .width = 64, .ro = ALL},
	{.name = "AC_DMA", .addr = 0x1e, .width = 64, .unmodelled = ALL},
	{.name = "KEL_CTRL",
	 .addr = 0x1f,
	 .width = 64,
	 .reset = KEL_PORTA_EN,
	 .unmodelled = ~UINT64_C(0x13),
	 .post_write = kel_ctrl_written},
	MAPPER("PIC_YSEL_LOW", 0x20, 0, HIGH),
	MAPPER("PIC_YSEL_HIGH", 0x21, 0, HIGH),
	MAPPER("PIC_ZSEL_LOW", 0x22, 0, HIGH),
	MAPPER("PIC_ZSEL_HIGH", 0x23, 0, HIGH),
	MAPPER("PIC_IRQM_PRIM", 0x24, 0xffff, ~UINT64_C(0xffff)),
	MAPPER("PIC_IRQM_LPC", 0x25, 0, ~UINT64_C(0xfffb)),
	{.name = "PIC_XIRR_STS_LOW", .addr = 0x26, .width = 64, .ro = ALL, .read = xirr_low},
	{.name = "PIC_XIRR_STS_HIGH", .addr = 0x27, .width = 64, .ro = ALL, .read = xirr_high},
	{.name = "MFGPT_IRQ",
	 .addr = 0x28,
	 .width = 64,
	 .reserved = ~UINT64_C(0xffff),
	 .post_write = mfgpt_written},
	{.name = "MFGPT_NR",
	 .addr = 0x29,
	 .width = 64,
	 .reserved = ~UINT64_C(0x3f01ffff),
	 .post_write = mfgpt_written},
	{.name = "reserved", .addr = 0x2a, .width = 64, .unmodelled = ALL},
	{.name = "MFGPT_SETUP", .addr = 0x2b, .width = 64, .post_write = mfgpt_setup_written},
	FLOPPY("FLPY_3F2_SHDW", 0x30),
	FLOPPY("FLPY_3F7_SHDW", 0x31),
	FLOPPY("FLPY_372_SHDW", 0x32),
	FLOPPY("FLPY_377_SHDW", 0x33),
	{.name = "PIC_SHDW",
	 .addr = 0x34,
	 .width = 64,
	 .side_effect = true,
	 .post_write = pic_shadow_written,
	 .read = pic_shadow_read},
	{.name = "PIT_SHDW",
	 .addr = 0x36,
	 .width = 64,
	 .side_effect = true,
	 .post_write = pit_shadow_written,
	 .read = pit_shadow_read},
	{.name = "PIT_CNTRL", .addr = 0x37, .width = 64, .reset = 3, .unmodelled = ALL},
	{.name = "UART1_MOD", .addr = 0x38, .width = 64, .unmodelled = ALL},
	{.name = "UART1_DONG", .addr = 0x39, .width = 64, .unmodelled = ALL},
	{.name = "UART1_CONF",
	 .addr = 0x3a,
	 .width = 64,
	 .reset = UART_SB_DEVEN,
	 .reserved = ~UINT64_C(0x1f),
	 .unmodelled = UART_SB_FREEZE | UART_SB_TEST,
	 .post_write = uart_conf_written},
	{.name = "UART2_MOD", .addr = 0x3c, .width = 64, .unmodelled = ALL},
	{.name = "UART2_DONG", .addr = 0x3d, .width = 64, .unmodelled = ALL},
	{.name = "UART2_CONF",
	 .addr = 0x3e,
	 .width = 64,
	 .reset = UART_SB_DEVEN,
	 .reserved = ~UINT64_C(0x1f),
	 .unmodelled = UART_SB_FREEZE | UART_SB_TEST,
	 .post_write = uart_conf_written},
	{.name = "DMA_MAP", .addr = 0x40, .width = 64, .ro = HIGH, .probed = true},
	DMA_MODE("DMA_SHDW_CH0", 0x41),
	DMA_MODE("DMA_SHDW_CH1", 0x42),
	DMA_MODE("DMA_SHDW_CH2", 0x43),
	DMA_MODE("DMA_SHDW_CH3", 0x44),
	DMA_MODE("DMA_SHDW_CH4", 0x45),
	DMA_MODE("DMA_SHDW_CH5", 0x46),
	DMA_MODE("DMA_SHDW_CH6", 0x47),
	DMA_MODE("DMA_SHDW_CH7", 0x48),
	{.name = "DMA_MSK_SHDW", .addr = 0x49, .width = 64, .ro = ALL, .read = dma_mask_read},
	{.name = "LPC_EADDR", .addr = 0x4c, .width = 64, .ro = ALL, .unmodelled = ALL},
	{.name = "LPC_ESTAT", .addr = 0x4d, .width = 64, .w1c = 0xffffffff, .unmodelled = ALL},
	{.name = "LPC_SIRQ",
	 .addr = 0x4e,
	 .width = 64,
	 .ro = HIGH,
	 .probed = true,
	 .reserved = 0xff00,
	 .unmodelled = 0x3f,
	 .post_write = sirq_written},
	{.name = "PMC_LTMR", .addr = 0x50, .width = 64, .ro = ALL, .read = timer_read},
	{.name = "RTC_RAM_LOCK",
	 .addr = 0x54,
	 .width = 64,
	 .reserved = ~UINT64_C(0xf8),
	 .pre_write = rtc_lock_sticky},
	RTC_PLACE("RTC_DOMA_OFFSET", 0x55),
	RTC_PLACE("RTC_MONA_OFFSET", 0x56),
	RTC_PLACE("RTC_CEN_OFFSET", 0x57),
};

static const struct reg_why divil_why[] = {
	GLD_WHY_CONFIG(0),
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	{0x2, 0x2, "8 to 12: what raises these is not documented, and nobody uses them"},
	{0x3, 0x3, "decode errors cannot happen: what nobody answers reads as ones"},
	{0xa, 0xa, "belongs to the CS5535's USB"},
	{0x14, 0x14, "30 to 28: bits not documented"},
	{0x18, 0x1c, "timing of NOR and NAND chips: no time is charged for them"},
	{0x1e, 0x1e, "no legacy DMA into the audio block"},
	{0x1f, 0x1f, "only port A, the emulation's snoop and its events act"},
	{0x2a, 0x2a, "reserved by the book, stored"},
	{0x37, 0x37, "stopping the counters in sleep"},
	{0x38, 0x39, "infrared"},
	{0x3a, 0x3a, "freeze and test of the UART"},
	{0x3c, 0x3d, "infrared"},
	{0x3e, 0x3e, "freeze and test of the UART"},
	{0x4c, 0x4d, "LPC aborts read as ones; the status bits are not documented"},
	{0x4e, 0x4e,
	 "frame length and idle time of serial interrupts: levels are followed at once"},
};
const struct reg_table divil_msr_table = REG_TABLE_WHY("cs5536 DIVIL", "msr", divil_reg, divil_why);

_Static_assert(sizeof(divil_reg) / sizeof(divil_reg[0]) <= DIVIL_MSRS, "room for every MSR");

uint64_t divil_msr(const struct divil *d, unsigned index)
{
	return gld_get(&d->gld, index);
}

void divil_msrs_changed(struct divil *d)
{
	for (unsigned i = 0; i < divil_msr_table.count; i++) {
		const struct reg *r = &divil_reg[i];
		uint64_t val = d->value[i];

		/* Those whose write is a command have nothing to work out. */
		if (r->post_write && r->post_write != mfgpt_setup_written &&
		    r->post_write != soft_reset_written)
			r->post_write(&d->gld.regs, i, val, val);
	}
	env_routes_changed(d->env);
}
