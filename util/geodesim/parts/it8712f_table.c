/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Configuration registers of the IT8712F: numbers and defaults as PnP firmware and boards sheets
 * 2.10 and 4.9 have them. Bits without effect here (floppy, printer, pins) are stored.
 */
#include "parts/it8712f_table.h"

#define ACTS SUPERIO_ACTS
#define KEPT SUPERIO_KEPT
#define ID   SUPERIO_ID

static const struct reg_why why[] = {
	{0, UINT32_MAX,
	 "of the chip only the UARTs, the keyboard controller and the watchdog are there"},
};

static const struct reg global[] = {
	ACTS("CONFIG_CONTROL", 0x02, 0), ACTS("DEVICE", 0x07, 0),   ID("CHIP_ID1", 0x20, 0x87),
	ID("CHIP_ID2", 0x21, 0x12),	 ID("VERSION", 0x22, 0x08), KEPT("CLOCK", 0x23, 0),
	KEPT("SUSPEND", 0x24, 0),
};

static const struct reg fdc[] = {
	KEPT("FDC_ACTIVATE", 0x30, 0),	 KEPT("FDC_BASE_HI", 0x60, 0x03),
	KEPT("FDC_BASE_LO", 0x61, 0xf0), KEPT("FDC_IRQ", 0x70, 6),
	KEPT("FDC_DMA", 0x74, 2),	 KEPT("FDC_CONFIG1", 0xf0, 0),
	KEPT("FDC_CONFIG2", 0xf1, 0),
};

#define SERIAL(n, lo, line)                                                      \
	ACTS(n "_ACTIVATE", 0x30, 0), ACTS(n "_BASE_HI", 0x60, (lo) >> 8),       \
		ACTS(n "_BASE_LO", 0x61, (lo)&0xff), ACTS(n "_IRQ", 0x70, line), \
		KEPT(n "_CONFIG1", 0xf0, 0), KEPT(n "_CONFIG2", 0xf1, 0x50),     \
		KEPT(n "_CONFIG3", 0xf2, 0), KEPT(n "_CONFIG4", 0xf3, 0x7f)

static const struct reg com1[] = {SERIAL("COM1", 0x3f8, 4)};
static const struct reg com2[] = {SERIAL("COM2", 0x2f8, 3)};

static const struct reg lpt[] = {
	KEPT("LPT_ACTIVATE", 0x30, 0),	  KEPT("LPT_BASE_HI", 0x60, 0x03),
	KEPT("LPT_BASE_LO", 0x61, 0x78),  KEPT("LPT_BASE1_HI", 0x62, 0x07),
	KEPT("LPT_BASE1_LO", 0x63, 0x78), KEPT("LPT_IRQ", 0x70, 7),
	KEPT("LPT_DMA", 0x74, 3),	  KEPT("LPT_CONFIG", 0xf0, 3),
};

static const struct reg monitor[] = {
	ACTS("EC_ACTIVATE", 0x30, 0),	 ACTS("EC_BASE_HI", 0x60, 0x02),
	ACTS("EC_BASE_LO", 0x61, 0x90),	 KEPT("PME_BASE_HI", 0x62, 0x02),
	KEPT("PME_BASE_LO", 0x63, 0x30), KEPT("EC_IRQ", 0x70, 9),
	KEPT("APC_EVENTS", 0xf0, 0),	 KEPT("APC_STATUS", 0xf1, 0),
	KEPT("APC_CONTROL1", 0xf2, 0),	 KEPT("ENVIRONMENT", 0xf3, 0),
	KEPT("APC_CONTROL2", 0xf4, 0),	 KEPT("APC_INDEX", 0xf5, 0),
	KEPT("APC_DATA", 0xf6, 0),
};

static const struct reg keyboard[] = {
	ACTS("KBC_ACTIVATE", 0x30, 1),	  ACTS("KBC_BASE_HI", 0x60, 0),
	ACTS("KBC_BASE_LO", 0x61, 0x60),  ACTS("KBC_BASE1_HI", 0x62, 0),
	ACTS("KBC_BASE1_LO", 0x63, 0x64), ACTS("KBC_IRQ", 0x70, 1),
	KEPT("KBC_IRQ_TYPE", 0x71, 2),	  KEPT("KBC_CONFIG", 0xf0, 0),
};

static const struct reg mouse[] = {
	KEPT("MOUSE_ACTIVATE", 0x30, 0),
	KEPT("MOUSE_IRQ", 0x70, 12),
	KEPT("MOUSE_IRQ_TYPE", 0x71, 2),
	KEPT("MOUSE_CONFIG", 0xf0, 0),
};

