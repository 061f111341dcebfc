/* SPDX-License-Identifier: GPL-2.0-or-later */
/* USB device and option controller: registers that firmware sets; no host is ever on the plug. */
#include "cs5536/udc.h"

#include <string.h>

#include "strict/rules.h"

enum { UOCMUX = 1, MUX_HOST = 2, MUX_MASK = 3 };

/* Registers of one endpoint (udc_ep_regs of the CS5536's device controller). */
#define ENDPOINT(KIND, N, AT)                                                               \
	{.name = KIND #N "_CTL", .addr = (AT), .width = 32, .unmodelled = UINT32_MAX},      \
		{.name = KIND #N "_STS", .addr = (AT) + 4, .width = 32, .w1c = UINT32_MAX}, \
		{.name = KIND #N "_SIZE",                                                   \
		 .addr = (AT) + 8,                                                          \
		 .width = 32,                                                               \
		 .unmodelled = UINT32_MAX},                                                 \
		{.name = KIND #N "_MAXPKT",                                                 \
		 .addr = (AT) + 0xc,                                                        \
		 .width = 32,                                                               \
		 .unmodelled = UINT32_MAX},                                                 \
		{.name = KIND #N "_SETUP",                                                  \
		 .addr = (AT) + 0x10,                                                       \
		 .width = 32,                                                               \
		 .unmodelled = UINT32_MAX},                                                 \
		{.name = KIND #N "_DESC",                                                   \
		 .addr = (AT) + 0x14,                                                       \
		 .width = 32,                                                               \
		 .unmodelled = UINT32_MAX},                                                 \
	{                                                                                   \
		.name = KIND #N "_CONFIRM", .addr = (AT) + 0x1c, .width = 32,               \
		.unmodelled = UINT32_MAX                                                    \
	}

#define CSR(N)                                                                                   \
	{                                                                                        \
		.name = "CSR" #N, .addr = 0x500 + 4 * (N), .width = 32, .unmodelled = UINT32_MAX \
	}

/*
 * CS5536 sheet 9.1. All is storage: boards use port 4 as a host port or leave it without a plug, so
 * no host ever talks to the device side. The FIFOs at 800h and C00h read 0.
 */
static const struct reg udc_table_regs[] = {
	ENDPOINT("IN", 0, 0x000),
	ENDPOINT("IN", 1, 0x020),
	ENDPOINT("IN", 2, 0x040),
	ENDPOINT("IN", 3, 0x060),
	ENDPOINT("IN", 4, 0x080),
	ENDPOINT("OUT", 0, 0x200),
	ENDPOINT("OUT", 1, 0x220),
	ENDPOINT("OUT", 2, 0x240),
	ENDPOINT("OUT", 3, 0x260),
	ENDPOINT("OUT", 4, 0x280),
	{.name = "DEVCFG", .addr = 0x400, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "DEVCTL", .addr = 0x404, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "DEVSTS", .addr = 0x408, .width = 32, .ro = UINT32_MAX},
	{.name = "DEVINT", .addr = 0x40c, .width = 32, .w1c = UINT32_MAX},
	{.name = "DEVINTMSK", .addr = 0x410, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "EPINT", .addr = 0x414, .width = 32, .w1c = UINT32_MAX},
	{.name = "EPINTMSK", .addr = 0x418, .width = 32, .unmodelled = UINT32_MAX},
	CSR(0),
	CSR(1),
	CSR(2),
	CSR(3),
	CSR(4),
	CSR(5),
	CSR(6),
	CSR(7),
	CSR(8),
	CSR(9),
	CSR(10),
	CSR(11),
	CSR(12),
	CSR(13),
	CSR(14),
	CSR(15),
	CSR(16),
};

_Static_assert(sizeof(udc_table_regs) / sizeof(udc_table_regs[0]) == UDC_REGS, "udc_value[]");

static void mux_written(struct reg_file *f, unsigned i, uint64_t old, uint64_t val)
{
	struct udc *u = f->owner;
	bool was = (old & MUX_MASK) == MUX_HOST, is = (val & MUX_MASK) == MUX_HOST;

	(void)i;
	if (was != is && u->port4)
		u->port4(u->opaque, is);
}

/* CS5536 sheet 9.1. Pad, power and over-current settings have no wires here. */
static const struct reg uoc_table_regs[] = {
	{.name = "UOCCAP", .addr = 0x00, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "UOCMUX",
	 .addr = 0x04,
	 .width = 32,
	 .unmodelled = 0xfffffffc,
	 .post_write = mux_written},
	{.name = "UOC_08", .addr = 0x08, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "UOCCTL", .addr = 0x0c, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "UOC_10", .addr = 0x10, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "UOC_14", .addr = 0x14, .width = 32, .unmodelled = UINT32_MAX},
	{.name = "UOC_18", .addr = 0x18, .width = 32, .unmodelled = UINT32_MAX},
};

_Static_assert(sizeof(uoc_table_regs) / sizeof(uoc_table_regs[0]) == UOC_REGS, "uoc_value[]");

static const struct reg_why udc_why[] = {
	{0x0, UINT32_MAX, "no host is ever on the plug, so that nothing talks to the device side"},
};
static const struct reg_table udc_table = REG_TABLE_WHY("UDC", "mmio", udc_table_regs, udc_why);
static const struct reg_why uoc_why[] = {
	{0x0, UINT32_MAX, "pad, power and over-current settings have no wires here"},
};
static const struct reg_table uoc_table = REG_TABLE_WHY("UOC", "mmio", uoc_table_regs, uoc_why);

uint32_t udc_read(struct udc *u, uint32_t offset, unsigned size)
{
	return (uint32_t)reg_read_bytes(&u->udc, offset, size, 0);
}

void udc_write(struct udc *u, uint32_t offset, unsigned size, uint32_t val)
{
	reg_write_bytes(&u->udc, offset, size, val);
}

uint32_t uoc_read(struct udc *u, uint32_t offset, unsigned size)
{
	return (uint32_t)reg_read_bytes(&u->uoc, offset, size, 0);
}

void uoc_write(struct udc *u, uint32_t offset, unsigned size, uint32_t val)
{
	reg_write_bytes(&u->uoc, offset, size, val);
}

bool udc_host_port4(const struct udc *u)
{
	return (u->uoc_value[UOCMUX] & MUX_MASK) == MUX_HOST;
}

void udc_init(struct udc *u, const struct env *env)
{
	memset(u, 0, sizeof(*u));
	u->env = env;
	reg_file_init(&u->udc, &udc_table, u, u->udc_value, u->udc_cover);
	reg_file_init(&u->uoc, &uoc_table, u, u->uoc_value, u->uoc_cover);
	u->udc.note = u->uoc.note = rules_reg_note;
	u->udc.note_opaque = u->uoc.note_opaque = env->rules;
}

void udc_reset(struct udc *u)
{
	bool host = udc_host_port4(u);

	reg_file_reset(&u->udc);
	reg_file_reset(&u->uoc);
	if (host && u->port4)
		u->port4(u->opaque, false);
}
