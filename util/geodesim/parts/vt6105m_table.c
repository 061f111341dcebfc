/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The VT6105M's 256 bytes of registers. Names and bits are those that VIA's data sheets of the
 * Rhine family and the drivers of several systems agree on; what they leave open is stored only.
 */
#include "parts/vt6105m_internal.h"
#include "strict/rules.h"

static void start_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;
	uint32_t on = (uint32_t)val & ~(uint32_t)(CR0_TDMD | CR0_RDMD);

	if (on & CR0_STOP && !(old & CR0_STOP)) {
		vt_set(v, i, CR0_STOP);
		vt_rings_stop(v);
		return;
	}
	if (on & CR0_START)
		on &= ~(uint32_t)CR0_STOP;
	vt_set(v, i, on);
	if ((on & (CR0_RXON | CR0_TXON)) && (on & CR0_START) &&
	    !(reg_peek(&v->fn.regs, PCI_COMMAND) & PCI_COMMAND_MASTER))
		rule_broken(v->env->rules, RULE_NIC_MASTER, "%s: command register %04X", v->fn.name,
			    (unsigned)reg_peek(&v->fn.regs, PCI_COMMAND));
	if ((val & CR0_TDMD) || ((on & ~old) & (CR0_TXON | CR0_START)))
		vt_tx_demand(v);
}

static void command_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;

	(void)old;
	if (val & CR1_RESET) {
		vt_soft_reset(v);
		return;
	}
	vt_set(v, i, (uint32_t)val & ~(uint32_t)(CR1_TDMD | CR1_RDMD));
	if ((val & CR1_TDMD) || !(val & CR1_NO_POLL))
		vt_tx_demand(v);
}

static void wake_queue_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)old;
	vt_set(f->owner, i, 0);
	if (val)
		vt_tx_demand(f->owner);
}

static void irq_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	vt_irq_update(f->owner);
}

/* While the CAM is open these are its data. */
static int mar_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct vt6105m *v = f->owner;

	if (vt_get(v, VT_CAMC) & CAMC_ENABLE) {
		v->cam_data[i - VT_MAR0] = (uint8_t)*val;
		*val = old;
	}
	return 0;
}

static void ring_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;

	(void)old;
	if (val & 15)
		rule_broken(v->env->rules, RULE_NIC_RINGS, "%s: %s = %08X", v->fn.name,
			    f->table->reg[i].name, (unsigned)val);
	vt_set(v, i, (uint32_t)val & ~UINT32_C(15));
}

static void miicr_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	vt_mii_command(f->owner, (uint8_t)old, (uint8_t)val);
}

static void eecsr_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;
	bool out;

	if ((val & ~old) & EECSR_LOAD) {
		/* Eight words of 27 clocks at a few MHz (estimate). */
		event_schedule(v->env->clock, &v->eeprom_done,
			       clock_after_ns(v->env->clock, 60000));
	} else if (old & EECSR_LOAD) {
		vt_set(v, i, (uint32_t)val | EECSR_LOAD);
	}
	if (!(val & EECSR_DIRECT))
		return;
	out = eeprom93c46_pins(&v->eeprom, val & EECSR_CS, val & EECSR_SK, val & EECSR_DI);
	vt_set(v, i, (vt_get(v, i) & ~(uint32_t)EECSR_DO) | (out ? EECSR_DO : 0));
}

static void cfg_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;

	reg_poke(&v->fn.regs, VT_PCI_MODE0 + i - VT_CFGA, val);
	if (i == VT_CFGD && ((old ^ val) & CFGD_MEMORY))
		vt_place(v);
}

static uint64_t counter_read(struct reg_file *f, unsigned i, uint64_t val)
{
	vt_set(f->owner, i, 0);
	return val;
}

/* Counting is the chip's work; a write only clears. */
static int counter_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	(void)old;
	*val = 0;
	return 0;
}

static void misc1_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	if (val & MISC1_FORCE_RESET)
		vt_soft_reset(f->owner);
}

static void stickhw_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;
	uint64_t pmcsr = reg_peek(&v->fn.regs, VT_PCI_PMCSR) & ~(uint64_t)PMCSR_STATE;

	(void)i;
	(void)old;
	reg_poke(&v->fn.regs, VT_PCI_PMCSR, pmcsr | (val & STICKHW_STATE));
}

