# SPDX-License-Identifier: GPL-2.0-or-later
# Tests of the floating-point unit's arithmetic: libquadmath is the independent reference.

$(GEODESIM_OUT)/tests/fpu/test_transcendental: GEODESIM_LIBS += -lquadmath
