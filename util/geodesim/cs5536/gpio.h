/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CS5536's pins: GPIO with input conditioning, events and their mapper (cs5536 sheet 4). */
#ifndef GEODESIM_CS5536_GPIO_H
#define GEODESIM_CS5536_GPIO_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"

#define GPIO_PINS     32
#define GPIO_CHANNELS 8 /* input filter and event counter; 6 and 7 are in the standby domain */
#define GPIO_REGS     86

/* Pins by function. */
enum {
	GPIO_INTA = 0,
	GPIO_AC_BEEP = 1,
	GPIO_IDE_IRQ = 2,
	GPIO_UART2_RX = 3,
	GPIO_UART2_TX = 4,
	GPIO_INTB = 7,
	GPIO_UART1_TX = 8,
	GPIO_UART1_RX = 9,
	GPIO_THRM_ALRM = 10,
	GPIO_SLP_CLK = 11,
	GPIO_INTC = 12,
	GPIO_INTD = 13, /* and SLP_BUT# */
	GPIO_SMB_CLK = 14,
	GPIO_SMB_DATA = 15,
	GPIO_WORK_AUX = 24,
	GPIO_LOW_BAT = 25,
	GPIO_PME = 26,
	GPIO_PWR_BUT = 28,
};

/* What the board does to a pin. */
enum gpio_drive { GPIO_FREE, GPIO_DRIVE_LOW, GPIO_DRIVE_HIGH };

struct gpio;

/* An input filter and event counter. */
struct gpio_channel {
	struct gpio *gpio;
	unsigned n;
	bool candidate, filtered; /* level waiting to be stable, level let through */
	bool counted;		  /* level the event counter saw last */
	struct event settle;
};

/* What the hooks of one pin's inputs need. */
struct gpio_wire {
	struct gpio *gpio;
	unsigned n;
	struct signal_hook hook[3];
};

/*
 * Levels of pin signals are electrical: true = high. Signals to the inside (irq, pme) are logical.
 */
struct gpio {
	const struct env *env;
	struct reg_file regs;
	uint64_t value[GPIO_REGS];
	struct reg_cover cover[GPIO_REGS];
	/* Outputs. */
	struct signal pin[GPIO_PINS]; /* the ball, for the board: LEDs, straps, power switches */
	struct signal in[GPIO_PINS];  /* after enable, inversion, filter: what READ_BACK shows */
	struct signal aux1_in[GPIO_PINS]; /* to the block behind IN_AUX1; its idle level if not */
	struct signal irq[8];		  /* interrupt groups: Z8 to Z15 of the mapper */
	struct signal pme[8];		  /* to GPE0 16-21, 30, 31 */
	/* Inputs: link or drive them. */
	struct signal aux1_out[GPIO_PINS], aux2_out[GPIO_PINS]; /* from the blocks inside */
	struct signal pull_low[GPIO_PINS]; /* open-drain drivers of the board: true pulls low */
	/* State. */
	struct gpio_wire wire[GPIO_PINS];
	uint8_t drive[GPIO_PINS]; /* enum gpio_drive */
	uint8_t pull[GPIO_PINS];  /* the board's own pull resistors, enum gpio_drive */
	uint32_t lpc_pins;	  /* pins that BALL_OPTS gives to the LPC bus */
	uint32_t fought;	  /* contention already reported */
	bool resumed;		  /* out of standby: erratum 36 holds */
	unsigned depth;		  /* re-entrance of the pin update */
	struct gpio_channel channel[GPIO_CHANNELS];
};

/** gpio_init - standby power appears: every register at its reset value. */
void gpio_init(struct gpio *g, const struct env *env);

/** gpio_reset - reset of the working domain: pins 24-28, channels 6 and 7 and the mapper's W
 *  register stay. @resumed: the reset ends a standby (erratum 36). */
void gpio_reset(struct gpio *g, bool resumed);

/** gpio_power_cut - standby power went away and came back: all registers at their reset values;
 *  wiring and the board's drivers stay. */
void gpio_power_cut(struct gpio *g);

/** gpio_io - 256 ports at LBAR_GPIO. */
struct io_if gpio_io(struct gpio *g);

/** gpio_regs - register file @n, NULL after the last. */
const struct reg_file *gpio_regs(const struct gpio *g, unsigned n);

/** gpio_drive - the board drives pin @n (a strap, a button), or lets go of it.
 *  gpio_pull - the board's pull resistor on pin @n; wins over the chip's. */
void gpio_drive(struct gpio *g, unsigned n, enum gpio_drive d);
void gpio_pull(struct gpio *g, unsigned n, enum gpio_drive d);

/** gpio_set_lpc_pins - BALL_OPTS changed: these pins (of 16-22) belong to the LPC bus. */
void gpio_set_lpc_pins(struct gpio *g, uint32_t mask);

/** gpio_level - electrical level of pin @n. */
bool gpio_level(const struct gpio *g, unsigned n);

/** gpio_drives_aux1, gpio_drives_aux2 - does the block behind AUX1 (AUX2) reach output pin @n?
 *  gpio_hears_aux1 - does pin @n reach the block behind IN_AUX1? */
bool gpio_drives_aux1(const struct gpio *g, unsigned n);
bool gpio_drives_aux2(const struct gpio *g, unsigned n);
bool gpio_hears_aux1(const struct gpio *g, unsigned n);

/** gpio_route - where an event of pin @n goes: group 0-7; *@pme: to GPE0, not to the mapper.
 *  False: events of the pin are off (EVENTS_EN or IN_EN clear). */
bool gpio_route(const struct gpio *g, unsigned n, unsigned *group, bool *pme);

#endif
