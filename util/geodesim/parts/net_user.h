/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A network in the program itself (libslirp): DHCP, TFTP, and on demand a way to the world. */
#ifndef GEODESIM_PARTS_NET_USER_H
#define GEODESIM_PARTS_NET_USER_H

#include "frame/clock.h"
#include "parts/net.h"

#define NET_USER_QUEUE 64
#define NET_USER_OWN   16

struct Slirp;

struct net_user_config {
	const char *tftp; /* folder whose files TFTP serves, for reading; NULL: none */
	const char *file; /* file name that DHCP tells to boot; NULL: none */
	bool open;	  /* to the world by address translation, and names; never to this host */
	bool silent;	  /* nobody answers: the frames come from a recorded run */
};

/* One frame on its way to the station. */
struct net_user_frame {
	uint16_t size;
	uint8_t bytes[NET_FRAME_MAX];
};

/*
 * The network is 10.0.2.0/24: its router and TFTP server is .2, the station gets .15. It has the
 * board's time; what it answers by itself depends on nothing else.
 */
struct net_user {
	struct net_if net;
	struct clock *clock;
	struct Slirp *slirp;
	struct net_user_frame queue[NET_USER_QUEUE];
	unsigned head, count;
	uint64_t dropped;
	uint32_t own[NET_USER_OWN]; /* addresses of this host; empty while nothing gets out */
	unsigned owns;
};

/** net_user_init - a network with its cable plugged. 0, or -1: out of memory. */
int net_user_init(struct net_user *u, struct clock *clock, const struct net_user_config *cfg);
void net_user_free(struct net_user *u);

/**
 * net_user_poll - look at the host's sockets and hand over what came for the station
 * @input(@opaque, frame, size) is called for each frame; it passes it on with net_deliver().
 */
void net_user_poll(struct net_user *u,
		   void (*input)(void *opaque, const uint8_t *frame, size_t size), void *opaque);

#endif
