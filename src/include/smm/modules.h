/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where SMIs come from, who serves them, and what was counted. */
#ifndef SMM_MODULES_H
#define SMM_MODULES_H

#include <stdbool.h>
#include <stdint.h>
#include <smm/event.h>
#include <smm/image.h>

/* The registers that tell of SMIs, in the order in which they are asked. */
enum smm_source_id {
	SMM_GLPCI,
	SMM_GLIU0,
	SMM_GLIU1,
	SMM_GLCP,
	SMM_DC,
	SMM_DIVIL, /* from here on behind PCI: asked only while the companion reports something */
	SMM_GLPCI_SB,
	SMM_GLIU_SB,
	SMM_USB,
	SMM_SOURCES
};

/* A register with one bit per event: control bits below, what happened above, written as 1 to clear. */
struct smm_source {
	uint32_t msr;
	uint32_t events;  /* the control bits there are */
	bool status_high; /* status bits are in the high half, else 16 above the control bits */
	bool enables;	  /* control bits switch events on; else they switch them off */
};

/* The chips' tables together make an array of SMM_SOURCES. */
extern const struct smm_source smm_north_sources[SMM_DIVIL];
extern const struct smm_source smm_south_sources[SMM_SOURCES - SMM_DIVIL];

/* Whether the companion asks for service; cheap. */
bool smm_companion_active(void);

/* A module's part in the table of modules. */
struct smm_module {
	uint8_t source;	 /* enum smm_source_id */
	uint32_t events; /* control bits it serves */
	/*
	 * events: what happened. The bits have been cleared. Returns false when it was for somebody else, true when
	 * served.
	 */
	bool (*serve)(struct smm_event *ev, uint32_t events);
};

/* The last one has no events. */
extern const struct smm_module smm_modules[];

/* What the modules do at the first software SMI. */
void smm_start_modules(void);

/* What the handler counted; readable from outside (struct smm_image's place is known). */
struct smm_counts {
	uint32_t smis;
	uint32_t spurious; /* nothing was pending */
	uint32_t unknown;  /* events that nobody serves */
	uint32_t masked; /* events switched off because they came too often, or would not go away */
};

extern struct smm_counts smm_counts;
extern struct smm_image smm_image;

/* A line in the memory console: text, and a number in hexadecimal. */
void smm_note(const char *text, uint32_t number);

/* --- The modules --- */

/* src/smm/pci.c */
bool smm_pci_serve(struct smm_event *ev, uint32_t events);
void smm_pci_init(void);
/* src/smm/virtual_registers.c */
bool smm_vr_serve(struct smm_event *ev, uint32_t events);
void smm_vr_init(void);
/* southbridge/amd/cs5536/smm_legacy.c */
bool smm_legacy_serve(struct smm_event *ev, uint32_t events);
/* southbridge/amd/cs5536/smm_acpi.c */
bool smm_acpi_serve(struct smm_event *ev, uint32_t events);
void smm_acpi_init(void);
/* southbridge/amd/cs5536/smm_suspend.c: suspends to RAM by writing PM1_CNT; returns when the machine did not. */
void cs5536_suspend(uint16_t control, uint32_t value);
/* northbridge/amd/geode_lx/smm_suspend.c: its part: RAM into self-refresh, then the write. */
void geode_lx_suspend(uint16_t control, uint32_t value);
void geode_lx_sleep(uint16_t control, uint32_t value);
/* src/smm/modules.c: events that go with others and mean nothing alone */
bool smm_nothing(struct smm_event *ev, uint32_t events);

#endif
