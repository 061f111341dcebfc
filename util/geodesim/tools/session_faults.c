/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The test face of boards for scripts. Each command calls the function of a part that C tests call
 * too; doc/simulator.md has the table.
 */
#include <string.h>

#include "tools/session_board.h"

static int fail(struct session *s, const char *why)
{
	snprintf(s->err, sizeof(s->err), "%s", why);
	return -1;
}

static struct eeprom *eeprom_at(struct geode *g, uint32_t address)
{
	for (unsigned n = 0; n < GEODE_DIMMS; n++) {
		if (g->cfg.dimm[n].spd && g->cfg.dimm[n].spd_address == address && address)
			return &g->spd[n];
	}
	return NULL;
}

static int act_eeprom(struct session *s, struct geode *g, const struct script_step *st)
{
	struct eeprom *e = eeprom_at(g, st->n[0]);
	unsigned times = I2C_FOREVER;

	if (!e)
		return fail(s, "no EEPROM has that address");
	if (st->verb == SCRIPT_NACK_ADDRESS) {
		eeprom_nack_address(e, st->numbers > 1 ? st->n[1] : times);
		return 0;
	}
	if (st->n[1] > 0xff || (st->verb == SCRIPT_SPD && st->n[2] > 0xff))
		return fail(s, "an EEPROM has bytes 0 to FF");
	if (st->verb == SCRIPT_NACK)
		eeprom_nack_byte(e, (uint8_t)st->n[1], st->numbers > 2 ? st->n[2] : times);
	else if (st->verb == SCRIPT_SPD)
		eeprom_flip(e, (uint8_t)st->n[1], (uint8_t)st->n[2]);
	else
		eeprom_hang(e, &g->sbio.smb.bus, (uint8_t)st->n[1], st->n[2]);
	return 0;
}

static int act_dram(struct session *s, struct geode *g, const struct script_step *st)
{
	bool done;

	if (st->verb == SCRIPT_DIMM) {
		if (st->n[0] >= GEODE_DIMMS || !g->cfg.dimm[st->n[0]].spd)
			return fail(s, "there is no such module");
		glmc_fault_dimm(&g->glmc, st->n[0], st->choice == 0);
		return 0;
	}
	if (st->verb == SCRIPT_FLIP)
		done = glmc_fault_flip(&g->glmc, st->n[0], st->n[1]);
	else
		done = glmc_fault_stuck(&g->glmc, st->n[0], st->n[1], st->choice != 0);
	/* The processor may hold a copy in its decoded code. */
	cpu_flush_mappings(s->m->cpu);
	return done ? 0 : fail(s, "no DRAM is programmed to that address");
}

static struct usb_dev *stick_of(struct session_board *b, const struct script_step *st)
{
	for (unsigned n = 0; n < b->sticks; n++) {
		if (b->stick[n].line == st->line)
			return &b->stick[n].usb.dev;
	}
	return NULL;
}

/* The stick in a port, or NULL. */
static struct usb_storage *storage_in(struct session_board *b, unsigned port)
{
	for (unsigned n = 0; n < b->sticks; n++) {
		if (b->geode->usb.plugged[port] == &b->stick[n].usb.dev)
			return &b->stick[n].usb;
	}
	return NULL;
}

static int act_usb(struct session *s, const struct script_step *st)
{
	struct session_board *b = session_board_of(s);
	unsigned port = st->n[0] - 1;
	struct usb_keyboard *k;

	if (port >= b->board.usb_ports || port >= USB_PORTS)
		return fail(s, "the board has no such USB port");
	k = &b->keyboard[port];
	switch (st->verb) {
	case SCRIPT_PLUG:
		if (st->choice == 1)
			usb_keyboard_init(k);
		usb_plug(&b->geode->usb, port, st->choice == 1 ? &k->dev : stick_of(b, st));
		return 0;
	case SCRIPT_UNPLUG: usb_plug(&b->geode->usb, port, NULL); return 0;
	case SCRIPT_MEDIUM:
		if (!storage_in(b, port))
			return fail(s, "there is no disk in that port");
		usb_storage_medium(storage_in(b, port), st->choice == 1);
		return 0;
	default:
		if (b->geode->usb.plugged[port] != &k->dev)
			return fail(s, "there is no keyboard in that port");
		usb_keyboard_key(k, (uint8_t)st->n[1], true);
		usb_keyboard_key(k, (uint8_t)st->n[1], false);
		return 0;
	}
}

static int act_disk(struct session *s, struct geode *g, const struct script_step *st)
{
	struct ata_drive *d = st->n[0] < 2 ? &g->ide.ata.drive[st->n[0]] : NULL;

	if (!d || !d->present)
		return fail(s, "there is no such IDE drive");
	if (st->verb == SCRIPT_DISK_BAD)
		d->bad_lba = st->n[1];
	else
		d->fail_writes = st->choice == 0;
	return 0;
}

