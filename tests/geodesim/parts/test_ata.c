/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disk, bus master engine and image files at register level. */
#include "bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "parts/ata.h"
#include "parts/bmide.h"

#define SECTORS 4096u

struct rig {
	struct bench b;
	struct ata_channel c;
	struct bmide bm;
	struct io_if io, control, master;
	struct diskimage image;
	uint8_t *disk;
	uint8_t memory[0x40000];
	struct ram ram;
	struct mem_map map;
	struct mem_range range;
	struct edges irq;
};

static void setup(struct rig *r)
{
	memset(r, 0, sizeof(*r));
	bench_init(&r->b);
	r->disk = malloc(SECTORS * 512);
	assert_non_null(r->disk);
	for (uint32_t i = 0; i < SECTORS * 512; i++)
		r->disk[i] = (uint8_t)(i * 13 + (i >> 9));
	assert_int_equal(diskimage_from_memory(&r->image, r->disk, SECTORS * 512), 0);
	r->ram = (struct ram){.bytes = r->memory, .size = sizeof(r->memory)};
	mem_map_init(&r->map, NULL, NULL);
	mem_map_add(&r->map, &r->range, "ram", 0, r->ram.size, ram_mem_if(&r->ram));
	ata_init(&r->c, &r->b.clock, NULL, "ata");
	ata_attach(&r->c, 0, diskimage_if(&r->image), "TEST");
	bmide_init(&r->bm, &r->c, &r->b.clock, NULL, mem_map_dma(&r->map));
	r->io = ata_command_io(&r->c);
	r->control = ata_control_io(&r->c);
	r->master = bmide_io(&r->bm);
	edges_watch(&r->irq, &r->b, &r->c.irq);
}

static void teardown(struct rig *r)
{
	diskimage_close(&r->image);
	free(r->disk);
}

static void wait_ready(struct rig *r)
{
	for (unsigned i = 0; i < 1000 && (in8(r->control, 0) & 0x80); i++)
		bench_run_ns(&r->b, 10000);
	assert_int_equal(in8(r->control, 0) & 0x80, 0);
}

static void command28(struct rig *r, uint8_t cmd, uint32_t lba, uint8_t count)
{
	out8(r->io, 2, count);
	out8(r->io, 3, (uint8_t)lba);
	out8(r->io, 4, (uint8_t)(lba >> 8));
	out8(r->io, 5, (uint8_t)(lba >> 16));
	out8(r->io, 6, (uint8_t)(0xe0 | lba >> 24));
	out8(r->io, 7, cmd);
	wait_ready(r);
}

static void read_block(struct rig *r, uint8_t *out, unsigned sectors)
{
	for (unsigned i = 0; i < sectors * 512; i += 2) {
		uint32_t w = r->io.read(r->io.opaque, 0, 2);

		memcpy(out + i, &w, 2);
	}
}

static void identify_tells_model_and_size(void **state)
{
	struct rig r;
	uint16_t w[256];
	uint8_t sum = 0;

	(void)state;
	setup(&r);
	command28(&r, 0xec, 0, 0);
	assert_int_equal(in8(r.control, 0), 0x58);
	assert_int_equal(r.irq.rises, 1);
	read_block(&r, (uint8_t *)w, 1);
	assert_int_equal(in8(r.io, 7), 0x50);
	assert_int_equal(w[60] | w[61] << 16, SECTORS);
	assert_int_equal(w[100], SECTORS);
	assert_int_equal(w[27], 'G' << 8 | 'E');
	assert_int_equal(w[10], 'T' << 8 | 'E');
	for (unsigned i = 0; i < 512; i++)
		sum = (uint8_t)(sum + ((uint8_t *)w)[i]);
	assert_int_equal(sum, 0);
	teardown(&r);
}

