/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named signals: nodes with a level; parts and tests hook onto them. */
#ifndef GEODESIM_FRAME_SIGNAL_H
#define GEODESIM_FRAME_SIGNAL_H

#include <stdbool.h>
#include <stdint.h>

/* One listener. The listener embeds it. */
struct signal_hook {
	void (*changed)(void *opaque, bool level);
	void *opaque;
	struct signal_hook *next;
};

/*
 * A node. Levels are logical: true = asserted, whatever the pin's polarity. A node with several
 * drivers (a shared interrupt line) is the OR of them: each driver has a bit in `drivers`.
 */
struct signal {
	const char *name;
	bool level;
	uint32_t drivers;
	struct signal_hook *hooks;
};

/** signal_init - a deasserted node without listeners. */
void signal_init(struct signal *s, const char *name);

/** signal_connect - @changed is called with @opaque at every change of level, in order of
 *  connection. The hook stays owned by the caller. */
void signal_connect(struct signal *s, struct signal_hook *hook,
		    void (*changed)(void *opaque, bool level), void *opaque);

/** signal_set - drive the node as its only driver. */
void signal_set(struct signal *s, bool level);

/** signal_drive - drive as driver @n (0..31) of a wired OR. */
void signal_drive(struct signal *s, unsigned n, bool level);

/** signal_pulse - assert and release: listeners see both edges. */
void signal_pulse(struct signal *s);

/* One node that follows another. */
struct signal_link {
	struct signal_hook hook;
	struct signal *to;
	unsigned driver;
};

/** signal_link - @to follows @from, as driver @driver (0..31) of its wired OR. */
void signal_link(struct signal *from, struct signal_link *link, struct signal *to, unsigned driver);

#endif
