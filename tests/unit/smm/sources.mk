# SPDX-License-Identifier: GPL-2.0-or-later
# The SMI handler with a machine of the tests' own behind it (smm/hw.h).
smm-flags := -DSMM_HOST -include tests/unit/smm/config.h
smm-handler := tests/unit/smm/machine.c src/smm/dispatch.c src/smm/modules.c src/smm/pci.c src/smm/pci_routes.c src/smm/io.c \
	src/smm/virtual_registers.c $(wildcard northbridge/amd/geode_lx/smm_pci.c northbridge/amd/geode_lx/smm_sources.c \
	southbridge/amd/cs5536/smm_pci.c southbridge/amd/cs5536/smm_sources.c southbridge/amd/cs5536/smm_legacy.c \
	southbridge/amd/cs5536/smm_acpi.c southbridge/amd/cs5536/smm_suspend.c \
	southbridge/amd/cs5536/smm_flash.c src/cpu/amd/geode_lx/smm_restart.c)
smm/pci_test-src := $(smm-handler)
smm/dispatch_test-src := $(smm-handler)
smm/legacy_test-src := $(smm-handler)
smm/acpi_test-src := $(smm-handler)
