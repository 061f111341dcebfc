/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ELF files that mkelfimage writes, as the firmware's own loader reads them. */

#include "test.h"
#include "mkelfimage.h"
#include <lib/load.h>

static jmp_buf died;
static char last_words[200];

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(last_words, sizeof(last_words), format, args);
	va_end(args);
	longjmp(died, 1);
}

static const uint8_t odd[] = {1, 2, 3, 0xff, 0x80};

static struct elf_image make_image(void)
{
	struct elf_image image = {.entry = 0x10002, .program = "Linux", .version = "6.1.0-50-686"};

	elf_add(&image, &(struct segment){"stub", 0x10000, odd, 5, 0x100, true});
	elf_add(&image, &(struct segment){"page", 0x20000, odd, 3, 7, false});
	elf_add(&image, &(struct segment){"kernel", 0x100000, odd, 5, 5, true});
	elf_add(&image, &(struct segment){"room", 0x200000, NULL, 0, 0x1000, false});
	elf_add(&image, &(struct segment){"nothing", 0x300000, odd, 0, 0, false});
	return image;
}

static void the_loader_finds_segments_notes_and_a_right_checksum(void **state)
{
	struct elf_image image = make_image();
	struct load_plan plan;
	uint8_t *file;
	size_t size;

	(void)state;
	file = elf_write(&image, &size);
	assert_int_equal(elf_plan(file, size, &plan), 0);
	assert_int_equal(plan.count, 4);
	assert_int_equal(plan.entry, 0x10002);
	assert_string_equal(plan.program, "Linux");
	assert_string_equal(plan.version, "6.1.0-50-686");
	assert_true(plan.has_checksum);
	assert_int_equal(elf_verify(file, size, &plan), 0);
	assert_int_equal(plan.seg[1].dest, 0x20000);
	assert_int_equal(plan.seg[1].filesz, 3);
	assert_int_equal(plan.seg[1].memsz, 7);
	assert_memory_equal(plan.seg[2].src, odd, 5);
	free(file);
}

static void every_changed_bit_of_a_segment_breaks_the_checksum(void **state)
{
	struct elf_image image = make_image();
	struct load_plan plan;
	uint8_t *file;
	size_t size, at;

	(void)state;
	file = elf_write(&image, &size);
	assert_int_equal(elf_plan(file, size, &plan), 0);
	at = (const uint8_t *)plan.seg[2].src - file;
	for (unsigned int bit = 0; bit < 5 * 8; bit++) {
		file[at + bit / 8] ^= 1 << bit % 8;
		assert_int_not_equal(elf_verify(file, size, &plan), 0);
		file[at + bit / 8] ^= 1 << bit % 8;
	}
	assert_int_equal(elf_verify(file, size, &plan), 0);
	free(file);
}

static void no_version_means_no_version_note(void **state)
{
	struct elf_image image = make_image();
	struct load_plan plan;
	uint8_t *file;
	size_t size;

	(void)state;
	image.version = "";
	file = elf_write(&image, &size);
	assert_int_equal(elf_plan(file, size, &plan), 0);
	assert_string_equal(plan.version, "");
	assert_int_equal(elf_verify(file, size, &plan), 0);
	free(file);
}

/* Adds a segment that must be refused with a message that has `text` in it. */
static void refused(struct elf_image *image, const struct segment *segment, const char *text)
{
	if (setjmp(died) == 0) {
		elf_add(image, segment);
		fail_msg("%s was accepted", segment->what);
	}
	assert_non_null(strstr(last_words, text));
}

static void overlaps_and_wraps_are_refused_by_name(void **state)
{
	struct elf_image image = make_image();

	(void)state;
	refused(&image, &(struct segment){"initrd", 0x100004, odd, 1, 1, false}, "the kernel");
	refused(&image, &(struct segment){"initrd", 0xff00, odd, 5, 0x101, false}, "the stub");
	refused(&image, &(struct segment){"initrd", 0xfffffff0, odd, 5, 0x11, false}, "4 GiB");
	elf_add(&image, &(struct segment){"initrd", 0x100005, odd, 1, 1, false});
	elf_add(&image, &(struct segment){"end", 0xfffffff0, odd, 5, 0x10, false});
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_loader_finds_segments_notes_and_a_right_checksum),
		cmocka_unit_test(every_changed_bit_of_a_segment_breaks_the_checksum),
		cmocka_unit_test(no_version_means_no_version_note),
		cmocka_unit_test(overlaps_and_wraps_are_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
