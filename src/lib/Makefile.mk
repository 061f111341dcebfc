# SPDX-License-Identifier: GPL-2.0-or-later
# The library: pure C; the linker drops what a stage does not call. What the bootblock does for every stage
# (boot/services.def) is in it alone.
lib-services := errors.o xxhash.o nrv2b.o cbfs.o fmap.o manifest.o
lib-expand := checksum.o compress.o lz4.o lzma.o LzmaDec.o
lib-load := memmap.o elf.o self.o load.o boot_notes.o linux.o linux_zero_page.o bootorder.o

bootblock-y += $(lib-services) string.o options.o spd.o
romstage-y += $(lib-expand) string.o spd.o
ramstage-y += $(lib-expand) $(lib-load) string.o options.o picture.o

# Decoders are worth their speed: payloads are megabytes. Tuned for the i586 itself, GCC makes LZMA 13 %
# slower on everything later (make bench-decode).
decoder-flags := -O2 -mtune=generic $(FAST_FLAGS)
# The hash reads every stored byte of every payload.
CFLAGS-src/lib/xxhash.o := $(decoder-flags)
CFLAGS-src/lib/lz4.o := $(decoder-flags)
# In the bootblock, where nothing is compressed: at a little more than the flash can be read.
CFLAGS-src/lib/nrv2b.o := -Os

# Payloads are expanded by the decoders that the configuration wants.
CFLAGS-src/lib/compress.o := $(foreach d,LZMA LZ4,-DDECODE_$(d)=$(if $(CONFIG_PAYLOAD_DECODER_$(d)),1,0))

# The LZMA SDK's decoder, compiled from where the package lzma-dev puts it.
LZMA_SDK := /usr/include/lzma
lzma-flags := $(if $(CONFIG_LZMA_SMALL),-Os -D_LZMA_SIZE_OPT,$(decoder-flags))
CFLAGS-src/lib/lzma.o := -idirafter /usr/include
$(OUT)/romstage/src/lib/LzmaDec.o $(OUT)/ramstage/src/lib/LzmaDec.o: $(LZMA_SDK)/LzmaDec.c $(GEN)/config.h $(GEN)/flags src/lib/Makefile.mk
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(lzma-flags) -w -c $< -o $@
