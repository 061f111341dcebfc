/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A cable between an Ethernet chip (the station) and what is at its other end (the network). */
#ifndef GEODESIM_PARTS_NET_H
#define GEODESIM_PARTS_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NET_FRAME_MIN 60   /* without the check sequence: shorter ones are padded by who sends */
#define NET_FRAME_MAX 1518 /* with a VLAN tag, without the check sequence */

/* Frames begin with the destination address and have no check sequence. */
struct net_if {
	/* The network's side. */
	void (*send)(void *opaque, const uint8_t *frame, size_t size);
	void *opaque;
	bool up; /* something is at the other end */

	/* The station's side; NULL: no station. */
	void (*receive)(void *station, const uint8_t *frame, size_t size);
	void (*changed)(void *station, bool up);
	void *station;
};

/** net_station - @station takes frames and news of the link from now on. */
static inline void net_station(struct net_if *n,
			       void (*receive)(void *station, const uint8_t *frame, size_t size),
			       void (*changed)(void *station, bool up), void *station)
{
	n->receive = receive;
	n->changed = changed;
	n->station = station;
	if (changed)
		changed(station, n->up);
}

/** net_link - network's side: the cable is plugged or unplugged. */
static inline void net_link(struct net_if *n, bool up)
{
	if (n->up == up)
		return;
	n->up = up;
	if (n->changed)
		n->changed(n->station, up);
}

/** net_send - station's side: a frame onto the cable; @n may be NULL. */
static inline void net_send(struct net_if *n, const uint8_t *frame, size_t size)
{
	if (n && n->up && n->send)
		n->send(n->opaque, frame, size);
}

/** net_deliver - network's side: a frame to the station. */
static inline void net_deliver(struct net_if *n, const uint8_t *frame, size_t size)
{
	if (n->up && n->receive)
		n->receive(n->station, frame, size);
}

#endif
