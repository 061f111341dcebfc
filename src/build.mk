# SPDX-License-Identifier: GPL-2.0-or-later
# Builds one configuration: $(OUT)/.config into $(OUT)/geodeboot.rom. Called by the top Makefile.

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:

include $(OUT)/.config
unquote = $(patsubst "%",%,$(1))

PYTHON := /usr/bin/python3
Q := $(if $(V),,@)
say = @$(if $(V),true,printf '  %-8s%s\n' $(1) $(2))

# --- Tools -----------------------------------------------------------------------------------------

CROSS := i686-linux-gnu-
COMPILER ?= gcc
LD := $(CROSS)ld
OBJCOPY := $(CROSS)objcopy

ifeq ($(COMPILER),clang)
CC := clang --target=i686-linux-gnu
COMPILER_INCLUDE := $(shell $(CC) -print-resource-dir)/include
OPTIMIZE := -Os
COMPILER_FLAGS := -mstack-alignment=4 -Wno-gnu-zero-variadic-macro-arguments
else
CC := $(CROSS)gcc
OPTIMIZE := -Oz
COMPILER_INCLUDE := $(shell $(CC) -print-file-name=include)
# The first page is ordinary memory here.
# A stage is compiled as one program when it is linked: 3 % smaller. One partition, so that it always comes out the same.
# The i386's instructions are the shortest; with the others it is smaller compressed.
COMPILER_FLAGS := -mpreferred-stack-boundary=2 -malign-data=abi --param=min-pagesize=0 -mtune=i386 \
	-fno-thread-jumps -fno-ssa-phiopt -fno-move-loop-invariants -flto -fno-fat-lto-objects -flto-partition=one
FAST_FLAGS := -fthread-jumps -fssa-phiopt -fmove-loop-invariants
# It stays in memory for good: what makes it smaller, in memory and compressed.
CFLAGS-smm := -fno-if-conversion -fno-tree-loop-optimize -fno-shrink-wrap
endif

BOARD := $(call unquote,$(CONFIG_MAINBOARD_DIR))
GEN := $(OUT)/gen

CPPFLAGS := -nostdinc -isystem $(COMPILER_INCLUDE) -Isrc/include -Isrc/include/libc -I$(GEN) \
	-include src/include/config_macro.h
CFLAGS := -std=gnu11 -ffreestanding $(OPTIMIZE) -march=i586 -mregparm=3 -mno-mmx -mno-sse -fno-pic -fno-pie \
	-fno-stack-protector -fno-asynchronous-unwind-tables -fno-strict-aliasing -fno-delete-null-pointer-checks -fomit-frame-pointer \
	-ffunction-sections -fdata-sections -fno-common -fmerge-all-constants -g \
	-ffile-prefix-map=$(CURDIR)/= \
	-Wall -Wextra -Werror -Wundef -Wvla -Wstrict-prototypes -Wmissing-prototypes $(COMPILER_FLAGS)
ASFLAGS := -Wa,--fatal-warnings -g -ffile-prefix-map=$(CURDIR)/=

# --- Objects: each folder's Makefile.mk says what belongs to which stage ------------------------------

# The SMI handler is a program of its own and knows nothing of the tree.
STAGES := bootblock romstage ramstage
PROGRAMS := $(STAGES) smm
FOLDERS := $(sort $(patsubst %/Makefile.mk,%,$(wildcard src/*/Makefile.mk src/*/*/Makefile.mk \
	src/*/*/*/Makefile.mk northbridge/*/*/Makefile.mk southbridge/*/*/Makefile.mk \
	superio/*/*/Makefile.mk))) $(patsubst %/Makefile.mk,%,$(wildcard $(BOARD)/Makefile.mk mainboard/$(BOARD)/Makefile.mk))

$(foreach program,$(PROGRAMS),$(eval $(program)-objects :=))

define take_folder
bootblock-y :=
romstage-y :=
ramstage-y :=
smm-y :=
include $(1)/Makefile.mk
bootblock-objects += $$(addprefix $$(OUT)/bootblock/$(1)/,$$(bootblock-y))
romstage-objects += $$(addprefix $$(OUT)/romstage/$(1)/,$$(romstage-y))
ramstage-objects += $$(addprefix $$(OUT)/ramstage/$(1)/,$$(ramstage-y))
smm-objects += $$(addprefix $$(OUT)/smm/$(1)/,$$(smm-y))
endef
$(foreach folder,$(FOLDERS),$(eval $(call take_folder,$(folder))))

