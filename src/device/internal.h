/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the device core's files share. */
#ifndef DEVICE_INTERNAL_H
#define DEVICE_INTERNAL_H

#include <device/device.h>

#define for_each_resource(entry, dev) \
	for (struct resource *entry = (dev)->res; entry; entry = entry->next)

/* Forgets all devices: the scan starts. */
void device_reset(void);

/* A new device behind `last` in the list (NULL: the first one), as the last child of its parent. */
struct device *device_new(struct device *parent, enum device_type type, struct device *last);

/* Makes a node's chip and properties those of a device. */
void device_bind(struct device *dev, const struct dt_node *node);

#endif
