/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The SMI dispatcher: asks every source in a fixed order, clears what is pending and calls the modules.
 *
 * It can never stay in here: there is a limit of rounds, events that nobody serves are switched off when they come
 * too often, and so is what is still pending after the last round.
 */
#include <stddef.h>
#include <smm/hw.h>
#include <smm/modules.h>

#define MAX_ROUNDS	 8
#define UNKNOWN_LIMIT	 16

#define LOW_STATUS_SHIFT 16

struct smm_counts smm_counts;
static uint8_t unknown[SMM_SOURCES];

void smm_change_low(uint32_t msr, uint32_t clear, uint32_t set)
{
	const uint64_t value = smm_rdmsr(msr);

	smm_wrmsr(msr, (value & 0xffffffff00000000ull) | ((uint32_t)value & ~clear) | set);
}

void smm_change_high(uint32_t msr, uint32_t clear, uint32_t set)
{
	const uint64_t value = smm_rdmsr(msr);
	const uint32_t high = ((uint32_t)(value >> 32) & ~clear) | set;

	smm_wrmsr(msr, (uint64_t)high << 32 | (uint32_t)value);
}

/* Takes the events that are pending and switched on: clears them and returns them. */
static uint32_t take(const struct smm_source *source)
{
	const uint64_t value = smm_rdmsr(source->msr);
	const uint32_t low = (uint32_t)value, high = (uint32_t)(value >> 32);
	const uint32_t status = source->status_high ? high : low >> LOW_STATUS_SHIFT;
	const uint32_t events = status & (source->enables ? low : ~low) & source->events;

	if (!events)
		return 0;
	/* What is written back as 1 is cleared; nothing else may be. */
	if (source->status_high)
		smm_change_high(source->msr, source->events, events);
	else
		smm_change_low(source->msr, source->events << LOW_STATUS_SHIFT,
			       events << LOW_STATUS_SHIFT);
	return events;
}

/* Calls the modules of a source. Returns the events that nobody served. */
static uint32_t serve(struct smm_event *ev, unsigned id, uint32_t events)
{
	for (const struct smm_module *module = smm_modules; module->events; module++) {
		const uint32_t mine = events & module->events;

		if (module->source == id && mine && module->serve && module->serve(ev, mine))
			events &= ~mine;
	}
	return events;
}

static void switch_off(const struct smm_source *source, uint32_t events)
{
	smm_change_low(source->msr, source->enables ? events : 0, source->enables ? 0 : events);
	smm_counts.masked++;
	smm_note("SMI switched off, register ", source->msr);
}

/* One round over all sources; returns whether there was anything. */
static bool serve_sources(struct smm_event *ev, bool last)
{
	const struct smm_source *source = smm_north_sources;
	bool any = false;

	for (unsigned id = 0; id < SMM_SOURCES; id++, source++) {
		uint32_t events, left, off;

		if (id == SMM_DIVIL) {
			if (!smm_companion_active())
				break;
			source = smm_south_sources;
		}
		events = take(source);
		if (!events)
			continue;
		any = true;
		off = last ? events : 0;
		left = serve(ev, id, events);
		if (left) {
			smm_counts.unknown++;
			if (++unknown[id] >= UNKNOWN_LIMIT) {
				unknown[id] = 0;
				off |= left;
			}
		}
		if (off)
			switch_off(source, off);
		/* The most frequent one, and always alone: it belongs to the instruction that was interrupted. */
		if (id == SMM_GLPCI && !left)
			return false;
	}
	return any;
}

/*
 * The first software SMI starts the modules; it is the firmware's, before anybody else runs. Later ones, the end of
 * POST among them, are taken and change nothing.
 */
static void start(struct smm_event *ev)
{
	static bool started;

	if (started || ev->regs->eax != SMM_INIT)
		return;
	started = true;
	smm_start_modules();
	ev->regs->eax = SMM_READY;
}

void smm_dispatch(struct smm_event *ev)
{
	const uint16_t bytes = ev->header->io_size;

	smm_counts.smis++;
	ev->size = bytes == 0xf ? 4 : bytes == 3 ? 2 : bytes & 1;
	ev->width = 0xffffffffu >> (32 - 8 * ev->size) % 32;
	ev->data = ev->header->io_data;
	ev->port = ev->header->io_port;
	ev->read = !(ev->header->flags & SMM_FLAG_IO_WRITE);
	if (ev->header->flags & SMM_FLAG_SMINT) {
		start(ev);
		return;
	}
	for (unsigned round = 0; round < MAX_ROUNDS; round++) {
		if (!serve_sources(ev, round == MAX_ROUNDS - 1)) {
			if (!round && !(ev->header->flags & SMM_FLAG_IO_TRAP))
				smm_counts.spurious++;
			return;
		}
	}
}
