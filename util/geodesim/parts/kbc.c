/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 8042 keyboard controller as the PC/AT and PS/2 use it. */
#include "parts/kbc.h"

#include <string.h>

#include "parts/portregs.h"

enum { STATUS_OUT_FULL = 1, STATUS_SYSTEM = 4, STATUS_COMMAND = 8, STATUS_UNLOCKED = 0x10 };
enum { CTRL_IRQ1 = 1, CTRL_SYSTEM = 4, CTRL_KBD_OFF = 0x10, CTRL_AUX_OFF = 0x20 };
enum { CTRL_TRANSLATE = 0x40 };
enum { PORT_NOT_RESET = 1, PORT_A20 = 2, PORT_OUT_FULL = 0x10 };

enum { REG_OUTPUT, REG_INPUT, REG_STATUS, REG_COMMAND, REG_COMMAND_BYTE, REG_OUTPUT_PORT };

/* Not modelled: the mouse (command byte bits 5 and 1), the inhibit switch (bit 3). */
static const struct reg regs[KBC_REGS] = {
	PORT_REG(REG_OUTPUT, "8042 output buffer (60)", 8, .ro = 0xff, .side_effect = true),
	PORT_REG(REG_INPUT, "8042 input buffer (60)", 8, ),
	PORT_REG(REG_STATUS, "8042 status (64)", 8, .ro = 0xff),
	PORT_REG(REG_COMMAND, "8042 command (64)", 8, ),
	PORT_REG(REG_COMMAND_BYTE, "8042 command byte (60)", 8, .unmodelled = 0x2a),
	PORT_REG(REG_OUTPUT_PORT, "8042 output port (60)", 8, .unmodelled = 0xfc),
};

static const struct reg_why why[] = {
	{0x0, UINT32_MAX, "no mouse: bits of its port, and pins nobody has wired"},
};
static const struct reg_table reg_table = REG_TABLE_WHY("8042", PORT_REGS, regs, why);

#define MOVE_NS 100000 /* between two bytes of the keyboard, and until the controller answers */

/* Scan code set 2 to set 1, for codes below 84h (IBM 8042 translation table). */
static const uint8_t translation[0x84] = {
	0xff, 0x43, 0x41, 0x3f, 0x3d, 0x3b, 0x3c, 0x58, 0x64, 0x44, 0x42, 0x40, 0x3e, 0x0f, 0x29,
	0x59, 0x65, 0x38, 0x2a, 0x70, 0x1d, 0x10, 0x02, 0x5a, 0x66, 0x71, 0x2c, 0x1f, 0x1e, 0x11,
	0x03, 0x5b, 0x67, 0x2e, 0x2d, 0x20, 0x12, 0x05, 0x04, 0x5c, 0x68, 0x39, 0x2f, 0x21, 0x14,
	0x13, 0x06, 0x5d, 0x69, 0x31, 0x30, 0x23, 0x22, 0x15, 0x07, 0x5e, 0x6a, 0x72, 0x32, 0x24,
	0x16, 0x08, 0x09, 0x5f, 0x6b, 0x33, 0x25, 0x17, 0x18, 0x0b, 0x0a, 0x60, 0x6c, 0x34, 0x35,
	0x26, 0x27, 0x19, 0x0c, 0x61, 0x6d, 0x73, 0x28, 0x74, 0x1a, 0x0d, 0x62, 0x6e, 0x3a, 0x36,
	0x1c, 0x1b, 0x75, 0x2b, 0x63, 0x76, 0x55, 0x56, 0x77, 0x78, 0x79, 0x7a, 0x0e, 0x7b, 0x7c,
	0x4f, 0x7d, 0x4b, 0x47, 0x7e, 0x7f, 0x6f, 0x52, 0x53, 0x50, 0x4c, 0x4d, 0x48, 0x01, 0x45,
	0x57, 0x4e, 0x51, 0x4a, 0x37, 0x49, 0x46, 0x54, 0x80, 0x80, 0x80, 0x41,
};

static void schedule(struct kbc *k)
{
	bool kbd = ps2kbd_ready(&k->keyboard) && !(k->ram[0] & CTRL_KBD_OFF);

	if ((k->status & STATUS_OUT_FULL) || k->move.queued || (!kbd && !k->reply_count))
		return;
	event_schedule(k->clock, &k->move, clock_after_ns(k->clock, MOVE_NS));
}

static void set_output_port(struct kbc *k, uint8_t val)
{
	port_reg_write(&k->regs, REG_OUTPUT_PORT, val, 0xff);
	k->output_port = val | PORT_NOT_RESET;
	signal_set(&k->a20, val & PORT_A20);
	if (!(val & PORT_NOT_RESET))
		signal_pulse(&k->reset);
}

static void fill(struct kbc *k, uint8_t byte)
{
	k->out_byte = byte;
	k->status |= STATUS_OUT_FULL;
	signal_set(&k->irq1, k->ram[0] & CTRL_IRQ1);
}

/* The next byte of the keyboard, translated to set 1 when the command byte asks for it. */
static uint8_t keyboard_byte(struct kbc *k)
{
	uint8_t raw = ps2kbd_get(&k->keyboard), released = 0;

	if (!(k->ram[0] & CTRL_TRANSLATE))
		return raw;
	if (raw == 0xf0 && ps2kbd_ready(&k->keyboard)) {
		raw = ps2kbd_get(&k->keyboard);
		released = 0x80;
	}
	return raw < sizeof(translation) ? translation[raw] | released : raw;
}

