/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a chip offers to each stage, and how its chip.h describes it to util/devtree.
 *
 * A node with compatible = "vendor,chip" belongs to the chip.h that declares
 *
 *	struct vendor_chip_config { ... };                             the node's properties
 *	extern const struct chip_bootblock_ops vendor_chip_bootblock_ops;   any of these three
 *	extern const struct chip_romstage_ops vendor_chip_romstage_ops;
 *	extern const struct device_ops vendor_chip_ops;
 *
 * The struct is the schema: property "vendor,some-name" or "some-name" sets member some_name. Members
 * are bool (property present), uint8_t to uint32_t, arrays of these, or const char *. DT_RANGE(),
 * DT_ALIGN() and DT_DEFAULT() behind a member are read by util/devtree and mean nothing to the compiler. A member
 * without DT_DEFAULT() must be set by the board; a bool is false when its property is absent.
 * An array's property has at most as many cells as the array; the rest repeats the default.
 */
#ifndef DEVICE_CHIP_H
#define DEVICE_CHIP_H

#include <stdbool.h>
#include <stdint.h>

/* Least and greatest value a property may have, both allowed. */
#define DT_RANGE(min, max)
/* The value is a multiple of this. */
#define DT_ALIGN(alignment)
/* Value, or values of an array, of a property the board does not give. */
#define DT_DEFAULT(...)

struct ram_info;

/* Before RAM, in the bootblock: only what is needed to reach all of the flash and the console. */
struct chip_bootblock_ops {
	int (*init)(const void *config);
	/* With the console: starts the clocks, if that takes a reset. May be NULL. */
	int (*start_clocks)(const void *config);
	/*
	 * When the machine wakes from suspend to RAM: forgets it, and returns the region that it ran from (enum
	 * boot_region). Else a negative code. May be NULL.
	 */
	int (*resume)(const void *config);
	/* As in romstage. */
	int (*smbus_read)(const void *config, uint8_t address, uint8_t offset, uint8_t *data,
			  unsigned count);
};

/* Before RAM, in romstage. Each hook may be NULL. */
struct chip_romstage_ops {
	/* Clocks and early chipset set-up, in the order of the tree. */
	int (*early_init)(const void *config);
	/* Makes RAM usable and says how much there is. One chip of a board has it. */
	int (*ram_init)(const void *config, struct ram_info *ram);
	/* SMBus host: `count` bytes of a slave (7-bit address) from `offset` on. 0 or a negative code. */
	int (*smbus_read)(const void *config, uint8_t address, uint8_t offset, uint8_t *data,
			  unsigned count);
	/* Resets the whole machine. */
	void (*full_reset)(const void *config);
};

struct chip_bootblock_entry {
	const char *name; /* path of the node */
	const struct chip_bootblock_ops *ops;
	const void *config;
};

struct chip_romstage_entry {
	const char *name;
	const struct chip_romstage_ops *ops;
	const void *config;
};

/* The tables util/devtree writes for the two early stages, in the order of the tree. */
extern const struct chip_bootblock_entry devtree_bootblock[];
extern const unsigned devtree_bootblock_count;
extern const struct chip_romstage_entry devtree_romstage[];
extern const unsigned devtree_romstage_count;

/* Runs every bootblock hook. Returns 0, or the first error after having run all of them. */
int chips_bootblock_init(void);

/* Runs every start_clocks hook. Returns 0, or the first error. */
int chips_start_clocks(void);

/* The region of a machine that wakes from suspend to RAM, once; a negative code when this start is another. */
int chips_resume(void);

/* Runs every early_init hook. Returns 0, or the first error after having run all of them. */
int chips_early_init(void);

/* Runs the board's ram_init hook. ERR_NO_DEVICE when no chip has one. */
int chips_ram_init(struct ram_info *ram);

/*
 * In bootblock, and in romstage: reads `count` bytes of the SMBus slave with this 7-bit address from `offset` on,
 * through the one SMBus host of the board. Returns 0; ERR_NO_DEVICE when the slave does not answer, or there is no
 * host; ERR_TIMEOUT or ERR_IO when the bus does not work, which has been printed.
 */
int chips_bootblock_smbus_read(uint8_t address, uint8_t offset, uint8_t *data, unsigned count);
int chips_smbus_read(uint8_t address, uint8_t offset, uint8_t *data, unsigned count);

/* In romstage: resets the whole machine, processor and companion. Returns when no chip can. */
void chips_full_reset(void);

#endif