static void pio_reads_interrupt_for_each_sector(void **state)
{
	struct rig r;
	uint8_t data[512];

	(void)state;
	setup(&r);
	command28(&r, 0x20, 100, 3);
	for (unsigned i = 0; i < 3; i++) {
		assert_int_equal(r.irq.rises, i + 1);
		assert_int_equal(in8(r.io, 7), 0x58);
		read_block(&r, data, 1);
		assert_memory_equal(data, r.disk + (100 + i) * 512, 512);
		wait_ready(&r);
	}
	assert_int_equal(in8(r.io, 7), 0x50);
	assert_int_equal(r.irq.rises, 3);
	teardown(&r);
}

static void pio_writes_are_read_back(void **state)
{
	struct rig r;
	uint8_t data[1024];

	(void)state;
	setup(&r);
	command28(&r, 0x30, 7, 2);
	assert_int_equal(r.irq.rises, 0); /* not before the first block */
	for (unsigned s = 0; s < 2; s++) {
		assert_int_equal(in8(r.io, 7), 0x58);
		for (unsigned i = 0; i < 512; i += 4)
			r.io.write(r.io.opaque, 0, 4, 0x01010101u * (s + i % 100));
		wait_ready(&r);
	}
	assert_int_equal(in8(r.io, 7), 0x50);
	command28(&r, 0xc6, 0, 16);
	command28(&r, 0xc4, 7, 2);
	assert_int_equal(in8(r.io, 7), 0x58);
	read_block(&r, data, 2);
	assert_int_equal(data[4], 4);
	assert_int_equal(data[512 + 8], 9);
	assert_int_equal(r.disk[7 * 512 + 4], (uint8_t)((7 * 512 + 4) * 13 + 7)); /* layer only */
	teardown(&r);
}

static void forty_eight_bit_commands_use_both_register_levels(void **state)
{
	struct rig r;
	uint8_t data[512];

	(void)state;
	setup(&r);
	for (unsigned i = 2; i <= 5; i++) {
		out8(r.io, (uint16_t)i, 0);
		out8(r.io, (uint16_t)i, i == 2 ? 1 : i == 3 ? 0x34 : i == 4 ? 0x02 : 0);
	}
	out8(r.io, 6, 0x40);
	out8(r.io, 7, 0x24);
	wait_ready(&r);
	assert_int_equal(in8(r.io, 7), 0x58);
	read_block(&r, data, 1);
	assert_memory_equal(data, r.disk + 0x234 * 512, 512);
	out8(r.control, 0, 0x80);
	assert_int_equal(in8(r.io, 3), 0);
	out8(r.control, 0, 0);
	assert_int_equal(in8(r.io, 3), 0x34);
	teardown(&r);
}

static void chs_addresses_find_the_same_sectors(void **state)
{
	struct rig r;
	uint8_t data[512];

	(void)state;
	setup(&r);
	out8(r.io, 2, 1);
	out8(r.io, 3, 5); /* sector 5 */
	out8(r.io, 4, 2); /* cylinder 2 */
	out8(r.io, 5, 0);
	out8(r.io, 6, 0xa3); /* head 3 */
	out8(r.io, 7, 0x20);
	wait_ready(&r);
	read_block(&r, data, 1);
	assert_memory_equal(data, r.disk + ((2 * 16 + 3) * 63 + 4) * 512, 512);
	out8(r.io, 3, 0); /* there is no sector 0 */
	out8(r.io, 7, 0x20);
	wait_ready(&r);
	assert_int_equal(in8(r.io, 7), 0x51);
	teardown(&r);
}

static void errors_are_told_in_the_registers(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	command28(&r, 0x20, SECTORS - 1, 2); /* beyond the end */
	assert_int_equal(in8(r.io, 7), 0x51);
	assert_int_equal(in8(r.io, 1), 0x10);
	command28(&r, 0xfe, 0, 0); /* no such command */
	assert_int_equal(in8(r.io, 1), 0x04);
	command28(&r, 0xc4, 0, 1); /* multiple was never set */
	assert_int_equal(in8(r.io, 1), 0x04);
	r.c.drive[0].bad_lba = 12;
	command28(&r, 0x20, 12, 1);
	assert_int_equal(in8(r.io, 1), 0x40);
	assert_int_equal(in8(r.io, 3), 12);
	teardown(&r);
}

