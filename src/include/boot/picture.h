/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The boot picture on the display that the drivers have set up. */
#ifndef BOOT_PICTURE_H
#define BOOT_PICTURE_H

/* Its file in CBFS, which util/mkpicture made. */
#define PICTURE_FILE "picture"

/* Paints it. Returns 0, also when there is no display; or an error, which has been printed. */
int boot_picture(void);

#endif
