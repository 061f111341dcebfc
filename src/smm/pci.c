/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PCI configuration space of the devices on GeodeLink: GLPCI turns an access to PCI devices 1 and the companion into an
 * SMI (Geode LX data book 33234H, 6.16, GLPCI_PBUS); here it gets its answer from the chips' headers.
 */
#include <stddef.h>
#include <smm/hw.h>
#include <smm/modules.h>
#include <smm/pci.h>

#define CONFIG_ADDRESS	 0xcf8
#define CONFIG_DATA	 0xcfc
#define CONFIG_ENABLE	 0x80000000u
#define CONFIG_BUS	 0x00ff0000u

#define GLPCI_PBUS	 0x50002012
#define NORTH_DEVICE	 1

#define REG_SUBSYSTEM	 0x2c
#define REG_REMOVE	 0x7c
#define REMOVE		 0xdeadbeefu

#define CACHE_LINE	 0x08u
#define PM_STATE	 0x0003u
#define PM_STATUS	 0x8000u
#define LEGSUP_BIOS	 0x00010000u
#define LEGSUP_OS	 0x01000000u
#define LEGSUP_MSR	 0x3f3f0000u /* enables and status in the MSR */

/*
 * High half of a USB function's base MSR (CS5536 data book 33238G, 6.5.1): PMEEN and PMESTS, 3 and 4, are bits 8 and 15
 * of the power management register; six bits each from 16 and 24 on are those from 0 and 16 on of LEGCTL.
 */
#define USB_PMEEN	 0x08u
#define USB_PMEEN_SHIFT	 5
#define USB_PMESTS	 0x10u
#define USB_PMESTS_SHIFT 11
#define USB_LEGEN_SHIFT	 16
#define USB_LEGST_SHIFT	 8
#define LEGCTL_ENABLES	 0x0000003fu
#define LEGCTL_STATUS	 0x003f0000u

/* Interrupt mapper: four bits for each of the groups that INTA to INTD enter by */
#define PIC_ZSEL_HIGH	 0x51400023
#define ZSEL_INTA_SHIFT	 4
#define PIC_YSEL_LOW	 0x51400020
#define YSEL_USB_SHIFT	 8
#define YSEL_AUDIO_SHIFT 16
#define FORBIDDEN_IRQ	 2u

struct vpci_register *vpci_find(const struct vpci_function *f, unsigned reg)
{
	struct vpci_register *r = f->regs;

	for (unsigned left = f->count; left; left--, r++) {
		if (r->reg == reg)
			return r;
	}
	return NULL;
}

/* Bits of GLPCI's error register behind status bits 11 to 15; 11 has two. */
static uint32_t errors_of(const struct vpci_function *f, uint32_t clear)
{
	static const uint8_t bits[] = {22, 17, 16, 20, 21};
	uint32_t status = 0, acknowledge = 0;
	uint64_t errors;

	if (!f->error_msr)
		return 0;
	errors = smm_rdmsr(f->error_msr);
	for (unsigned i = 0; i < sizeof(bits); i++) {
		status |= ((uint32_t)errors >> bits[i] & 1) << (27 + i);
		acknowledge |= (clear >> (27 + i) & 1) << bits[i];
	}
	if (acknowledge)
		smm_wrmsr(f->error_msr, (errors & 0xffffffff0000ffffull) | acknowledge);
	return status;
}

static uint32_t pirq(void)
{
	return (uint32_t)smm_rdmsr(PIC_ZSEL_HIGH) >> ZSEL_INTA_SHIFT & 0xffff;
}

static uint32_t read_register(const struct vpci_function *f, const struct vpci_register *r)
{
	const uint32_t msr = f->msr + r->arg;
	uint64_t live;

	switch (r->kind) {
	case VPCI_COMMAND: return r->value | errors_of(f, 0);
	case VPCI_IO: return r->mask ? r->value | 1 : 0;
	case VPCI_PIRQ: return pirq();
	case VPCI_MSR:
	case VPCI_MSR_HIGH:
	case VPCI_PM:
	case VPCI_LEGCTL: break;
	default: return r->value;
	}
	live = smm_rdmsr(msr);
	if (r->kind == VPCI_MSR)
		return (uint32_t)live;
	live >>= 32;
	if (r->kind == VPCI_PM)
		live = ((uint32_t)live & USB_PMESTS) << USB_PMESTS_SHIFT;
	else if (r->kind == VPCI_LEGCTL)
		live = ((uint32_t)live >> USB_LEGEN_SHIFT & LEGCTL_ENABLES) |
		       ((uint32_t)live >> USB_LEGST_SHIFT & LEGCTL_STATUS);
	else
		live &= r->mask;
	return r->value | (uint32_t)live;
}

