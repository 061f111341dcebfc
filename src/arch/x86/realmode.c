/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of real-mode code: puts the switching code, the vectors and the BIOS data area where real mode sees them. */
#include <string.h>
#include <arch/realmode.h>

#define VECTORS		256u
#define BIOS_DATA_SIZE	256u
#define BASE_MEMORY_KIB 640u
#define BIOS_BASE_KIB	0x13u /* in the BIOS data area: base memory in KiB */

/* What realmode_switch.S takes. */
struct realmode_slots {
	uint32_t ecx, edx;
	realmode_service service;
	uint16_t offset, segment;
};

struct vector {
	uint16_t offset, segment;
};

extern const uint8_t realmode_code[], realmode_code_end[], realmode_slots[], realmode_interrupt[];

/* An address that the compiler knows nothing about. */
static void *low(uintptr_t address)
{
	__asm__("" : "+r"(address));
	return (void *)address;
}

int realmode_call(uint16_t segment, uint16_t offset, uint32_t ecx, uint32_t edx,
		  realmode_service service)
{
	const uint16_t entry = (uint16_t)(REALMODE_BASE + (realmode_interrupt - realmode_code));
	const struct realmode_slots slots = {ecx, edx, service, offset, segment};
	uint8_t *code = low(REALMODE_BASE);
	uint8_t *bios_data = low(REALMODE_BIOS_DATA);
	struct vector *vectors = low(0);

	memcpy(code, realmode_code, (size_t)(realmode_code_end - realmode_code));
	memcpy(code + (realmode_slots - realmode_code), &slots, sizeof(slots));
	for (unsigned i = 0; i < VECTORS; i++) {
		vectors[i].segment = (uint16_t)((REALMODE_BASE >> 4) - i);
		vectors[i].offset = (uint16_t)(entry - 16 * vectors[i].segment);
	}
	memset(bios_data, 0, BIOS_DATA_SIZE);
	bios_data[BIOS_BASE_KIB] = BASE_MEMORY_KIB & 0xff;
	bios_data[BIOS_BASE_KIB + 1] = BASE_MEMORY_KIB >> 8;
	return ((int (*)(void))(uintptr_t)code)();
}
