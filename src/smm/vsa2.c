/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Ramstage: loads VSA2, AMD's SMI handler, which is a binary that the user brings (doc/smm.md), and starts it before
 * the PCI scan. At its head is a real-mode program that installs the rest in SMM memory and starts it.
 */
#include <string.h>
#include <arch/io.h>
#include <arch/realmode.h>
#include <boot/context.h>
#include <boot/region.h>
#include <console/console.h>
#include <device/device.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <smm/load.h>
#include <smm/vsa2.h>

/* It is linked for this place, and is called at the offset where its first instructions are its signature. */
#define IMAGE_SEGMENT	   0x6000u
#define ENTRY		   0x20u
#define ENTRY_SIGNATURE	   0x80e610b0u
/* In the published image, which has this size: what went wrong, as bits. */
#define PUBLISHED_SIZE	   57504u
#define ERROR_WORD	   0x502u

#define TIME_LIMIT_S	   5u
#define PIC_MASK_1	   0x21
#define PIC_MASK_2	   0xa1

#define INDEX_PORT	   0xac1c
#define DATA_PORT	   0xac1e
#define UNLOCK		   0xfc53u
#define VR_SIGNATURE	   0x0003u
#define SIGNATURE	   0x56534132u /* "VSA2" */
#define VR_GRAPHICS	   0x0200u
#define GRAPHICS_DRIVER	   0x2000u
#define GRAPHICS_PRIMARY   0x0800u
#define GRAPHICS_PANEL	   0x0100u
#define GRAPHICS_MIB	   0x00feu

#define END_OF_POST	   0x5000u
#define SYSTEM_CONTROL	   0x92
#define SYSTEM_CONTROL_A20 0x02

static const char *const image_errors[] = {
	"a module does not fit", "no system manager",  "bad module type", "SMI status problem",
	"unknown processor",	 "no companion found", "not privileged",  "a copy is wrong",
	"versions differ",	 "internal",	       "invalid module",
};

static bool running;

uint32_t vsa2_read(uint16_t reg)
{
	uint32_t value = 0;

	outl(INDEX_PORT, UNLOCK << 16 | reg);
	/* VSA2 answers with more bits than the instruction asks for. */
	__asm__ volatile("inw %%dx, %%ax" : "+a"(value) : "d"(DATA_PORT));
	return value;
}

void vsa2_write(uint16_t reg, uint16_t value)
{
	outl(INDEX_PORT, UNLOCK << 16 | reg);
	outw(DATA_PORT, value);
}

static uint8_t *image_at(uint32_t offset)
{
	uintptr_t address = (IMAGE_SEGMENT << 4) + offset;

	__asm__("" : "+r"(address));
	return (uint8_t *)address;
}

static uint32_t image_word(uint32_t offset, unsigned bytes)
{
	uint32_t value = 0;

	memcpy(&value, image_at(offset), bytes);
	return value;
}

static int load_image(size_t *size)
{
	struct cbfs_file file;
	int err = region_file(context()->region, VSA2_FILE, true, &file);

	if (err)
		return err;
	err = decompress(file.compression, file.data, file.stored_size, image_at(0), VSA2_MAX_SIZE,
			 size, image_at(VSA2_MAX_SIZE), DECOMPRESS_WORK_SIZE);
	if (err) {
		pr_err("VSA2: the file cannot be expanded: %s\n", err_str(err));
		return err;
	}
	if (*size < ENTRY + sizeof(uint32_t) || image_word(ENTRY, 4) != ENTRY_SIGNATURE) {
		pr_err("VSA2: not such an image: %08x at its entry, not %08x\n",
		       *size < ENTRY + sizeof(uint32_t) ? 0 : (unsigned)image_word(ENTRY, 4),
		       ENTRY_SIGNATURE);
		return ERR_CORRUPT;
	}
	return 0;
}

/* The hooks of every chip in the tree. */
static const struct vsa2_ops *ops_of(unsigned i)
{
	static const struct vsa2_ops none;
	const struct device_ops *ops = devtree_nodes[i].ops;

	return ops && ops->vsa2 ? ops->vsa2 : &none;
}

static int prepare(struct vsa2_machine *machine)
{
	int err = 0;

	for (unsigned i = 0; i < devtree_node_count && !err; i++) {
		if (ops_of(i)->prepare)
			err = ops_of(i)->prepare(&devtree_nodes[i], machine);
	}
	if (err)
		pr_err("VSA2: the chips cannot be prepared: %s\n", err_str(err));
	return err;
}