static int cam_mask_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct vt6105m *v = f->owner;

	(void)i;
	(void)old;
	v->cam_mask[v->cam_vlan] = (uint32_t)*val;
	return 0;
}

static uint64_t cam_mask_read(struct reg_file *f, unsigned i, uint64_t val)
{
	const struct vt6105m *v = f->owner;

	(void)i;
	(void)val;
	return v->cam_mask[v->cam_vlan];
}

/* Which CAM is chosen when it is opened and stays so: some drivers drop the bit for the command. */
static void camc_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct vt6105m *v = f->owner;
	unsigned n = vt_get(v, VT_CAMADDR) % VT6105M_CAM;

	if (!(old & CAMC_ENABLE) || (val & CAMC_VLAN) || !(val & CAMC_ENABLE))
		v->cam_vlan = val & CAMC_VLAN;
	vt_set(v, i, (uint32_t)val & ~(uint32_t)(CAMC_WRITE | CAMC_READ));
	if (!(val & CAMC_ENABLE))
		return;
	if ((val & CAMC_WRITE) && v->cam_vlan)
		v->vcam[n] = (uint16_t)(v->cam_data[6] | v->cam_data[7] << 8);
	else if (val & CAMC_WRITE)
		for (unsigned k = 0; k < 6; k++)
			v->mcam[n][k] = v->cam_data[k];
}

/* A register of ones to set: holds the state. */
static int set_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)f;
	(void)i;
	*val |= old;
	return 0;
}

static void wake_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	vt_wake(f->owner, 0);
}

/* Its partner of ones to clear. */
static int clear_writing(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	struct vt6105m *v = f->owner;
	unsigned set = i >= VT_PWRCSR_CLR ? i - 2 : i - 4;

	(void)old;
	vt_set(v, set, vt_get(v, set) & ~(uint32_t)*val);
	*val = 0;
	return 0;
}

#define R8(INDEX, NAME, ADDR, ...) \
	[INDEX] = {.name = (NAME), .addr = (ADDR), .width = 8, __VA_ARGS__}
#define R16(INDEX, NAME, ADDR, ...) \
	[INDEX] = {.name = (NAME), .addr = (ADDR), .width = 16, __VA_ARGS__}
#define R32(INDEX, NAME, ADDR, ...) \
	[INDEX] = {.name = (NAME), .addr = (ADDR), .width = 32, __VA_ARGS__}
#define PAR(n) R8(VT_PAR0 + (n), "PAR" #n, (n))
#define MAR(n) R8(VT_MAR0 + (n), "MAR" #n, 0x10 + (n), .pre_write = mar_writing)
#define CFG(n, NAME, BITS) \
	R8(VT_CFGA + (n), NAME, 0x78 + (n), .unmodelled = (BITS), .post_write = cfg_written)
#define SET(INDEX, NAME, ADDR, BITS)                                          \
	R8(INDEX, NAME, ADDR, .unmodelled = (BITS), .pre_write = set_writing, \
	   .post_write = wake_written)
#define CLR(INDEX, NAME, ADDR) \
	R8(INDEX, NAME, ADDR, .pre_write = clear_writing, .post_write = wake_written)
