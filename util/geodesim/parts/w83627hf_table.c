/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Configuration, monitor and printer port registers of the W83627HF: numbers and defaults of its
 * data sheet (revision 2.27, chapters 5 and 11) with the straps that boards have: PnP defaults
 * on, keyboard controller there.
 */
#include "parts/w83627hf_table.h"

#define ACTS SUPERIO_ACTS
#define KEPT SUPERIO_KEPT
#define ID   SUPERIO_ID

static const struct reg_why why[] = {
	{0x22, 0x25, "power-down and floating pins: the parts have no power to save"},
	{0x26, 0x29, "locks, test modes, pins shared with the flash"},
	{0x2a, 0x2f, "pin functions: nobody is wired to these pins; test registers"},
	{0x30, 0x74, "floppy, game port, MIDI, infrared: no connector has one behind it"},
	{0xe0, 0xff, "pins and wake-up events that no board has wired"},
};

static const struct reg global[] = {
	ACTS("CR02", 0x02, 0),
	ACTS("CR07", 0x07, 0),
	ID("CR20_ID", 0x20, 0x52),
	ID("CR21_REVISION", 0x21, 0x41),
	KEPT("CR22", 0x22, 0xff),
	KEPT("CR23", 0x23, 0),
	{.name = "CR24",
	 .addr = 0x24,
	 .width = 8,
	 .reset = 0xc4,
	 .ro = 0x04,
	 .unmodelled = 0xbb,
	 .post_write = superio_written},
	KEPT("CR25", 0x25, 0),
	{.name = "CR26",
	 .addr = 0x26,
	 .width = 8,
	 .unmodelled = 0xbf,
	 .post_write = superio_written},
	KEPT("CR28", 0x28, 0),
	KEPT("CR29", 0x29, 0),
	KEPT("CR2A", 0x2a, 0x7c),
	{.name = "CR2B", .addr = 0x2b, .width = 8, .reset = 0xc0, .unmodelled = 0xef},
	KEPT("CR2C", 0x2c, 0),
	KEPT("CR2E", 0x2e, 0),
	KEPT("CR2F", 0x2f, 0),
};

static const struct reg fdc[] = {
	ACTS("FDC_CR30", 0x30, 1), KEPT("FDC_CR60", 0x60, 0x03), KEPT("FDC_CR61", 0x61, 0xf0),
	KEPT("FDC_CR70", 0x70, 6), KEPT("FDC_CR74", 0x74, 2),	 KEPT("FDC_CRF0", 0xf0, 0x0e),
	KEPT("FDC_CRF1", 0xf1, 0), KEPT("FDC_CRF2", 0xf2, 0xff), KEPT("FDC_CRF4", 0xf4, 0),
	KEPT("FDC_CRF5", 0xf5, 0),
};

static const struct reg lpt[] = {
	ACTS("LPT_CR30", 0x30, 1), ACTS("LPT_CR60", 0x60, 0x03), ACTS("LPT_CR61", 0x61, 0x78),
	KEPT("LPT_CR70", 0x70, 7), KEPT("LPT_CR74", 0x74, 4),	 KEPT("LPT_CRF0", 0xf0, 0x3f),
};

#define UART_CLOCK(n)                                                             \
	{                                                                         \
		.name = n, .addr = WB_UART_CLOCK, .width = 8, .unmodelled = 0xfc, \
		.post_write = superio_written                                     \
	}

static const struct reg uarta[] = {
	ACTS("UARTA_CR30", 0x30, 1), ACTS("UARTA_CR60", 0x60, 0x03), ACTS("UARTA_CR61", 0x61, 0xf8),
	ACTS("UARTA_CR70", 0x70, 4), UART_CLOCK("UARTA_CRF0"),
};

static const struct reg uartb[] = {
	ACTS("UARTB_CR30", 0x30, 1), ACTS("UARTB_CR60", 0x60, 0x02), ACTS("UARTB_CR61", 0x61, 0xf8),
	ACTS("UARTB_CR70", 0x70, 3), UART_CLOCK("UARTB_CRF0"),	     KEPT("UARTB_CRF1", 0xf1, 0),
};

