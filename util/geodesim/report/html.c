/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing HTML and SVG. */
#include "report/html.h"

#include <inttypes.h>

void html_text(FILE *f, const char *text)
{
	for (const char *p = text; *p; p++) {
		switch (*p) {
		case '&': fputs("&amp;", f); break;
		case '<': fputs("&lt;", f); break;
		case '>': fputs("&gt;", f); break;
		case '"': fputs("&quot;", f); break;
		default: fputc(*p < 0x20 || *p > 0x7e ? '.' : *p, f);
		}
	}
}

const char *html_time(char text[HTML_TIME], uint64_t ps)
{
	static const struct {
		uint64_t ps;
		const char *name;
	} unit[] = {
		{UINT64_C(1000000000000), "s"},
		{UINT64_C(1000000000), "ms"},
		{UINT64_C(1000000), "\xc2\xb5s"},
		{1000, "ns"},
	};
	unsigned n = 0;
	double value;

	while (n < 3 && ps < unit[n].ps)
		n++;
	value = (double)ps / (double)unit[n].ps;
	snprintf(text, HTML_TIME, "%.*f %s",
		 value >= 100  ? 1
		 : value >= 10 ? 2
			       : 3,
		 value, unit[n].name);
	if (!ps)
		snprintf(text, HTML_TIME, "0");
	return text;
}

const char *html_size(char text[HTML_TIME], uint64_t bytes)
{
	static const char *const unit[] = {"bytes", "KiB", "MiB", "GiB"};
	unsigned n = 0;

	while (n < 3 && bytes && bytes % 1024 == 0) {
		bytes /= 1024;
		n++;
	}
	snprintf(text, HTML_TIME, "%" PRIu64 " %s", bytes, unit[n]);
	return text;
}

unsigned html_share(uint64_t part, uint64_t whole)
{
	return whole ? (unsigned)((double)part * 1000 / (double)whole + 0.5) : 0;
}

double html_scale(uint64_t part, uint64_t whole, double width)
{
	return whole ? (double)part / (double)whole * width : 0;
}

static const char style[] =
	"body{font:14px/1.45 system-ui,'DejaVu Sans',sans-serif;color:#1d2733;background:#f4f6f9;"
	"margin:0}\n"
	"main{max-width:1232px;margin:0 auto;padding:20px 24px 60px}\n"
	"h1{font-size:24px;margin:8px 0 4px}h2{font-size:18px;margin:34px 0 8px;"
	"border-bottom:2px solid #c9d3e0;padding-bottom:4px}h3{font-size:15px;margin:18px 0 6px}\n"
	"p{margin:6px 0;max-width:100ch}.dim{color:#5d6b7c}\n"
	"section>svg,.card{background:#fff;border:1px solid #d7dee8;border-radius:6px}\n"
	"svg{display:block;max-width:100%;height:auto}\n"
	"svg text{font:11px system-ui,'DejaVu Sans',sans-serif;fill:#1d2733}\n"
	"svg text.mono{font-family:'DejaVu Sans Mono',monospace;font-size:10.5px}\n"
	"svg text.head{font-weight:600;font-size:12px}svg text.dim{fill:#5d6b7c}\n"
	"table{border-collapse:collapse;background:#fff;border:1px solid #d7dee8;width:100%}\n"
	"th,td{padding:4px 10px;text-align:left;vertical-align:top;"
	"border-bottom:1px solid #e6ebf1}th{background:#e9eef5;font-weight:600}\n"
	"td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\n"
	"td.m{font-family:'DejaVu Sans Mono',monospace;font-size:12px}\n"
	"td.bar{width:230px;vertical-align:middle}\n"
	".facts{display:grid;grid-template-columns:repeat(4,1fr);gap:10px;margin:14px 0}\n"
	".facts div{background:#fff;border:1px solid #d7dee8;border-radius:6px;padding:8px 12px}\n"
	".facts b{display:block;font-size:18px}.facts span{color:#5d6b7c;font-size:12px}\n"
	".bad,.facts .bad b{color:#b3261e}.warn,.facts .warn b{color:#9a6200}\n"
	".good,.facts .good b{color:#1d7a43}\n"
	".tag{display:inline-block;border-radius:4px;padding:0 7px;color:#fff;font-size:12px}\n"
	".tag.bad{background:#b3261e;color:#fff}.tag.warn{background:#9a6200;color:#fff}"
	".tag.known{background:#5d6b7c}.tag.good{background:#1d7a43;color:#fff}\n"
	".legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0;font-size:13px}\n"
	".legend i{display:inline-block;width:12px;height:12px;border-radius:2px;"
	"margin-right:6px;vertical-align:-1px}\n"
	"details{margin:6px 0}summary{cursor:pointer;color:#2a5aa0}\n"
	"pre{background:#fff;border:1px solid #d7dee8;border-radius:6px;padding:8px 12px;"
	"overflow:auto;max-height:420px;font:12px/1.4 'DejaVu Sans Mono',monospace}\n"
	"nav a{margin-right:14px}a{color:#2a5aa0}\n"
	"@media print{body{background:#fff}}\n";

void html_begin(FILE *f, const char *title)
{
	fprintf(f, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		   "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>");
	html_text(f, title);
	fprintf(f, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<main>\n", style);
}

void html_end(FILE *f)
{
	fprintf(f, "</main>\n</body>\n</html>\n");
}
