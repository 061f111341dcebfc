/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the timing MSRs of the CS5536 ATA controller mean, in time and for the drive. */
#ifndef GEODESIM_CS5536_IDE_TIMING_H
#define GEODESIM_CS5536_IDE_TIMING_H

#include "cs5536/ide.h"

/** ide_pio_ns - one 16-bit data cycle to the selected drive; judged against the drive. */
unsigned ide_pio_ns(struct ide *ide);

/** ide_command_ns - one access to a register of the selected drive; judged. */
unsigned ide_command_ns(struct ide *ide);

/** ide_dma_ns - a DMA transfer of @sectors as programmed, UINT64_MAX: it hangs. opaque: ide. */
uint64_t ide_dma_ns(void *opaque, uint32_t sectors);

#endif
