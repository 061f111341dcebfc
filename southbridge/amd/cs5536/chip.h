/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AMD CS5536 companion device: what a board says about it (data book 33238G). */
#ifndef SOUTHBRIDGE_AMD_CS5536_CHIP_H
#define SOUTHBRIDGE_AMD_CS5536_CHIP_H

#include <device/chip.h>
#include <device/device.h>

struct amd_cs5536_config {
	/* PCI device number the chip is to answer as; its IDSEL is AD(10 + number). */
	uint8_t idsel_device DT_RANGE(1, 20) DT_DEFAULT(15);

	/* I/O bases of the blocks (DIVIL LBAR MSRs 5140000Bh to 5140000Fh). */
	uint16_t smbus_base DT_RANGE(0x1000, 0xff00) DT_ALIGN(256) DT_DEFAULT(0x6000);
	uint16_t gpio_base DT_RANGE(0x1000, 0xff00) DT_ALIGN(256) DT_DEFAULT(0x6100);
	uint16_t mfgpt_base DT_RANGE(0x1000, 0xff00) DT_ALIGN(256) DT_DEFAULT(0x6200);
	uint16_t acpi_base DT_RANGE(0x1000, 0xff00) DT_ALIGN(256) DT_DEFAULT(0x9c00);
	uint16_t pms_base DT_RANGE(0x1000, 0xff00) DT_ALIGN(256) DT_DEFAULT(0x9d00);

	/* Rate of the SMBus. */
	uint16_t smbus_khz DT_RANGE(48, 400) DT_DEFAULT(100);

	/* Where UART1 and UART2 are decoded: 0x3f8, 0x2f8, 0x3e8, 0x2e8, or 0: off, its pins are GPIOs. */
	uint16_t uart_base[2] DT_RANGE(0, 0x3f8) DT_ALIGN(8) DT_DEFAULT(0);

	/* Holding the power button for four seconds switches off, whatever the software does (PM_FSD). */
	bool power_button;
	/* GPIO24 is WORK_AUX, which switches the board's supply rails. */
	bool work_aux;

	/*
	 * GPIO pins the board uses, one bit a pin, 0 to 28: driven high, driven low, inputs, and the pull resistors of
	 * the pins that these three name.
	 */
	uint32_t gpio_output_high DT_RANGE(0, 0x1f7fffff) DT_DEFAULT(0);
	uint32_t gpio_output_low DT_RANGE(0, 0x1f7fffff) DT_DEFAULT(0);
	uint32_t gpio_input DT_RANGE(0, 0x1f7fffff) DT_DEFAULT(0);
	uint32_t gpio_pull_up DT_RANGE(0, 0x1f7fffff) DT_DEFAULT(0);
	uint32_t gpio_pull_down DT_RANGE(0, 0x1f7fffff) DT_DEFAULT(0);
};

/* The interrupt router: PCI interrupt lines enter through GPIO pins; the node's interrupts are their IRQs. */
struct amd_cs5536_pirq_config {
	/* The pins of INTA, INTB, INTC and INTD. */
	uint8_t gpio_pins[4] DT_RANGE(0, 28) DT_DEFAULT(0, 7, 12, 13);
	/* Serial interrupts of the LPC bus come all the time, for parts that cannot ask for a frame. */
	bool serirq_continuous;
};

struct amd_cs5536_ide_config {
	/* PIO mode of both drives; what they can do at least. */
	uint8_t pio_mode DT_RANGE(0, 4) DT_DEFAULT(4);
	/* The cable has 80 wires, or the drive sits beside the chip: fast ultra DMA is possible. */
	bool cable_80_wires;
};

/* NAND flash on the pins of IDE; a board has one of the two. */
struct amd_cs5536_flash_config {
	/* Chip selects with a chip, one bit each. */
	uint8_t nand_selects DT_RANGE(1, 15) DT_DEFAULT(1);
	/* Times of data and control cycles (registers NANDF_DATA, NANDF_CTL); the slowest by default. */
	uint32_t nand_data_timing DT_RANGE(0, 0x07770777) DT_DEFAULT(0x07770777);
	uint16_t nand_control_timing DT_RANGE(0, 0x777) DT_DEFAULT(0x777);
};

struct amd_cs5536_usb_config {
	/* Port 4 belongs to the device controller, not to the host controllers. */
	bool port4_device;
};

struct amd_cs5536_pm_config {
	/* After a power cut the board starts by itself, not by its power button. */
	bool power_returns_on;
};

struct amd_cs5536_watchdog_config {
	/* Reset after so many seconds without a sign of life; 0: no watchdog. */
	uint16_t seconds DT_DEFAULT(0);
};

extern const struct chip_bootblock_ops amd_cs5536_bootblock_ops;
extern const struct chip_romstage_ops amd_cs5536_romstage_ops;
extern const struct device_ops amd_cs5536_ops;
extern const struct device_ops amd_cs5536_pirq_ops;
extern const struct device_ops amd_cs5536_ide_ops;
extern const struct device_ops amd_cs5536_flash_ops;
extern const struct device_ops amd_cs5536_usb_ops;
extern const struct device_ops amd_cs5536_audio_ops;
extern const struct device_ops amd_cs5536_pm_ops;
extern const struct device_ops amd_cs5536_watchdog_ops;

#endif