uint32_t vpci_read(const struct vpci_function *f, unsigned reg)
{
	const struct vpci_register *r;

	if (!f->count)
		return 0xffffffff;
	/* Nobody gave the subsystem other ids. */
	r = vpci_find(f, reg == REG_SUBSYSTEM ? 0 : reg);
	return r ? read_register(f, r) : 0;
}

/*
 * What is behind a base address register follows it. It decodes when its command bit is set, it has an address, and it
 * has power. All ones asks for the size and changes nothing.
 */
static void route_bar(const struct vpci_function *f, const struct vpci_register *r)
{
	const unsigned enables = f->asleep ? 0 : f->regs[VPCI_AT_COMMAND].value;

	if (r->mask && r->value != r->mask)
		vpci_route(f, r, r->value && enables & r->kind ? VPCI_ON : 0);
}

void vpci_route_bars(const struct vpci_function *f)
{
	const struct vpci_register *r = f->regs;

	for (unsigned left = f->count; left; left--, r++) {
		if (r->kind == VPCI_IO || r->kind == VPCI_MEM)
			route_bar(f, r);
	}
}

/* Four IRQs: of the pins' groups, and of the chip's own devices on the same pins. */
static void write_pirq(uint32_t value, uint32_t lanes)
{
	const uint32_t old = pirq();

	value = (value | (old & ~lanes)) & 0xffff;
	for (uint32_t pin = 0xf, two = FORBIDDEN_IRQ; pin <= 0xf000; pin <<= 4, two <<= 4) {
		if ((value & pin) == two)
			value = (value & ~pin) | (old & pin);
	}
	smm_change_low(PIC_ZSEL_HIGH, 0xffffu << ZSEL_INTA_SHIFT, value << ZSEL_INTA_SHIFT);
	smm_change_low(PIC_YSEL_LOW, 0xfu << YSEL_USB_SHIFT | 0xfu << YSEL_AUDIO_SHIFT,
		       (value >> 12) << YSEL_USB_SHIFT | (value >> 4 & 0xf) << YSEL_AUDIO_SHIFT);
	if (CONFIG(SMM_NAND))
		cs5536_flash_interrupt();
}

/* Power management of a USB function: only D0 and D3hot exist. */
static void write_pm(struct vpci_function *f, struct vpci_register *r, uint32_t value,
		     uint32_t written)
{
	if ((value ^ value >> 1) & 1)
		value = (value & ~PM_STATE) | (r->value & PM_STATE);
	r->value = value;
	f->asleep = value & PM_STATE;
	smm_change_high(f->msr + r->arg, USB_PMEEN | USB_PMESTS,
			(value >> USB_PMEEN_SHIFT & USB_PMEEN) |
				(written >> USB_PMESTS_SHIFT & USB_PMESTS));
	vpci_route_bars(f);
}

static void write_legsup(const struct vpci_function *f, struct vpci_register *r, uint32_t written)
{
	if (written & LEGSUP_OS) {
		r->value = (r->value & ~LEGSUP_BIOS) | LEGSUP_OS;
		smm_change_high(f->msr + r->arg, LEGSUP_MSR, 0);
	} else if (written & LEGSUP_BIOS) {
		r->value = (r->value & ~LEGSUP_OS) | LEGSUP_BIOS;
	}
}

