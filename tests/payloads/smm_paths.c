/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A payload that tries every way to SMM memory: the processor's writes, INS, where it lies physically, GLPCI's regions,
 * bus masters (IDE both ways, OHCI, a VT6105M), shadow RAM; then what privileged software can open by its MSRs, which
 * the Geode has no lock for. A line for each; the handler must go on as if nothing was. It needs a disk as IDE master,
 * whose second sector it overwrites. EXIT_PORT (-D): what ends a simulator.
 */
#include "smm_accesses.h"

PAYLOAD_ENTRY();

#define REGION_EN	0x100u
#define SECTOR		512
#define ATA		0x1f0
#define ATA_READ_DMA	0xc8
#define ATA_WRITE_DMA	0xca
#define BM_READ		0x08 /* into memory */
#define BM_START	0x01
#define BM_DONE		0x04
#define BM_ERROR	0x02
#define OHCI_CONTROL	0x04
#define OHCI_COMMAND	0x08
#define OHCI_HCCA	0x18
#define OHCI_INTERVAL	0x34
#define HCCA_FRAME	0x80
#define OPERATIONAL	0x80
#define RHINE_IDS	0x30531106u /* VT6105M (its data sheet, registers 06h to 1Fh) */
#define RHINE_RCR	0x06
#define RHINE_TCR	0x07
#define RHINE_CR0	0x08
#define RHINE_CR1	0x09
#define RHINE_RX_RING	0x18
#define RHINE_TX_RING	0x1c
#define RHINE_ALL	0x1c /* any address */
#define RHINE_LOOPBACK	0x02
#define RHINE_START	0x1a /* both directions */
#define RHINE_STOP	0x04
#define RHINE_TX_DEMAND 0x20
#define RHINE_RESET	0x80
#define RHINE_OWN	0x80000000u
#define RHINE_WHOLE	0x00e08000u /* first and last part, interrupt */
#define FRAME_BYTES	64
#define FRAME_ROOM	0x600
#define MILLISECOND	500000u /* clocks */
#define P2D_SC		0x1000002c
#define P2D_BMO0	0x10000026
#define P2D_BMO1	0x10000027
#define ALIAS		0x90000000u
#define RCONF_SMM	0x180e
#define RCONF_WP	0x04u
#define UNUSED_PART	0x18000u /* of SMM memory */

static uint8_t sector[SECTOR] __attribute__((aligned(4096)));
static uint8_t hcca[256] __attribute__((aligned(256)));
static uint32_t prd[2] __attribute__((aligned(8)));

static inline void wrmsr(uint32_t msr, uint64_t value)
{
	__asm__ volatile("wrmsr"
			 :
			 : "c"(msr), "a"((uint32_t)value), "d"((uint32_t)(value >> 32))
			 : "memory");
}

static void wait(uint32_t milliseconds)
{
	for (const uint32_t start = clocks(); clocks() - start < milliseconds * MILLISECOND;)
		;
}

/* One line: what was tried, whether it went, whether it may. */
static void result(const char *what, int went, int may)
{
	put(what);
	put(went ? ": yes\r\n" : ": no\r\n");
	check(what, (uint32_t)went, (uint32_t)may);
}

static uint32_t sum;

static int changed(void)
{
	return sum_of_smm() != sum || *(volatile uint32_t *)(SMM_BASE + 4) != SMM_MAGIC;
}

static void processor(uint32_t physical)
{
	volatile uint32_t *const smm = (volatile uint32_t *)SMM_BASE;
	volatile uint32_t *const unused = (volatile uint32_t *)(SMM_BASE + UNUSED_PART);
	const uint32_t was = *unused;
	void *to = (void *)(SMM_BASE + 4);

	smm[1] = 0;
	*unused = ~was;
	result("write by the processor", changed() || *unused != was, 0);
	choose(ISA, 0);
	__asm__ volatile("cld\n insl" : "+D"(to) : "d"(DATA) : "memory");
	result("write by INS", changed(), 0);
	result("read at its physical place", ((volatile uint32_t *)physical)[1] == SMM_MAGIC, 0);
}

static void regions(uint32_t physical)
{
	int open = 0;

	for (uint32_t msr = 0x50002018; msr <= 0x5000201d; msr++) {
		const uint64_t region = rdmsr(msr);
		const uint32_t top = (uint32_t)(region >> 32) | 0xfff,
			       base = (uint32_t)region & 0xfffff000;

		if (!((uint32_t)region & REGION_EN))
			continue;
		open |= base < SMM_BASE + SMM_SIZE && top >= SMM_BASE;
		open |= base < physical + SMM_SIZE && top >= physical;
	}
	result("region for PCI masters", open, 0);
}

