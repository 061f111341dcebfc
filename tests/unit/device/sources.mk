# SPDX-License-Identifier: GPL-2.0-or-later
device-flags := -Itests/unit/device/include -include tests/unit/device/mock.h
device-resource := src/device/resource.c src/device/resource_space.c tests/unit/device/tree.c
device-core := $(device-resource) tests/unit/device/mock.c $(addprefix src/device/,device.c irq.c \
	pci_enable.c pci_resources.c pci_scan.c steps.c)

device/resource_test-src := $(device-resource)
device/resource_random_test-src := $(device-resource)
device/pci_test-src := $(device-core)
