# SPDX-License-Identifier: GPL-2.0-or-later
# make explain BOARD=vendor/board [SPD="file [file]"] [GEODELINK=mhz]: the memory controller's fields and their reasons.

EXPLAIN_SOURCES := util/explain/explain.c src/lib/spd.c northbridge/amd/geode_lx/timings.c \
	northbridge/amd/geode_lx/clocks.c

.PHONY: explain
explain: deps-build
	$(if $(BOARD)$(TARGET),,$(error Name the board: make explain BOARD=vendor/board [SPD="file [file]"]))
	$(Q)$(MAKE) --no-print-directory TARGET=$(or $(BOARD),$(TARGET)) \
		build/$(or $(BOARD),$(TARGET))/.config > /dev/null
	$(Q)$(MAKE) --no-print-directory -f src/build.mk OUT=build/$(or $(BOARD),$(TARGET)) \
		build/$(or $(BOARD),$(TARGET))/gen/devtree-romstage.c \
		build/$(or $(BOARD),$(TARGET))/gen/version.h > /dev/null
	$(Q)cc -std=gnu11 -O1 -g -Wall -Wextra -Werror -I. -Isrc/include -Ibuild/$(or $(BOARD),$(TARGET))/gen \
		-include src/include/config_macro.h -Wl,--unresolved-symbols=ignore-all -no-pie \
		-o build/$(or $(BOARD),$(TARGET))/explain $(EXPLAIN_SOURCES) \
		build/$(or $(BOARD),$(TARGET))/gen/devtree-romstage.c
	$(Q)build/$(or $(BOARD),$(TARGET))/explain $(if $(GEODELINK),-c $(GEODELINK)) $(SPD)
