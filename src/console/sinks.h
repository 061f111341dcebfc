/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where printk's text goes, for printk itself. */
#ifndef CONSOLE_SINKS_H
#define CONSOLE_SINKS_H

#include <stddef.h>
#include <boot/context.h>

/* Appends length bytes of text; the oldest text gives way once the ring is full. */
void memory_console_write(struct console_ring *ring, const char *text, size_t length);

/* Sets the configured 8250 to CONSOLE_UART_BAUD, 8 data bits, no parity, FIFOs on. */
void uart8250_init(void);

/* Puts text into the UART's queue, '\n' as "\r\n". Waits, bounded, only while the queue is full. */
void uart8250_write(const char *text, size_t length);

#endif
