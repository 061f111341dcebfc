/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the SMBIOS entry point and structures (DMTF DSP0134, version 2.4). */
#include <stdbool.h>
#include <string.h>
#include <lib/memmap.h>
#include <tables/smbios.h>
#include <tables/table_buffer.h>

#define KIB 1024u
#define MIB (KIB * KIB)

/* The structures, and the handles by which they name one another: handle = type * 16 + index. */
enum {
	TYPE_FIRMWARE = 0,
	TYPE_SYSTEM = 1,
	TYPE_BOARD = 2,
	TYPE_CHASSIS = 3,
	TYPE_CPU = 4,
	TYPE_MEMORY_ARRAY = 16,
	TYPE_MEMORY_DEVICE = 17,
	TYPE_MAPPED_RANGE = 19,
	TYPE_BOOT_INFO = 32,
	TYPE_END = 127
};

#define HANDLE(type)	       ((uint16_t)((type)*16))
#define NO_HANDLE	       0xfffe /* "not provided" */

/* The enumerations of the specification that are used here. */
#define UNKNOWN		       2
#define CHASSIS_OTHER	       1
#define STATE_SAFE	       3
#define SECURITY_NONE	       3
#define WAKE_POWER_SWITCH      6
#define BOARD_HOSTING	       1 /* feature flag */
#define BOARD_MOTHERBOARD      10
#define CPU_CENTRAL	       3
#define CPU_ENABLED_POPULATED  0x41
#define CPU_UPGRADE_NONE       6
#define ARRAY_ON_BOARD	       3
#define ARRAY_SYSTEM_MEMORY    3
#define ARRAY_NO_ECC	       3
#define DEVICE_FORM_UNKNOWN    2
#define FIRMWARE_PCI	       (1u << 7)
#define FIRMWARE_UPGRADEABLE   (1u << 11)
#define FIRMWARE_SELECTABLE    (1u << 15)
#define FIRMWARE_EXT1_ACPI     1u
#define FIRMWARE_EXT2_TARGETED (1u << 2)
#define SIZE_LIMIT_MIB	       0x7fff /* of type 17; larger modules need SMBIOS 2.7 */

struct __attribute__((packed)) head {
	uint8_t type, length;
	uint16_t handle;
};

struct __attribute__((packed)) entry_point {
	char anchor[4];
	uint8_t checksum, length, major, minor;
	uint16_t max_structure_size;
	uint8_t revision, formatted[5];
	char dmi_anchor[5];
	uint8_t dmi_checksum;
	uint16_t table_length;
	uint32_t table_address;
	uint16_t structure_count;
	uint8_t bcd_revision;
};

_Static_assert(sizeof(struct entry_point) == SMBIOS_ENTRY_SIZE, "entry point of SMBIOS 2.4");

/* The structure being written, and totals for the entry point. */
struct writer {
	struct table_buffer *out;
	unsigned count;
	size_t largest;
};

/* Head of a structure of the type, whose body is T with a `struct head head` in front. */
#define HEAD(T, number)                                                         \
	{                                                                       \
		.type = (number), .length = sizeof(T), .handle = HANDLE(number) \
	}

/* Appends a structure's formatted part and its strings (NULL ends the list, "" is never passed). */
static void put(struct writer *w, const void *body, size_t size, const char *const *strings)
{
	size_t start = table_put(w->out, body, size);

	for (unsigned i = 0; strings && strings[i]; i++)
		table_put(w->out, strings[i], strlen(strings[i]) + 1);
	if (!strings || !strings[0])
		table_put8(w->out, 0);
	table_put8(w->out, 0);
	w->count++;
	if (w->out->used - start > w->largest)
		w->largest = w->out->used - start;
}

#define MAX_STRINGS 4

/* The strings of one structure; they are numbered from 1. */
struct strings {
	const char *text[MAX_STRINGS + 1];
	uint8_t count;
};

/* Adds a string and gives its number, 0 (not said) for none or an empty one. */
static uint8_t string(struct strings *s, const char *text)
{
	if (!text || !*text || s->count == MAX_STRINGS)
		return 0;
	s->text[s->count++] = text;
	return s->count;
}

static void put_firmware(struct writer *w, const struct smbios_info *info)
{
	struct strings s = {0};
	struct __attribute__((packed)) firmware {
		struct head head;
		uint8_t vendor, version;
		uint16_t segment;
		uint8_t date, rom_size_64k;
		uint64_t features;
		uint8_t features_ext[2], major, minor, ec_major, ec_minor;
	} t = {
		.head = HEAD(struct firmware, TYPE_FIRMWARE),
		.vendor = string(&s, info->firmware_vendor),
		.version = string(&s, info->firmware_version),
		.segment = 0xf000,
		.date = string(&s, info->firmware_date),
		.features = FIRMWARE_PCI | FIRMWARE_UPGRADEABLE | FIRMWARE_SELECTABLE,
		.features_ext = {FIRMWARE_EXT1_ACPI, FIRMWARE_EXT2_TARGETED},
		.major = 0xff,
		.minor = 0xff,
		.ec_major = 0xff,
		.ec_minor = 0xff,
	};
	uint32_t blocks = info->rom_size / (64 * KIB);

	/* The field holds at most 16 MiB. */
	t.rom_size_64k = (uint8_t)(blocks == 0 ? 0 : blocks > 256 ? 255 : blocks - 1);
	put(w, &t, sizeof(t), s.text);
}

