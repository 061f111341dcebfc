# SPDX-License-Identifier: GPL-2.0-or-later
# Host unit tests (tests/README.md). Included by the top Makefile; also works alone:
#   make -f tests/unit/Makefile.mk unit
#
# Every tests/unit/AREA/NAME_test.c is a program, built twice: for the host with ASan and UBSan, and as
# an i686 program, where size_t has 32 bits as in the firmware. All of src/lib is linked to it;
# tests/unit/AREA/sources.mk names more:
#   AREA/NAME_test-src := FILE.c ...    sources of one test
#   AREA/NAME_test-defines := NAME ...  functions of these sources that are renamed to fw_NAME
#   AREA/NAME_test-data := FILE ...     files that must exist before the test runs
#   AREA/NAME_test-libs-{san,i686} := . linker flags; AREA/NAME_test-packages: i386 packages for them
#   AREA-flags := -Iinclude ...         compiler flags of all tests of the area and their sources

UNIT_OUT := build/tests/unit
UNIT_TIMEOUT ?= 120
Q ?= @

unit-tests := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*/*_test.c))
unit-areas := $(sort $(patsubst %/,%,$(dir $(unit-tests))))
ifndef SAMPLES
include tests/samples.mk
endif
include $(wildcard tests/unit/*/sources.mk)

UNIT_FLAGS := -std=gnu11 -g -Wall -Wextra -Werror -Isrc/include -Itests/unit

# The host, with sanitizers.
UNIT_CC_san := gcc -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined \
	-fno-omit-frame-pointer
UNIT_LIBS_san := -lcmocka

# i686: the cross compiler's C library runs on the host's kernel; cmocka comes from Debian's i386 archive.
UNIT_I686_CMOCKA := build/debian/libcmocka0/usr/lib/i386-linux-gnu
UNIT_I686_LIBC := /usr/i686-linux-gnu/lib
UNIT_CC_i686 := i686-linux-gnu-gcc -O2 -march=i586
UNIT_LIBS_i686 := $(UNIT_I686_CMOCKA)/libcmocka.so.0 -Wl,--dynamic-linker=$(UNIT_I686_LIBC)/ld-linux.so.2 \
	-Wl,-rpath,$(UNIT_I686_LIBC):$(abspath $(UNIT_I686_CMOCKA))

UNIT_FLAVOURS := san i686

unit-packages := $(sort libcmocka0 $(foreach t,$(unit-tests),$($(t)-packages)))
$(unit-packages:%=build/debian/%) &:
	$(Q)util/debian-fetch build/debian $(unit-packages)

# src/lib but the C library's own functions, and the LZMA SDK's decoder from where it lies.
unit-lib-src := $(filter-out src/lib/string.c,$(wildcard src/lib/*.c))

# $(call unit_flavour,FLAVOUR): the library and its rules.
define unit_flavour
unit-lib-$(1) := $$(unit-lib-src:%.c=$(UNIT_OUT)/$(1)/lib/%.o) $(UNIT_OUT)/$(1)/lib/LzmaDec.o
$(UNIT_OUT)/$(1)/lib/%.o: %.c
	@mkdir -p $$(@D)
	$$(Q)$(UNIT_CC_$(1)) $$(UNIT_FLAGS) -MMD -MP -c $$< -o $$@
$(UNIT_OUT)/$(1)/lib/LzmaDec.o: /usr/include/lzma/LzmaDec.c
	@mkdir -p $$(@D)
	$$(Q)$(UNIT_CC_$(1)) -g -w -c $$< -o $$@
$(UNIT_OUT)/$(1)/lib.a: $$(unit-lib-$(1))
	$$(Q)rm -f $$@ && ar rcs $$@ $$^
-include $$(unit-lib-$(1):.o=.d)
endef
$(foreach f,$(UNIT_FLAVOURS),$(eval $(call unit_flavour,$(f))))

# $(call unit_area,FLAVOUR,AREA): objects of an area, with the area's flags.
define unit_area
$(UNIT_OUT)/$(1)/$(2)-objects/%.o: %.c
	@mkdir -p $$(@D)
	$$(Q)$(UNIT_CC_$(1)) $$(UNIT_FLAGS) $$($(2)-flags) -MMD -MP -c $$< -o $$@
endef
$(foreach f,$(UNIT_FLAVOURS),$(foreach a,$(unit-areas),$(eval $(call unit_area,$(f),$(a)))))

# $(call unit_test,FLAVOUR,AREA/NAME,AREA): one program, and the run of it. Its output is shown when it fails.
define unit_test
unit-objects := $(patsubst %.c,$(UNIT_OUT)/$(1)/$(3)-objects/%.o,tests/unit/$(2).c $($(2)-src))
$(UNIT_OUT)/$(1)/$(2): $$(unit-objects) $(UNIT_OUT)/$(1)/lib.a \
		$(if $(filter i686,$(1)),| $(addprefix build/debian/,libcmocka0 $($(2)-packages)))
	@mkdir -p $$(@D)
	$$(Q)$(UNIT_CC_$(1)) $$(filter %.o %.a,$$^) $($(2)-libs-$(1)) $(UNIT_LIBS_$(1)) -o $$@
$(UNIT_OUT)/$(1)/$(2).passed: $(UNIT_OUT)/$(1)/$(2) $($(2)-data)
	$$(Q)timeout $(UNIT_TIMEOUT) $$< > $$<.log 2>&1 || { cat $$<.log; echo "$(2) ($(1)) failed" >&2; exit 1; }
	@grep -c '^.  *OK .' $$<.log > $$@
$(foreach s,$($(2)-src),$(if $($(2)-defines),$(UNIT_OUT)/$(1)/$(3)-objects/$(s:.c=.o): UNIT_FLAGS += $(foreach d,$($(2)-defines),-D$(d)=fw_$(d))))
-include $$(unit-objects:.o=.d)
endef
$(foreach f,$(UNIT_FLAVOURS),$(foreach t,$(unit-tests),$(eval $(call unit_test,$(f),$(t),$(firstword $(subst /, ,$(t)))))))

unit-passed-san := $(unit-tests:%=$(UNIT_OUT)/san/%.passed)
unit-passed-i686 := $(unit-tests:%=$(UNIT_OUT)/i686/%.passed)

.PHONY: unit unit-san unit-i686 $(unit-areas:%=unit-%)
unit: unit-san unit-i686
define unit_summary
unit-$(1): $$(unit-passed-$(1))
	@cat $$^ | awk '{n += $$$$1} END {print "unit: $(1): " n " tests in " NR " programs passed"}'
endef
$(foreach f,$(UNIT_FLAVOURS),$(eval $(call unit_summary,$(f))))
$(foreach a,$(unit-areas),$(eval unit-$(a): $(foreach f,$(UNIT_FLAVOURS),$(filter $(UNIT_OUT)/$(f)/$(a)/%,$(unit-passed-$(f))))))
