/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Debian's drivers against the CS5536's USB, IDE and audio: the bare machine with these blocks
 * behind plain PCI headers, as an SMI handler would show them.
 *
 * linux_drivers KERNEL INITRD: the guest's init (linux_drivers.init) tells what it found and asks
 * for plugs and keys on its serial port.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cs5536/acc.h"
#include "cs5536/ide.h"
#include "cs5536/usb.h"
#include "machine/bare.h"
#include "machine/linux.h"
#include "parts/usb_keyboard.h"
#include "parts/usb_storage.h"
#include "strict/rules.h"

#define DISK_BYTES (4u << 20)
#define TEXT_BYTES (256u << 10)
#define USB_IRQ	   11u
#define AUDIO_IRQ  5u
#define DEVICE	   15u
#define MEMEN_BMEN UINT64_C(0x600000000)

enum { OHCI, EHCI, AUDIO, IDE, FUNCTIONS };

struct rig;

/* A block's PCI function. */
struct function {
	struct rig *rig;
	unsigned n;
	struct pci_function pci;
	uint64_t value[64];
	struct reg_cover cover[64];
	struct mem_range mem;
	struct io_range io;
	uint32_t base;
};

struct rig {
	struct bare *b;
	struct env env;
	struct rules rules;
	struct usb usb;
	struct ide ide;
	struct acc acc;
	struct function fn[FUNCTIONS];
	struct io_range taskfile, control;
	struct signal_link link[3];
	struct usb_storage stick;
	struct usb_keyboard keyboard;
	struct diskimage stick_image, disk_image;
	uint8_t *bytes;
	char *text;
	size_t length, line;
	bool done;
};

/* The IDE function's windows to its MSRs. */
static uint32_t ide_msr(unsigned i)
{
	static const uint32_t msr[4] = {0x10, 0x12, 0x13, 0x14};

	return msr[(i - PCI_HEADER_COUNT) & 3];
}

static struct rig *rig_of(const struct reg_file *f)
{
	struct pci_function *pci = f->owner;

	return ((struct function *)pci->opaque)->rig;
}

static uint64_t window_read(struct reg_file *f, unsigned i, uint64_t val)
{
	(void)val;
	return gld_msr_read(&rig_of(f)->ide.gld, ide_msr(i)) & UINT32_MAX;
}

static int window_write(struct reg_file *f, unsigned i, uint64_t old, uint64_t *val)
{
	(void)old;
	gld_msr_write(&rig_of(f)->ide.gld, ide_msr(i), *val);
	return 0;
}

#define WINDOW(NAME, ADDR)                                                        \
	{                                                                         \
		.name = (NAME), .addr = (ADDR), .width = 32, .read = window_read, \
		.pre_write = window_write                                         \
	}

static const struct reg ohci_header[] = {PCI_HEADER_REGS(0x20941022, 0x0c031002, 0x147, 0x80, 4)};
static const struct reg ehci_header[] = {PCI_HEADER_REGS(0x20951022, 0x0c032002, 0x147, 0, 4)};
static const struct reg audio_header[] = {PCI_HEADER_REGS(0x20931022, 0x04010001, 0x147, 0, 2)};
static const struct reg ide_header[] = {
	PCI_HEADER_REGS(0x209a1022, 0x01018001, 0x147, 0, 0),
	[PCI_HEADER_COUNT] = WINDOW("CFG", 0x40),
	WINDOW("DTC", 0x48),
	WINDOW("CAST", 0x4c),
	WINDOW("ETC", 0x50),
};

static const struct reg_table header[FUNCTIONS] = {
	REG_TABLE("OHCI", "pci", ohci_header),
	REG_TABLE("EHCI", "pci", ehci_header),
	REG_TABLE("audio", "pci", audio_header),
	REG_TABLE("IDE", "pci", ide_header),
};

static uint64_t mem_read(void *o, uint32_t offset, unsigned size)
{
	struct function *f = o;
	struct gl_device d = usb_device(&f->rig->usb);

	return d.mem_read(d.opaque, f->base + offset, size, 0);
}

