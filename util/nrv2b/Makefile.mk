# SPDX-License-Identifier: GPL-2.0-or-later
# nrv2b, the NRV2B packer: a host program on libucl, with the firmware's own decoder.

NRV2B_SRC := util/nrv2b/main.c util/nrv2b/file.c src/lib/nrv2b.c src/lib/errors.c

HOST_TOOLS += build/util/nrv2b
build/util/nrv2b: $(NRV2B_SRC) util/nrv2b/file.h $(wildcard src/lib/match.h src/include/lib/*.h)
	@mkdir -p $(@D)
	$(Q)cc -std=gnu11 -O2 -g -Wall -Wextra -Werror -Isrc/include -o $@ $(NRV2B_SRC) -lucl
