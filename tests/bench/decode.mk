# SPDX-License-Identifier: GPL-2.0-or-later
# Decode speed: the firmware's own objects beside the LZMA SDK as `gcc -O2` builds it.

BENCH_OUT := build/bench
DECODE_OUT := build/emulation/qemu-i440fx
DECODE_OBJECTS := $(addprefix $(DECODE_OUT)/ramstage/src/lib/,compress.o lz4.o lzma.o LzmaDec.o string.o) \
	$(addprefix $(DECODE_OUT)/bootblock/src/lib/,nrv2b.o xxhash.o)
# The files to unpack: the firmware's own stage and a program.
DECODE_FILES ?= build/emulation/qemu-i440fx/ramstage.bin /usr/sbin/cbfstool
Q ?= @

.PHONY: bench-decode bench-decode-stage
bench-decode-stage:
	$(Q)$(MAKE) --no-print-directory TARGET=emulation/qemu-i440fx OUT=build/emulation/qemu-i440fx \
		build/emulation/qemu-i440fx/.config
	$(Q)$(MAKE) --no-print-directory -f src/build.mk OUT=build/emulation/qemu-i440fx \
		build/emulation/qemu-i440fx/bootblock.elf build/emulation/qemu-i440fx/ramstage.bin

# GCC has compiled them to be compiled again when they are linked, which is done here. The decoders call the firmware's
# memcpy(): joined first, so that the C library's stays apart.
$(BENCH_OUT)/decode: tests/bench/decode.c bench-decode-stage
	@mkdir -p $(@D)
	$(Q)i686-linux-gnu-gcc -r -nostdlib -flinker-output=nolto-rel -march=i586 -mregparm=3 -ffreestanding \
		-mpreferred-stack-boundary=2 -fno-pic $(DECODE_OBJECTS) -o $@.firmware.o
	$(Q)i686-linux-gnu-objcopy --keep-global-symbol=decompress $@.firmware.o
	$(Q)i686-linux-gnu-gcc -O2 -w -c /usr/include/lzma/LzmaDec.c -o $@.sdk.o
	$(Q)i686-linux-gnu-gcc -O2 -g -Wall -Wextra -Werror -static -fcf-protection=none \
		-Isrc/include -Wl,-z,noexecstack $< $@.firmware.o $@.sdk.o -o $@

bench-decode: $(BENCH_OUT)/decode build/util/nrv2b
	$(Q)tests/bench/decode.py --program $< --nrv2b build/util/nrv2b --out $(BENCH_OUT)/decode.tsv $(DECODE_FILES)
