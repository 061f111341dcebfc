/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is soldered around the two chips: flash, memory modules, PCI devices,
 * pins, lines. */
#include "machine/geode_internal.h"

#include <stdio.h>
#include <string.h>

#define SIO_CLOCK_MHZ 48 /* boards of this family feed the super I/O from the USB clock */
#define NIC_DRIVER    16 /* of an interrupt line: the Ethernet controllers, 16 to 23 */

static void flash_power_lost(void *o)
{
	machine_stop_now(o, MACHINE_STOP_POWER, 0, "power lost while the flash was written");
}

static int build_flash(struct geode *g, char *err, size_t err_size)
{
	const struct geode_config *c = &g->cfg;

	if (!c->flash || !c->rom) {
		snprintf(err, err_size, "a board needs a boot flash");
		return -1;
	}
	lpcflash_init(&g->flash, c->flash, c->rom, &g->m.clock, &g->m.trace);
	g->flash.power_lost = flash_power_lost;
	g->flash.power_opaque = g;
	return divil_attach_flash(&g->divil, &g->flash);
}

static void build_memory(struct geode *g)
{
	for (unsigned n = 0; n < GEODE_DIMMS; n++) {
		const struct geode_dimm *d = &g->cfg.dimm[n];

		if (!d->spd || !d->spd_address)
			continue;
		eeprom_init(&g->spd[n], &g->m.clock, d->spd_address, d->spd, GEODE_SPD_BYTES);
		i2c_attach(&g->sbio.smb.bus, eeprom_device(&g->spd[n]));
	}
	if (g->cfg.sensor_address) {
		lm86_init(&g->sensor, g->cfg.sensor_address);
		i2c_attach(&g->sbio.smb.bus, lm86_device(&g->sensor));
	}
}

/* A PCI device asks: its pin of the companion must pass that on. */
static void int_asserted(void *opaque, bool level)
{
	static const char line[] = {'A', 'B', 'C', 'D'};
	const struct geode_int *in = opaque;
	unsigned pin = in->geode->cfg.int_gpio[in->n], group;
	bool pme;

	if (level && !gpio_route(&in->geode->sbio.gpio, pin, &group, &pme))
		rule_broken(in->geode->env_sb.rules, RULE_IRQ_UNROUTED,
			    "INT%c# is asserted, but GPIO%u is no input with events", line[in->n],
			    pin);
}

static void build_pins(struct geode *g)
{
	struct gpio *gpio = &g->sbio.gpio;

	for (unsigned n = 0; n < GEODE_GPIOS && n < GPIO_PINS; n++) {
		if (g->cfg.strap[n].present)
			gpio_pull(gpio, n, g->cfg.strap[n].high ? GPIO_DRIVE_HIGH : GPIO_DRIVE_LOW);
	}
	for (unsigned n = 0; n < GEODE_INT_LINES; n++) {
		uint8_t pin = g->cfg.int_gpio[n];

		if (pin >= GPIO_PINS)
			continue;
		gpio_pull(gpio, pin, GPIO_DRIVE_HIGH);
		geode_link(g, &g->int_line[n], &gpio->pull_low[pin], 0);
		g->int_judge[n] = (struct geode_int){.geode = g, .n = n};
		signal_connect(&g->int_line[n], &g->int_judge[n].hook, int_asserted,
			       &g->int_judge[n]);
	}
}

/* An Ethernet controller; its INTA# drives the board line the slot leads it to. */
static void build_ethernet(struct geode *g, unsigned n)
{
	const struct geode_pci *p = &g->cfg.pci[n];

	vt6105m_init(&g->nic[n], p->name, &g->env_lx, p->mac, glpci_dma(&g->glpci), &g->m.io,
		     &g->m.mem);
	pci_bus_add(&g->pci, &g->nic[n].fn, p->device, 0);
	vt6105m_reset(&g->nic[n]);
	if (p->line[0] < GEODE_INT_LINES)
		geode_link(g, &g->nic[n].irq, &g->int_line[p->line[0]], NIC_DRIVER + n);
	vt6105m_plug(&g->nic[n], p->net);
}

static void nand_moved(void *o)
{
	divil_flash_poll(o);
}

/* The flash interface and the chip speak the same cycles. */
static void nand_cle(void *o, uint8_t val)
{
	nand_command(o, val);
}

static void nand_ale(void *o, uint8_t val)
{
	nand_address(o, val);
}

static uint8_t nand_out(void *o)
{
	return nand_read(o);
}

