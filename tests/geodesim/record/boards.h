/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boards of record: where they differ. */
#ifndef RECORD_BOARDS_H
#define RECORD_BOARDS_H

/* Where a module's SPD bytes come from: the bus, or a table in ROM. */
#define SPD_BUS	     0
#define SPD_ALIX     1
#define SPD_LIPPERT  2
#define SPD_DBE61    3

#define SIO_NONE     0
#define SIO_W83627HF 1
#define SIO_IT8712F  2

/*
 * SLOT_IRQ: where INTA of the device lands that the test asserts. UART: the companion's console, 0
 * for COM1 of the Super I/O. PIRQS, LPC_IRQS: as written. HIDE: no graphics, no audio. PLL: written
 * by hand, 0 to leave the straps' multipliers.
 */
#if defined(BOARD_DB800)
#define BOARD_NAME   "amd/db800"
#define SLOT_IRQ     10
#define FLASH_ID     0xbf60
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_BUS
#define UART	     0
#define SIO	     SIO_W83627HF
#define POWER_BUTTON 1
#define LPC_IRQS     0x105a
#define PIRQS	     0xbaba
#define USB4_DEVICE  1
#define HIDE	     0
#define PLL	     0
#elif defined(BOARD_ALIX1C)
#define BOARD_NAME   "pcengines/alix1c"
#define SLOT_IRQ     11
#define FLASH_ID     0xbf50
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_ALIX
#define UART	     0
#define SIO	     SIO_W83627HF
#define POWER_BUTTON 0
#define LPC_IRQS     0x105a
#define PIRQS	     0x9bab
#define USB4_DEVICE  0
#define HIDE	     0
#define PLL	     0
#elif defined(BOARD_ALIX2C) || defined(BOARD_ALIX2D) || defined(BOARD_ALIX6)
#if defined(BOARD_ALIX2C)
#define BOARD_NAME "pcengines/alix2c"
#elif defined(BOARD_ALIX2D)
#define BOARD_NAME "pcengines/alix2d"
#else
#define BOARD_NAME "pcengines/alix6"
#endif
#define SLOT_IRQ     11
#define FLASH_ID     0x379d
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_ALIX
#define UART	     1
#define SIO	     SIO_NONE
#define POWER_BUTTON 0
#define LPC_IRQS     0x1002
#define PIRQS	     0x9bab
#define USB4_DEVICE  0
#define HIDE	     1
#define PLL	     0
#elif defined(BOARD_DBE61)
#define BOARD_NAME   "artecgroup/dbe61"
#define SLOT_IRQ     10
#define FLASH_ID     0xbf60
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_DBE61
#define UART	     2
#define SIO	     SIO_NONE
#define POWER_BUTTON 0
#define LPC_IRQS     0x1002
#define PIRQS	     0xbaba
#define USB4_DEVICE  0
#define HIDE	     0
#define PLL	     0
#elif defined(BOARD_LITERUNNER)
#define BOARD_NAME   "lippert/literunner-lx"
#define SLOT_IRQ     11
#define FLASH_ID     0xbf51
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_LIPPERT
#define UART	     0
#define SIO	     SIO_IT8712F
#define POWER_BUTTON 1
#define LPC_IRQS     0x129a
#define PIRQS	     0xf5ba
#define USB4_DEVICE  0
#define HIDE	     0
#define PLL	     0x00de6001
#elif defined(BOARD_PL6064)
#define BOARD_NAME   "winent/pl6064"
#define SLOT_IRQ     5
#define FLASH_ID     0xbf51
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_BUS
#define UART	     0
#define SIO	     SIO_W83627HF
#define POWER_BUTTON 1
#define LPC_IRQS     0x105a
#define PIRQS	     0xa5ab
#define USB4_DEVICE  1
#define HIDE	     0
#define PLL	     0
#elif defined(BOARD_GEOS)
#define BOARD_NAME   "traverse/geos"
#define SLOT_IRQ     9
#define FLASH_ID     0xbf5b
#define ROM_BEGIN    0xfff00000u
#define SPD_SET	     SPD_BUS
#define UART	     1
#define SIO	     SIO_NONE
#define POWER_BUTTON 0
#define LPC_IRQS     0x1002
#define PIRQS	     0x9bab
#define USB4_DEVICE  0
#define HIDE	     0
#define PLL	     0x00de602e
#else /* BOARD_NORWICH */
#define BOARD_NAME   "amd/norwich"
#define SLOT_IRQ     5
#define FLASH_ID     0xbf51
#define ROM_BEGIN    0xfff80000u
#define SPD_SET	     SPD_BUS
#define UART	     1
#define SIO	     SIO_NONE
#define POWER_BUTTON 1
#define LPC_IRQS     0x1002
#define PIRQS	     0xaa5b
#define USB4_DEVICE  0
#define HIDE	     0
#define PLL	     0
#endif

/* LEDs lit and dark before the console; the Super I/O's clock, 24 MHz by the straps of one board. */
#define LEDS (SPD_SET == SPD_ALIX && UART == 1)
#ifdef BOARD_PL6064
#define SIO_48MHZ 1
#else
#define SIO_48MHZ 0
#endif

/* Where cache-as-RAM is; coreboot's third version has it, and delays, elsewhere. */
#ifdef RECORD_V3
#define THIRD	 1
#define CAR_BASE 0x80000
#else
#define THIRD	 0
#define CAR_BASE 0xc8000
#endif

#endif
