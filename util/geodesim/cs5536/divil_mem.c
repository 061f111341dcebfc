/* SPDX-License-Identifier: GPL-2.0-or-later */
/* DIVIL's memory decode: KEL, flash windows, boot flash, LPC (cs5536 sheet 2.3, 2.4, 7.6). */
#include "cs5536/divil.h"
#include "cs5536/divil_msr.h"
#include "cs5536/lbar.h"
#include "strict/rules.h"

#define BOOT_BASE UINT32_C(0xf0000000)
#define SEC_FIRST UINT32_C(0xf00f0000) /* the second boot location serves 16 KiB from here */
#define SEC_LAST  UINT32_C(0xf00f3fff)

static uint64_t ones(unsigned size)
{
	return UINT64_MAX >> (64 - 8 * size);
}

/*
 * The page of OHCI while KEL watches it. A request that KEL has passed on carries GL_BIZARRO and is
 * not caught a second time.
 */
static bool kel_page(const struct divil *d, uint32_t addr, unsigned flags)
{
	return !(flags & GL_BIZARRO) && lbar_kel_hit(divil_msr(d, DIVIL_LBAR_KEL1), addr);
}

/* The chip select whose window holds @addr, or -1. */
static int flash_window(const struct divil *d, uint32_t addr, struct lbar_flash *l)
{
	if (addr >= BOOT_BASE)
		return -1;
	for (int n = 0; n < DIVIL_FLASH_SELECTS; n++) {
		*l = lbar_flash(divil_msr(d, DIVIL_LBAR_FLSH0 + (unsigned)n));
		if (lbar_flash_hit(l, true, addr))
			return n;
	}
	return -1;
}

/* Does @addr belong to the boot device? *to: its address in the top window. */
static bool boot_address(const struct divil *d, uint32_t addr, uint32_t *to)
{
	uint64_t leg = divil_msr(d, DIVIL_LEG_IO);

	*to = addr;
	if (addr >= BOOT_BASE)
		return true;
	*to = addr | UINT32_C(0xfff00000);
	return ((addr & ~UINT32_C(0xffff)) == 0xf0000 && (leg & LEG_F_REMAP)) ||
	       ((addr & ~UINT32_C(0xffff)) == 0xe0000 && (leg & LEG_E_REMAP));
}

static enum lpc_location location(const struct divil *d, uint32_t addr)
{
	uint64_t opts = divil_msr(d, DIVIL_BALL_OPTS);
	bool second = addr >= SEC_FIRST && addr <= SEC_LAST;

	return (enum lpc_location)(opts >> (second ? BALL_SEC_SHIFT : BALL_PRI_SHIFT) & 3);
}

static bool lpc_memory_off(const struct divil *d)
{
	return divil_msr(d, DIVIL_LEG_IO) & LEG_NO_LPC_MEM;
}

uint64_t divil_mem_read(void *opaque, uint32_t addr, unsigned size, unsigned flags)
{
	struct divil *d = opaque;
	struct lbar_flash l;
	uint32_t top;
	int n;

	if (kel_page(d, addr, flags)) {
		if (kel_has(addr & 0xfff) && size <= 4)
			return kel_read(&d->kel, addr & 0xfff, size);
		return d->gliu ? gliu_mem_read(d->gliu, 4, addr, size, flags | GL_BIZARRO)
			       : ones(size);
	}
	n = flash_window(d, addr, &l);
	if (n >= 0) {
		uint64_t val = 0;

		if (!l.nand || divil_ide_pins(d))
			return ones(size); /* no NOR chip, or no pins */
		for (unsigned i = 0; i < size; i++)
			val |= (uint64_t)divil_flash_mem_read(&d->flash, (unsigned)n,
							      (addr + i) & 0xfff)
			       << (8 * i);
		return val;
	}
	if (boot_address(d, addr, &top))
		return lpc_boot_read(&d->lpc, location(d, top), top, size);
	return lpc_memory_off(d) ? ones(size) : mem_map_read(&d->lpc.mem, addr, size);
}

static void boot_write(struct divil *d, uint32_t top, unsigned size, uint64_t val)
{
	if (!(divil_msr(d, DIVIL_NORF_CTL) & NORF_WE_CS3)) {
		rule_broken(d->env->rules, RULE_FLASH_PROTECTED,
			    "write to the boot flash at %08X is lost", top);
		return;
	}
	lpc_boot_write(&d->lpc, location(d, top), top, size, val);
}

void divil_mem_write(void *opaque, uint32_t addr, unsigned size, uint64_t val, unsigned flags)
{
	struct divil *d = opaque;
	struct lbar_flash l;
	uint32_t top;
	int n;

	if (kel_page(d, addr, flags)) {
		if (kel_has(addr & 0xfff) && size <= 4)
			kel_write(&d->kel, addr & 0xfff, size, (uint32_t)val);
		else if (d->gliu)
			gliu_mem_write(d->gliu, 4, addr, size, val, flags | GL_BIZARRO);
		return;
	}
	n = flash_window(d, addr, &l);
	if (n >= 0) {
		for (unsigned i = 0; l.nand && !divil_ide_pins(d) && i < size; i++)
			divil_flash_mem_write(&d->flash, (unsigned)n, (addr + i) & 0xfff,
					      (uint8_t)(val >> (8 * i)));
		return;
	}
	if (boot_address(d, addr, &top))
		boot_write(d, top, size, val);
	else if (!lpc_memory_off(d))
		mem_map_write(&d->lpc.mem, addr, size, val);
}

uint8_t *divil_mem_page(void *opaque, uint32_t addr, bool write, unsigned flags)
{
	struct divil *d = opaque;
	struct lbar_flash l;
	uint32_t top;

	if (kel_page(d, addr, flags) || flash_window(d, addr, &l) >= 0)
		return NULL;
	if (boot_address(d, addr, &top))
		return write ? NULL : lpc_boot_page(&d->lpc, location(d, top), top);
	return lpc_memory_off(d) ? NULL : mem_map_page(&d->lpc.mem, addr, write);
}