static void an_absent_drive_and_an_empty_channel_are_recognised(void **state)
{
	struct rig r;
	struct ata_channel empty;

	(void)state;
	setup(&r);
	out8(r.io, 6, 0xb0);
	assert_int_equal(in8(r.io, 7), 0);
	out8(r.io, 7, 0xec);
	bench_run_ns(&r.b, 10000000);
	assert_int_equal(r.irq.rises, 0);
	ata_init(&empty, &r.b.clock, NULL, "empty");
	assert_int_equal(in8(ata_command_io(&empty), 7), 0x7f);
	teardown(&r);
}

static void soft_reset_shows_the_disk_signature(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.io, 3, 0x77);
	out8(r.control, 0, 4);
	assert_int_equal(in8(r.control, 0) & 0x80, 0x80);
	out8(r.control, 0, 0);
	wait_ready(&r);
	assert_int_equal(in8(r.io, 1), 1);
	assert_int_equal(in8(r.io, 3), 1);
	assert_int_equal(in8(r.io, 4), 0);
	assert_int_equal(in8(r.control, 0), 0x50);
	assert_int_equal(r.irq.rises, 0);
	teardown(&r);
}

static void interrupts_can_be_masked_at_the_drive(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	out8(r.control, 0, 2);
	command28(&r, 0xec, 0, 0);
	assert_int_equal(r.irq.rises, 0);
	out8(r.control, 0, 0);
	assert_int_equal(r.irq.rises, 1);
	in8(r.io, 7);
	assert_false(r.c.irq.level);
	teardown(&r);
}

static void prd(struct rig *r, unsigned n, uint32_t addr, uint32_t size_and_end)
{
	memcpy(r->memory + 0x1000 + 8 * n, &addr, 4);
	memcpy(r->memory + 0x1004 + 8 * n, &size_and_end, 4);
}

static void dma(struct rig *r, uint8_t cmd, uint32_t lba, uint8_t count, bool to_memory)
{
	r->master.write(r->master.opaque, 4, 4, 0x1000);
	out8(r->master, 2, 0x06);
	out8(r->master, 0, to_memory ? 8 : 0);
	out8(r->io, 2, count);
	out8(r->io, 3, (uint8_t)lba);
	out8(r->io, 4, (uint8_t)(lba >> 8));
	out8(r->io, 5, (uint8_t)(lba >> 16));
	out8(r->io, 6, 0xe0);
	out8(r->io, 7, cmd);
	out8(r->master, 0, to_memory ? 9 : 1);
	bench_run_ns(&r->b, 50000000);
}

static void dma_reads_scatter_over_the_descriptors(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	prd(&r, 0, 0x2000, 0x100);
	prd(&r, 1, 0x8000, 0x80000000 | 0x700);
	dma(&r, 0xc8, 20, 4, true);
	assert_int_equal(in8(r.master, 2) & 7, 4);
	assert_int_equal(in8(r.io, 7), 0x50);
	assert_memory_equal(r.memory + 0x2000, r.disk + 20 * 512, 0x100);
	assert_memory_equal(r.memory + 0x8000, r.disk + 20 * 512 + 0x100, 0x700);
	out8(r.master, 2, 4);
	assert_int_equal(in8(r.master, 2) & 4, 0);
	teardown(&r);
}

static void dma_writes_gather_and_reach_the_disk(void **state)
{
	struct rig r;
	uint8_t back[512];

	(void)state;
	setup(&r);
	memset(r.memory + 0x3000, 0xab, 512);
	prd(&r, 0, 0x3000, 0x80000200);
	dma(&r, 0xca, 9, 1, false);
	assert_int_equal(in8(r.master, 2) & 7, 4);
	command28(&r, 0x20, 9, 1);
	read_block(&r, back, 1);
	assert_memory_equal(back, r.memory + 0x3000, 512);
	teardown(&r);
}

