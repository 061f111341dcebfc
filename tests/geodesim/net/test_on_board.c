/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ethernet and super I/O soldered to a whole board: ways, interrupts, resets. No program runs. */
#include "../geodelink/geode_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define NIC	  9
#define NIC_LINE  2 /* INTC# of the board */
#define NIC_IO	  0xd000
#define NIC_MMIO  UINT32_C(0xe0100000)
#define RING	  0x100000u
#define BUFFER	  0x101000u
#define CONSOLE	  0x3f8
#define PIC_READS 0x0a /* OCW3: the next read shows the requests */

struct board {
	struct geode_bench b;
	struct net_if net;
	unsigned sent, serial;
	uint8_t last;
};

static struct board board;

static void on_cable(void *o, const uint8_t *frame, size_t size)
{
	((struct board *)o)->sent++;
	(void)frame;
	(void)size;
}

static void serial_out(void *o, unsigned port, uint8_t byte)
{
	(void)o;
	if (port == 0) {
		board.serial++;
		board.last = byte;
	}
}

static int describe(enum geode_sio_kind sio, unsigned watchdog_s)
{
	struct geode_config *c = &board.b.cfg;

	memset(&board, 0, sizeof(board));
	if (geode_bench_init(&board.b))
		return -1;
	board.net = (struct net_if){.send = on_cable, .opaque = &board, .up = true};
	c->sio = sio;
	c->sio_port = 0x2e;
	c->sio_watchdog_s = watchdog_s;
	c->uart_wired[0] = c->uart_wired[1] = false;
	c->serial[0] = GEODE_UART_SIO1;
	c->serial[1] = GEODE_UART_SIO2;
	c->pci[1] = (struct geode_pci){
		.kind = GEODE_PCI_VT6105M,
		.name = "eth0",
		.device = NIC,
		.line = {NIC_LINE, GEODE_NONE, GEODE_NONE, GEODE_NONE},
		.mac = {0x00, 0x0d, 0xb9, 1, 2, 3},
		.net = &board.net,
	};
	return 0;
}

static int on(enum geode_sio_kind sio, unsigned watchdog_s)
{
	if (describe(sio, watchdog_s) || geode_bench_on(&board.b))
		return -1;
	board.b.g->m.serial_out = serial_out;
	return 0;
}

static int winbond(void **state)
{
	(void)state;
	return on(GEODE_SIO_W83627HF, 0);
}

static int ite(void **state)
{
	(void)state;
	return on(GEODE_SIO_IT8712F, 56);
}

static int warm(void **state)
{
	return winbond(state) || geode_warm_start(board.b.g, board.b.err, sizeof(board.b.err));
}

static int off(void **state)
{
	(void)state;
	geode_bench_free(&board.b);
	return 0;
}

static uint32_t in(uint16_t port, unsigned size)
{
	return bench_in(&board.b, port, size);
}

static void out(uint16_t port, unsigned size, uint32_t val)
{
	bench_out(&board.b, port, size, val);
}

static void pass_us(uint64_t us)
{
	while (us) {
		uint64_t step = us > 1000 ? 1000 : us;

		machine_charge_ns(&board.b.g->m, (unsigned)step * 1000);
		clock_run_due(&board.b.g->m.clock);
		us -= step;
	}
}

static void config(uint8_t device, uint8_t index, uint8_t val)
{
	out(0x2e, 1, 0x07);
	out(0x2f, 1, device);
	out(0x2e, 1, index);
	out(0x2f, 1, val);
}

static void config_open(const char *key, unsigned count)
{
	for (unsigned n = 0; n < count; n++)
		out(0x2e, 1, (uint8_t)key[n]);
}

static unsigned requests(void)
{
	unsigned high;

	out(0xa0, 1, PIC_READS);
	high = in(0xa0, 1);
	out(0x20, 1, PIC_READS);
	return high << 8 | in(0x20, 1);
}

static void the_super_io_answers_at_power_on(void **state)
{
	(void)state;
	assert_int_equal(in(0x2f, 1), 0xff);
	config_open("\x87\x87", 2);
	out(0x2e, 1, 0x20);
	assert_int_equal(in(0x2f, 1), 0x52);
}

static void a_character_on_the_super_ios_uart_reaches_the_first_connector(void **state)
{
	(void)state;
	out(CONSOLE + 3, 1, 0x83);
	out(CONSOLE, 1, 1);
	out(CONSOLE + 1, 1, 0);
	out(CONSOLE + 3, 1, 0x03);
	out(CONSOLE, 1, 'K');
	pass_us(100);
	assert_int_equal(board.serial, 1);
	assert_int_equal(board.last, 'K');
}

static void its_interrupt_comes_over_the_serial_line(void **state)
{
	uint64_t let_through = bench_rdmsr(&board.b, 0x51400025);

	(void)state;
	/* Only frames that the mapper lets through arrive. */
	bench_wrmsr(&board.b, 0x51400025, 0);
	out(CONSOLE + 4, 1, 0x08);
	out(CONSOLE + 1, 1, 0x02);
	assert_true(board.b.g->w83627hf.sio.irq[4].level);
	assert_int_equal(requests() & 0x10, 0);
	out(CONSOLE + 1, 1, 0);
	bench_wrmsr(&board.b, 0x51400025, let_through);
	assert_int_equal(requests() & 0x10, 0);
	out(CONSOLE + 1, 1, 0x02);
	assert_int_equal(requests() & 0x10, 0x10);
}

