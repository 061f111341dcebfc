/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VT6105M's rings, by hand: sending, receiving, filters, errors, counters. */
#include "nic_bench.h"

#define OWN   0x80000000u
#define WHOLE 0x00e00000u /* first and last piece, interrupt */

static int set_up(void **state)
{
	struct nic *n = nic_new();

	nic_enable(n);
	nic_plug(n);
	*state = n;
	return 0;
}

static int tear_down(void **state)
{
	nic_free(*state);
	return 0;
}

static void demand(struct nic *n)
{
	w(n, CR1, 1, 0x28);
}

/* One frame in one descriptor at the ring's place @k; the next place is empty. */
static void queue(struct nic *n, unsigned k, const uint8_t *to, unsigned size, uint32_t control)
{
	uint32_t at = TX_RING + 16 * k, buffer = TX_BUFFERS + BUFFER_SIZE * k;

	make_frame(n->ram + buffer, to, size);
	desc(n, at + 16, 0, 0, 0, at + 32);
	desc(n, at, OWN, control | size, buffer, at + 16);
}

static void a_frame_goes_out_padded_and_is_reported(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	queue(n, 0, everyone, 20, WHOLE);
	demand(n);
	assert_int_equal(n->sent, 0); /* 60 + 24 bytes at 100 Mbit/s: 6.72 us */
	bench_run_ns(&n->b, 6600);
	assert_int_equal(n->sent, 0);
	bench_run_ns(&n->b, 200);
	assert_int_equal(n->sent, 1);
	assert_int_equal(n->size, 60);
	assert_memory_equal(n->frame, n->ram + TX_BUFFERS, 20);
	assert_int_equal(n->frame[20] | n->frame[59], 0);
	assert_int_equal(word(n, TX_RING), 0);
	assert_int_equal(r(n, TDA, 4), TX_RING + 16);
	assert_int_equal(r(n, ISR, 2), 0x0002);
	assert_true(n->v.irq.level);
	w(n, ISR, 2, 0x0002);
	assert_false(n->v.irq.level);
	assert_int_equal(n->rules.hits, 0);
}

static void frames_follow_each_other_and_pieces_make_one_frame(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	queue(n, 0, everyone, 1000, WHOLE & ~0x00800000u);
	queue(n, 1, everyone, 14, 0x00200000); /* the head; two more pieces follow */
	desc(n, TX_RING + 32, OWN, 86, TX_BUFFERS, TX_RING + 48);
	desc(n, TX_RING + 48, OWN, 0x00c00000 | 100, TX_BUFFERS + 200, TX_RING + 64);
	w(n, CR0, 1, 0x3a);
	bench_run_ns(&n->b, 90000);
	assert_int_equal(n->sent, 1);
	assert_int_equal(n->size, 1000);
	assert_int_equal(r(n, ISR, 2), 0); /* it asked for no interrupt */
	bench_run_ns(&n->b, 50000);
	assert_int_equal(n->sent, 2);
	assert_int_equal(n->size, 200);
	assert_memory_equal(n->frame + 14, n->ram + TX_BUFFERS, 86);
	assert_memory_equal(n->frame + 100, n->ram + TX_BUFFERS + 200, 100);
	for (unsigned k = 0; k < 4; k++)
		assert_int_equal(word(n, TX_RING + 16 * k), 0);
	assert_int_equal(r(n, ISR, 2), 0x0002);
	assert_int_equal(n->rules.hits, 0);
}

static void with_polling_it_finds_new_frames_by_itself(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	w(n, CR1, 1, 0);
	bench_run_ns(&n->b, 5000000);
	queue(n, 0, everyone, 60, WHOLE);
	bench_run_ns(&n->b, 2000000);
	assert_int_equal(n->sent, 1);
	/* The queue's own bell does it too, and forgets at once. */
	w(n, CR1, 1, 0x08);
	queue(n, 1, everyone, 60, WHOLE);
	w(n, 0x0a, 1, 0x01);
	assert_int_equal(r(n, 0x0a, 1), 0);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->sent, 2);
}

