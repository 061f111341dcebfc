/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Screenshots of a test, read back from their PNG files. */
#ifndef TESTS_GEODESIM_VIDEO_SHOT_H
#define TESTS_GEODESIM_VIDEO_SHOT_H

#include <png.h>
#include <stdio.h>
#include <unistd.h>

#include "tools/png.h"
#include "video.h"

struct shot {
	png_image image;
	uint8_t *rgb;
	char why[200];
};

/* Read a file back, and remove it. */
static inline void read_shot(const char *path, struct shot *s)
{
	memset(&s->image, 0, sizeof(s->image));
	s->image.version = PNG_IMAGE_VERSION;
	assert_true(png_image_begin_read_from_file(&s->image, path));
	s->image.format = PNG_FORMAT_RGB;
	s->rgb = malloc(PNG_IMAGE_SIZE(s->image));
	assert_non_null(s->rgb);
	assert_true(png_image_finish_read(&s->image, NULL, s->rgb, 0, NULL));
	unlink(path);
}

/* Take one through a file. */
static inline void take_shot(struct video *t, struct shot *s)
{
	char path[64];

	snprintf(path, sizeof(path), "/tmp/geodesim-shot-%d.png", (int)getpid());
	assert_int_equal(video_screenshot(&t->dc, &t->vp, path, s->why, sizeof(s->why)), 0);
	read_shot(path, s);
}

static inline uint32_t shot_pixel(const struct shot *s, unsigned x, unsigned y)
{
	const uint8_t *at = s->rgb + ((size_t)y * s->image.width + x) * 3;

	assert_in_range(x, 0, s->image.width - 1);
	assert_in_range(y, 0, s->image.height - 1);
	return (uint32_t)at[0] << 16 | (uint32_t)at[1] << 8 | at[2];
}

static inline bool shot_is_dark(const struct shot *s)
{
	for (size_t n = 0; n < (size_t)s->image.width * s->image.height * 3; n++) {
		if (s->rgb[n])
			return false;
	}
	return true;
}

#endif