static int act_cable(struct session *s, struct geode *g, const struct script_step *st)
{
	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		const struct geode_pci *p = &g->cfg.pci[n];

		if (p->kind == GEODE_PCI_VT6105M && strcmp(p->name, (const char *)st->text) == 0) {
			miiphy_cable(&g->nic[n].phy, st->choice == 1);
			return 0;
		}
	}
	return fail(s, "the board has no such Ethernet");
}

static int act_lose(struct session *s, struct geode *g, const struct script_step *st)
{
	struct usb_dev *d = st->n[0] - 1 < USB_PORTS ? g->usb.plugged[st->n[0] - 1] : NULL;

	if (!d)
		return fail(s, "there is nothing in that port");
	d->lose = st->n[1];
	return 0;
}

/* The surroundings: battery, temperature, what a codec or a pin does. */
static int act_around(struct session *s, struct geode *g, const struct script_step *st)
{
	static const enum glpci_error_kind error[] = {GLPCI_MASTER_ABORT, GLPCI_TARGET_ABORT,
						      GLPCI_PARITY, GLPCI_SYSTEM_ERROR};

	switch (st->verb) {
	case SCRIPT_BATTERY: mc146818_battery(&g->divil.rtc, st->choice == 1); return 0;
	case SCRIPT_TEMPERATURE:
		if (!g->cfg.sensor_address)
			return fail(s, "the board has no temperature sensor");
		if (st->n[0] > 127 || st->n[1] > 127)
			return fail(s, "the sensor's scale ends at 127 degrees");
		lm86_set(&g->sensor, (int)st->n[0], (int)st->n[1] * 8);
		return 0;
	case SCRIPT_CODEC:
		if (!g->cfg.ac97_codec)
			return fail(s, "the board has no audio codec");
		g->acc.codec.present = st->choice == 1;
		return 0;
	case SCRIPT_DOT_LOCK: glcp_fault_dot(&g->glcp, st->choice == 0); return 0;
	case SCRIPT_FLASH_PROTECT: g->flash.write_protect = st->choice == 1; return 0;
	default: glpci_error(&g->glpci, error[st->choice % 4]); return 0;
	}
}

int session_board_act(struct session *s, const struct script_step *st)
{
	static const enum gpio_drive drive[] = {GPIO_DRIVE_LOW, GPIO_DRIVE_HIGH, GPIO_FREE};
	struct geode *g = session_board_of(s)->geode;
	bool on = st->choice % 2;

	switch (st->verb) {
	case SCRIPT_NACK:
	case SCRIPT_NACK_ADDRESS:
	case SCRIPT_SPD:
	case SCRIPT_HANG: return act_eeprom(s, g, st);
	case SCRIPT_FLIP:
	case SCRIPT_STUCK:
	case SCRIPT_DIMM: return act_dram(s, g, st);
	case SCRIPT_PLUG:
	case SCRIPT_UNPLUG:
	case SCRIPT_MEDIUM:
	case SCRIPT_USB_KEY: return act_usb(s, st);
	case SCRIPT_FLASH_CUT: lpcflash_cut_power(&g->flash, st->n[0], st->n[1]); return 0;
	case SCRIPT_HOLD:
	case SCRIPT_RELEASE:
		if (!geode_button(g, (const char *)st->text, st->verb == SCRIPT_HOLD))
			return fail(s, "the board has no such button");
		return 0;
	case SCRIPT_IRQ:
		if (!geode_pci_irq(g, st->n[0], st->choice / 2, on))
			return fail(s, "no such PCI device, or the pin is not wired");
		return 0;
	case SCRIPT_PLL_LOCK: glcp_fault_pll(&g->glcp, !on, !on); return 0;
	case SCRIPT_DLL: glcp_fault_dll(&g->glcp, !on); return 0;
	case SCRIPT_GPIO:
		if (st->n[0] >= GPIO_PINS)
			return fail(s, "GPIOs are 0 to 31");
		gpio_drive(&g->sbio.gpio, st->n[0], drive[st->choice % 3]);
		return 0;
	case SCRIPT_DISK_BAD:
	case SCRIPT_DISK_WRITES: return act_disk(s, g, st);
	case SCRIPT_CABLE: return act_cable(s, g, st);
	case SCRIPT_USB_LOSE: return act_lose(s, g, st);
	case SCRIPT_BATTERY:
	case SCRIPT_TEMPERATURE:
	case SCRIPT_CODEC:
	case SCRIPT_DOT_LOCK:
	case SCRIPT_FLASH_PROTECT:
	case SCRIPT_PCI_ERROR: return act_around(s, g, st);
	default: return fail(s, "boards have nothing to do that with");
	}
}
