/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a Geode board is made of, as the machine wants it; board/ fills it from board files. */
#ifndef GEODESIM_MACHINE_GEODE_CONFIG_H
#define GEODESIM_MACHINE_GEODE_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "cpu/cpu.h"
#include "parts/diskimage.h"
#include "parts/lpcflash.h"
#include "parts/pcidev.h"

#define GEODE_DIMMS	 2
#define GEODE_SPD_BYTES	 256
#define GEODE_PCI_SLOTS	 8
#define GEODE_INT_LINES	 4 /* INTA# to INTD# of the board */
#define GEODE_GPIOS	 32
#define GEODE_LEDS	 8
#define GEODE_BUTTONS	 4
#define GEODE_EXCEPTIONS 16
#define GEODE_NONE	 0xff /* no GPIO, no line, no drive */

struct net_if;

/* A memory socket, or the chips soldered in its place. */
struct geode_dimm {
	const uint8_t *spd; /* GEODE_SPD_BYTES: what is really there; NULL: empty */
	uint8_t spd_address; /* 7-bit SMBus address of the EEPROM (50h, 51h); 0: soldered, no EEPROM */
};

enum geode_pci_kind {
	GEODE_PCI_EMPTY,
	GEODE_PCI_VT6105M, /* VIA Rhine III Ethernet */
	GEODE_PCI_GENERIC, /* struct pcidev: a card in a slot */
};

/* A PCI slot or soldered device on bus 0. */
struct geode_pci {
	enum geode_pci_kind kind;
	const char *name;
	uint8_t device;		       /* 0..20: IDSEL is AD(device + 10) */
	uint8_t line[GEODE_INT_LINES]; /* its INTA#..D# go to board line 0..3, or GEODE_NONE */
	struct pcidev_config generic;
	uint8_t mac[6];
	struct net_if *net; /* NULL: cable not plugged */
};

enum geode_sio_kind { GEODE_SIO_NONE, GEODE_SIO_W83627HF, GEODE_SIO_IT8712F };

/* A pull-up, pull-down or strap on a GPIO pin of the companion. */
struct geode_strap {
	bool present;
	bool high;
};

struct geode_led {
	const char *name;
	uint8_t gpio;
	bool active_low;
};

struct geode_button {
	const char *name;
	uint8_t gpio;
	bool active_low;
};

/* A rule the board's firmware is known to break, with the reason shown in the output. */
struct geode_exception {
	const char *rule, *reason;
	const char *only; /* breaches whose text begins so; NULL: all */
};

struct geode_config {
	const char *name; /* vendor/board */

	/* Processor. */
	enum cpu_model cpu;
	uint8_t boot_straps; /* RSTPLL[7:1] as sampled at power-on (LX data book table 6-87) */
	uint32_t pci_hz;     /* PCI clock and PLL reference: 33333333 or 66666667 */
	unsigned cpu_max_mhz, ddr_max_mhz; /* grade of the part; 0: not judged */
	uint8_t cpu_revision;		   /* GLCP_CHIP_REVID: 30h (C0) to 33h (C3); 0: 33h */

	struct geode_dimm dimm[GEODE_DIMMS];

	/* Boot flash. */
	const struct lpcflash_chip *flash;
	uint8_t *rom; /* contents of flash->size bytes, changed in place by flash commands */

	/* Super I/O on LPC. */
	enum geode_sio_kind sio;
	uint16_t sio_port; /* 2Eh or 4Eh */
	unsigned
		sio_watchdog_s; /* a strap arms the super I/O's watchdog at reset; 0: it does not */
	uint8_t sio_clksel_mhz; /* W83627HF: what its clock strap says, fed are 48; 0: 48 */

	/* PCI. */
	struct geode_pci pci[GEODE_PCI_SLOTS];
	uint8_t int_gpio[GEODE_INT_LINES]; /* GPIO each board line enters the companion on */

	/* Pins of the companion. */
	struct geode_strap strap[GEODE_GPIOS];
	struct geode_led led[GEODE_LEDS]; /* name NULL: end */
	struct geode_button button[GEODE_BUTTONS];
	bool power_button;	/* a button on GPIO28 PWR_BTN# */
	bool uart_wired[2];	/* the companion's UARTs have a connector (or level shifter) */
	uint8_t sensor_address; /* SMBus temperature sensor (LM86 kind); 0: none */

	/* Which serial connector is which UART, in the order of --serial: SIO = super I/O. */
	enum geode_uart {
		GEODE_UART_NONE,
		GEODE_UART_SB1,
		GEODE_UART_SB2,
		GEODE_UART_SIO1,
		GEODE_UART_SIO2
	} serial[4];

	/* Storage, sound, USB. */
	bool nand;		/* NAND flash instead of a drive on the IDE pins ... */
	uint8_t nand_select;	/* ... on this chip select, 0 to 3 */
	bool cable_80;		/* 80-wire cable (GPIO5 strap read by drivers) */
	struct disk_if disk[2]; /* master, slave; sectors 0: not there */
	uint32_t ac97_codec;	/* vendor id registers 7Ch, 7Eh as 32 bits; 0: no codec */
	bool usb_port4_device;

	/* State kept by the battery, and the world's time. */
	const uint8_t *cmos; /* battery file or NULL */
	size_t cmos_size;
	int64_t rtc_time; /* Unix time at power-on */

	struct geode_exception exception[GEODE_EXCEPTIONS]; /* rule NULL: end */
	uint64_t dram_seed;				    /* what undefined memory looks like */
};

#endif
