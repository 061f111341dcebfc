/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ELF and CBFS payload files: good ones give the right plan, bad ones the right error. */
#include "payload_files.h"
#include <lib/checksum.h>
#include <lib/compress.h>
#include <lib/errors.h>
#include <lib/load.h>

/* Plans a file in memory of exactly its size. The plan's sources are not to be used then. */
static int plan_elf(const struct elf_file *e, struct load_plan *plan)
{
	uint8_t *copy = exact_copy(e->bytes, e->size);
	int err = elf_plan(copy, e->size, plan);

	if (!err)
		assert_true(elf_verify(copy, e->size, plan) <= 0);
	free(copy);
	return err;
}

static int plan_self(const struct self_file *s, struct load_plan *plan)
{
	uint8_t *copy = exact_copy(s->bytes, s->size);
	int err = self_plan(copy, s->size, plan);

	free(copy);
	return err;
}

static void segments_come_in_header_order_at_their_physical_addresses(void **state)
{
	struct load_plan plan;
	struct elf_file e;

	(void)state;
	elf_start(&e, 0x100010);
	elf_header(&e, ELF_LOAD, 512, 0x200000, 64, 128);
	elf_header(&e, 0x6474e551, 0xffffffff, 0, 0xffffffff, 0); /* GNU_STACK: not looked at */
	elf_header(&e, ELF_LOAD, 256, 0x100000, 100, 100);
	elf_header(&e, ELF_LOAD, 0xffff0000, 0x300000, 0, 4096); /* only BSS: any offset */
	elf_header(&e, ELF_LOAD, 256, 0x400000, 0, 0);		 /* nothing */
	assert_int_equal(elf_plan(e.bytes, e.size, &plan), 0);
	assert_int_equal(plan.count, 3);
	assert_int_equal(plan.entry, 0x100010);
	assert_int_equal(plan.seg[0].dest, 0x200000);
	assert_ptr_equal(plan.seg[0].src, e.bytes + 512);
	assert_int_equal(plan.seg[0].filesz, 64);
	assert_int_equal(plan.seg[0].memsz, 128);
	assert_int_equal(plan.seg[0].compression, COMPRESS_NONE);
	assert_int_equal(plan.seg[1].dest, 0x100000);
	assert_int_equal(plan.seg[2].filesz, 0);
	assert_false(plan.has_checksum);
	assert_string_equal(plan.program, "");
}

static void another_machine_is_told(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
		int err;
	} cases[] = {
		{0, 0, ERR_UNKNOWN_TYPE},  {3, 'f', ERR_UNKNOWN_TYPE}, {4, 2, ERR_MACHINE},
		{5, 2, ERR_MACHINE},	   {18, 62, ERR_MACHINE},      {18, 8, ERR_MACHINE},
		{6, 0, ERR_UNSUPPORTED},   {16, 3, ERR_UNSUPPORTED},   {20, 2, ERR_UNSUPPORTED},
		{40, 64, ERR_UNSUPPORTED}, {42, 56, ERR_UNSUPPORTED},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct load_plan plan;
		struct elf_file e;

		elf_start(&e, 0x100000);
		elf_header(&e, ELF_LOAD, 256, 0x100000, 100, 100);
		e.bytes[18] = 6; /* 486: fine */
		assert_int_equal(plan_elf(&e, &plan), 0);
		e.bytes[cases[i].at] = cases[i].value;
		assert_int_equal(plan_elf(&e, &plan), cases[i].err);
	}
}

static void sizes_that_lie_are_told(void **state)
{
	struct load_plan plan;
	struct elf_file e;
	uint8_t *phdr;

	(void)state;
	elf_start(&e, 0x100000);
	assert_int_equal(plan_elf(&e, &plan), ERR_CORRUPT); /* nothing to load */
	phdr = elf_header(&e, ELF_LOAD, 256, 0x100000, 100, 100);
	e.size = 356;
	assert_int_equal(plan_elf(&e, &plan), 0);
	e.size = 355;
	assert_int_equal(plan_elf(&e, &plan), ERR_TRUNCATED);
	e.size = 83;
	assert_int_equal(plan_elf(&e, &plan), ERR_TRUNCATED);
	e.size = 51;
	assert_int_equal(plan_elf(&e, &plan), ERR_UNKNOWN_TYPE);
	e.size = 4096;
	write_le32(phdr + 4, 0xffffff9c); /* offset + size wraps to 0 */
	assert_int_equal(plan_elf(&e, &plan), ERR_TRUNCATED);
	write_le32(phdr + 4, 256);
	write_le32(phdr + 16, 101); /* more in the file than in memory */
	assert_int_equal(plan_elf(&e, &plan), ERR_CORRUPT);
	write_le32(phdr + 16, 100);
	write_le32(e.bytes + 28, 0xfffffff0); /* program headers */
	assert_int_equal(plan_elf(&e, &plan), ERR_TRUNCATED);
	write_le32(e.bytes + 28, 52);
	write_le16(e.bytes + 44, 0xffff);
	assert_int_equal(plan_elf(&e, &plan), ERR_TRUNCATED);
}

