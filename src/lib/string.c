/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The C library functions that compilers call on their own, and a few string functions. */
#include <string.h>
#include <stdint.h>

/*
 * String instructions: small, and a repeat moves four bytes for one instruction of an emulator that
 * counts. The direction flag is clear in all C code (ABI).
 */
static void copy_up(uint8_t *dest, const uint8_t *src, size_t n)
{
	size_t words = n / 4;

	n &= 3;
	__asm__ volatile("rep movsl" : "+D"(dest), "+S"(src), "+c"(words) : : "memory");
	__asm__ volatile("rep movsb" : "+D"(dest), "+S"(src), "+c"(n) : : "memory");
}

void *memcpy(void *restrict dest, const void *restrict src, size_t n)
{
	copy_up(dest, src, n);
	return dest;
}

void *memmove(void *dest, const void *src, size_t n)
{
	uint8_t *d = dest;
	const uint8_t *s = src;

	if ((uintptr_t)d - (uintptr_t)s >= n) {
		copy_up(d, s, n);
		return dest;
	}

	/* The destination begins inside the source: from the end downwards. */
	while (n % 4) {
		n--;
		d[n] = s[n];
	}
	while (n) {
		uint32_t word;

		n -= 4;
		__builtin_memcpy(&word, s + n, 4);
		__builtin_memcpy(d + n, &word, 4);
	}
	return dest;
}

void *memset(void *dest, int byte, size_t n)
{
	uint8_t *d = dest;
	size_t words = n / 4;
	uint32_t fill = (uint8_t)byte * 0x01010101u;

	n &= 3;
	__asm__ volatile("rep stosl" : "+D"(d), "+c"(words) : "a"(fill) : "memory");
	__asm__ volatile("rep stosb" : "+D"(d), "+c"(n) : "a"(fill) : "memory");
	return dest;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const uint8_t *p = a, *q = b;

	for (; n; n--, p++, q++) {
		if (*p != *q)
			return *p - *q;
	}
	return 0;
}

size_t strlen(const char *s)
{
	return strnlen(s, SIZE_MAX);
}

size_t strnlen(const char *s, size_t max)
{
	size_t n = 0;

	while (n < max && s[n])
		n++;
	return n;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, SIZE_MAX);
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n; n--, a++, b++) {
		if (*a != *b)
			return (uint8_t)*a - (uint8_t)*b;
		if (!*a)
			break;
	}
	return 0;
}

char *strchr(const char *s, int c)
{
	for (; *s != (char)c; s++) {
		if (!*s)
			return NULL;
	}
	return (char *)s;
}