static void transmit_errors_are_reported_and_some_stop_the_engine(void **state)
{
	static const struct {
		uint16_t fault, status, causes;
		bool stops;
	} cases[] = {
		{VT6105M_TX_ABORT, 0x810f, 0x2008, true},
		{VT6105M_TX_UNDERRUN, 0x8800, 0x0218, true},
		{VT6105M_TX_LATE, 0x8200, 0x0008, false},
		{VT6105M_TX_CARRIER, 0x8400, 0x0008, false},
	};
	struct nic *n = *state;

	for (unsigned k = 0; k < 4; k++) {
		nic_start(n);
		w(n, ISR, 2, 0xffff);
		n->sent = 0;
		vt6105m_fail_tx(&n->v, cases[k].fault, 1);
		queue(n, 0, everyone, 60, WHOLE);
		queue(n, 1, everyone, 60, WHOLE);
		demand(n);
		bench_run_ns(&n->b, 100000);
		assert_int_equal(word(n, TX_RING), cases[k].status);
		assert_int_equal(r(n, ISR, 2), cases[k].causes | (cases[k].stops ? 0 : 0x0002));
		assert_int_equal(n->sent, cases[k].stops ? 0 : 1);
		assert_int_equal(r(n, CR0, 1) & 0x10, cases[k].stops ? 0 : 0x10);
	}
	/* Software names the frame to go on with. */
	w(n, TDA, 4, TX_RING + 16);
	desc(n, TX_RING + 16, OWN, WHOLE | 60, TX_BUFFERS, TX_RING + 32);
	n->sent = 0;
	w(n, CR0, 1, 0x3a);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->sent, 1);
}

static void an_unplugged_cable_loses_the_carrier(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	net_link(&n->net, false);
	queue(n, 0, everyone, 60, WHOLE);
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(word(n, TX_RING), 0x8400);
	assert_int_equal(n->sent, 0);
}

static void a_frame_without_its_last_piece_and_a_giant_fail(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	queue(n, 0, everyone, 60, 0x00200000);
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(word(n, TX_RING), 0x9000);
	assert_int_equal(r(n, ISR, 2), 0x0218);
	assert_int_equal(r(n, CR0, 1) & 0x10, 0);

	nic_start(n);
	w(n, ISR, 2, 0xffff);
	queue(n, 0, everyone, 0x7ff, 0x00200000);
	desc(n, TX_RING + 16, OWN, 0x00c00000 | 0x7ff, TX_BUFFERS, TX_RING + 32);
	demand(n);
	bench_run_ns(&n->b, 1000000);
	assert_int_equal(word(n, TX_RING), 0xc000);
	assert_int_equal(n->sent, 0);
}

static void tags_and_own_check_sequences_are_honoured(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	w(n, TCR, 1, 0x01);
	queue(n, 0, everyone, 60, WHOLE | 0x00020000);
	put_word(n, TX_RING, OWN | 0x2123u << 16); /* priority 2, VLAN 123h */
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->size, 64);
	assert_memory_equal(n->frame + 12, "\x81\x00\x41\x23\x08\x00", 6);

	/* A check sequence of software's own that is wrong reaches nobody; a right one does. */
	nic_start(n);
	n->sent = 0;
	queue(n, 0, everyone, 64, WHOLE | 0x00010000);
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->sent, 0);
	nic_start(n);
	memset(n->ram + TX_BUFFERS, 0, 64);
	put_word(n, TX_BUFFERS + 60, 0x04128908); /* CRC-32 of 60 zero bytes */
	desc(n, TX_RING, OWN, WHOLE | 0x00010000 | 64, TX_BUFFERS, TX_RING + 16);
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->sent, 1);
	assert_int_equal(n->size, 60);
}

static void a_loop_brings_frames_back(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	w(n, TCR, 1, 0x02);
	queue(n, 0, own, 60, WHOLE);
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->sent, 0);
	assert_int_equal(word(n, RX_RING), 64u << 16 | 0x8b00);
}

/* Receiving. */

