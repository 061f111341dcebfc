# SPDX-License-Identifier: GPL-2.0-or-later
# cbmem, the reader of the coreboot table: for the host, and static for i686 Linux under test.

CBMEM_SRC := $(wildcard util/cbmem/*.c) src/lib/checksum.c src/lib/errors.c
CBMEM_DEPS := $(CBMEM_SRC) $(wildcard util/cbmem/*.h) src/include/tables/coreboot.h \
	$(wildcard src/include/lib/*.h)
CBMEM_FLAGS := -std=gnu11 -O2 -g -Wall -Wextra -Werror -D_FILE_OFFSET_BITS=64 -Isrc/include

HOST_TOOLS += build/util/cbmem build/util/i686/cbmem

build/util/cbmem: $(CBMEM_DEPS)
	@mkdir -p $(@D)
	$(Q)cc $(CBMEM_FLAGS) -o $@ $(CBMEM_SRC)

build/util/i686/cbmem: $(CBMEM_DEPS)
	@mkdir -p $(@D)
	$(Q)i686-linux-gnu-gcc $(CBMEM_FLAGS) -march=i586 -static -s -o $@ $(CBMEM_SRC)
