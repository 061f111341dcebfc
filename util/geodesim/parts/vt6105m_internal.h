/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the VT6105M's files share: register indexes, bits. */
#ifndef GEODESIM_PARTS_VT6105M_INTERNAL_H
#define GEODESIM_PARTS_VT6105M_INTERNAL_H

#include "parts/vt6105m.h"

/* Indexes of the register table. */
enum vt_reg {
	VT_PAR0, /* station address */
	VT_PAR5 = VT_PAR0 + 5,
	VT_RCR,
	VT_TCR,
	VT_CR0,
	VT_CR1,
	VT_TQW,
	VT_ISR,
	VT_IMR,
	VT_MAR0,
	VT_MAR7 = VT_MAR0 + 7,
	VT_RDA,
	VT_TDA,
	VT_CRD0, /* the receive descriptor in use, 4 registers */
	VT_CTD0 = VT_CRD0 + 4,
	VT_GFTEST = VT_CTD0 + 4,
	VT_RFTCMD,
	VT_TFTCMD,
	VT_GFSTATUS,
	VT_BNRY,
	VT_CURR,
	VT_MIIAD,
	VT_MIISR,
	VT_BCR0,
	VT_BCR1,
	VT_MIICR,
	VT_MIIADR,
	VT_MIIDATA,
	VT_EECSR,
	VT_TEST,
	VT_GPIO0,
	VT_GPIO1,
	VT_CFGA,
	VT_CFGB,
	VT_CFGC,
	VT_CFGD,
	VT_MPAC,
	VT_CRCC,
	VT_MISC0,
	VT_MISC1,
	VT_PMCPORT,
	VT_STICKHW,
	VT_MISR,
	VT_MIMR,
	VT_CAMMASK,
	VT_CAMC,
	VT_CAMADDR,
	VT_MIBCR,
	VT_MIBDATA,
	VT_FLOW0,
	VT_FLOW1,
	VT_PAUSE,
	VT_TIMER0,
	VT_TIMER1,
	VT_WOLCR_SET,
	VT_PWCFG_SET,
	VT_WOLCR1_SET,
	VT_WOLCG_SET,
	VT_WOLCR_CLR,
	VT_PWCFG_CLR,
	VT_WOLCR1_CLR,
	VT_WOLCG_CLR,
	VT_PWRCSR_SET,
	VT_PWRCSR1_SET,
	VT_PWRCSR_CLR,
	VT_PWRCSR1_CLR,
	VT_PATTERN0,		    /* 4 check sums */
	VT_MASK0 = VT_PATTERN0 + 4, /* 16 words of byte masks */
	VT_REGS = VT_MASK0 + 16,
};

/* Indexes of the configuration registers behind the header. */
enum vt_pci_reg {
	VT_PCI_PMCAP = PCI_HEADER_COUNT,
	VT_PCI_PMCSR,
	VT_PCI_MODE0, /* 4: the same as CFGA to CFGD */
};

enum {
	RCR_ERRORS = 0x01,
	RCR_RUNTS = 0x02,
	RCR_MULTICAST = 0x04,
	RCR_BROADCAST = 0x08,
	RCR_PROMISCUOUS = 0x10,
	TCR_PQEN = 0x01, /* priority queues, VLAN tags taken off and put on */
	TCR_LOOP = 0x06,
	CR0_INIT = 0x01,
	CR0_START = 0x02,
	CR0_STOP = 0x04,
	CR0_RXON = 0x08,
	CR0_TXON = 0x10,
	CR0_TDMD = 0x20,
	CR0_RDMD = 0x40,
	CR1_FULL = 0x04,
	CR1_NO_POLL = 0x08,
	CR1_TDMD = 0x20,
	CR1_RDMD = 0x40,
	CR1_RESET = 0x80,
	BCR1_VIDFR = 0x80,
	MIISR_10 = 0x01,
	MIISR_NO_LINK = 0x02,
	MIISR_FULL = 0x04,
	MIICR_MDPM = 0x10,
	MIICR_WRITE = 0x20,
	MIICR_READ = 0x40,
	MIICR_AUTO = 0x80,
	MIIADR_DONE = 0x20,
	MIIADR_CHANGES = 0x40,
	MIIADR_IDLE = 0x80,
	EECSR_DO = 0x01,
	EECSR_DI = 0x02,
	EECSR_SK = 0x04,
	EECSR_CS = 0x08,
	EECSR_DIRECT = 0x10,
	EECSR_LOAD = 0x20,
	EECSR_THERE = 0x80,
	CFGD_MEMORY = 0x80,
	MISC1_FORCE_RESET = 0x40,
	STICKHW_STATE = 0x03,
	CAMC_ENABLE = 0x01,
	CAMC_VLAN = 0x02,
	CAMC_WRITE = 0x04,
	CAMC_READ = 0x08,
	/* WOLCR and PWRCSR. */
	WOL_UNICAST = 0x10,
	WOL_MAGIC = 0x20,
	WOL_LINK_ON = 0x40,
	WOL_LINK_OFF = 0x80,
	/* WOLCG: which groups wake as the own address does. */
	WOLCG_BROADCAST = 0x10,
	WOLCG_MULTICAST = 0x20,
	PMCSR_STATE = 0x0003,
	PMCSR_ENABLE = 0x0100,
	PMCSR_STATUS = 0x8000,
};