static bool watch(unsigned seconds)
{
	for (unsigned i = 0; i < devtree_node_count; i++) {
		if (ops_of(i)->watch && !ops_of(i)->watch(&devtree_nodes[i], seconds))
			return false;
	}
	return true;
}

static void abandon(void)
{
	for (unsigned i = 0; i < devtree_node_count; i++) {
		if (ops_of(i)->abandon)
			ops_of(i)->abandon(&devtree_nodes[i]);
	}
}

/* What the installer noted, for the published image. */
static void print_errors(size_t size)
{
	const uint32_t errors = size == PUBLISHED_SIZE ? image_word(ERROR_WORD, 2) : 0;

	if (errors)
		pr_err("VSA2: its installer's errors are %04x:\n", (unsigned)errors);
	for (unsigned i = 0; i < sizeof(image_errors) / sizeof(image_errors[0]); i++) {
		if (errors & 1u << i)
			pr_err("VSA2:  %s\n", image_errors[i]);
	}
}

/* Returns 0 when its signature can be read. */
static int call(const struct vsa2_machine *machine, size_t size)
{
	uint32_t signature;
	int err;

	outb(PIC_MASK_1, 0xff);
	outb(PIC_MASK_2, 0xff);
	/* What is said last before a stranger's code runs must be read even when that code does not come back. */
	console_uart_drain();
	err = realmode_call(IMAGE_SEGMENT, ENTRY, machine->smm_descriptor,
			    machine->memory_descriptor, vsa2_interrupt);
	if (err) {
		pr_err("VSA2: its installer was ended\n");
		return err;
	}
	print_errors(size);
	signature = vsa2_read(VR_SIGNATURE);
	if (signature == SIGNATURE)
		return 0;
	pr_err("VSA2: virtual register 0003 is %08x, not %08x\n", (unsigned)signature, SIGNATURE);
	return ERR_NO_DEVICE;
}

/* The display's memory comes from the end of RAM now. */
static int set_graphics(const struct vsa2_machine *machine)
{
	const uint16_t wish = (uint16_t)(GRAPHICS_DRIVER | GRAPHICS_PRIMARY |
					 (machine->panel ? GRAPHICS_PANEL : 0) |
					 (machine->framebuffer_mib & GRAPHICS_MIB));
	uint16_t is;

	if (!machine->display || !machine->framebuffer_mib)
		return 0;
	vsa2_write(VR_GRAPHICS, wish);
	is = (uint16_t)vsa2_read(VR_GRAPHICS);
	if (is == wish)
		return 0;
	pr_err("VSA2: virtual register 0200 (graphics) is %04x, not %04x\n", is, wish);
	return ERR_NO_DEVICE;
}

static int started(const struct vsa2_machine *machine)
{
	int err = 0;

	for (unsigned i = 0; i < devtree_node_count && !err; i++) {
		if (ops_of(i)->started)
			err = ops_of(i)->started(&devtree_nodes[i], machine);
	}
	return err;
}

static int run(size_t size)
{
	struct vsa2_machine machine = {0};
	int err = prepare(&machine);

	if (!err)
		err = call(&machine, size);
	if (!err)
		err = set_graphics(&machine);
	if (!err)
		err = started(&machine);
	if (err)
		abandon();
	return err;
}

int vsa2_load(void)
{
	size_t size;
	int err = load_image(&size);

	if (err)
		return err;
	if (!watch(TIME_LIMIT_S)) {
		pr_err("VSA2: it did not come back within %u s in the boot before; the next one tries it again\n",
		       TIME_LIMIT_S);
		return ERR_TIMEOUT;
	}
	err = run(size);
	watch(0);
	running = !err;
	if (running)
		pr_info("SMM: VSA2, %u bytes, version %04x\n", (unsigned)size,
			(unsigned)(vsa2_read(0) & 0xffff));
	return err;
}

int vsa2_end_of_post(void)
{
	if (!running)
		return 0;
	console_uart_drain();
	watch(TIME_LIMIT_S);
	cpu_smm_call(END_OF_POST);
	watch(0);
	/* Some builds leave address line 20 off. */
	outb(SYSTEM_CONTROL, SYSTEM_CONTROL_A20);
	return 0;
}