static void a_forced_watchdog_resets_the_board(void **state)
{
	struct geode *g = board.b.g;

	(void)state;
	config_open("\x87\x87", 2);
	config(2, 0x60, 0x02);
	config(8, 0xf7, 0x20);
	assert_int_equal(g->m.reset_wanted, MACHINE_RESET_HARD);
	g->m.reset_wanted = MACHINE_RESET_NONE;
	g->m.reset(&g->m, MACHINE_RESET_HARD);
	assert_int_equal(in(0x2f, 1), 0xff); /* closed again, at its defaults */
	config_open("\x87\x87", 2);
	out(0x2e, 1, 0x07);
	out(0x2f, 1, 2);
	out(0x2e, 1, 0x60);
	assert_int_equal(in(0x2f, 1), 0x03);
}

static void an_armed_watchdog_resets_the_board_until_it_is_stopped(void **state)
{
	struct geode *g = board.b.g;

	(void)state;
	pass_us(55900000);
	assert_int_equal(g->m.reset_wanted, MACHINE_RESET_NONE);
	pass_us(200000);
	assert_int_equal(g->m.reset_wanted, MACHINE_RESET_HARD);
	g->m.reset_wanted = MACHINE_RESET_NONE;
	g->m.reset(&g->m, MACHINE_RESET_HARD);
	config_open("\x87\x01\x55\x55", 4);
	config(7, 0x73, 0);
	pass_us(57000000);
	assert_int_equal(g->m.reset_wanted, MACHINE_RESET_NONE);
}

/* The Ethernet: base addresses, memory decoding, one frame in a ring. */

static void pci_write(uint8_t reg, unsigned size, uint32_t val)
{
	out(0xcf8, 4, 0x80000000 | NIC << 11 | (reg & 0xfc));
	out((uint16_t)(0xcfc + (reg & 3)), size, val);
}

static void start_nic(void)
{
	pci_write(0x10, 4, NIC_IO);
	pci_write(0x14, 4, NIC_MMIO);
	pci_write(0x04, 2, 7);
	out(NIC_IO + 0x7b, 1, 0x80);
	pass_us(3000000); /* the link */
	assert_int_equal(bench_load(&board.b, NIC_MMIO + 0x6d, 1), 0);
}

static void store32(uint32_t addr, uint32_t val)
{
	bench_store(&board.b, addr, 4, val);
}

static void send_one(void)
{
	store32(RING, 0x80000000);
	store32(RING + 4, 0x00e00000 | 60);
	store32(RING + 8, BUFFER);
	store32(RING + 12, RING + 16);
	store32(RING + 16, 0);
	out(NIC_IO + 0x1c, 4, RING);
	out(NIC_IO + 0x0e, 2, 0xffff);
	out(NIC_IO + 0x09, 1, 0x08);
	out(NIC_IO + 0x08, 1, 0x32);
	pass_us(20);
}

static void the_ethernet_sends_from_memory_and_interrupts(void **state)
{
	struct geode *g = board.b.g;
	unsigned before;

	(void)state;
	start_nic();
	before = requests();
	send_one();
	assert_int_equal(board.sent, 1);
	assert_int_equal(bench_load(&board.b, RING, 4), 0);
	assert_int_equal(in(NIC_IO + 0x0c, 2), 0x0002);
	assert_true(g->int_line[NIC_LINE].level);
	assert_int_not_equal(requests(), before);
	out(NIC_IO + 0x0c, 2, 0xffff);
	assert_false(g->int_line[NIC_LINE].level);
	assert_int_equal(requests(), before);
	assert_int_equal(g->rules.hits, 0);
}

/* Firmware that opens no GLPCI region to bus masters: the chip's reads end nowhere. */
static void without_a_region_its_bus_mastering_fails_and_is_named(void **state)
{
	struct geode *g = board.b.g;

	(void)state;
	start_nic();
	bench_wrmsr(&board.b, 0x50002014, 0); /* fixed regions below 1 MiB */
	bench_wrmsr(&board.b, 0x50002015, 0);
	for (uint32_t region = 0x50002018; region <= 0x5000201d; region++)
		bench_wrmsr(&board.b, region, 0);
	send_one();
	assert_int_equal(board.sent, 0);
	assert_int_equal(in(NIC_IO + 0x0c, 2), 0x0040);
	assert_true(g->rules.broken[RULE_DMA_OUTSIDE] > 0);
}

static void a_hard_reset_stops_it(void **state)
{
	struct geode *g = board.b.g;

	(void)state;
	start_nic();
	g->m.reset(&g->m, MACHINE_RESET_HARD);
	assert_int_equal(g->nic[1].io.enabled | g->nic[1].mem.enabled, 0);
	assert_int_equal(reg_peek(&g->nic[1].fn.regs, PCI_COMMAND), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name, how) cmocka_unit_test_setup_teardown(name, how, off)
		T(the_super_io_answers_at_power_on, winbond),
		T(a_character_on_the_super_ios_uart_reaches_the_first_connector, warm),
		T(its_interrupt_comes_over_the_serial_line, warm),
		T(a_forced_watchdog_resets_the_board, winbond),
		T(an_armed_watchdog_resets_the_board_until_it_is_stopped, ite),
		T(the_ethernet_sends_from_memory_and_interrupts, warm),
		T(without_a_region_its_bus_mastering_fails_and_is_named, warm),
		T(a_hard_reset_stops_it, warm),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