static void put_system(struct writer *w, const struct smbios_info *info)
{
	struct strings s = {0};
	struct __attribute__((packed)) system {
		struct head head;
		uint8_t manufacturer, product, version, serial, uuid[16], wake_up, sku, family;
	} t = {
		.head = HEAD(struct system, TYPE_SYSTEM),
		.manufacturer = string(&s, info->manufacturer),
		.product = string(&s, info->product),
		.version = string(&s, info->version),
		.serial = string(&s, info->serial),
		.wake_up = WAKE_POWER_SWITCH,
	};

	if (info->uuid)
		memcpy(t.uuid, info->uuid, sizeof(t.uuid));
	put(w, &t, sizeof(t), s.text);
}

static void put_board(struct writer *w, const struct smbios_info *info)
{
	struct strings s = {0};
	struct __attribute__((packed)) board {
		struct head head;
		uint8_t manufacturer, product, version, serial, asset, features, location;
		uint16_t chassis;
		uint8_t type, contained_count;
	} t = {
		.head = HEAD(struct board, TYPE_BOARD),
		.manufacturer = string(&s, info->manufacturer),
		.product = string(&s, info->product),
		.version = string(&s, info->version),
		.serial = string(&s, info->serial),
		.features = BOARD_HOSTING,
		.chassis = HANDLE(TYPE_CHASSIS),
		.type = BOARD_MOTHERBOARD,
	};

	put(w, &t, sizeof(t), s.text);
}

static void put_chassis(struct writer *w, const struct smbios_info *info)
{
	struct strings s = {0};
	struct __attribute__((packed)) chassis {
		struct head head;
		uint8_t manufacturer, type, version, serial, asset;
		uint8_t boot_state, power_state, thermal_state, security;
		uint32_t oem;
		uint8_t height, cords, element_count, element_length;
	} t = {
		.head = HEAD(struct chassis, TYPE_CHASSIS),
		.manufacturer = string(&s, info->manufacturer),
		.type = CHASSIS_OTHER,
		.boot_state = STATE_SAFE,
		.power_state = STATE_SAFE,
		.thermal_state = STATE_SAFE,
		.security = SECURITY_NONE,
	};

	put(w, &t, sizeof(t), s.text);
}

static void put_cpu(struct writer *w, const struct smbios_info *info)
{
	struct strings s = {0};
	struct __attribute__((packed)) cpu {
		struct head head;
		uint8_t socket, type, family, manufacturer;
		uint32_t id[2];
		uint8_t version, voltage;
		uint16_t clock, max_speed, speed;
		uint8_t status, upgrade;
		uint16_t l1, l2, l3;
		uint8_t serial, asset, part;
	} t = {
		.head = HEAD(struct cpu, TYPE_CPU),
		.socket = string(&s, "CPU"),
		.type = CPU_CENTRAL,
		.family = info->cpu.family ? info->cpu.family : UNKNOWN,
		.manufacturer = string(&s, info->cpu.vendor),
		.id = {info->cpu.signature, info->cpu.features},
		.version = string(&s, info->cpu.name),
		.max_speed = info->cpu.mhz,
		.speed = info->cpu.mhz,
		.status = CPU_ENABLED_POPULATED,
		.upgrade = CPU_UPGRADE_NONE,
		.l1 = 0xffff,
		.l2 = 0xffff,
		.l3 = 0xffff,
	};

	put(w, &t, sizeof(t), s.text);
}

/* Mapped memory from `from` up to `to`; 0 bytes when there is none. */
struct span {
	uint64_t base, end;
};

/* RAM of every use, cbmem included, whose base lies in [from, to). */
static struct span memory_span(const struct memmap *map, uint64_t from, uint64_t to)
{
	struct span span = {from, from};

	for (unsigned i = 0; i < map->count; i++) {
		const struct mem_range *r = &map->range[i];
		bool ram = r->type == MEM_RAM || r->type == MEM_TABLE || r->type == MEM_ACPI ||
			   r->type == MEM_NVS || r->type == MEM_UNUSABLE;

		if (ram && r->base >= from && r->base < to)
			span.end = r->base + r->size;
	}
	return span;
}

