/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sixteen conditions of Jcc, SETcc and CMOVcc. */
#ifndef GEODESIM_CPU_COND_H
#define GEODESIM_CPU_COND_H

#include "cpu/internal.h"

/* In opcode order. */
#define CONDITIONS(X) \
	X(o) X(no) X(b) X(ae) X(z) X(nz) X(be) X(a) X(s) X(ns) X(p) X(np) X(l) X(ge) X(le) X(g)

#define DEFINE_COND(cc, expr)                             \
	static inline bool cond_##cc(const struct cpu *c) \
	{                                                 \
		return expr;                              \
	}

DEFINE_COND(o, flag_of(c))
DEFINE_COND(no, !flag_of(c))
DEFINE_COND(b, c->cf)
DEFINE_COND(ae, !c->cf)
DEFINE_COND(z, c->z == 0)
DEFINE_COND(nz, c->z != 0)
DEFINE_COND(be, c->cf || c->z == 0)
DEFINE_COND(a, !c->cf && c->z != 0)
DEFINE_COND(s, c->sp >> 31)
DEFINE_COND(ns, !(c->sp >> 31))
DEFINE_COND(p, flag_pf(c))
DEFINE_COND(np, !flag_pf(c))
DEFINE_COND(l, ((c->sp ^ c->x) >> 31) ^ c->cf)
DEFINE_COND(ge, !(((c->sp ^ c->x) >> 31) ^ c->cf))
DEFINE_COND(le, c->z == 0 || (((c->sp ^ c->x) >> 31) ^ c->cf))
DEFINE_COND(g, c->z != 0 && !(((c->sp ^ c->x) >> 31) ^ c->cf))

#endif
