/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzing geodesim's file readers: replay file, script, kernel, battery file, ROM. */
#include <stdlib.h>
#include <string.h>

#include "frame/replay.h"
#include "machine/bare.h"
#include "machine/linux.h"
#include "tools/options.h"
#include "tools/script.h"

static void replay_file(const uint8_t *data, size_t size)
{
	struct options *o = calloc(1, sizeof(*o));
	uint8_t *image = malloc(size + 1);
	struct replay r;
	char err[256];

	if (!o || !image)
		abort();
	memcpy(image, data, size);
	options_defaults(o);
	if (replay_parse(&r, image, size, options_set, o, err, sizeof(err)) == 0) {
		while (replay_peek(&r))
			replay_pop(&r);
		replay_end(&r, 1, 1);
	}
	replay_close(&r);
	free(o);
}

static void script(const uint8_t *data, size_t size)
{
	struct script s;
	char err[256];

	if (script_parse(&s, data, size, err, sizeof(err)) == 0) {
		for (size_t i = 0; i < size; i++) {
			const struct script_step *st = script_now(&s);

			if (!st)
				break;
			if (st->verb != SCRIPT_EXPECT)
				script_next(&s);
			else
				script_heard(&s, data[i]);
		}
	}
	script_free(&s);
}

static void machine(const uint8_t *data, size_t size, unsigned kind)
{
	struct bare_config cfg = {.model = CPU_GEODE_LX,
				  .core_hz = 500000000,
				  .ram_bytes = 4 << 20,
				  .post_port = 0x80};
	struct linux_boot boot = {.kernel = data,
				  .kernel_size = size,
				  .initrd = data,
				  .initrd_size = size,
				  .command_line = "quiet",
				  .ram_bytes = 4 << 20};
	uint8_t *rom = malloc(size + 1);
	char err[256];
	struct bare *b;

	if (!rom)
		abort();
	memcpy(rom, data, size);
	if (kind == 0) {
		cfg.cmos = data;
		cfg.cmos_size = size;
	} else if (kind == 1) {
		cfg.rom = rom;
		cfg.rom_size = (uint32_t)size;
	}
	b = bare_new(&cfg, err, sizeof(err));
	if (b) {
		if (kind == 2)
			linux_boot_load(&b->m, &boot, err, sizeof(err));
		cpu_add_clocks(b->m.cpu, 2000000000);
		clock_run_due(&b->m.clock);
		bare_free(b);
	}
	free(rom);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	switch (data[0] % 5) {
	case 0: replay_file(data + 1, size - 1); break;
	case 1: script(data + 1, size - 1); break;
	default: machine(data + 1, size - 1, data[0] % 5 - 2); break;
	}
	return 0;
}