#define PATTERN(n) \
	R32(VT_PATTERN0 + (n), "PATTERN_CRC" #n, 0xb0 + 4 * (n), .unmodelled = 0xffffffff)
#define MASK(n)			  R32(VT_MASK0 + (n), "BYTE_MASK" #n, 0xc0 + 4 * (n), .unmodelled = 0xffffffff)
#define MIRROR(INDEX, NAME, ADDR) R32(INDEX, NAME, ADDR, .ro = 0xffffffff)

static const struct reg vt_table_regs[VT_REGS] = {
	PAR(0),
	PAR(1),
	PAR(2),
	PAR(3),
	PAR(4),
	PAR(5),
	/* FIFO thresholds have no effect: the FIFO never runs dry here. */
	R8(VT_RCR, "RCR", 0x06, .unmodelled = 0xe0),
	R8(VT_TCR, "TCR", 0x07, .unmodelled = 0xe8),
	R8(VT_CR0, "CR0", 0x08, .reset = CR0_STOP, .post_write = start_written),
	R8(VT_CR1, "CR1", 0x09, .unmodelled = 0x03, .post_write = command_written),
	R8(VT_TQW, "TXQWAK", 0x0a, .post_write = wake_queue_written),
	R16(VT_ISR, "ISR", 0x0c, .w1c = 0xffff, .post_write = irq_written),
	R16(VT_IMR, "IMR", 0x0e, .post_write = irq_written),
	MAR(0),
	MAR(1),
	MAR(2),
	MAR(3),
	MAR(4),
	MAR(5),
	MAR(6),
	MAR(7),
	R32(VT_RDA, "CURR_RX_DESC_ADDR", 0x18, .post_write = ring_written),
	R32(VT_TDA, "CURR_TX_DESC_ADDR", 0x1c, .post_write = ring_written),
	MIRROR(VT_CRD0, "CURR_RDES0", 0x20),
	MIRROR(VT_CRD0 + 1, "CURR_RDES1", 0x24),
	MIRROR(VT_CRD0 + 2, "CURR_RDES2", 0x28),
	MIRROR(VT_CRD0 + 3, "CURR_RDES3", 0x2c),
	MIRROR(VT_CTD0, "CURR_TDES0", 0x40),
	MIRROR(VT_CTD0 + 1, "CURR_TDES1", 0x44),
	MIRROR(VT_CTD0 + 2, "CURR_TDES2", 0x48),
	MIRROR(VT_CTD0 + 3, "CURR_TDES3", 0x4c),
	/* FIFO tests. */
	R8(VT_GFTEST, "GFTEST", 0x54, .unmodelled = 0xff),
	R8(VT_RFTCMD, "RFTCMD", 0x55, .unmodelled = 0xff),
	R8(VT_TFTCMD, "TFTCMD", 0x56, .unmodelled = 0xff),
	R8(VT_GFSTATUS, "GFSTATUS", 0x57, .unmodelled = 0xff),
	R16(VT_BNRY, "BNRY", 0x58, .unmodelled = 0xffff),
	R16(VT_CURR, "CURR", 0x5a, .unmodelled = 0xffff),
	/* Speed of management frames: they take the same time here. */
	R8(VT_MIIAD, "MIIAD", 0x6c, .reset = 0x01, .unmodelled = 0xe0),
	R8(VT_MIISR, "MIISR", 0x6d, .reset = MIISR_NO_LINK, .ro = 0xff),
	/* Burst lengths and thresholds; lights. */
	R8(VT_BCR0, "BCR0", 0x6e, .unmodelled = 0xff),
	R8(VT_BCR1, "BCR1", 0x6f, .unmodelled = 0x7f),
	/* Management by single clock edges. */
	R8(VT_MIICR, "MIICR", 0x70, .unmodelled = 0x1f, .post_write = miicr_written),
	R8(VT_MIIADR, "MIIADR", 0x71, .reset = MIIADR_IDLE, .ro = MIIADR_IDLE | MIIADR_DONE,
	   .probed = true),
	R16(VT_MIIDATA, "MIIDATA", 0x72),
	/* Writing words without the three wires (EMBP). */
	R8(VT_EECSR, "EECSR", 0x74, .reset = EECSR_DO, .ro = EECSR_DO | EECSR_THERE, .probed = true,
	   .unmodelled = 0x40, .post_write = eecsr_written),
	R8(VT_TEST, "TEST", 0x75, .unmodelled = 0xff),
	R8(VT_GPIO0, "GPIO0", 0x76, .unmodelled = 0xff),
	R8(VT_GPIO1, "GPIO1", 0x77, .unmodelled = 0xff),
	CFG(0, "CFGA", 0xff),
	CFG(1, "CFGB", 0xff),
	CFG(2, "CFGC", 0xff),
	CFG(3, "CFGD", 0x7f),
	R16(VT_MPAC, "TALLY_MPA", 0x7c, .side_effect = true, .read = counter_read,
	    .pre_write = counter_writing),
	R16(VT_CRCC, "TALLY_CRC", 0x7e, .side_effect = true, .read = counter_read,
	    .pre_write = counter_writing),
	/* Software timers, flow control: pause frames are neither sent nor obeyed. */
	R8(VT_MISC0, "MISC_CR0", 0x80, .unmodelled = 0xff),
	R8(VT_MISC1, "MISC_CR1", 0x81, .unmodelled = 0xbf, .post_write = misc1_written),
	R8(VT_PMCPORT, "PMCPORT", 0x82, .unmodelled = 0xff),
	R8(VT_STICKHW, "STICKHW", 0x83, .unmodelled = 0xfc, .post_write = stickhw_written),
	/* Causes of the management functions above; none happens. */
	R16(VT_MISR, "MIBI_ISR", 0x84, .w1c = 0xffff),
	R16(VT_MIMR, "MIBI_IMR", 0x86, .unmodelled = 0xffff),
	R32(VT_CAMMASK, "CAM_MASK", 0x88, .pre_write = cam_mask_writing, .read = cam_mask_read),
	R8(VT_CAMC, "CAMC", 0x92, .unmodelled = 0xf8, .post_write = camc_written),
	R8(VT_CAMADDR, "CAM_ADDR", 0x93, .unmodelled = 0xe0),
	/* Management counters. */
	R8(VT_MIBCR, "MIBCR", 0x94, .unmodelled = 0xff),
	R16(VT_MIBDATA, "MIBDATA", 0x96, .unmodelled = 0xffff),
	R8(VT_FLOW0, "FLOWCR0", 0x98, .unmodelled = 0xff),
	R8(VT_FLOW1, "FLOWCR1", 0x99, .unmodelled = 0xff),
	R16(VT_PAUSE, "PAUSE_TIMER", 0x9a, .unmodelled = 0xffff),
	R16(VT_TIMER0, "SOFT_TIMER0", 0x9c, .unmodelled = 0xffff),
	R16(VT_TIMER1, "SOFT_TIMER1", 0x9e, .unmodelled = 0xffff),
	/* Wake-up; patterns: how their check sums are formed is not on record. */
	SET(VT_WOLCR_SET, "WOLCR_SET", 0xa0, 0x0f),
	SET(VT_PWCFG_SET, "PWCFG_SET", 0xa1, 0xff),
	SET(VT_WOLCR1_SET, "WOLCR1_SET", 0xa2, 0xff),
	SET(VT_WOLCG_SET, "WOLCG_SET", 0xa3, 0x4f),
	CLR(VT_WOLCR_CLR, "WOLCR_CLR", 0xa4),
	CLR(VT_PWCFG_CLR, "PWCFG_CLR", 0xa5),
	CLR(VT_WOLCR1_CLR, "WOLCR1_CLR", 0xa6),
	CLR(VT_WOLCG_CLR, "WOLCG_CLR", 0xa7),
	SET(VT_PWRCSR_SET, "PWRCSR_SET", 0xa8, 0x00),
	SET(VT_PWRCSR1_SET, "PWRCSR1_SET", 0xa9, 0x00),
	CLR(VT_PWRCSR_CLR, "PWRCSR_CLR", 0xac),
	CLR(VT_PWRCSR1_CLR, "PWRCSR1_CLR", 0xad),
	PATTERN(0),
	PATTERN(1),
	PATTERN(2),
	PATTERN(3),
	MASK(0),
	MASK(1),
	MASK(2),
	MASK(3),
	MASK(4),
	MASK(5),
	MASK(6),
	MASK(7),
	MASK(8),
	MASK(9),
	MASK(10),
	MASK(11),
	MASK(12),
	MASK(13),
	MASK(14),
	MASK(15),
};

static const struct reg_why vt_why[] = {
	{0x6, 0x7,
	 "FIFO thresholds, back-off: the FIFO never runs dry, the line has no collisions"},
	{0x9, 0x9, "early receive and transmit: a frame moves whole"},
	{0x54, 0x5a, "tests of the FIFO"},
	{0x6c, 0x6c, "speed of management frames: they take the same time"},
	{0x6e, 0x6f, "burst lengths and thresholds; lights"},
	{0x70, 0x70, "management by single clock edges"},
	{0x74, 0x74, "bit 6: writing words without the three wires"},
	{0x75, 0x77, "chip test; pins nobody has wired"},
	{0x78, 0x7b, "bus and FIFO tuning: a frame moves whole"},
	{0x80, 0x82, "software timers, flow control, power port"},
	{0x83, 0x83, "sticky bits of power states that are not entered"},
	{0x86, 0x86, "causes of management functions: none happens"},
	{0x92, 0x93, "selection of tables that are not there"},
	{0x94, 0x96, "management counters"},
	{0x98, 0x9a, "flow control: pause frames are neither sent nor obeyed"},
	{0x9c, 0x9e, "software timers"},
	{0xa0, 0xa3, "only the magic packet and the link wake"},
	{0xb0, 0xff, "patterns for wake-up: how their check sums are formed is not on record"},
};
const struct reg_table vt6105m_table = REG_TABLE_WHY("VT6105M", "mmio", vt_table_regs, vt_why);