/* A sector by DMA; false when the controller or the disk says that it failed. */
static int dma(unsigned bm, uint8_t command, uint8_t lba, uint32_t memory)
{
	const uint8_t direction = command == ATA_READ_DMA ? BM_READ : 0;
	uint8_t status = 0;

	prd[0] = memory;
	prd[1] = 0x80000000u | SECTOR;
	outl((uint16_t)(bm + 4), (uint32_t)prd);
	outb((uint16_t)bm, direction);
	outb((uint16_t)(bm + 2), BM_DONE | BM_ERROR);
	outb(ATA + 6, 0xe0);
	outb(ATA + 2, 1);
	outb(ATA + 3, lba);
	outb(ATA + 4, 0);
	outb(ATA + 5, 0);
	outb(ATA + 7, command);
	outb((uint16_t)bm, direction | BM_START);
	for (unsigned i = 0; i < 100 && !(status & (BM_DONE | BM_ERROR)); i++) {
		wait(1);
		status = inb((uint16_t)(bm + 2));
	}
	outb((uint16_t)bm, direction);
	return !(status & BM_ERROR) && !(inb(ATA + 7) & 0x81);
}

static int sector_has_magic(void)
{
	for (unsigned i = 0; i < SECTOR / 4; i++) {
		if (((const volatile uint32_t *)sector)[i] == SMM_MAGIC)
			return 1;
	}
	return 0;
}

static void ide(uint32_t physical)
{
	const unsigned bm = read(IDE, 0x20) & 0xfff0;
	const uint32_t places[] = {SMM_BASE, physical};

	write(IDE, COMMAND, 5);
	/* The disk is in multiword DMA mode 0. */
	write(IDE, 0x48, 0x67670000);
	((volatile uint8_t *)sector)[0] = 0;
	result("IDE into RAM", dma(bm, ATA_READ_DMA, 0, (uint32_t)sector) && sector[0] == 0xa5, 1);
	for (unsigned i = 0; i < 2; i++) {
		dma(bm, ATA_READ_DMA, 0, places[i]);
		result("IDE into SMM memory", changed(), 0);
		dma(bm, ATA_WRITE_DMA, 1, places[i]);
		for (unsigned j = 0; j < SECTOR; j++)
			((volatile uint8_t *)sector)[j] = 0x11;
		dma(bm, ATA_READ_DMA, 1, (uint32_t)sector);
		result("SMM memory onto the disk", sector_has_magic(), 0);
	}
}

static uint32_t ohci_frames(uint32_t bar, uint32_t memory)
{
	volatile uint32_t *const regs = (volatile uint32_t *)bar;
	const uint32_t before = *(volatile uint32_t *)(memory + HCCA_FRAME);

	regs[OHCI_COMMAND / 4] = 1;
	wait(1);
	regs[OHCI_INTERVAL / 4] = 0x27782edf;
	regs[OHCI_HCCA / 4] = memory;
	regs[OHCI_CONTROL / 4] = OPERATIONAL;
	wait(5);
	regs[OHCI_CONTROL / 4] = 0;
	wait(1);
	return *(volatile uint32_t *)(memory + HCCA_FRAME) != before;
}

static void ohci(void)
{
	const uint32_t bar = read(OHCI, BAR0) & 0xfffff000;

	write(OHCI, COMMAND, 6);
	result("OHCI into RAM", (int)ohci_frames(bar, (uint32_t)hcca), 1);
	result("OHCI into SMM memory", (int)ohci_frames(bar, SMM_BASE) || changed(), 0);
	result("OHCI into SMM memory", (int)ohci_frames(bar, SMM_BASE + UNUSED_PART) || changed(),
	       0);
}

/* One frame sent from a place and received, in the controller, at another; whether it arrived. */
static int frame(uint16_t io, uint32_t from, uint32_t to)
{
	static volatile uint32_t ring[2][4] __attribute__((aligned(16)));
	const uint32_t rx = (uint32_t)ring[0], tx = (uint32_t)ring[1];

	outb((uint16_t)(io + RHINE_CR1), RHINE_RESET);
	wait(2);
	ring[0][0] = RHINE_OWN;
	ring[0][1] = FRAME_ROOM;
	ring[0][2] = to;
	ring[0][3] = rx;
	ring[1][0] = RHINE_OWN;
	ring[1][1] = RHINE_WHOLE | FRAME_BYTES;
	ring[1][2] = from;
	ring[1][3] = tx;
	outb((uint16_t)(io + RHINE_RCR), RHINE_ALL);
	outb((uint16_t)(io + RHINE_TCR), RHINE_LOOPBACK);
	outl((uint16_t)(io + RHINE_RX_RING), rx);
	outl((uint16_t)(io + RHINE_TX_RING), tx);
	outb((uint16_t)(io + RHINE_CR0), RHINE_START);
	outb((uint16_t)(io + RHINE_CR0), RHINE_START | RHINE_TX_DEMAND);
	wait(5);
	outb((uint16_t)(io + RHINE_CR0), RHINE_STOP);
	wait(1);
	return !(ring[0][0] & RHINE_OWN);
}

