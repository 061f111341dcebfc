/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AMD's SMI handler VSA2, a binary that the user brings: loading it, and what the chips of the board do for it. */
#ifndef SMM_VSA2_H
#define SMM_VSA2_H

#include <stdbool.h>
#include <stdint.h>

struct dt_node;

/* The name of its file in CBFS, and the most bytes it may have: it must fit into the 128 KiB of SMM memory. */
#define VSA2_FILE     "vsa2"
#define VSA2_MAX_SIZE 0x20000u

/* Where its memory is seen, and how big it is. */
#define VSA2_SMM_BASE 0x80400000u
#define VSA2_SMM_SIZE 0x20000u
/* A page behind it that VSA2 itself uses for moments. */
#define VSA2_RESERVED (VSA2_SMM_SIZE + 0x1000u)

/* What the chips tell: the numbers of the descriptors of SMM memory and system memory, and the display's memory. */
struct vsa2_machine {
	uint32_t smm_descriptor;
	uint32_t memory_descriptor;
	uint32_t framebuffer_mib;
	bool display; /* the board has one */
	bool panel;   /* and a panel at it */
};

/* The part of a chip, for every node of the tree in its order; each may be NULL. */
struct vsa2_ops {
	/* Before the call: descriptors and blocks as VSA2 expects them. */
	int (*prepare)(const struct dt_node *node, struct vsa2_machine *machine);
	/* It runs, and has been told the display's memory. */
	int (*started)(const struct dt_node *node, const struct vsa2_machine *machine);
	/* It does not run: no SMI comes any more, no access is trapped, memory is divided as without. */
	void (*abandon)(const struct dt_node *node);
	/*
	 * A reset in so many seconds, until it is called with 0. Returns false when the boot before this one ended by
	 * such a reset, and then does nothing: only the next call starts again.
	 */
	bool (*watch)(const struct dt_node *node, unsigned seconds);
};

/* Loads, starts and checks it. Returns 0, or the error of the step that failed, which has been printed. */
int vsa2_load(void);

/* The end of the firmware's work, when it was started. Returns 0. */
int vsa2_end_of_post(void);

/* Its virtual registers: class << 8 | index. A read gives all of EAX. */
uint32_t vsa2_read(uint16_t reg);
void vsa2_write(uint16_t reg, uint16_t value);

/* The BIOS interrupts that a VSA2 may call; a realmode_service. */
struct realmode_frame;
int vsa2_interrupt(struct realmode_frame *frame, uint32_t vector);

#endif
