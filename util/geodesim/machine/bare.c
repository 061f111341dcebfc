/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bare machine: parts on their usual ports, interrupts on their usual lines. */
#include "machine/bare.h"

#include <stdlib.h>
#include <string.h>

#define LOW_RAM_END    0xa0000u
#define HIGH_RAM       0x100000u
#define ROM_MAX	       (UINT32_C(16) << 20)
#define ROM_LOW_MAX    0x20000u
#define FWH_REGS_BELOW (UINT32_C(4) << 20) /* FWH register space lies 4 MiB below the array */
#define RAM_MAX	       UINT64_C(0xc0000000)

/* The processor shares its bus with slow things; doc/simulator.md tells where these are from. */
static const struct machine_cost bare_cost = {
	.isa_io_ns = 600,
	.pci_io_ns = 200,
	.config_ns = 240,
	.mmio_ns = 500,
	.msr_clocks = 20,
};

static uint8_t bare_ack(struct machine *m)
{
	return i8259_ack(&((struct bare *)m)->pic);
}

static void intr_changed(void *o, bool level)
{
	cpu_set_intr(((struct bare *)o)->m.cpu, level);
}

/* NMI: port 61h's sources, unless port 70h bit 7 masks it. */
static void nmi_changed(void *o, bool level)
{
	struct bare *b = o;

	cpu_set_nmi(b->m.cpu, level && !b->rtc.nmi_masked);
}

/* Either gate opens the line, as on a PS/2. */
static void a20_changed(void *o, bool level)
{
	struct bare *b = o;

	(void)level;
	cpu_set_a20(b->m.cpu, b->kbc.a20.level || b->port92.a20.level);
}

static void init_pulse(void *o, bool level)
{
	if (level)
		machine_request_reset(o, MACHINE_RESET_INIT);
}

static void hard_pulse(void *o, bool level)
{
	if (level)
		machine_request_reset(o, MACHINE_RESET_HARD);
}

/* FERR# sets IRQ 13; a write to port F0h clears it and asserts IGNNE# until FERR# goes off. */
static void bare_ferr(struct machine *m, bool level)
{
	struct bare *b = (struct bare *)m;

	b->ferr = level;
	signal_drive(&b->pic.line[13], 0, level);
	if (!level)
		cpu_set_ignne(m->cpu, false);
}

static uint32_t fpu_port_read(void *o, uint16_t offset, unsigned size)
{
	(void)o;
	(void)offset;
	(void)size;
	return 0xff;
}

static void fpu_port_write(void *o, uint16_t offset, unsigned size, uint32_t val)
{
	struct bare *b = o;

	(void)size;
	(void)val;
	if (offset != 0)
		return;
	signal_drive(&b->pic.line[13], 0, false);
	if (b->ferr)
		cpu_set_ignne(b->m.cpu, true);
}

static void bare_reset(struct machine *m, enum machine_reset kind)
{
	struct bare *b = (struct bare *)m;

	if (kind != MACHINE_RESET_HARD)
		return;
	for (unsigned n = 0; n < 2; n++) {
		ata_reset(&b->ata[n]);
		bmide_reset(&b->bmide[n]);
		uart16550_reset(&b->uart[n]);
	}
	mc146818_reset(&b->rtc);
	pci_function_reset(&b->host.fn);
	pci_function_reset(&b->isa.fn);
	pci_function_reset(&b->ide.fn);
	pci_function_reset(&b->test_device.fn);
	b->pci.address = 0;
	if (b->has_flash)
		lpcflash_reset(&b->flash);
}

static void flash_changed(void *o)
{
	mem_map_changed(&((struct bare *)o)->m.mem);
}

static void flash_power_lost(void *o)
{
	machine_stop_now(o, MACHINE_STOP_POWER, 0, "power lost while the flash was written");
}

static void serial_sent(struct bare *b, unsigned n, uint8_t byte)
{
	if (trace_on(&b->m.trace, TRACE_SERIAL))
		trace_line(&b->m.trace, TRACE_SERIAL, "serial%u sends %02X", n, byte);
	if (b->m.serial_out)
		b->m.serial_out(b->m.tools, n, byte);
}

static void serial0_sent(void *o, uint8_t byte)
{
	serial_sent(o, 0, byte);
}

static void serial1_sent(void *o, uint8_t byte)
{
	serial_sent(o, 1, byte);
}

