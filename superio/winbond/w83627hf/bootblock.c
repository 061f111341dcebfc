/* SPDX-License-Identifier: GPL-2.0-or-later */
/* W83627HF, bootblock: the console's UART. */
#include "chip.h"
#include "w83627hf.h"

#define COM1_BASE 0x3f8

static int init(const void *data)
{
	const struct winbond_w83627hf_config *config = data;
	const uint16_t port = config->config_port;

	if (!config->console_uart)
		return 0;
	w83627hf_enter(port);
	w83627hf_write(port, W83627HF_CR_LDN,
		       config->console_uart == COM1_BASE ? W83627HF_COM1 : W83627HF_COM2);
	w83627hf_set_base(port, W83627HF_CR_BASE, config->console_uart);
	w83627hf_write(port, W83627HF_CR_ON, 1);
	w83627hf_exit(port);
	return 0;
}

const struct chip_bootblock_ops winbond_w83627hf_bootblock_ops = {
	.init = init,
};
