/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions with a whole board: the board file, memory, images, cards, and the warm start. */
#include "tools/session_board.h"

#include <stdlib.h>
#include <string.h>

#include "board/find.h"
#include "tools/png.h"
#include "tools/session_files.h"

#define DISKS	     2
#define DRAM_SEED    UINT64_C(0x6e656f6465736d21)
#define IMAGE_UNIT   4096u
#define VIDEO_MEMORY (UINT32_C(8) << 20) /* what warm start leaves to the display */

static int fail(struct session *s, const char *what, const char *why)
{
	snprintf(s->err, sizeof(s->err), "%.300s: %.600s", what, why);
	return -1;
}

static int read_board(struct session *s, struct board *b)
{
	char dir[BOARD_PATH] = "", path[BOARD_PATH], key[128], *text;
	const struct replay_file *f;
	int rc;

	/* A recorded run needs no folder of boards. */
	if (s->replay.mode == REPLAY_PLAY) {
		snprintf(path, sizeof(path), "%s", s->o.board);
		snprintf(key, sizeof(key), "%.127s", s->o.board);
	} else if (board_dir(s->o.board_dir, dir, s->err, sizeof(s->err)) ||
		   board_path(dir, s->o.board, path, key, s->err, sizeof(s->err))) {
		return -1;
	}
	if (session_read(s, "board", path, &f))
		return -1;
	if (memchr(f->bytes, 0, f->size))
		return fail(s, path, "not a text file");
	text = malloc(f->size + 1);
	if (!text)
		return fail(s, path, "out of memory");
	memcpy(text, f->bytes, f->size);
	text[f->size] = '\0';
	rc = board_read(b, text, key, path, s->err, sizeof(s->err));
	free(text);
	return rc;
}

/* One element of --ram: MiB, "none", or an SPD file. */
static int fit(struct session *s, struct board *b, unsigned n, const char *what)
{
	static const char *const role[GEODE_DIMMS] = {"spd0", "spd1"};
	const struct replay_file *f;
	char err[300], *end;
	unsigned long mib = strtoul(what, &end, 10);
	int rc;

	if (!what[0])
		return fail(s, "--ram", "an element is empty; write none for no memory");
	if (strcmp(what, "none") == 0 || !*end) {
		rc = board_fit_mib(b, n, mib > 4096 ? 1 : (unsigned)mib, err, sizeof(err));
	} else {
		if (n >= GEODE_DIMMS)
			return fail(s, "--ram", "there are at most two places");
		if (session_read(s, role[n], what, &f))
			return -1;
		rc = board_fit_spd(b, n, f->bytes, f->size, err, sizeof(err));
	}
	return rc ? fail(s, what, err) : 0;
}

static int fit_all(struct session *s, struct board *b)
{
	char list[sizeof(s->o.ram)], *p = list, *next;

	if (!s->o.ram[0])
		return 0;
	memcpy(list, s->o.ram, sizeof(list));
	for (unsigned n = 0; p; n++, p = next) {
		next = strchr(p, ',');
		if (next)
			*next++ = '\0';
		if (fit(s, b, n, p))
			return -1;
	}
	return 0;
}

/* An image smaller than the part is at its top, where the reset vector is; the rest is erased. */
static int pad_rom(struct session *s, const struct lpcflash_chip *chip)
{
	uint8_t *whole;
	char why[200];

	if (s->rom_size == chip->size)
		return 0;
	if (s->rom_size > chip->size || !s->rom_size || s->rom_size % IMAGE_UNIT) {
		snprintf(
			why, sizeof(why),
			"the image has %zu bytes, the board's flash %s %u: build it for that part, "
			"or name another with --flash",
			s->rom_size, chip->name, chip->size);
		return fail(s, s->o.rom, why);
	}
	whole = malloc(chip->size);
	if (!whole)
		return fail(s, s->o.rom, "out of memory");
	if (!s->o.quiet)
		fprintf(stderr,
			"geodesim: %s: %zu KiB at the top of the board's flash %s of %u KiB\n",
			s->o.rom, s->rom_size >> 10, chip->name, chip->size >> 10);
	memset(whole, 0xff, chip->size);
	memcpy(whole + chip->size - s->rom_size, s->rom, s->rom_size);
	free(s->rom);
	s->rom = whole;
	s->rom_size = chip->size;
	return 0;
}

