# SPDX-License-Identifier: GPL-2.0-or-later
lib/cbfs_test-data := $(SAMPLES)
lib/decode_test-data := $(SAMPLES)
lib/options_test-data := $(SAMPLES)

# The firmware's memcpy() and friends under other names, beside the host's.
lib/string_test-src := src/lib/string.c
lib/string_test-defines := memcpy memmove memset memcmp strlen strnlen strcmp strncmp strchr

lib/nrv2b_ucl_test-data := $(SAMPLES)
lib/nrv2b_ucl_test-packages := libucl1
lib/nrv2b_ucl_test-libs-san := -lucl
lib/nrv2b_ucl_test-libs-i686 := build/debian/libucl1/usr/lib/i386-linux-gnu/libucl.so.1 \
	-Wl,-rpath,$(abspath build/debian/libucl1/usr/lib/i386-linux-gnu)