static const struct reg keyboard[] = {
	ACTS("KBC_CR30", 0x30, 1),    ACTS("KBC_CR60", 0x60, 0),    ACTS("KBC_CR61", 0x61, 0x60),
	ACTS("KBC_CR62", 0x62, 0),    ACTS("KBC_CR63", 0x63, 0x64), ACTS("KBC_CR70", 0x70, 1),
	KEPT("KBC_CR72", 0x72, 0x0c), KEPT("KBC_CRF0", 0xf0, 0x80),
};

static const struct reg cir[] = {
	KEPT("CIR_CR30", 0x30, 0),
	KEPT("CIR_CR60", 0x60, 0),
	KEPT("CIR_CR61", 0x61, 0),
	KEPT("CIR_CR70", 0x70, 0),
};

static const struct reg game[] = {
	KEPT("GAME_CR30", 0x30, 0),	   KEPT("GAME_CR60", 0x60, 0x02),
	KEPT("GAME_CR61", 0x61, 0x01),	   KEPT("GAME_CR62", 0x62, 0x03),
	KEPT("GAME_CR63", 0x63, 0x30),	   KEPT("GAME_CR70", 0x70, 9),
	KEPT("GP1_DIRECTION", 0xf0, 0xff), KEPT("GP1_DATA", 0xf1, 0),
	KEPT("GP1_INVERSION", 0xf2, 0),
};

static const struct reg gpio2[] = {
	ACTS("GP2_CR30", 0x30, 0),
	KEPT("GP2_DIRECTION", 0xf0, 0xff),
	KEPT("GP2_DATA", 0xf1, 0),
	KEPT("GP2_INVERSION", 0xf2, 0),
	KEPT("GP2_CRF3", 0xf3, 0),
	{.name = "WDT_MODE", .addr = WB_WDT_MODE, .width = 8, .unmodelled = 0xf7},
	ACTS("WDT_COUNT", WB_WDT_COUNT, 0),
	{.name = "WDT_CONTROL",
	 .addr = WB_WDT_CONTROL,
	 .width = 8,
	 .unmodelled = 0xc0,
	 .post_write = superio_written},
};

static const struct reg gpio3[] = {
	KEPT("GP3_CR30", 0x30, 0),	  KEPT("GP3_DIRECTION", 0xf0, 0xff),
	KEPT("GP3_DATA", 0xf1, 0),	  KEPT("GP3_INVERSION", 0xf2, 0),
	KEPT("GP3_SUSLED_MODE", 0xf3, 0),
};

static const struct reg acpi[] = {
	KEPT("ACPI_CR30", 0x30, 0), KEPT("ACPI_CR70", 0x70, 0), KEPT("ACPI_CRE0", 0xe0, 0),
	KEPT("ACPI_CRE1", 0xe1, 0), KEPT("ACPI_CRE2", 0xe2, 0), KEPT("ACPI_CRE3", 0xe3, 0),
	KEPT("ACPI_CRE4", 0xe4, 0), KEPT("ACPI_CRE5", 0xe5, 0), KEPT("ACPI_CRE6", 0xe6, 0),
	KEPT("ACPI_CRE7", 0xe7, 0), KEPT("ACPI_CRF0", 0xf0, 0), KEPT("ACPI_CRF1", 0xf1, 0),
	KEPT("ACPI_CRF3", 0xf3, 0), KEPT("ACPI_CRF4", 0xf4, 0), KEPT("ACPI_CRF6", 0xf6, 0),
	KEPT("ACPI_CRF7", 0xf7, 0), KEPT("ACPI_CRF9", 0xf9, 0), KEPT("ACPI_CRFE", 0xfe, 0),
	KEPT("ACPI_CRFF", 0xff, 0),
};