# --- Generated sources -----------------------------------------------------------------------------

.PHONY: rom force
rom: $(OUT)/geodeboot.rom

$(GEN)/config.h: $(OUT)/.config
	@mkdir -p $(@D)
	$(Q)KCONFIG_CONFIG=$< PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=/usr/lib/python3/dist-packages $(PYTHON) -m genconfig \
		--header-path $@.new > /dev/null
	$(Q)cmp -s $@.new $@ || mv $@.new $@

# The commit and its date, so that one commit always gives the same bits.
$(GEN)/version.h: force
	@mkdir -p $(@D)
	$(Q)util/version > $@.new
	$(Q)cmp -s $@.new $@ || mv $@.new $@

# Recompiles everything when the compiler or its flags change.
$(GEN)/flags: force
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS-smm) $(ASFLAGS)' > $@.new
	@cmp -s $@.new $@ || mv $@.new $@

GENERATED := $(GEN)/config.h $(GEN)/version.h $(GEN)/flags

include src/devtree.mk src/cmos.mk

# --- Compiling -------------------------------------------------------------------------------------

define stage_rules
$(OUT)/$(1)/%.o: %.c $(GENERATED)
	$$(call say,CC,$(1)/$$*.c)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CPPFLAGS) $$(CFLAGS) $$(CFLAGS-$(1)) $$(CFLAGS-$$*.o) $$(CFLAGS-$(1)/$$*.o) -DSTAGE_NAME='"$(1)"' -MMD -MP -c $$< -o $$@

$(OUT)/$(1)/%.o: %.S $(GENERATED)
	$$(call say,AS,$(1)/$$*.S)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CPPFLAGS) -D__ASSEMBLER__ $$(ASFLAGS) -march=i586 -MMD -MP -c $$< -o $$@

-include $$($(1)-objects:.o=.d)
endef
$(foreach program,$(PROGRAMS),$(eval $(call stage_rules,$(program))))

# --- Linking ---------------------------------------------------------------------------------------

LDFLAGS := -m elf_i386 -nostdlib --gc-sections --fatal-warnings --build-id=none --no-warn-rwx-segments -z noexecstack \
	--orphan-handling=place

# $(call link_stage,FLAGS OF LD): GCC links, for it compiles there; what it takes for uninitialized across files depends
# on what it inlines.
ifeq ($(COMPILER),clang)
link_stage = $(LD) $(LDFLAGS) $(1)
else
link_stage = $(CC) $(CFLAGS) -Wno-maybe-uninitialized -static -nostdlib $(addprefix -Xlinker ,$(LDFLAGS) $(1))
endif

# Linked twice: the first link tells the size, the second one ends exactly at 4 GiB.
$(OUT)/bootblock.elf: $(bootblock-objects) src/arch/x86/bootblock.ld src/build.mk
	$(call say,LD,$@)
	$(Q)$(call link_stage,-e _reset --defsym=BOOTBLOCK_SIZE=$(CONFIG_BOOTBLOCK_SIZE_KB)*1024) \
		-T src/arch/x86/bootblock.ld $(bootblock-objects) -o $@.first || \
		{ echo "$@: if it overflowed: BOOTBLOCK_SIZE_KB is $(CONFIG_BOOTBLOCK_SIZE_KB)" >&2; exit 1; }
	$(Q)size=$$($(CROSS)size -A $@.first | awk '$$1 == ".text" {print int(($$2 + 32 + 63) / 64) * 64}') && \
		$(call link_stage,-e _reset --defsym=BOOTBLOCK_SIZE=$$size) -T src/arch/x86/bootblock.ld \
		$(bootblock-objects) -o $@
	@rm -f $@.first

$(OUT)/bootblock.bin: $(OUT)/bootblock.elf
	$(Q)$(OBJCOPY) -O binary --gap-fill 0xff --pad-to 0xffffffff $< $@
	$(Q)printf '\377' >> $@

$(OUT)/romstage.elf: $(romstage-objects) src/arch/x86/romstage.ld src/build.mk
	$(call say,LD,$@)
	$(Q)$(call link_stage,--emit-relocs) -T src/arch/x86/romstage.ld $(romstage-objects) -o $@

# cbfstool wants room for all of the file, debugging information too.
$(OUT)/romstage.stripped.elf: $(OUT)/romstage.elf
	$(Q)$(OBJCOPY) --strip-debug $< $@

