# SPDX-License-Identifier: GPL-2.0-or-later
# The library: pure C, the same sources in every stage; the linker drops what a stage does not call.
lib-common := errors.o string.o xxhash.o cbfs.o fmap.o manifest.o options.o
lib-expand := checksum.o compress.o lz4.o nrv2b.o lzma.o LzmaDec.o
lib-load := memmap.o elf.o self.o load.o boot_notes.o linux.o linux_zero_page.o bootorder.o

bootblock-y += $(lib-common) spd.o
romstage-y += $(lib-common) $(lib-expand) spd.o
ramstage-y += $(lib-common) $(lib-expand) $(lib-load) picture.o

# Decoders are worth their speed: payloads are megabytes. Tuned for the i586 itself, GCC makes LZMA 13 %
# slower on everything later (make bench-decode).
decoder-flags := -O2 -mtune=generic
# The hash reads every stored byte of every payload.
CFLAGS-src/lib/xxhash.o := $(decoder-flags)
CFLAGS-src/lib/lz4.o := $(decoder-flags)
CFLAGS-src/lib/nrv2b.o := $(decoder-flags)

# The LZMA SDK's decoder, compiled from where the package lzma-dev puts it.
LZMA_SDK := /usr/include/lzma
CFLAGS-src/lib/lzma.o := -idirafter /usr/include
$(OUT)/romstage/src/lib/LzmaDec.o $(OUT)/ramstage/src/lib/LzmaDec.o: $(LZMA_SDK)/LzmaDec.c $(GEN)/config.h $(GEN)/flags src/lib/Makefile.mk
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(decoder-flags) -w -c $< -o $@
