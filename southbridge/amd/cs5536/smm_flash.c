/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CS5536: the header of the NAND flash on the IDE controller's pins, and the change between the two: only one of them
 * is to be seen, as AMD's VSA2 has it (CS5536 data book 33238G, 6.6.2.9, LBAR_FLSH; 6.6.2.10, BALL_OPTS).
 */
#include <smm/hw.h>
#include <smm/pci.h>

#define FLASH		1
#define IDE		2
#define CHIP_SELECTS	4
#define AT_BAR0		4 /* the place of its register */
#define COMMAND_MASK	0x00000240u

#define REG_CHANGE	0x40
#define TO_FLASH	0xdeadbeefu
#define TO_IDE		0xbeefdeadu

#define LBAR_FLSH0	0x51400010
#define LBAR_EN_HIGH	0x1u
#define LBAR_MEM_HIGH	0x4u
#define LBAR_MEM_MASK	0xfffff000u
#define LBAR_IO_MASK	0x0000fff0u
#define IO_HIGH		0xffff0000u
#define BALL_OPTS	0x51400015
#define BALL_OPTS_IDE	0x1u

/* Interrupt mapper: the flash's two sources go where INTA goes. */
#define PIC_ZSEL_HIGH	0x51400023
#define ZSEL_INTA_SHIFT 4
#define PIC_YSEL_LOW	0x51400020
#define YSEL_FLASH	0xff000000u
#define BOTH_SOURCES	0x11000000u

static struct vpci_register flash[] = {
	{0x00, VPCI_STORE, 0, 0x20911022, 0},
	{0x04, VPCI_COMMAND, 0, 0x02a00000, COMMAND_MASK},
	{0x08, VPCI_STORE, 0, 0x05010000, 0},
	{0x0c, VPCI_TIMER, 0, 0x00000008, 0x00000008},
	{0x10, VPCI_IO, 0, 0, 0},
	{0x14, VPCI_IO, 0, 0, 0},
	{0x18, VPCI_IO, 0, 0, 0},
	{0x1c, VPCI_IO, 0, 0, 0},
	{0x3c, VPCI_STORE, 0, 0x00000100, 0x000000ff},
	{0x40, VPCI_STORE, 0, 0, 0xffffffff},
};

static const struct vpci_route flash_routes[CHIP_SELECTS] = {
	{0x10, ROUTE_ENABLE, LBAR_EN_HIGH, LBAR_FLSH0},
	{0x14, ROUTE_ENABLE, LBAR_EN_HIGH, LBAR_FLSH0 + 1},
	{0x18, ROUTE_ENABLE, LBAR_EN_HIGH, LBAR_FLSH0 + 2},
	{0x1c, ROUTE_ENABLE, LBAR_EN_HIGH, LBAR_FLSH0 + 3},
};

/* Registers of the one that is not to be seen. */
static uint8_t hidden;

void cs5536_flash_interrupt(void)
{
	const uint32_t inta = (uint32_t)smm_rdmsr(PIC_ZSEL_HIGH) >> ZSEL_INTA_SHIFT & 0xf;

	if (cs5536_vpci[FLASH].count)
		smm_change_low(PIC_YSEL_LOW, YSEL_FLASH, inta * BOTH_SOURCES);
}

bool cs5536_flash_change(struct vpci_function *from, unsigned reg, uint32_t data)
{
	struct vpci_function *const ide = &cs5536_vpci[IDE], *to = &cs5536_vpci[FLASH];

	if (reg != REG_CHANGE || !from->count || !hidden)
		return false;
	if (from == to && data == TO_IDE)
		to = ide;
	else if (from != ide || data != TO_FLASH)
		return false;
	from->asleep = true;
	vpci_route_bars(from);
	to->count = hidden;
	hidden = from->count;
	from->count = 0;
	smm_change_low(BALL_OPTS, BALL_OPTS_IDE, to == ide ? BALL_OPTS_IDE : 0);
	to->asleep = false;
	vpci_route_bars(to);
	smm_change_low(PIC_YSEL_LOW, YSEL_FLASH, 0);
	cs5536_flash_interrupt();
	return true;
}

/* A chip select without a mask has no base address register. */
static void adopt(struct vpci_register *bar, uint32_t msr)
{
	const uint64_t value = smm_rdmsr(msr);
	const uint32_t high = (uint32_t)(value >> 32);
	uint32_t mask = high & LBAR_IO_MASK;

	if (high & LBAR_MEM_HIGH) {
		bar->kind = VPCI_MEM;
		mask = high & LBAR_MEM_MASK;
	} else if (mask) {
		mask |= IO_HIGH;
	}
	bar->mask = mask;
	if (high & LBAR_EN_HIGH)
		bar->value = (uint32_t)value & mask;
	if (mask)
		flash[VPCI_AT_COMMAND].mask |= bar->kind;
}

void cs5536_flash_init(void)
{
	struct vpci_function *f = &cs5536_vpci[FLASH];

	/* Without IDE there is nothing to change from. */
	if (!cs5536_vpci[IDE].count)
		return;
	f->regs = flash;
	f->routes = flash_routes;
	f->route_count = CHIP_SELECTS;
	hidden = sizeof(flash) / sizeof(flash[0]);
	for (unsigned i = 0; i < CHIP_SELECTS; i++)
		adopt(&flash[AT_BAR0 + i], LBAR_FLSH0 + i);
}
