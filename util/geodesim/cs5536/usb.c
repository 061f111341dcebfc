/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536 USB block: its MSRs, the windows of its four functions, interrupts, SMIs, ports. */
#include "cs5536/usb.h"

#include <string.h>

#include "strict/rules.h"

enum { SMI = 2, OHCB = 8, EHCB = 9, UDCB = 10, UOCB = 11 };
enum { SMI_OHCI = 4, SMI_EHCI = 5 }; /* mask bits; status 32 higher */

#define HIGH(N)	  (UINT64_C(1) << (32 + (N)))
#define MEMEN	  HIGH(1)
#define BMEN	  HIGH(2)
#define PMEEN	  HIGH(3)
#define PMESTS	  HIGH(4)
#define LEGSMIEN  48
#define LEGSMISTS 56
#define BIT(N)	  (UINT64_C(1) << (N))

/* Which SMI sources are on, whatever their masks say. */
static uint64_t smi_sources(const struct usb *u)
{
	uint64_t enabled = gld_get(&u->gld, EHCB) >> LEGSMIEN & 0x3f;

	return (u->ohci.smi.level ? BIT(SMI_OHCI) : 0) |
	       (enabled & u->ehci.value[EHCI_STS] ? BIT(SMI_EHCI) : 0);
}

/* Sources are levels: while one is on and not masked its status comes back. */
static void update_smi(struct usb *u)
{
	uint64_t smi = gld_get(&u->gld, SMI);

	smi |= (smi_sources(u) & ~smi) << 32;
	gld_set(&u->gld, SMI, smi);
	signal_set(&u->asmi, smi >> 32 & (BIT(SMI_OHCI) | BIT(SMI_EHCI)));
}

static void update_pme(struct usb *u)
{
	bool on = false;

	for (uint32_t i = OHCB; i <= UOCB; i++)
		on |= (gld_get(&u->gld, i) & (PMEEN | PMESTS)) == (PMEEN | PMESTS);
	signal_set(&u->pme, on);
}

static void smi_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	(void)i;
	(void)old;
	(void)val;
	update_smi(f->owner);
}

static void base_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct usb *u = f->owner;

	(void)i;
	if ((old ^ val) & BMEN)
		u->master[0].told = u->master[1].told = false;
	update_smi(u);
	update_pme(u);
	env_routes_changed(u->env);
}

/* LEGSMISTS shows the six event bits of USBSTS. */
static uint64_t ehcb_read(struct reg_file *f, unsigned i, uint64_t val)
{
	struct usb *u = f->owner;

	(void)i;
	return (val & ~(UINT64_C(0x3f) << LEGSMISTS)) | (u->ehci.value[EHCI_STS] & EHCI_EVENTS)
								<< LEGSMISTS;
}

#define LOW32 UINT64_C(0xffffffff)
#define ABOVE UINT64_C(0xffffffff00000000)

/*
 * CS5536 sheet 1.3 and 9.1. Unmodelled: CONFIG (priorities, prefetch, short detection of the
 * serial interface), ERROR, PM (clock gating is not seen), DIAG but for the false short-serial note
 * after reset (erratum 57), FLADJ (a microframe is 125 us), the wake bits of functions that never
 * wake. SMI bit 5 for the EHCI is a choice: only bit 4 is known. Index 1004h is where the CS5535
 * had its keyboard emulation; SMI handlers still read it and must see 0.
 */
