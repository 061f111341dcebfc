/* SPDX-License-Identifier: GPL-2.0-or-later */
/* VIA VT6105M "Rhine III" Fast Ethernet controller with its transceiver and EEPROM. */
#ifndef GEODESIM_PARTS_VT6105M_H
#define GEODESIM_PARTS_VT6105M_H

#include "frame/bus.h"
#include "frame/env.h"
#include "frame/regs.h"
#include "frame/signal.h"
#include "parts/eeprom93c46.h"
#include "parts/miiphy.h"
#include "parts/net.h"
#include "parts/pci.h"

#define VT6105M_CAM	  32
#define VT6105M_WIRE	  32   /* frames on the cable towards the chip */
#define VT6105M_FRAME_MAX 2044 /* bytes of one, without the check sequence */
#define VT6105M_REGS	  128  /* room for the register table */
#define VT6105M_PCI_REGS  (PCI_HEADER_COUNT + 8)

/* Test face: what is wrong with a frame from the cable, bits of the receive status. */
enum { VT6105M_RX_CRC = 0x02, VT6105M_RX_ALIGN = 0x04, VT6105M_RX_FIFO = 0x08 };

/* Test face: what goes wrong with a frame to the cable, bits of the transmit status. */
enum {
	VT6105M_TX_ABORT = 0x0100,   /* 16 collisions */
	VT6105M_TX_LATE = 0x0200,    /* collision outside the window */
	VT6105M_TX_CARRIER = 0x0400, /* carrier lost */
	VT6105M_TX_UNDERRUN = 0x0800,
};

/* One frame on the cable. */
struct vt6105m_frame {
	uint16_t size, errors;
	uint8_t bytes[VT6105M_FRAME_MAX];
};

struct vt6105m {
	const struct env *env;
	struct pci_function fn;
	uint64_t pci_value[VT6105M_PCI_REGS];
	struct reg_cover pci_cover[VT6105M_PCI_REGS];
	struct reg_file regs; /* the 256 bytes behind both base addresses */
	uint64_t value[VT6105M_REGS];
	struct reg_cover cover[VT6105M_REGS];
	struct io_range io;
	struct mem_range mem;
	bool mem_on; /* the memory base address decodes, if CFGD lets it */
	uint32_t mem_base;
	struct dma_if dma;
	struct eeprom93c46 eeprom;
	struct miiphy phy;
	struct net_if *net; /* NULL: no cable */

	/* Address filters of the multicast and VLAN kind, written through MAR0 to MAR7. */
	uint8_t mcam[VT6105M_CAM][6];
	uint16_t vcam[VT6105M_CAM];
	uint32_t cam_mask[2]; /* multicast, VLAN */
	uint8_t cam_data[8];
	bool cam_vlan;

	struct vt6105m_frame wire[VT6105M_WIRE];
	unsigned wire_head, wire_count;
	uint64_t lost; /* frames the cable brought too fast */

	/* The frame being sent. */
	uint8_t out[VT6105M_FRAME_MAX + 4];
	unsigned out_size;
	uint32_t out_piece[16]; /* its descriptors */
	unsigned out_pieces;
	uint32_t out_next, out_control; /* the descriptor after it; control of its last one */
	uint16_t out_tag, tx_status;
	bool sending;
	uint16_t tx_fault; /* VT6105M_TX_* of the next frames */
	unsigned tx_faults;

	struct event tx_done, tx_poll, rx_arrive, mii_done, eeprom_done, reset_done;
	struct signal irq; /* INTA# */
	struct signal pme; /* PME# */
};

/**
 * vt6105m_init - power-on, EEPROM with the address @mac
 * @dma: the way to memory; its (not yet placed) ranges are added to @io and @mem.
 */
void vt6105m_init(struct vt6105m *v, const char *name, const struct env *env, const uint8_t mac[6],
		  struct dma_if dma, struct io_map *io, struct mem_map *mem);

/** vt6105m_reset - RST#: all but the wake-up registers, which keep their standby power. */
void vt6105m_reset(struct vt6105m *v);

/** vt6105m_plug - the cable goes to @net; NULL: unplugged. */
void vt6105m_plug(struct vt6105m *v, struct net_if *net);

/**
 * vt6105m_wire - test face and cable: a frame arrives
 * @errors: VT6105M_RX_*; frames below 60 bytes are runts. False: lost, too many on the cable.
 */
bool vt6105m_wire(struct vt6105m *v, const uint8_t *frame, size_t size, uint16_t errors);

/** vt6105m_fail_tx - test face: the next @count frames sent fail with @faults (VT6105M_TX_*). */
void vt6105m_fail_tx(struct vt6105m *v, uint16_t faults, unsigned count);

/** vt6105m_regs - register file @n (configuration, registers, transceiver), NULL after. */
const struct reg_file *vt6105m_regs(const struct vt6105m *v, unsigned n);

#endif
