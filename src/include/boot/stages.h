/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entries of the stages, and a stage as an ordered list of steps. */
#ifndef BOOT_STAGES_H
#define BOOT_STAGES_H

#include <stdbool.h>
#include <stdint.h>
#include <boot/timestamp.h>
#include <console/post.h>
#include <lib/cbfs.h>

/* One step of a stage: its POST code and timestamp (0: none) come before it runs. */
struct boot_step {
	const char *name; /* for the message when it fails */
	enum post_code post;
	enum timestamp_id timestamp;
	int (*run)(void); /* 0 or a negative code; the boot goes on either way */
};

/* Runs the steps in order and says which of them failed. */
void run_steps(const struct boot_step *steps, unsigned int count);

/* Bootblock, from reset.S. bist: EAX after reset, 0 when the CPU's self test was passed. Never returns. */
_Noreturn void bootblock_main(uint32_t bist);

/*
 * Romstage, called by the bootblock on its stack. Returns only when the context is not the one this romstage
 * was built for: bootblock and romstage come from different versions that do not fit.
 */
void romstage_entry(void);

/* Ramstage, called by romstage on a stack in RAM. Never return. */
_Noreturn void ramstage_entry(void);
_Noreturn void ramstage_main(void);
_Noreturn void ramstage_resume(void);
_Noreturn void ramstage_payload_returned(void);

/*
 * Bootblock: decides which region boots, and notes it and the reason in the context. True when it is NORMAL: *romstage
 * is then NORMAL's, which has been checked.
 */
bool region_select(struct cbfs_file *romstage);

/* Payload (src/payload): goes through the boot order until a payload runs. Never returns. */
_Noreturn void payload_boot(void);

#endif