static void too_many_segments_are_told(void **state)
{
	struct load_plan plan;
	struct elf_file e;
	unsigned int i;

	(void)state;
	elf_start(&e, 0x100000);
	for (i = 0; i < LOAD_MAX_SEGMENTS; i++)
		elf_header(&e, ELF_LOAD, 2048, 0x100000 + i * 4096, 4, 4);
	assert_int_equal(plan_elf(&e, &plan), 0);
	elf_header(&e, ELF_LOAD, 2048, 0x200000, 4, 4);
	assert_int_equal(plan_elf(&e, &plan), ERR_NO_SPACE);
}

/* Adds a note named ELFBoot at `at`; returns the offset behind it. */
static uint32_t note(struct elf_file *e, uint32_t at, uint32_t type, const void *desc,
		     uint32_t size)
{
	uint8_t *p = e->bytes + at;

	write_le32(p, 8);
	write_le32(p + 4, size);
	write_le32(p + 8, type);
	memcpy(p + 12, "ELFBoot", 8);
	memcpy(p + 20, desc, size);
	return at + 20 + ((size + 3) & ~3u);
}

static void boot_notes_name_the_program(void **state)
{
	struct load_plan plan;
	struct elf_file e;
	uint32_t end;

	(void)state;
	elf_start(&e, 0x100000);
	end = note(&e, 1024, 1, "memtest\x1b!", 10);
	end = note(&e, end, 2, "6.10", 4);
	elf_header(&e, ELF_NOTE, 1024, 0, end - 1024, end - 1024);
	elf_header(&e, ELF_LOAD, 256, 0x100000, 100, 100);
	assert_int_equal(plan_elf(&e, &plan), 0);
	assert_string_equal(plan.program, "memtest?!");
	assert_string_equal(plan.version, "6.10");

	/* A foreign or broken note ends the list but not the boot. */
	write_le32(e.bytes + 1024, 0xffffffff);
	assert_int_equal(plan_elf(&e, &plan), 0);
	assert_string_equal(plan.program, "");
	write_le32(e.bytes + 1024, 8);
	write_le32(e.bytes + 1028, 0xfffffff0);
	assert_int_equal(plan_elf(&e, &plan), 0);
	assert_string_equal(plan.program, "");
	write_le32(e.bytes + 52 + 4, 4090); /* but the segment itself must be there */
	assert_int_equal(plan_elf(&e, &plan), ERR_TRUNCATED);
}

static void the_checksum_note_is_verified(void **state)
{
	struct load_plan plan;
	struct elf_file e;
	uint8_t image[52 + 64 + 32 + 101 + 30];
	uint8_t zero[2] = {0};
	uint32_t end;
	size_t i;

	(void)state;
	elf_start(&e, 0x100000);
	end = note(&e, 1024, 3, zero, 2);
	elf_header(&e, ELF_NOTE, 1024, 0, end - 1024, end - 1024);
	elf_header(&e, ELF_LOAD, 256, 0x100000, 90, 101); /* odd size: the next one is swapped */
	elf_header(&e, ELF_LOAD, 512, 0x200000, 30, 30);
	for (i = 200; i < 1024; i++)
		e.bytes[i] = (uint8_t)(i * 5);

	/* The memory image as one piece: headers, segments with their zero tails. */
	memset(image, 0, sizeof(image));
	memcpy(image, e.bytes, 52 + 96);
	memcpy(image + 148, e.bytes + 256, 90);
	memcpy(image + 148 + 101, e.bytes + 512, 30);
	write_le16(e.bytes + 1044, ip_checksum(image, sizeof(image)));

	assert_int_equal(elf_plan(e.bytes, e.size, &plan), 0);
	assert_true(plan.has_checksum);
	assert_int_equal(elf_verify(e.bytes, e.size, &plan), 0);
	e.bytes[520] ^= 4;
	assert_int_equal(elf_verify(e.bytes, e.size, &plan), ERR_CHECKSUM);
	e.bytes[520] ^= 4;
	e.bytes[1045] ^= 4;
	assert_int_equal(elf_verify(e.bytes, e.size, &plan), ERR_CHECKSUM);
}

