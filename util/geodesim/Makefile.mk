# SPDX-License-Identifier: GPL-2.0-or-later
# geodesim, the board simulator: the program, its unit tests and its fuzzers.
#
# Included by the top Makefile; also works alone, from the top of the tree:
#   make -f util/geodesim/Makefile.mk geodesim
#
# Every util/geodesim/*.c and util/geodesim/*/*.c is compiled. Every tests/geodesim/AREA/test_*.c is
# a cmocka program, linked with all of geodesim but main.c; geodesim-AREA-check runs AREA's
# programs. An area adds its own steps in tests/geodesim/AREA/Makefile.mk by giving
# geodesim-AREA-check more prerequisites. Every tests/fuzz/geodesim_*.c is a libFuzzer program.

GEODESIM_OUT := build/geodesim
GEODESIM_CC ?= gcc
GEODESIM_FUZZ_CC ?= clang
GEODESIM_WARN := -Wall -Wextra -Werror
# Without SLP: packing the flag stores of the interpreter into vectors costs more than it saves.
GEODESIM_CFLAGS := -std=gnu11 -O2 -g -fno-tree-slp-vectorize $(GEODESIM_WARN) -Iutil/geodesim
# libconfig reads board files, libdw finds the function and line of an address, libslirp is a
# network.
GEODESIM_LIBS := -lm -lutil -lconfig -ldw -lelf -lpng -lnettle -lslirp
GEODESIM_FUZZ_SECONDS ?= 5
GEODESIM_SAN := -fsanitize=address,undefined -fno-sanitize-recover=undefined

geodesim_src := $(wildcard util/geodesim/*.c util/geodesim/*/*.c)
geodesim_obj := $(patsubst util/geodesim/%.c,$(GEODESIM_OUT)/%.o,$(geodesim_src))
geodesim_lib_obj := $(filter-out $(GEODESIM_OUT)/main.o,$(geodesim_obj))
geodesim_san_obj := $(patsubst $(GEODESIM_OUT)/%.o,$(GEODESIM_OUT)/san/%.o,$(geodesim_lib_obj))

