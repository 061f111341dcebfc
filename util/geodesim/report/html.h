/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing HTML and SVG: escaping, numbers in words, the page's frame. */
#ifndef GEODESIM_REPORT_HTML_H
#define GEODESIM_REPORT_HTML_H

#include <stdint.h>
#include <stdio.h>

#define HTML_TIME 32

/** html_text - @text with the characters of markup escaped and others than printable as dots. */
void html_text(FILE *f, const char *text);

/** html_time - board time with a fitting unit, four digits ("12.35 ms"); returns @text. */
const char *html_time(char text[HTML_TIME], uint64_t ps);

/** html_size - bytes with a binary unit ("256 MiB"); returns @text. */
const char *html_size(char text[HTML_TIME], uint64_t bytes);

/** html_share - tenths of a percent of @part in @whole, rounded. */
unsigned html_share(uint64_t part, uint64_t whole);

/** html_scale - where @part of @whole is on a line of @width. */
double html_scale(uint64_t part, uint64_t whole, double width);

/** html_begin - the page up to its heading; html_end - the rest. */
void html_begin(FILE *f, const char *title);
void html_end(FILE *f);

#endif
