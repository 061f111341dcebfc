/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open Firmware's map. */
#ifndef RECORD_OFW_H
#define RECORD_OFW_H

#define GPIO	  0x1000
#define PMS	  0x1400
#define ACPI	  0x1840
#define SMM_PAGE  0xff000
#define SMM_STACK 0xe00	  /* within it */
#define SMM_TOP	  0xfff80 /* of the header */

#endif