static void mem_write(void *o, uint32_t offset, unsigned size, uint64_t val)
{
	struct function *f = o;
	struct gl_device d = usb_device(&f->rig->usb);

	d.mem_write(d.opaque, f->base + offset, size, val, 0);
}

static struct gl_device port_device(struct function *f)
{
	return f->n == IDE ? ide_device(&f->rig->ide) : acc_device(&f->rig->acc);
}

static uint32_t bar_read(void *o, uint16_t offset, unsigned size)
{
	struct function *f = o;
	struct gl_device d = port_device(f);

	return d.io_read(d.opaque, (uint16_t)(f->base + offset), size, 0);
}

static void bar_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct function *f = o;
	struct gl_device d = port_device(f);

	d.io_write(d.opaque, (uint16_t)(f->base + offset), size, val, 0);
}

static uint32_t taskfile_read(void *o, uint16_t offset, unsigned size)
{
	struct gl_device d = ide_device(o);

	return d.io_read(d.opaque, (uint16_t)(0x1f0 + offset), size, 0);
}

static void taskfile_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct gl_device d = ide_device(o);

	d.io_write(d.opaque, (uint16_t)(0x1f0 + offset), size, val, 0);
}

static uint32_t control_read(void *o, uint16_t offset, unsigned size)
{
	(void)offset;
	return taskfile_read(o, 0x206, size);
}

static void control_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	(void)offset;
	taskfile_write(o, 0x206, size, val);
}

/* A base address register moved: an SMI handler would programme the block's MSRs. */
static void placed(void *o, unsigned bar, bool enabled, uint32_t base)
{
	struct function *f = o;
	struct rig *r = f->rig;

	(void)bar;
	f->base = base;
	switch (f->n) {
	case OHCI:
	case EHCI:
		mem_range_move(&f->mem, enabled, base);
		gld_msr_write(&r->usb.gld, 8 + f->n, (enabled ? MEMEN_BMEN : 0) | base);
		break;
	case AUDIO: io_range_move(&f->io, enabled, (uint16_t)base); break;
	default:
		io_range_move(&f->io, enabled, (uint16_t)base);
		gld_msr_write(&r->ide.gld, 8, base | enabled);
		break;
	}
}

static void add_function(struct rig *r, unsigned n, unsigned bar, uint32_t size, uint8_t irq)
{
	struct function *f = &r->fn[n];
	struct machine *m = &r->b->m;

	f->rig = r;
	f->n = n;
	pci_function_init(&f->pci, header[n].name, &header[n], f->value, f->cover, &m->trace);
	f->pci.opaque = f;
	f->pci.map = placed;
	f->pci.bar[bar].size = size;
	if (n == OHCI || n == EHCI) {
		f->pci.bar[bar].kind = PCI_BAR_MEMORY;
		mem_map_add(&m->mem, &f->mem, header[n].name, 0, size,
			    (struct mem_if){.opaque = f, .read = mem_read, .write = mem_write});
		mem_range_move(&f->mem, false, 0);
	} else {
		f->pci.bar[bar].kind = PCI_BAR_IO;
		io_map_add(&m->io, &f->io, header[n].name, 0, size, 4,
			   (struct io_if){.opaque = f, .read = bar_read, .write = bar_write});
		io_range_move(&f->io, false, 0);
	}
	pci_bus_add(&r->b->pci, &f->pci, DEVICE, n);
	f->value[PCI_INTERRUPT_LINE] = irq;
}

static void type(struct rig *r, char c)
{
	bool shift;
	uint8_t usage = usb_keyboard_usage(c, &shift);

	usb_keyboard_key(&r->keyboard, usage, true);
	usb_keyboard_key(&r->keyboard, usage, false);
}

static void line_came(struct rig *r, const char *line)
{
	fprintf(stderr, "%s\n", line);
	if (!strncmp(line, "RIG keys", 8)) {
		type(r, 'g');
	} else if (!strncmp(line, "RIG unplug", 10)) {
		usb_plug(&r->usb, 0, NULL);
		usb_plug(&r->usb, 1, NULL);
	} else if (!strncmp(line, "RIG plug", 8)) {
		usb_plug(&r->usb, 1, &r->keyboard.dev);
		usb_plug(&r->usb, 2, &r->stick.dev);
	} else if (!strncmp(line, "RIG done", 8)) {
		r->done = true;
		machine_stop_now(&r->b->m, MACHINE_STOP_WANTED, 0, "done");
	}
}

