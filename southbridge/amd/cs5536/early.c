/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536, bootblock: what the console and the start of clocks and memory need. A reset of the processor leaves it. */
#include <arch/cpu.h>
#include <arch/io.h>
#include <console/console.h>
#include <lib/errors.h>
#include "chip.h"
#include "cs5536.h"
#include "smbus.h"

/*
 * A write to a register of the high bank, 1 in the low half sets, 1 in the high half clears. After a wake the pins
 * that it leaves alone could be cleared (erratum 36): all 16 are written.
 */
static void high_bank(uint16_t port, uint32_t pins)
{
	if (CONFIG(ACPI_RESUME)) {
		pins = ((inl(port) | pins) & ~(pins >> 16)) & 0xffff;
		pins |= ~pins << 16;
	}
	outl(port, pins);
}

/* Switches a feature of pins on: bits 0 to 15 are in the low bank, 16 to 31 in the high one. */
static void gpio_set(uint16_t base, uint16_t reg, uint32_t pins)
{
	if (pins & 0xffff)
		outl(base + reg, pins & 0xffff);
	if (pins >> 16)
		high_bank(base + GPIO_HIGH_BANK + reg, pins >> 16);
}

static void gpio_clear(uint16_t base, uint16_t reg, uint32_t pins)
{
	if (pins & 0xffff)
		outl(base + reg, pins << 16);
	if (pins >> 16)
		high_bank(base + GPIO_HIGH_BANK + reg, pins & 0xffff0000);
}

/* The signals to the processor, the IDSEL line, and the I/O blocks at their bases. */
static void local_bases(const struct amd_cs5536_config *config)
{
	const struct {
		uint32_t msr;
		uint16_t base;
	} lbars[] = {
		{LBAR_SMB_MSR, config->smbus_base}, {LBAR_MFGPT_MSR, config->mfgpt_base},
		{LBAR_ACPI_MSR, config->acpi_base}, {LBAR_PMS_MSR, config->pms_base},
		{LBAR_GPIO_MSR, config->gpio_base},
	};
	uint64_t cis;

	/* Once it was written, port 0 belongs to the DMA controller. */
	if (rdmsr(LBAR_GPIO_MSR) != (LBAR_IO_ENABLE | config->gpio_base))
		outl(IDSEL_PORT, 1u << (IDSEL_DEVICE_0 + config->idsel_device));
	cis = rdmsr(GLPCI_SB_CTRL_MSR) & ~(uint64_t)GLPCI_SB_CTRL_CISM_MASK;
	wrmsr(GLPCI_SB_CTRL_MSR, cis | GLPCI_SB_CTRL_CISM_C);
	for (unsigned i = 0; i < sizeof(lbars) / sizeof(lbars[0]); i++)
		wrmsr(lbars[i].msr, LBAR_IO_ENABLE | lbars[i].base);
}

static void smbus(const struct amd_cs5536_config *config)
{
	gpio_set(config->gpio_base, GPIO_OUT_AUX1_SEL, GPIO_SMB_PINS);
	gpio_set(config->gpio_base, GPIO_OUT_EN, GPIO_SMB_PINS);
	gpio_set(config->gpio_base, GPIO_IN_AUX1_SEL, GPIO_SMB_PINS);
	gpio_set(config->gpio_base, GPIO_IN_EN, GPIO_SMB_PINS);
	cs5536_smbus_init(config->smbus_base, config->smbus_khz);
}

static void power(const struct amd_cs5536_config *config)
{
	outl(config->pms_base + PM_FSD, config->power_button ? PM_FSD_4_SECONDS : 0);
	if (config->work_aux) {
		gpio_set(config->gpio_base, GPIO_OUT_AUX1_SEL, GPIO_WORK_AUX);
		gpio_set(config->gpio_base, GPIO_OUT_EN, GPIO_WORK_AUX);
	}
}

/* 3F8h, 2F8h, 3E8h and 2E8h differ in address bits 8 and 4, which make the code. */
static int uart_code(uint16_t base)
{
	if ((base & ~0x110) != 0x2e8)
		return ERR_INVALID;
	return (int)(LEG_IO_UART_ENABLE | (base & 0x100) >> 7 | (base & 0x10) >> 4);
}