enum {
	ISR_RX = 0x0001,
	ISR_TX = 0x0002,
	ISR_RX_ERROR = 0x0004,
	ISR_TX_ERROR = 0x0008,
	ISR_TX_UNDERRUN = 0x0210,
	ISR_RX_NO_DESCRIPTOR = 0x0020,
	ISR_BUS_ERROR = 0x0040,
	ISR_COUNTER = 0x0080,
	ISR_RX_OVERFLOW = 0x0400,
	ISR_RX_NO_BUFFER = 0x1000,
	ISR_TX_ABORT = 0x2000,
	ISR_LINK = 0x4000,
};

#define DESC_OWN     UINT32_C(0x80000000)
#define DESC_SIZE    UINT32_C(0x7ff)
#define DESC_TX_CRC  UINT32_C(0x00010000) /* do not append the check sequence */
#define DESC_RX_TAG  UINT32_C(0x00010000)
#define DESC_TX_TAG  UINT32_C(0x00020000)
#define DESC_TX_SUMS UINT32_C(0x001c0000) /* let the chip compute IP, UDP, TCP check sums */
#define DESC_FIRST   UINT32_C(0x00200000)
#define DESC_LAST    UINT32_C(0x00400000)
#define DESC_IRQ     UINT32_C(0x00800000)

extern const struct reg_table vt6105m_table;

/** vt_get, vt_set - a register's stored value. */
static inline uint32_t vt_get(const struct vt6105m *v, unsigned i)
{
	return (uint32_t)reg_peek(&v->regs, i);
}

static inline void vt_set(struct vt6105m *v, unsigned i, uint32_t val)
{
	reg_poke(&v->regs, i, val);
}

/** vt_interrupt - these causes happened. vt_irq_update - INTA# by ISR and IMR. */
void vt_interrupt(struct vt6105m *v, uint16_t causes);
void vt_irq_update(struct vt6105m *v);
/** vt_wake - a wake-up event of WOLCR's kinds happened. */
void vt_wake(struct vt6105m *v, uint8_t kinds);
/** vt_wake_frame - a frame (14 bytes at least) came while asleep. */
void vt_wake_frame(struct vt6105m *v, const uint8_t *frame, size_t size);
/** vt_rings_init, vt_rings_stop - both directions idle; what is on the cable stays. */
void vt_rings_init(struct vt6105m *v);
void vt_rings_stop(struct vt6105m *v);
/** vt_tx_demand - look at the transmit ring. */
void vt_tx_demand(struct vt6105m *v);
/** vt_accepts - does a filter take this frame? Receive status bits, 0: no. */
uint16_t vt_accepts(const struct vt6105m *v, const uint8_t *frame, size_t size);
/** vt_magic - is there a magic packet in it? */
bool vt_magic(const struct vt6105m *v, const uint8_t *frame, size_t size);
/** vt_crc - Ethernet's check sequence of @size bytes, least significant bit first. */
uint32_t vt_crc(const uint8_t *bytes, size_t size);
/** vt_mii_* - the transceiver's face in registers 6C to 73. */
void vt_mii_init(struct vt6105m *v, struct trace *trace);
void vt_mii_reset(struct vt6105m *v);
void vt_mii_command(struct vt6105m *v, uint8_t old, uint8_t val);
void vt_mii_status(struct vt6105m *v);
/** vt_eeprom_load - what the chip takes from its EEPROM. vt_soft_reset - CR1's reset bit. */
void vt_eeprom_load(struct vt6105m *v);
void vt_soft_reset(struct vt6105m *v);
/** vt_place - both base addresses' decoding changed. */
void vt_place(struct vt6105m *v);

#endif
