/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ramstage: puts the SMI handler into its memory and starts it, before the PCI scan asks for its headers. */
#include <string.h>
#include <boot/context.h>
#include <boot/heap.h>
#include <boot/region.h>
#include <console/console.h>
#include <cpu/cpu.h>
#include <device/device.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <smm/image.h>
#include <smm/load.h>

#define ROOM (SMM_STACK_TOP - SMM_STACK_SIZE)

/* Runs a hook of every chip in the tree. Returns the first error. */
static int for_chips(struct smm_params *params)
{
	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct device_ops *ops = devtree_nodes[i].ops;
		int err = ops && ops->smm_prepare ? ops->smm_prepare(&devtree_nodes[i], params) : 0;

		if (err)
			return err;
	}
	return 0;
}

static void enable_chips(void)
{
	for (unsigned i = 0; i < devtree_node_count; i++) {
		const struct device_ops *ops = devtree_nodes[i].ops;

		if (ops && ops->smm_enable)
			ops->smm_enable(&devtree_nodes[i]);
	}
}

static int expand(struct smm_image *image, size_t *size)
{
	struct cbfs_file file;
	int err = region_file(context()->region, "smm", true, &file);

	if (err)
		return err;
	err = decompress(file.compression, file.data, file.stored_size, image, ROOM, size,
			 xzalloc(DECOMPRESS_WORK_SIZE), DECOMPRESS_WORK_SIZE);
	if (err)
		return err;
	return *size < sizeof(*image) || image->magic != SMM_MAGIC || image->size != *size
		       ? ERR_CORRUPT
		       : 0;
}

int smm_load(void)
{
	struct smm_image *image = (struct smm_image *)SMM_BASE;
	struct console_ring *ring = context()->console;
	struct smm_params params = {.region = (uint8_t)context()->region};
	size_t size;
	int err = for_chips(&params);

	if (err)
		return err;
	err = expand(image, &size);
	if (err)
		return err;
	params.console = (uint32_t)(uintptr_t)ring;
	params.console_size = ring ? ring->size : 0;
	image->params = params;
	cpu_smm_enable(SMM_BASE, SMM_SIZE, SMM_BASE + SMM_HEADER_TOP);
	if (cpu_smm_call(SMM_INIT) != SMM_READY) {
		pr_err("SMM: the handler does not answer\n");
		return ERR_NO_DEVICE;
	}
	enable_chips();
	pr_info("SMM: open handler, %u bytes at %08x\n", (unsigned)size, SMM_BASE);
	return 0;
}