/* The flash part's contents: the ROM file, or an empty part for a warm start. */
static int fill_flash(struct session *s, struct geode_config *c)
{
	char why[400];

	if (s->o.flash[0]) {
		c->flash = board_flash(s->o.flash, why, sizeof(why));
		if (!c->flash)
			return fail(s, "--flash", why);
	}
	if (session_read_rom(s))
		return -1;
	if (!s->rom) {
		s->rom_size = c->flash->size;
		s->rom = malloc(s->rom_size);
		if (!s->rom)
			return fail(s, "flash", "out of memory");
		memset(s->rom, 0xff, s->rom_size);
	}
	if (pad_rom(s, c->flash))
		return -1;
	c->rom = s->rom;
	return 0;
}

int session_board_stick(struct session *s, const char *role, const char *path, unsigned line)
{
	struct session_board *b = session_board_of(s);
	struct session_stick *stick = &b->stick[b->sticks];
	struct disk_if disk;
	char serial[13];

	if (b->sticks == SESSION_STICKS)
		return fail(s, path, "too many USB disks");
	stick->image.fd = -1;
	b->sticks++;
	if (session_read_image(s, role, path, &stick->image, &disk))
		return -1;
	snprintf(serial, sizeof(serial), "%012u", b->sticks);
	usb_storage_init(&stick->usb, disk, serial);
	stick->line = line;
	return 0;
}

static int plug_all(struct session *s)
{
	static const char *const role[OPTIONS_USB] = {"usb0", "usb1", "usb2", "usb3"};
	struct session_board *b = session_board_of(s);

	for (unsigned n = 0; n < s->o.usbs; n++) {
		struct usb_dev *dev = NULL;

		if (n >= b->board.usb_ports)
			return fail(s, s->o.usb[n], "the board has no such USB port");
		if (strncmp(s->o.usb[n], "disk:", 5) == 0) {
			if (session_board_stick(s, role[n], s->o.usb[n] + 5, 0))
				return -1;
			dev = &b->stick[b->sticks - 1].usb.dev;
		} else if (strcmp(s->o.usb[n], "keyboard") == 0) {
			usb_keyboard_init(&b->keyboard[n]);
			dev = &b->keyboard[n].dev;
		}
		usb_plug(&b->geode->usb, n, dev);
	}
	return 0;
}

/* The first Ethernet's cable. */
static int plug_network(struct session *s)
{
	struct session_board *b = session_board_of(s);
	struct net_user_config c = {
		.tftp = s->o.tftp[0] ? s->o.tftp : NULL,
		.open = strcmp(s->o.net, "nat") == 0,
		.silent = s->replay.mode == REPLAY_PLAY,
	};
	unsigned n = 0;

	if (!s->o.net[0] || strcmp(s->o.net, "none") == 0)
		return s->o.tftp[0] ? fail(s, "--tftp", "needs --net user or --net nat") : 0;
	while (n < GEODE_PCI_SLOTS && b->board.config.pci[n].kind != GEODE_PCI_VT6105M)
		n++;
	if (n == GEODE_PCI_SLOTS)
		return fail(s, "--net", "the board has no Ethernet; a vt6105m may be a --card");
	if (!c.silent && c.tftp && !session_is_folder(c.tftp))
		return fail(s, c.tftp, "--tftp needs a folder that can be read");
	if (net_user_init(&b->net, &s->m->clock, &c))
		return fail(s, "--net", "out of memory");
	b->networked = true;
	vt6105m_plug(&b->geode->nic[n], &b->net.net);
	return 0;
}

static void input_frame(void *o, const uint8_t *frame, size_t size)
{
	session_input(o, "net0", frame, size);
}

static void network_board(struct session *s)
{
	struct session_board *b = session_board_of(s);

	if (b->networked)
		net_user_poll(&b->net, input_frame, s);
}

static void frame_board(struct session *s, const uint8_t *frame, size_t size)
{
	struct session_board *b = session_board_of(s);

	if (b->networked)
		net_deliver(&b->net.net, frame, size);
}

