/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot picture on a small screen, and files that are none. */
#include "test.h"
#include <lib/errors.h>
#include <lib/picture.h>

#define WIDTH  6
#define HEIGHT 5
#define PITCH  (WIDTH + 1) /* pixels */

/* 3x2 pixels, two colours. */
static const uint8_t good[] = {'P',  'I',  'C', '1', 3, 0, 2, 0, 2, 0, 0, 0, 0x33,
			       0x22, 0x11, 0,	6,   5, 4, 0, 0, 1, 0, 1, 0, 1};

static uint32_t pixels[HEIGHT * PITCH];

static struct picture_screen screen_of(uint32_t width, uint32_t height)
{
	memset(pixels, 0xee, sizeof(pixels));
	return (struct picture_screen){
		.base = pixels,
		.width = width,
		.height = height,
		.pitch = PITCH * 4,
		.red = 16,
		.green = 8,
		.blue = 0,
	};
}

static int paint(const void *file, size_t size, const struct picture_screen *screen)
{
	void *copy = exact_copy(file, size);
	int err = picture_paint(copy, size, screen);

	free(copy);
	return err;
}

static void the_picture_stands_in_the_middle_and_nothing_else_changes(void **state)
{
	const struct picture_screen screen = screen_of(WIDTH, HEIGHT);

	(void)state;
	assert_int_equal(paint(good, sizeof(good), &screen), 0);
	for (uint32_t y = 0; y < HEIGHT; y++) {
		for (uint32_t x = 0; x < PITCH; x++) {
			const bool inside = x >= 1 && x < 4 && y >= 1 && y < 3;
			const uint32_t want = !inside	    ? 0xeeeeeeee
					      : (x + y) & 1 ? 0x040506
							    : 0x112233;

			assert_int_equal(pixels[y * PITCH + x], want);
		}
	}
}

static void colours_follow_the_screen(void **state)
{
	struct picture_screen screen = screen_of(3, 2);

	(void)state;
	screen.red = 0;
	screen.blue = 16;
	assert_int_equal(paint(good, sizeof(good), &screen), 0);
	assert_int_equal(pixels[0], 0x332211);
	assert_int_equal(pixels[1], 0x060504);
}

static void what_is_too_large_is_not_painted(void **state)
{
	struct picture_screen screen = screen_of(2, 2);

	(void)state;
	assert_int_equal(paint(good, sizeof(good), &screen), ERR_NO_SPACE);
	screen = screen_of(3, 1);
	assert_int_equal(paint(good, sizeof(good), &screen), ERR_NO_SPACE);
	for (unsigned i = 0; i < HEIGHT * PITCH; i++)
		assert_int_equal(pixels[i], 0xeeeeeeee);
}

static void every_cut_and_every_lie_is_refused(void **state)
{
	const struct picture_screen screen = screen_of(WIDTH, HEIGHT);
	uint8_t file[sizeof(good)];

	(void)state;
	for (size_t n = 0; n < sizeof(good); n++)
		assert_int_equal(paint(good, n, &screen), ERR_TRUNCATED);
	/* Magic, width, height and colours of 0, colours beyond 256, a pixel without a colour. */
	static const struct {
		uint8_t at, value;
	} lies[] = {{0, 'Q'}, {4, 0}, {6, 0}, {8, 0}, {9, 2}, {sizeof(good) - 1, 2}};

	for (unsigned i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		memcpy(file, good, sizeof(good));
		file[lies[i].at] = lies[i].value;
		assert_int_equal(paint(file, sizeof(file), &screen), ERR_CORRUPT);
	}
	for (unsigned i = 0; i < HEIGHT * PITCH; i++)
		assert_int_equal(pixels[i], 0xeeeeeeee);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_stands_in_the_middle_and_nothing_else_changes),
		cmocka_unit_test(colours_follow_the_screen),
		cmocka_unit_test(what_is_too_large_is_not_painted),
		cmocka_unit_test(every_cut_and_every_lie_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