static void post_code(void *o, uint8_t code)
{
	struct bare *b = o;

	if (b->m.post_out)
		b->m.post_out(b->m.tools, code);
}

static void ide_placed(void *o, bool enabled, uint16_t base)
{
	struct bare *b = o;

	io_range_move(&b->io_bm[0], enabled, base);
	io_range_move(&b->io_bm[1], enabled, (uint16_t)(base + 8));
	b->m.fast_io_first = enabled ? base : 1;
	b->m.fast_io_last = enabled ? (uint16_t)(base + 15) : 0;
}

static void ide_decode(void *o, unsigned channel, bool enabled)
{
	struct bare *b = o;

	b->io_ata[channel].enabled = enabled;
	b->io_ata_control[channel].enabled = enabled;
}

/* RAM from 1 MiB upwards; between A0000h and 1 MiB lies only the ROM's low copy. */
static uint64_t high_read(void *o, uint32_t offset, unsigned size)
{
	struct mem_if ram = ram_mem_if(o);

	return ram.read(o, offset + HIGH_RAM, size);
}

static void high_write(void *o, uint32_t offset, unsigned size, uint64_t val)
{
	struct mem_if ram = ram_mem_if(o);

	ram.write(o, offset + HIGH_RAM, size, val);
}

static uint8_t *high_page(void *o, uint32_t offset, bool write)
{
	struct mem_if ram = ram_mem_if(o);

	return ram.page(o, offset + HIGH_RAM, write);
}

static void map_memory(struct bare *b, const struct bare_config *cfg)
{
	struct machine *m = &b->m;
	struct mem_if rom;
	uint32_t low = cfg->rom_size < ROM_LOW_MAX ? cfg->rom_size : ROM_LOW_MAX;

	mem_map_add(&m->mem, &b->mem_low, "low RAM", 0, LOW_RAM_END, ram_mem_if(&m->ram));
	mem_map_add(&m->mem, &b->mem_high, "RAM", HIGH_RAM, m->ram.size - HIGH_RAM,
		    (struct mem_if){.opaque = &m->ram,
				    .read = high_read,
				    .write = high_write,
				    .page = high_page});
	if (!cfg->rom)
		return;
	b->rom_memory = (struct ram){.bytes = cfg->rom, .size = cfg->rom_size, .read_only = true};
	rom = ram_mem_if(&b->rom_memory);
	if (cfg->chip) {
		b->has_flash = true;
		lpcflash_init(&b->flash, cfg->chip, cfg->rom, &m->clock, &m->trace);
		b->flash.changed = flash_changed;
		b->flash.changed_opaque = b;
		b->flash.power_lost = flash_power_lost;
		b->flash.power_opaque = b;
		rom = lpcflash_mem(&b->flash);
		mem_map_add(&m->mem, &b->mem_rom_regs, "flash registers",
			    (uint32_t)(0 - cfg->rom_size) - FWH_REGS_BELOW, cfg->rom_size,
			    lpcflash_regs(&b->flash));
	}
	mem_map_add(&m->mem, &b->mem_rom, "ROM", (uint32_t)(0 - cfg->rom_size), cfg->rom_size, rom);
	/* The top of the ROM once more below 1 MiB, where the reset code runs after a far jump. */
	b->rom_low = (struct ram){
		.bytes = cfg->rom + cfg->rom_size - low, .size = low, .read_only = true};
	mem_map_add(&m->mem, &b->mem_rom_low, "low ROM", HIGH_RAM - low, low,
		    ram_mem_if(&b->rom_low));
}