static int configure(struct session *s, struct geode_config *c)
{
	struct session_board *b = session_board_of(s);
	const struct replay_file *cmos;
	char err[400];

	if (read_board(s, &b->board) || fit_all(s, &b->board))
		return -1;
	for (unsigned n = 0; n < s->o.cards; n++) {
		if (board_card(&b->board, s->o.card[n], err, sizeof(err)))
			return fail(s, "--card", err);
	}
	*c = b->board.config;
	if (s->o.disk[0][0] && !b->board.ide)
		return fail(s, s->o.disk[0], "the board has no IDE connector");
	if (s->o.faults)
		return fail(s, "--memory-fault",
			    "on a board a script does that, once memory is "
			    "up: stuck ADDR BIT 0|1");
	if (fill_flash(s, c) || session_read_cmos(s, &cmos) ||
	    session_read_disks(s, c->disk, DISKS))
		return -1;
	if (cmos && cmos->size != MC146818_BYTES && cmos->size != MC146818_BYTES / 2)
		return fail(s, s->o.cmos, "a battery file has 128 or 256 bytes");
	if (cmos) {
		c->cmos = cmos->bytes;
		c->cmos_size = cmos->size;
	}
	c->rtc_time = s->o.rtc;
	c->dram_seed = DRAM_SEED;
	return 0;
}

static int open_board(struct session *s)
{
	struct session_board *b = calloc(1, sizeof(*b));
	struct geode_config c;

	if (!b)
		return fail(s, s->o.board, "out of memory");
	s->built = b;
	if (configure(s, &c))
		return -1;
	b->geode = geode_new(&c, s->err, sizeof(s->err));
	if (!b->geode)
		return -1;
	s->m = &b->geode->m;
	if (s->o.flash_cut)
		lpcflash_cut_power(&b->geode->flash, s->o.flash_cut, s->o.flash_cut_percent);
	return plug_network(s) ? -1 : plug_all(s);
}

/* Images that the script plugs in, and whether it presses the power button of a board that is off. */
static int read_script(struct session *s)
{
	char role[24];
	unsigned count = 0;

	for (unsigned n = 0; n < s->script.count; n++) {
		const struct script_step *st = &s->script.step[n];

		if (st->verb != SCRIPT_PLUG || st->choice == 1)
			continue;
		snprintf(role, sizeof(role), "plug%u", count++);
		if (session_board_stick(s, role, (const char *)st->text, st->line))
			return -1;
	}
	session_board_of(s)->geode->stay_when_off = script_has(&s->script, SCRIPT_HOLD);
	return 0;
}

static int warm_start(struct session *s, uint64_t *ram_bytes)
{
	struct geode *g = session_board_of(s)->geode;

	if (geode_warm_start(g, s->err, sizeof(s->err)))
		return -1;
	*ram_bytes = glmc_size(&g->glmc);
	*ram_bytes -= *ram_bytes > VIDEO_MEMORY ? VIDEO_MEMORY : 0;
	return 0;
}

static void close_board(struct session *s)
{
	struct session_board *b = session_board_of(s);

	if (b->networked)
		net_user_free(&b->net);
	geode_free(b->geode);
	for (unsigned n = 0; n < b->sticks; n++)
		diskimage_close(&b->stick[n].image);
	board_free(&b->board);
	free(b);
	s->built = NULL;
}

static const struct reg_file *regs_board(const struct session *s, unsigned n)
{
	return geode_regs(session_board_of(s)->geode, n);
}

static const uint8_t *cmos_board(const struct session *s, size_t *size)
{
	*size = MC146818_BYTES;
	return session_board_of(s)->geode->divil.rtc.byte;
}

static const struct lpcflash *flash_board(const struct session *s)
{
	return &session_board_of(s)->geode->flash;
}

static struct rules *rules_board(const struct session *s)
{
	return &session_board_of(s)->geode->rules;
}

static int screenshot_board(struct session *s, const char *path)
{
	struct geode *g = session_board_of(s)->geode;
	char why[128] = "the board is off";
	int rc = g->off ? video_no_screen(path)
			: video_screenshot(&g->dc, &g->vp, path, why, sizeof(why));

	if (rc)
		return fail(s, path, strerror(-rc));
	if (why[0])
		fprintf(stderr, "geodesim: %s: the screen is dark: %s\n", path, why);
	return 0;
}

const struct session_kind session_board_kind = {
	.name = "board",
	.open = open_board,
	.warm_start = warm_start,
	.close = close_board,
	.regs = regs_board,
	.cmos = cmos_board,
	.flash = flash_board,
	.rules = rules_board,
	.script = read_script,
	.act = session_board_act,
	.screenshot = screenshot_board,
	.network = network_board,
	.frame = frame_board,
};
