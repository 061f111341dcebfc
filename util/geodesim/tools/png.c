/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PNG files by libpng. */
#include "tools/png.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int png_write(const char *path, const struct picture *p)
{
	png_image image;

	memset(&image, 0, sizeof(image));
	image.version = PNG_IMAGE_VERSION;
	image.width = p->width;
	image.height = p->height;
	image.format = PNG_FORMAT_RGB;
	errno = 0;
	if (png_image_write_to_file(&image, path, 0, p->rgb, 0, NULL))
		return 0;
	return errno ? -errno : -EIO;
}

int video_no_screen(const char *path)
{
	struct picture p = {.width = 640, .height = 480};
	int rc;

	p.rgb = calloc((size_t)p.width * p.height, 3);
	if (!p.rgb)
		return -ENOMEM;
	rc = png_write(path, &p);
	picture_free(&p);
	return rc;
}

int video_screenshot(struct dc *d, struct vp *v, const char *path, char *why, size_t size)
{
	struct picture p;
	int rc;

	dc_screen(d, v, &p, why, size);
	if (!p.rgb)
		return -ENOMEM;
	rc = png_write(path, &p);
	picture_free(&p);
	return rc;
}
