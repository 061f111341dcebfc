/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions with a whole board: what they hold, for the parts of tools that know boards. */
#ifndef GEODESIM_TOOLS_SESSION_BOARD_H
#define GEODESIM_TOOLS_SESSION_BOARD_H

#include "board/board.h"
#include "machine/geode.h"
#include "parts/net_user.h"
#include "parts/usb_keyboard.h"
#include "parts/usb_storage.h"
#include "tools/session.h"

#define SESSION_STICKS 16

/* A USB disk: of --usb, or one that a script plugs in. */
struct session_stick {
	struct diskimage image;
	struct usb_storage usb;
	unsigned line; /* of the script, 0: of the command line */
};

struct session_board {
	struct board board;
	struct geode *geode;
	struct session_stick stick[SESSION_STICKS];
	unsigned sticks;
	struct usb_keyboard keyboard[USB_PORTS];
	struct net_user net; /* at the first Ethernet, with --net user */
	bool networked;
};

/** session_board_of - what @s, which is a board's, holds. */
static inline struct session_board *session_board_of(const struct session *s)
{
	return s->built;
}

/** session_board_stick - open the image of a USB disk; 0, or -1 with s->err set. */
int session_board_stick(struct session *s, const char *role, const char *path, unsigned line);

/** session_board_act - a step of a script; 0, or -1 with s->err set. */
int session_board_act(struct session *s, const struct script_step *step);

#endif
