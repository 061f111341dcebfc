/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Named signals. */
#include "frame/signal.h"

#include <stddef.h>

void signal_init(struct signal *s, const char *name)
{
	s->name = name;
	s->level = false;
	s->drivers = 0;
	s->hooks = NULL;
}

void signal_connect(struct signal *s, struct signal_hook *hook,
		    void (*changed)(void *opaque, bool level), void *opaque)
{
	struct signal_hook **at = &s->hooks;

	while (*at)
		at = &(*at)->next;
	hook->changed = changed;
	hook->opaque = opaque;
	hook->next = NULL;
	*at = hook;
}

static void settle(struct signal *s)
{
	bool level = s->drivers != 0;

	if (level == s->level)
		return;
	s->level = level;
	for (struct signal_hook *h = s->hooks; h; h = h->next)
		h->changed(h->opaque, level);
}

void signal_set(struct signal *s, bool level)
{
	s->drivers = level;
	settle(s);
}

void signal_drive(struct signal *s, unsigned n, bool level)
{
	if (level)
		s->drivers |= UINT32_C(1) << (n & 31);
	else
		s->drivers &= ~(UINT32_C(1) << (n & 31));
	settle(s);
}

void signal_pulse(struct signal *s)
{
	signal_set(s, true);
	signal_set(s, false);
}

static void follow(void *opaque, bool level)
{
	struct signal_link *l = opaque;

	signal_drive(l->to, l->driver, level);
}

void signal_link(struct signal *from, struct signal_link *link, struct signal *to, unsigned driver)
{
	link->to = to;
	link->driver = driver;
	signal_connect(from, &link->hook, follow, link);
}