static void map_ports(struct bare *b, const struct bare_config *cfg)
{
	static const uint16_t uart_base[2] = {0x3f8, 0x2f8}, ata_base[2] = {0x1f0, 0x170};
	static const uint16_t ata_control[2] = {0x3f6, 0x376};
	struct io_map *io = &b->m.io;
	struct io_if page = i8237_page_io(&b->dma);

	io_map_add(io, &b->io_dma[0], "dma1", 0x00, 16, 1, i8237_io(&b->dma, 0));
	io_map_add(io, &b->io_dma[1], "dma2", 0xc0, 32, 1, i8237_io(&b->dma, 1));
	io_map_add(io, &b->io_page, "dma page", 0x80, 16, 1, page);
	io_map_add(io, &b->io_pic[0], "pic1", 0x20, 2, 1, i8259_io(&b->pic, 0));
	io_map_add(io, &b->io_pic[1], "pic2", 0xa0, 2, 1, i8259_io(&b->pic, 1));
	io_map_add(io, &b->io_elcr, "elcr", 0x4d0, 2, 1, i8259_elcr_io(&b->pic));
	io_map_add(io, &b->io_pit, "pit", 0x40, 4, 1, i8254_io(&b->pit));
	io_map_add(io, &b->io_kbc, "kbc", 0x60, 5, 1, kbc_io(&b->kbc));
	io_map_add(io, &b->io_61, "port 61", 0x61, 1, 1, port61_io(&b->port61));
	io_map_add(io, &b->io_rtc, "rtc", 0x70, 4, 1, mc146818_io(&b->rtc));
	io_map_add(io, &b->io_92, "port 92", 0x92, 1, 1, port92_io(&b->port92));
	io_map_add(io, &b->io_fpu, "fpu error", 0xf0, 2, 1,
		   (struct io_if){.opaque = b, .read = fpu_port_read, .write = fpu_port_write});
	io_map_add(io, &b->io_pci, "pci config", 0xcf8, 8, 4, pci_mechanism1_io(&b->pci));
	io_map_add(io, &b->io_cf9, "reset", 0xcf9, 1, 1, portcf9_io(&b->portcf9));
	for (unsigned n = 0; n < 2; n++) {
		io_map_add(io, &b->io_uart[n], "uart", uart_base[n], 8, 1,
			   uart16550_io(&b->uart[n]));
		io_map_add(io, &b->io_ata[n], "ata", ata_base[n], 8, 4, ata_command_io(&b->ata[n]));
		io_map_add(io, &b->io_ata_control[n], "ata control", ata_control[n], 1, 1,
			   ata_control_io(&b->ata[n]));
		io_map_add(io, &b->io_bm[n], "bus master", 0, 8, 4, bmide_io(&b->bmide[n]));
		io_range_move(&b->io_bm[n], false, 0);
	}
	io_map_add(io, &b->io_post, "post", cfg->post_port, 1, 1, post_io(&b->post));
}

static void wire(struct bare *b)
{
	struct signal *line = b->pic.line;

	signal_link(&b->pit.counter[0].out, &b->link[0], &line[0], 0);
	signal_link(&b->kbc.irq1, &b->link[1], &line[1], 0);
	signal_link(&b->uart[1].irq, &b->link[2], &line[3], 0);
	signal_link(&b->uart[0].irq, &b->link[3], &line[4], 0);
	signal_link(&b->rtc.irq, &b->link[4], &line[8], 0);
	signal_link(&b->ata[0].irq, &b->link[5], &line[14], 0);
	signal_link(&b->ata[1].irq, &b->link[6], &line[15], 0);
	signal_connect(&b->pic.intr, &b->hook[0], intr_changed, b);
	signal_connect(&b->port61.nmi, &b->hook[1], nmi_changed, b);
	signal_connect(&b->kbc.a20, &b->hook[2], a20_changed, b);
	signal_connect(&b->port92.a20, &b->hook[3], a20_changed, b);
	signal_connect(&b->kbc.reset, &b->hook[4], init_pulse, b);
	signal_connect(&b->port92.init, &b->hook[5], init_pulse, b);
	signal_connect(&b->portcf9.soft, &b->hook[6], init_pulse, b);
	signal_connect(&b->portcf9.hard, &b->hook[7], hard_pulse, b);
}

static int build_pci(struct bare *b)
{
	static const struct pcidev_config test_device = {
		.vendor = 0x1234, /* nobody's: no driver binds */
		.device = 0x5a10,
		.class_code = 0xff0000,
		.bar = {{PCI_BAR_IO, 32}, {PCI_BAR_MEMORY, 4096}, {PCI_BAR_PREFETCHABLE, 1 << 20}},
	};
	struct trace *t = &b->m.trace;

	pci_bus_init(&b->pci, t);
	pci_host_init(&b->host, t);
	pci_isa_init(&b->isa, b->pic.line, t);
	pci_ide_init(&b->ide, t);
	b->ide.placed = ide_placed;
	b->ide.decode = ide_decode;
	b->ide.opaque = b;
	if (pcidev_init(&b->test_device, "test device", &test_device, &b->m.io, &b->m.mem, t))
		return -1;
	pci_bus_add(&b->pci, &b->host.fn, 0, 0);
	pci_bus_add(&b->pci, &b->isa.fn, 1, 0);
	pci_bus_add(&b->pci, &b->ide.fn, 1, 1);
	pci_bus_add(&b->pci, &b->test_device.fn, 2, 0);
	return 0;
}