static const struct reg hwm[] = {
	ACTS("HWM_CR30", 0x30, 0), ACTS("HWM_CR60", 0x60, 0), ACTS("HWM_CR61", 0x61, 0),
	KEPT("HWM_CR70", 0x70, 0), KEPT("HWM_CRF0", 0xf0, 0),
};

#define TABLE(NAME, ARRAY) REG_TABLE_WHY("W83627HF" NAME, "pnp", ARRAY, why)

const struct reg_table w83627hf_tables[W83627HF_DEVICES + 1] = {
	TABLE(" floppy", fdc),
	TABLE(" printer", lpt),
	TABLE(" UART A", uarta),
	TABLE(" UART B", uartb),
	{.name = "W83627HF device 4", .space = "pnp"}, /* does not exist */
	TABLE(" keyboard", keyboard),
	TABLE(" infrared", cir),
	TABLE(" game port, MIDI, GPIO 1", game),
	TABLE(" GPIO 2, watchdog", gpio2),
	TABLE(" GPIO 3", gpio3),
	TABLE(" ACPI", acpi),
	TABLE(" hardware monitor", hwm),
	TABLE("", global),
};

/*
 * The monitor. Readings of a cool board at its nominal voltages, 16 mV a step behind the
 * dividers of the data sheet's example; no fan turns (255: too slow to count).
 */
#define READS(n, at, val) SUPERIO_ID(n, at, val)