static const struct reg table_regs[] = {
	{.name = "GLD_MSR_CAP", .addr = 0x00, .width = 64, .reset = 0x543002, .ro = UINT64_MAX},
	{.name = "GLD_MSR_CONFIG", .addr = 0x01, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_SMI",
	 .addr = 0x02,
	 .width = 64,
	 .reset = 0x30,
	 .w1c = ABOVE,
	 .unmodelled = LOW32 & ~UINT64_C(0x30),
	 .post_write = smi_written},
	{.name = "GLD_MSR_ERROR", .addr = 0x03, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_PM", .addr = 0x04, .width = 64, .unmodelled = UINT64_MAX},
	{.name = "GLD_MSR_DIAG",
	 .addr = 0x05,
	 .width = 64,
	 .reset = HIGH(4),
	 .w1c = HIGH(4),
	 .unmodelled = ~HIGH(4)},
	{.name = "USBMSROHCB",
	 .addr = 0x08,
	 .width = 64,
	 .reserved = 0xfff,
	 .w1c = PMESTS,
	 .unmodelled = ABOVE & ~(MEMEN | BMEN | PMEEN | PMESTS),
	 .post_write = base_written},
	{.name = "USBMSREHCB",
	 .addr = 0x09,
	 .width = 64,
	 .reset = UINT64_C(0x200000000000),
	 .reserved = 0xfff,
	 .w1c = PMESTS,
	 .ro = UINT64_C(0x3f) << LEGSMISTS,
	 .unmodelled = UINT64_C(0xc0c0ffe100000000),
	 .post_write = base_written,
	 .read = ehcb_read,
	 .probed = true},
	{.name = "USBMSRUDCB",
	 .addr = 0x0a,
	 .width = 64,
	 .reserved = 0x1fff,
	 .w1c = PMESTS,
	 .unmodelled = ABOVE & ~(MEMEN | PMESTS),
	 .post_write = base_written},
	{.name = "USBMSRUOCB",
	 .addr = 0x0b,
	 .width = 64,
	 .reserved = 0xfff,
	 .w1c = PMESTS,
	 .unmodelled = ABOVE & ~(MEMEN | PMESTS),
	 .post_write = base_written},
	{.name = "CS5535_KEL", .addr = 0x1004, .width = 64, .ro = UINT64_MAX, .probed = true},
};

_Static_assert(sizeof(table_regs) / sizeof(table_regs[0]) == USB_MSRS, "value[] and cover[]");

static const struct reg_why why[] = {
	GLD_WHY_CONFIG(0),
	GLD_WHY_PM(0),
	GLD_WHY_DIAG(0),
	{0x2, 0x2, "only the enables of the two host controllers have a source"},
	{0x3, 0x3, "no bus error happens here"},
	{0x8, 0xb,
	 "frame length trim; wake bits of functions that never wake; bits not documented"},
};
static const struct reg_table table = REG_TABLE_WHY("USB", "msr", table_regs, why);

static bool may_master(struct usb_master *m)
{
	if (gld_get(&m->usb->gld, m->index) & BMEN)
		return true;
	if (!m->told)
		rule_broken(m->usb->env->rules, RULE_USB_MASTER,
			    "the %s goes to memory while BMEN of MSR 512000%02X is 0",
			    m->index == OHCB ? "OHCI" : "EHCI", (unsigned)m->index);
	m->told = true;
	return false;
}

static bool master_read(void *opaque, uint32_t addr, void *buf, uint32_t len)
{
	struct usb_master *m = opaque;

	if (may_master(m))
		return m->usb->memory.read(m->usb->memory.opaque, addr, buf, len);
	memset(buf, 0xff, len);
	return false;
}

static bool master_write(void *opaque, uint32_t addr, const void *buf, uint32_t len)
{
	struct usb_master *m = opaque;

	return may_master(m) && m->usb->memory.write(m->usb->memory.opaque, addr, buf, len);
}

static struct dma_if master_if(struct usb *u, unsigned n, uint32_t index)
{
	u->master[n] = (struct usb_master){.usb = u, .index = index};
	return (struct dma_if){.opaque = &u->master[n], .read = master_read, .write = master_write};
}

/* The function whose window @addr lies in (its base MSR's index), 0: none. */
static uint32_t function_at(const struct usb *u, uint32_t addr, uint32_t *offset)
{
	static const uint32_t size[4] = {OHCI_SIZE, EHCI_SIZE, UDC_SIZE, UOC_SIZE};

	for (uint32_t n = 0; n < 4; n++) {
		uint64_t base = gld_get(&u->gld, OHCB + n);

		*offset = addr & (size[n] - 1);
		if ((base & MEMEN) && addr - *offset == (uint32_t)base)
			return OHCB + n;
	}
	return 0;
}

static uint32_t window_read(struct usb *u, uint32_t addr, unsigned size)
{
	uint32_t offset;

	switch (function_at(u, addr, &offset)) {
	case OHCB: return ohci_read(&u->ohci, offset, size);
	case EHCB: return ehci_read(&u->ehci, offset, size);
	case UDCB: return udc_read(&u->udc, offset, size);
	case UOCB: return uoc_read(&u->udc, offset, size);
	default: return UINT32_MAX;
	}
}

static void window_write(struct usb *u, uint32_t addr, unsigned size, uint32_t val)
{
	uint32_t offset;

	switch (function_at(u, addr, &offset)) {
	case OHCB: ohci_write(&u->ohci, offset, size, val); break;
	case EHCB: ehci_write(&u->ehci, offset, size, val); break;
	case UDCB: udc_write(&u->udc, offset, size, val); break;
	case UOCB: uoc_write(&u->udc, offset, size, val); break;
	default: break;
	}
}

static uint64_t device_mem_read(void *opaque, uint32_t addr, unsigned size, unsigned flags)
{
	uint64_t low = window_read(opaque, addr, size > 4 ? 4 : size);

	(void)flags;
	return size > 4 ? low | (uint64_t)window_read(opaque, addr + 4, 4) << 32 : low;
}

static void device_mem_write(void *opaque, uint32_t addr, unsigned size, uint64_t val,
			     unsigned flags)
{
	(void)flags;
	window_write(opaque, addr, size > 4 ? 4 : size, (uint32_t)val);
	if (size > 4)
		window_write(opaque, addr + 4, 4, (uint32_t)(val >> 32));
}

static uint64_t device_msr_read(void *opaque, uint32_t msr)
{
	return gld_msr_read(&((struct usb *)opaque)->gld, msr);
}

static void device_msr_write(void *opaque, uint32_t msr, uint64_t val)
{
	gld_msr_write(&((struct usb *)opaque)->gld, msr, val);
}

struct gl_device usb_device(struct usb *u)
{
	return (struct gl_device){
		.name = "USB",
		.opaque = u,
		.msr_read = device_msr_read,
		.msr_write = device_msr_write,
		.mem_read = device_mem_read,
		.mem_write = device_mem_write,
		.asmi = &u->asmi,
	};
}

const struct reg_file *usb_regs(const struct usb *u, unsigned n)
{
	const struct reg_file *const file[] = {&u->gld.regs, &u->ohci.regs, &u->ehci.regs,
					       &u->udc.udc, &u->udc.uoc};

	return n < sizeof(file) / sizeof(file[0]) ? file[n] : NULL;
}

/* Port 4 is wired to the hosts only while UOCMUX says so. */
static void port4_changed(void *opaque, bool host)
{
	struct usb *u = opaque;

	ehci_plug(&u->ehci, USB_PORTS - 1, host ? u->plugged[USB_PORTS - 1] : NULL);
}

void usb_plug(struct usb *u, unsigned port, struct usb_dev *dev)
{
	if (port >= USB_PORTS)
		return;
	u->plugged[port] = dev;
	if (port == USB_PORTS - 1)
		port4_changed(u, udc_host_port4(&u->udc));
	else
		ehci_plug(&u->ehci, port, dev);
}

static void companion_port(void *opaque, unsigned port, struct usb_dev *dev)
{
	struct usb *u = opaque;

	ohci_connect(&u->ohci, port, dev);
}

static void smi_changed(void *opaque, bool level)
{
	(void)level;
	update_smi(opaque);
}

static void wake(struct usb *u, uint32_t index)
{
	gld_set(&u->gld, index, gld_get(&u->gld, index) | PMESTS);
	update_pme(u);
}

static void ohci_wakes(void *opaque, bool level)
{
	if (level)
		wake(opaque, OHCB);
}

static void ehci_wakes(void *opaque, bool level)
{
	if (level)
		wake(opaque, EHCB);
}

void usb_init(struct usb *u, const struct env *env, struct dma_if memory)
{
	memset(u, 0, sizeof(*u));
	u->env = env;
	u->memory = memory;
	gld_init(&u->gld, env, &table, u, u->value, u->cover, 0x51200000, 0x2000);
	signal_init(&u->irq, "usb.irq");
	signal_init(&u->asmi, "usb.asmi");
	signal_init(&u->pme, "usb.pme");
	ohci_init(&u->ohci, env, master_if(u, 0, OHCB));
	ehci_init(&u->ehci, env, master_if(u, 1, EHCB), companion_port, u);
	udc_init(&u->udc, env);
	u->udc.port4 = port4_changed;
	u->udc.opaque = u;
	signal_link(&u->ohci.irq, &u->irq_link[0], &u->irq, 0);
	signal_link(&u->ehci.irq, &u->irq_link[1], &u->irq, 1);
	signal_connect(&u->ohci.smi, &u->ohci_smi, smi_changed, u);
	signal_connect(&u->ehci.event, &u->ehci_event, smi_changed, u);
	signal_connect(&u->ohci.wake, &u->ohci_wake, ohci_wakes, u);
	signal_connect(&u->ehci.wake, &u->ehci_wake, ehci_wakes, u);
}

void usb_reset(struct usb *u)
{
	reg_file_reset(&u->gld.regs);
	u->master[0].told = u->master[1].told = false;
	udc_reset(&u->udc);
	ohci_reset(&u->ohci);
	ehci_reset(&u->ehci);
	update_smi(u);
	update_pme(u);
	env_routes_changed(u->env);
}
