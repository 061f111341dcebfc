# SPDX-License-Identifier: GPL-2.0-or-later
# The host-differential test: the same random sequences on geodesim's processor and on the host's.
#
# geodesim-diff-check runs a fixed sample, geodesim-diff-full a longer one from DIFF_SEED.

GEODESIM_HOST32_CC ?= i686-linux-gnu-gcc
DIFF_CHECK_COUNT ?= 2000000
DIFF_FULL_COUNT ?= 100000000
DIFF_SEED ?= 1

geodesim_diff_dir := tests/geodesim/diff
geodesim_diff_out := $(GEODESIM_OUT)/tests/diff
geodesim_diff_src := $(filter-out %/host32.c,$(wildcard $(geodesim_diff_dir)/*.c))
geodesim_diff_obj := $(patsubst $(geodesim_diff_dir)/%.c,$(geodesim_diff_out)/%.o,$(geodesim_diff_src))

.PHONY: geodesim-diff geodesim-diff-check geodesim-diff-full

geodesim-diff: $(geodesim_diff_out)/diff $(geodesim_diff_out)/diff-host32

$(geodesim_diff_out)/%.o: $(geodesim_diff_dir)/%.c
	@mkdir -p $(@D)
	$(GEODESIM_CC) $(GEODESIM_CFLAGS) -MMD -MP -c -o $@ $<

$(geodesim_diff_out)/diff: $(geodesim_diff_obj) $(GEODESIM_OUT)/libgeodesim.a
	$(GEODESIM_CC) -o $@ $(geodesim_diff_obj) $(GEODESIM_OUT)/libgeodesim.a $(GEODESIM_LIBS)

$(geodesim_diff_out)/diff-host32: $(addprefix $(geodesim_diff_dir)/,host32.c host32.S host32.h diff.h)
	@mkdir -p $(@D)
	$(GEODESIM_HOST32_CC) -std=gnu11 -O2 $(GEODESIM_WARN) -static -o $@ $(filter %.c %.S,$^)

geodesim-diff-check: geodesim-diff
	timeout 900 $(geodesim_diff_out)/diff --host $(geodesim_diff_out)/diff-host32 --seed 1 \
		--count $(DIFF_CHECK_COUNT) --coverage $(geodesim_diff_out)/coverage.txt

geodesim-diff-full: geodesim-diff
	$(geodesim_diff_out)/diff --host $(geodesim_diff_out)/diff-host32 --seed $(DIFF_SEED) \
		--count $(DIFF_FULL_COUNT) --coverage $(geodesim_diff_out)/coverage.txt

geodesim-check: geodesim-diff-check

-include $(geodesim_diff_obj:.o=.d)
