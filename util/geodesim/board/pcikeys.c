/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The key "pci" of a board file: soldered devices and slots, and the cards for slots. */
#include "board/keys.h"

#include <stdio.h>
#include <string.h>

#define DEVICE_MAX 20 /* IDSEL is AD line device + 10, up to AD30 */

/* Which kinds there are, in the order of enum geode_pci_kind. */
static const char *const kind_names[] = {"none", "vt6105m", "generic", NULL};

/* A card for a slot that the board file says nothing about: ports, registers, memory. */
static const struct pcidev_config plain_card = {
	.vendor = 0x1234,
	.device = 0x5a10,
	.class_code = 0x0b4000,
	.pin = 1,
	.bar = {{PCI_BAR_IO, 32}, {PCI_BAR_MEMORY, 4096}, {PCI_BAR_PREFETCHABLE, 65536}},
};

static const uint8_t plain_mac[6] = {0x52, 0x54, 0x00, 0x00, 0x00, 0x00};

struct entry {
	struct geode_pci *pci;
	bool slot, has_mac;
};

static int read_name(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_text(r, s, KEYS_NAME_MAX, &((struct entry *)to)->pci->name);
}

static int read_device(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0, DEVICE_MAX, &n))
		return -1;
	((struct entry *)to)->pci->device = (uint8_t)n;
	return 0;
}

static int read_int(struct reader *r, const config_setting_t *s, void *to)
{
	struct entry *e = to;
	const char *text;

	if (reader_text(r, s, GEODE_INT_LINES, &text))
		return -1;
	if (strlen(text) != GEODE_INT_LINES || strspn(text, "ABCD-") != GEODE_INT_LINES)
		return reader_fail(r, s,
				   "int must be four of A B C D -: the board's line behind "
				   "INTA# to INTD# of the device, as in \"BCDA\" or \"B---\"");
	for (unsigned n = 0; n < GEODE_INT_LINES; n++)
		e->pci->line[n] = text[n] == '-' ? GEODE_NONE : (uint8_t)(text[n] - 'A');
	return 0;
}

static int read_slot(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_flag(r, s, &((struct entry *)to)->slot);
}

static int read_kind(struct reader *r, const config_setting_t *s, void *to)
{
	unsigned n;

	if (reader_choice(r, s, kind_names, &n))
		return -1;
	((struct entry *)to)->pci->kind = (enum geode_pci_kind)n;
	return 0;
}

static int read_mac(struct reader *r, const config_setting_t *s, void *to)
{
	struct entry *e = to;
	const char *text;
	char extra;
	uint8_t *m = e->pci->mac;

	if (reader_text(r, s, 17, &text))
		return -1;
	if (strlen(text) != 17 || sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%c", &m[0],
					 &m[1], &m[2], &m[3], &m[4], &m[5], &extra) != 6)
		return reader_fail(r, s, "mac must be like \"00:0d:b9:01:02:03\"");
	if (m[0] & 1)
		return reader_fail(r, s, "mac is a group address: the first byte must be even");
	e->has_mac = true;
	return 0;
}

static int read_vendor(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 1, 0xfffe, &n))
		return -1;
	((struct entry *)to)->pci->generic.vendor = (uint16_t)n;
	return 0;
}

static int read_id(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0, 0xffff, &n))
		return -1;
	((struct entry *)to)->pci->generic.device = (uint16_t)n;
	return 0;
}

static int read_class(struct reader *r, const config_setting_t *s, void *to)
{
	return reader_number(r, s, 0, 0xffffff, &((struct entry *)to)->pci->generic.class_code);
}

static int read_revision(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0, 0xff, &n))
		return -1;
	((struct entry *)to)->pci->generic.revision = (uint8_t)n;
	return 0;
}

static int read_pin(struct reader *r, const config_setting_t *s, void *to)
{
	uint32_t n;

	if (reader_number(r, s, 0, 4, &n))
		return -1;
	((struct entry *)to)->pci->generic.pin = (uint8_t)n;
	return 0;
}

static int read_bar_kind(struct reader *r, const config_setting_t *s, void *to)
{
	static const char *const names[] = {"none", "io", "memory", "prefetchable", NULL};
	unsigned n;

	if (reader_choice(r, s, names, &n))
		return -1;
	((struct pci_bar *)to)->kind = (enum pci_bar_kind)n;
	return 0;
}

static int read_bar_size(struct reader *r, const config_setting_t *s, void *to)
{
	struct pci_bar *bar = to;

	if (reader_number(r, s, 4, 16u << 20, &bar->size))
		return -1;
	if (bar->size & (bar->size - 1))
		return reader_fail(r, s, "size must be a power of two");
	return 0;
}

