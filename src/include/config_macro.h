/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CONFIG(X): 1 when the bool option X is set, else 0, so that all code compiles in every configuration. */
#ifndef CONFIG_MACRO_H
#define CONFIG_MACRO_H

#include <config.h>

/* CONFIG_X is 1 or not defined: pasting it selects the second or the first argument of a list. */
#define CONFIG_TAKE_1		    0,
#define CONFIG_SECOND(skip, x, ...) x
#define CONFIG_PICK(list)	    CONFIG_SECOND(list 1, 0, 0)
#define CONFIG_PASTE(value)	    CONFIG_PICK(CONFIG_TAKE_##value)
#define CONFIG_EXPAND(value)	    CONFIG_PASTE(value)
#define CONFIG(option)		    CONFIG_EXPAND(CONFIG_##option)

#endif
