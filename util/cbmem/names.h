/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names for people: of records, timestamps, memory types and objects. */
#ifndef CBMEM_NAMES_H
#define CBMEM_NAMES_H

#include <stdint.h>

/* Each returns "unknown" for a number it does not know. */
const char *record_name(uint32_t tag);
const char *timestamp_name(uint32_t id);
const char *memory_type_name(uint32_t type);
const char *object_name(uint32_t id);

#endif
