/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segment selectors of every stage: the values the Linux boot protocol asks for. */
#ifndef ARCH_SEGMENTS_H
#define ARCH_SEGMENTS_H

#define FLAT_CODE 0x10
#define FLAT_DATA 0x18

#endif
