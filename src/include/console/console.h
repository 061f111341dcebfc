/* SPDX-License-Identifier: GPL-2.0-or-later */
/* printk, its levels, and the end of the line. */
#ifndef CONSOLE_CONSOLE_H
#define CONSOLE_CONSOLE_H

#include <stdarg.h>
#include <stddef.h>
#include <devtree.h>

#define PR_EMERG   0
#define PR_ALERT   1
#define PR_CRIT	   2
#define PR_ERR	   3
#define PR_WARNING 4
#define PR_NOTICE  5
#define PR_INFO	   6
#define PR_DEBUG   7
#define PR_SPEW	   8

/*
 * Prints to every sink whose level is at least `level`: UART and memory console.
 * Formats: %s %c %d %i %u %x %X %p %%, with flags '0', '-' and '#', width (also *), precision for %s,
 * and length l, ll, z, h, hh. No floating point.
 */
void printk(int level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Formats like printk into buf (size bytes, always terminated). Returns the length that was needed. */
int vsnprintk(char *buf, size_t size, const char *fmt, va_list args);
int snprintk(char *buf, size_t size, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Messages above the compiled-in maximum cost nothing. */
#define printk_if(level, ...)                           \
	do {                                            \
		if ((level) <= CONFIG_MAXIMUM_LOGLEVEL) \
			printk((level), __VA_ARGS__);   \
	} while (0)

#define pr_emerg(...)  printk_if(PR_EMERG, __VA_ARGS__)
#define pr_err(...)    printk_if(PR_ERR, __VA_ARGS__)
#define pr_warn(...)   printk_if(PR_WARNING, __VA_ARGS__)
#define pr_notice(...) printk_if(PR_NOTICE, __VA_ARGS__)
#define pr_info(...)   printk_if(PR_INFO, __VA_ARGS__)
#define pr_debug(...)  printk_if(PR_DEBUG, __VA_ARGS__)
#define pr_spew(...)   printk_if(PR_SPEW, __VA_ARGS__)

/* Prints at PR_EMERG, posts POST_DIE and stops the machine. Only where nothing else can run. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Brings the configured UART up and prints the banner of the stage, which is of this version. */
void console_init(const char *version);

/* The console UART: I/O base and rate, from the board's stdout-path and the configuration. */
#define CONSOLE_UART_BASE DEVTREE_CONSOLE_BASE
#define CONSOLE_UART_BAUD (CONFIG_UART_BAUD ? CONFIG_UART_BAUD : DEVTREE_CONSOLE_BAUD)

/*
 * Gives the UART as much of what waits for it as it takes now; never waits. Whatever takes long calls it now and then,
 * every millisecond at best: at 115200 baud 16 characters, its FIFO, take 1.4 ms.
 */
void console_uart_pump(void);

/* Waits, bounded, until the UART has sent everything: before a reset of its set-up. */
void console_uart_drain(void);

/* A byte from the UART, or -1 when none waits. */
int console_uart_getc(void);

#endif
