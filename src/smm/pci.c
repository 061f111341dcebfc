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

#define REG_COMMAND	 0x04
#define REG_SUBSYSTEM	 0x2c
#define REG_PM		 0x44
#define REG_LEGCTL	 0x54
#define REG_REMOVE	 0x7c
#define REMOVE		 0xdeadbeefu

#define COMMAND_IO	 0x1u
#define COMMAND_MEM	 0x2u
#define STATUS_ERRORS	 0xf8000000u

#define CACHE_LINE	 0x08u
#define PM_STATE	 0x0003u
#define PM_PMEEN	 0x0100u
#define PM_STATUS	 0x8000u
#define LEGSUP_BIOS	 0x00010000u
#define LEGSUP_OS	 0x01000000u
#define LEGCTL_ENABLES	 0x0000003fu

/* High half of a USB function's base MSR (CS5536 data book 33238G, 6.5.1) */
#define USB_PMEEN	 0x08u
#define USB_PMESTS	 0x10u
#define USB_FLADJ_SHIFT	 8
#define USB_LEGEN_SHIFT	 16
#define USB_LEGST_SHIFT	 24
#define SIX_BITS	 0x3fu

/* Interrupt mapper: four bits for each of the groups that INTA to INTD enter by */
#define PIC_ZSEL_HIGH	 0x51400023
#define ZSEL_INTA_SHIFT	 4
#define PIC_YSEL_LOW	 0x51400020
#define YSEL_USB_SHIFT	 8
#define YSEL_AUDIO_SHIFT 16
#define FORBIDDEN_IRQ	 2u

static uint8_t companion_device;

struct vpci_register *vpci_find(struct vpci_device *device, unsigned function, unsigned reg)
{
	const struct vpci_function *f = &device->function[function];

	for (unsigned i = 0; i < f->count; i++) {
		if (f->regs[i].reg == reg)
			return &f->regs[i];
	}
	return NULL;
}

/* Bits of GLPCI's error register behind status bits 15 to 11; 11 has two. */
static uint32_t errors_of(const struct vpci_device *device, unsigned function, uint32_t clear)
{
	static const uint32_t bits[] = {1u << 22, 1u << 17, 1u << 16, 1u << 20, 1u << 21};
	const uint32_t msr = vpci_error_msr(device, function);
	uint32_t status = 0, acknowledge = 0;
	uint64_t errors;

	if (!msr)
		return 0;
	errors = smm_rdmsr(msr);
	for (unsigned i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
		if ((uint32_t)errors & bits[i])
			status |= 1u << (27 + i);
		if (clear & 1u << (27 + i))
			acknowledge |= bits[i];
	}
	if (acknowledge)
		smm_wrmsr(msr, (errors & 0xffffffff0000ffffull) | acknowledge);
	return status;
}

static uint32_t high(uint32_t msr)
{
	return (uint32_t)(smm_rdmsr(msr) >> 32);
}

static uint32_t read_register(struct vpci_device *device, unsigned function,
			      const struct vpci_register *r)
{
	const uint32_t msr = device->function[function].msr + r->arg;
	uint32_t live;

	switch (r->kind) {
	case VPCI_COMMAND: return r->value | errors_of(device, function, 0);
	case VPCI_IO: return r->mask ? r->value | 1 : 0;
	case VPCI_MSR: return (uint32_t)smm_rdmsr(msr);
	case VPCI_PM: return r->value | (high(msr) & USB_PMESTS ? PM_STATUS : 0);
	case VPCI_LEGCTL:
		live = high(msr);
		return r->value | (live >> USB_LEGEN_SHIFT & SIX_BITS) |
		       (live >> USB_LEGST_SHIFT & SIX_BITS) << 16;
	case VPCI_FLADJ: return r->value | (high(msr) >> USB_FLADJ_SHIFT & SIX_BITS) << 8;
	case VPCI_PIRQ: return (uint32_t)smm_rdmsr(PIC_ZSEL_HIGH) >> ZSEL_INTA_SHIFT & 0xffff;
	default: return r->value;
	}
}

uint32_t vpci_read(struct vpci_device *device, unsigned function, unsigned reg)
{
	const struct vpci_register *r;

	if (!device->function[function].count)
		return 0xffffffff;
	/* Nobody gave the subsystem other ids. */
	r = vpci_find(device, function, reg == REG_SUBSYSTEM ? 0 : reg);
	return r ? read_register(device, function, r) : 0;
}

