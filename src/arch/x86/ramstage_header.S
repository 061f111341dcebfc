/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head of the ramstage file (boot/stage.h). */
#include <boot/stage.h>

	.section .stage_header, "a"
	.long	STAGE_MAGIC
	.long	ramstage_image_size
	.long	ramstage_memory_size
	.long	0			/* util/mkramstage writes the size of the relocations */
	.long	ramstage_entry_offset
