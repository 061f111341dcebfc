# SPDX-License-Identifier: GPL-2.0-or-later
# Files that the real tools make, for unit tests and as seeds of the fuzzers.

SAMPLES := build/tests/samples/made

ifndef NRV2B_SRC
include util/nrv2b/Makefile.mk
endif

$(SAMPLES): tests/make-samples build/util/nrv2b
	$(Q)tests/make-samples $(@D)
	@touch $@
