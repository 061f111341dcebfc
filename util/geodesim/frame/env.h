/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the machine lends to every chip model: time, trace, rules, and the way to the processor. */
#ifndef GEODESIM_FRAME_ENV_H
#define GEODESIM_FRAME_ENV_H

#include <stdbool.h>

#include "frame/bus.h"
#include "frame/clock.h"
#include "frame/trace.h"

struct rules;

/* The callbacks may be NULL (tests without a processor): use the functions below. */
struct env {
	struct clock *clock;
	struct trace *trace;
	struct rules *rules; /* NULL: nobody judges */
	void *opaque;
	/* The access in progress answers with a synchronous SMI; external: from the companion. */
	void (*ssmi)(void *opaque, bool external);
	/* Routing or page pointers changed: the processor forgets what it remembers of memory. */
	void (*routes_changed)(void *opaque);
	/* The access in progress takes @ns of board time more. */
	void (*charge_ns)(void *opaque, unsigned ns);
};

static inline void env_ssmi(const struct env *e, bool external)
{
	if (e->ssmi)
		e->ssmi(e->opaque, external);
}

static inline void env_routes_changed(const struct env *e)
{
	if (e->routes_changed)
		e->routes_changed(e->opaque);
}

static inline void env_charge_ns(const struct env *e, unsigned ns)
{
	if (e->charge_ns)
		e->charge_ns(e->opaque, ns);
}

#endif