static void a_checksum_inside_a_segment_counts_as_zero(void **state)
{
	struct load_plan plan;
	struct elf_file e;
	uint8_t zero[2] = {0};
	uint8_t image[52 + 64 + 300];
	uint32_t end;

	(void)state;
	elf_start(&e, 0x100000);
	end = note(&e, 1024, 3, zero, 2);
	elf_header(&e, ELF_NOTE, 1024, 0, end - 1024, end - 1024);
	elf_header(&e, ELF_LOAD, 1000, 0x100000, 300, 300);
	memcpy(image, e.bytes, 52 + 64);
	memcpy(image + 52 + 64, e.bytes + 1000, 300);
	write_le16(e.bytes + 1044, ip_checksum(image, sizeof(image)));
	assert_int_equal(elf_plan(e.bytes, e.size, &plan), 0);
	assert_int_equal(elf_verify(e.bytes, e.size, &plan), 0);
}

static void cbfs_payload_records_become_segments(void **state)
{
	struct load_plan plan;
	struct self_file s;

	(void)state;
	self_start(&s);
	self_record(&s, SELF_PARA, 0, 0, 0, 10, 10);
	self_record(&s, SELF_CODE, COMPRESS_LZMA, 1000, 0x100000, 50, 2000);
	self_record(&s, SELF_DATA, COMPRESS_NONE, 1050, 0x110000, 60, 100);
	self_record(&s, SELF_BSS, 77, 0xffffffff, 0x120000, 99, 4096);
	self_record(&s, SELF_ENTR, 0, 0, 0x100004, 0, 0);
	self_record(&s, 0x12345678, 0, 0, 0, 0, 0); /* behind the end */
	assert_int_equal(self_plan(s.bytes, s.size, &plan), 0);
	assert_int_equal(plan.count, 3);
	assert_int_equal(plan.entry, 0x100004);
	assert_ptr_equal(plan.seg[0].src, s.bytes + 1000);
	assert_int_equal(plan.seg[0].stored, 50);
	assert_int_equal(plan.seg[0].memsz, 2000);
	assert_int_equal(plan.seg[0].compression, COMPRESS_LZMA);
	assert_int_equal(plan.seg[1].filesz, 60);
	assert_int_equal(plan.seg[2].filesz, 0);
	assert_int_equal(plan.seg[2].compression, COMPRESS_NONE);
	assert_int_equal(plan.seg[2].memsz, 4096);
}

static void broken_cbfs_payloads_are_told(void **state)
{
	struct load_plan plan;
	struct self_file s;
	uint8_t *code, *entry;

	(void)state;
	self_start(&s);
	code = self_record(&s, SELF_CODE, 0, 1000, 0x100000, 50, 100);
	entry = self_record(&s, SELF_ENTR, 0, 0, 0x100000, 0, 0);
	assert_int_equal(plan_self(&s, &plan), 0);
	s.size = 1049;
	assert_int_equal(plan_self(&s, &plan), ERR_TRUNCATED);
	s.size = 55; /* the ENTRY record is cut */
	assert_int_equal(plan_self(&s, &plan), ERR_TRUNCATED);
	s.size = 4096;
	write_be32(code + 8, 0xffffffce);
	assert_int_equal(plan_self(&s, &plan), ERR_TRUNCATED);
	write_be32(code + 8, 1000);
	write_be32(code + 24, 49); /* less memory than bytes */
	assert_int_equal(plan_self(&s, &plan), ERR_CORRUPT);
	write_be32(code + 24, 0);
	assert_int_equal(plan_self(&s, &plan), ERR_CORRUPT);
	write_be32(code + 24, 100);
	write_be32(code + 12, 1); /* above 4 GiB */
	assert_int_equal(plan_self(&s, &plan), ERR_RANGE);
	write_be32(code + 12, 0);
	write_be32(entry + 12, 1);
	assert_int_equal(plan_self(&s, &plan), ERR_RANGE);
	write_be32(entry + 12, 0);
	write_be32(code, 0x11223344);
	assert_int_equal(plan_self(&s, &plan), ERR_CORRUPT);
	write_be32(code, SELF_PARA);
	assert_int_equal(plan_self(&s, &plan), ERR_CORRUPT); /* nothing to load */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(segments_come_in_header_order_at_their_physical_addresses),
		cmocka_unit_test(another_machine_is_told),
		cmocka_unit_test(sizes_that_lie_are_told),
		cmocka_unit_test(too_many_segments_are_told),
		cmocka_unit_test(boot_notes_name_the_program),
		cmocka_unit_test(the_checksum_note_is_verified),
		cmocka_unit_test(a_checksum_inside_a_segment_counts_as_zero),
		cmocka_unit_test(cbfs_payload_records_become_segments),
		cmocka_unit_test(broken_cbfs_payloads_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
