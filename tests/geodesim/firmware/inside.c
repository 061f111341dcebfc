/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a program inside of Linux on a Geode measures: "copy" times memory, "fb" times the frame buffer and paints
 * bars on it, "aes" lets the security block encrypt, "regions" shows the processor's region MSRs.
 */
#include <fcntl.h>
#include <linux/fb.h>
#include <linux/if_alg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define COPY_BYTES (1u << 20)
#define COPY_TIMES 8
#define FB_WORDS   8192u
#define BARS	   8u

/* The processor's clock. */
static uint64_t tsc(void)
{
	uint32_t low, high;

	__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
	return (uint64_t)high << 32 | low;
}

static int fail(const char *what)
{
	perror(what);
	return 1;
}

/* Copies dwords as memcpy() does; clocks. */
static uint64_t copy(void *to, const void *from, size_t words)
{
	uint64_t start = tsc();

	__asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
	return tsc() - start;
}

/* A mebibyte from RAM to RAM, the best of some times: interrupts come in between. */
static int copy_memory(void)
{
	uint32_t *from = malloc(COPY_BYTES), *to = malloc(COPY_BYTES);
	uint64_t least = UINT64_MAX;

	if (!from || !to)
		return fail("malloc");
	for (size_t i = 0; i < COPY_BYTES / 4; i++)
		from[i] = (uint32_t)(i * 2654435761u);
	memset(to, 0, COPY_BYTES);
	for (int i = 0; i < COPY_TIMES; i++) {
		uint64_t clocks = copy(to, from, COPY_BYTES / 4);

		if (clocks < least)
			least = clocks;
	}
	printf("ram copy: %u clocks for %u dwords, %s\n", (unsigned)least, COPY_BYTES / 4,
	       memcmp(from, to, COPY_BYTES) ? "different" : "equal");
	return 0;
}

/* A grey of each bar in the format of the screen. */
static void paint(uint8_t *at, const struct fb_var_screeninfo *var, unsigned bar)
{
	uint32_t value = 0, level = (bar + 1) * 31;
	const struct fb_bitfield *field[] = {&var->red, &var->green, &var->blue};

	for (int i = 0; i < 3; i++)
		value |= level >> (8 - field[i]->length) << field[i]->offset;
	memcpy(at, &value, var->bits_per_pixel / 8);
}

/* Times writes and reads of dwords beyond what is shown, then paints vertical bars from black to white. */
static int frame_buffer(const char *path)
{
	struct fb_var_screeninfo var;
	struct fb_fix_screeninfo fix;
	static uint32_t words[FB_WORDS], back[FB_WORDS];
	int fd = open(path, O_RDWR);
	uint8_t *fb, *end;
	uint64_t in, out;

	if (fd < 0 || ioctl(fd, FBIOGET_VSCREENINFO, &var) || ioctl(fd, FBIOGET_FSCREENINFO, &fix))
		return fail(path);
	fb = mmap(NULL, fix.smem_len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (fb == MAP_FAILED)
		return fail("mmap");
	printf("fb: %s %ux%u %u bits, %u bytes at %08lx\n", fix.id, var.xres, var.yres,
	       var.bits_per_pixel, fix.smem_len, fix.smem_start);
	for (size_t i = 0; i < FB_WORDS; i++)
		words[i] = (uint32_t)(i * 2654435761u);
	end = fb + fix.smem_len - sizeof(words);
	out = copy(end, words, FB_WORDS);
	in = copy(back, end, FB_WORDS);
	printf("fb copy: %u clocks to it, %u from it for %u dwords, %s\n", (unsigned)out,
	       (unsigned)in, FB_WORDS, memcmp(words, back, sizeof(words)) ? "different" : "equal");
	for (uint32_t y = 0; y < var.yres; y++)
		for (uint32_t x = 0; x < var.xres; x++)
			paint(fb + y * fix.line_length + x * (var.bits_per_pixel / 8), &var,
			      x * BARS / var.xres);
	close(fd);
	return 0;
}

/* FIPS 197, appendix B, by the driver of the security block. */
static int aes(void)
{
	static const uint8_t key[16] = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6,
					0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
	static const uint8_t plain[16] = {0x32, 0x43, 0xf6, 0xa8, 0x88, 0x5a, 0x30, 0x8d,
					  0x31, 0x31, 0x98, 0xa2, 0xe0, 0x37, 0x07, 0x34};
	struct sockaddr_alg name = {
		.salg_family = AF_ALG, .salg_type = "skcipher", .salg_name = "ecb-aes-geode"};
	int listener = socket(AF_ALG, SOCK_SEQPACKET, 0), fd;
	char control[CMSG_SPACE(4)] = {0};
	struct iovec io = {.iov_base = (void *)(uintptr_t)plain, .iov_len = sizeof(plain)};
	struct msghdr message = {.msg_control = control,
				 .msg_controllen = sizeof(control),
				 .msg_iov = &io,
				 .msg_iovlen = 1};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	uint32_t operation = ALG_OP_ENCRYPT;
	uint8_t out[16];

	if (listener < 0 || bind(listener, (struct sockaddr *)&name, sizeof(name)) ||
	    setsockopt(listener, SOL_ALG, ALG_SET_KEY, key, sizeof(key)))
		return fail("aes");
	fd = accept(listener, NULL, NULL);
	head->cmsg_level = SOL_ALG;
	head->cmsg_type = ALG_SET_OP;
	head->cmsg_len = CMSG_LEN(4);
	memcpy(CMSG_DATA(head), &operation, 4);
	if (fd < 0 || sendmsg(fd, &message, 0) != sizeof(plain) ||
	    read(fd, out, sizeof(out)) != sizeof(out))
		return fail("aes");
	printf("aes: ");
	for (size_t i = 0; i < sizeof(out); i++)
		printf("%02x", out[i]);
	printf("\n");
	return 0;
}

/* RCONF_DEFAULT to RCONF_SMM and RCONF0 to 7 (LX data book 5.5.2). */
static int regions(void)
{
	int fd = open("/dev/cpu/0/msr", O_RDONLY);

	for (uint32_t msr = 0x1808; msr <= 0x1817; msr++) {
		uint64_t value;

		if (msr == 0x1809 || msr == 0x180f)
			continue;
		if (pread(fd, &value, 8, msr) != 8)
			return fail("msr");
		printf("region %04x %016llx\n", msr, (unsigned long long)value);
	}
	return 0;
}

int main(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "copy"))
		return copy_memory();
	if (argc > 2 && !strcmp(argv[1], "fb"))
		return frame_buffer(argv[2]);
	if (argc > 1 && !strcmp(argv[1], "aes"))
		return aes();
	if (argc > 1 && !strcmp(argv[1], "regions"))
		return regions();
	fprintf(stderr, "usage: inside copy | fb DEVICE | aes | regions\n");
	return 2;
}