static void move_fire(void *opaque, uint64_t due)
{
	struct kbc *k = opaque;
	uint8_t byte;

	(void)due;
	if (k->status & STATUS_OUT_FULL)
		return;
	if (k->reply_count) {
		byte = k->reply[0];
		memmove(k->reply, k->reply + 1, sizeof(k->reply) - 1);
		k->reply_count--;
		fill(k, byte);
	} else if (ps2kbd_ready(&k->keyboard) && !(k->ram[0] & CTRL_KBD_OFF)) {
		fill(k, keyboard_byte(k));
	}
}

static void answer(struct kbc *k, uint8_t byte)
{
	if (k->reply_count < sizeof(k->reply))
		k->reply[k->reply_count++] = byte;
}

static void write_ram(struct kbc *k, unsigned i, uint8_t val)
{
	k->ram[i & 31] = val;
	if (i == 0) {
		port_reg_write(&k->regs, REG_COMMAND_BYTE, val, 0xff);
		k->status &= (uint8_t)~STATUS_SYSTEM;
		k->status |= val & CTRL_SYSTEM;
		signal_set(&k->irq1, (val & CTRL_IRQ1) && (k->status & STATUS_OUT_FULL));
	}
}

static void command(struct kbc *k, uint8_t val)
{
	k->pending_command = 0;
	k->status |= STATUS_COMMAND;
	if (val >= 0x20 && val < 0x40) {
		answer(k, k->ram[val & 31]);
	} else if (val >= 0xf0) { /* pulse output port bits that are 0 in the command */
		if (!(val & 1))
			signal_pulse(&k->reset);
	} else if ((val >= 0x60 && val < 0x80) || (val >= 0xd1 && val <= 0xd4)) {
		k->pending_command = val;
	} else {
		switch (val) {
		case 0xa7: write_ram(k, 0, k->ram[0] | CTRL_AUX_OFF); break;
		case 0xa8: write_ram(k, 0, k->ram[0] & (uint8_t)~CTRL_AUX_OFF); break;
		case 0xa9: answer(k, 0x02); break; /* no auxiliary device: clock line stuck */
		case 0xaa:
			k->status |= STATUS_SYSTEM;
			write_ram(k, 0, k->ram[0] | CTRL_SYSTEM);
			answer(k, 0x55);
			break;
		case 0xab: answer(k, 0x00); break;
		case 0xad: write_ram(k, 0, k->ram[0] | CTRL_KBD_OFF); break;
		case 0xae: write_ram(k, 0, k->ram[0] & (uint8_t)~CTRL_KBD_OFF); break;
		case 0xc0: answer(k, 0xa0); break; /* input port: unlocked, no jumper */
		case 0xd0:
			answer(k,
			       k->output_port | (k->status & STATUS_OUT_FULL ? PORT_OUT_FULL : 0));
			break;
		case 0xdd: set_output_port(k, k->output_port & (uint8_t)~PORT_A20); break;
		case 0xdf: set_output_port(k, k->output_port | PORT_A20); break;
		default: break; /* unknown commands are ignored */
		}
	}
	schedule(k);
}

static void data(struct kbc *k, uint8_t val)
{
	uint8_t cmd = k->pending_command;

	k->pending_command = 0;
	k->status &= (uint8_t)~STATUS_COMMAND;
	if (cmd >= 0x60 && cmd < 0x80)
		write_ram(k, cmd & 31, val);
	else if (cmd == 0xd1)
		set_output_port(k, val);
	else if (cmd == 0xd2)
		answer(k, val);
	else if (cmd == 0) { /* a byte for the keyboard enables its interface */
		write_ram(k, 0, k->ram[0] & (uint8_t)~CTRL_KBD_OFF);
		ps2kbd_send(&k->keyboard, val);
	}
	/* D3 and D4 are for the auxiliary device, which is not there. */
	schedule(k);
}

static uint32_t io_read(void *opaque, uint16_t offset, unsigned size)
{
	struct kbc *k = opaque;

	(void)size;
	if (offset & 3)
		return 0xff; /* 61h to 63h are not the controller's */
	if (offset & 4)
		return port_reg_read(&k->regs, REG_STATUS, k->status);
	k->status &= (uint8_t)~STATUS_OUT_FULL;
	signal_set(&k->irq1, false);
	schedule(k);
	return port_reg_read(&k->regs, REG_OUTPUT, k->out_byte);
}

static void io_write(void *opaque, uint16_t offset, unsigned size, uint32_t val)
{
	struct kbc *k = opaque;

	(void)size;
	if (offset & 3)
		return;
	port_reg_write(&k->regs, offset & 4 ? REG_COMMAND : REG_INPUT, val, 0xff);
	if (offset & 4)
		command(k, (uint8_t)val);
	else
		data(k, (uint8_t)val);
}

struct io_if kbc_io(struct kbc *k)
{
	return (struct io_if){.opaque = k, .read = io_read, .write = io_write};
}

void kbc_init(struct kbc *k, struct clock *clock)
{
	memset(k, 0, sizeof(*k));
	k->clock = clock;
	reg_file_init(&k->regs, &reg_table, k, k->reg_value, k->reg_cover);
	k->status = STATUS_UNLOCKED | STATUS_COMMAND;
	k->ram[0] = CTRL_TRANSLATE | CTRL_KBD_OFF | CTRL_AUX_OFF;
	k->output_port = 0xcf;
	ps2kbd_init(&k->keyboard);
	event_init(&k->move, "kbc.move", move_fire, k);
	signal_init(&k->irq1, "kbc.irq1");
	signal_init(&k->a20, "kbc.a20");
	signal_init(&k->reset, "kbc.reset");
	signal_set(&k->a20, true);
}

int kbc_key(struct kbc *k, uint16_t code, bool pressed)
{
	int rc = ps2kbd_key(&k->keyboard, code, pressed);

	schedule(k);
	return rc;
}