static void nand_in(void *o, uint8_t val)
{
	nand_write(o, val);
}

static bool nand_line(void *o)
{
	return nand_ready(o);
}

static void build_nand(struct geode *g)
{
	if (!g->cfg.nand)
		return;
	nand_init(&g->nand, &g->m.clock, &g->m.trace);
	g->nand.changed = nand_moved;
	g->nand.opaque = &g->divil.flash;
	divil_flash_attach(&g->divil.flash, g->cfg.nand_select,
			   (struct nand_if){.opaque = &g->nand,
					    .command = nand_cle,
					    .address = nand_ale,
					    .read = nand_out,
					    .write = nand_in,
					    .ready = nand_line});
}

static int build_pci(struct geode *g, char *err, size_t err_size)
{
	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		const struct geode_pci *p = &g->cfg.pci[n];

		if (p->kind == GEODE_PCI_EMPTY)
			continue;
		if (g->pci.slot[p->device % PCI_SLOTS][0]) {
			snprintf(err, err_size, "two PCI devices with number %u", p->device);
			return -1;
		}
		if (p->kind == GEODE_PCI_VT6105M) {
			build_ethernet(g, n);
			continue;
		}
		if (pcidev_init(&g->card[n], p->name, &p->generic, &g->m.io, &g->m.mem,
				&g->m.trace)) {
			snprintf(err, err_size, "PCI device %u: bad base address size", p->device);
			return -1;
		}
		pci_bus_add(&g->pci, &g->card[n].fn, p->device, 0);
	}
	return 0;
}

static void sent(struct geode *g, enum geode_uart uart, uint8_t byte)
{
	for (unsigned n = 0; n < MACHINE_SERIAL; n++) {
		if (g->cfg.serial[n] != uart)
			continue;
		if (trace_on(&g->m.trace, TRACE_SERIAL))
			trace_line(&g->m.trace, TRACE_SERIAL, "serial%u sends %02X", n, byte);
		if (g->m.serial_out)
			g->m.serial_out(g->m.tools, n, byte);
	}
}

static void sb1_sent(void *o, uint8_t byte)
{
	sent(o, GEODE_UART_SB1, byte);
}

static void sb2_sent(void *o, uint8_t byte)
{
	sent(o, GEODE_UART_SB2, byte);
}

static void sio1_sent(void *o, uint8_t byte)
{
	sent(o, GEODE_UART_SIO1, byte);
}

static void sio2_sent(void *o, uint8_t byte)
{
	sent(o, GEODE_UART_SIO2, byte);
}

static void winbond_sent(void *o, unsigned uart, uint8_t byte)
{
	sent(o, uart ? GEODE_UART_SIO2 : GEODE_UART_SIO1, byte);
}

static void sio_reset(void *o, bool level)
{
	if (level)
		machine_request_reset(o, MACHINE_RESET_HARD);
}

static void connect_sio_uart(struct geode *g, unsigned n, struct uart16550 *u)
{
	for (unsigned k = 0; k < MACHINE_SERIAL; k++) {
		if (g->cfg.serial[k] == (n ? GEODE_UART_SIO2 : GEODE_UART_SIO1))
			g->m.serial[k] = u;
	}
}

/* Both chips: serial interrupts, serial connectors, keyboard, and a watchdog that resets. */
static void connect_sio(struct geode *g, struct superio *s, struct signal *reset)
{
	for (unsigned n = 1; n < 16; n++) {
		/* Frame 2 is the SMI's. */
		if (n != 2)
			geode_link(g, &s->irq[n], lpc_serirq(&g->divil.lpc, n, false), 0);
	}
	connect_sio_uart(g, 0, &s->uart[0]);
	connect_sio_uart(g, 1, &s->uart[1]);
	g->m.keyboard = &s->kbc;
	geode_on(g, reset, sio_reset);
}

static void build_sio(struct geode *g)
{
	struct it8712f *ite = &g->it8712f;
	struct w83627hf *winbond = &g->w83627hf;
	uint8_t clksel = g->cfg.sio_clksel_mhz;

	if (g->cfg.sio == GEODE_SIO_IT8712F) {
		it8712f_init(ite, &g->env_sb, &g->divil.lpc.io, g->cfg.sio_port,
			     g->cfg.sio_watchdog_s);
		ite->sio.uart[0].sent = sio1_sent;
		ite->sio.uart[1].sent = sio2_sent;
		ite->sio.uart[0].opaque = g;
		ite->sio.uart[1].opaque = g;
		connect_sio(g, &ite->sio, &ite->reset);
	}
	if (g->cfg.sio == GEODE_SIO_W83627HF) {
		w83627hf_init(winbond, &g->env_sb, &g->divil.lpc.io, g->cfg.sio_port, SIO_CLOCK_MHZ,
			      clksel ? clksel : SIO_CLOCK_MHZ);
		winbond->sent = winbond_sent;
		winbond->sent_opaque = g;
		connect_sio(g, &winbond->sio, &winbond->reset);
	}
}

