# SPDX-License-Identifier: GPL-2.0-or-later
# What people type. One configuration is built by src/build.mk; see `make help`.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

PYTHON := /usr/bin/python3
KCONFIG := env PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/usr/lib/python3/dist-packages srctree=$(CURDIR) $(PYTHON) -m
Q := $(if $(V),,@)

# The configuration: a target's defconfig (TARGET=vendor/board), or .config.
ifneq ($(TARGET),)
DEFCONFIG := targets/$(TARGET)/defconfig
OUT ?= build/$(TARGET)
CONFIG_FILE := $(OUT)/.config
else
CONFIG_FILE := .config
BOARD_OF_CONFIG = $(shell sed -n 's/^CONFIG_MAINBOARD_DIR="\(.*\)"/\1/p' .config 2>/dev/null)
OUT ?= build/$(if $(BOARD_OF_CONFIG),$(BOARD_OF_CONFIG),unconfigured)
endif
FRAGMENTS ?=

ROM := $(OUT)/geodeboot.rom
BUILD := $(MAKE) --no-print-directory -f src/build.mk OUT=$(OUT)

.PHONY: all
all: deps-build $(OUT)/.config
	+$(Q)$(BUILD) rom

# --- Configuration ---------------------------------------------------------------------------------

ifneq ($(TARGET),)
$(CONFIG_FILE): $(DEFCONFIG) $(FRAGMENTS) $(shell find Kconfig src mainboard northbridge southbridge superio payloads -name 'Kconfig*' 2>/dev/null)
	$(Q)mkdir -p $(OUT)
	$(Q)cat $(DEFCONFIG) $(FRAGMENTS) > $@.in
	$(Q)KCONFIG_CONFIG=$@ util/defconfig $@.in

$(DEFCONFIG):
	$(error There is no target "$(TARGET)": $@ is missing. The targets are: \
		$(patsubst targets/%/defconfig,%,$(wildcard targets/*/*/defconfig)))
else
$(OUT)/.config: .config
	$(Q)mkdir -p $(OUT)
	$(Q)cmp -s $< $@ || cp $< $@

.config:
	$(error There is no .config: run "make menuconfig", or name a target: make TARGET=$(firstword \
		$(patsubst targets/%/defconfig,%,$(wildcard targets/*/*/defconfig))))
endif

.PHONY: menuconfig olddefconfig savedefconfig defconfig
menuconfig: deps-build $(if $(TARGET),$(CONFIG_FILE))
	$(Q)KCONFIG_CONFIG=$(CONFIG_FILE) MENUCONFIG_STYLE=$(MENUCONFIG_STYLE) $(KCONFIG) menuconfig

olddefconfig: deps-build
	$(Q)KCONFIG_CONFIG=$(CONFIG_FILE) $(KCONFIG) olddefconfig

savedefconfig: deps-build
	$(Q)KCONFIG_CONFIG=$(CONFIG_FILE) $(KCONFIG) savedefconfig --out defconfig

defconfig: deps-build
	$(if $(TARGET),,$(error Name the target whose defconfig becomes .config: make defconfig TARGET=vendor/board))
	$(Q)KCONFIG_CONFIG=.config util/defconfig $(DEFCONFIG)

# --- Running ---------------------------------------------------------------------------------------

QEMU ?= qemu-system-i386
QEMU_MEMORY ?= 256

.PHONY: boot
boot:
	$(Q)$(MAKE) --no-print-directory all TARGET=$(if $(TARGET),$(TARGET),emulation/qemu-i440fx)
	@echo "Booting. To leave QEMU: type poweroff in the shell, or press Ctrl-A and then X."
	$(Q)$(QEMU) -M pc -m $(QEMU_MEMORY) -bios $(if $(TARGET),$(ROM),build/emulation/qemu-i440fx/geodeboot.rom) \
		-display none -serial mon:stdio -no-reboot $(QEMU_ARGS)

# --- Host tools, tests -----------------------------------------------------------------------------

include $(wildcard util/*/Makefile.mk tests/Makefile.mk)

.PHONY: tools
tools: deps-build $(HOST_TOOLS)

# Every test of the project, in the order in which a mistake shows soonest.
CHECKS := lint unit fuzz-smoke devtree-check image-check qemu-check geodesim-programs geodesim-check budget-check
# Programs to build and small tests; the other parts start processes of their own.
TWO_AT_A_TIME := unit fuzz-smoke geodesim-programs
.PHONY: check
check: deps
	$(Q)for check in $(CHECKS); do \
		case " $(TWO_AT_A_TIME) " in *" $$check "*) jobs=2;; *) jobs=1;; esac; \
		echo "=== $$check"; $(MAKE) --no-print-directory -j$$jobs $$check || exit 1; \
	done
	@echo "All checks passed: $(CHECKS)"

PYTEST := /usr/bin/python3 -m pytest -p no:cacheprovider -q

.PHONY: image-check qemu-check
image-check:
	$(Q)$(PYTEST) -n 2 tests/image tests/lint tests/mkelfimage

qemu-check:
	$(Q)$(PYTEST) -n 3 tests/qemu

.PHONY: deps deps-build
deps:
	$(Q)util/install-deps
deps-build:
	$(Q)util/install-deps --build

.PHONY: clean distclean help
clean:
	rm -rf build

distclean: clean
	rm -f .config .config.old defconfig

help:
	@sed 's/^# \?//; 1,2d' util/help.txt