/* written: the bits of the access that are 1, value: the register with them. */
static void write_register(struct vpci_function *f, struct vpci_register *r, uint32_t written,
			   uint32_t lanes)
{
	const uint32_t bits = r->mask & lanes;
	const uint32_t old = r->value, value = (written & bits) | (old & ~bits);
	const uint32_t msr = f->msr + r->arg;

	switch (r->kind) {
	case VPCI_MSR: smm_change_low(msr, bits, written & bits); return;
	case VPCI_MSR_HIGH: smm_change_high(msr, bits, written & bits); return;
	case VPCI_PM: write_pm(f, r, value, written); return;
	case VPCI_LEGSUP: write_legsup(f, r, written); return;
	case VPCI_PIRQ: write_pirq(written, lanes); return;
	default: r->value = value;
	}
	switch (r->kind) {
	case VPCI_COMMAND:
		errors_of(f, written);
		if (value == old)
			return;
		vpci_route(f, r, VPCI_ON);
		vpci_route_bars(f);
		return;
	case VPCI_TIMER:
		if ((value & 0xff) != CACHE_LINE)
			r->value = value & ~0xffu;
		vpci_route(f, r, VPCI_ON);
		return;
	case VPCI_IO:
	case VPCI_MEM: route_bar(f, r); return;
	case VPCI_LEGCTL:
		smm_change_high(msr, (lanes & LEGCTL_ENABLES) << USB_LEGEN_SHIFT,
				(written & LEGCTL_ENABLES) << USB_LEGEN_SHIFT);
	}
}

void vpci_write(struct vpci_function *f, unsigned reg, uint32_t data, uint32_t lanes)
{
	struct vpci_register *r = vpci_find(f, reg);

	data &= lanes;
	if (CONFIG(SMM_NAND) && cs5536_flash_change(f, reg, data))
		return;
	if (reg == REG_REMOVE && data == REMOVE) {
		/* A function that nobody wants: its MSRs decode no more, then it is no longer there. */
		f->asleep = true;
		vpci_route_bars(f);
		f->count = 0;
	} else if (r) {
		write_register(f, r, data, lanes);
	}
}

/* A real device with a number that traps, on another bus: the access is made while nothing traps. */
static uint32_t pass_on(const struct smm_event *ev)
{
	const uint64_t traps = smm_rdmsr(GLPCI_PBUS);
	uint32_t value = 0;

	smm_wrmsr(GLPCI_PBUS, 0);
	if (ev->read)
		value = smm_in(ev->port, ev->size);
	else
		smm_out(ev->port, ev->size, ev->data);
	smm_wrmsr(GLPCI_PBUS, traps);
	return value;
}

bool smm_pci_serve(struct smm_event *ev, uint32_t events)
{
	const uint32_t address = smm_in(CONFIG_ADDRESS, 4);
	const unsigned number = address >> 11 & 31, shift = 8 * (ev->port & 3u);
	struct vpci_function *f = NULL;
	uint32_t value = 0xffffffff;

	(void)events;
	if (!ev->size || (ev->port & ~3u) != CONFIG_DATA)
		return true;
	if (number == NORTH_DEVICE)
		f = geode_lx_vpci;
	else if (number == smm_image.params.companion_device)
		f = cs5536_vpci;
	if (address & CONFIG_BUS) {
		value = pass_on(ev);
	} else if (address & CONFIG_ENABLE && f) {
		f += address >> 8 & 7;
		/* Bytes behind the 32 bits of the register read as ones and are not written. */
		if (ev->read)
			value = vpci_read(f, address & 0xfc) >> shift | ~(0xffffffffu >> shift);
		else
			vpci_write(f, address & 0xfc, ev->data << shift, ev->width << shift);
	}
	if (ev->read)
		smm_io_result(ev, value);
	return true;
}

/* What the board does not want, and what only the chips know: revisions, and where blocks of I/O ports are. */
static void init_device(struct vpci_function *f, unsigned wanted)
{
	for (unsigned i = 0; i < VPCI_FUNCTIONS; i++, f++, wanted >>= 1) {
		if (!(wanted & 1))
			f->count = 0;
		if (!f->count)
			continue;
		f->regs[VPCI_AT_CLASS].value |= (uint8_t)smm_rdmsr(f->revision_msr);
		vpci_adopt_lbars(f);
	}
}

void smm_pci_init(void)
{
	geode_lx_vpci_init();
	init_device(geode_lx_vpci, smm_image.params.north_functions);
	init_device(cs5536_vpci, smm_image.params.south_functions);
	if (CONFIG(SMM_NAND))
		cs5536_flash_init();
}