static void post_code(void *o, uint8_t code)
{
	struct geode *g = o;

	if (g->m.post_out)
		g->m.post_out(g->m.tools, code);
}

static void build_serial(struct geode *g)
{
	for (unsigned n = 0; n < 2; n++) {
		if (!g->cfg.uart_wired[n])
			continue;
		g->divil.uart[n].sent = n ? sb2_sent : sb1_sent;
		g->divil.uart[n].sent_opaque = g;
	}
	for (unsigned n = 0; n < MACHINE_SERIAL; n++) {
		if (g->cfg.serial[n] == GEODE_UART_SB1)
			g->m.serial[n] = &g->divil.uart[0].uart;
		else if (g->cfg.serial[n] == GEODE_UART_SB2)
			g->m.serial[n] = &g->divil.uart[1].uart;
	}
	g->divil.post.code = post_code;
	g->divil.post.opaque = g;
}

static void build_disks(struct geode *g)
{
	static const char *const serial[2] = {"GS0000000000", "GS0000000001"};

	for (unsigned n = 0; n < 2; n++) {
		if (g->cfg.disk[n].sectors)
			ata_attach(&g->ide.ata, n, g->cfg.disk[n], serial[n]);
	}
}

int geode_build_board(struct geode *g, char *err, size_t err_size)
{
	if (build_flash(g, err, err_size) || build_pci(g, err, err_size))
		return -1;
	build_memory(g);
	build_pins(g);
	build_serial(g);
	build_sio(g);
	build_disks(g);
	build_nand(g);
	return 0;
}

void geode_board_reset(struct geode *g)
{
	lpcflash_reset(&g->flash);
	if (g->cfg.sio == GEODE_SIO_IT8712F)
		it8712f_reset(&g->it8712f);
	if (g->cfg.sio == GEODE_SIO_W83627HF)
		w83627hf_reset(&g->w83627hf);
	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		if (g->cfg.pci[n].kind == GEODE_PCI_GENERIC)
			pci_function_reset(&g->card[n].fn);
		if (g->cfg.pci[n].kind == GEODE_PCI_VT6105M)
			vt6105m_reset(&g->nic[n]);
	}
}

void geode_board_free(struct geode *g)
{
	if (g->cfg.nand)
		nand_free(&g->nand);
	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		if (g->cfg.pci[n].kind == GEODE_PCI_GENERIC)
			pcidev_free(&g->card[n]);
	}
}

bool geode_button(struct geode *g, const char *name, bool down)
{
	if (g->cfg.power_button && strcmp(name, "power") == 0) {
		sbio_press_power(&g->sbio, down);
		return true;
	}
	for (unsigned n = 0; n < GEODE_BUTTONS && g->cfg.button[n].name; n++) {
		const struct geode_button *b = &g->cfg.button[n];

		if (strcmp(name, b->name) != 0 || b->gpio >= GPIO_PINS)
			continue;
		if (!down)
			gpio_drive(&g->sbio.gpio, b->gpio, GPIO_FREE);
		else
			gpio_drive(&g->sbio.gpio, b->gpio,
				   b->active_low ? GPIO_DRIVE_LOW : GPIO_DRIVE_HIGH);
		return true;
	}
	return false;
}

bool geode_led(const struct geode *g, unsigned n)
{
	if (n >= GEODE_LEDS || !g->cfg.led[n].name || g->cfg.led[n].gpio >= GPIO_PINS)
		return false;
	return gpio_level(&g->sbio.gpio, g->cfg.led[n].gpio) != g->cfg.led[n].active_low;
}

bool geode_pci_irq(struct geode *g, unsigned device, unsigned pin, bool level)
{
	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		const struct geode_pci *p = &g->cfg.pci[n];

		if (p->device != device || pin >= GEODE_INT_LINES ||
		    p->line[pin] >= GEODE_INT_LINES)
			continue;
		signal_drive(&g->int_line[p->line[pin]], n, level);
		return true;
	}
	return false;
}
