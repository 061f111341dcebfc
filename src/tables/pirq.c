/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the $PIR table. */
#include <lib/errors.h>
#include <tables/pirq.h>
#include <tables/table_buffer.h>

#define PIRQ_MAX_SLOTS ((UINT16_MAX - sizeof(struct pirq_header)) / sizeof(struct pirq_slot))

int pirq_write(struct table_buffer *out, const struct pirq_info *info)
{
	struct pirq_header header = {
		.signature = {'$', 'P', 'I', 'R'},
		.version = 0x0100,
		.router_bus = info->router_bus,
		.router_devfn = info->router_devfn,
		.exclusive_irqs = info->exclusive_irqs,
		.router_vendor = info->router_vendor,
		.router_device = info->router_device,
	};
	size_t slots_size = info->slot_count * sizeof(info->slots[0]);
	size_t start;

	if (info->slot_count > PIRQ_MAX_SLOTS)
		return ERR_RANGE;
	header.size = (uint16_t)(sizeof(header) + slots_size);
	start = table_put(out, &header, sizeof(header));
	table_put(out, info->slots, slots_size);
	table_checksum8(out, start, header.size, start + offsetof(struct pirq_header, checksum));
	return (int)start;
}
