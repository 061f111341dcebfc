# SPDX-License-Identifier: GPL-2.0-or-later
# The pure parts of the Geode LX's northbridge.
geode-flags := -Inorthbridge/amd/geode_lx
geode/timings_test-src := northbridge/amd/geode_lx/timings.c
geode/clocks_test-src := northbridge/amd/geode_lx/clocks.c