static const struct reg gpio[] = {
	KEPT("POWER_GOOD", 0x14, 0),	    KEPT("GPIO_SET1", 0x25, 0),
	KEPT("GPIO_SET2", 0x26, 0),	    KEPT("GPIO_SET3", 0x27, 0),
	KEPT("GPIO_SET4", 0x28, 0),	    KEPT("GPIO_SET5", 0x29, 0),
	KEPT("EXTENDED1", 0x2a, 0),	    KEPT("LOGICAL_LOCK", 0x2b, 0),
	KEPT("EXTENDED2", 0x2c, 0),	    KEPT("SMI_BASE_HI", 0x60, 0),
	KEPT("SMI_BASE_LO", 0x61, 0),	    ACTS("GPIO_BASE_HI", 0x62, 0),
	ACTS("GPIO_BASE_LO", 0x63, 0),	    KEPT("SPI_BASE_HI", 0x64, 0),
	KEPT("SPI_BASE_LO", 0x65, 0),	    KEPT("PANEL_IRQ", 0x70, 0),
	KEPT("WATCHDOG_EVENTS", 0x71, 0),   ACTS("WATCHDOG_CONTROL", 0x72, 0),
	ACTS("WATCHDOG_LOW", 0x73, 0),	    ACTS("WATCHDOG_HIGH", 0x74, 0),
	KEPT("POLARITY1", 0xb0, 0),	    KEPT("POLARITY2", 0xb1, 0),
	KEPT("POLARITY3", 0xb2, 0),	    KEPT("POLARITY4", 0xb3, 0),
	KEPT("POLARITY5", 0xb4, 0),	    KEPT("PULL_UP1", 0xb8, 0),
	KEPT("PULL_UP2", 0xb9, 0),	    KEPT("PULL_UP3", 0xba, 0),
	KEPT("PULL_UP4", 0xbb, 0),	    KEPT("PULL_UP5", 0xbc, 0),
	KEPT("SIMPLE_IO1", 0xc0, 1),	    KEPT("SIMPLE_IO2", 0xc1, 0),
	KEPT("SIMPLE_IO3", 0xc2, 0),	    KEPT("SIMPLE_IO4", 0xc3, 0),
	KEPT("SIMPLE_IO5", 0xc4, 0),	    KEPT("OUTPUT1", 0xc8, 1),
	KEPT("OUTPUT2", 0xc9, 0),	    KEPT("OUTPUT3", 0xca, 0),
	KEPT("OUTPUT4", 0xcb, 0),	    KEPT("OUTPUT5", 0xcc, 0),
	KEPT("SMI_CONTROL1", 0xf0, 0),	    KEPT("SMI_CONTROL2", 0xf1, 0),
	KEPT("SMI_STATUS1", 0xf2, 0),	    KEPT("SMI_STATUS2", 0xf3, 0),
	KEPT("SMI_PIN", 0xf4, 0),	    KEPT("THERMAL_PIN", 0xf5, 0),
	KEPT("MONITOR_ALERT_PIN", 0xf6, 0), KEPT("BLINK1_PIN", 0xf7, 0),
	KEPT("BLINK1_CONTROL", 0xf8, 0),    KEPT("BLINK2_PIN", 0xf9, 0),
	KEPT("BLINK2_CONTROL", 0xfa, 0),
};

#define PLAIN(n, base)                                                          \
	KEPT(n "_ACTIVATE", 0x30, 0), KEPT(n "_BASE_HI", 0x60, (base) >> 8),    \
		KEPT(n "_BASE_LO", 0x61, (base)&0xff), KEPT(n "_IRQ", 0x70, 0), \
		KEPT(n "_CONFIG", 0xf0, 0)

static const struct reg midi[] = {PLAIN("MIDI", 0x300)};
static const struct reg game[] = {PLAIN("GAME", 0x201)};
static const struct reg infrared[] = {PLAIN("CIR", 0x310)};

const struct reg_table it8712f_tables[IT8712F_DEVICES + 1] = {
	REG_TABLE_WHY("IT8712F floppy", "pnp", fdc, why),
	REG_TABLE_WHY("IT8712F COM1", "pnp", com1, why),
	REG_TABLE_WHY("IT8712F COM2", "pnp", com2, why),
	REG_TABLE_WHY("IT8712F printer", "pnp", lpt, why),
	REG_TABLE_WHY("IT8712F environment controller", "pnp", monitor, why),
	REG_TABLE_WHY("IT8712F keyboard", "pnp", keyboard, why),
	REG_TABLE_WHY("IT8712F mouse", "pnp", mouse, why),
	REG_TABLE_WHY("IT8712F GPIO", "pnp", gpio, why),
	REG_TABLE_WHY("IT8712F MIDI", "pnp", midi, why),
	REG_TABLE_WHY("IT8712F game port", "pnp", game, why),
	REG_TABLE_WHY("IT8712F infrared", "pnp", infrared, why),
	REG_TABLE_WHY("IT8712F", "pnp", global, why),
};
