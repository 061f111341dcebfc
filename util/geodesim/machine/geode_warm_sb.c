/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Warm start: the CS5536 as finished firmware leaves it (fact sheet cs5536 10.1 to 10.3). */
#include "machine/geode_warm.h"

/* Where known firmware puts the blocks. */
enum { SMB = 0x6000, GPIO = 0x6100, MFGPT = 0x6200, ACPI = 0x9c00, PMS = 0x9d00 };

/* The NAND registers: above any memory, below what goes to the boot flash. */
#define NAND UINT32_C(0xd0000000)

/* GPIO registers: low bank; the high bank is 80h further. */
enum {
	OUT_EN = 0x04,
	OUT_AUX1 = 0x10,
	IN_EN = 0x20,
	IN_INV = 0x24,
	IN_AUX1 = 0x34,
	EVENTS_EN = 0x38,
	MAP_X = 0xe0,
};

/* Interrupts of the four board lines, as on many of these boards. */
static const uint8_t line_irq[GEODE_INT_LINES] = {11, 10, 11, 9};

static void pin(struct geode *g, unsigned n, unsigned feature)
{
	warm_out(g, (uint16_t)(GPIO + feature + (n / 16) * 0x80), 4, UINT32_C(1) << n % 16);
}

void warm_companion_early(struct geode *g)
{
	static const struct {
		uint32_t msr;
		uint16_t base;
	} lbar[] = {{0x5140000b, SMB},
		    {0x5140000c, GPIO},
		    {0x5140000d, MFGPT},
		    {0x5140000e, ACPI},
		    {0x5140000f, PMS}};

	warm_change(g, 0x51000010, 0x18, 0x10); /* packets to the processor: mode C */
	warm_out(g, 0, 4, 0x02000000);		/* device 15 */
	for (unsigned n = 0; n < sizeof(lbar) / sizeof(lbar[0]); n++)
		warm_write(g, lbar[n].msr, UINT64_C(0xf001) << 32 | lbar[n].base);
	for (unsigned n = 14; n <= 15; n++) { /* SMBus */
		pin(g, n, OUT_AUX1);
		pin(g, n, OUT_EN);
		pin(g, n, IN_AUX1);
		pin(g, n, IN_EN);
	}
	warm_out(g, SMB + 5, 1, 0xff);
}

static void uarts(struct geode *g)
{
	static const struct {
		uint32_t msr;
		unsigned tx, rx, shift, irq_shift;
	} uart[2] = {
		{0x5140003a, GPIO_UART1_TX, GPIO_UART1_RX, 16, 24},
		{0x5140003e, GPIO_UART2_TX, GPIO_UART2_RX, 20, 28},
	};

	/* COM1 to COM4, 3F8h, 2F8h, 3E8h, 2E8h: the nth connector, whichever UART it is on. */
	static const uint8_t com[4][2] = {{7, 4}, {5, 3}, {6, 6}, {4, 5}};

	for (unsigned n = 0; n < 2; n++) {
		unsigned place = n, code, irq;

		for (unsigned k = 0; k < 4; k++) {
			if (g->cfg.serial[k] == (n ? GEODE_UART_SB2 : GEODE_UART_SB1))
				place = k;
		}
		code = com[place][0];
		irq = com[place][1];
		if (!g->cfg.uart_wired[n]) {
			warm_write(g, uart[n].msr, 1);
			warm_write(g, uart[n].msr, 0);
			continue;
		}
		pin(g, uart[n].tx, OUT_EN);
		pin(g, uart[n].tx, OUT_AUX1);
		pin(g, uart[n].rx, IN_EN);
		pin(g, uart[n].rx, IN_AUX1);
		warm_change(g, 0x51400014, UINT64_C(7) << uart[n].shift,
			    (uint64_t)code << uart[n].shift);
		warm_write(g, uart[n].msr, 0x12);
		warm_change(g, 0x51400021, UINT64_C(15) << uart[n].irq_shift,
			    (uint64_t)irq << uart[n].irq_shift);
	}
}

/* The super I/O: its UARTs and keyboard controller on, a watchdog that runs stopped. */
static void super_io(struct geode *g)
{
	static const uint8_t winbond[] = {2, 3, 5}, ite[] = {1, 2, 5};
	bool is_ite = g->cfg.sio == GEODE_SIO_IT8712F;
	const uint8_t *open = (const uint8_t *)(is_ite ? "\x87\x01\x55\x55" : "\x87\x87");
	uint16_t port = g->cfg.sio_port;

	if (g->cfg.sio == GEODE_SIO_NONE)
		return;
	for (unsigned n = 0; n < (is_ite ? 4u : 2u); n++)
		warm_out(g, port, 1, is_ite && n == 3 && port == 0x4e ? 0xaa : open[n]);
	for (unsigned n = 0; n < 3; n++) {
		warm_out(g, port, 1, 0x07);
		warm_out(g, port + 1, 1, is_ite ? ite[n] : winbond[n]);
		warm_out(g, port, 1, 0x30);
		warm_out(g, port + 1, 1, 1);
	}
	if (!is_ite) {
		warm_out(g, port, 1, 0x24); /* the clock is 48 MHz */
		warm_out(g, port + 1, 1, 0xc4);
		warm_out(g, port, 1, 0xaa);
		return;
	}
	warm_out(g, port, 1, 0x07);
	warm_out(g, port + 1, 1, 7);
	for (unsigned n = 0x73; n <= 0x74; n++) {
		warm_out(g, port, 1, n);
		warm_out(g, port + 1, 1, 0);
	}
	warm_out(g, port, 1, 0x02);
	warm_out(g, port + 1, 1, 0x02);
}

