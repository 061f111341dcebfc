# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzzing with libFuzzer, ASan and UBSan (tests/README.md). Included by the top Makefile; also works alone:
#   make -f tests/fuzz/Makefile.mk fuzz-smoke
#
# Every tests/fuzz/NAME_fuzz.c is a program; all of src/lib is linked to it.
#   NAME_fuzz-src := FILE.c ...      more sources          NAME_fuzz-libs := -lx   linker flags
#   NAME_fuzz-flags := -Ix ...       compiler flags
#   NAME_fuzz-seeds := DIR ...       folders of build/tests/samples that it starts from
# What a run finds goes to build/tests/fuzz/corpus/NAME_fuzz, an input that breaks something to
# build/tests/fuzz/NAME_fuzz-crash-*.

FUZZ_OUT := build/tests/fuzz
FUZZ_SECONDS ?= 600
FUZZ_SMOKE_SECONDS ?= 5
FUZZ_MAX_LEN ?= 8192
Q ?= @

ifndef smm-handler
include tests/unit/smm/sources.mk
endif

cbfs_fuzz-seeds := cbfs
fmap_fuzz-seeds := fmap
manifest_fuzz-seeds := manifest
bootorder_fuzz-seeds := bootorder
options_fuzz-seeds := cmos
lz4_fuzz-seeds := lz4
lzma_fuzz-seeds := lzma
nrv2b_fuzz-seeds := nrv2b
nrv2b_fuzz-libs := -lucl
elf_fuzz-seeds := elf
self_fuzz-seeds := self
linux_fuzz-seeds := linux
cbtable_fuzz-seeds := cbtable
cbtable_fuzz-src := util/cbmem/reader.c util/cbmem/memory.c
cbtable_fuzz-flags := -Iutil/cbmem
smm_fuzz-src := $(filter-out tests/unit/%,$(smm-handler)) tests/unit/smm/machine.c
smm_fuzz-flags := $(smm-flags) -Itests/unit/smm
spd_fuzz-src := northbridge/amd/geode_lx/timings.c
spd_fuzz-flags := -Inorthbridge/amd/geode_lx

FUZZ_CC := clang -std=gnu11 -O1 -g -Wall -Wextra -Werror -fsanitize=address,undefined \
	-fno-sanitize-recover=undefined -fno-omit-frame-pointer -Isrc/include

fuzz-programs := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))
fuzz-lib-src := $(filter-out src/lib/string.c,$(wildcard src/lib/*.c))
fuzz-lib := $(fuzz-lib-src:%.c=$(FUZZ_OUT)/objects/%.o) $(FUZZ_OUT)/objects/LzmaDec.o

ifndef SAMPLES
include tests/samples.mk
endif

$(FUZZ_OUT)/objects/%.o: %.c
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) $(fuzz-flags) -fsanitize=fuzzer-no-link -MMD -MP -c $< -o $@
$(FUZZ_OUT)/objects/LzmaDec.o: /usr/include/lzma/LzmaDec.c
	@mkdir -p $(@D)
	$(Q)$(FUZZ_CC) -w -fsanitize=fuzzer-no-link -c $< -o $@
-include $(fuzz-lib:.o=.d)

# $(call fuzz_run,NAME,SECONDS)
define fuzz_run
	@mkdir -p $(FUZZ_OUT)/corpus/$(1)
	@echo "fuzz: $(1) for $(2) s"
	$(Q)timeout $$(($(2) + 120)) $(FUZZ_OUT)/$(1) -max_total_time=$(2) -timeout=20 -rss_limit_mb=1024 \
		-max_len=$(FUZZ_MAX_LEN) -verbosity=0 -print_final_stats=1 \
		-artifact_prefix=$(FUZZ_OUT)/$(1)- $(FUZZ_OUT)/corpus/$(1) \
		$($(1)-seeds:%=build/tests/samples/%) > $(FUZZ_OUT)/$(1).log 2>&1 || \
		{ tail -n 60 $(FUZZ_OUT)/$(1).log; \
		echo "$(1) failed. Again: $(FUZZ_OUT)/$(1) <the file named above>; then make it a unit test." >&2; exit 1; }
endef

# $(call fuzz_program,NAME)
define fuzz_program
$(FUZZ_OUT)/objects/tests/fuzz/$(1).o $($(1)-src:%.c=$(FUZZ_OUT)/objects/%.o): fuzz-flags := $($(1)-flags)
$(FUZZ_OUT)/$(1): $(FUZZ_OUT)/objects/tests/fuzz/$(1).o $($(1)-src:%.c=$(FUZZ_OUT)/objects/%.o) $(fuzz-lib)
	$$(Q)$(FUZZ_CC) -fsanitize=fuzzer $$^ $($(1)-libs) -o $$@
-include $(FUZZ_OUT)/objects/tests/fuzz/$(1).d $($(1)-src:%.c=$(FUZZ_OUT)/objects/%.d)
.PHONY: fuzz-smoke-$(1) fuzz-$(1)
fuzz-smoke-$(1): $(FUZZ_OUT)/$(1) $(SAMPLES)
	$$(call fuzz_run,$(1),$(FUZZ_SMOKE_SECONDS))
fuzz-$(1): $(FUZZ_OUT)/$(1) $(SAMPLES)
	$$(call fuzz_run,$(1),$(FUZZ_SECONDS))
endef
$(foreach f,$(fuzz-programs),$(eval $(call fuzz_program,$(f))))

.PHONY: fuzz fuzz-smoke
fuzz-smoke: $(fuzz-programs:%=fuzz-smoke-%)
	@echo "fuzz: $(words $^) targets ran for $(FUZZ_SMOKE_SECONDS) s each"
fuzz: $(fuzz-programs:%=fuzz-%)
	@echo "fuzz: $(words $^) targets ran for $(FUZZ_SECONDS) s each"
