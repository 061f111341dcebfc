/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EHCI periodic list (EHCI 1.0, 3.1, 3.3, 3.4, 3.7, 4.6). */
#include "cs5536/ehci.h"
#include "strict/rules.h"

#define NODES_MAX  256u /* more in one frame than any driver links: the list does not end */
#define NODE_BYTES 20u
#define SHARE	   1480u /* the fifth of a microframe that periodic transfers must leave */

enum { LINK_END = 1, TYPE_ITD = 0, TYPE_QH = 1, TYPE_SITD = 2 };

/*
 * Isochronous descriptors end as lost on the wire: no device here has such an endpoint.
 * @status: the word's address, @active and @error: its bits.
 */
static bool lose(struct ehci *e, uint32_t status, uint32_t active, uint32_t error, uint32_t ioc)
{
	uint32_t word;

	if (!ehci_load(e, status, &word, 4))
		return false;
	if (!(word & active))
		return true;
	word = (word & ~active) | error;
	ehci_event(e, EHCI_ERRINT | (word & ioc ? EHCI_USBINT : 0), true);
	return ehci_store(e, status, &word, 4);
}

static bool queue(struct ehci *e, uint32_t addr, unsigned microframe)
{
	uint32_t q[12];
	bool worked;

	if (!ehci_load(e, addr, q, sizeof(q)))
		return false;
	if (!(q[2] >> microframe & 1)) /* the start mask */
		return true;
	return ehci_run_qh(e, addr, q, &worked);
}

static bool split_iso(struct ehci *e, uint32_t addr, unsigned microframe)
{
	uint32_t mask;

	if (!ehci_load(e, addr + 8, &mask, 4))
		return false;
	if (!(mask >> microframe & 1))
		return true;
	return lose(e, addr + 12, 0x80, 8, UINT32_C(0x80000000));
}

static bool node(struct ehci *e, uint32_t link, unsigned microframe)
{
	uint32_t addr = link & ~UINT32_C(31);

	switch (link >> 1 & 3) {
	case TYPE_ITD:
		return lose(e, addr + 4 + 4 * microframe, UINT32_C(0x80000000), 0x10000000, 0x8000);
	case TYPE_QH: return queue(e, addr, microframe);
	case TYPE_SITD: return split_iso(e, addr, microframe);
	default: return true; /* a frame span node: nothing was split */
	}
}

void ehci_run_periodic(struct ehci *e, uint32_t index)
{
	uint32_t entries = 1024u >> (e->value[EHCI_CMD] >> 2 & 3), link;
	uint32_t at = (uint32_t)e->value[EHCI_PERIODIC] + 4 * (index >> 3 & (entries - 1));

	if (!ehci_load(e, at, &link, 4))
		return;
	for (unsigned n = 0; !(link & LINK_END); n++) {
		if (n == NODES_MAX || e->left < SHARE || !ehci_spend(e, NODE_BYTES)) {
			rule_broken(e->env->rules, RULE_USB_LISTS,
				    "the periodic list of frame %u does not fit into a microframe",
				    (unsigned)(index >> 3 & (entries - 1)));
			return;
		}
		if (!node(e, link, index & 7) || !ehci_load(e, link & ~UINT32_C(31), &link, 4))
			return;
	}
}
