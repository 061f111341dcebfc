/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CS5536, romstage: the SMBus for the memory modules' EEPROMs, and the machine's reset. */
#include <stddef.h>
#include <arch/cpu.h>
#include <devtree.h>
#include "chip.h"
#include "cs5536.h"
#include "smbus.h"

static int smbus_read(const void *data, uint8_t address, uint8_t offset, uint8_t *bytes,
		      unsigned count)
{
	const struct amd_cs5536_config *config = data;

	return cs5536_smbus_read(config->smbus_base, address, offset, bytes, count);
}

static void full_reset(const void *data)
{
	(void)data;
	wrmsr(DIVIL_SOFT_RESET_MSR, SOFT_RESET_NOW);
}

const struct chip_romstage_ops amd_cs5536_romstage_ops = {
	/* Without EEPROMs nobody reads. */
	.smbus_read = DEVTREE_SPD_EEPROMS ? smbus_read : NULL,
	.full_reset = full_reset,
};