$(OUT)/ramstage.elf: $(ramstage-objects) src/arch/x86/ramstage.ld src/build.mk
	$(call say,LD,$@)
	$(Q)$(call link_stage,-pie --no-dynamic-linker -z notext -z norelro \
		--defsym=RAMSTAGE_SPACE=$(CONFIG_RAMSTAGE_SPACE_KB)*1024) \
		-T src/arch/x86/ramstage.ld $(ramstage-objects) -o $@

$(OUT)/ramstage.bin: $(OUT)/ramstage.elf util/mkramstage
	$(call say,STAGE,$@)
	$(Q)util/mkramstage $< $@

SMM := $(if $(CONFIG_SMM_HANDLER),$(OUT)/smm.bin)

$(OUT)/smm.elf: $(smm-objects) src/smm/smm.ld src/include/smm/image.h src/build.mk
	$(call say,LD,$@)
	$(Q)$(call link_stage,-T src/smm/smm.ld) $(smm-objects) -o $@

$(OUT)/smm.bin: $(OUT)/smm.elf
	$(Q)$(OBJCOPY) -O binary $< $@

# The user's; a missing one is mkimage's to complain of.
VSA2 := $(wildcard $(call unquote,$(CONFIG_VSA2_FILE)))

ifeq ($(CONFIG_BOOT_PICTURE),y)
PICTURE := $(OUT)/picture.bin
PICTURE_FILE := $(call unquote,$(CONFIG_BOOT_PICTURE_FILE))
$(PICTURE): $(wildcard $(PICTURE_FILE)) util/mkpicture $(OUT)/.config
	$(call say,PICTURE,$(PICTURE_FILE))
	@test -n "$(PICTURE_FILE)" || { echo "BOOT_PICTURE wants a picture, but BOOT_PICTURE_FILE is empty" >&2; exit 1; }
	$(Q)util/mkpicture "$(PICTURE_FILE)" $@
endif

# --- Image -----------------------------------------------------------------------------------------

PAYLOADS := $(sort $(call unquote,$(CONFIG_FALLBACK_BOOT_ORDER)) \
	$(if $(filter-out 0,$(CONFIG_NORMAL_SIZE_KB)),$(call unquote,$(CONFIG_NORMAL_BOOT_ORDER))))
PAYLOADS := $(sort $(subst ",,$(PAYLOADS)))
PAYLOAD_LISTS := $(PAYLOADS:%=$(OUT)/payloads/%/files)

.PHONY: $(PAYLOADS:%=payload-%)
$(PAYLOADS:%=payload-%): payload-%: force
	@test -f payloads/$*/Makefile || { echo "BOOT_ORDER names the payload \"$*\", but payloads/$*/Makefile does" \
		"not exist. Known: $(patsubst payloads/%/Makefile,%,$(wildcard payloads/*/Makefile))" >&2; exit 1; }
	@mkdir -p $(OUT)/payloads/$*
	$(Q)$(MAKE) --no-print-directory -f payloads/$*/Makefile OUT=$(OUT)/payloads/$* CONFIG=$(OUT)/.config
$(PAYLOAD_LISTS): $(OUT)/payloads/%/files: payload-% ;

ifeq ($(CONFIG_STAGE_COMPRESSION_NRV2B)$(CONFIG_PAYLOAD_COMPRESSION_NRV2B)$(CONFIG_VSA2_COMPRESSION_NRV2B),)
NRV2B :=
else
NRV2B := build/util/nrv2b
include util/nrv2b/Makefile.mk
endif

$(OUT)/geodeboot.rom: $(OUT)/bootblock.bin $(OUT)/romstage.stripped.elf $(OUT)/ramstage.bin $(SMM) $(VSA2) $(PICTURE) $(PAYLOAD_LISTS) \
		$(NRV2B) $(CMOS_LAYOUT) $(CMOS_DEFAULT) $(OUT)/.config util/mkimage $(wildcard util/image/*.py)
	$(call say,IMAGE,$@)
	$(Q)util/mkimage --config $(OUT)/.config --out $@ --bootblock $(OUT)/bootblock.bin \
		--romstage $(OUT)/romstage.stripped.elf --ramstage $(OUT)/ramstage.bin \
		$(if $(SMM),--smm $(SMM)) $(if $(PICTURE),--picture $(PICTURE)) \
		$(PAYLOADS:%=--payload-dir $(OUT)/payloads/%) \
		$(if $(CMOS_LAYOUT),--cmos-layout $(CMOS_LAYOUT)) $(if $(CMOS_DEFAULT),--cmos-default $(CMOS_DEFAULT)) \
		--version "$$(util/version --plain)"