static void a_frame_lands_in_memory_with_its_check_sequence(void **state)
{
	static const uint8_t crc_of_check[] = {0x1c, 0xdf, 0x44, 0x21}; /* of anything right */
	struct nic *n = *state;
	uint32_t crc = 0xffffffff;

	nic_start(n);
	arrive(n, own, 100, 0);
	assert_int_equal(word(n, RX_RING), 104u << 16 | 0x8b00);
	assert_memory_equal(n->ram + RX_BUFFERS, own, 6);
	assert_int_equal(n->ram[RX_BUFFERS + 99], 99);
	for (unsigned k = 0; k < 104; k++) {
		crc ^= n->ram[RX_BUFFERS + k];
		for (unsigned bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
	}
	crc = ~crc;
	assert_memory_equal(&crc, crc_of_check, 4);
	assert_int_equal(r(n, ISR, 2), 0x0001);
	assert_int_equal(r(n, RDA, 4), RX_RING + 16);
	assert_int_equal(r(n, 0x20, 4), OWN);
	assert_int_equal(r(n, 0x28, 4), RX_BUFFERS);
}

static void without_a_free_descriptor_frames_are_missed(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	w(n, RCR, 1, 0x08);
	for (unsigned k = 0; k < RX_COUNT + 2; k++)
		arrive(n, everyone, 60, 0);
	for (unsigned k = 0; k < RX_COUNT; k++)
		assert_int_equal(word(n, RX_RING + 16 * k), 64u << 16 | 0x9300);
	assert_int_equal(r(n, ISR, 2), 0x1021);
	assert_int_equal(r(n, MPAC, 2), 2);
	assert_int_equal(r(n, MPAC, 2), 0); /* reading clears */
	arrive(n, everyone, 60, 0);
	w(n, MPAC, 2, 0x1234); /* as writing does */
	assert_int_equal(r(n, MPAC, 2), 0);
	put_word(n, RX_RING, OWN);
	arrive(n, everyone, 60, 0);
	assert_int_equal(word(n, RX_RING) & OWN, 0);
	/* Not started at all, or stopped: nothing is received, nothing is missed. */
	w(n, CR0, 1, 0x04);
	put_word(n, RX_RING + 16, OWN);
	arrive(n, everyone, 60, 0);
	assert_int_equal(word(n, RX_RING + 16), OWN);
	assert_int_equal(r(n, MPAC, 2), 0);
}

static void a_long_frame_takes_several_descriptors(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	for (unsigned k = 0; k < RX_COUNT; k++)
		put_word(n, RX_RING + 16 * k + 4, 256);
	arrive(n, own, 600, 0);
	assert_int_equal(word(n, RX_RING), 604u << 16 | 0x8e00);
	assert_int_equal(word(n, RX_RING + 16), 604u << 16 | 0x8c00);
	assert_int_equal(word(n, RX_RING + 32), 604u << 16 | 0x8d00);
	assert_int_equal(n->ram[RX_BUFFERS + 2 * BUFFER_SIZE], (uint8_t)512);
	/* One free descriptor and a half: the rest is lost, and that is said. */
	w(n, ISR, 2, 0xffff);
	arrive(n, own, 400, 0);
	assert_int_equal(word(n, RX_RING + 48), 404u << 16 | 0x0f81);
	assert_int_equal(r(n, ISR, 2), 0x1004);
}

static void damaged_frames_are_dropped_or_marked(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	arrive(n, own, 60, VT6105M_RX_CRC);
	assert_int_equal(word(n, RX_RING), OWN);
	assert_int_equal(r(n, ISR, 2), 0x0004);
	assert_int_equal(r(n, CRCC, 2), 1);
	assert_int_equal(r(n, CRCC, 2), 0);
	arrive(n, own, 30, 0); /* a runt */
	assert_int_equal(word(n, RX_RING), OWN);
	w(n, RCR, 1, 0x03);
	arrive(n, own, 60, VT6105M_RX_CRC | VT6105M_RX_ALIGN);
	assert_int_equal(word(n, RX_RING), 64u << 16 | 0x0b07);
	arrive(n, own, 30, 0);
	assert_int_equal(word(n, RX_RING + 16), 34u << 16 | 0x8b20);
	arrive(n, own, 1530, 0);
	assert_int_equal(word(n, RX_RING + 32), 1534u << 16 | 0x8b10);
	arrive(n, own, 60, VT6105M_RX_FIFO);
	assert_int_equal(word(n, RX_RING + 48), 64u << 16 | 0x0b09);
}

static void counters_stop_and_warn_at_half(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	for (unsigned k = 0; k < 0x7fff; k++)
		arrive(n, own, 60, VT6105M_RX_CRC);
	assert_int_equal(r(n, ISR, 2) & 0x0080, 0);
	arrive(n, own, 60, VT6105M_RX_CRC);
	assert_int_equal(r(n, ISR, 2) & 0x0080, 0x0080);
	w(n, CRCC, 2, 0x1234); /* a write only clears */
	assert_int_equal(r(n, CRCC, 2), 0);
}

/* Filters: what an arriving frame for @to does. */
static uint32_t taken(struct nic *n, const char *to)
{
	nic_start(n);
	arrive(n, (const uint8_t *)to, 60, 0);
	return word(n, RX_RING) & 0x3800;
}

static void filters_take_what_they_should(void **state)
{
	struct nic *n = *state;

	assert_int_equal(taken(n, "\x00\x0d\xb9\x12\x34\x56"), 0x0800);
	assert_int_equal(taken(n, "\x00\x0d\xb9\x12\x34\x57"), 0);
	assert_int_equal(taken(n, "\xff\xff\xff\xff\xff\xff"), 0);
	w(n, RCR, 1, 0x08);
	assert_int_equal(taken(n, "\xff\xff\xff\xff\xff\xff"), 0x1000);
	w(n, RCR, 1, 0x10);
	assert_int_equal(taken(n, "\x00\x0d\xb9\x12\x34\x57"), 0x0800);
	/* 01:00:5E:00:00:01: the top six bits of its check sequence are 31. */
	w(n, RCR, 1, 0x04);
	assert_int_equal(taken(n, "\x01\x00\x5e\x00\x00\x01"), 0);
	for (unsigned h = 0, hits = 0; h < 64; h++) {
		for (unsigned k = 0; k < 8; k++)
			w(n, (uint16_t)(MAR + k), 1, k == h / 8 ? 1u << h % 8 : 0);
		if (taken(n, "\x01\x00\x5e\x00\x00\x01")) {
			assert_int_equal(h, 31);
			hits++;
		}
		if (h == 63)
			assert_int_equal(hits, 1);
	}
	w(n, RCR, 1, 0);
	w(n, MAR, 4, 0xffffffff);
	assert_int_equal(taken(n, "\x01\x00\x5e\x00\x00\x01"), 0);
}

static void address_tables_take_groups_and_vlans(void **state)
{
	static const uint8_t group[6] = {0x01, 0x00, 0x5e, 0x11, 0x22, 0x33};
	struct nic *n = *state;
	uint8_t frame[64];

	w(n, RCR, 1, 0x0c);
	w(n, CAMC, 1, 0x01);
	w(n, CAMADDR, 1, 3);
	for (unsigned k = 0; k < 6; k++)
		w(n, (uint16_t)(MAR + k), 1, group[k]);
	w(n, CAMC, 1, 0x05);
	assert_int_equal(r(n, CAMC, 1) & 0x04, 0);
	w(n, CAMMASK, 4, 1u << 3);
	assert_int_equal(r(n, CAMMASK, 4), 1u << 3);
	w(n, CAMC, 1, 0);
	assert_int_equal(r(n, MAR, 4), 0); /* the hash table was not touched */
	assert_int_equal(taken(n, "\x01\x00\x5e\x11\x22\x33"), 0x2000);
	assert_int_equal(taken(n, "\x01\x00\x5e\x11\x22\x34"), 0);

	/* VLAN 123h alone. */
	w(n, CAMC, 1, 0x03);
	w(n, CAMADDR, 1, 0);
	w(n, MAR + 6, 1, 0x23);
	w(n, MAR + 7, 1, 0x01);
	w(n, CAMC, 1, 0x07);
	w(n, CAMMASK, 4, 1);
	w(n, CAMC, 1, 0);
	w(n, BCR1, 1, 0x80);
	w(n, TCR, 1, 0x01);
	make_frame(frame, everyone, sizeof(frame));
	memcpy(frame + 12, "\x81\x00\x01\x24", 4);
	nic_start(n);
	vt6105m_wire(&n->v, frame, sizeof(frame), 0);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(word(n, RX_RING), OWN);
	frame[15] = 0x23;
	vt6105m_wire(&n->v, frame, sizeof(frame), 0);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(word(n, RX_RING), 64u << 16 | 0xd300);
	assert_true(word(n, RX_RING + 4) & 0x00010000);
	/* The tag is behind the frame, which is without it. */
	assert_int_equal(n->ram[RX_BUFFERS + 12], frame[16]);
	assert_memory_equal(n->ram + RX_BUFFERS + 64, "\x81\x00\x01\x23", 4);
}

/* Mistakes of software. */

static void rings_where_no_memory_is_stop_with_a_bus_error(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	w(n, RDA, 4, 0x00100000);
	arrive(n, own, 60, 0);
	assert_int_equal(r(n, ISR, 2), 0x0040);
	assert_int_equal(r(n, CR0, 1) & 0x18, 0);
	nic_start(n);
	w(n, ISR, 2, 0xffff);
	desc(n, TX_RING, OWN, WHOLE | 60, 0x00100000, TX_RING + 16);
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(r(n, ISR, 2), 0x0040);
	assert_int_equal(n->sent, 0);
}

static void mistakes_are_named(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	assert_int_equal(n->rules.hits, 0);
	w(n, TDA, 4, TX_RING + 4);
	assert_int_equal(r(n, TDA, 4), TX_RING);
	assert_int_equal(n->rules.broken[RULE_NIC_RINGS], 1);
	queue(n, 0, everyone, 60, 0x00c00000); /* not marked as the first piece */
	demand(n);
	bench_run_ns(&n->b, 100000);
	assert_int_equal(n->rules.broken[RULE_NIC_RINGS], 2);
	nic_start(n);
	put_word(n, RX_RING + 4, 0); /* a buffer of no bytes */
	arrive(n, own, 60, 0);
	assert_int_equal(n->rules.broken[RULE_NIC_RINGS], 3);
	w(n, CR0, 1, 0x04);
	pci_config_write(&n->bus, DEVFN, 0x04, 2, 3);
	w(n, CR0, 1, 0x1a);
	assert_int_equal(n->rules.broken[RULE_NIC_MASTER], 1);
	arrive(n, own, 60, 0);
	assert_int_equal(r(n, ISR, 2) & 0x0400, 0x0400); /* no way to memory */
	assert_int_equal(r(n, MPAC, 2), 1);
}

static void a_ring_of_one_that_never_ends_does_no_harm(void **state)
{
	struct nic *n = *state;

	nic_start(n);
	desc(n, TX_RING, OWN, 0x00200000 | 8, TX_BUFFERS, TX_RING);
	demand(n);
	bench_run_ns(&n->b, 1000000);
	assert_int_equal(n->sent, 1); /* sixteen pieces are all it takes */
	assert_int_equal(n->size, 128);
	desc(n, RX_RING, OWN, 4, RX_BUFFERS, RX_RING);
	arrive(n, own, 600, 0);
	assert_int_equal(word(n, RX_RING) & 0x0081, 0x0081);
}

static void a_fast_cable_loses_frames_beyond_its_length(void **state)
{
	struct nic *n = *state;
	uint8_t frame[60];

	nic_start(n);
	make_frame(frame, own, sizeof(frame));
	for (unsigned k = 0; k < VT6105M_WIRE; k++)
		assert_true(vt6105m_wire(&n->v, frame, sizeof(frame), 0));
	assert_false(vt6105m_wire(&n->v, frame, sizeof(frame), 0));
	assert_false(vt6105m_wire(&n->v, frame, VT6105M_FRAME_MAX + 1, 0));
	assert_int_equal(n->v.lost, 2);
	bench_run_ns(&n->b, 6720);
	assert_int_equal(r(n, RDA, 4), RX_RING + 16);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		T(a_frame_goes_out_padded_and_is_reported),
		T(frames_follow_each_other_and_pieces_make_one_frame),
		T(with_polling_it_finds_new_frames_by_itself),
		T(transmit_errors_are_reported_and_some_stop_the_engine),
		T(an_unplugged_cable_loses_the_carrier),
		T(a_frame_without_its_last_piece_and_a_giant_fail),
		T(tags_and_own_check_sequences_are_honoured),
		T(a_loop_brings_frames_back),
		T(a_frame_lands_in_memory_with_its_check_sequence),
		T(without_a_free_descriptor_frames_are_missed),
		T(a_long_frame_takes_several_descriptors),
		T(damaged_frames_are_dropped_or_marked),
		T(counters_stop_and_warn_at_half),
		T(filters_take_what_they_should),
		T(address_tables_take_groups_and_vlans),
		T(rings_where_no_memory_is_stop_with_a_bus_error),
		T(mistakes_are_named),
		T(a_ring_of_one_that_never_ends_does_no_harm),
		T(a_fast_cable_loses_frames_beyond_its_length),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