static void serial_out(void *o, unsigned port, uint8_t byte)
{
	struct rig *r = o;

	if (port || byte == '\r' || r->length + 2 > TEXT_BYTES)
		return;
	r->text[r->length] = (char)(byte == '\n' ? 0 : byte);
	r->length++;
	if (byte == '\n') {
		line_came(r, r->text + r->line);
		r->text[r->length - 1] = '\n';
		r->line = r->length;
	}
}

static uint8_t *read_file(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	uint8_t *bytes = NULL;

	if (fd >= 0 && !fstat(fd, &st) && st.st_size > 0) {
		*size = (size_t)st.st_size;
		bytes = malloc(*size);
		if (bytes && read(fd, bytes, *size) != st.st_size) {
			free(bytes);
			bytes = NULL;
		}
	}
	if (fd >= 0)
		close(fd);
	if (!bytes) {
		fprintf(stderr, "cannot read %s\n", path);
		exit(1);
	}
	return bytes;
}

static void build(struct rig *r)
{
	struct bare_config cfg = {.model = CPU_GEODE_LX,
				  .core_hz = 500000000,
				  .ram_bytes = 64 << 20,
				  .post_port = 0x80};
	char err[128];
	struct machine *m;
	struct io_if elcr;

	r->b = bare_new(&cfg, err, sizeof(err));
	r->bytes = malloc(DISK_BYTES);
	r->text = malloc(TEXT_BYTES);
	if (!r->b || !r->bytes || !r->text)
		exit(1);
	for (uint32_t i = 0; i < DISK_BYTES; i++)
		r->bytes[i] = (uint8_t)(i * 7 + (i >> 8) + (i >> 15));
	if (diskimage_from_memory(&r->stick_image, r->bytes, DISK_BYTES) ||
	    diskimage_from_memory(&r->disk_image, r->bytes, DISK_BYTES))
		exit(1);
	m = &r->b->m;
	m->serial_out = serial_out;
	m->tools = r;
	rules_init(&r->rules, NULL);
	r->env = (struct env){.clock = &m->clock, .trace = &m->trace, .rules = &r->rules};
	usb_init(&r->usb, &r->env, machine_dma(m));
	ide_init(&r->ide, &r->env, machine_dma(m));
	acc_init(&r->acc, &r->env, machine_dma(m), AC97_AD1888);
	gld_msr_write(&r->ide.gld, 0x10, 0x34002); /* channel on, 80-wire cable */
	r->b->pci.slot[1][1] = NULL;		   /* in place of the bare machine's IDE */
	add_function(r, OHCI, 0, OHCI_SIZE, USB_IRQ);
	add_function(r, EHCI, 0, EHCI_SIZE, USB_IRQ);
	add_function(r, AUDIO, 0, ACC_PORTS, AUDIO_IRQ);
	add_function(r, IDE, 4, 16, 0);
	io_map_add(
		&m->io, &r->taskfile, "ide", 0x1f0, 8, 4,
		(struct io_if){.opaque = &r->ide, .read = taskfile_read, .write = taskfile_write});
	io_map_add(&m->io, &r->control, "ide control", 0x3f6, 1, 1,
		   (struct io_if){.opaque = &r->ide, .read = control_read, .write = control_write});
	signal_link(&r->usb.irq, &r->link[0], &r->b->pic.line[USB_IRQ], 3);
	signal_link(&r->acc.irq, &r->link[1], &r->b->pic.line[AUDIO_IRQ], 3);
	signal_link(&r->ide.ata.irq, &r->link[2], &r->b->pic.line[14], 3);
	elcr = i8259_elcr_io(&r->b->pic);
	elcr.write(elcr.opaque, 0, 1, 1u << AUDIO_IRQ);
	elcr.write(elcr.opaque, 1, 1, 1u << (USB_IRQ - 8));
	ata_attach(&r->ide.ata, 0, diskimage_if(&r->disk_image), "RIG");
	usb_storage_init(&r->stick, diskimage_if(&r->stick_image), "001122334455");
	usb_keyboard_init(&r->keyboard);
	usb_plug(&r->usb, 0, &r->keyboard.dev);
	usb_plug(&r->usb, 1, &r->stick.dev);
}