static void build_disks(struct bare *b, const struct bare_config *cfg)
{
	static const char *const serial[4] = {"GS0000000000", "GS0000000001", "GS0000000002",
					      "GS0000000003"};

	ata_init(&b->ata[0], &b->m.clock, &b->m.trace, "ata0");
	ata_init(&b->ata[1], &b->m.clock, &b->m.trace, "ata1");
	for (unsigned n = 0; n < 4; n++) {
		if (cfg->disk[n].sectors)
			ata_attach(&b->ata[n / 2], n & 1, cfg->disk[n], serial[n]);
	}
	for (unsigned n = 0; n < 2; n++)
		bmide_init(&b->bmide[n], &b->ata[n], &b->m.clock, &b->m.trace, machine_dma(&b->m));
}

static int check(const struct bare_config *cfg, char *err, size_t err_size)
{
	const char *why = NULL;

	if (cfg->ram_bytes < 2 * HIGH_RAM || cfg->ram_bytes > RAM_MAX || cfg->ram_bytes % 4096)
		why = "RAM must be 2 to 3072 MiB";
	else if (cfg->rom && (!cfg->rom_size || cfg->rom_size % 4096 || cfg->rom_size > ROM_MAX))
		why = "ROM must be a multiple of 4 KiB up to 16 MiB";
	else if (cfg->chip && (!cfg->rom || cfg->rom_size != cfg->chip->size))
		why = "ROM file and flash chip differ in size";
	else if (cfg->core_hz < 1000000)
		why = "core clock below 1 MHz";
	if (why)
		snprintf(err, err_size, "%s", why);
	return why ? -1 : 0;
}

static int build(struct bare *b, const struct bare_config *cfg, char *err, size_t err_size)
{
	struct machine *m = &b->m;

	if (machine_init(m, cfg->model, cfg->core_hz, cfg->ram_bytes)) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	m->cost = bare_cost;
	m->intr_ack = bare_ack;
	m->reset = bare_reset;
	m->ferr = bare_ferr;
	m->serial[0] = &b->uart[0];
	m->serial[1] = &b->uart[1];
	m->keyboard = &b->kbc;
	m->post = &b->post;
	i8259_init(&b->pic, &m->trace);
	i8254_init(&b->pit, &m->clock);
	mc146818_init(&b->rtc, &m->clock);
	mc146818_set_time(&b->rtc, cfg->rtc_time);
	if (cfg->cmos && mc146818_load(&b->rtc, cfg->cmos, cfg->cmos_size)) {
		snprintf(err, err_size, "battery file must have 128 or 256 bytes");
		return -1;
	}
	i8237_init(&b->dma, machine_dma(m));
	kbc_init(&b->kbc, &m->clock);
	port61_init(&b->port61, &b->pit);
	port92_init(&b->port92, true);
	portcf9_init(&b->portcf9);
	post_init(&b->post, &m->trace,
		  cfg->post_port == 0x80 ? i8237_page_io(&b->dma) : (struct io_if){0});
	b->post.code = post_code;
	b->post.opaque = b;
	uart16550_init(&b->uart[0], &m->clock, "uart0", serial0_sent, b);
	uart16550_init(&b->uart[1], &m->clock, "uart1", serial1_sent, b);
	build_disks(b, cfg);
	map_memory(b, cfg);
	map_ports(b, cfg);
	if (build_pci(b)) {
		snprintf(err, err_size, "out of memory");
		return -1;
	}
	wire(b);
	return 0;
}

struct bare *bare_new(const struct bare_config *cfg, char *err, size_t err_size)
{
	struct bare *b;

	if (check(cfg, err, err_size))
		return NULL;
	b = calloc(1, sizeof(*b));
	if (!b) {
		snprintf(err, err_size, "out of memory");
		return NULL;
	}
	if (build(b, cfg, err, err_size)) {
		bare_free(b);
		return NULL;
	}
	return b;
}

void bare_free(struct bare *b)
{
	if (!b)
		return;
	pcidev_free(&b->test_device);
	machine_free(&b->m);
	free(b);
}
