/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions with the bare machine. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "machine/bare.h"
#include "tools/session_files.h"

#define RAM_MIB 64

static struct bare *bare_of(const struct session *s)
{
	return s->built;
}

static int ram_of(struct session *s, uint64_t *bytes)
{
	char *end;
	unsigned long mib = strtoul(s->o.ram, &end, 10);

	if (s->o.ram[0] && (*end || mib < 2 || mib > 3072)) {
		snprintf(s->err, sizeof(s->err),
			 "--ram %.40s: the bare machine takes 2 to 3072 (MiB)", s->o.ram);
		return -1;
	}
	*bytes = (uint64_t)(s->o.ram[0] ? mib : RAM_MIB) << 20;
	return 0;
}

static int add_faults(struct session *s)
{
	memfault_init(&s->memfault, &s->m->ram);
	for (unsigned n = 0; n < s->o.faults; n++) {
		if (memfault_add(&s->memfault, &s->m->mem, s->o.fault[n].addr, s->o.fault[n].bit,
				 s->o.fault[n].stuck_at)) {
			snprintf(s->err, sizeof(s->err),
				 "memory fault at %" PRIX32 ": no RAM there", s->o.fault[n].addr);
			return -1;
		}
	}
	return 0;
}

static int open_bare(struct session *s)
{
	struct bare_config cfg = {
		.model = s->o.gx2 ? CPU_GEODE_GX2 : CPU_GEODE_LX,
		.core_hz = s->o.cpu_khz * 1000,
		.rtc_time = s->o.rtc,
		.post_port = s->o.post_port,
	};
	const struct replay_file *cmos;

	if (ram_of(s, &cfg.ram_bytes))
		return -1;
	if (s->o.flash[0]) {
		cfg.chip = lpcflash_find(s->o.flash);
		if (!cfg.chip) {
			snprintf(s->err, sizeof(s->err), "flash chip %s is not known", s->o.flash);
			return -1;
		}
	}
	if (session_read_rom(s) || session_read_cmos(s, &cmos) ||
	    session_read_disks(s, cfg.disk, OPTIONS_DISKS))
		return -1;
	cfg.rom = s->rom;
	cfg.rom_size = (uint32_t)s->rom_size;
	if (cmos) {
		cfg.cmos = cmos->bytes;
		cfg.cmos_size = cmos->size;
	}
	s->built = bare_new(&cfg, s->err, sizeof(s->err));
	if (!s->built)
		return -1;
	s->m = &bare_of(s)->m;
	if (s->o.flash_cut && cfg.chip)
		lpcflash_cut_power(&bare_of(s)->flash, s->o.flash_cut, s->o.flash_cut_percent);
	return add_faults(s);
}

/* Faults of a script that the plain parts have, too. */
static int act_bare(struct session *s, const struct script_step *st)
{
	struct bare *b = bare_of(s);

	switch (st->verb) {
	case SCRIPT_FLIP:
		if (st->n[0] >= s->m->ram.size)
			break;
		s->m->ram.bytes[st->n[0]] ^= (uint8_t)(1u << st->n[1]);
		cpu_memory_written(s->m->cpu, st->n[0], 1);
		return 0;
	case SCRIPT_STUCK:
		if (memfault_add(&s->memfault, &s->m->mem, st->n[0], st->n[1], st->choice))
			break;
		return 0;
	case SCRIPT_FLASH_CUT:
		if (!b->has_flash)
			break;
		lpcflash_cut_power(&b->flash, st->n[0], st->n[1]);
		return 0;
	default: break;
	}
	snprintf(s->err, sizeof(s->err), "the bare machine has nothing there to do that with");
	return -1;
}

static void close_bare(struct session *s)
{
	bare_free(s->built);
}

static const struct reg_file *regs_bare(const struct session *s, unsigned n)
{
	const struct bare *b = bare_of(s);
	const struct reg_file *const files[] = {&b->host.fn.regs, &b->isa.fn.regs, &b->ide.fn.regs,
						&b->test_device.fn.regs};

	return n < sizeof(files) / sizeof(files[0]) ? files[n] : NULL;
}

static const uint8_t *cmos_bare(const struct session *s, size_t *size)
{
	*size = MC146818_BYTES;
	return bare_of(s)->rtc.byte;
}

static const struct lpcflash *flash_bare(const struct session *s)
{
	return bare_of(s)->has_flash ? &bare_of(s)->flash : NULL;
}

const struct session_kind session_bare = {
	.name = "bare",
	.open = open_bare,
	.close = close_bare,
	.regs = regs_bare,
	.cmos = cmos_bare,
	.flash = flash_bare,
	.act = act_bare,
};
