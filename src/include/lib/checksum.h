/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two checksums of PC and LinuxBIOS tables. */
#ifndef LIB_CHECKSUM_H
#define LIB_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/*
 * Internet checksum (RFC 1071) of `size` bytes, as the coreboot table uses it: one's complement of
 * the end-around-carry sum of 16-bit little-endian words; an odd last byte is the low byte of a
 * word. Over data that already hold their right checksum the result is 0.
 */
uint16_t ip_checksum(const void *data, size_t size);

/*
 * The checksum of A followed by B, where `a` and `b` are ip_checksum() of each and `a_size` is the
 * size of A in bytes: B's sum is byte-swapped when A is of odd size.
 */
uint16_t ip_checksum_join(uint16_t a, size_t a_size, uint16_t b);

/* Sum of `size` bytes modulo 256: 0 for a table with a right 8-bit checksum ($PIR, ACPI). */
uint8_t byte_sum(const void *data, size_t size);

#endif