static void descriptor_tables_of_the_wrong_length_are_seen_in_the_status(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	prd(&r, 0, 0x2000, 0x80000200); /* one sector for two: the drive keeps waiting */
	dma(&r, 0xc8, 0, 2, true);
	assert_int_equal(in8(r.master, 2) & 5, 0);
	out8(r.master, 0, 0);
	ata_reset(&r.c);
	prd(&r, 0, 0x2000, 0x80000000); /* 64 KiB for one sector: still active */
	dma(&r, 0xc8, 0, 1, true);
	assert_int_equal(in8(r.master, 2) & 5, 5);
	teardown(&r);
}

static void dma_outside_memory_ends_with_an_error(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	prd(&r, 0, 0xf0000000, 0x80000200);
	dma(&r, 0xc8, 0, 1, true);
	assert_int_equal(in8(r.master, 2) & 3, 2);
	teardown(&r);
}

static void selecting_the_other_drive_does_not_move_a_running_transfer(void **state)
{
	struct rig r;

	(void)state;
	setup(&r);
	prd(&r, 0, 0x2000, 0x80000200);
	r.master.write(r.master.opaque, 4, 4, 0x1000);
	command28(&r, 0xc8, 30, 1);
	out8(r.io, 6, 0xf0); /* nobody there */
	out8(r.master, 0, 9);
	bench_run_ns(&r.b, 50000000);
	assert_memory_equal(r.memory + 0x2000, r.disk + 30 * 512, 512);
	assert_int_equal(in8(r.master, 2) & 3, 0);
	teardown(&r);
}

static void image_files_of_odd_sizes_are_refused(void **state)
{
	char path[] = "/tmp/geodesim-test-XXXXXX";
	int fd = mkstemp(path);
	struct diskimage d;
	struct disk_if disk;
	uint8_t sector[512] = {0};

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, 700), 0);
	assert_true(diskimage_open(&d, path, false) < 0);
	assert_int_equal(ftruncate(fd, 1024), 0);
	assert_int_equal(diskimage_open(&d, path, true), 0);
	disk = diskimage_if(&d);
	sector[0] = 0x77;
	assert_int_equal(disk.write(disk.opaque, 1, sector), 0);
	assert_int_equal(disk.read(disk.opaque, 1, sector), 0);
	assert_int_equal(sector[0], 0x77);
	assert_int_equal(disk.read(disk.opaque, 2, sector), -1);
	diskimage_close(&d);
	assert_int_equal(diskimage_open(&d, path, false), 0);
	disk = diskimage_if(&d);
	assert_int_equal(disk.read(disk.opaque, 1, sector), 0);
	assert_int_equal(sector[0], 0); /* the layer was only in memory */
	diskimage_close(&d);
	close(fd);
	unlink(path);
	assert_true(diskimage_open(&d, path, false) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identify_tells_model_and_size),
		cmocka_unit_test(pio_reads_interrupt_for_each_sector),
		cmocka_unit_test(pio_writes_are_read_back),
		cmocka_unit_test(forty_eight_bit_commands_use_both_register_levels),
		cmocka_unit_test(chs_addresses_find_the_same_sectors),
		cmocka_unit_test(errors_are_told_in_the_registers),
		cmocka_unit_test(an_absent_drive_and_an_empty_channel_are_recognised),
		cmocka_unit_test(soft_reset_shows_the_disk_signature),
		cmocka_unit_test(interrupts_can_be_masked_at_the_drive),
		cmocka_unit_test(dma_reads_scatter_over_the_descriptors),
		cmocka_unit_test(dma_writes_gather_and_reach_the_disk),
		cmocka_unit_test(descriptor_tables_of_the_wrong_length_are_seen_in_the_status),
		cmocka_unit_test(dma_outside_memory_ends_with_an_error),
		cmocka_unit_test(selecting_the_other_drive_does_not_move_a_running_transfer),
		cmocka_unit_test(image_files_of_odd_sizes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