static int read_bars(struct reader *r, const config_setting_t *s, void *to)
{
	static const struct reader_key keys[] = {
		{"kind", read_bar_kind, true}, {"size", read_bar_size, false}, {0}};
	struct entry *e = to;
	unsigned count;

	if (reader_list(r, s, 0, PCI_BARS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		const config_setting_t *el = config_setting_get_elem(s, n);
		struct pci_bar *bar = &e->pci->generic.bar[n];

		if (reader_group(r, el, keys, "a base address register", bar))
			return -1;
		if (bar->kind == PCI_BAR_IO && bar->size > 256)
			return reader_fail(r, el, "ports: size must be 4 to 256");
		if (bar->kind >= PCI_BAR_MEMORY && bar->size < 4096)
			return reader_fail(r, el, "memory: size must be 4096 to 16777216");
	}
	return 0;
}

static const struct reader_key entry_keys[] = {
	{"name", read_name, true},
	{"device", read_device, true},
	{"int", read_int, true},
	{"slot", read_slot, false},
	{"kind", read_kind, false},
	{"mac", read_mac, false},
	{"vendor", read_vendor, false},
	{"id", read_id, false},
	{"class", read_class, false},
	{"revision", read_revision, false},
	{"pin", read_pin, false},
	{"bars", read_bars, false},
	{0},
};

static int check_entry(struct reader *r, const config_setting_t *s, const struct board *b,
		       const struct entry *e, unsigned n)
{
	if (!e->slot && e->pci->kind == GEODE_PCI_EMPTY)
		return reader_fail(r, s, "%s needs a kind (vt6105m, generic), or slot = true",
				   e->pci->name);
	if (e->pci->kind == GEODE_PCI_VT6105M && !e->has_mac)
		return reader_fail(r, s, "%s: an Ethernet needs a mac", e->pci->name);
	if (e->pci->kind == GEODE_PCI_GENERIC && !e->pci->generic.vendor)
		return reader_fail(r, s, "%s: a generic device needs vendor, id and class",
				   e->pci->name);
	if (e->pci->device == 1 || e->pci->device == 15)
		return reader_fail(r, s, "device %u is the processor's (1) or the companion's (15)",
				   e->pci->device);
	for (unsigned k = 0; k < n; k++) {
		if (b->config.pci[k].device == e->pci->device)
			return reader_fail(r, s, "%s and %s have the same device number",
					   b->config.pci[k].name, e->pci->name);
	}
	return 0;
}

int keys_pci(struct reader *r, const config_setting_t *s, void *board)
{
	struct board *b = board;
	unsigned count;

	if (reader_list(r, s, 0, GEODE_PCI_SLOTS, &count))
		return -1;
	for (unsigned n = 0; n < count; n++) {
		const config_setting_t *e = config_setting_get_elem(s, n);
		struct entry entry = {.pci = &b->config.pci[n]};

		if (reader_group(r, e, entry_keys, "a PCI device", &entry) ||
		    check_entry(r, e, b, &entry, n))
			return -1;
		b->slot[n] = entry.slot;
	}
	return 0;
}

static int no_slot(const struct board *b, const char *spec, char *err, size_t err_size)
{
	char slots[200] = "";

	for (unsigned n = 0; n < GEODE_PCI_SLOTS; n++) {
		size_t used = strlen(slots);

		if (b->slot[n])
			snprintf(slots + used, sizeof(slots) - used, "%s%s", used ? ", " : "",
				 b->config.pci[n].name);
	}
	snprintf(err, err_size, "%s: %s has %s%s", spec, b->key,
		 slots[0] ? "these slots: " : "no slot", slots);
	return -1;
}

int board_card(struct board *b, const char *spec, char *err, size_t err_size)
{
	const char *is = strchr(spec, '=');
	struct geode_pci *pci;
	size_t length;
	unsigned n = 0, kind = 0;

	if (!is) {
		snprintf(err, err_size, "%s: a card is SLOT=KIND, as in slot1=vt6105m", spec);
		return -1;
	}
	length = (size_t)(is - spec);
	while (n < GEODE_PCI_SLOTS && !(b->slot[n] && strlen(b->config.pci[n].name) == length &&
					memcmp(b->config.pci[n].name, spec, length) == 0))
		n++;
	if (n == GEODE_PCI_SLOTS)
		return no_slot(b, spec, err, err_size);
	while (kind_names[kind] && strcmp(kind_names[kind], is + 1) != 0)
		kind++;
	if (!kind_names[kind]) {
		snprintf(err, err_size, "%s: a card may be: none, vt6105m, generic", spec);
		return -1;
	}
	pci = &b->config.pci[n];
	pci->kind = (enum geode_pci_kind)kind;
	pci->generic = plain_card;
	memcpy(pci->mac, plain_mac, sizeof(pci->mac));
	pci->mac[5] = pci->device;
	return 0;
}
