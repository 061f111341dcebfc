/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Offsets in a bzImage's setup header and in the zero page (boot.rst, zero-page.rst). */
#ifndef LIB_LINUX_HEADER_H
#define LIB_LINUX_HEADER_H

/* Setup header: the same offsets in the file and in the zero page. */
#define HDR_START	 0x1f1
#define HDR_SETUP_SECTS	 0x1f1
#define HDR_SYSSIZE	 0x1f4
#define HDR_VID_MODE	 0x1fa
#define HDR_BOOT_FLAG	 0x1fe
#define HDR_JUMP	 0x200
#define HDR_MAGIC	 0x202
#define HDR_VERSION	 0x206
#define HDR_LOADER	 0x210
#define HDR_LOADFLAGS	 0x211
#define HDR_CODE32_START 0x214
#define HDR_RAMDISK	 0x218
#define HDR_RAMDISK_SIZE 0x21c
#define HDR_HEAP_END	 0x224
#define HDR_CMDLINE	 0x228
#define HDR_INITRD_MAX	 0x22c
#define HDR_ALIGNMENT	 0x230
#define HDR_RELOCATABLE	 0x234
#define HDR_CMDLINE_SIZE 0x238
#define HDR_SETUP_DATA	 0x250
#define HDR_PREF_ADDRESS 0x258
#define HDR_INIT_SIZE	 0x260

#define BOOT_FLAG	 0xaa55u
#define LOADED_HIGH	 0x01u
#define CAN_USE_HEAP	 0x80u
#define LOADER_OTHER	 0xffu

/* The smallest file with every field above, and where the zero page's next table begins. */
#define HDR_MIN_SIZE	 0x268u
#define HDR_MAX_END	 0x290u

#define PROTOCOL_2_02	 0x202
#define PROTOCOL_2_03	 0x203
#define PROTOCOL_2_04	 0x204
#define PROTOCOL_2_05	 0x205
#define PROTOCOL_2_06	 0x206
#define PROTOCOL_2_09	 0x209
#define PROTOCOL_2_10	 0x20a

/* Zero page outside of the header. */
#define ZP_EXT_MEM_K	 0x002
#define ZP_ACPI_RSDP	 0x070
#define ZP_ALT_MEM_K	 0x1e0
#define ZP_E820_COUNT	 0x1e8
#define ZP_E820		 0x2d0
#define ZP_E820_MAX	 128
#define E820_ENTRY	 20

/* screen_info, at the start of the zero page. */
#define SI_MODE		 0x06
#define SI_COLUMNS	 0x07
#define SI_LINES	 0x0e
#define SI_IS_VGA	 0x0f
#define SI_FONT_HEIGHT	 0x10
#define SI_LFB_WIDTH	 0x12
#define SI_LFB_HEIGHT	 0x14
#define SI_LFB_DEPTH	 0x16
#define SI_LFB_BASE	 0x18
#define SI_LFB_SIZE	 0x1c
#define SI_LFB_PITCH	 0x24
#define SI_RED_SIZE	 0x26
#define SI_IS_VGA_TEXT	 1
#define SI_IS_VGA_LFB	 0x23

#endif