static const struct reg monitor[] = {
	READS("VCOREA", 0x20, 0x4b), /* 1.2 V */
	READS("VCOREB", 0x21, 0x4b),
	READS("3VIN", 0x22, 0xce),
	READS("5VIN", 0x23, 0xba),
	READS("12VIN", 0x24, 0xc5),
	READS("N12VIN", 0x25, 0x22),
	READS("N5VIN", 0x26, 0x2d),
	READS("TEMP1", 0x27, 35),
	READS("FAN1", 0x28, 0xff),
	READS("FAN2", 0x29, 0xff),
	READS("FAN3", 0x2a, 0xff),
	KEPT("VCOREA_HIGH", 0x2b, 0),
	KEPT("VCOREA_LOW", 0x2c, 0),
	KEPT("VCOREB_HIGH", 0x2d, 0),
	KEPT("VCOREB_LOW", 0x2e, 0),
	KEPT("3VIN_HIGH", 0x2f, 0),
	KEPT("3VIN_LOW", 0x30, 0),
	KEPT("5VIN_HIGH", 0x31, 0),
	KEPT("5VIN_LOW", 0x32, 0),
	KEPT("12VIN_HIGH", 0x33, 0),
	KEPT("12VIN_LOW", 0x34, 0),
	KEPT("N12VIN_HIGH", 0x35, 0),
	KEPT("N12VIN_LOW", 0x36, 0),
	KEPT("N5VIN_HIGH", 0x37, 0),
	KEPT("N5VIN_LOW", 0x38, 0),
	KEPT("TEMP1_OVER", 0x39, 80),
	KEPT("TEMP1_HYST", 0x3a, 75),
	KEPT("FAN1_LIMIT", 0x3b, 0),
	KEPT("FAN2_LIMIT", 0x3c, 0),
	KEPT("FAN3_LIMIT", 0x3d, 0),
	{.name = "CONFIG",
	 .addr = WB_MONITOR_CONFIG,
	 .width = 8,
	 .reset = 1,
	 .unmodelled = 0x7f,
	 .post_write = w83627hf_monitor_config},
	READS("STATUS1", 0x41, 0),
	READS("STATUS2", 0x42, 0),
	KEPT("SMI_MASK1", 0x43, 0),
	KEPT("SMI_MASK2", 0x44, 0),
	KEPT("NMI_MASK1", 0x45, 0),
	KEPT("CHASSIS", 0x46, 0),
	KEPT("VID_FAN", 0x47, 0x50),
	KEPT("SERIAL_ADDRESS", WB_MONITOR_ADDRESS, 0x2d),
	KEPT("VID4_ID", 0x49, 0x03),
	KEPT("TEMP23_ADDRESS", 0x4a, 0x01),
	KEPT("PIN_CONTROL", 0x4b, 0x44),
	KEPT("IRQ_SELECT", 0x4c, 0),
	KEPT("BEEP", 0x4d, 0x15),
	{.name = "BANK", .addr = WB_MONITOR_BANK, .width = 8, .reset = 0x80, .unmodelled = 0x78},
	SUPERIO_ID("VENDOR", 0x4f, 0x5c),
	KEPT("BEEP1", 0x56, 0),
	KEPT("BEEP2", 0x57, 0x80),
	SUPERIO_ID("CHIP_ID", 0x58, 0x21),
	KEPT("DIODES", 0x59, 0x70),
	KEPT("PWM2", 0x5a, 0xff),
	KEPT("PWM1", 0x5b, 0xff),
	KEPT("PWM_CLOCK", 0x5c, 0x11),
	KEPT("VBAT_MONITOR", 0x5d, 0),
	KEPT("TEST", 0x5e, 0),
	READS("TEMP2_HIGH", 0x150, 33),
	READS("TEMP2_LOW", 0x151, 0),
	KEPT("TEMP2_CONFIG", 0x152, 0),
	KEPT("TEMP2_HYST_HIGH", 0x153, 75),
	KEPT("TEMP2_HYST_LOW", 0x154, 0),
	KEPT("TEMP2_OVER_HIGH", 0x155, 80),
	KEPT("TEMP2_OVER_LOW", 0x156, 0),
	READS("TEMP3_HIGH", 0x250, 33),
	READS("TEMP3_LOW", 0x251, 0),
	KEPT("TEMP3_CONFIG", 0x252, 0),
	KEPT("TEMP3_HYST_HIGH", 0x253, 75),
	KEPT("TEMP3_HYST_LOW", 0x254, 0),
	KEPT("TEMP3_OVER_HIGH", 0x255, 80),
	KEPT("TEMP3_OVER_LOW", 0x256, 0),
	READS("STATUS3", 0x450, 0),
	KEPT("SMI_MASK3", 0x451, 0),
	KEPT("BEEP3", 0x453, 0),
	KEPT("TEMP1_OFFSET", 0x454, 0),
	KEPT("TEMP2_OFFSET", 0x455, 0),
	KEPT("TEMP3_OFFSET", 0x456, 0),
	READS("LIVE1", 0x459, 0),
	READS("LIVE2", 0x45a, 0),
	READS("LIVE3", 0x45b, 0),
	READS("5VSB", 0x550, 0xba),
	READS("VBAT", 0x551, 0xbc),
	KEPT("5VSB_HIGH", 0x554, 0),
	KEPT("5VSB_LOW", 0x555, 0),
	KEPT("VBAT_HIGH", 0x556, 0),
	KEPT("VBAT_LOW", 0x557, 0),
};

static const struct reg_why monitor_why[] = {
	{0, UINT32_MAX, "limits, alarms, fan speeds: the readings stand still"},
};

const struct reg_table w83627hf_monitor_table =
	REG_TABLE_WHY("W83627HF monitor", "monitor", monitor, monitor_why);

/* The port without a cable: inputs are pulled up, BUSY is inverted. */
static const struct reg lpt_ports[W83627HF_LPT_REGS] = {
	{.name = "LPT_DATA", .addr = 0, .width = 8},
	{.name = "LPT_STATUS", .addr = 1, .width = 8, .reset = 0x7f, .ro = 0xff, .probed = true},
	{.name = "LPT_CONTROL",
	 .addr = 2,
	 .width = 8,
	 .reset = 0xc0,
	 .ro = 0xc0,
	 .probed = true,
	 .unmodelled = 0x10},
};

static const struct reg_why lpt_why[] = {
	{0, 2, "a printer's acknowledge never comes"},
};

const struct reg_table w83627hf_lpt_table =
	REG_TABLE_WHY("W83627HF printer port", "io", lpt_ports, lpt_why);