/* Whether a base address register decodes: its command bit is set, it has an address, it has power. */
static bool decodes(struct vpci_device *device, unsigned function, const struct vpci_register *r)
{
	const struct vpci_register *command = vpci_find(device, function, REG_COMMAND);
	const struct vpci_register *pm = vpci_find(device, function, REG_PM);

	return r->value && command &&
	       command->value & (r->kind == VPCI_IO ? COMMAND_IO : COMMAND_MEM) &&
	       !(pm && pm->value & PM_STATE);
}

static bool is_bar(const struct vpci_register *r)
{
	return (r->kind == VPCI_IO || r->kind == VPCI_MEM) && r->mask;
}

static void route_bars(struct vpci_device *device, unsigned function)
{
	const struct vpci_function *f = &device->function[function];

	for (unsigned i = 0; i < f->count; i++) {
		/* All ones asks for the size. */
		if (is_bar(&f->regs[i]) && f->regs[i].value != f->regs[i].mask)
			vpci_route(device, function, &f->regs[i],
				   decodes(device, function, &f->regs[i]));
	}
}

/* Four IRQs: of the pins' groups, and of the chip's own devices on the same pins. */
static void write_pirq(uint32_t value, uint32_t lanes)
{
	const uint32_t old = (uint32_t)smm_rdmsr(PIC_ZSEL_HIGH) >> ZSEL_INTA_SHIFT & 0xffff;

	value = (value & lanes) | (old & ~lanes);
	for (unsigned pin = 0; pin < 4; pin++) {
		const unsigned shift = 4 * pin;

		if ((value >> shift & 0xf) == FORBIDDEN_IRQ)
			value = (value & ~(0xfu << shift)) | (old & 0xfu << shift);
	}
	smm_change_low(PIC_ZSEL_HIGH, 0xffffu << ZSEL_INTA_SHIFT,
		       (value & 0xffff) << ZSEL_INTA_SHIFT);
	smm_change_low(PIC_YSEL_LOW, 0xfu << YSEL_USB_SHIFT | 0xfu << YSEL_AUDIO_SHIFT,
		       (value >> 12 & 0xf) << YSEL_USB_SHIFT | (value >> 4 & 0xf)
								       << YSEL_AUDIO_SHIFT);
}

/* Power management of a USB function: only D0 and D3hot exist. */
static void write_pm(struct vpci_device *device, unsigned function, struct vpci_register *r,
		     uint32_t value, uint32_t written)
{
	const uint32_t msr = device->function[function].msr + r->arg;
	uint32_t set = written & PM_STATUS ? USB_PMESTS : 0;

	if ((value & PM_STATE) == 1 || (value & PM_STATE) == 2)
		value = (value & ~PM_STATE) | (r->value & PM_STATE);
	r->value = value & ~PM_STATUS;
	if (value & PM_PMEEN)
		set |= USB_PMEEN;
	smm_change_high(msr, USB_PMEEN | USB_PMESTS, set);
	route_bars(device, function);
}

static void write_legsup(struct vpci_device *device, unsigned function, struct vpci_register *r,
			 uint32_t written)
{
	if (written & LEGSUP_OS) {
		r->value = (r->value & ~LEGSUP_BIOS) | LEGSUP_OS;
		smm_change_high(device->function[function].msr + r->arg,
				SIX_BITS << USB_LEGEN_SHIFT | SIX_BITS << USB_LEGST_SHIFT, 0);
	} else if (written & LEGSUP_BIOS) {
		r->value = (r->value & ~LEGSUP_OS) | LEGSUP_BIOS;
	}
}

/* written: the bits of the access, value: the register with them. */
static void write_register(struct vpci_device *device, unsigned function, struct vpci_register *r,
			   uint32_t written, uint32_t lanes)
{
	const uint32_t bits = r->mask & lanes;
	const uint32_t value = (written & bits) | (r->value & ~bits);
	const uint32_t msr = device->function[function].msr + r->arg;

	switch (r->kind) {
	case VPCI_COMMAND:
		errors_of(device, function, written & lanes & STATUS_ERRORS);
		if (value == r->value)
			return;
		r->value = value;
		vpci_route(device, function, r, true);
		route_bars(device, function);
		return;
	case VPCI_TIMER:
		r->value = (value & 0xff) == CACHE_LINE ? value : value & ~0xffu;
		vpci_route(device, function, r, true);
		return;
	case VPCI_IO:
	case VPCI_MEM:
		r->value = value;
		if (is_bar(r) && value != r->mask)
			vpci_route(device, function, r, decodes(device, function, r));
		return;
	case VPCI_MSR: smm_change_low(msr, bits, written & bits); return;
	case VPCI_PM: write_pm(device, function, r, value, written & lanes); return;
	case VPCI_LEGSUP: write_legsup(device, function, r, written & lanes); return;
	case VPCI_LEGCTL:
		smm_change_high(msr, (lanes & SIX_BITS) << USB_LEGEN_SHIFT,
				(written & lanes & SIX_BITS) << USB_LEGEN_SHIFT);
		r->value = value & ~LEGCTL_ENABLES;
		return;
	case VPCI_FLADJ:
		smm_change_high(msr, bits >> 8 << USB_FLADJ_SHIFT,
				(written & bits) >> 8 << USB_FLADJ_SHIFT);
		return;
	case VPCI_PIRQ: write_pirq(written, lanes & 0xffff); return;
	default: r->value = value;
	}
}

