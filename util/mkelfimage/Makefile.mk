# SPDX-License-Identifier: GPL-2.0-or-later
# mkelfimage: a host program that carries its conversion stub, which is i386 code.
# Included by the top Makefile; payload recipes call `make -f util/mkelfimage/Makefile.mk`.

MKELFIMAGE := build/util/mkelfimage
Q ?= @
HOST_TOOLS += $(MKELFIMAGE)

mkelfimage_out := build/util/mkelfimage.d
mkelfimage_objects := $(addprefix $(mkelfimage_out)/,main.o bytes.o kernel.o elf_writer.o stub_blob.o)
mkelfimage_headers := $(wildcard util/mkelfimage/*.h util/mkelfimage/stub/*.h)
mkelfimage_cc ?= gcc
mkelfimage_cflags := -std=gnu11 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Werror -Iutil/mkelfimage
mkelfimage_stub_cflags := -m32 -ffreestanding -fno-pic -fno-pie -Os -march=i386 -mno-sse -mno-mmx \
	-fno-stack-protector -fno-asynchronous-unwind-tables -fcf-protection=none -Wall -Wextra -Werror

$(MKELFIMAGE): $(mkelfimage_objects)
	$(Q)$(mkelfimage_cc) -o $@ $^

$(mkelfimage_out)/%.o: util/mkelfimage/%.c $(mkelfimage_headers)
	@mkdir -p $(@D)
	$(Q)$(mkelfimage_cc) $(mkelfimage_cflags) -c $< -o $@

$(mkelfimage_out)/stub_blob.o: util/mkelfimage/stub_blob.S $(mkelfimage_out)/stub.bin
	$(Q)$(mkelfimage_cc) -DSTUB_BIN='"$(mkelfimage_out)/stub.bin"' -c $< -o $@

$(mkelfimage_out)/stub.bin: $(mkelfimage_out)/stub.elf
	$(Q)i686-linux-gnu-objcopy -O binary -j .text -j .params $< $@

$(mkelfimage_out)/stub.elf: util/mkelfimage/stub/start.S util/mkelfimage/stub/stub.c \
		util/mkelfimage/stub/stub.ld $(mkelfimage_headers)
	@mkdir -p $(@D)
	$(Q)i686-linux-gnu-gcc $(mkelfimage_stub_cflags) -nostdlib -static -no-pie -Wl,--build-id=none \
		-Wl,-z,noexecstack,--no-warn-rwx-segments -Wl,-T,util/mkelfimage/stub/stub.ld -o $@ $(filter %.S %.c,$^)
