# SPDX-License-Identifier: GPL-2.0-or-later
mkelfimage-flags := -D_GNU_SOURCE -Iutil/mkelfimage

mkelfimage/kernel_test-src := util/mkelfimage/kernel.c util/mkelfimage/bytes.c
mkelfimage/elf_writer_test-src := util/mkelfimage/elf_writer.c util/mkelfimage/bytes.c
