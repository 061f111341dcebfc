# SPDX-License-Identifier: GPL-2.0-or-later
# Every folder of tests brings its own targets (tests/README.md).

include $(wildcard tests/*/Makefile.mk) tests/bench/decode.mk