/* The descriptors themselves in SMM memory. */
static void rings(uint16_t io, uint32_t at)
{
	outb((uint16_t)(io + RHINE_CR1), RHINE_RESET);
	wait(2);
	outl((uint16_t)(io + RHINE_RX_RING), at);
	outl((uint16_t)(io + RHINE_TX_RING), at);
	outb((uint16_t)(io + RHINE_CR0), RHINE_START);
	outb((uint16_t)(io + RHINE_CR0), RHINE_START | RHINE_TX_DEMAND);
	wait(5);
	outb((uint16_t)(io + RHINE_CR0), RHINE_STOP);
	wait(1);
}

/* A VT6105M, where the board has one. */
static void ethernet(uint32_t physical)
{
	const uint32_t places[] = {SMM_BASE, physical};
	unsigned devfn = 0;
	uint16_t io;

	while (devfn < 0x100 && read(devfn, 0) != RHINE_IDS)
		devfn += 8;
	if (devfn == 0x100) {
		put("no Ethernet\r\n");
		return;
	}
	write(devfn, COMMAND, 5);
	io = (uint16_t)(read(devfn, BAR0) & 0xfffc);
	for (unsigned i = 0; i < SECTOR; i++)
		((volatile uint8_t *)hcca)[i % sizeof(hcca)] = (uint8_t)i;
	((volatile uint8_t *)sector)[7] = 0;
	result("Ethernet into RAM", frame(io, (uint32_t)hcca, (uint32_t)sector) && sector[7] == 7,
	       1);
	for (unsigned i = 0; i < 2; i++) {
		frame(io, (uint32_t)hcca, places[i]);
		result("Ethernet into SMM memory", changed(), 0);
		for (unsigned j = 0; j < SECTOR; j++)
			((volatile uint8_t *)sector)[j] = 0x11;
		frame(io, places[i], (uint32_t)sector);
		result("SMM memory onto Ethernet", sector_has_magic(), 0);
		rings(io, places[i]);
		result("Ethernet's descriptors in SMM memory", changed(), 0);
	}
}

/* All of C0000h to DFFFFh as RAM: it is other RAM. */
static void shadow(void)
{
	const uint64_t old = rdmsr(P2D_SC);

	wrmsr(P2D_SC, old | 0x0000ffffffff0000ull);
	for (uint32_t at = 0xc0000; at < 0xe0000; at += 0x1000)
		*(volatile uint32_t *)at = 0xdeadbeef;
	result("shadow RAM", changed(), 0);
	wrmsr(P2D_SC, old);
}

/* By MSRs, which only privileged software writes; there is no lock. */
static void privileged(void)
{
	const uint64_t unused = rdmsr(P2D_BMO1), smm = rdmsr(P2D_BMO0),
		       properties = rdmsr(RCONF_SMM);
	const uint32_t offset = ((uint32_t)(smm >> 40) + ((SMM_BASE - ALIAS) >> 12)) & 0xfffff;
	volatile uint32_t *const free_part = (volatile uint32_t *)(SMM_BASE + UNUSED_PART);
	const uint32_t was = *free_part;

	wrmsr(P2D_BMO1, (smm & 0xf0000000000fffffull) | (uint64_t)offset << 40 |
				(uint64_t)(ALIAS >> 12) << 20);
	result("privileged: read by another descriptor",
	       ((volatile uint32_t *)ALIAS)[1] == SMM_MAGIC, 1);
	wrmsr(P2D_BMO1, unused);
	wrmsr(RCONF_SMM, properties & ~(uint64_t)RCONF_WP);
	*free_part = ~was;
	result("privileged: write without protection", *free_part != was, 1);
	*free_part = was;
	wrmsr(RCONF_SMM, properties);
}

void payload_main(void);

void payload_main(void)
{
	const uint64_t descriptor = rdmsr(P2D_BMO0);
	const uint32_t physical = SMM_BASE + ((uint32_t)(descriptor >> 40) << 12);

	put("\r\nways to SMM memory at ");
	put_hex(physical, 8);
	put("\r\n");
	sum = sum_of_smm();
	processor(physical);
	regions(physical);
	ide(physical);
	ohci();
	ethernet(physical);
	shadow();
	privileged();
	processor(physical);
	check("ISA bridge", read(ISA, 0), ISA_IDS);
	check("IDE", read(IDE, 0), 0x209a1022);
	put(wrong ? "not as it should be\r\n" : "all as it should be\r\n");
	drain();
	outb(EXIT_PORT, wrong != 0);
	for (;;)
		__asm__ volatile("hlt");
}
