/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Formatting for printk: integers, strings, characters and pointers; no floating point. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <console/console.h>

struct output {
	char *buf;
	size_t size;
	size_t length; /* what would have been written with room enough */
};

struct format {
	unsigned int width;
	int precision; /* -1: none given */
	bool left;
	bool prefix; /* '#': 0x before hexadecimal numbers */
	char pad;
};

static void put(struct output *out, char c)
{
	if (out->length + 1 < out->size)
		out->buf[out->length] = c;
	out->length++;
}

static void put_padded(struct output *out, const struct format *f, const char *text, size_t length)
{
	size_t fill = f->width > length ? f->width - length : 0;

	for (; !f->left && fill; fill--)
		put(out, f->pad);
	for (size_t i = 0; i < length; i++)
		put(out, text[i]);
	for (; fill; fill--)
		put(out, ' ');
}

static void put_string(struct output *out, const struct format *f, const char *text)
{
	size_t length = 0;

	if (!text)
		text = "(null)";
	while (text[length] && (f->precision < 0 || length < (size_t)f->precision))
		length++;
	put_padded(out, f, text, length);
}

/* Divides in two 32-bit steps: firmware has no 64-bit division helper from libgcc. */
static unsigned int divide(uint64_t *value, unsigned int base)
{
	uint32_t high = (uint32_t)(*value >> 32);
	uint32_t low = (uint32_t)*value;
	uint32_t quotient, remainder;

	__asm__("divl %4"
		: "=a"(quotient), "=d"(remainder)
		: "0"(low), "1"(high % base), "r"(base));
	*value = ((uint64_t)(high / base) << 32) | quotient;
	return remainder;
}

static void put_number(struct output *out, struct format *f, uint64_t value, unsigned int base,
		       bool negative, bool upper)
{
	const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
	char text[24];
	size_t at = sizeof(text);

	do {
		text[--at] = digits[divide(&value, base)];
	} while (value);
	if (f->prefix && base == 16) {
		text[--at] = 'x';
		text[--at] = '0';
	}
	if (negative && f->pad == '0' && !f->left) {
		put(out, '-');
		f->width -= f->width ? 1 : 0;
	} else if (negative) {
		text[--at] = '-';
	}
	put_padded(out, f, text + at, sizeof(text) - at);
}

static const char *parse_flags(const char *fmt, struct format *f)
{
	for (;; fmt++) {
		if (*fmt == '0')
			f->pad = '0';
		else if (*fmt == '-')
			f->left = true;
		else if (*fmt == '#')
			f->prefix = true;
		else
			return fmt;
	}
}

static const char *parse_digits(const char *fmt, unsigned int *value)
{
	for (*value = 0; *fmt >= '0' && *fmt <= '9'; fmt++)
		*value = *value * 10 + (unsigned int)(*fmt - '0');
	return fmt;
}

int vsnprintk(char *buf, size_t size, const char *fmt, va_list args)
{
	struct output out = {buf, size, 0};

	for (; *fmt; fmt++) {
		struct format f = {0, -1, false, false, ' '};
		int longs = 0;
		bool is_signed = false, upper = false;
		unsigned int base = 10;
		uint64_t value;

		if (*fmt != '%') {
			put(&out, *fmt);
			continue;
		}
		fmt = parse_flags(fmt + 1, &f);
		if (*fmt == '*') {
			f.width = va_arg(args, unsigned int);
			fmt++;
		} else {
			fmt = parse_digits(fmt, &f.width);
		}
		if (*fmt == '.') {
			unsigned int precision;

			if (fmt[1] == '*') {
				precision = va_arg(args, unsigned int);
				fmt += 2;
			} else {
				fmt = parse_digits(fmt + 1, &precision);
			}
			f.precision = (int)precision;
		}
		for (; *fmt == 'l' || *fmt == 'z' || *fmt == 'h'; fmt++)
			longs += *fmt == 'l';
		switch (*fmt) {
		case '%': put(&out, '%'); continue;
		case 'c': put(&out, (char)va_arg(args, int)); continue;
		case 's': put_string(&out, &f, va_arg(args, const char *)); continue;
		case 'd':
		case 'i': is_signed = true; break;
		case 'u': break;
		case 'p':
			f.width = 8;
			f.pad = '0';
			base = 16;
			break;
		case 'X':
			upper = true;
			base = 16;
			break;
		case 'x': base = 16; break;
		default:
			put(&out, '%');
			put(&out, *fmt);
			continue;
		}
		if (longs >= 2)
			value = va_arg(args, uint64_t);
		else if (is_signed)
			value = (uint64_t)va_arg(args, int);
		else
			value = va_arg(args, unsigned int);
		is_signed = is_signed && (int64_t)value < 0;
		put_number(&out, &f, is_signed ? -value : value, base, is_signed, upper);
	}
	if (size)
		buf[out.length < size ? out.length : size - 1] = '\0';
	return (int)out.length;
}

int snprintk(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintk(buf, size, fmt, args);
	va_end(args);
	return length;
}