/* A function that nobody wants: its MSRs decode no more, then it is no longer there. */
static void remove_function(struct vpci_device *device, unsigned function)
{
	struct vpci_function *f = &device->function[function];

	for (unsigned i = 0; i < f->count; i++) {
		if (is_bar(&f->regs[i]))
			vpci_route(device, function, &f->regs[i], false);
	}
	f->count = 0;
}

void vpci_write(struct vpci_device *device, unsigned function, unsigned reg, uint32_t data,
		uint32_t lanes)
{
	struct vpci_register *r;

	if (!device->function[function].count)
		return;
	if (reg == REG_REMOVE && (data & lanes) == REMOVE) {
		remove_function(device, function);
		return;
	}
	r = vpci_find(device, function, reg);
	if (r)
		write_register(device, function, r, data, lanes);
}

/* A real device with a number that traps, on another bus: the access is made while nothing traps. */
static uint32_t pass_on(const struct smm_event *ev)
{
	const uint64_t traps = smm_rdmsr(GLPCI_PBUS);
	uint32_t value = 0;

	smm_wrmsr(GLPCI_PBUS, 0);
	if (smm_io_read(ev))
		value = smm_in(ev->header->io_port, ev->size);
	else
		smm_out(ev->header->io_port, ev->size, ev->header->io_data);
	smm_wrmsr(GLPCI_PBUS, traps);
	return value;
}

/* Bytes behind the 32 bits of the register read as ones and are not written. */
static uint32_t access_header(const struct smm_event *ev, struct vpci_device *device,
			      uint32_t address)
{
	const unsigned function = address >> 8 & 7, reg = address & 0xfc;
	const unsigned shift = 8 * (ev->header->io_port & 3u);

	if (smm_io_read(ev))
		return vpci_read(device, function, reg) >> shift | ~(0xffffffffu >> shift);
	vpci_write(device, function, reg, ev->header->io_data << shift, ev->width << shift);
	return 0;
}

bool smm_pci_serve(struct smm_event *ev, uint32_t events)
{
	const uint32_t address = smm_in(CONFIG_ADDRESS, 4);
	const unsigned number = address >> 11 & 31;
	uint32_t value = 0xffffffff;

	(void)events;
	if (!ev->size || (ev->header->io_port & ~3u) != CONFIG_DATA)
		return true;
	if (address & CONFIG_BUS)
		value = pass_on(ev);
	else if (address & CONFIG_ENABLE && number == NORTH_DEVICE)
		value = access_header(ev, &geode_lx_vpci, address);
	else if (address & CONFIG_ENABLE && number == companion_device)
		value = access_header(ev, &cs5536_vpci, address);
	if (smm_io_read(ev))
		smm_io_result(ev, value);
	return true;
}

/* What the board does not want, and what only the chips know: revisions, and where blocks of I/O ports are. */
static void init_device(struct vpci_device *device, uint8_t wanted)
{
	for (unsigned function = 0; function < 8; function++) {
		struct vpci_function *f = &device->function[function];

		if (!(wanted & 1u << function))
			f->count = 0;
		for (unsigned i = 0; i < f->count; i++) {
			struct vpci_register *r = &f->regs[i];

			if (r->reg == 0x08)
				r->value |= (uint32_t)smm_rdmsr(f->revision_msr) & 0xff;
			if (r->kind == VPCI_IO && !r->value)
				r->value = vpci_lbar_base(device, function, r->reg) & r->mask;
		}
	}
}

void smm_pci_init(const struct smm_params *params)
{
	companion_device = params->companion_device;
	vpci_routes_init(params);
	geode_lx_vpci_init(params);
	init_device(&geode_lx_vpci, params->north_functions);
	init_device(&cs5536_vpci, params->south_functions);
}
