# SPDX-License-Identifier: GPL-2.0-or-later
device-flags := -Itests/unit/device/include
device-resource := src/device/resource.c src/device/resource_space.c tests/unit/device/tree.c

device/resource_test-src := $(device-resource)
device/resource_random_test-src := $(device-resource)