geodesim_test_src := $(wildcard tests/geodesim/*/test_*.c)
geodesim_tests := $(patsubst tests/geodesim/%.c,$(GEODESIM_OUT)/tests/%,$(geodesim_test_src))
geodesim_areas := $(sort $(patsubst tests/geodesim/%/,%,$(dir $(geodesim_test_src))))
geodesim_fuzz_src := $(wildcard tests/fuzz/geodesim_*.c)
geodesim_fuzzers := $(patsubst tests/fuzz/%.c,$(GEODESIM_OUT)/fuzz/%,$(geodesim_fuzz_src))

.PHONY: geodesim geodesim-check geodesim-fuzz geodesim-fuzzers geodesim-clean
.PHONY: $(geodesim_areas:%=geodesim-%-check)

geodesim: $(GEODESIM_OUT)/geodesim

$(GEODESIM_OUT)/geodesim: $(geodesim_obj)
	$(GEODESIM_CC) -o $@ $(geodesim_obj) $(GEODESIM_LIBS)

$(GEODESIM_OUT)/libgeodesim.a: $(geodesim_lib_obj)
	rm -f $@
	ar qcs $@ $(geodesim_lib_obj)

$(GEODESIM_OUT)/%.o: util/geodesim/%.c
	@mkdir -p $(@D)
	$(GEODESIM_CC) $(GEODESIM_CFLAGS) $(GEODESIM_CFLAGS_$(notdir $*)) -MMD -MP -c -o $@ $<

# Every test program can tell which registers it used (tests/geodesim/registers/touched.c).
$(GEODESIM_OUT)/tests/touched.o: tests/geodesim/registers/touched.c
	@mkdir -p $(@D)
	$(GEODESIM_CC) $(GEODESIM_CFLAGS) -MMD -MP -c -o $@ $<

$(GEODESIM_OUT)/tests/%: tests/geodesim/%.c $(GEODESIM_OUT)/libgeodesim.a \
		$(GEODESIM_OUT)/tests/touched.o
	@mkdir -p $(@D)
	$(GEODESIM_CC) $(GEODESIM_CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(GEODESIM_OUT)/tests/touched.o \
		-Wl,--wrap=reg_file_init $(GEODESIM_OUT)/libgeodesim.a -lcmocka $(GEODESIM_LIBS)

# geodesim-AREA-check: run the unit tests of one area; the first failure stops.
define geodesim_area_rules
geodesim-$(1)-check: geodesim-$(1)-unit
.PHONY: geodesim-$(1)-unit
geodesim-$(1)-unit: $(filter $(GEODESIM_OUT)/tests/$(1)/%,$(geodesim_tests))
	@rm -f $(GEODESIM_OUT)/tests/$(1)/*.touched
	@set -e; for t in $$(filter $(GEODESIM_OUT)/tests/$(1)/%,$$^); do \
		echo "== $$$$t"; GEODESIM_TOUCHED=$(CURDIR)/$$$$t.touched timeout 600 $$$$t; done
geodesim-check: geodesim-$(1)-check
endef
$(foreach a,$(geodesim_areas),$(eval $(call geodesim_area_rules,$(a))))

# Every register that acts is used by a register-level test.
GEODESIM_REGISTER_AREAS := parts cs5536 lx geodelink video net
.PHONY: geodesim-registers-check
geodesim-registers-check: $(GEODESIM_OUT)/geodesim $(GEODESIM_REGISTER_AREAS:%=geodesim-%-unit)
	timeout 300 tests/geodesim/registers/untouched.py $(GEODESIM_OUT)/geodesim \
		$(GEODESIM_REGISTER_AREAS:%=$(GEODESIM_OUT)/tests/%)
geodesim-check: geodesim-registers-check

# Fuzzers: all of geodesim again under clang's sanitizers.
$(GEODESIM_OUT)/san/%.o: util/geodesim/%.c
	@mkdir -p $(@D)
	$(GEODESIM_FUZZ_CC) -std=gnu11 -O1 -g $(GEODESIM_WARN) -Iutil/geodesim $(GEODESIM_SAN) \
		-fsanitize=fuzzer-no-link $(GEODESIM_CFLAGS_$(notdir $*)) -MMD -MP -c -o $@ $<

$(GEODESIM_OUT)/san/libgeodesim.a: $(geodesim_san_obj)
	rm -f $@
	ar qcs $@ $(geodesim_san_obj)

$(GEODESIM_OUT)/fuzz/%: tests/fuzz/%.c $(GEODESIM_OUT)/san/libgeodesim.a
	@mkdir -p $(@D)
	$(GEODESIM_FUZZ_CC) -std=gnu11 -O1 -g $(GEODESIM_WARN) -Iutil/geodesim $(GEODESIM_SAN) \
		-fsanitize=fuzzer -MMD -MP -MF $@.d -o $@ $< $(GEODESIM_OUT)/san/libgeodesim.a \
		$(GEODESIM_LIBS)

geodesim-fuzzers: $(geodesim_fuzzers)

# All that geodesim-check runs.
.PHONY: geodesim-programs
geodesim-programs: geodesim $(geodesim_tests) geodesim-fuzzers geodesim-diff

# Each fuzzer for GEODESIM_FUZZ_SECONDS, two at a time; its finds stay under build/geodesim/fuzz.
geodesim-fuzz: $(geodesim_fuzzers)
	@mkdir -p $(geodesim_fuzzers:%=%.corpus)
	@printf '%s\n' $(geodesim_fuzzers) | xargs -P 2 -I@ timeout $$(($(GEODESIM_FUZZ_SECONDS) + 120)) @ \
		-max_total_time=$(GEODESIM_FUZZ_SECONDS) -timeout=20 -rss_limit_mb=2048 -verbosity=0 \
		-print_final_stats=1 -artifact_prefix=@. @.corpus

# A short look in every check; "make fuzz" takes longer.
geodesim-check: geodesim-fuzz
.PHONY: geodesim-fuzz-long
geodesim-fuzz-long:
	$(MAKE) -f util/geodesim/Makefile.mk geodesim-fuzz GEODESIM_FUZZ_SECONDS=600
fuzz: geodesim-fuzz-long

geodesim-clean:
	rm -rf $(GEODESIM_OUT)

-include $(wildcard tests/geodesim/*/Makefile.mk)
-include $(geodesim_obj:.o=.d) $(geodesim_san_obj:.o=.d)
-include $(geodesim_tests:%=%.d) $(geodesim_fuzzers:%=%.d)