static void put_memory(struct writer *w, uint64_t total)
{
	struct strings s = {0};
	uint64_t mib = total / MIB;
	struct __attribute__((packed)) array {
		struct head head;
		uint8_t location, use, ecc;
		uint32_t max_kib;
		uint16_t error, devices;
	} array = {
		.head = HEAD(struct array, TYPE_MEMORY_ARRAY),
		.location = ARRAY_ON_BOARD,
		.use = ARRAY_SYSTEM_MEMORY,
		.ecc = ARRAY_NO_ECC,
		/* 0x80000000: more than 2 TiB, which only SMBIOS 2.7 can say. */
		.max_kib = total / KIB < 0x80000000u ? (uint32_t)(total / KIB) : 0x80000000u,
		.error = NO_HANDLE,
		.devices = 1,
	};
	struct __attribute__((packed)) device {
		struct head head;
		uint16_t array, error, total_width, data_width, size_mib;
		uint8_t form, set, locator, bank, type;
		uint16_t detail, speed;
		uint8_t manufacturer, serial, asset, part;
	} device = {
		.head = HEAD(struct device, TYPE_MEMORY_DEVICE),
		.array = HANDLE(TYPE_MEMORY_ARRAY),
		.error = NO_HANDLE,
		.total_width = 0xffff,
		.data_width = 0xffff,
		.size_mib = (uint16_t)(mib < SIZE_LIMIT_MIB ? mib : SIZE_LIMIT_MIB),
		.form = DEVICE_FORM_UNKNOWN,
		.locator = string(&s, "RAM"),
		.type = UNKNOWN,
		.detail = 1u << 2, /* unknown */
	};

	put(w, &array, sizeof(array), NULL);
	put(w, &device, sizeof(device), s.text);
}

static void put_mapped_range(struct writer *w, struct span span, unsigned index)
{
	struct __attribute__((packed)) range {
		struct head head;
		uint32_t start_kib, last_kib;
		uint16_t array;
		uint8_t partition_width;
	} t = {
		.head = HEAD(struct range, TYPE_MAPPED_RANGE),
		.start_kib = (uint32_t)(span.base / KIB),
		.last_kib = (uint32_t)(span.end / KIB - 1),
		.array = HANDLE(TYPE_MEMORY_ARRAY),
		.partition_width = 1,
	};

	t.head.handle = (uint16_t)(t.head.handle + index);
	put(w, &t, sizeof(t), NULL);
}

static void put_boot_info(struct writer *w)
{
	struct __attribute__((packed)) boot_info {
		struct head head;
		uint8_t reserved[6], status; /* 0: no errors detected */
	} t = {.head = HEAD(struct boot_info, TYPE_BOOT_INFO)};

	put(w, &t, sizeof(t), NULL);
}

static void put_end(struct writer *w)
{
	struct head end = {.type = TYPE_END, .length = sizeof(end), .handle = HANDLE(TYPE_END)};

	put(w, &end, sizeof(end), NULL);
}

static void put_entry_point(struct writer *w, size_t at, size_t table, uint32_t address)
{
	struct entry_point e = {
		.anchor = {'_', 'S', 'M', '_'},
		.length = sizeof(e),
		.major = 2,
		.minor = 4,
		.max_structure_size = (uint16_t)w->largest,
		.dmi_anchor = {'_', 'D', 'M', 'I', '_'},
		.table_length = (uint16_t)(w->out->used - table),
		.table_address = address + (uint32_t)table,
		.structure_count = (uint16_t)w->count,
		.bcd_revision = 0x24,
	};
	size_t dmi = at + offsetof(struct entry_point, dmi_anchor);

	table_set(w->out, at, &e, sizeof(e));
	table_checksum8(w->out, dmi, sizeof(e) - offsetof(struct entry_point, dmi_anchor),
			at + offsetof(struct entry_point, dmi_checksum));
	table_checksum8(w->out, at, sizeof(e), at + offsetof(struct entry_point, checksum));
}

int smbios_write(struct table_buffer *out, uint32_t address, const struct smbios_info *info)
{
	struct span low = memory_span(info->memory, 0, 1ull << 32);
	struct span high = memory_span(info->memory, 1ull << 32, UINT64_MAX);
	struct writer w = {.out = out};
	size_t entry, table;

	table_align(out, 16);
	entry = table_put(out, NULL, SMBIOS_ENTRY_SIZE);
	table = table_align(out, 16);
	put_firmware(&w, info);
	put_system(&w, info);
	put_board(&w, info);
	put_chassis(&w, info);
	put_cpu(&w, info);
	put_memory(&w, low.end - low.base + high.end - high.base);
	put_mapped_range(&w, low, 0);
	if (high.end > high.base)
		put_mapped_range(&w, high, 1);
	put_boot_info(&w);
	put_end(&w);
	put_entry_point(&w, entry, table, address);
	return (int)entry;
}
