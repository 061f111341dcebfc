/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trace by class. */
#include "frame/trace.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

static const char *const class_name[TRACE_CLASSES] = {
	[TRACE_INSTRUCTIONS] = "instructions",
	[TRACE_EXCEPTIONS] = "exceptions",
	[TRACE_MSR] = "msr",
	[TRACE_IO] = "io",
	[TRACE_MMIO] = "mmio",
	[TRACE_PCI] = "pci",
	[TRACE_IRQ] = "irq",
	[TRACE_SMI] = "smi",
	[TRACE_FLASH] = "flash",
	[TRACE_DISK] = "disk",
	[TRACE_SERIAL] = "serial",
	[TRACE_POST] = "post",
	[TRACE_MODEL] = "model",
	[TRACE_CHECK] = "check",
};

void trace_init(struct trace *t, const struct clock *clock)
{
	memset(t, 0, sizeof(*t));
	t->clock = clock;
}

const char *trace_class_name(enum trace_class c)
{
	return c < TRACE_CLASSES ? class_name[c] : "?";
}

int trace_parse_classes(const char *list, uint32_t *mask)
{
	*mask = 0;
	while (*list) {
		size_t n = strcspn(list, ",");
		unsigned c;

		if (n == 3 && strncmp(list, "all", 3) == 0) {
			*mask |= (UINT32_C(1) << TRACE_CLASSES) - 1;
		} else {
			for (c = 0; c < TRACE_CLASSES; c++) {
				if (strlen(class_name[c]) == n && !strncmp(class_name[c], list, n))
					break;
			}
			if (c == TRACE_CLASSES)
				return -1;
			*mask |= UINT32_C(1) << c;
		}
		list += n;
		if (*list == ',')
			list++;
	}
	return 0;
}

void trace_line(struct trace *t, enum trace_class c, const char *fmt, ...)
{
	char text[320];
	va_list ap;

	if (!t)
		return;
	if (c == TRACE_CHECK)
		t->checks++;
	if (!trace_on(t, c))
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (t->out && (t->mask >> c & 1)) {
		fprintf(t->out, "%" PRIu64 " %s %s\n", t->clock ? clock_now(t->clock) : 0,
			class_name[c], text);
		t->lines++;
	}
	if (t->tap && (t->offers >> c & 1))
		t->tap(t->opaque, c, text);
}

static void signal_changed(void *opaque, bool level)
{
	const struct trace_signal *ts = opaque;

	trace_line(ts->trace, ts->class_, "%s=%d", ts->signal->name, level);
}

void trace_signal(struct trace *t, struct trace_signal *ts, enum trace_class c, struct signal *s)
{
	ts->trace = t;
	ts->class_ = c;
	ts->signal = s;
	signal_connect(s, &ts->hook, signal_changed, ts);
}

void trace_reg_note(void *trace, const struct reg_file *f, unsigned i, enum reg_note n,
		    uint64_t val)
{
	const struct reg *r = &f->table->reg[i];

	trace_line(trace, TRACE_CHECK, "%s: %s (%s %" PRIX32 ") = %" PRIX64 ": %s", f->table->name,
		   r->name, f->table->space, r->addr, val, reg_note_name(n));
}