/* The channel on, its interrupt on its pin. */
static void ide(struct geode *g)
{
	pin(g, GPIO_IDE_IRQ, IN_EN);
	pin(g, GPIO_IDE_IRQ, IN_AUX1);
	warm_change(g, 0x51300010, 0, 2);
	warm_change(g, 0x510100e0, 0, 8); /* 1F0 to 1F7 only */
}

/* NAND in place of the IDE: its registers in memory, its timing as the DBE61's firmware has it. */
static void nand(struct geode *g)
{
	warm_change(g, 0x51400015, 1, 0);
	warm_write(g, 0x51400010 + g->cfg.nand_select, UINT64_C(0xfffff007) << 32 | NAND);
	warm_write(g, 0x5140001b, 0x01200120);
	warm_write(g, 0x5140001c, 0x00000120);
}

/* INTA# to INTD# come in on pins, inverted, as levels, and leave as groups 1 to 4. */
static void pci_interrupts(struct geode *g)
{
	uint32_t map[4] = {0};
	uint64_t zsel = 0;

	for (unsigned n = 0; n < GEODE_INT_LINES; n++) {
		uint8_t gpio = g->cfg.int_gpio[n];

		if (gpio >= 32)
			continue;
		pin(g, gpio, IN_EN);
		pin(g, gpio, IN_INV);
		pin(g, gpio, EVENTS_EN);
		map[gpio / 8] |= (n + 1) << 4 * (gpio % 8);
		zsel |= (uint64_t)line_irq[n] << 4 * (n + 1);
	}
	for (unsigned n = 0; n < 4; n++)
		warm_out(g, (uint16_t)(GPIO + MAP_X + 4 * n), 4, map[n]);
	warm_write(g, 0x51400023, zsel);
	warm_write(g, 0x51400020, (uint64_t)line_irq[1] << 16 | (uint64_t)line_irq[3] << 8);
	warm_out(g, 0x4d1, 1, 1 << (9 - 8) | 1 << (10 - 8) | 1 << (11 - 8));
}

/* Interrupt line registers, and addresses, of what has a real PCI header. */
static void pci_devices(struct geode *g)
{
	uint32_t memory = 0xe0000000, ports = 0x1000;

	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		const struct geode_pci *p = &g->cfg.pci[n];
		struct pci_function *fn = g->pci.slot[p->device % PCI_SLOTS][0];
		uint32_t base = UINT32_C(0x80000000) | (uint32_t)(p->device % PCI_SLOTS) << 11;
		uint8_t line;

		if (p->kind == GEODE_PCI_EMPTY || !fn)
			continue;
		for (unsigned bar = 0; bar < PCI_BARS; bar++) {
			uint32_t *next = fn->bar[bar].kind == PCI_BAR_IO ? &ports : &memory;
			uint32_t size = fn->bar[bar].size;
			uint32_t step = next == &memory && size < 4096 ? 4096 : size;

			if (fn->bar[bar].kind == PCI_BAR_NONE || !size)
				continue;
			*next = (*next + step - 1) & ~(step - 1);
			warm_out(g, 0xcf8, 4, base | (0x10 + 4 * bar));
			warm_out(g, 0xcfc, 4, *next);
			*next += step;
		}
		line = p->line[0] < GEODE_INT_LINES ? line_irq[p->line[0]] : 0xff;
		warm_out(g, 0xcf8, 4, base | 0x3c);
		warm_out(g, 0xcfc, 1, line);
		warm_out(g, 0xcf8, 4, base | 4);
		warm_out(g, 0xcfc, 2, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER);
	}
	warm_out(g, 0xcf8, 4, 0);
}

void warm_companion(struct geode *g)
{
	/* What the boards' own firmware lets come over the serial interrupt line. */
	uint32_t serirq = g->cfg.sio == GEODE_SIO_IT8712F    ? 0x129a
			  : g->cfg.sio == GEODE_SIO_W83627HF ? 0x105a
							     : 0x1002;

	/* Timer 1 asks for refresh as on every PC; port 61h shows it. */
	warm_out(g, 0x43, 1, 0x56);
	warm_out(g, 0x41, 1, 0x12);
	if (g->cfg.nand)
		nand(g);
	else
		ide(g);
	pci_interrupts(g);
	uarts(g);
	super_io(g);
	warm_write(g, 0x51400025, serirq);
	warm_write(g, 0x5140004e, (uint64_t)(~serirq & 0xffff) << 16 | 0xc0);
	/* Alarm and century bytes of the clock; A20 open; shadowed F0000 belongs to memory. */
	warm_write(g, 0x51400055, 0x3d);
	warm_write(g, 0x51400056, 0x3e);
	warm_write(g, 0x51400057, 0x32);
	warm_change(g, 0x51400014, UINT64_C(1) << 26, 0);
	pci_devices(g);
}