/* A UART that is not used must not stay on: a super I/O's may be at its address. */
static int uart(uint16_t gpio_base, uint16_t base, uint32_t conf_msr, unsigned shift, uint32_t tx,
		uint32_t rx)
{
	const uint64_t mask = (uint64_t)LEG_IO_UART_MASK << shift;
	const int code = base ? uart_code(base) : 0;

	if (code < 0)
		return code;
	wrmsr(DIVIL_LEG_IO_MSR, (rdmsr(DIVIL_LEG_IO_MSR) & ~mask) | (uint64_t)code << shift);
	if (!base) {
		wrmsr(conf_msr, UART_CONF_RESET);
		wrmsr(conf_msr, 0);
		return 0;
	}
	gpio_set(gpio_base, GPIO_OUT_AUX1_SEL, tx);
	gpio_set(gpio_base, GPIO_OUT_EN, tx);
	gpio_set(gpio_base, GPIO_IN_AUX1_SEL, rx);
	gpio_set(gpio_base, GPIO_IN_EN, rx);
	wrmsr(conf_msr, UART_CONF_DEVEN);
	return 0;
}

static void board_gpios(const struct amd_cs5536_config *config)
{
	const uint16_t base = config->gpio_base;
	const uint32_t outputs = config->gpio_output_high | config->gpio_output_low;
	const uint32_t pins = outputs | config->gpio_input;

	gpio_set(base, GPIO_OUT_VAL, config->gpio_output_high);
	gpio_clear(base, GPIO_OUT_VAL, config->gpio_output_low);
	gpio_set(base, GPIO_PU_EN, config->gpio_pull_up);
	gpio_clear(base, GPIO_PU_EN, pins & ~config->gpio_pull_up);
	gpio_set(base, GPIO_PD_EN, config->gpio_pull_down);
	gpio_clear(base, GPIO_PD_EN, pins & ~config->gpio_pull_down);
	gpio_set(base, GPIO_OUT_EN, outputs);
	gpio_set(base, GPIO_IN_EN, config->gpio_input);
}

static int init(const void *data)
{
	const struct amd_cs5536_config *config = data;
	int err, err2;

	local_bases(config);
	smbus(config);
	power(config);
	err = uart(config->gpio_base, config->uart_base[0], UART1_CONF_MSR, LEG_IO_UART1_SHIFT,
		   GPIO_UART1_TX, GPIO_UART1_RX);
	err2 = uart(config->gpio_base, config->uart_base[1], UART2_CONF_MSR, LEG_IO_UART2_SHIFT,
		    GPIO_UART2_TX, GPIO_UART2_RX);
	board_gpios(config);
	return err ? err : err2;
}

static int smbus_read(const void *data, uint8_t address, uint8_t offset, uint8_t *bytes,
		      unsigned count)
{
	const struct amd_cs5536_config *config = data;

	return cs5536_smbus_read(config->smbus_base, address, offset, bytes, count);
}

/* The SMI handler left its mark in the standby domain; a reset after that would not set the wake status. */
static int resume(const void *data)
{
	const struct amd_cs5536_config *config = data;
	const uint32_t mark = inl(config->pms_base + PM_WKD);

	if ((mark & ~PM_WKD_REGION) != PM_WKD_SUSPENDED)
		return ERR_NOT_FOUND;
	outl(config->pms_base + PM_WKD, 0);
	return inl(config->acpi_base + PM1_STS) & PM1_STS_WAK ? (int)(mark & PM_WKD_REGION)
							      : ERR_NOT_FOUND;
}

const struct chip_bootblock_ops amd_cs5536_bootblock_ops = {
	.init = init,
	.resume = CONFIG(ACPI_RESUME) ? resume : NULL,
	/* Without EEPROMs nobody reads. */
	.smbus_read = DEVTREE_SPD_EEPROMS ? smbus_read : NULL,
};