static unsigned failures;

static void expect(const struct rig *r, const char *what, bool wanted)
{
	if ((strstr(r->text, what) != NULL) == wanted)
		return;
	failures++;
	fprintf(stderr, "FAILED: \"%s\" %s\n", what, wanted ? "is missing" : "appeared");
}

/* The sums of disk and stick, as the host's md5sum makes them. */
static void expect_sums(struct rig *r, const char *folder)
{
	char path[512], command[1100], line[64] = "", text[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/linux_drivers.img", folder);
	f = fopen(path, "wb");
	if (!f || fwrite(r->bytes, 1, DISK_BYTES, f) != DISK_BYTES || fclose(f))
		exit(1);
	snprintf(command, sizeof(command), "md5sum '%s'", path);
	f = popen(command, "r");
	if (!f || !fgets(line, 33, f))
		exit(1);
	pclose(f);
	unlink(path);
	snprintf(text, sizeof(text), "RIG sum sda %s", line);
	expect(r, text, true);
	snprintf(text, sizeof(text), "RIG sum sdb %s", line);
	expect(r, text, true);
}

static void judge(struct rig *r, const char *folder)
{
	expect_sums(r, folder);
	expect(r, "max UDMA/100 cmd 0x1f0 ctl 0x3f6", true);
	expect(r, "RIG ata2: DUMMY", true);
	expect(r, "RIG sda holds what was written", true);
	expect(r, "RIG sdb holds what was written", true);
	expect(r, "CS5535 Audio", true);
	expect(r, "RIG played", true);
	expect(r, "0001 0022 0001 0000", true); /* EV_KEY, KEY_G, down */
	expect(r, "0001 0022 0000 0000", true);
	expect(r, "RIG gone", true);
	expect(r, "RIG hubs suspended suspended", true);
	expect(r, "RIG keyboard again", true);
	expect(r, "RIG sum again", true);
	expect(r, "RIG complaint", false);
	expect(r, "RIG done", true);
	/* 24 KiB of what OSS begins with: one byte a frame. */
	if (r->acc.codec.played < 24576 || r->acc.codec.played > 26000) {
		failures++;
		fprintf(stderr, "FAILED: %llu frames were played\n",
			(unsigned long long)r->acc.codec.played);
	}
	for (unsigned i = 0; i < r->rules.hits; i++) {
		failures++;
		fprintf(stderr, "FAILED: rule %s: %s\n", rules_info(r->rules.hit[i].rule)->name,
			r->rules.hit[i].text);
	}
}

int main(int argc, char **argv)
{
	struct rig *r = calloc(1, sizeof(*r));
	struct linux_boot boot = {.command_line = "console=ttyS0,115200 nokaslr quiet",
				  .ram_bytes = 64 << 20};
	uint8_t *kernel, *initrd;
	char err[128];

	if (!r || argc != 4) {
		fprintf(stderr, "usage: linux_drivers KERNEL INITRD FOLDER\n");
		return 1;
	}
	boot.kernel = kernel = read_file(argv[1], &boot.kernel_size);
	boot.initrd = initrd = read_file(argv[2], &boot.initrd_size);
	build(r);
	if (linux_boot_load(&r->b->m, &boot, err, sizeof(err))) {
		fprintf(stderr, "%s\n", err);
		return 1;
	}
	r->b->m.end_clock = UINT64_C(500000000) * 180;
	machine_run(&r->b->m);
	r->text[r->length] = 0;
	judge(r, argv[3]);
	if (failures)
		fprintf(stderr, "stopped: %s, %s\n", r->done ? "done" : "not done",
			r->b->m.stop_text);
	bare_free(r->b);
	diskimage_close(&r->stick_image);
	diskimage_close(&r->disk_image);
	rules_free(&r->rules);
	free(r->bytes);
	free(r->text);
	free(kernel);
	free(initrd);
	free(r);
	return failures != 0;
}
